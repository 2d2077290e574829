"""Names of elements in feeds: one short name for each, whatever namespace and prefix a feed writes."""

from functools import lru_cache

from lxml import etree

# Namespaces of the formats themselves have no prefix here; source: feedparser's table, and what feeds write.
_SHORT = {
    "": "", "backend.userland.com/rss": "", "blogs.law.harvard.edu/tech/rss": "", "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "", "purl.org/atom/ns#": "", "www.w3.org/2005/atom": "",
    "purl.org/rss/1.0/modules/rss091#": "", "backend.userland.com/rss2": "", "www.rssboard.org/rss-specification": "",
    "purl.org/rss/1.0/modules/content": "content", "purl.org/dc/elements/1.1": "dc", "purl.org/dc/terms": "dcterms",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner", "purl.org/syndication/history/1.0": "fh",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes", "search.yahoo.com/mrss": "media",
    "www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf", "purl.org/rss/1.0/modules/syndication": "sy",
    "www.w3.org/1999/xhtml": "xhtml", "www.google.com/schemas/sitemap-news/0.9": "news",
    "www.google.com/schemas/sitemap-image/1.1": "image", "www.sitemaps.org/schemas/sitemap/0.9": "",
    "www.google.com/schemas/sitemap/0.84": "",
}  # fmt: skip
_OF_FORMATS = frozenset("rss channel feed item entry link guid pubdate".split())
_PREFIXES = frozenset(short for short in _SHORT.values() if short) | {"atom", "rss"}


class Names:
    """The short names of one document, each worked out once."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[tuple[str, str | None], str] = {}
        self.by_tag: dict[object, str] = {}  # of those whose prefix says nothing

    def of(self, element: etree._Element) -> str:
        """Return `title`, `dc:creator` and the like, in lower case; a comment has none."""
        tag = element.tag
        if not isinstance(tag, str):
            return ""
        if (name := self.by_tag.get(tag)) is not None:
            return name
        key = (tag, element.prefix)
        name = self._known.get(key)
        if name is None:
            name = self._known[key] = _short_name(tag, element.prefix)
            if name == _short_name(tag, None) == _short_name(tag, "x"):
                self.by_tag[tag] = name
        return name


@lru_cache(maxsize=2_000)  # feeds use the same names
def _short_name(tag: str, prefix: str | None) -> str:
    namespace, _, local = tag.rpartition("}")
    space = namespace[1:].strip().lower().removeprefix("http://").removeprefix("https://").rstrip("/")
    short = _SHORT.get(space)
    if short is None and space.startswith("backend.userland.com/rss"):
        short = ""
    if short and prefix is None and local.lower() in _OF_FORMATS:
        short = ""  # a module's namespace declared for the whole document, by mistake
    if short is None:
        # A namespace that nobody knows: its prefix tells what is meant.
        short = "" if prefix in (None, "atom", "rss") else prefix.lower() if prefix in _PREFIXES else "?"
    return f"{short}:{local.lower()}" if short else local.lower()
