"""Which lines of a page's text are the article's: without its headline, its "read also" and what follows its end.

No rule knows a language or a site. Each looks at the page itself: its headline, its links, its own JSON-LD.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from extractors.dom.prose import SENTENCE_END, is_junk, sentence_length
from extractors.dom.stub_phrases import ADVERT, CHROME, FOLLOW, READ_ALSO
from extractors.metadata.visible_dates import CHANGED, OTHER, PUBLISHED
from news.records import record

Head = tuple[str, ...]  # the first words of a block or a line, by which one is found in the other

HEAD_WORDS = 6
HEAD_CHARACTERS = 120  # that are looked through for them
BLOCKS = frozenset({"p", "li", "blockquote", "h2", "h3", "h4", "td", "dd", "div"})
LEDE_TAGS = ("p", "h2", "h3", "h4", "div", "span", "strong", "em", "header", "b", "li")

_WORD = re.compile(r"\w+")
# A day in figures or with a month's name, in any language.
_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d|"
    r"\d{1,2}(?:\.|st|nd|rd|th)?\s(?:(?:de|of)\s)?[^\W\d]{3,12}\.?,?\s(?:de\s)?(?:19|20)\d\d|"
    r"[^\W\d]{3,12}\.?\s\d{1,2},?\s(?:19|20)\d\d)(?!\d)"
)
# How content systems name the lines between headline and text.
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|sub-?(?:title|head(?:line)?)|lead|lede|intro|dek|deck|summary|chapo|desc(?:ription)?|"
    r"entradilla|sottotitolo|vorspann|anrei(?:ss|ß)er|ingress|teaser-text)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|@", re.IGNORECASE)


@record
class LineRules:
    """When a line is not the article's. Each was measured alone on three sets of real pages (benchmarks/extraction)."""

    headline_lines: int = 3  # first lines that may repeat the headline; later ones are said for a reason
    day_length: int = 60  # characters of a line above the text that holds a day and no sentence
    linked_share: float = 0.6  # of a line's characters: "Read more: <a headline>"
    label_length: int = 40  # characters before the colon
    follow_length: int = 160  # characters of a line that asks to follow the outlet elsewhere
    follow_share: float = 0.15  # of them that are a link, at least
    advert_length: int = 70  # characters of a line that may be the label of an advertisement
    links: int = 50  # of a line; a page may have 10,000 lines that begin alike
    stated_length: int = 400  # of a JSON-LD body from which on it may tell where the article ends
    stated_share: float = 0.5  # of the text's characters in lines of that body
    tail_share: float = 0.15  # of the text's characters that may follow the end; more is an article that JSON-LD cut
    lede_words: int = 8  # of the description by which the standfirst above the text is found
    lede_blocks: int = 2_000  # that are looked at for it on a page without a description
    lede_length: int = 600  # characters of one
    lede_ratio: float = 2.0  # times the description's length; longer blocks hold more than the standfirst


@record
class TextLink:
    """A link in a block that begins a line of the text."""

    head: Head
    href: str
    text: str


def head(line: str) -> Head:
    """Return the first words of a line."""
    return _head(line[:HEAD_CHARACTERS])


@lru_cache(maxsize=2_000)  # each line of a page is asked for several times
def _head(start: str) -> Head:
    return tuple(_WORD.findall(start.lower())[:HEAD_WORDS])


def links_in(tree: HtmlElement, lines: Iterable[str]) -> list[TextLink]:
    """Return the links of the blocks that begin these lines, in the page's order."""
    heads = {head(line) for line in lines}
    first_words = {begin[0] if begin else "" for begin in heads}
    block_of: dict[HtmlElement, HtmlElement | None] = {}
    head_of: dict[HtmlElement, Head | None] = {}
    found = []
    for element in tree.iter("a", "span"):
        if element.tag == "span" and element.get("href") is None:
            continue
        parent = element.getparent()
        if parent not in block_of:
            block_of[parent] = _block(parent)
        block = block_of[parent]
        if block is None:
            continue
        if block not in head_of:
            start = _start(block)
            word = _WORD.search(start[:HEAD_CHARACTERS].lower())
            begin = head(start) if (word[0] if word else "") in first_words else None
            head_of[block] = begin if begin in heads else None
        if (own := head_of[block]) is not None:
            words = " ".join("".join(element.itertext()).split())
            found.append(TextLink(head=own, href=element.get("href") or "", text=words))
    return found


def _block(element: HtmlElement | None) -> HtmlElement | None:
    while element is not None and element.tag not in BLOCKS:
        element = element.getparent()
    return element


def _start(block: HtmlElement) -> str:
    """Return the first words of a block; a <div> may hold the whole page, so that no more are gathered."""
    if (text := block.text) and len(text.strip()) > HEAD_CHARACTERS:
        return " ".join(text.split())  # as most paragraphs: a walk takes ten times as long
    pieces, size = [], 0
    for piece in block.itertext():
        pieces.append(piece)
        size += len(piece.strip())
        if size > HEAD_CHARACTERS:
            break
    return " ".join("".join(pieces).split())


def article_lines(
    lines: Sequence[str],
    *,
    links: Iterable[TextLink],
    titles: Iterable[str],
    subheads: Iterable[str] = (),
    stated: str,
    rules: LineRules,
) -> list[str]:
    """Return the lines that are the article's, in order.

    Args:
        lines: the text as extracted.
        links: what `links_in` found for these lines.
        titles: the page's headline, in every spelling.
        subheads: the page's smaller headings; one with nothing under it heads something else.
        stated: the JSON-LD articleBody.
        rules: the thresholds.
    """
    lines = [line for line in lines if not is_junk(line) and not _is_advert(line, rules)]
    names = {_words(title) for title in titles if title}
    linked: dict[Head, list[TextLink]] = {}
    for link in links:
        linked.setdefault(link.head, []).append(link)
    kept = [line for n, line in enumerate(lines) if n >= rules.headline_lines or _words(line) not in names]
    sizes = {begin: sum(len(link.text) for link in found[: rules.links]) for begin, found in linked.items()}
    kept = [
        line
        for line in kept
        if not _points_elsewhere(line, linked.get(begin := head(line), []), sizes.get(begin, 0), rules)
    ]
    kept = _to_the_end(
        [line for n, line in enumerate(kept) if n >= rules.headline_lines or not _is_day(line, rules)], stated, rules
    )
    empty = {_words(subhead) for subhead in frozenset(subheads)}
    while len(kept) > 1 and (_words(kept[-1]) in empty or _is_stamp(kept[-1], rules)):
        kept.pop()
    return kept


def _is_advert(line: str, rules: LineRules) -> bool:
    """Return whether a line is no more than "Advertisement", or than a button."""
    if len(line) > rules.advert_length:
        return False
    bare = line.strip(" -–—.:*[]()（）【】|")
    return ADVERT.fullmatch(bare) is not None or CHROME.fullmatch(bare) is not None


def _is_stamp(line: str, rules: LineRules) -> bool:
    """Return whether a line below the text is no more than "Last reviewed: 14 May 2024"."""
    return _is_day(line, rules) and any(label.search(line) for label in (PUBLISHED, CHANGED, OTHER))


def _is_day(line: str, rules: LineRules) -> bool:
    """Return whether a line is no more than "Published on 3 November 2025 at 18:05"."""
    return len(line) <= rules.day_length and not line.endswith(SENTENCE_END) and bool(_DAY.search(line))


def _points_elsewhere(line: str, links: list[TextLink], linked: int, rules: LineRules) -> bool:
    """Return whether a line is label and link: "Read more: …", "Les også: …", "あわせて読みたい：…", "Follow us on …".

    `linked` counts the characters of its links.
    """
    if len(line) <= rules.follow_length and linked >= rules.follow_share * len(line) > 0 and FOLLOW.match(line):
        return True
    if linked < rules.linked_share * len(line) or not links or line.startswith("- ") or _ADDRESS.match(links[0].text):
        return False
    if READ_ALSO.match(line):
        return True
    label = line[: line.find(links[0].text[:30])].rstrip() if links[0].text else ""
    return 0 < len(label) < rules.label_length and label.endswith((":", "："))


def _to_the_end(lines: list[str], stated: str, rules: LineRules) -> list[str]:
    """Return `lines` up to the last one of the page's own JSON-LD body, where that body is whole.

    A body that is cut ends within a line; then, and where it covers little of the text, nothing is dropped.
    """
    if len(stated) < rules.stated_length or not lines:
        return lines
    body = f" {_words(stated)} "
    inside = [f" {_words(line)} " in body for line in lines]
    size = sum(map(len, lines))
    covered = sum(len(line) for line, is_in in zip(lines, inside, strict=True) if is_in)
    if not any(inside) or covered < rules.stated_share * size:
        return lines
    last = max(n for n, is_in in enumerate(inside) if is_in)
    is_whole = body.endswith(f" {' '.join(_words(lines[last]).split()[-4:])} ")
    tail = sum(len(line) for line in lines[last + 1 :])
    return lines[: last + 1] if is_whole and tail <= rules.tail_share * size else lines


def lede(tree: HtmlElement, lines: Sequence[str], description: str, rules: LineRules) -> str | None:
    """Return the standfirst that stands above the text and was left out; None: there is none, or the text has it.

    Args:
        tree: the page; left as it is.
        lines: the article's lines.
        description: what the page gives as its description, by which the standfirst is known.
        rules: the thresholds.
    """
    first = _WORD.findall(description[:HEAD_CHARACTERS].lower())[: rules.lede_words]
    if len(first) < HEAD_WORDS and lines:
        return _standfirst(tree, lines, rules)
    if not lines or " ".join(first) in _words(" ".join(lines)):
        return None
    heads = {head(line) for line in lines[:3]}
    for element in tree.iter(*LEDE_TAGS):
        if not (element.text or "").strip() and not (len(element) and (element[0].tail or "").strip()):
            continue  # a frame: the words stand in an element within it
        words = _WORD.findall(_start(element)[:HEAD_CHARACTERS].lower())
        if words[: len(first)] == first:
            whole = " ".join("".join(element.itertext()).split())
            if len(whole) <= rules.lede_ratio * len(description) + 50:
                return whole
        if element.tag in ("p", "li") and tuple(words[:HEAD_WORDS]) in heads:
            return None  # here the text begins: what comes after it stands below
    return None


def _standfirst(tree: HtmlElement, lines: Sequence[str], rules: LineRules) -> str | None:
    """Return the sentences between the headline and the text in a block that is named so; None: there are none."""
    heads, is_below, text = {head(line) for line in lines[:3]}, False, _words(" ".join(lines))
    for element in islice(tree.iter("h1", *LEDE_TAGS), rules.lede_blocks):
        if element.tag == "h1":
            is_below = True
        elif is_below:
            if element.tag in BLOCKS and head(_start(element)) in heads:
                return None  # here the text begins
            if not _is_standfirst(element):
                continue
            said = " ".join("".join(element.itertext()).split())
            if sentence_length(said) and said.endswith(SENTENCE_END) and len(said) <= rules.lede_length:
                return None if _words(said) in text else said
    return None


def _is_standfirst(element: HtmlElement) -> bool:
    parent = element.getparent()
    named = (element, parent) if parent is not None and len(parent) == 1 else (element,)
    marks = " ".join(f"{e.get('class') or ''} {e.get('id') or ''} {e.get('data-gu-name') or ''}" for e in named)
    return _STANDFIRST.search(marks) is not None and next(element.iter("p", "div", "li", "a"), element) is element


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
