"""Who wrote an article: names out of metadata and bylines, without "By", roles, addresses and links."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

# The words before a name, in the languages whose bylines use one.
BY = re.compile(
    r"^(?:(?:written|reported|story|words|text|texte|texto|foto|photos?)\s*(?:by|von|de|:)\s*|by\s*:?\s+|von\s+|par\s+|por\s+|"
    r"door\s+|af\s+|av\s+|di\s+|da\s+|autor(?:en|in)?\s*:\s*|auteur\s*:\s*|author\s*:\s*|автор\s*:?\s*|текст\s*:?\s*|"
    r"yazan\s*:?\s*|oleh\s*:?\s*|penulis\s*:?\s*|(?:记者|作者|文|責任編輯|责任编辑|編輯|编辑|記者|기자)\s*[:/：丨]\s*)",
    re.IGNORECASE,
)
# Words that join two names. A comma joins names only where each side looks like one.
AND = re.compile(
    r"\s+(?:and|und|et|y|e|og|och|ja|ve|en|и|und|with|mit|avec|con)\s+|\s*[&;、|/•·]\s*|\s*\n\s*", re.IGNORECASE
)
ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|staff|redaktion|redakteur|journalist|journaliste|desk|bureau|"
    r"columnist|contributor|professor|prof\.|for|at|in|the|redacción|redaksjonen|redazione|newsroom|team)\b",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|html?)\b|^\d+$|^[\W\d_]+$|image:|getty|^null$|^none$|^undefined$", re.I
)
SLUG = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)+$")
PARENTHESES = re.compile(r"\s*[(\[（【][^)\]）】]{0,60}[)\]）】]")

MAXIMUM_NAME = 60  # characters; longer ones are sentences
MAXIMUM_BYLINE = 160  # characters of an element that may be a byline
MAXIMUM_NAMES = 20

BYLINE_XPATH = (
    "//*[@rel='author' or @itemprop='author' or @data-testid='author-name' or contains(@rel, 'author')]"
    "|//*[self::a or self::span or self::div or self::p or self::address or self::li or self::cite or self::strong]"
    "[contains(concat(' ', translate(@class, 'ABLNORTUYEM-_', 'ablnortuyem  '), ' '), ' author ')"
    " or contains(translate(@class, 'BYLINE', 'byline'), 'byline')"
    " or contains(translate(@class, 'AUTHOR', 'author'), 'author-name')"
    " or contains(translate(@class, 'AUTHOR', 'author'), 'author__name')"
    " or contains(translate(@class, 'AUTHOR', 'author'), 'authorname')]"
)


def authors(stated: Iterable[str], meta: Iterable[str], tree: HtmlElement, sites: frozenset[str]) -> tuple[str, ...]:
    """Return the names of an article's authors: from JSON-LD, else meta tags, else the visible byline.

    The site's own name counts only where no person is named.

    Args:
        stated: the authors in JSON-LD, as written.
        meta: the authors in meta tags, as written.
        tree: the page; left as it is.
        sites: the site's names, letters only.
    """
    spare: tuple[str, ...] = ()
    for source in (stated, meta, _bylines(tree)):  # the last one is lazy: it looks only where it is needed
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
    if NO_NAME.search(text) and "," not in text and not BY.match(text):
        return
    bare = PARENTHESES.sub("", BY.sub("", " ".join(text.split())))
    for part in AND.split(bare):
        yield from (n for n in map(_tidy, _at_commas(part)) if _is_name(n))


def _at_commas(part: str) -> list[str]:
    """Return the names in "A B, C D, dpa"; only the first of "A B, professor of law at …"."""
    pieces = [p.strip() for p in part.split(",")]
    if len(pieces) == 1:
        return pieces
    return [p for n, p in enumerate(pieces) if n == 0 or (len(p.split()) <= 4 and not ROLE.search(p))]


def _tidy(name: str) -> str:
    return BY.sub("", name.strip(" \t.,:;-–—|*")).strip()


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= MAXIMUM_NAME and not NO_NAME.search(name) and not SLUG.match(name) and len(name.split()) <= 7
    )


def _bylines(tree: HtmlElement) -> Iterator[str]:
    """Yield the first visible byline's words; of several, only those that stand in the same parent."""
    found = [e for e in tree.xpath(BYLINE_XPATH) if 2 < len(_words(e)) <= MAXIMUM_BYLINE and not _is_aside(e)]
    marked = [e for e in found if e.get("itemprop") == "author" or "author" in (e.get("rel") or "")]
    first = (marked or found)[:1]
    for element in first:
        parent = element.getparent()
        inner = [e for e in element.iter("a", "span") if e.get("itemprop") == "name" or e.tag == "a"]
        siblings = [e for e in marked if e.getparent() is parent] or inner or first
        yield from (_words(e) for e in siblings)


def _is_aside(element: HtmlElement) -> bool:
    """Say whether the element stands in a part of the page where other people sign: comments, lists, the foot."""
    for outer in element.iterancestors():
        marks = f"{outer.tag} {outer.get('class') or ''} {outer.get('id') or ''}".lower()
        if outer.tag in ("aside", "footer", "nav") or "comment" in marks or "related" in marks or "teaser" in marks:
            return True
    return False


def _words(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _letters(name: str) -> str:
    return "".join(re.findall(r"\w", name.lower()))
