"""A feed's XML becomes drafts and what the feed says of itself, by lxml: strictly, or with recovery."""

from collections.abc import Iterable

from lxml import etree

from extractors.feeds.entry_drafts import EntryDraft
from extractors.feeds.xml.entries import XML_BASE, EntryReader, UnfamiliarError, joined, markup_of
from extractors.feeds.xml.mending import without_impossible_references
from extractors.feeds.xml.names import Names
from news.records import record
from news.urls import canonical_url, host_of

ROOTS = {"rss": "channel", "rdf:rdf": "channel", "feed": None}
_ENTRIES = frozenset({"item", "entry"})


class IllFormedError(Exception):
    """The document is no well-formed XML; says where."""


@record
class XmlFeed:
    """What one XML document says, in its own spelling."""

    title: str = ""
    language: str = ""
    drafts: tuple[EntryDraft, ...] = ()
    ttl: str = ""
    period: str = ""  # sy:updatePeriod
    frequency: str = ""  # sy:updateFrequency
    links: tuple[tuple[str, str], ...] = ()  # (rel, address) of the feed itself: self, hub, next, prev-archive
    lost: int = 0  # entries that could not be read as they stand
    error: str | None = None


def parser_of(*, recover: bool = False) -> etree.XMLParser:
    """Return a parser that reaches neither network nor files and expands no entity."""
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip


def tree_of(text: str, *, recover: bool = False) -> etree._Element:
    """Return the root of `text`, which begins with its root's tag.

    Raises:
        IllFormedError: it is not well-formed; with `recover`: nothing can be made of it.
    """
    whole = without_impossible_references(text) if recover else text
    try:
        root = etree.fromstring(whole.encode("utf-8", "replace"), parser_of(recover=recover))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise IllFormedError(str(error)[:200]) from error
    if root is None:
        raise IllFormedError("nothing of it can be read")
    return root


def read_tree(root: etree._Element, *, address: str) -> XmlFeed:
    """Return what the tree of a feed says.

    Args:
        address: the feed's own.

    Raises:
        UnfamiliarError: it is in no format that this reader knows whole.
    """
    names = Names()
    kind = names.of(root)
    if kind not in ROOTS:
        raise UnfamiliarError(kind)
    head = [child for child in root if names.of(child) == "channel"] if ROOTS[kind] else [root]
    if len(head) != 1:
        raise UnfamiliarError(f"{len(head)} channels")
    entries = [child for part in dict.fromkeys((root, head[0])) for child in part if names.of(child) in _ENTRIES]
    feed_head = _Head(names, root, head[0], address, is_atom=kind == "feed")
    reader = feed_head.reader()
    return feed_head.feed(reader.draft(entry) for entry in entries)


def read_head(text: str, *, address: str, is_atom: bool) -> tuple[XmlFeed, EntryReader]:
    """Return what the beginning of a damaged feed says of it, and what reads its entries."""
    try:
        root = tree_of(text, recover=True)
    except IllFormedError:
        root = etree.Element("feed" if is_atom else "rss")
    names = Names()
    head = next((child for child in root if names.of(child) == "channel"), root)
    feed_head = _Head(names, root, head, address, is_atom=is_atom)
    return feed_head.feed(()), feed_head.reader()


class _Head:
    """What a feed says of itself."""

    def __init__(
        self, names: Names, root: etree._Element, head: etree._Element, address: str, *, is_atom: bool
    ) -> None:
        self._names = names
        self._root = root
        self._head = head
        self._is_atom = is_atom
        self._address = address
        self._parts: dict[str, list[etree._Element]] = {}
        for child in head:
            if (name := names.of(child)) not in _ENTRIES:
                self._parts.setdefault(name, []).append(child)

    def feed(self, drafts: Iterable[EntryDraft]) -> XmlFeed:
        return XmlFeed(
            title=self.markup("title"),
            language=self.language(),
            drafts=tuple(drafts),
            ttl=self.text("ttl"),
            period=self.text("sy:updateperiod"),
            frequency=self.text("sy:updatefrequency"),
            links=self.links(),
        )

    def text(self, name: str) -> str:
        return next((("".join(part.itertext())).strip() for part in self._parts.get(name, ())), "")

    def markup(self, name: str) -> str:
        return next((text for part in self._parts.get(name, ()) if (text := markup_of(part))), "")

    def language(self) -> str:
        xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
        return (
            self.text("language")
            or self.text("dc:language")
            or self._head.get(xml_lang)
            or self._root.get(xml_lang, "")
        )

    def site(self) -> str:
        """Return the address of the site that the feed belongs to, as the feed states it."""
        stated = [
            link.get("href") or (link.text or "").strip()
            for link in self._parts.get("link", ())
            if link.get("rel", "alternate") == "alternate"
        ]
        return next((address for address in stated if address), "")

    def links(self) -> tuple[tuple[str, str], ...]:
        found = [(link.get("rel", ""), link.get("href", "")) for link in self._parts.get("link", ())]
        return tuple((rel.lower(), joined(self._address, href)) for rel, href in found if rel and href)

    def reader(self) -> EntryReader:
        """Return what reads the entries: RSS links are relative to the site, Atom's to the document."""
        site = self.site()
        base = self._address
        if not self._is_atom and canonical_url(site) is not None:
            base = site
        for element in dict.fromkeys((self._root, self._head)):
            if stated := element.get(XML_BASE):
                base = joined(self._address, stated)
        hosts = {host_of(self._address), host_of(site), site.partition("/")[0].lower()}
        return EntryReader(
            self._names,
            base=base,
            own_hosts=frozenset(host for host in hosts if "." in host),
            authors=self._authors() if self._is_atom else (),
            is_atom=self._is_atom,
        )

    def _authors(self) -> tuple[str, ...]:
        people = [
            {self._names.of(child): child.text or "" for child in author} for author in self._parts.get("author", ())
        ]
        return tuple(name for person in people if (name := person.get("name", "").strip()))
