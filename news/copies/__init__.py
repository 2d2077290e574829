"""Near-copies: candidates, comparison, groups and boilerplate."""
