"""Output: coverage becomes a letter, a short message or a page."""
