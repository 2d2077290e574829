"""Digests, alerts and the site leave from here."""
