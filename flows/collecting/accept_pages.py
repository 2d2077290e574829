"""A page that was judged to be no article becomes one because a person says so: its text was kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flows.configuration.settings import Settings
from flows.linking.link import link
from flows.progress import Progress
from news.articles.versions import READ_AGAIN
from news.errors import InputError
from news.language.segments import counted, word_count
from news.records import Article
from news.urls import article_key, canonical_url
from storage.archive import Archive


def accept_pages(
    archive: Archive, settings: Settings, urls: Sequence[str], *, now: datetime, progress: Progress
) -> str:
    """Make the text of each page its article's, as a version called "read again"; return how many, in a line.

    Raises:
        InputError: an address belongs to no page that was judged to be no article; nothing is stored then.
    """
    wanted = {article_key(canonical_url(url) or url): url for url in urls}
    found = {article.article_id: article for article in archive.articles.get(list(wanted)) if article.page_text}
    if missing := next((url for key, url in wanted.items() if key not in found), None):
        raise InputError("No text of a page that was judged to be no article is kept of this address.", subject=missing)
    with archive.store.transaction():
        archive.articles.save([_accepted(article) for article in found.values()], now=now, change=READ_AGAIN)
    linked = link(archive, settings, now=now, progress=progress)
    archive.publish(now=now)
    return f"{counted(len(found), 'page')} accepted as articles.\n{linked.in_words()}"


def _accepted(article: Article) -> Article:
    text = article.page_text or ""
    return replace(
        article,
        text=text,
        text_kind="full",
        page_text=None,
        page_status="ok",
        word_count=word_count(text),
        extractor="accepted",
    )
