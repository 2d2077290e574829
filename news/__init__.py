"""Thought: records and text logic; pure, no doors at all."""
