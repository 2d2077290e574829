"""Feeds: bytes of any dialect become entries; lists of feeds and their discovery."""
