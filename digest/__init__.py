"""Door outward: coverage becomes a letter, or a page."""
