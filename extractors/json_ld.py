"""JSON-LD of a page: which of its nodes is the article, and plain values out of its many spellings."""

import html
import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Node = dict[str, Json]

# https://schema.org/Article and the kinds below it that news sites use.
ARTICLE_KINDS = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "BlogPosting", "SocialMediaPosting",
    "LiveBlogPosting", "Report", "AdvertiserContentArticle", "SatiricalArticle", "TechArticle", "ScholarlyArticle",
})  # fmt: skip
LIST_KINDS = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"})
MEDIA_KINDS = frozenset({"VideoObject", "ImageGallery", "MediaGallery", "AudioObject", "PodcastEpisode", "Clip"})

MAXIMUM_DEPTH = 12  # levels of nesting that are read; real pages stay below 8

_WRAPPERS = re.compile(r"\A\s*(?:<!--|(?://\s*)?<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*;?\s*\Z")
_TAGS = re.compile(r"<[^>]{1,500}>")
_SPACES = re.compile(r"\s+")


def read_json(text: str) -> Json:
    """Return what `text` says in JSON, forgiving comment wrappers, raw line breaks and trailing commas; else None."""
    stripped = _WRAPPERS.sub("", text).strip().rstrip(";")
    for mend in (str, _mended):
        try:
            value: Json = json.JSONDecoder(strict=False).raw_decode(mend(stripped))[0]
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _mended(text: str) -> str:
    return re.sub(r",\s*([}\]])", r"\1", re.sub(r"[\r\n\t]", " ", text))


def nodes(value: Json, depth: int = 0) -> Iterator[Node]:
    """Yield every object within `value`, outer ones first, down to `MAXIMUM_DEPTH`."""
    if depth > MAXIMUM_DEPTH:
        return
    if isinstance(value, list):
        for entry in value:
            yield from nodes(entry, depth + 1)
    elif isinstance(value, dict):
        yield value
        for entry in value.values():
            yield from nodes(entry, depth + 1)


def page_nodes(tree: HtmlElement) -> list[Node]:
    """Return every JSON-LD object of a page, in its order."""
    scripts = (s for s in tree.iter("script") if "ld+json" in (s.get("type") or "").lower())
    return [node for script in scripts for node in nodes(read_json(script.text or ""))]


def kinds(node: Node) -> set[str]:
    """Return the names in `@type`, without their namespace."""
    kind = node.get("@type")
    return {str(name).rsplit("/", 1)[-1] for name in (kind if isinstance(kind, list) else [kind]) if name}


def article_node(found: list[Node], address: str | None) -> Node | None:
    """Return the article among a page's nodes: the one whose address is the page's, else the fullest."""
    articles = [node for node in found if kinds(node) & ARTICLE_KINDS]
    here = _bare(address)

    def rank(node: Node) -> tuple[bool, bool, bool, int]:
        named = {_bare(first_text(node.get(key))) for key in ("mainEntityOfPage", "url", "@id")}
        is_here = bool(here) and here in named
        return is_here, "headline" in node, "datePublished" in node, len(first_text(node.get("articleBody")) or "")

    return max(articles, key=rank, default=None)


def _bare(address: str | None) -> str:
    return (address or "").split("#")[0].split("?")[0].rstrip("/")


def by_id(found: list[Node]) -> dict[str, Node]:
    """Return the nodes that others may point to by `{"@id": …}`; the fullest one where an id comes twice."""
    index: dict[str, Node] = {}
    for node in found:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(index.get(name, {})):
            index[name] = node
    return index


def texts(value: Json, index: dict[str, Node] | None = None, *, key: str = "name", depth: int = 0) -> list[str]:
    """Return the plain texts of a value: a string, a list, `{"@value": …}`, a named node, or a pointer to one."""
    if depth > MAXIMUM_DEPTH:
        return []
    if isinstance(value, list):
        return [text for entry in value for text in texts(entry, index, key=key, depth=depth + 1)]
    if isinstance(value, dict):
        target = (index or {}).get(str(value.get("@id")), value) if key not in value else value
        inner = next((target[k] for k in ("@value", key, "name", "url", "@id") if target.get(k)), None)
        return texts(inner, index, key=key, depth=depth + 1)
    if isinstance(value, str) and (text := plain(value)):
        return [text]
    return []


def first_text(value: Json, index: dict[str, Node] | None = None, *, key: str = "name") -> str | None:
    """Return the first plain text of a value, or None."""
    return next(iter(texts(value, index, key=key)), None)


def plain(text: str) -> str:
    """Return `text` without markup, entities and runs of spaces (headlines come as `A &amp;amp; <i>B</i>`)."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAGS.sub("", text)
    return _SPACES.sub(" ", text).strip()
