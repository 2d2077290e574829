"""Who wrote an article: metadata first, then what the page shows as its byline, marked or not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml.etree import XPath, _ElementUnicodeResult
from lxml.html import HtmlElement

from extractors.dom.prose import sentence_length
from extractors.dom.rescue import INLINE, own_text
from extractors.metadata.author_names import (
    BY_AND_COLON,
    CREDITS_OTHERS,
    LABEL,
    MAXIMUM_NAME,
    clean_names,
    letters_of,
    without_by,
)
from news.speakers.given_names import begins_with_given_name

# What a line of Chinese beside the day and the outlet says of the author.
CHINESE_SIGN = re.compile(
    r"(?:作者|记者|撰文)\s*[:：]\s*([\u3400-\u9fff]{2,4}(?:[、\s]+[\u3400-\u9fff]{2,4})*)(?![\u3400-\u9fff])"
)

# What Korean puts behind the name of a reporter, in a line of its own or with an address.
KOREAN_SIGN = re.compile(
    r"(?<![가-힣])(?!(?:취재|담당|수습|사진|선임|전문|객원|편집|인턴|현장|소속)\s?기자)([가-힣]{1,3}[^\W부팀국])\s?(?:기자|특파원)(?![가-힣])"
)
# The words that are looked for on a page, and what a short line with one says of the author.
_SIGNS = ((("作者", "记者", "撰文"), CHINESE_SIGN, "作者：{}"), (("기자", "특파원"), KOREAN_SIGN, "{}"))
# A line at the end of a text that is no more than the name of who wrote it.
_END_SIGN = re.compile(
    r"【([\u3400-\u9fff]{2,5}(?:[\s、・][\u3400-\u9fff]{1,5})*)】|[/=(\[]?([가-힣]{2,4})\s?(?:기자|특파원)(?:\s*[\w.+-]+@[\w.-]+)?[)\]]?"
)

MAXIMUM_BYLINE = 160  # characters of an element that may be a byline
MAXIMUM_MARKED = 200  # places that look like bylines
MAXIMUM_LABEL = 30  # characters of a label that stands by itself
MAXIMUM_LABELS = 20  # that are looked at
LINES_ABOVE = 3  # paragraphs above a byline that is the article's

SIGNED_LINES = 3  # of the text, among which one may be the byline

# What marks a byline, the surer signs first; the next are looked for only where those before found nothing.
_SURE_CLASS = re.compile(r"(?:^|[\s_-])author(?![^\s_-])|byline|authorname", re.IGNORECASE)
_OTHER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:authors|autor|autoren|autores|auteurs?|autore|autori|firma|signature|writer|reporter|journalist|"
    r"contributor|zuozhe|yazar|muhabir|forfatter|skribent|penulis|redacteur)(?![^\s_-])",
    re.IGNORECASE,
)
_PROFILE = re.compile(r"/(?:authors?|autor|autoren|autores|auteur|autore|journalist)/", re.IGNORECASE)
_BEGINS_SIGN = re.compile(
    r"(?:(?:written |posted |story |words )?by|von|par|por|di|door|av|af|autor(?:in)?:|автор:?)\s+\S", re.I
)
# Two to four words, each with a capital: what a text that nothing marks must say to be a byline.
_PERSON = re.compile(
    r"[A-ZÀ-ÞА-ЯŁŚŻŠČŽ][\w.’'-]*(?:\s(?:(?:van|von|de|der|den|del|di|da|dos|la|le|al|el|bin)\s)*[A-ZÀ-ÞА-ЯŁŚŻŠČŽ][\w.’'-]*){1,3}"
)
# Likewise in scripts without capitals, where a label with a colon says so.
_CASELESS = re.compile(r"[\u0590-\u08ff\u0900-\u0e7f]{2,15}(?:\s[\u0590-\u08ff\u0900-\u0e7f\u200c]{2,15}){1,4}")
_ELSEWHERE = re.compile(r"#|mailto:|javascript:|https?://(?:www\.)?(?:twitter|x|facebook|linkedin|instagram)\.com/")
_SHORT = XPath("descendant::body/descendant::text()[string-length() > 5 and string-length() < 90]")
_SHORTER = XPath(f"descendant::body/descendant::text()[string-length() > 1 and string-length() < {2 * MAXIMUM_LABEL}]")
_BOXES = frozenset(("a", "span", "div", "p", "address", "li", "cite", "strong", "ul", "h3", "h4"))
# What an outlet's name has behind it where its newsroom signs.
_NEWSROOM = re.compile(
    r"(?:nachrichten|news(?:room|desk)?|redaktion|redacción|redazione|rédaction|redactie|online|staff|team|editors?|"
    r"editorial(?:team|staff|board)?|webdesk|desk)$"
)
_SENTENCE_END = (".", "!", "?", "。", "…", ":", "：")


def authors(
    stated: Iterable[str], meta: Iterable[str], tree: HtmlElement, sites: frozenset[str], signed: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the names of an article's authors: from JSON-LD, else meta tags, else the visible byline.

    The site's own name is no author's: who wrote it is unknown then.

    Args:
        stated: the authors in JSON-LD, as written.
        meta: the authors in meta tags, as written.
        tree: the page; left as it is.
        sites: the site's names, letters only.
        signed: the names that the text's first lines are signed with.
    """
    is_signed = False  # by the outlet alone: initials and agencies elsewhere on the page do not outrank it
    sources = (stated, meta, _bylines(tree), signed, _signed_by_script(tree), _signed(tree), _labelled(tree))
    for source in sources:  # some are lazy: they look last
        names = clean_names(source)
        people = tuple(n for n in names if not _is_outlet(letters_of(n), sites) or begins_with_given_name(n))
        if people and (not is_signed or any(_is_full_name(n) for n in people)):
            return people
        is_signed = is_signed or bool(names)
    return ()


def _is_outlet(letters: str, sites: frozenset[str]) -> bool:
    """Return whether a name is the site's, or begins with it ("Harbour Post Newsroom")."""
    bare = _NEWSROOM.sub("", letters)
    return any(
        site in (letters, bare) or (len(site) > 4 and letters.startswith((site, "the" + site))) for site in sites
    )


def _is_full_name(name: str) -> bool:
    """Return whether a name is more than initials or an agency's: those do not outrank what the page states."""
    return len(name.split()) > 1 or not name.isascii()


def signature(lines: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Return which line of the text is its byline ("By Ann Lee"), and its names; None and none: no line is.

    One of the first lines counts only where a word says so, and where nothing but whole names follow it; the last one
    where it is no more than a name as Japanese and Korean papers write it.
    """
    pictures = None  # the line that says who took them, which is no text either
    for number, line in enumerate(lines[:SIGNED_LINES]):
        if len(line) > MAXIMUM_NAME or line.endswith(_SENTENCE_END) or without_by(line) == line:
            continue
        if CREDITS_OTHERS.match(line):
            pictures = number if pictures is None else pictures
            continue
        names = clean_names([line])
        if names and all(_is_full_name(name) and len(name.split()) <= 4 and not name[0].islower() for name in names):
            return number, names
    if len(lines) > 1 and len(lines[-1]) <= MAXIMUM_NAME and (found := _END_SIGN.fullmatch(lines[-1])):
        return len(lines) - 1, clean_names([found[1] or found[2]])
    return pictures, ()


def _bylines(tree: HtmlElement) -> Iterator[str]:
    """Yield the first visible byline's words; of several, only those that stand in the same parent."""
    signs: tuple[list[HtmlElement], ...] = ([], [], [])
    for element in tree.iter():
        if (sign := _sign(element)) is not None:
            signs[sign].append(element)
    for marked in (elements[:MAXIMUM_MARKED] for elements in signs):
        found = [e for e in marked if 2 < len(_words(e)) <= MAXIMUM_BYLINE and not _is_aside(e)]
        if found:
            yield from _names_within(found)
            return


def _sign(element: HtmlElement) -> int | None:
    """Return how sure a sign of a byline an element carries, 0 for the surest; None: it carries none."""
    rel, item, tested = element.get("rel"), element.get("itemprop"), element.get("data-testid")
    if (
        (rel and "author" in rel)
        or (item and "author" in item.split())
        or (tested and tested.lower().replace("-", "") == "authorname")
    ):
        return 0
    if (kind := element.get("class")) and (sign := _sign_of_class(kind)) is not None and element.tag in _BOXES:
        return sign
    return 2 if element.tag == "a" and _PROFILE.search(element.get("href") or "") else None


@lru_cache(maxsize=10_000)  # names come back on every page of an outlet
def _sign_of_class(kind: str) -> int | None:
    return 0 if _SURE_CLASS.search(kind) else 1 if _OTHER_CLASS.search(kind) else None


def _names_within(found: list[HtmlElement]) -> Iterator[str]:
    marked = [e for e in found if "author" in (e.get("itemprop") or "").split() or "author" in (e.get("rel") or "")]
    first = (marked or found)[0]
    inner = [e for e in first.iter("a", "span", "div") if e is not first and _holds_name(e)]
    profiles = [e for e in inner if e.tag == "a" and _PROFILE.search(e.get("href") or "")]
    beside = [e for e in marked if e.getparent() is first.getparent()] or profiles or inner or _alike(first, found)
    yield from map(_to_the_day, beside)


def _alike(first: HtmlElement, found: list[HtmlElement]) -> list[HtmlElement]:
    """Return the links beside the first one that are made as it is: each is one of several people."""
    if first.tag != "a":
        return [first]
    return [
        e for e in found if e.tag == "a" and e.getparent() is first.getparent() and e.get("class") == first.get("class")
    ]


def _holds_name(element: HtmlElement) -> bool:
    if element.tag == "a":
        return not _ELSEWHERE.match(element.get("href") or "")
    return element.get("itemprop") == "name" or "name" in (element.get("class") or "").lower()


def _signed_by_script(tree: HtmlElement) -> Iterator[str]:
    """Yield what the first short line with a word for a reporter says of the author, in scripts without capitals."""
    said = tree.text_content()
    for words, sign, form in _SIGNS:
        if not any(word in said for word in words):
            continue  # most pages have none of them
        condition = " or ".join(f"contains(., '{word}')" for word in words)
        for text in tree.xpath(f"//text()[string-length() <= {MAXIMUM_BYLINE}][{condition}]"):
            if found := sign.search(text):
                yield form.format(found[1])
                return


def _signed(tree: HtmlElement) -> Iterator[str]:
    """Yield the first short text that says by whom, with a whole name, where no class marks it."""
    signs = ((text, said) for text in _SHORT(tree) if _begins_sign(said := " ".join(text.split())))
    for text, said in islice(signs, MAXIMUM_MARKED):
        parent = text.getparent()
        if parent is not None and not _is_aside(parent):
            names = clean_names([said])
            if names and all(_PERSON.fullmatch(name) or _CASELESS.fullmatch(name) for name in names):
                yield said
                return


def _begins_sign(said: str) -> bool:
    found = BY_AND_COLON.match(said)
    return _BEGINS_SIGN.match(said) is not None or (found is not None and found.end() < len(said))


def _labelled(tree: HtmlElement) -> Iterator[str]:
    """Yield what comes behind a label that stands by itself ("Written by"), above the text or alone on the page."""
    labels = (text for text in _SHORTER(tree) if len(said := text.strip()) < MAXIMUM_LABEL and LABEL.fullmatch(said))
    found = []
    for label in islice(labels, MAXIMUM_LABELS):
        said = _behind(label)
        names = clean_names([f"{label.strip(' :：')}: {said}"]) if said else ()
        if names and all(_PERSON.fullmatch(name) for name in names):
            found.append((label.getparent(), names))
    if found and (len({names for _, names in found}) == 1 or _is_above_text(found[0][0])):
        yield from found[0][1]


def _behind(label: _ElementUnicodeResult) -> str:
    """Return the words behind a label: in its block, else in the next one; "": the label amid other words."""
    place = block = label.getparent()
    while block is not None and block.tag in INLINE:
        block = block.getparent()
    if block is None or _is_aside(place) or len(_words(block)) > MAXIMUM_BYLINE:
        return ""
    pieces = block.xpath(".//text()")
    here = next(n for n, piece in enumerate(pieces) if piece.getparent() is place and piece.is_tail == label.is_tail)
    before = "".join(pieces[:here]).strip()
    if before and not any(map(str.isdigit, before)):
        return ""
    after = pieces[here + 1 :]
    end = next((n for n, piece in enumerate(after) if re.search(r"\d", piece)), len(after))
    beside = block.getnext()
    said = " ".join(" ".join(after[:end]).split())
    return said or ("" if beside is None or after else _words(beside)[: MAXIMUM_NAME + 1])


def _is_above_text(element: HtmlElement) -> bool:
    """Return whether at most a standfirst and a few lines stand before an element."""
    before = (e for e in element.xpath("preceding::p") if sentence_length(own_text(e)))
    return len([*islice(before, LINES_ABOVE + 1)]) <= LINES_ABOVE


def _is_aside(element: HtmlElement) -> bool:
    """Return whether the element stands in a part of the page where other people sign: comments, teasers, the foot."""
    for outer in element.iterancestors():
        if outer.tag == "a" and next(outer.iter("p", "h2", "h3", "h4", "h5", "h6"), None) is not None:
            return True
        marks = f"{outer.tag} {outer.get('class') or ''} {outer.get('id') or ''}".lower()
        if outer.tag in ("aside", "footer", "nav") or "comment" in marks or "related" in marks or "teaser" in marks:
            return True
    return False


def _to_the_day(element: HtmlElement) -> str:
    """Return an element's words up to the piece that has a digit: after the names comes the day."""
    pieces = [piece for piece in element.xpath(".//text()[not(ancestor::time)]") if piece.strip()]
    end = next((n for n, piece in enumerate(pieces) if n and re.search(r"\d", piece)), len(pieces))
    return " ".join(" ".join(pieces[:end]).split()) or _words(element)


def _words(element: HtmlElement) -> str:
    said = " ".join(" ".join(element.itertext()).split())
    if said or "author" not in (element.get("itemprop") or "").split():
        return said
    return next((e.get("content") or "" for e in element.iter("meta") if e.get("itemprop") == "name"), "")
