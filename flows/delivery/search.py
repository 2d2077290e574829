"""A question in the query language, answered from the snapshot, also while a writer runs."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from news.errors import InputError, WatchError
from news.language.segments import counted
from news.records import record
from news.watches.matching import wanted_words
from news.watches.old_syntax import renewed
from news.watches.parser import parse_query
from storage.snapshot.article_search import ArticleSearch, Hit, article_search


@record
class Found:
    """What a query finds."""

    query: str
    articles: int  # all that match
    hits: tuple[Hit, ...]  # the best of them
    days: tuple[date, ...]  # of all that match, one each


def search(snapshot: Path, query: str, *, most: int = 10, as_of: datetime | None = None) -> Found:
    """Return what a query finds in the snapshot.

    Raises:
        WatchError: it cannot be read.
    """
    read = parse_query(query)
    with article_search(snapshot, as_of=as_of) as archive:
        ids = archive.matching(read)
        return Found(
            query=query,
            articles=len(ids),
            hits=tuple(archive.told(ids, wanted_words(read), most=most)),
            days=tuple(archive.days(ids)),
        )


def try_watch(snapshot: Path, name: str, *, most: int) -> Found:
    """Return what a watch, by name, or a query finds.

    Raises:
        WatchError: the query cannot be read.
    """
    with article_search(snapshot) as archive:
        query = _query_of(archive, name)
    return search(snapshot, query, most=most)


def is_watch(snapshot: Path, name: str) -> bool:
    """Return whether a watch is so named."""
    with article_search(snapshot) as archive:
        return any(watch.watch == name for watch in archive.watches())


def _query_of(archive: ArticleSearch, name: str) -> str:
    known = {watch.watch: watch.query for watch in archive.watches()}
    if name in known:
        return _readable(known[name])
    if not name.strip():
        raise InputError("Give a watch's name or a query.", subject=name)
    return name


def _readable(query: str) -> str:
    """Return a stored query; one that no writer has rewritten yet, as it is written now."""
    try:
        parse_query(query)
    except WatchError:
        return renewed(query)
    return query


def how_often(days: Sequence[date]) -> str:
    """Say how many articles there are, and how many a day from the first to the last."""
    if not days:
        return "Nothing in the archive matches."
    first, last = min(days), max(days)
    span = (last - first).days + 1
    summary = f"{counted(len(days), 'article')} on {counted(len(set(days)), 'day')}"
    if span == 1:
        return f"{summary}, {first}."
    rate = len(days) / span
    return f"{summary} of the {span} from {first} to {last}: {rate:.{1 if rate >= 1 else 2}f} a day."
