"""Doors inward: the outside becomes records."""
