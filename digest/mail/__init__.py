"""Delivery: which readers are due, the envelope, SMTP, and what became of each message."""
