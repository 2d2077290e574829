"""A page's tree as browsers build it: an open <button>, <nav> or <footer> ends where the HTML standard ends it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from lxml import etree, html
from lxml.html import HtmlElement
from resiliparse.parse.html import HTMLTree

from news.records import record

# The standard copies open formatting tags into each paragraph; a page that grows so is read as it came.
MAXIMUM_ELEMENTS = 15_000  # of a page, in its order; the largest of 1,598 real ones has 10,065, of 644 articles 4,529
MAXIMUM_OF = {"meta": 1_000, "link": 2_000, "script": 2_000, "h1": 100, "h2": 2_000, "h3": 4_000, "sup": 4_000}
MAXIMUM_LINKS = 2_000  # of a paragraph; a reader of paragraphs is quadratic in them
MAXIMUM_OPTIONS = 2_000  # of a page's lists to choose from; lexbor is quadratic in them (15 s at 60,000)
LARGE = 500_000  # characters of a page from which on its texts and attributes are cut, too
MAXIMUM_TEXT = 30_000  # characters of one text node; the longest paragraph in 644 real pages has 9,000
MAXIMUM_ATTRIBUTE = 2_000
_CUT_ATTRIBUTES = ("class", "id", "style", "itemprop", "itemtype")
_OPTION = re.compile(r"<option\b[^<>]*>[^<]*", re.IGNORECASE)
_FRAMES = re.compile(r"</?(?:frameset|frame|noframes)\b[^<>]*>", re.IGNORECASE)  # the words in <noframes> stay
MAXIMUM_GROWTH = 2.0  # times the page's characters
GROWTH_ALLOWED = 100_000  # characters beyond it: entities and missing end tags that are written out


@record
class ParsedPage:
    """One page as a tree to change, and as the standard's tree, which stays as it is."""

    tree: HtmlElement
    standard: HTMLTree
    markup: str  # the standard's tree, written out: every tag closed
    is_cut: bool  # a page with more elements than real ones have
    elements: tuple[HtmlElement, ...]  # of the tree as it came: held, so that lxml makes an object for each only once
    untouched: HtmlElement | None = None  # the tree once more, which nobody changes


def standard_tree(text: str, *, options: int | None = None) -> HTMLTree:
    """Return the tree that browsers would build of a page; lists of thousands to choose from are left out.

    Args:
        text: the page.
        options: how many options it has at most; None: nobody counted.
    """
    is_large = options is None or options > MAXIMUM_OPTIONS
    if is_large and text.count("<option") + text.count("<OPTION") > MAXIMUM_OPTIONS:
        text = _OPTION.sub("", text)
    tree = HTMLTree.parse(text)
    if tree.body is not None and tree.body.tag == "body":
        return tree
    return HTMLTree.parse(_FRAMES.sub("", text))  # a page of frames has no body


def parse_page(text: str, standard: HTMLTree | None = None, markup: str | None = None) -> ParsedPage | None:
    """Return the page's trees; None: there is no element in it.

    Args:
        text: the page.
        standard: its `standard_tree`, where it is at hand.
        markup: that tree, written out.
    """
    standard = standard_tree(text) if standard is None else standard
    markup = str(standard) if markup is None else markup
    if is_grown := len(markup) > MAXIMUM_GROWTH * len(text) + GROWTH_ALLOWED:
        markup = text
    tree = lxml_tree(markup)
    if tree is None:
        return None
    elements = (*tree.iter(),)
    is_cut = _bound(tree, len(elements))
    if len(markup) > LARGE:
        is_cut |= _cut_strings(elements, values=is_grown or _has_long_value(markup))
    if is_cut:
        markup = etree.tostring(tree, encoding="unicode", method="html")
        standard = HTMLTree.parse(markup)
    return ParsedPage(tree=tree, standard=standard, markup=markup, is_cut=is_cut, elements=elements)


def as_it_stands(page: ParsedPage) -> ParsedPage:
    """Return the page with its tree's present state as its markup."""
    markup = etree.tostring(page.tree, encoding="unicode", method="html")
    return replace(page, standard=HTMLTree.parse(markup), markup=markup)


def _bound(tree: HtmlElement, elements: int) -> bool:
    """Cut a page that nobody reads to what its parsers can read in two seconds; say whether it was."""
    if elements <= MAXIMUM_ELEMENTS // 2:
        return False
    is_cut = False
    for tag, most in MAXIMUM_OF.items():
        for element in [*islice(tree.iter(tag), most, None)]:
            element.drop_tree()
            is_cut = True
    last = next(islice(tree.iter(), MAXIMUM_ELEMENTS, None), None)
    while last is not None and (parent := last.getparent()) is not None:
        is_cut = True
        del parent[parent.index(last) + 1 :]
        last = parent
    for paragraph in tree.iter("p", "span", "li", "td", "a"):
        if len(paragraph) > MAXIMUM_LINKS and len(paragraph.findall("a")) > MAXIMUM_LINKS:
            is_cut = True
            del paragraph[MAXIMUM_LINKS:]
    return is_cut


def _has_long_value(markup: str) -> bool:
    """Return whether a tree that is written out has an attribute to cut: far from one quotation mark to the next.

    Steps of that length pass over all the others.
    """
    place = 0
    while place + MAXIMUM_ATTRIBUTE < len(markup):
        if (last := markup.rfind('"', place, place + MAXIMUM_ATTRIBUTE + 1)) >= 0:
            place = last + 1
        elif markup[place - 2 : place] == '="':
            return True
        else:
            following = markup.find('"', place + MAXIMUM_ATTRIBUTE + 1)
            place = following + 1 if following >= 0 else len(markup)
    return False


def _cut_strings(elements: Sequence[HtmlElement], *, values: bool) -> bool:
    """Cut texts, and the `values` of attributes, that are longer than people write them; say whether a text was."""
    is_cut = False
    for element in elements:
        if element.tag in ("script", "style"):
            continue
        text, tail = element.text, element.tail
        if text and len(text) > MAXIMUM_TEXT:
            element.text, is_cut = text[:MAXIMUM_TEXT], True
        if tail and len(tail) > MAXIMUM_TEXT:
            element.tail, is_cut = tail[:MAXIMUM_TEXT], True
        for name in _CUT_ATTRIBUTES if values else ():
            if len(value := element.get(name) or "") > MAXIMUM_ATTRIBUTE:
                element.set(name, value[:MAXIMUM_ATTRIBUTE])
    return is_cut


@cache
def _parser() -> etree.HTMLParser:
    """Return the parser of every page: a new one takes a tenth more time for its page."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def lxml_tree(markup: str) -> HtmlElement | None:
    """Return lxml's tree of `markup`; None: there is no element in it.

    `huge_tree` lifts libxml2's limits of 256 nested tags and 10 MB of text, which drop the rest of a page silently;
    the gate has set ours. One class for all elements spares a call into Python for each (lxml.html asks by tag).
    """
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=_parser())
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None
