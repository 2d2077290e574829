"""Entries that stand whole in a damaged document: found by their tags alone, whatever stands around them."""

import re
from collections.abc import Iterator

from news.records import record

_MARK = re.compile(
    r"<!\[CDATA\[|\]\]>|<!--|-->|<((?:[A-Za-z_][\w.-]*:)?(?:item|entry|url))(?=[\s>/])[^<>]*>"
    r"|</((?:[A-Za-z_][\w.-]*:)?(?:item|entry|url))\s*>",
    re.IGNORECASE,
)
_OPENERS = {"<![CDATA[": "]]>", "<!--": "-->"}


@record
class Piece:
    """A part of a document that begins with an entry's tag."""

    text: str
    start: int
    is_closed: bool


def pieces_of(text: str) -> list[Piece]:
    """Return a piece for each entry's beginning: to its own end, else to the next beginning or the document's end.

    A CDATA section or comment counts only where its end comes before the next beginning of one: a section that lost
    its end would otherwise hide every entry after it.
    """
    found: list[Piece] = []
    start: int | None = None
    for place, end, is_opening in _entry_marks(text):
        if start is not None:
            found.append(Piece(text=text[start : place if is_opening else end], start=start, is_closed=not is_opening))
        start = place if is_opening else None
    if start is not None:
        found.append(Piece(text=text[start:], start=start, is_closed=False))
    return found


def _entry_marks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where entries' tags begin and end, and whether they open an entry."""
    marks = list(_MARK.finditer(text))
    hidden_until = -1
    following = _next_of_kind(marks)
    for number, mark in enumerate(marks):
        if mark.start() < hidden_until:
            continue
        if mark[0] in _OPENERS or mark[0].upper() in _OPENERS:
            hidden_until = max(hidden_until, following.get(number, -1))
        elif mark[1] and not mark[0].endswith("/>"):
            yield mark.start(), mark.end(), True
        elif mark[2]:
            yield mark.start(), mark.end(), False


def _next_of_kind(marks: list[re.Match[str]]) -> dict[int, int]:
    """Return, for each opener that is believed, where its end stands."""
    ends: dict[int, int] = {}
    nearest: dict[str, tuple[bool, int]] = {}  # by kind, from behind: whether the next mark is an end, and where
    for number in range(len(marks) - 1, -1, -1):
        sign = marks[number][0].upper()
        if sign in {"]]>", "-->"}:
            nearest[sign] = (True, marks[number].end())
        elif sign in _OPENERS:
            closer = _OPENERS[sign]
            is_end, place = nearest.get(closer, (False, -1))
            ends[number] = place if is_end else -1
            nearest[closer] = (False, -1)
    return ends
