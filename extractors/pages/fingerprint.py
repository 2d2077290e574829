"""Is a page that is read again the one that was read? Its main words and what its head states, as one number.

Both come from the standard's tree alone: a page that is the same is parsed once, and its metadata are not read.
"""

import re
from collections.abc import Iterator

import xxhash
from resiliparse.parse.html import HTMLTree

from extractors.metadata.meta_tags import NAMES_READ
from news.records import record

_STATING = re.compile(r"<(meta|title|link|base|h1|html|script)\b")
_SPOKEN = frozenset(("title", "h1", "script"))  # read with their words
_ATTRIBUTES = re.compile(
    r"(?:[^\">]|\"[^\"]*+\")*+"
)  # of a tag as the standard's tree is written: a quoted ">" is none
_NAME = re.compile(r"(?:property|name|itemprop)=\"\s*([^\"]*?)\s*\"")
_AROUND = 2_000  # characters of a tag in front of its microdata


@record
class FingerprintRules:
    """When the number stands for the article, and of which pages it is told."""

    least_covered: float = 0.95  # of the text's different words that the second opinion has: a change would be seen
    most_characters: int = 1_500_000  # of a page
    most_tags: int = 15_000


def is_ordinary(text: str, tags: int, rules: FingerprintRules) -> bool:
    """Return whether a page is as large as people write them, its tags too: others are cut, and have no number."""
    return len(text) <= rules.most_characters and tags <= rules.most_tags


def fingerprint(url: str | None, standard: HTMLTree, markup: str, second: str) -> int:
    """Return a number of 63 bits for where a page stands, what its head states, and the second opinion's words.

    What stands around the article (teasers, tokens, scripts) has no part in it.

    Args:
        url: the page's address.
        standard: the page as browsers build it.
        markup: that tree, written out.
        second: the second opinion on the page.
    """
    document = standard.document
    is_dated = document is not None and len(document.query_selector_all("[itemprop*='date'], [pubdate]"))
    marked = _marked(markup) if is_dated else ()
    words = "\n".join((url or "", *statements(markup), *marked, second))
    return int(xxhash.xxh3_64_intdigest(words.encode("utf-8", "surrogatepass"))) >> 1


def statements(markup: str) -> Iterator[str]:
    """Yield what the metadata of a page are read from, as it stands in its markup: equal ones are read as equal."""
    place = 0
    while found := _STATING.search(markup, place):
        name, place = found[1], found.end()
        stated = _attributes(markup, place)
        if name in _SPOKEN:
            end = markup.find(f"</{name}", place)
            said, place = (markup[place:], len(markup)) if end < 0 else (markup[place:end], end)
            if name != "script" or "ld+json" in stated.lower():
                yield said
            continue
        place += len(stated)
        if name == "meta" and NAMES_READ.isdisjoint(map(str.lower, _NAME.findall(stated))):
            continue
        if name != "link" or "canonical" in stated.lower():
            yield stated


def _attributes(markup: str, place: int) -> str:
    """Return the rest of a tag from a place in it."""
    found = _ATTRIBUTES.match(markup, place)
    return found[0] if found else ""


def _marked(markup: str) -> Iterator[str]:
    """Yield the tags whose microdata tell a day."""
    for mark in ('itemprop="', "pubdate="):
        place = markup.find(mark)
        while place >= 0:
            behind = _attributes(markup, place)
            tag = markup[max(0, markup.rfind("<", max(0, place - _AROUND), place)) : place] + behind
            if mark == "pubdate=" or "date" in tag:
                yield tag
            place = markup.find(mark, place + len(behind))
