"""The article's text on a page: trafilatura, fast and precise first, more of it where a second opinion asks for it."""

import copy
import logging
import re
import unicodedata

from lxml.etree import strip_elements
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.settings import Document

from extractors.pages.dom_cleanup import drop_cards, make_readable
from extractors.pages.embedded_text import embedded_text
from news.records import record

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its warnings are our statuses
logging.getLogger("htmldate").addHandler(logging.NullHandler())

# What holds no text of an article; without it everything that follows is a sixth faster and finds the same.
FURNITURE = (
    "script", "style", "svg", "template", "iframe", "link", "nav", "footer", "button", "select", "noscript", "input",
    "textarea", "canvas", "object", "embed", "dialog", "menu", "picture", "video", "audio", "source",
)  # fmt: skip
_IS_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+")
BLOCKS = ("p", "div", "td", "th", "li", "tr", "br", "section", "dd", "dt")


@record
class TextRules:
    """When to look again, and when to leave it."""

    minimum_characters: int = 250  # below it the precise mode has probably missed the article
    minimum_share: float = 0.5  # of the second opinion's words; below it likewise (3 to 9 % of real news pages)
    minimum_notice: int = 120  # characters of a brief notice
    maximum_blocks: int = 2_000  # jusText is quadratic in them: .3 s at 2,000, 88 s at 20,000
    minimum_stated_characters: int = 400  # of a JSON-LD body that stands in for the page's text
    stated_ratio: float = 1.5  # times the page's text; JSON-LD bodies are often cut, or carry markup


@record
class MainText:
    """An article's text and how it was come by."""

    text: str  # paragraphs, one a line
    extractor: str  # the path taken: "fast", "fast>full", "fast>full>json-ld"
    agreement: float | None  # with the second opinion, 0 to 1; None: there was none
    page_words: int  # of the second opinion


def main_text(tree: HtmlElement, text: str, stated: str, rules: TextRules) -> MainText:
    """Return the article's text.

    Args:
        tree: the parsed page; scripts, menus and pictures are taken out of it.
        text: the same page, unparsed, for the second opinion.
        stated: the page's JSON-LD articleBody; only a fallback, since it is cut on one page in eight.
        rules: the thresholds.

    Source: the order of calls scored best on three sets of real news pages; benchmarks/extraction.
    """
    make_readable(tree)
    strip_elements(tree, *FURNITURE, with_tail=False)
    second = _second_opinion(text)
    found, path = _read(tree, precise=True), "fast"
    if _is_thin(found, second, rules):
        blocks = sum(1 for _ in tree.iter(*BLOCKS))
        full = _read_more(tree, fast=blocks > rules.maximum_blocks, rules=rules)
        if len(full) > len(found):
            found, path = full, "fast>full" if blocks <= rules.maximum_blocks else "fast>wide"
    if len(stated) >= rules.minimum_stated_characters and len(stated) > rules.stated_ratio * len(found):
        found, path = stated, path + ">json-ld"
    if len(found) < rules.minimum_characters and len(state := embedded_text(text)) > rules.stated_ratio * len(found):
        found, path = tidy(state), path + ">state"
    return MainText(text=found, extractor=path, agreement=_agreement(found, second), page_words=len(_words(second)))


def _read_more(tree: HtmlElement, *, fast: bool, rules: TextRules) -> str:
    """Return a brief notice without the teasers around it; the whole of what there is, where no notice is left."""
    if fast:
        return _read(tree, precise=False, fast=True)  # a very large page: a copy of it would need its room again
    bare = copy.deepcopy(tree)
    drop_cards(bare)
    notice = _read(bare, precise=False, fast=False)
    return notice if len(notice) >= rules.minimum_notice else _read(tree, precise=False, fast=False)


def _read(tree: HtmlElement, *, precise: bool, fast: bool = True) -> str:
    """Return trafilatura's text of the tree, which it copies; `deduplicate` stays off, since it remembers pages."""
    try:
        found = bare_extraction(tree, include_comments=False, fast=fast, favor_precision=precise)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return ""  # a fault on one odd tree; the other mode and the JSON-LD body are still to come
    return tidy(found.text) if isinstance(found, Document) and found.text else ""


def tidy(text: str) -> str:
    """Return `text` in one Unicode form, a paragraph a line, without empty lines and runs of spaces."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)


def _second_opinion(text: str) -> str:
    return extract_plain_text(text, main_content=True, preserve_formatting=True) or ""


def _is_thin(found: str, second: str, rules: TextRules) -> bool:
    return len(found) < rules.minimum_characters or len(_words(found)) < rules.minimum_share * len(_words(second))


def _words(text: str) -> list[str]:
    """Return a text's words; in scripts that put no spaces between them, its characters."""
    return _DENSE.findall(text) if _IS_DENSE.search(text[:500]) else text.split()


def _agreement(found: str, second: str) -> float | None:
    """Return the share of distinct words that both texts have, of all that either has."""
    ours, theirs = set(_words(found)), set(_words(second))
    return round(len(ours & theirs) / len(ours | theirs), 3) if ours and theirs else None
