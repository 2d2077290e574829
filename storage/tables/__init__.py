"""Repositories: each reads and writes one kind of record in the store."""
