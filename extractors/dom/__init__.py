"""A page's tree: parsed as browsers do, kept from losing the article, and cleaned of what is not it."""
