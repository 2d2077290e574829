"""Boxes within or before the article that are not its text: questions of consent, and the author told of at its end."""

import re
from itertools import islice

from lxml.html import HtmlElement

from extractors.dom.rescue import prose_in
from extractors.dom.stub_phrases import CONSENT
from news.records import record

# Content systems name their classes in English, whatever the page's language; some of them in their own.
_CONSENT_BOX = re.compile(
    r"consent|cookie|gdpr|cmp[-_]|onetrust|didomi|usercentrics|privacy|modal|dialog|overlay|popup", re.I
)
_ABOUT_AUTHOR = re.compile(
    r"(?:author|writer|contributor|autor|auteur|autore|journalist)s?[_-]*"
    r"(?:bio|box|info|card|desc|about|profile|details)|"
    r"(?:^|[\s_-])bio(?:graphy|s)?(?:$|[\s_-])|about[_-]?(?:the[_-]?)?(?:author|writer)",
    re.I,
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
    marked = [(e, name) for e, name in named if _CONSENT_BOX.search(name) or _ABOUT_AUTHOR.search(name)]
    for element, name in islice(marked, rules.boxes):
        if _CONSENT_BOX.search(name):
            _drop_consent(tree, element, rules)
        elif _ABOUT_AUTHOR.search(name) and _tells_of_author(tree, element, rules):
            element.set("aria-hidden", "true")  # which hides it from the text only: the names in it are still read


def _drop_consent(tree: HtmlElement, box: HtmlElement, rules: BoxRules) -> None:
    if box.getparent() is None or next(box.iter("h1", "article", "main"), None) is not None:
        return
    lines = [words for piece in box.itertext() if (words := " ".join(piece.split()))]
    told = [line for line in lines if CONSENT.search(line)]
    phrases = {found.lower() for line in told for found in CONSENT.findall(line)}
    if len(phrases) < rules.consent_words or sum(map(len, told)) < rules.consent_share * sum(map(len, lines)):
        return
    if prose_in(tree) - prose_in(box) >= rules.least_prose:
        box.drop_tree()


def _tells_of_author(tree: HtmlElement, box: HtmlElement, rules: BoxRules) -> bool:
    said = len(" ".join("".join(box.itertext()).split()))
    if said > rules.author or next(box.iter("h1", "article", "main"), None) is not None:
        return False
    return prose_in(box) <= rules.author_share * prose_in(tree)
