"""Rights and deletion: how much of a text may be quoted, what a publisher reserves, where an article is spoken of."""
