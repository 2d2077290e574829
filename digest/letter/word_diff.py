"""Marks which words of a changed sentence differ, so that the reader sees the figure and not the sentence around it."""

import difflib

from digest.safe_text import clean_text
from news.records import record

_WORDS_AT_MOST = 200  # comparing takes the square of it; longer passages are marked whole


@record
class Piece:
    """A run of words, and whether it differs from the other version."""

    text: str
    is_changed: bool


def word_changes(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both versions in pieces; together the pieces of each are its words in their order."""
    old, new = clean_text(before).split(), clean_text(after).split()
    if not old or not new or max(len(old), len(new)) > _WORDS_AT_MOST:
        return _whole(old), _whole(new)
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    olds = [Piece(text=" ".join(old[a:b]), is_changed=tag != "equal") for tag, a, b, _, _ in steps if a < b]
    news = [Piece(text=" ".join(new[a:b]), is_changed=tag != "equal") for tag, _, _, a, b in steps if a < b]
    return tuple(olds), tuple(news)


def _whole(words: list[str]) -> tuple[Piece, ...]:
    return (Piece(text=" ".join(words), is_changed=True),) if words else ()
