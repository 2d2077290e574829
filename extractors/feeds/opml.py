"""OPML, in which readers exchange their lists of feeds."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from lxml import etree

from extractors.feeds.charset import decode
from extractors.feeds.xml.mending import with_mended_references
from news.errors import SettingsError
from news.language.codes import language_code
from news.records import Feed

_ADDRESS = re.compile(r"(https?)://([^\s<>\"'/?#|]+)((?:[/?#]\S*)?)", re.IGNORECASE)
_OUTLINE = re.compile(r"<outline[\s>/]", re.IGNORECASE)
# libxml2's numbers of errors; source: xmlerror.h.
_DOCUMENT_END, _TAG_MISMATCH, _TAG_UNFINISHED, _UNDECLARED_PREFIX = 5, 76, 77, 201
_NOT_FEEDS = frozenset({"link", "include", "outlook", "rsslist"})


def read_opml(data: bytes, *, name: str = "the OPML file") -> list[Feed]:
    """Return the feeds of an OPML file, from outlines however deeply nested, each address once.

    The outline's text becomes the outlet only when it is a name, not the feed's address again.

    Raises:
        SettingsError: it is no OPML; says the line.
    """
    root = _root(data, name)
    feeds: dict[str, Feed] = {}
    for outline in root.iter("{*}outline"):
        attributes = {key.lower(): value.strip() for key, value in outline.attrib.items()}
        address = attributes.get("xmlurl") or (
            attributes.get("url", "") if attributes.get("type", "").lower() in {"rss", "atom"} else ""
        )
        if address and attributes.get("type", "").lower() not in _NOT_FEEDS:
            url = feed_address(address)
            if url is None:
                where = f"{name}, line {outline.sourceline}, outline “{attributes.get('text', '')[:40]}”"
                raise SettingsError(f"{where}: “{address[:80]}” is no http(s) address", subject=name)
            feeds.setdefault(url, _feed(url, attributes))
    return list(feeds.values())


def feed_address(text: str) -> str | None:
    """Return a feed's address in one spelling of scheme and host; None: it is no http(s) address."""
    text = text.strip()
    if text.lower().startswith("feed:"):
        text = text[5:] if "://" in text[5:13] else "http:" + text[5:]
    found = _ADDRESS.fullmatch(text)
    return f"{found[1].lower()}://{found[2].lower()}{found[3]}" if found else None


def write_opml(feeds: Iterable[Feed]) -> str:
    """Return an OPML 2.0 document with one outline a feed."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head><title>newsthread</title></head>", "  <body>"]
    for feed in feeds:
        text = quoteattr(feed.outlet or feed.url)
        language = f" language={quoteattr(feed.language)}" if feed.language else ""
        lines.append(f'    <outline type="rss" text={text} title={text} xmlUrl={quoteattr(feed.url)}{language}/>')
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _root(data: bytes, name: str) -> etree._Element:
    """Return the tree of an OPML file, references mended; one that loses outlines all the same is refused."""
    text = with_mended_references(_without_declaration(decode(data, None)), {})
    try:
        root = _tree(text)
    except etree.XMLSyntaxError as error:
        root = _tree(text, recover=True)
        stated, found = len(_OUTLINE.findall(text)), sum(1 for _ in root.iter("{*}outline")) if root is not None else 0
        if root is None or found < stated or not _is_harmless(error):
            line = error.lineno or 1
            message = f"{name}, line {line}: no OPML that can be read whole ({error.msg})"
            raise SettingsError(message, subject=name) from error
    if etree.QName(root).localname.lower() != "opml":
        message = f"{name}, line 1: an OPML file begins with <opml>, here is <{etree.QName(root).localname}>"
        raise SettingsError(message, subject=name)
    return root


def _is_harmless(error: etree.XMLSyntaxError) -> bool:
    """Return whether recovery loses nothing of an outline: its end tags, or the file's, are missing."""
    return error.code in {_TAG_MISMATCH, _TAG_UNFINISHED, _DOCUMENT_END, _UNDECLARED_PREFIX}


def _tree(text: str, *, recover: bool = False) -> etree._Element:
    parser = etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )  # fmt: skip
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _without_declaration(text: str) -> str:
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _feed(address: str, attributes: dict[str, str]) -> Feed:
    title = attributes.get("title") or attributes.get("text") or ""
    return Feed(
        url=address,
        outlet=title if title and "://" not in title else None,
        language=language_code(attributes.get("language")),
    )
