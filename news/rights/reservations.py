"""What is done with an article whose publisher reserves its rights."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from news.records import WORDS_OF_THE_PAGE, Article, Reservation

# A licence names terms, which a person must read; the others say no.
_REFUSALS = frozenset({"tdm", "noai"})


def is_refused(reservations: Iterable[Reservation]) -> bool:
    """Return whether the publisher reserves the mining of the text, or its use by machines that learn."""
    return any(item.kind in _REFUSALS for item in reservations)


def without_text(article: Article) -> Article:
    """Return the article as its headline alone."""
    emptied: dict[str, Any] = {**WORDS_OF_THE_PAGE, "word_count": 0, "keywords": (), "image": None}
    return replace(article, text_kind="headline", **emptied)
