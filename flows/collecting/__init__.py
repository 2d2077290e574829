"""The collection: polls feeds, reads pages, imports files, and runs the steps in order."""
