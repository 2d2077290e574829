"""Who wrote an article: names out of metadata and bylines, without "By", roles, addresses and links."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

# The words before a name, in the languages whose bylines use one.
BY = re.compile(
    r"^(?:(?:written|reported|edited|story|words|text|texte|texto|testo|tekst|foto|fotos|photos?|photographs?|"
    r"photography|images?|pictures|reporting|interview|propos recueillis|a cura|(?:ein |eine )?(?:kommentar|analyse|"
    r"gastbeitrag|essay|kolumne|interview|bericht|reportage))\s*(?:by|von|de|par|por|di|av|af|:)\s*|by\s*:?\s+|"
    r"(?:autor(?:en|in|es|a)?|auteur|author|autore|écrit par|penulis|oleh|yazan|haber|yazar|tekst|tác giả|"
    r"автор|текст|كتب(?:ت)?|بقلم|إعداد)\s*:\s*|(?:автор|текст|yazan|oleh|بقلم)\s+|"
    r"(?:(?:本报|本報)?记者|作者|文|責任編輯|责任编辑|編輯|编辑|記者|기자)\s*[:/：丨]?\s+|"
    r"(?:记者|作者|文|責任編輯|责任编辑|編輯|编辑|記者|기자|文・写真|取材・文)\s*[:/：丨]\s*|文・写真\s*)",
    re.IGNORECASE,
)
# Those of them that are names, or begin one, as well: "Di Yang", "Von Trapp", "Da Silva".
BY_OR_NAME = re.compile(r"^(?:von|par|por|door|af|av|di|da)\s+(?=\S+\s+\S)", re.IGNORECASE)
# Words that join two names; a single letter does so only between two whole ones ("José Ortega y Gasset").
AND = re.compile(
    r"\s+(?:and|und|et|og|och|ja|ve|en|и|und|with|mit|avec|con)\s+|\s+(?:y|e)\s+(?=\S+\s+\S)|"
    r"\s*[&;|/•·、，丨]\s*|\s*\n\s*",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|staff|redaktion|redakteur|journalist|journaliste|desk|bureau|"
    r"columnist|contributor|professor|prof\.|for|at|in|the|redacción|redaksjonen|redazione|newsroom|team)\b",
    re.IGNORECASE,
)
# "… in Lower Sands", "… for the Northern Wire": from where, and for whom, a person with two names writes.
PLACE = re.compile(r"(?<=\w)\s+(?:in|for|at|aus|à|für)\s+(?=[A-ZÀ-ÞА-Я\d]|the\s).*$")
# Titles behind a name, and what Korean and Japanese bylines put there.
TITLE = re.compile(
    r",?\s+(?:ph\.?\s?d|m\.?\s?d|mba|mph|j\.?d|esq|dphil|msc|r\.?n)\.?$|\s*(?:기자|특파원|記者|记者|編集委員)$",
    re.IGNORECASE,
)
YOUNGER = re.compile(r",\s+(?=(?:jr|sr|i{2,3}|iv)\b)", re.IGNORECASE)  # "Robert Kane, Jr." is one name
ACCOUNT = re.compile(r"(?:^|\s+)(?:@[\w.]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")  # an e-mail address or a handle
NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|html?)\b|^\d+$|^[\W\d_]+$|image:|getty|"
    r"^(?:null|none|undefined|admin|administrator|webmaster|root|user|guest|anonymous|test|super ?admin)$",
    re.I,
)
SLUG = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)+$")
PARENTHESES = re.compile(r"\s*[(\[（][^)\]）]{0,60}[)\]）]")
FRAME = re.compile(r"^[【［\[](.+)[】］\]]$")  # Japanese bylines stand in one
CHINESE_BY = re.compile(r"(?:本报|本報)?(?:记者|作者)")  # parts names by spaces, which Japanese puts within one
EAST_ASIAN = re.compile(r"[\u3400-\u9fff]{2,4}(?:\s+[\u3400-\u9fff]{2,4})+")  # names of two to four characters
# What a line of Chinese beside the day and the outlet says of the author.
CHINESE_SIGN = re.compile(
    r"(?:作者|记者|撰文)\s*[:：]\s*([\u3400-\u9fff]{2,4}(?:[、\s]+[\u3400-\u9fff]{2,4})*)(?![\u3400-\u9fff])"
)

MAXIMUM_NAME = 60  # characters; longer ones are sentences
MAXIMUM_BYLINE = 160  # characters of an element that may be a byline
MAXIMUM_NAMES = 20

SIGNED_LINES = 3  # of the text, among which one may be the byline

# What marks a byline, the surer signs first; the next are looked for only where those before found nothing.
_SURE_CLASS = re.compile(r"(?:^|[\s_-])author(?![^\s_-])|byline|authorname", re.IGNORECASE)
_OTHER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:authors|autor|autoren|autores|auteurs?|autore|autori|firma|signature|writer|reporter|journalist|"
    r"contributor|zuozhe)(?![^\s_-])",
    re.IGNORECASE,
)
_PROFILE = re.compile(r"/(?:authors?|autor|autoren|autores|auteur|autore|journalist)/", re.IGNORECASE)
_BOXES = frozenset(("a", "span", "div", "p", "address", "li", "cite", "strong", "ul", "h3", "h4"))
_SENTENCE_END = (".", "!", "?", "。", "…", ":", "：")


def authors(
    stated: Iterable[str], meta: Iterable[str], tree: HtmlElement, sites: frozenset[str], signed: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the names of an article's authors: from JSON-LD, else meta tags, else the visible byline.

    The site's own name counts only where no person is named.

    Args:
        stated: the authors in JSON-LD, as written.
        meta: the authors in meta tags, as written.
        tree: the page; left as it is.
        sites: the site's names, letters only.
        signed: the names that the text's first lines are signed with.
    """
    spare: tuple[str, ...] = ()
    for source in (stated, meta, _bylines(tree), signed, _signed_in_chinese(tree)):  # some are lazy: they look last
        names = clean_names(source)
        people = tuple(n for n in names if _letters(n) not in sites)
        if people and (not spare or any(_is_full_name(n) for n in people)):
            return people
        spare = spare or names
    return spare


def _is_full_name(name: str) -> bool:
    """Say whether a name is more than initials or an agency's: those do not outrank what the page states."""
    return len(name.split()) > 1 or not name.isascii()


def clean_names(stated: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, in order, out of strings that may hold several, or none."""
    names = (name for text in stated for name in _split(text))
    return tuple({_letters(n): n for n in reversed([*names]) if n}.values())[::-1][:MAXIMUM_NAMES]


def _split(text: str) -> Iterator[str]:
    text = " ".join(text.split())
    text = FRAME.sub(r"\1", ACCOUNT.sub("", text).strip() or text)
    if NO_NAME.search(text) and "," not in text and not BY.match(text):
        return
    bare = TITLE.sub("", YOUNGER.sub(" ", PARENTHESES.sub("", _without_by(text))))
    if CHINESE_BY.match(text) and EAST_ASIAN.fullmatch(bare):
        bare = "、".join(bare.split())
    for part in filter(None, AND.split(bare)):
        yield from (n for n in map(_tidy, _at_commas(part)) if _is_name(n))


def _without_by(text: str) -> str:
    """Return `text` without the words before its first name."""
    bare = BY.sub("", text)
    if bare == text and (found := BY_OR_NAME.match(text)) and not text[found.end()].islower():
        return text[found.end() :]
    return bare


def _at_commas(part: str) -> list[str]:
    """Return the names in "A B, C D, dpa"; only the first of "A B, professor of law at …"."""
    pieces = [p.strip() for p in part.split(",")]
    if len(pieces) == 1:
        return pieces
    return [p for n, p in enumerate(pieces) if n == 0 or (len(p.split()) <= 4 and not ROLE.search(p))]


def _tidy(name: str) -> str:
    bare = _without_by(name.strip(" \t.,:;-–—|*"))
    placed = PLACE.sub("", bare)
    return TITLE.sub("", placed if len(placed.split()) > 1 else bare).strip(" \t.,:;-–—|*")


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= MAXIMUM_NAME and not NO_NAME.search(name) and not SLUG.match(name) and len(name.split()) <= 7
    )


def signature(lines: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Return which of the text's first lines is a byline ("By Ann Lee"), and its names; None and none: no line is.

    A line counts only where a word says so, and where nothing but whole names follow it.
    """
    for number, line in enumerate(lines[:SIGNED_LINES]):
        if len(line) > MAXIMUM_NAME or line.endswith(_SENTENCE_END) or _without_by(line) == line:
            continue
        names = clean_names([line])
        if names and all(_is_full_name(name) and len(name.split()) <= 4 and not name[0].islower() for name in names):
            return number, names
    return None, ()


def _bylines(tree: HtmlElement) -> Iterator[str]:
    """Yield the first visible byline's words; of several, only those that stand in the same parent."""
    signs: tuple[list[HtmlElement], ...] = ([], [], [])
    for element in tree.iter():
        if (sign := _sign(element)) is not None:
            signs[sign].append(element)
    for marked in signs:
        found = [e for e in marked if 2 < len(_words(e)) <= MAXIMUM_BYLINE and not _is_aside(e)]
        if found:
            yield from _names_within(found)
            return


def _sign(element: HtmlElement) -> int | None:
    """Return how sure a sign of a byline an element carries, 0 for the surest; None: it carries none."""
    marks = element.attrib
    if not marks:
        return None
    rel, kind = marks.get("rel"), marks.get("class")
    if (rel and "author" in rel) or marks.get("itemprop") == "author" or marks.get("data-testid") == "author-name":
        return 0
    if kind and element.tag in _BOXES:
        if _SURE_CLASS.search(kind):
            return 0
        if _OTHER_CLASS.search(kind):
            return 1
    return 2 if element.tag == "a" and _PROFILE.search(marks.get("href") or "") else None


def _names_within(found: list[HtmlElement]) -> Iterator[str]:
    marked = [e for e in found if e.get("itemprop") == "author" or "author" in (e.get("rel") or "")]
    first = (marked or found)[:1]
    for element in first:
        parent = element.getparent()
        inner = [e for e in element.iter("a", "span", "div") if e is not element and _holds_name(e)]
        siblings = [e for e in marked if e.getparent() is parent] or inner or first
        yield from (_to_the_day(e) for e in siblings)


def _holds_name(element: HtmlElement) -> bool:
    return element.tag == "a" or element.get("itemprop") == "name" or "name" in (element.get("class") or "").lower()


def _signed_in_chinese(tree: HtmlElement) -> Iterator[str]:
    """Yield what follows the first "作者：" among the page's short lines."""
    for text in tree.xpath("//text()[contains(., '作者') or contains(., '记者') or contains(., '撰文')]"):
        if len(text) <= MAXIMUM_BYLINE and (found := CHINESE_SIGN.search(text)):
            yield f"作者：{found[1]}"
            return


def _is_aside(element: HtmlElement) -> bool:
    """Say whether the element stands in a part of the page where other people sign: comments, lists, the foot."""
    for outer in element.iterancestors():
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
    if said or element.get("itemprop") != "author":
        return said
    return next((e.get("content") or "" for e in element.iter("meta") if e.get("itemprop") == "name"), "")


def _letters(name: str) -> str:
    return "".join(re.findall(r"\w", name.lower()))
