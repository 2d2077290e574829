"""WARC files are read in pieces: which pieces there are, what one brought, and how long the rest will take."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from news.articles.assemble import article_from_kept
from news.articles.outlet_index import OutletIndex
from news.articles.page_schedule import trusted_urls
from news.records import Article, Extraction, FetchedPage, is_readable, record
from news.urls import article_key

BATCH_BYTES = 16_000_000  # of a packed file: some 500 pages, half a minute of one core


@record
class Batch:
    """A piece of a WARC file: the records that begin in it."""

    path: str  # as the one who reads it finds the file
    source: str  # the file's name alone, by which the piece is known again
    source_bytes: int
    first_byte: int
    end_byte: int

    @property
    def key(self) -> tuple[str, int, int, int]:
        """What tells it from every other piece."""
        return (self.source, self.source_bytes, self.first_byte, self.end_byte)

    @property
    def bytes(self) -> int:
        """How much of the file it is."""
        return self.end_byte - self.first_byte


@record
class BatchRead:
    """What was read in a piece."""

    batch: Batch
    pages: int
    statuses: Mapping[str, int]
    articles: tuple["KeptArticle", ...]


@record
class KeptArticle:
    """An article of a WARC file, and the address under which its page was fetched."""

    article: Article
    fetched_url: str

    def beside(self, titles: Mapping[int, str]) -> Article:
        """Return the article under an address that is its own.

        The address that a page states of itself is not believed when an article of another headline stands under it:
        some templates state one address for all their pages.

        Args:
            titles: of the articles that the archive holds, by key.
        """
        if titles.get(self.article.article_id, self.article.title) == self.article.title:
            return self.article
        return replace(self.article, article_id=article_key(self.fetched_url), url=self.fetched_url)


def batches_of(path: str, size: int, *, batch_bytes: int = BATCH_BYTES) -> list[Batch]:
    """Return the pieces of a file of `size` bytes: each byte in one, none much smaller than the others."""
    count = max(1, round(size / batch_bytes))
    edges = [size * number // count for number in range(count + 1)]
    source = path.replace("\\", "/").rsplit("/", 1)[-1]
    return [
        Batch(path=path, source=source, source_bytes=size, first_byte=first, end_byte=end)
        for first, end in pairwise(edges)
    ]


def not_done(batches: Iterable[Batch], done: Collection[tuple[str, int, int, int]]) -> list[Batch]:
    """Return the pieces that are still to be read; one that is named twice is read once."""
    left = {batch.key: batch for batch in batches if batch.key not in done}
    return list(left.values())


def articles_of(
    pages: Sequence[FetchedPage], found: Sequence[Extraction], *, outlets: OutletIndex, now: datetime
) -> list[KeptArticle]:
    """Return the articles among pages that were read, each address once, as it was first fetched."""
    read = [(page, extraction) for page, extraction in zip(pages, found, strict=True) if is_readable(extraction.status)]
    addresses = trusted_urls([(page.url, extraction.url) for page, extraction in read])
    articles: dict[int, KeptArticle] = {}
    for (page, extraction), url in zip(read, addresses, strict=True):
        article = article_from_kept(page, extraction, url=url, outlets=outlets, now=now)
        earlier = articles.get(article.article_id)
        if earlier is None or article.first_seen_at < earlier.article.first_seen_at:
            articles[article.article_id] = KeptArticle(article=article, fetched_url=page.url)
    return list(articles.values())


@record
class Backfill:
    """How far a backfill has come."""

    batches: int  # in all
    bytes: int
    before: int = 0  # batches done by earlier runs
    bytes_before: int = 0
    done: int = 0  # by this one
    bytes_done: int = 0
    pages: int = 0
    statuses: Mapping[str, int]
    articles: int = 0
    new_articles: int = 0
    seconds: float = 0.0  # that reading and saving took this run

    def plus(self, read: BatchRead, *, new: int) -> "Backfill":
        """Return how far it is when one more batch is saved."""
        return replace(
            self,
            done=self.done + 1,
            bytes_done=self.bytes_done + read.batch.bytes,
            pages=self.pages + read.pages,
            statuses=Counter(self.statuses) + Counter(read.statuses),
            articles=self.articles + len(read.articles),
            new_articles=self.new_articles + new,
        )

    def in_words(self) -> str:
        """Say in two lines what came of it."""
        unread = ", ".join(
            f"{count:,} {status}" for status, count in sorted(self.statuses.items()) if not is_readable(status)
        )
        return (
            f"Backfill: {self.done} batches read, {self.before} done before, of {self.batches}.\n"
            f"Articles: {self.new_articles:,} new of {self.articles:,} in {self.pages:,} pages"
            + (f"; the others: {unread}." if unread else ".")
        )

    @property
    def is_complete(self) -> bool:
        """Whether every batch is done."""
        return self.before + self.done == self.batches

    def seconds_left(self, seconds: float) -> float | None:
        """Return how long the rest will take at the pace so far; None: nothing is done yet.

        Args:
            seconds: that this run has taken. Bytes tell more than batches: the last of a file may be smaller.
        """
        left = self.bytes - self.bytes_before - self.bytes_done
        return left * seconds / self.bytes_done if self.bytes_done else None

    def progress(self, seconds: float) -> str:
        """Say in a line how far it is."""
        left = self.seconds_left(seconds)
        pace = f"; {self.pages / seconds:.0f} pages a second" if seconds and self.pages else ""
        rest = f", {_in_time(left)} left" if left else ""
        batches = f"{self.before + self.done} of {self.batches} batches"
        return f"{batches}; {self.pages:,} pages, {self.new_articles:,} new articles{pace}{rest}."


def _in_time(seconds: float) -> str:
    """Return a span as one says it."""
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min"
    return f"about {seconds / 3600:.1f} h"
