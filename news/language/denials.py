"""Words by which a sentence denies what it says."""

import re

_DENYING = re.compile(
    r"\b(?:not|never|none|no|nor|den(?:y|ies|ied)|nicht|keine?[nmrs]?|nie|pas|jamais|aucune?|nunca|ning[uú]n[oa]?|non|mai|não"
    r"|niet|geen|nooit)\b|n['’]t\b|ない|ません|なかった|않|없다|아니",
    re.IGNORECASE,
)


def denials(text: str) -> int:
    """Return how many words of a text deny."""
    return sum(1 for _ in _DENYING.finditer(text))
