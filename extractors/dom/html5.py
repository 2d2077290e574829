"""A page's tree as browsers build it: an open <button>, <nav> or <footer> ends where the HTML standard ends it."""

from lxml import etree, html
from lxml.html import HtmlElement
from resiliparse.parse.html import HTMLTree

from news.records import record

# The standard copies open formatting tags into each paragraph; a page that grows so is read as it came.
MAXIMUM_GROWTH = 2.0  # times the page's characters
GROWTH_ALLOWED = 100_000  # characters beyond it: entities and missing end tags that are written out


@record
class ParsedPage:
    """One page as a tree to change, and as the standard's tree, which stays as it is."""

    tree: HtmlElement
    standard: HTMLTree
    markup: str  # the standard's tree, written out: every tag closed


def parse_page(text: str) -> ParsedPage | None:
    """Return the page's trees; None: there is no element in it."""
    standard = HTMLTree.parse(text)
    markup = str(standard)
    if len(markup) > MAXIMUM_GROWTH * len(text) + GROWTH_ALLOWED:
        markup = text
    tree = lxml_tree(markup)
    return None if tree is None else ParsedPage(tree=tree, standard=standard, markup=markup)


def lxml_tree(markup: str) -> HtmlElement | None:
    """Return lxml's tree of `markup`; None: there is no element in it.

    `huge_tree` lifts libxml2's limits of 256 nested tags and 10 MB of text, which drop the rest of a page silently;
    the gate has set ours. One class for all elements spares a call into Python for each (lxml.html asks by tag).
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None
