"""Questions to the published snapshot, read-only."""
