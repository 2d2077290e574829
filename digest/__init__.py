"""Door outward: coverage becomes a digest, or a page."""
