"""What a page says of itself in its head: JSON-LD, OpenGraph and other meta tags, canonical address, language."""

from collections.abc import Iterable, Sequence
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from extractors.metadata.access import Access, access_of
from extractors.metadata.dates import read_date
from extractors.metadata.json_ld import (
    Node,
    first_text,
    kinds,
    linked_data,
    paragraphs,
    plain,
    texts,
    told_once,
)
from extractors.metadata.meta_tags import (
    DESCRIPTION_NAMES,
    IMAGE_NAMES,
    KEYWORD_NAMES,
    LANGUAGE_NAMES,
    MODIFIED_NAMES,
    PAYWALL_NAMES,
    PUBLISHED_NAMES,
    SECTION_NAMES,
    SITE_NAMES,
    TITLE_NAMES,
    first_of,
    meta_authors,
    meta_values,
)
from news.language.codes import language_code
from news.records import DateCandidate, record

MAXIMUM_DATES = 5  # that JSON-LD states of one kind
MAXIMUM_TITLE = 1_000  # characters; more is no title
MAXIMUM_STATED = 100  # authors that JSON-LD states
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
    access: Access = Access()
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


def read_metadata(tree: HtmlElement, url: str | None, *, elements: Sequence[HtmlElement] | None = None) -> PageMetadata:
    """Return what the head of a page says; the parsed page is left as it is.

    Relative addresses are resolved by `url`, where the page was fetched. `elements` are those that may carry microdata
    (None: all).
    """
    meta = meta_values(tree)
    base = _base(tree, url)
    stated = _stated_address(tree, meta, base)
    headings, home = _headings(tree)
    linked = linked_data(tree, stated or url, (first_of(meta, TITLE_NAMES) or "", *headings[:3]))
    article, index = linked.article, linked.by_id
    marked = _marked_times(tree, [*tree.iter()] if elements is None else elements)
    language = _language(tree, meta, article)
    return PageMetadata(
        headline=_cut(first_text(article.get("headline")) or first_text(article.get("name"))),
        meta_title=_cut(first_of(meta, TITLE_NAMES)),
        page_title=_cut(_page_title(tree)),
        headings=headings,
        site_name=first_of(meta, SITE_NAMES) or first_text(article.get("publisher"), index) or home,
        authors=tuple(_ld_authors(article, index)),
        meta_authors=(*meta_authors(meta), *texts(linked.page.get("author"), index)),
        published=_dates(article, "datePublished", meta, PUBLISHED_NAMES, marked, language),
        page_published=_dates(linked.page, "datePublished", {}, (), (), language),
        modified=_dates(article, "dateModified", meta, MODIFIED_NAMES, marked, language),
        canonical=stated if stated and (url is None or _is_better_address(stated, url)) else None,
        stated_url=stated,
        html_language=language,
        region=_region(tree, meta),
        image=_address(first_of(meta, IMAGE_NAMES) or first_text(article.get("image"), index, key="url"), base),
        section=first_text(article.get("articleSection"), index) or first_of(meta, SECTION_NAMES),
        keywords=_keywords(article, meta, index),
        based_on=_address(first_text(article.get("isBasedOn"), index, key="url"), base),
        access=access_of(linked, first_of(meta, PAYWALL_NAMES)),
        word_count=_count(first_text(article.get("wordCount")) or article.get("wordCount")),
        body=_body(article),
        description=first_of(meta, DESCRIPTION_NAMES) or "",
        kinds=frozenset(kind for entry in linked.nodes for kind in kinds(entry)),
        og_type=(first_of(meta, ("og:type",)) or "").lower() or None,
        has_article_node=bool(article),
    )


def _cut(title: str | None) -> str | None:
    return title[:MAXIMUM_TITLE] if title else title


def _words(element: HtmlElement) -> str:
    return plain(" ".join(element.itertext()))


def _headings(tree: HtmlElement) -> tuple[tuple[str, ...], str | None]:
    """Return the words of every <h1>, apart from the one that links to the site's front."""
    headings, home = [], None
    for heading in tree.iter("h1"):
        words = _words(heading)[:MAXIMUM_TITLE]
        if not _leads_home(heading):
            headings.append(words)
        elif home is None:
            home = words
    return tuple(filter(None, headings)), home


def _leads_home(heading: HtmlElement) -> bool:
    """Return whether a heading is a link to the site's front, whose name it then is."""
    link = next(heading.iter("a"), None)
    if link is None or len(_words(link)) < len(_words(heading)):
        return False
    parts = urlsplit(link.get("href") or "#")
    return parts.path == "/" and not parts.query


def _page_title(tree: HtmlElement) -> str | None:
    # An <svg> has a <title> too.
    titles = (e for e in tree.iter("title") if (parent := e.getparent()) is not None and parent.tag in ("head", "html"))
    return next((words for words in map(_words, titles) if words), None)


def _stated_address(tree: HtmlElement, meta: dict[str, list[str]], url: str | None) -> str | None:
    links = (e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    stated = next((href.strip() for href in links if href.strip()), None) or first_of(meta, ("og:url",))
    return _address(stated, url)


def _base(tree: HtmlElement, url: str | None) -> str | None:
    """Return what the page's relative addresses are relative to."""
    base = next((href.strip() for e in tree.iter("base") if (href := e.get("href") or "").strip()), None)
    return _address(base, url) or url


def _is_better_address(address: str, url: str) -> bool:
    """Return whether a stated address may stand for the page: the same site, and not its root only."""
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


def _marked_times(tree: HtmlElement, elements: Sequence[HtmlElement]) -> list[tuple[str, str]]:
    """Return (datePublished or dateModified, time) of elements with microdata, or the old `pubdate`."""
    found, old = [], [e for e in tree.iter("time") if e.get("pubdate") is not None]
    for element in [e for e in elements if e.get("itemprop") is not None or (old and e in old)] or old:
        told = [element.get("datetime"), element.get("content")]
        if element.tag != "meta" and (told != [None, None] or element in old):
            names = (element.get("itemprop") or "datePublished").split()
            found += [(name, told[0] or told[1] or "") for name in names]
    return found


def _language(tree: HtmlElement, meta: dict[str, list[str]], article: Node) -> str | None:
    root = tree if tree.tag == "html" else tree.find(".//html")
    stated = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")) if root is not None else None
    stated = stated or first_text(article.get("inLanguage")) or first_of(meta, LANGUAGE_NAMES)
    return language_code(stated)


def _region(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    root = tree if tree.tag == "html" else tree.find(".//html")
    stated = ((root.get("lang") or "") if root is not None else "", first_of(meta, ("og:locale",)) or "")
    codes = (tag.replace("_", "-").split("-") for tag in stated)
    return next((parts[-1].upper() for parts in codes if len(parts) > 1 and len(parts[-1]) == 2), None)


def _keywords(article: Node, meta: dict[str, list[str]], index: dict[str, Node]) -> tuple[str, ...]:
    stated = texts(article.get("keywords"), index) or next((meta[n] for n in KEYWORD_NAMES if n in meta), [])
    words = (part.strip() for text in stated for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(w for w in words if w and not w.startswith("http")))[:MAXIMUM_KEYWORDS]


def _count(stated: object) -> int | None:
    digits = str(stated or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 7 else None


def _body(article: Node) -> str:
    body = article.get("articleBody")
    return told_once(paragraphs(body if isinstance(body, str) else "\n".join(texts(body))))
