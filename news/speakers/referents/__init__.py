"""Whom short words stand for: which names are firms', which body "the bureau" is, whose a statement is."""
