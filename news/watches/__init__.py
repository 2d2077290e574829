"""Saved queries: their syntax and what they match."""
