"""The network: polite, bounded requests become pages and outcomes; fetched pages are kept as WARC."""
