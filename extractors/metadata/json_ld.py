"""JSON-LD of a page: which of its nodes is the article, and plain values out of its many spellings."""

import html
import json
import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from news.records import record

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

# What stands for the whole page where no article does; many content systems date and sign only this one.
PAGE_KINDS = frozenset({"WebPage", "ItemPage", "QAPage", "FAQPage", "MedicalWebPage", "Recipe", "HowTo"})

FRONT_ARTICLES = 3  # of other addresses and titles; from so many on, the page shows articles and is none
MAXIMUM_DEPTH = 12  # levels of nesting that are read; real pages stay below 8

_WRAPPERS = re.compile(r"\A\s*(?:<!--|(?://\s*)?<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*;?\s*\Z")
_TAGS = re.compile(r"<[^<>]{1,500}>")
_BLOCK_ENDS = re.compile(r"</(?:p|div|h[1-6]|li|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
_NEXT_VALUE = re.compile(r"[\s;,]*(?=[{\[])")
# A quotation mark within a string that nobody escaped: no comma, colon or bracket on either side of it.
_INNER_QUOTE = re.compile(r"([^\s:{\[,\\]\s*)\"(?=\s*[^\s:,}\]])")


def read_json(text: str) -> Json:
    """Return what `text` says in JSON, as browsers' forgiving readers would; None: nothing can be made of it.

    Forgiven are comment wrappers, raw line breaks, commas too many, entities for quotation marks, and those that
    nobody escaped. Several values one after another come as a list.
    """
    stripped = _WRAPPERS.sub("", text).strip().rstrip(";")
    if stripped.startswith(("{&quot;", "[{&quot;", "{&#34;")):
        stripped = html.unescape(stripped)
    for mend in (str, _without_spare_commas, _with_escaped_quotes):
        if (values := _values(mend(stripped))) is not None:
            return values[0] if len(values) == 1 else values
    return None


def _values(text: str) -> list[Json] | None:
    """Return the JSON values that `text` begins with; None: not even one."""
    decoder, values, place = json.JSONDecoder(strict=False), [], 0
    try:
        while place < len(text):
            value, place = decoder.raw_decode(text, place)
            values.append(value)
            following = _NEXT_VALUE.match(text, place)
            place = following.end() if following else len(text)
    except (ValueError, RecursionError):
        pass
    return values or None


def _without_spare_commas(text: str) -> str:
    flat = re.sub(r"[\r\n\t]", " ", text)
    return re.sub(r",\s*([}\]])", r"\1", re.sub(r",(?:\s*,)+", ",", flat))


def _with_escaped_quotes(text: str) -> str:
    return _INNER_QUOTE.sub(r'\1\\"', _without_spare_commas(text))


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


@record
class LinkedData:
    """The JSON-LD objects of a page, in its order, and which of them tell of it."""

    nodes: list[Node]
    article: Node  # empty: none of them is the page's article
    page: Node  # that dates or signs the page as a whole; empty where an article does
    by_id: dict[str, Node]


def linked_data(tree: HtmlElement, address: str | None, titles: Iterable[str]) -> LinkedData:
    """Return the JSON-LD of the page of this address, which is called by one of `titles`."""
    scripts = (s for s in tree.iter("script") if "ld+json" in (s.get("type") or "").lower())
    found = [node for script in scripts for node in nodes(read_json(script.text or ""))]
    article = article_node(found, address, frozenset(map(title_key, titles)) - {""}) or {}
    page = {} if article else page_node(found) or {}
    return LinkedData(nodes=found, article=article, page=page, by_id=by_id(found))


def kinds(node: Node) -> set[str]:
    """Return the names in `@type`, without their namespace."""
    kind = node.get("@type")
    names = (str(name) for name in (kind if isinstance(kind, list) else [kind]) if name)
    return {name.rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1] for name in names}


def article_node(found: list[Node], address: str | None, titles: frozenset[str] = frozenset()) -> Node | None:
    """Return the article among a page's nodes; None: none of them is the page's.

    The one whose address is the page's comes first, then the one with the page's title, then the fullest. An article
    within a list is one of many that the page points at, and one within another is a part of it (the entries of a
    live blog), whose address is often the page's too.

    Args:
        found: the page's nodes, outer ones first.
        address: the page's.
        titles: what the page is called, as `title_key` gives it.
    """
    articles = [node for node in found if kinds(node) & ARTICLE_KINDS]
    here = _bare(address)
    listed = _within(found, LIST_KINDS) if articles else set()
    parts = _within(articles, ARTICLE_KINDS) if len(articles) > 1 else set()

    def addresses(node: Node) -> set[str]:
        return {_bare(first_text(node.get(key))) for key in ("mainEntityOfPage", "url", "@id")} - {""}

    def is_here(node: Node) -> bool:
        return bool(here) and here in addresses(node)

    def rank(node: Node) -> tuple[bool, bool, bool, bool, bool, int]:
        is_called_so = title_key(first_text(node.get("headline")) or "") in titles
        size = len(first_text(node.get("articleBody")) or "")
        return id(node) not in parts, is_here(node), is_called_so, "headline" in node, "datePublished" in node, size

    articles = [node for node in articles if id(node) not in listed or is_here(node)]
    best = max(articles, key=rank, default=None)
    are_elsewhere = len(articles) >= FRONT_ARTICLES and all(map(addresses, articles))
    if best is None or (are_elsewhere and not is_here(best) and not rank(best)[2]):
        return None  # a front's, which names each article that it shows
    return best


def _within(found: list[Node], outer: frozenset[str]) -> set[int]:
    """Return the identities of the nodes that stand within a node of one of these kinds."""
    inside: set[int] = set()
    for node in found:
        if id(node) not in inside and kinds(node) & outer:
            inside.update(id(inner) for value in node.values() for inner in nodes(value))
    return inside


def page_node(found: list[Node]) -> Node | None:
    """Return the node that dates or signs the page as a whole, where no article does; None: there is none."""
    pages = (node for node in found if kinds(node) & PAGE_KINDS)
    return next((node for node in pages if "datePublished" in node or "author" in node), None)


def title_key(title: str) -> str:
    """Return a title as it is compared: its letters alone."""
    return "".join(re.findall(r"\w", plain(title).lower()))


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
        inner = next((target[k] for k in ("@value", "@list", key, "name") if target.get(k)), None) or _full_name(target)
        inner = inner or next((target[k] for k in ("url", "@id") if target.get(k)), None)
        return texts(inner, index, key=key, depth=depth + 1)
    if isinstance(value, str) and (text := plain(value)):
        return [text]
    return []


def _full_name(person: Node) -> str | None:
    parts = (person.get("givenName"), person.get("familyName"))
    return " ".join(part for part in parts if isinstance(part, str)) or None


def first_text(value: Json, index: dict[str, Node] | None = None, *, key: str = "name") -> str | None:
    """Return the first plain text of a value, or None."""
    return next(iter(texts(value, index, key=key)), None)


def plain(text: str) -> str:
    """Return `text` without markup, entities and runs of spaces (headlines come as `A &amp;amp; <i>B</i>`)."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAGS.sub("", text)
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Return `text` without markup, a paragraph a line, whether line breaks or tags part them."""
    lines = _BLOCK_ENDS.sub("\n", html.unescape(text) if "&lt;" in text else text).splitlines()
    return "\n".join(line for line in map(plain, lines) if line)


def told_once(text: str) -> str:
    """Return a body once, where content systems state it twice, the second time right behind the first.

    What stands between the two (the name of the desk) goes too, where it is no sentence.
    """
    start = text[:_SAME]
    second = text.find(start, len(text) // 3) if len(text) >= 4 * _SAME else -1
    if second < 0:
        return text
    again, length = text[second:], min(second, len(text) - second)
    pairs = enumerate(zip(text, again, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), len(again))
    if same < _SAME_SHARE * length:
        return text
    first = text[:second].rstrip()
    end = max(first.rfind(mark) for mark in _ENDS)
    return first[: end + 1] if len(first) - end - 1 <= _SAME else first


_SAME = 60  # characters by which the second telling is found
_SAME_SHARE = 0.8  # of the shorter telling that both have
_ENDS = '.!?。！？…”"»'
