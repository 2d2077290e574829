"""The article's text on a page: trafilatura, fast and precise first, more of it where a second opinion asks for it."""

import copy
import logging
import re
import unicodedata
from functools import cache, lru_cache
from operator import attrgetter

from lxml.etree import _Element, strip_elements, strip_tags
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from trafilatura import bare_extraction, utils
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import _elem_text, _extract, extract_content
from trafilatura.settings import MIN_DUPLICATE_LENGTH, Document, Extractor
from trafilatura.utils import SPACING_PROTECTED
from trafilatura.xml import delete_element, xmltotxt
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH, REMOVE_COMMENTS_XPATH

from extractors.dom.boxes import drop_boxes
from extractors.dom.cleanup import drop_cards, drop_empty, keep_credits, make_readable
from extractors.dom.comments import drop_comments
from extractors.dom.discards import choose_in_python
from extractors.dom.html5 import ParsedPage, as_it_stands, lxml_tree
from extractors.dom.marks import marked_elements
from extractors.dom.prose import latin_length, prose_length
from extractors.dom.rescue import rescue
from extractors.pages.embedded_text import embedded_text
from news.records import record

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its warnings are our statuses
choose_in_python()
JOINERS = "\u200c\u200d"  # part the letters of Persian words, join those of Indic ones: a text without them is misspelt


@lru_cache(maxsize=2**14)
def _printable(char: str) -> str:
    return char if char.isprintable() or char.isspace() or char in JOINERS else ""


def _all_printable(string: str) -> str:
    """Return a line without the others; each character that it has is asked for once."""
    if string.isprintable() or all(map(_printable, set(string))):
        return string
    return "".join(map(_printable, string))


utils.remove_control_characters = _all_printable  # which trafilatura strips from every line
utils.return_printables_and_spaces = _printable  # likewise, from pages that it reads as a whole
logging.getLogger("htmldate").addHandler(logging.NullHandler())

# What holds no text of an article, wherever it stands; without it everything that follows is faster.
UNREAD = ("script", "style", "svg", "link", "img", "embed", "source", "track")
# What holds none either, unless `rescue` found most of the page's prose within it.
FURNITURE = (
    "template", "iframe", "nav", "footer", "button", "select", "noscript", "input", "textarea", "canvas", "object",
    "dialog", "menu", "picture", "video", "audio",
)  # fmt: skip
_IS_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+")
_BULLET = re.compile(r"^\s*•\s+", re.MULTILINE)
# A fault of trafilatura's on one odd tree; its other mode and the JSON-LD body are still to come.
FAULTS = (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError)
_TAG = attrgetter("tag")
BLOCKS = ("p", "div", "td", "th", "li", "tr", "br", "section", "dd", "dt")


@record
class TextRules:
    """When to look again, and when to leave it. Lengths are in Latin characters: dense scripts say more with one."""

    minimum_characters: int = 250  # below it the precise mode has probably missed the article
    minimum_share: float = 0.5  # of the second opinion's words; below it likewise (3 to 9 % of real news pages)
    minimum_notice: int = 120  # characters of a brief notice
    maximum_blocks: int = 2_000  # jusText is quadratic in them: .3 s at 2,000, 88 s at 20,000
    minimum_stated_characters: int = 400  # of a JSON-LD body that stands in for the page's text
    least_agreement: float = 0.2  # with the second opinion; below it the page as it came is read once more
    long_notice: int = 1_000  # characters; below it a text with several times as much around it may be a notice
    lost_ratio: float = 4.0  # times the text's prose that the second opinion has; from there on likewise
    stated_ratio: float = 1.5  # times the page's text; JSON-LD bodies are often cut, or carry markup


@record
class MainText:
    """An article's text and how it was come by."""

    text: str  # paragraphs, one a line
    extractor: str  # the path taken: "fast", "fast>full", "fast>full>json-ld"
    agreement: float | None  # with the second opinion, 0 to 1; None: there was none
    covered: float  # the share of the text's different words that the second opinion has


def main_text(page: ParsedPage, text: str, stated: str, second: str, rules: TextRules) -> MainText:
    """Return the article's text.

    Args:
        page: scripts, menus and pictures are taken out of its tree.
        text: the same page, unparsed.
        stated: the page's JSON-LD articleBody; only a fallback, since it is cut on one page in eight.
        second: the second opinion on the page.
        rules: the thresholds.

    Source: the order of calls scored best on three sets of real news pages; benchmarks/extraction.
    """
    tree, tags_of = page.tree, [*map(_TAG, page.elements)]
    tags, marked = frozenset(tags_of), marked_elements(page.elements, tags_of)
    strip_elements(tree, *UNREAD, with_tail=False)
    if drop_comments(tree, named=marked.comments):
        page = as_it_stands(page)  # else both other readings would bring them back
        second = second_opinion(page.standard)
    rescue(tree, tags, parts=marked.parts)
    drop_boxes(tree, named=marked.boxes)
    make_readable(tree, tags)
    keep_credits(tree)
    strip_elements(tree, *FURNITURE, with_tail=False)
    drop_empty(tree)
    found, path = _read_precisely(tree), "cut>fast" if page.is_cut else "fast"
    precise, words, second_words = found, _words(found), _words(second)
    if latin_length(found) < rules.minimum_characters or len(words) < rules.minimum_share * len(second_words):
        full, way = (tidy(second), ">second") if page.is_cut else _read_more(tree, rules)
        if len(full) > len(found):
            found, path = full, path + way
    if latin_length(stated) >= rules.minimum_stated_characters and len(stated) > rules.stated_ratio * len(found):
        found, path = stated, path + ">json-ld"
    if latin_length(found) < rules.minimum_characters and len(state := embedded_text(text)) > rules.stated_ratio * len(
        found
    ):
        found, path = tidy(state), path + ">state"
    agreement, covered = _compared(words if found is precise else _words(found), second_words)
    if not (page.is_cut and found) and _is_lost(found, second, agreement, rules):
        found, path = _most_prose(page, found, second, path, rules)
        agreement, covered = _compared(_words(found), second_words)
    return MainText(text=found, extractor=path, agreement=agreement, covered=covered)


def _read_more(tree: HtmlElement, rules: TextRules) -> tuple[str, str]:
    """Return a brief notice without the teasers around it, else the whole of what there is; and how it was read."""
    if sum(1 for _ in tree.iter(*BLOCKS)) > rules.maximum_blocks:
        return _read(tree, fast=True), ">wide"  # a copy of a very large page would need its room again
    bare = copy.deepcopy(tree)
    drop_cards(bare)
    notice = _read(bare, fast=False)
    if latin_length(notice) >= rules.minimum_notice:
        return notice, ">full"
    return _read(tree, fast=False), ">full"


def _read_precisely(tree: HtmlElement) -> str:
    """Return trafilatura's text of the tree in its fast and precise mode.

    Its own steps, on one copy instead of four: those for its slower modes are spared, and the one in which it looks
    once more is made where it found little. A test holds both to one text.
    """
    options = _options(precise=True, fast=True)
    try:
        body, said = _content(_prepared(tree, options), options) or extract_content(_prepared(tree, options), options)
        found = xmltotxt(body, options.formatting) if len(said) >= options.min_output_size else ""
    except FAULTS:
        return ""
    return tidy(found)


def _prepared(tree: HtmlElement, options: Extractor) -> HtmlElement:
    """Return a copy of the tree without what trafilatura takes out first, and with its names for tags."""
    mine = copy.copy(tree)  # which copies an lxml tree whole
    for expressions in (RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH):
        mine = prune_unwanted_nodes(mine, expressions)
    mine = convert_tags(tree_cleaning(mine, options), options)
    return prune_unwanted_nodes(mine, REMOVE_COMMENTS_XPATH)


def _content(tree: HtmlElement, options: Extractor) -> tuple[_Element, str] | None:
    """Return what trafilatura's `extract_content` does where its first look suffices; None: it wants another."""
    held = [*tree.iter()]  # so that lxml makes an object for each element only once
    body, said, _ = _extract(tree, options)
    if not held or not len(body) or len(said) < options.min_extracted_size:
        return None
    before = None
    for element in [*body]:
        words = _elem_text(element)
        if words and words == before and len(words) > MIN_DUPLICATE_LENGTH:
            delete_element(element, keep_tail=False)
        else:
            before = words
    strip_elements(body, "done")
    strip_tags(body, "div")
    for line_break in (e for e in body.iter("lb") if e.tail and e.tail.isspace()):
        if all(above.tag not in SPACING_PROTECTED for above in line_break.iterancestors()):
            line_break.tail = None
    return body, said


def _read(tree: HtmlElement, *, fast: bool) -> str:
    """Return trafilatura's text of the tree, which it copies; `deduplicate` stays off, since it remembers pages."""
    try:
        found = bare_extraction(tree, options=_options(precise=False, fast=fast))
    except FAULTS:
        return ""
    return tidy(found.text) if isinstance(found, Document) and found.text else ""


@cache
def _options(*, precise: bool, fast: bool) -> Extractor:
    """Return trafilatura's options, which it reads from its settings file each time that it is not given them."""
    return Extractor(comments=False, fast=fast, precision=precise, output_format="python")


def tidy(text: str) -> str:
    """Return `text` in one Unicode form, a paragraph a line, without empty lines and runs of spaces."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)


def second_opinion(standard: HTMLTree) -> str:
    """Return what resiliparse takes for the main words of the page; `standard` is the tree that browsers build."""
    text = extract_plain_text(standard, main_content=True, preserve_formatting=True, comments=False) or ""
    return _BULLET.sub("- ", text) if "•" in text else text


def _is_lost(found: str, second: str, agreement: float | None, rules: TextRules) -> bool:
    """Return whether the two readings are of different things, or the second has several times as much of a long text.

    A brief notice among teasers is no stub.
    """
    if second and (agreement is None or agreement < rules.least_agreement):
        return True
    return latin_length(found) >= rules.long_notice and _has_more(second, found, rules)


def _has_more(second: str, found: str, rules: TextRules) -> bool:
    """Return whether the second opinion has several times the prose, and not only where a list counts as none."""
    return len(second) >= 2 * len(found) and prose_length(second) >= rules.lost_ratio * prose_length(found)


def _most_prose(page: ParsedPage, found: str, second: str, path: str, rules: TextRules) -> tuple[str, str]:
    """Read the page again as it came, and return the reading with the most prose, and how it was come by."""
    tree = lxml_tree(page.markup)
    whole = "" if tree is None else _read(tree, fast=True)
    text, way = max(((found, path), (whole, path + ">untouched")), key=lambda reading: prose_length(reading[0]))
    return (tidy(second), path + ">second") if _has_more(second, text, rules) else (text, way)


def _words(text: str) -> list[str]:
    """Return a text's words; in scripts that put no spaces between them, its characters."""
    return _DENSE.findall(text) if _IS_DENSE.search(text[:500]) else text.split()


def _compared(words: list[str], second_words: list[str]) -> tuple[float | None, float]:
    """Return the share of distinct words that both texts have, of all that either has, and of ours."""
    ours, theirs = set(words), set(second_words)
    if not ours or not theirs:
        return None, 0.0
    shared = len(ours & theirs)
    return round(shared / (len(ours) + len(theirs) - shared), 3), shared / len(ours)
