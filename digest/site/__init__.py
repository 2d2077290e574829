"""The static site: pages, charts and feeds of what the archive holds."""
