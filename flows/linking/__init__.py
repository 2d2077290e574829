"""Linking: loads a batch, decides with news, saves in one transaction."""
