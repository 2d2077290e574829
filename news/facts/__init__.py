"""Facts of a story: figures, what is new, what is announced, what changed."""
