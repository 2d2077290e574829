"""Decisions: pure functions on records and texts, without input or output."""
