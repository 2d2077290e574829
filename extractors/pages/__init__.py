"""Pages become articles: guard, one parse, main text and status."""
