"""Feeds as decisions: when to poll, which entries are new, which machine polls."""
