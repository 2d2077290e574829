"""Spots that make a feed ill-formed are mended: references, undeclared entities and undeclared prefixes."""

import re
from collections.abc import Callable, Iterator, Mapping
from html.entities import html5

_REFERENCE = re.compile(
    r"&(?:#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));(?:&#(?:[xX]([dD][c-fC-F][0-9a-fA-F]{2})|(5[67][0-9]{3}));)?"
    r"|([A-Za-z_][\w.-]{0,40});)?"
)
_UNUSUAL = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)" + _REFERENCE.pattern[1:])  # all but those that XML reads
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,40})\s+(?:\"([^\"<]{0,2000})\"|'([^'<]{0,2000})')\s*>")
_MOST_ENTITIES = 300
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARED = re.compile(r"\bxmlns:([A-Za-z_][\w.-]*)\s*=")
_USED_IN_TAG = re.compile(r"</?([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_USED_IN_ATTRIBUTE = re.compile(r"<[^<>]*?\s([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]*\s*=")
_ROOT_NAME = re.compile(r"<[A-Za-z_][\w.:-]*")
# A quote inside a value that it delimits ("title='Downey's'"): neither behind "=" nor before what follows a value.
_TAG = re.compile(r"<[A-Za-z_][^<>]*")
_STRAY_QUOTE = re.compile(r"(?<![=\s])(['\"])(?=[^\s/>])")
_QUOTES = {"'": "&apos;", '"': "&quot;"}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Namespaces that feeds mean by a prefix; source: the modules' own documents.
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}


def declared_entities(prologue: str) -> dict[str, str]:
    """Return the entities that a DOCTYPE declares with plain values; references inside a value are not followed."""
    found: dict[str, str] = {}
    for match in _ENTITY.finditer(prologue):
        found.setdefault(match[1], match[2] if match[2] is not None else match[3])
        if len(found) >= _MOST_ENTITIES:
            break
    return found


def with_mended_references(text: str, entities: Mapping[str, str]) -> str:
    """Return `text` with references that XML reads: what stands in CDATA sections stays as it is.

    Two halves of a surrogate pair become one character, numbers that name no character are dropped, entities of HTML
    and of the DOCTYPE become their characters, and an ampersand that begins no reference is escaped.
    """
    if "&" not in text:
        return text

    def mended(match: re.Match[str]) -> str:
        if match[5] is not None:
            return _named(match[5], entities)
        if match[1] is None and match[2] is None:
            return "&amp;"
        return _numbered(match)

    return _replaced_outside_cdata(text, "&", lambda part: _UNUSUAL.sub(mended, part))


def without_impossible_references(text: str) -> str:
    """Return `text` without numbers that name no character, in CDATA sections too.

    In a damaged document a section may begin elsewhere for lxml, whose recovery makes texts of such numbers that
    cannot be decoded.
    """

    def possible(match: re.Match[str]) -> str:
        return match[0] if match[1] is None and match[2] is None else _numbered(match)

    return _REFERENCE.sub(possible, text) if "&#" in text else text


def with_declared_prefixes(text: str) -> str:
    """Return `text` with every prefix declared at its root that is used and declared nowhere."""
    declared = set(_DECLARED.findall(text)) | {"xml", "xmlns"}
    used: set[str] = set()
    for start, end in _outside_cdata(text):
        used |= set(_USED_IN_TAG.findall(text, start, end)) | set(_USED_IN_ATTRIBUTE.findall(text, start, end))
    missing = sorted(used - declared)[:50]
    root = _ROOT_NAME.search(text)
    if not missing or root is None:
        return text
    added = "".join(f' xmlns:{prefix}="{NAMESPACES.get(prefix, "urn:prefix:" + prefix)}"' for prefix in missing)
    return text[: root.end()] + added + text[root.end() :]


def with_escaped_quotes(text: str) -> str:
    """Return `text` with quotes escaped that stand within the value of an attribute; elsewhere they mean the same."""

    def mended(tag: re.Match[str]) -> str:
        return _STRAY_QUOTE.sub(lambda quote: _QUOTES[quote[1]], tag[0])

    return _replaced_outside_cdata(text, "<", lambda part: _TAG.sub(mended, part))


def _replaced_outside_cdata(text: str, sign: str, replaced: Callable[[str], str]) -> str:
    """Return `text` with its parts outside of CDATA sections replaced, where they hold `sign`."""
    pieces: list[str] = []
    kept = 0
    for start, end in _outside_cdata(text):
        if text.find(sign, start, end) >= 0:
            pieces += (text[kept:start], replaced(text[start:end]))
            kept = end
    return "".join((*pieces, text[kept:]))


def _outside_cdata(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts of `text` outside of CDATA sections begin and end, in order."""
    place = 0
    while (start := text.find("<![CDATA[", place)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        yield place, start
        place = end + 3
    yield place, len(text)


def _named(name: str, entities: Mapping[str, str]) -> str:
    if name in _PREDEFINED:
        return f"&{name};"
    if (value := entities.get(name)) is not None:
        return _REFERENCE.sub(lambda match: match[0] if match[5] in _PREDEFINED or match[1] or match[2] else "", value)
    value = html5.get(name + ";")
    return f"&amp;{name};" if value is None else "".join(_ESCAPES.get(sign, sign) for sign in value)


def _numbered(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    low = int(match[3], 16) if match[3] else int(match[4]) if match[4] else 0
    if 0xD800 <= number < 0xDC00 and 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((number - 0xD800) << 10) + (low - 0xDC00))
    rest = _character(low) if low else ""
    return _character(number) + rest


def _character(number: int) -> str:
    """Return the character of a number; those of windows-1252 are meant by 128 to 159."""
    if 0x80 <= number <= 0x9F:
        return bytes([number]).decode("cp1252", errors="ignore")
    is_character = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
    if not is_character and not 0x10000 <= number <= 0x10FFFF:
        return ""
    return _ESCAPES.get(chr(number), chr(number))
