"""Boxes within or before the article that are not its text: questions of consent, and the author told of at its end."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from extractors.dom.rescue import PageProse, standing
from extractors.dom.stub_phrases import consent_phrases
from news.records import record

# Content systems name their classes in English, whatever the page's language; some of them in their own.
CONSENT = (
    "consent", "cookie", "gdpr", "cmp-", "cmp_", "onetrust", "didomi", "usercentrics", "privacy", "modal", "dialog",
    "overlay", "popup",
)  # fmt: skip
AUTHORS = ("author", "writer", "contributor", "autor", "auteur", "journalist", "bio")  # one of them is in what follows
_ABOUT_AUTHOR = re.compile(
    r"(?:author|writer|contributor|autor|auteur|autore|journalist)s?[_-]*"
    r"(?:bio|box|info|card|desc|about|profile|details)|"
    r"(?:^|[\s_-])bio(?:graphy|s)?(?:$|[\s_-])|about[_-]?(?:the[_-]?)?(?:author|writer)"
)
BLOCKS = ("div", "section", "aside", "p", "form")  # that may be a box


@record
class BoxRules:
    """What a box is."""

    consent_words: int = 3  # different phrases about consent
    consent_share: float = 0.3  # of a box's paragraphs that have one
    least_prose: int = 250  # characters that must stay on the page without the box; else it is a wall, not a box
    author: int = 1_200  # characters about an author
    author_share: float = 0.3  # of the page's prose; more is an article about somebody
    boxes: int = 200  # that are looked at
    pieces: int = 1_000  # of text in a box that are read
    consent: int = 10_000  # characters of one of them


def drop_boxes(tree: HtmlElement, rules: BoxRules = BoxRules(), *, named: Iterable[HtmlElement] | None = None) -> None:
    """Take consent boxes out of the tree, and hide from the text what tells of the author.

    Args:
        tree: the page.
        rules: the thresholds.
        named: the `BLOCKS` whose names may tell of consent or an author, in order; None: nobody looked.
    """
    blocks = tree.iter(*BLOCKS) if named is None else standing(named, tree)
    marked = [(element, kind) for element in blocks if (kind := box_kind(element.get("class"), element.get("id")))]
    prose, phrases = PageProse(tree), ConsentPhrases()
    for element, kind in marked[: rules.boxes]:
        if kind == "consent":
            if _asks_consent(element, phrases, rules):
                prose.take_out(element, least=rules.least_prose)
        elif _is_brief(element, rules) and prose.within(element) <= rules.author_share * prose.rest:
            element.set("aria-hidden", "true")  # which hides it from the text only: its names are still read


@lru_cache(maxsize=10_000)  # names come back on every paragraph, and on every page of an outlet
def box_kind(kind: str | None, own: str | None) -> str:
    """Return what a box with this class and id may be: "consent", "author", or ""."""
    name = f"{kind or ''} {own or ''}".lower()
    if any(part in name for part in CONSENT):
        return "consent"
    return "author" if any(part in name for part in AUTHORS) and _ABOUT_AUTHOR.search(name) else ""


class ConsentPhrases:
    """The phrases about consent in lines; each line is searched once, since boxes stand within each other."""

    def __init__(self) -> None:
        """Begin with nothing searched."""
        self._of: dict[str, frozenset[str]] = {}

    def within(self, line: str) -> frozenset[str]:
        """Return the phrases of a line, in lower case."""
        if (found := self._of.get(line)) is None:
            found = self._of[line] = frozenset(phrase.lower() for phrase in consent_phrases(line))
        return found


def _asks_consent(box: HtmlElement, phrases: ConsentPhrases, rules: BoxRules) -> bool:
    """Return whether a good part of what a box says is about consent, in several phrases."""
    if box.getparent() is None or next(box.iter("h1", "article", "main"), None) is not None:
        return False
    pieces = islice(box.itertext(), rules.pieces)
    lines = [words for piece in pieces if (words := " ".join(piece[: rules.consent].split()))]
    told = [line for line in lines if phrases.within(line)]
    if len(frozenset().union(*map(phrases.within, told))) < rules.consent_words:
        return False
    return sum(map(len, told)) >= rules.consent_share * sum(map(len, lines))


def _is_brief(box: HtmlElement, rules: BoxRules) -> bool:
    said = len(" ".join("".join(box.itertext()).split()))
    return said <= rules.author and next(box.iter("h1", "article", "main"), None) is None
