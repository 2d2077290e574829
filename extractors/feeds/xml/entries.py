"""One entry of a well-formed feed becomes a draft: RSS, Atom, RDF, and the modules that news sites use."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from lxml import etree

from extractors.feeds.entry_drafts import EntryDraft
from extractors.feeds.xml.names import Names
from news.urls import host_of

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_HTML_TYPES = frozenset({"text/html", "html", "application/xhtml+xml", "xhtml", ""})
_OUTER_TAG = re.compile(r"\A<[^>]*>|</[^>]*>\Z")
# What entries say, by kind; within a kind the first name that is present wins.
_TITLES = ("title", "dc:title", "media:title")
_SUMMARIES = ("description", "summary", "abstract", "dc:description", "itunes:summary", "media:description")
_CONTENTS = ("content:encoded", "content", "fullitem", "xhtml:body", "body")
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "created", "dcterms:created")
_UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate", "dc:date")
_AUTHORS = ("author", "dc:creator", "dc:author", "itunes:author")
_ENTRIES = frozenset({"item", "entry"})
_PLAIN = (*_TITLES, *_SUMMARIES, *_CONTENTS, *_PUBLISHED, *_UPDATED)
_NAMED = frozenset(
    (*_PLAIN, *_AUTHORS, "link", "guid", "id", "source", "enclosure", "feedburner:origlink", "media:content",
     "media:thumbnail", "media:group")
)  # fmt: skip


class UnfamiliarError(Exception):
    """The document holds something whose meaning this reader does not know."""


class EntryReader:
    """Reads the entries of one document."""

    def __init__(self, names: Names, *, base: str, own_hosts: frozenset[str], authors: tuple[str, ...], is_atom: bool):
        """Know the document: what its links are relative to, its hosts, and the authors of all its entries."""
        self._names = names
        self._base = base
        self._own_hosts = own_hosts
        self._authors = authors
        self._is_atom = is_atom

    def draft(self, entry: etree._Element) -> EntryDraft:
        """Return what `entry` says.

        Raises:
            UnfamiliarError: it holds base64, or elements where they have no known meaning.
        """
        parts = self._parts(entry)
        base = self._base_of(entry)
        title = _first(parts, _TITLES)
        guid = _first(parts, ("guid", "id"))
        published = _last_text(parts, _PUBLISHED)
        contents = [markup_of(part) for name in _CONTENTS for part in parts.get(name, ())]
        summaries = [markup_of(part) for name in _SUMMARIES for part in parts.get(name, ())]
        return EntryDraft(
            guid=_text(guid) or entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or None,
            is_guid_address=guid is None or guid.get("isPermaLink", "true").strip().lower() != "false",
            links=tuple(self._links(parts, base)),
            base=base,
            title=markup_of(title) if title is not None else "",
            is_title_text=self._is_atom
            and title is not None
            and title.get("type", "text").lower() in {"text", "text/plain"},
            summary=summaries[0] if summaries else "",
            content=max([*contents, *summaries[1:]], key=len, default=""),
            authors=tuple(self._named_authors(parts)) or self._authors,
            outlet=self._source(parts, _text(title)),
            published=published or None,
            updated=_last_text(parts, _UPDATED),
            image=_image(parts),
        )

    def _parts(self, entry: etree._Element) -> dict[str, list[etree._Element]]:
        """Return the children of an entry that we know, by name; those of a media group stand beside the others."""
        parts: dict[str, list[etree._Element]] = {}
        children = list(entry)
        known = self._names.by_tag.get
        for child in children:
            name = known(child.tag) or self._names.of(child)
            if name == "media:group":
                children.extend(child)
            elif name in _ENTRIES:
                raise UnfamiliarError("an entry within an entry")
            elif name in _NAMED:
                parts.setdefault(name, []).append(child)
            elif len(child) and any(
                self._names.of(inner) in {"title", "link", "guid", "item", "entry"} for inner in child
            ):
                raise UnfamiliarError(name)
        return parts

    def _base_of(self, entry: etree._Element) -> str:
        stated = entry.get(XML_BASE)
        return joined(self._base, stated) if stated else self._base

    def _links(self, parts: dict[str, list[etree._Element]], base: str) -> Iterable[str]:
        """Yield links, likeliest first: the publisher's own behind FeedBurner's, the page, other forms of it."""
        stated = [(_link_of(link, base), link) for link in parts.get("link", ())]
        alternates = [(href, link) for href, link in stated if href and link.get("rel", "alternate") == "alternate"]
        pages = [href for href, link in alternates if link.get("type", "").lower() in _HTML_TYPES]
        for href in (*(_text(link) for link in parts.get("feedburner:origlink", ())), *reversed(pages[-1:])):
            yield self._with_scheme(href)
        for href, _ in alternates:
            yield self._with_scheme(href)

    def _with_scheme(self, link: str) -> str:
        """Return a link that begins with the feed's own host, but without https://, as it was meant."""
        return "https://" + link if link.partition("/")[0].lower() in self._own_hosts else link

    def _named_authors(self, parts: dict[str, list[etree._Element]]) -> list[str]:
        found = []
        for name in _AUTHORS:
            for author in parts.get(name, ()):
                found.append(self._person(author))
            if any(found):
                break
        inherited = [self._person(child) for source in parts.get("source", ()) for child in source
                     if self._names.of(child) == "author"]  # fmt: skip
        return [name for name in found or inherited if name]

    def _person(self, author: etree._Element) -> str:
        """Return an author's name; an address is all that some state."""
        inner = {self._names.of(child): _text(child) for child in author}
        return inner.get("name") or inner.get("email", "") or _text(author)

    def _source(self, parts: dict[str, list[etree._Element]], title: str) -> str | None:
        """Return the outlet that an aggregator names as the entry's source; forums name the thread there."""
        for source in parts.get("source", ()):
            inner = {self._names.of(child): child for child in source}
            name = _text(inner["title"]) if "title" in inner else _text(source)
            links = [child for child in source if self._names.of(child) in ("link", "id")]
            address = source.get("url") or next((link.get("href") or _text(link) for link in links), "")
            if address and name and host_of(address) not in self._own_hosts and name != title:
                return name
        return None


def joined(base: str, address: str) -> str:
    """Return `address` relative to `base`; `base` itself where they cannot be joined."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return base


def markup_of(element: etree._Element) -> str:
    """Return what an element holds as markup: its text, or its children written out.

    Raises:
        UnfamiliarError: it is base64.
    """
    if element.get("mode") == "base64" or _is_binary(element.get("type", "")):
        raise UnfamiliarError("base64")
    if not len(element):
        return repaired((element.text or "").strip())
    return repaired(_OUTER_TAG.sub("", etree.tostring(element, encoding="unicode", with_tail=False).strip()))


def repaired(text: str) -> str:
    """Return text that was taken for latin-1 and encoded once more as it was meant; feedparser does the same."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text.translate(_WINDOWS) if _C1.search(text) else text


_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {number: bytes([number]).decode("cp1252", errors="ignore") or chr(number) for number in range(0x80, 0xA0)}


def _is_binary(kind: str) -> bool:
    if not kind:
        return False
    kind = kind.strip().lower()
    is_text = kind.startswith("text/") or kind.endswith(("+xml", "/xml")) or "/" not in kind
    return not is_text


def _link_of(link: etree._Element, base: str) -> str:
    href = link.get("href") or link.get("url") or link.get("uri")
    if href is None:
        return repaired((link.text or "").strip())
    stated = link.get(XML_BASE)
    return joined(joined(base, stated), href) if stated else href.strip()


def _text(element: etree._Element | None) -> str:
    if element is None:
        return ""
    text = element.text if not len(element) else "".join(element.itertext())
    return repaired((text or "").strip())


def _first(parts: dict[str, list[etree._Element]], names: Iterable[str]) -> etree._Element | None:
    """Return the first element of these names that says something, else the first at all."""
    found = [part for name in names for part in parts.get(name, ())]
    return next((part for part in found if len(part) or (part.text or "").strip()), found[0] if found else None)


def _last_text(parts: dict[str, list[etree._Element]], names: Iterable[str]) -> str:
    for name in names:
        for part in reversed(parts.get(name, ())):
            if text := _text(part):
                return text
    return ""


def _image(parts: dict[str, list[etree._Element]]) -> str | None:
    """Return the entry's picture: an image among its media or enclosures, else a thumbnail."""
    enclosures = [link for link in parts.get("link", ()) if link.get("rel") == "enclosure"]
    for medium in (*parts.get("media:content", ()), *enclosures, *parts.get("enclosure", ())):
        address = medium.get("url") or medium.get("href")
        if address and (medium.get("type") or medium.get("medium") or "").startswith("image"):
            return str(address)
    return next((str(address) for part in parts.get("media:thumbnail", ()) if (address := part.get("url"))), None)
