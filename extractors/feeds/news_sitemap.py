"""Google News sitemaps, followed like feeds: some outlets announce their articles nowhere else."""

from datetime import datetime

from lxml import etree

from extractors.feeds.entry_drafts import EntryDraft, entries_from
from news.records import FetchedPage, ParsedFeed

_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def parse_sitemap(text: str, page: FetchedPage, *, now: datetime) -> ParsedFeed:
    """Return the articles of a news sitemap; a sitemap without news, or an index of sitemaps, is no feed."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        return _not_a_feed(page, f"a sitemap that cannot be read: {error}")
    if root is None:
        return _not_a_feed(page, "a sitemap that cannot be read")
    if etree.QName(root).localname == "sitemapindex":
        parts = [part.text.strip() for part in root.iter("{*}loc") if part.text][:3]
        return _not_a_feed(page, "an index of sitemaps; follow one of them, such as " + ", ".join(parts))
    announced = [(url, news) for url in root.iter("{*}url") if (news := url.find(_NEWS + "news")) is not None]
    if not announced and len(root):
        return _not_a_feed(page, "a sitemap without news: it lists pages, but no titles")
    drafts = [_draft(url, news, page) for url, news in announced]
    languages = [_text(news, f"{_NEWS}publication/{_NEWS}language") for _, news in announced[:1]]
    return ParsedFeed(
        feed_url=page.url,
        outcome="ok",
        title=next((_text(news, f"{_NEWS}publication/{_NEWS}name") for _, news in announced), None),
        language=(languages[0] or None) if languages else None,
        entries=entries_from(drafts, feed_url=page.url, now=now),
    )


def _draft(url: etree._Element, news: etree._Element, page: FetchedPage) -> EntryDraft:
    return EntryDraft(
        links=(_text(url, "{*}loc"),),
        base=page.final_url,
        title=_text(news, _NEWS + "title"),
        published=_text(news, _NEWS + "publication_date"),
        updated=_text(url, "{*}lastmod"),
        image=_text(url, f"{_IMAGE}image/{_IMAGE}loc") or None,
    )


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _not_a_feed(page: FetchedPage, error: str) -> ParsedFeed:
    return ParsedFeed(feed_url=page.url, outcome="not_a_feed", error=error)
