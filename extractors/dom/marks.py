"""Elements whose class, id or style says what they are: found in one walk over a page for all the rules that ask."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from extractors.dom import comments
from extractors.dom.boxes import AUTHORS, BLOCKS, CONSENT, box_kind
from extractors.dom.comments import PLACES, is_named
from extractors.dom.rescue import PARTS, TEASER, is_folded, says_teaser
from news.records import record

_LOOKED_AT = frozenset((*PLACES, *BLOCKS, *PARTS))
_MAY_TELL = re.compile("|".join(map(re.escape, (*comments.PARTS, *CONSENT, *AUTHORS, TEASER)))).search


@record
class Marked:
    """What a rule may be about, in the page's order; it asks again, since the tree changes between two rules."""

    comments: Sequence[HtmlElement]  # called so
    boxes: Sequence[HtmlElement]  # that may ask for consent, or tell of the author
    parts: Sequence[HtmlElement]  # of the article perhaps, that are called teasers or folded away


def marked_elements(elements: Iterable[HtmlElement], tags: Iterable[str]) -> Marked:
    """Return the marked ones of these elements, whose tags are told."""
    places, boxes, parts = [], [], []
    for element, tag in zip(elements, tags, strict=True):
        if tag not in _LOOKED_AT:
            continue
        is_comments, is_box, is_teaser = _told(element.get("class"), element.get("id"))
        if is_comments and tag in PLACES:
            places.append(element)
        if is_box and tag in BLOCKS:
            boxes.append(element)
        if tag in PARTS and (is_teaser or is_folded(element)):
            parts.append(element)
    return Marked(comments=places, boxes=boxes, parts=parts)


@lru_cache(maxsize=10_000)  # names come back on every paragraph, and on every page of an outlet
def _told(kind: str | None, own: str | None) -> tuple[bool, bool, bool]:
    """Return whether a class and an id tell of comments, of a box, of a teaser."""
    if not _MAY_TELL(f"{kind or ''} {own or ''}".lower()):
        return False, False, False  # as nearly all
    return is_named(kind, own), bool(box_kind(kind, own)), says_teaser(kind, own)
