"""OPML, in which readers exchange their lists of feeds."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from lxml import etree

from extractors.feeds.charset import decode
from news.errors import SettingsError
from news.language.codes import language_code
from news.records import Feed

_NOT_FEEDS = frozenset({"link", "include", "outlook", "rsslist"})


def read_opml(data: bytes, *, name: str = "the OPML file") -> list[Feed]:
    """Return the feeds of an OPML file, from outlines however deeply nested, each address once.

    The outline's text becomes the outlet only when it is a name, not the feed's address again.

    Raises:
        SettingsError: it is no OPML; says the line.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = _root(data, parser, name)
    feeds: dict[str, Feed] = {}
    for outline in root.iter("{*}outline"):
        said = {key.lower(): value.strip() for key, value in outline.attrib.items()}
        address = said.get("xmlurl") or (said.get("url", "") if said.get("type", "").lower() in {"rss", "atom"} else "")
        if address.lower().startswith("feed:"):
            address = address[5:] if "://" in address[5:13] else "http:" + address[5:]
        if address and said.get("type", "").lower() not in _NOT_FEEDS:
            feeds.setdefault(address, _feed(address, said))
    return list(feeds.values())


def write_opml(feeds: Iterable[Feed]) -> str:
    """Return an OPML 2.0 document with one outline a feed."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head><title>newsthread</title></head>", "  <body>"]
    for feed in feeds:
        text = quoteattr(feed.outlet or feed.url)
        language = f" language={quoteattr(feed.language)}" if feed.language else ""
        lines.append(f'    <outline type="rss" text={text} title={text} xmlUrl={quoteattr(feed.url)}{language}/>')
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _root(data: bytes, parser: etree.XMLParser, name: str) -> etree._Element:
    try:
        root = etree.fromstring(_without_declaration(decode(data, None)).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise SettingsError(f"{name}: no OPML ({error.msg})", subject=name) from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        found = "nothing" if root is None else f"<{etree.QName(root).localname}>"
        raise SettingsError(f"{name}, line 1: an OPML file begins with <opml>, here is {found}", subject=name)
    return root


def _without_declaration(text: str) -> str:
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _feed(address: str, said: dict[str, str]) -> Feed:
    title = said.get("title") or said.get("text") or ""
    return Feed(
        url=address,
        outlet=title if title and "://" not in title else None,
        language=language_code(said.get("language")),
    )
