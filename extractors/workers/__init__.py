"""Worker processes that can be killed one by one, for parsers that may hang."""
