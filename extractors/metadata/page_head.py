"""What a page says of itself in its head: JSON-LD, OpenGraph and other meta tags, canonical address, language."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from extractors.metadata.dates import read_date
from extractors.metadata.json_ld import (
    Node,
    article_node,
    by_id,
    first_text,
    kinds,
    page_node,
    page_nodes,
    paragraphs,
    plain,
    texts,
    title_key,
    told_once,
)
from news.language.codes import language_code
from news.records import DateCandidate, record

PUBLISHED_NAMES = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date_published",
    "og:published_time", "publish_date", "publish-date", "publishdate", "published_date", "publication_date",
    "pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "iso-8601-publish-date",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "date",
)  # fmt: skip
MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "lastmod",
    "article:modified", "og:modified_time",
)  # fmt: skip
AUTHOR_NAMES = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "cxenseparse:author", "citation_author", "og:author", "article:author_name",
)  # fmt: skip
IMAGE_NAMES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
SECTION_NAMES = ("article:section", "parsely-section", "og:article:section", "cxenseparse:recs:category", "section")
KEYWORD_NAMES = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
PAYWALL_NAMES = ("article:content_tier", "og:article:content_tier", "content_tier", "paywall")
SITE_NAMES = ("og:site_name", "application-name")
LANGUAGE_NAMES = ("og:locale", "content-language")
DESCRIPTION_NAMES = ("og:description", "description")
# Every <meta> that is read, and no other.
NAMES_READ = frozenset((
    *PUBLISHED_NAMES, *MODIFIED_NAMES, *AUTHOR_NAMES, *IMAGE_NAMES, *TITLE_NAMES, *SECTION_NAMES, *KEYWORD_NAMES,
    *PAYWALL_NAMES, *SITE_NAMES, *LANGUAGE_NAMES, *DESCRIPTION_NAMES, "og:url", "og:type",
))  # fmt: skip

_SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")

MAXIMUM_DATES = 5  # that JSON-LD states of one kind
MAXIMUM_TITLE = 1_000  # characters; more is no title
MAXIMUM_STATED = 100  # authors that JSON-LD states
MAXIMUM_META = 10_000  # characters of one meta tag
MAXIMUM_KEYWORDS = 30  # a page's tags; some carry their whole site's


@record
class PageMetadata:
    """A page's head, read but not judged; the first of several candidates is the most trusted one."""

    headline: str | None = None  # of the JSON-LD article
    meta_title: str | None = None  # og:title and its kin
    page_title: str | None = None  # <title>
    headings: tuple[str, ...] = ()  # every <h1>
    site_name: str | None = None
    authors: tuple[str, ...] = ()  # as written, of the JSON-LD article
    meta_authors: tuple[str, ...] = ()
    published: tuple[DateCandidate, ...] = ()
    page_published: tuple[DateCandidate, ...] = ()  # of the page as a whole: a section's front may have one too
    modified: tuple[DateCandidate, ...] = ()
    canonical: str | None = None  # the stated address, where it may stand for the page
    stated_url: str | None = None  # the stated address, whatever its site
    html_language: str | None = None
    region: str | None = None  # of the language that the page states: "US"
    image: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    based_on: str | None = None
    is_paywalled: bool = False
    paid_parts: tuple[str, ...] = ()  # classes and ids of elements that JSON-LD says are paid for
    is_free: bool = False  # isAccessibleForFree says so
    word_count: int | None = None  # of the whole article, as JSON-LD counts it
    body: str = ""  # articleBody
    description: str = ""
    kinds: frozenset[str] = frozenset()  # every JSON-LD @type on the page
    og_type: str | None = None
    has_article_node: bool = False

    @property
    def is_called_article(self) -> bool:
        """Whether JSON-LD or og:type calls it an article."""
        return self.has_article_node or self.og_type in ("article", "news", "newsarticle")


def read_metadata(tree: HtmlElement, url: str | None, *, has_microdata: bool = True) -> PageMetadata:
    """Return what the head of a page says.

    Args:
        tree: the parsed page; left as it is.
        url: where the page was fetched, to resolve relative addresses.
        has_microdata: False spares a search that cannot find anything.
    """
    meta = _meta_values(tree)
    base = _base(tree, url)
    stated = _stated_address(tree, meta, base)
    canonical = stated if stated and (url is None or _is_better_address(stated, url)) else None
    found = page_nodes(tree)
    headings = tuple(h for h in (_words(e)[:MAXIMUM_TITLE] for e in tree.iter("h1")) if h)
    titles = frozenset(map(title_key, (_first(meta, TITLE_NAMES) or "", *headings[:3]))) - {""}
    node = article_node(found, stated or url, titles)
    index = by_id(found)
    article, page = node or {}, (None if node else page_node(found)) or {}
    marked = _marked_times(tree) if has_microdata else []
    language = _language(tree, meta, article)
    return PageMetadata(
        headline=_cut(first_text(article.get("headline")) or first_text(article.get("name"))),
        meta_title=_cut(_first(meta, TITLE_NAMES)),
        page_title=_cut(_page_title(tree)),
        headings=headings,
        site_name=_first(meta, SITE_NAMES) or first_text(article.get("publisher"), index),
        authors=tuple(_ld_authors(article, index)),
        meta_authors=(*(v for n in AUTHOR_NAMES for v in meta.get(n, ())), *texts(page.get("author"), index)),
        published=_dates(article, "datePublished", meta, PUBLISHED_NAMES, marked, language),
        page_published=_dates(page, "datePublished", {}, (), (), language),
        modified=_dates(article, "dateModified", meta, MODIFIED_NAMES, marked, language),
        canonical=canonical,
        stated_url=stated,
        html_language=language,
        region=_region(tree, meta),
        image=_address(_first(meta, IMAGE_NAMES) or first_text(article.get("image"), index, key="url"), base),
        section=first_text(article.get("articleSection"), index) or _first(meta, SECTION_NAMES),
        keywords=_keywords(article, meta, index),
        based_on=_address(first_text(article.get("isBasedOn"), index, key="url"), base),
        is_paywalled=_is_paywalled(found, meta),
        paid_parts=tuple(name for node in found for name in _selected(node) if "isAccessibleForFree" in node),
        is_free=str(article.get("isAccessibleForFree")).strip().lower() == "true",
        word_count=_count(first_text(article.get("wordCount")) or article.get("wordCount")),
        body=_body(article),
        description=_first(meta, DESCRIPTION_NAMES) or "",
        kinds=frozenset(kind for entry in found for kind in kinds(entry)),
        og_type=(_first(meta, ("og:type",)) or "").lower() or None,
        has_article_node=node is not None,
    )


def _meta_values(tree: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of <meta> by lower-case name, property or itemprop, in the page's order."""
    values: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        stated = element.attrib
        names = [(stated.get(attribute) or "").strip().lower() for attribute in ("property", "name", "itemprop")]
        if not NAMES_READ.isdisjoint(names) and (content := plain((stated.get("content") or "")[:MAXIMUM_META])):
            for name in names:
                if name in NAMES_READ:
                    values.setdefault(name, []).append(content)
    return values


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _cut(title: str | None) -> str | None:
    return title[:MAXIMUM_TITLE] if title else title


def _words(element: HtmlElement) -> str:
    return plain(" ".join(element.itertext()))


def _page_title(tree: HtmlElement) -> str | None:
    # An <svg> has a <title> too.
    titles = (e for e in tree.iter("title") if (parent := e.getparent()) is not None and parent.tag in ("head", "html"))
    return next((words for words in map(_words, titles) if words), None)


def _stated_address(tree: HtmlElement, meta: dict[str, list[str]], url: str | None) -> str | None:
    links = (e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    stated = next((href.strip() for href in links if href.strip()), None) or _first(meta, ("og:url",))
    return _address(stated, url)


def _base(tree: HtmlElement, url: str | None) -> str | None:
    """Return what the page's relative addresses are relative to."""
    base = next((href.strip() for e in tree.iter("base") if (href := e.get("href") or "").strip()), None)
    return _address(base, url) or url


def _is_better_address(address: str, url: str) -> bool:
    """Say whether a stated address may stand for the page: the same site, and not its root only."""
    stated, fetched = urlsplit(address), urlsplit(url)
    if not stated.path.strip("/") and not stated.query and fetched.path.strip("/"):
        return False
    return site(stated.hostname) == site(fetched.hostname)


def site(host: str | None) -> str:
    """Return the last labels of a host name that belong to one owner: example.co.uk of www.example.co.uk."""
    labels = (host or "").lower().rstrip(".").split(".")
    if labels[-1].isdigit():
        return ".".join(labels)
    second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if second_level else labels[-2:])


def _address(stated: str | None, url: str | None) -> str | None:
    if not stated:
        return None
    try:
        address = urljoin(url or "", stated.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def _ld_authors(article: Node, index: dict[str, Node]) -> list[str]:
    return (texts(article.get("author"), index) or texts(article.get("creator"), index))[:MAXIMUM_STATED]


def _dates(
    article: Node,
    key: str,
    meta: dict[str, list[str]],
    names: Iterable[str],
    marked: Iterable[tuple[str, str]],
    language: str | None,
) -> tuple[DateCandidate, ...]:
    keys = (key, "dateCreated") if key == "datePublished" else (key,)
    spelled = next((said for k in keys if (said := article.get(k))), None)
    spelled = str(spelled) if isinstance(spelled, int) else spelled  # seconds since 1970
    stated = [(text, "json-ld") for text in texts(spelled)[:MAXIMUM_DATES]]
    stated += [(text, "meta") for name in names for text in meta.get(name, ())[:1]]
    stated += [(text, "microdata") for name, text in marked if name == key]
    found = (read_date(text, source, language) for text, source in stated)
    return tuple(dict.fromkeys(candidate for candidate in found if candidate))


def _marked_times(tree: HtmlElement) -> list[tuple[str, str]]:
    """Return (datePublished or dateModified, time) of elements with microdata, or the old `pubdate`."""
    found = []
    for element in tree.xpath("//*[@itemprop and (@datetime or @content)] | //time[@pubdate]"):
        if element.tag != "meta":
            names = (element.get("itemprop") or "datePublished").split()
            found += [(name, element.get("datetime") or element.get("content") or "") for name in names]
    return found


def _language(tree: HtmlElement, meta: dict[str, list[str]], article: Node) -> str | None:
    root = tree if tree.tag == "html" else tree.find(".//html")
    stated = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")) if root is not None else None
    stated = stated or first_text(article.get("inLanguage")) or _first(meta, LANGUAGE_NAMES)
    return language_code(stated)


def _region(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    root = tree if tree.tag == "html" else tree.find(".//html")
    stated = ((root.get("lang") or "") if root is not None else "", _first(meta, ("og:locale",)) or "")
    codes = (tag.replace("_", "-").split("-") for tag in stated)
    return next((parts[-1].upper() for parts in codes if len(parts) > 1 and len(parts[-1]) == 2), None)


def _keywords(article: Node, meta: dict[str, list[str]], index: dict[str, Node]) -> tuple[str, ...]:
    stated = texts(article.get("keywords"), index) or next((meta[n] for n in KEYWORD_NAMES if n in meta), [])
    words = (part.strip() for text in stated for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(w for w in words if w and not w.startswith("http")))[:MAXIMUM_KEYWORDS]


def _is_paywalled(found: list[Node], meta: dict[str, list[str]]) -> bool:
    stated = {str(node.get("isAccessibleForFree")).strip().lower() for node in found if "isAccessibleForFree" in node}
    if stated & {"false", "http://schema.org/false", "https://schema.org/false", "no"}:
        return True
    tier = (_first(meta, PAYWALL_NAMES) or "").lower()
    return tier in {"locked", "metered", "paid", "premium", "subscriber", "subscription", "true"}


def _selected(node: Node) -> list[str]:
    """Return the class and id names in a node's `cssSelector`, where it is no more than such names."""
    names = [name for text in texts(node.get("cssSelector")) for name in text.split(",")]
    return [name.strip()[1:] for name in names if _SIMPLE_SELECTOR.fullmatch(name.strip())]


def _count(stated: object) -> int | None:
    digits = str(stated or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 7 else None


def _body(article: Node) -> str:
    body = article.get("articleBody")
    return told_once(paragraphs(body if isinstance(body, str) else "\n".join(texts(body))))
