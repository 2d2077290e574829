"""Input: feeds, pages and files become records."""
