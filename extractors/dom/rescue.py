"""What of the article would be taken for something else is marked as the article's, before anything is stripped.

A frame that holds most of the page's prose (a <dialog> never closed, a form around the page) becomes a plain block;
parts of the article that are called teasers or are folded away lose those marks; links within sentences are no menu.
No rule knows a language or a site.
"""

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from extractors.dom.prose import SENTENCE_END, latin_length, sentence_length
from news.records import record

# What is stripped, here or by trafilatura, whatever it holds.
FRAMES = (
    "nav", "footer", "button", "select", "noscript", "object", "dialog", "menu", "audio", "video", "canvas", "picture",
    "aside", "form", "figure", "header", "textarea", "iframe", "applet", "map", "label", "fieldset", "details",
)  # fmt: skip
# Tags within a paragraph; text in others stands in blocks of its own.
INLINE = frozenset((
    "a", "abbr", "b", "bdi", "br", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "wbr",
))  # fmt: skip
_SPOKEN = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"))
PARTS = ("div", "section", "span", "p")  # that may be called a teaser, or folded away
TEASER = "teaser"  # in a class or an id
PROSE_BLOCKS = ("p", "div", "td", "li", "section", "blockquote", "article")
MARKS = ("class", "id", "style", "role", "hidden", "aria-hidden")

_LENGTH = etree.XPath("string-length(normalize-space())")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORD = re.compile(r"\w")
_FOOTNOTE = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡])[\])]?")


@record
class RescueRules:
    """When a frame is the article's own, in characters."""

    frame: int = 400  # Latin characters; a frame with less is stripped unread
    page_share: float = 0.4  # of the page's characters; a frame with less cannot hold most of its prose
    neighbours: int = 2  # paragraphs of prose beside a folded part, or a list, that make it the article's
    frames: int = 400  # that are looked at; more is no page that people wrote
    own_words: int = 6  # characters of a sentence outside of its links


def rescue(
    tree: HtmlElement,
    tags: Container[str],
    rules: RescueRules = RescueRules(),
    *,
    parts: Iterable[HtmlElement] | None = None,
) -> None:
    """Change the tree so that nothing of the article looks like something else.

    Args:
        tree: the page.
        tags: those that may be in it.
        rules: the thresholds.
        parts: the `PARTS` that may be called a teaser or folded away, in order; None: nobody looked.
    """
    _open_frames(tree, tuple(tag for tag in FRAMES if tag in tags), rules)
    _unfold(tree.iter(*PARTS) if parts is None else standing(parts, tree), rules)
    _keep_links_in_sentences(tree, rules)
    _keep_lists(tree, rules)
    _keep_places(tree)
    if "sup" in tags:
        _drop_footnote_marks(tree)


def _open_frames(tree: HtmlElement, frames: tuple[str, ...], rules: RescueRules) -> None:
    """Make plain blocks of frames that hold more of the page's prose than all that is around them."""
    if not frames:
        return  # lxml takes no name for every name
    whole, counted = _LENGTH(tree), ProseCount()
    for frame in [*islice(tree.iter(*frames), rules.frames)]:
        if not len(frame) and len(frame.text or "") < rules.page_share * whole:
            continue  # as most buttons and pictures
        if (size := _LENGTH(frame)) < rules.page_share * whole:
            continue
        if size < rules.frame and latin_length("".join(frame.itertext())) < rules.frame:
            continue
        if 2 * counted.within(frame) > counted.within(tree) > 0:
            frame.tag = "div"
            for mark in MARKS:
                frame.attrib.pop(mark, None)


class ProseCount:
    """How many characters of sentences stand in elements, links left out; each block is read once."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._own: dict[HtmlElement, int] = {}

    def within(self, element: HtmlElement) -> int:
        """Return the characters of sentences in an element."""
        return sum(map(self._length, element.iter(*PROSE_BLOCKS)))

    def _length(self, block: HtmlElement) -> int:
        if (length := self._own.get(block)) is None:
            length = self._own[block] = sentence_length(own_text(block))
        return length


class PageProse:
    """The prose of a page from which parts are taken out: the whole is counted once, and kept up."""

    def __init__(self, tree: HtmlElement) -> None:
        """Begin with a page of which nothing is counted."""
        self._tree = tree
        self._count = ProseCount()
        self._rest: int | None = None

    @property
    def rest(self) -> int:
        """The characters of sentences that stand on the page now."""
        if self._rest is None:
            self._rest = self._count.within(self._tree)
        return self._rest

    def within(self, element: HtmlElement) -> int:
        """Return the characters of sentences in an element."""
        return self._count.within(element)

    def take_out(self, part: HtmlElement, *, least: int) -> bool:
        """Take a part of the page out where at least so many characters of sentences stay; tell whether it went."""
        if all(above is not self._tree for above in part.iterancestors()):
            return False  # it went with what was around it
        if (rest := self.rest - self.within(part)) < least:
            return False
        part.drop_tree()
        self._rest = rest
        return True


def own_text(block: HtmlElement) -> str:
    """Return what a block says itself, outside of blocks within it and of links."""
    pieces, waiting = [block.text or ""], [iter(block)]
    while waiting:
        for child in waiting[-1]:
            if child.tag in INLINE and child.tag != "a":
                pieces.append(child.text or "")
                if len(child):
                    waiting.append(iter(child))
                    break
            pieces.append(child.tail or "")
        else:
            waiting.pop()
    return " ".join("".join(pieces).split())


def _is_prose(element: HtmlElement) -> bool:
    return element.tag == "p" and sentence_length(own_text(element)) > 0


def _prose_beside(element: HtmlElement) -> int:
    parent = element.getparent()
    return 0 if parent is None else sum(1 for e in islice(parent, 200) if e is not element and _is_prose(e))


def standing(elements: Iterable[HtmlElement], tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield those of these elements that stand in the tree."""
    return (element for element in elements if any(above is tree for above in element.iterancestors()))


def _unfold(parts: Iterable[HtmlElement], rules: RescueRules) -> None:
    """Show the article's rest that a button would unfold, and its first part where a class calls it a teaser."""
    marked = (e for e in parts if _is_called_teaser(e) or is_folded(e))
    for element in [*islice(marked, rules.frames)]:
        if not _is_part(element):
            continue
        if is_folded(element):
            if _prose_beside(element) >= rules.neighbours:
                _unmark(element)
        elif next(element.iter("a", "h2", "h3", "h4"), None) is None:
            _unmark(element)


def is_folded(element: HtmlElement) -> bool:
    """Return whether a style or a mark hides an element."""
    style = element.get("style")
    return bool((style and _HIDDEN.search(style)) or element.get("aria-hidden") == "true")


def _is_called_teaser(element: HtmlElement) -> bool:
    return says_teaser(element.get("class"), element.get("id"))


@lru_cache(maxsize=10_000)  # names come back on every paragraph, and on every page of an outlet
def says_teaser(kind: str | None, own: str | None) -> bool:
    """Return whether a class or an id calls something a teaser."""
    return TEASER in f"{kind or ''} {own or ''}".lower()


def _unmark(element: HtmlElement) -> None:
    for mark in MARKS:
        element.attrib.pop(mark, None)


def _is_part(element: HtmlElement) -> bool:
    """Return whether an element holds sentences and nothing to fill in."""
    if next(element.iter("input", "form", "iframe"), None) is not None:
        return False
    return _is_prose(element) or any(_is_prose(p) for p in islice(element.iter("p"), 50))


def _keep_links_in_sentences(tree: HtmlElement, rules: RescueRules) -> None:
    """Make plain words of the links in a sentence that begins before them: link density says nothing of it."""
    for paragraph in tree.iter("p", "li"):
        before = (paragraph.text or "").strip()
        if not before or before.endswith((":", "：")) or not (links := [e for e in paragraph if e.tag == "a"]):
            continue
        said = " ".join("".join(paragraph.itertext()).split())
        if said.endswith(SENTENCE_END) and len(own_text(paragraph)) >= rules.own_words:
            _make_plain(links)


def _keep_places(tree: HtmlElement) -> None:
    """Make plain words of links from a heading or a paragraph to a place in this page."""
    here = (e for e in tree.iter("a") if (e.get("href") or "#").startswith("#"))
    _make_plain([e for e in here if (parent := e.getparent()) is not None and parent.tag in _SPOKEN])


def _make_plain(links: list[HtmlElement]) -> None:
    """Make spans of links; they keep their address, by which `links_in` knows them, and no class that hides them."""
    for link in links:
        if not _WORD.search("".join(link.itertext())):
            link.drop_tree()  # "#" or "¶" behind a heading; an empty span would take the words behind it along
            continue
        link.tag = "span"
        for mark in MARKS:
            link.attrib.pop(mark, None)


def _keep_lists(tree: HtmlElement, rules: RescueRules) -> None:
    """Make plain words of the links in a numbered list between paragraphs, or in one that a colon announces."""
    for found in [*islice(tree.iter("ol", "ul"), rules.frames)]:
        links = [*islice(found.iter("a"), 100)]
        if not links or any((link.get("href") or "#").startswith("#") for link in links):
            continue  # a table of contents
        if _prose_beside(found) < rules.neighbours or not _is_prose_after(found):
            continue
        above = found.getprevious()
        is_announced = above is not None and own_text(above).endswith((":", "："))
        if found.tag == "ol" or is_announced:
            _make_plain(links)


def _is_prose_after(element: HtmlElement) -> bool:
    return any(_is_prose(e) for e in islice(element.itersiblings(), 3))


def _drop_footnote_marks(tree: HtmlElement) -> None:
    """Take out the numbers of notes: "elections.1" is no word."""
    for mark in [*islice(tree.iter("sup"), 1_000)]:
        link = next(mark.iter("a"), None)
        link = next(mark.iterancestors("a"), None) if link is None else link
        is_note = link is not None and "#" in (link.get("href") or "")
        if is_note and _FOOTNOTE.fullmatch("".join(mark.itertext()).strip()):
            mark.drop_tree()
