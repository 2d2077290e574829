"""Backup, restore, compaction and retirement of the archive."""
