"""The <meta> tags of a page that are read: their names, by what they say, and their values."""

from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from extractors.metadata.author_names import LABEL
from extractors.metadata.json_ld import plain

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
    "twitter:misc:written by",
)  # fmt: skip
# The label of a card and what it labels: "Written by" and a name, in the language of who runs the site.
CARD_NAMES = ("twitter:label1", "twitter:data1")
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
    *PAYWALL_NAMES, *SITE_NAMES, *LANGUAGE_NAMES, *DESCRIPTION_NAMES, *CARD_NAMES, "og:url", "og:type",
))  # fmt: skip

MAXIMUM_META = 10_000  # characters of one meta tag


def meta_values(tree: HtmlElement) -> dict[str, list[str]]:
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


def meta_authors(meta: dict[str, list[str]]) -> Iterator[str]:
    """Yield what meta tags state of the authors, as written."""
    for name in AUTHOR_NAMES:
        yield from meta.get(name, ())
    label, said = (first_of(meta, (name,)) or "" for name in CARD_NAMES)
    if LABEL.fullmatch(label.strip()):
        yield said


def first_of(meta: dict[str, list[str]], names: Iterable[str]) -> str | None:
    """Return the first value of the first of these names that the page has."""
    return next((meta[name][0] for name in names if name in meta), None)
