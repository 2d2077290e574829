"""The commands, one file a matter."""
