"""Google News sitemaps, followed like feeds, and indexes of them: some outlets announce their articles nowhere else."""

from datetime import datetime

from lxml import etree

from extractors.feeds.dates import read_date
from extractors.feeds.entry_drafts import EntryDraft, entries_from
from extractors.feeds.xml.document import IllFormedError, tree_of
from extractors.feeds.xml.mending import with_declared_prefixes
from extractors.feeds.xml.names import Names
from extractors.feeds.xml.whole_entries import pieces_of
from news.language.codes import language_code
from news.records import FetchedPage, ParsedFeed
from news.urls import canonical_url

_MOST_PARTS = 3  # of an index, read at each poll: the newest


def parse_sitemap(text: str, page: FetchedPage, *, now: datetime) -> ParsedFeed:
    """Return the articles of a news sitemap, or the parts that an index names; a sitemap without news is no feed.

    Elements are told by their names, whatever prefix and namespace a sitemap writes.
    """
    names = Names()
    is_damaged = False
    try:
        root = _strict(text)
    except IllFormedError as error:
        is_damaged = True
        root = _damaged(text)
        if root is None:
            return _not_a_feed(page, f"a sitemap that cannot be read: {error}")
    if names.of(root) == "sitemapindex":
        return _index(root, names, page, now)
    announced = [(url, news) for url in root if (news := _child(url, "news:news", names)) is not None]
    if not announced and len(root):
        return _not_a_feed(page, "a sitemap without news: it lists pages, but no titles")
    publication = [part for _, news in announced if (part := _child(news, "news:publication", names)) is not None]
    languages = [language_code(_text(part, "news:language", names)) for part in publication[:1]]
    drafts = [_draft(url, news, names, page) for url, news in announced]
    entries = entries_from(drafts, feed_url=page.url, now=now, language=languages[0] if languages else None)
    return ParsedFeed(
        feed_url=page.url,
        outcome="damaged" if is_damaged else "ok" if entries.remark is None else "cut",
        title=next((name for part in publication if (name := _text(part, "news:name", names))), None),
        language=languages[0] if languages else None,
        entries=entries.kept,
        error=entries.remark or ("it is damaged; its entries were read one by one" if is_damaged else None),
    )


def _strict(text: str) -> etree._Element:
    try:
        return tree_of(text)
    except IllFormedError:
        return tree_of(with_declared_prefixes(text))


def _damaged(text: str) -> etree._Element | None:
    """Return a tree of the entries that can be read one by one; None: there is none."""
    root = etree.Element("urlset")
    for piece in pieces_of(text):
        try:
            wrapped = with_declared_prefixes(f"<piece>{piece.text}" + ("</piece>" if piece.is_closed else ""))
            root.extend(tree_of(wrapped, recover=True))
        except IllFormedError:
            continue
    return root if len(root) else None


def _index(root: etree._Element, names: Names, page: FetchedPage, now: datetime) -> ParsedFeed:
    """Return the newest parts of an index, those that are named for news first."""
    ranked = []
    for place, part in enumerate(root):
        address = canonical_url(_text(part, "loc", names), page.final_url)
        dated = read_date(_text(part, "lastmod", names))
        if address is not None and names.of(part) == "sitemap" and _text(part, "loc", names):
            at = dated.placed(None) if dated else None
            ranked.append(("news" not in address.lower(), -(at or now.replace(year=1990)).timestamp(), place, address))
    parts = tuple(address for *_, address in sorted(ranked)[:_MOST_PARTS])
    if not parts:
        return _not_a_feed(page, "an index of sitemaps that names none")
    return ParsedFeed(feed_url=page.url, outcome="ok", more=parts, is_index=True)


def _draft(url: etree._Element, news: etree._Element, names: Names, page: FetchedPage) -> EntryDraft:
    image = _child(url, "image:image", names)
    return EntryDraft(
        links=(_text(url, "loc", names),),
        base=page.final_url,
        title=_text(news, "news:title", names),
        published=_text(news, "news:publication_date", names),
        updated=_text(url, "lastmod", names),
        image=_text(image, "image:loc", names) or None if image is not None else None,
    )


def _child(element: etree._Element, name: str, names: Names) -> etree._Element | None:
    """Return the child of this name; where its namespace is unknown, its local name alone tells."""
    local = name.rpartition(":")[2]
    return next((child for child in element if names.of(child) in {name, local, f"?:{local}"}), None)


def _text(element: etree._Element, name: str, names: Names) -> str:
    child = _child(element, name, names)
    return ("".join(child.itertext())).strip() if child is not None else ""


def _not_a_feed(page: FetchedPage, error: str) -> ParsedFeed:
    return ParsedFeed(feed_url=page.url, outcome="not_a_feed", error=error)
