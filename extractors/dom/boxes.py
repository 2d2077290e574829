"""Boxes within or before the article that are not its text: questions of consent, and the author told of at its end."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from extractors.dom.rescue import prose_in
from extractors.dom.stub_phrases import CONSENT
from news.records import record

# Content systems name their classes in English, whatever the page's language; some of them in their own.
_CONSENT_BOX = (
    "consent", "cookie", "gdpr", "cmp-", "cmp_", "onetrust", "didomi", "usercentrics", "privacy", "modal", "dialog",
    "overlay", "popup",
)  # fmt: skip
_AUTHORS = ("author", "writer", "contributor", "autor", "auteur", "journalist", "bio")  # one of them is in what follows
_ABOUT_AUTHOR = re.compile(
    r"(?:author|writer|contributor|autor|auteur|autore|journalist)s?[_-]*"
    r"(?:bio|box|info|card|desc|about|profile|details)|"
    r"(?:^|[\s_-])bio(?:graphy|s)?(?:$|[\s_-])|about[_-]?(?:the[_-]?)?(?:author|writer)"
)


@record
class BoxRules:
    """What a box is."""

    consent_words: int = 3  # different phrases about consent
    consent_share: float = 0.3  # of a box's paragraphs that have one
    least_prose: int = 250  # characters that must stay on the page without the box; else it is a wall, not a box
    author: int = 1_200  # characters about an author
    author_share: float = 0.3  # of the page's prose; more is an article about somebody
    boxes: int = 300  # that are looked at


def drop_boxes(tree: HtmlElement, rules: BoxRules = BoxRules()) -> None:
    """Take consent boxes out of the tree, and hide from the text what tells of the author."""
    blocks = (e for e in tree.iter("div", "section", "aside", "p", "form") if e.attrib)
    named = ((e, f"{e.get('class') or ''} {e.get('id') or ''}") for e in blocks)
    marked = [(element, kind) for element, name in named if (kind := _kind(name.lower()))]
    whole: int | None = None  # prose of the page
    for element, kind in marked[: rules.boxes]:
        if kind == "consent":
            whole = None if _drop_consent(tree, element, rules) else whole
        elif _is_brief(element, rules):
            whole = prose_in(tree) if whole is None else whole
            if prose_in(element) <= rules.author_share * whole:
                element.set("aria-hidden", "true")  # which hides it from the text only: its names are still read


@lru_cache(maxsize=10_000)  # names come back on every paragraph, and on every page of an outlet
def _kind(name: str) -> str:
    """Return what a box with this class and id, in lower case, may be: "consent", "author", or ""."""
    if any(part in name for part in _CONSENT_BOX):
        return "consent"
    return "author" if any(part in name for part in _AUTHORS) and _ABOUT_AUTHOR.search(name) else ""


def _drop_consent(tree: HtmlElement, box: HtmlElement, rules: BoxRules) -> bool:
    """Take a box out of the tree where most of what it says is about consent; say whether it was."""
    if box.getparent() is None or next(box.iter("h1", "article", "main"), None) is not None:
        return False
    lines = [words for piece in box.itertext() if (words := " ".join(piece.split()))]
    told = [line for line in lines if CONSENT.search(line)]
    phrases = {found.lower() for line in told for found in CONSENT.findall(line)}
    if len(phrases) < rules.consent_words or sum(map(len, told)) < rules.consent_share * sum(map(len, lines)):
        return False
    if prose_in(tree) - prose_in(box) < rules.least_prose:
        return False
    box.drop_tree()
    return True


def _is_brief(box: HtmlElement, rules: BoxRules) -> bool:
    said = len(" ".join("".join(box.itertext()).split()))
    return said <= rules.author and next(box.iter("h1", "article", "main"), None) is None
