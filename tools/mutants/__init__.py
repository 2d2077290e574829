"""Mutation testing: small changes of meaning, drawn by lot, each run against the nearest tests."""
