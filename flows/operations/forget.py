"""An article, or an outlet, is removed for good: from the archive, its index, its snapshot, kept pages and the site."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from digest.site.write import LEDGER
from extractors.fetch.warc_removal import Removal, drop_pages
from flows.configuration.settings import Settings
from news.errors import InputError
from news.language.segments import counted
from news.records import Article
from news.rights.traces import Traces
from storage.archive import Archive
from storage.maintenance.compact import compact
from storage.maintenance.forget import Forgotten, traces_of
from storage.maintenance.forget import forget as forget_rows
from storage.maintenance.old_backups import backups_with
from storage.maintenance.prefect_rows import RowsRemoved, remove_rows
from storage.parquet_files import publish_parquet
from storage.recovery.page_sums import PageSums

READ_BYTES = 20_000_000  # of a file beside the archive's own that is searched
TEXTS = frozenset({".html", ".txt", ".json", ".jsonl", ".xml", ".atom", ".csv", ".md", ".eml", ".log", ".opml", ".js"})
PLAIN = TEXTS | {""}  # in Prefect's home also files without an ending: results of runs
OWN = frozenset({"backups", "ledger.json", "news.published.json", "checksums.json"})  # name no article
SHOWN = 5
ON_LAKE = (
    "Remains: PostgreSQL may keep removed rows of the lake's catalog, which name the smallest and largest values of "
    "columns, in its files until VACUUM FULL; its log and backups, and older versions that an object storage keeps, "
    "follow their own settings. Kept pages on other machines stay: run forget there, too."
)


def forget(archive: Archive, settings: Settings, subject: str, *, sure: Callable[[str], bool], now: datetime) -> str:
    """Remove an article, or an outlet's articles, for good, and publish what remains.

    Args:
        archive: held for writing.
        settings: tell where pages, site and backups are.
        subject: an article's address or id, or an outlet's name.
        sure: asks for confirmation; it gets what would be removed, in words.
        now: the moment of the removal.

    Returns:
        What was removed, and what remains and how to remove it, in words.

    Raises:
        InputError: nothing bears this name.
        ArchiveError: the disk refuses; what is gone is gone, and `newsthread compact` does the rest.
    """
    articles = _articles_of(archive, subject)
    several = f"{counted(len(articles), 'article')} of {subject}"
    if not sure(several if len(articles) > 1 else articles[0].title or subject):
        return "Nothing was removed."
    ids = [article.article_id for article in articles]
    traces = traces_of(archive.store, ids)
    archive.sketches().forget(ids)
    archive.boilerplate_index().forget(ids)
    with archive.store.transaction():
        done = forget_rows(archive.store, ids, subject=subject, now=now)
    pages = drop_pages(settings.archive / "pages", _is_gone(traces))
    PageSums(settings.archive).accept()
    compact(archive, now=now, kept_days=0)
    archive.publish(now=now)
    if settings.publish_parquet:
        publish_parquet(archive.snapshot, settings.publish_parquet, now=now, is_shared=settings.share_snapshot)
    site = _clear_site(settings.site_folder or settings.archive / "site", traces)
    homes = {settings.archive / "prefect", Path(os.environ.get("PREFECT_HOME") or settings.archive / "prefect")}
    rows = [remove_rows(home, traces) for home in sorted(homes)]
    remains = _remains(archive, settings, traces, ids, done, pages, rows)
    return "\n".join([_removed(done, pages, site, rows), *remains])


def _articles_of(archive: Archive, subject: str) -> Sequence[Article]:
    """Return the article of this address or id, or those of this outlet; else name outlets that are spelled like it."""
    articles = archive.articles.find(subject) or archive.articles.of_outlet(subject)
    if not articles:
        near = archive.articles.outlets_like(subject)
        hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise InputError(f"There is no article and no outlet {subject!r}.{hint}", subject=subject)
    return articles


def _is_gone(traces: Traces) -> Callable[[str, bytes], bool]:
    """Return what tells whether a kept page is one of these articles', or names one."""

    def is_gone(url: str, plain: bytes) -> bool:
        return traces.is_address(url) or traces.are_in(plain.decode("utf-8", "replace"))

    return is_gone


def _clear_site(folder: Path, traces: Traces) -> int:
    """Remove the pages of the site that name the articles; the next build writes them anew. Return their number."""
    if not (folder / LEDGER).exists():
        return 0
    named = [path for path in _texts(folder) if _names(path, traces)]
    pieces = [*(folder / "search").glob("*")]  # of its search: a word alone in one can tell of an article
    for path in {*named, *pieces}:
        path.unlink()
    return len(named)


def _texts(folder: Path, endings: Collection[str] = TEXTS) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in endings and path.is_file() and path.stat().st_size <= READ_BYTES:
            yield path


def _names(path: Path, traces: Traces) -> bool:
    return traces.are_in(path.read_text(encoding="utf-8", errors="replace"))


def _removed(done: Forgotten, pages: Removal, site: int, rows: Sequence[RowsRemoved]) -> str:
    """Say what went, in a line or two."""
    in_prefect = sum(one.rows for one in rows)
    also = [
        counted(pages.pages, "kept page") if pages.pages else "",
        f"the text of {counted(done.digests, 'digest')}" if done.digests else "",
        f"the title of {counted(done.titles, 'story', 'stories')}" if done.titles else "",
        f"{counted(in_prefect, 'row')} of Prefect's database" if in_prefect else "",
        f"{counted(site, 'page')} of the site (newsthread site writes them anew)" if site else "",
    ]
    listed = ", ".join(filter(None, also))
    return f"{counted(done.articles, 'article')} removed for good{f', with {listed}' if listed else ''}."


def _remains(
    archive: Archive, settings: Settings, traces: Traces, ids: Sequence[int], done: Forgotten, pages: Removal,
    rows: Sequence[RowsRemoved],
) -> Iterator[str]:  # fmt: skip
    """Say what remains, and how to remove it."""
    backups = backups_with(settings.archive / "backups", ids)
    if backups:
        yield (
            f"Remains: {_listed([str(path) for path in backups])} hold what was removed; remove these folders, or wait "
            f"until keep-archive does ({settings.backups_kept} are kept). Backups elsewhere are not known here."
        )
    else:
        yield "Backups and copies elsewhere are not known here; they hold what they held."
    if settings.lake:
        yield ON_LAKE
    if done.copies:
        yield f"Remains: {_listed(done.copies)} of others hold the same text; forget them, too, if that is meant."
    if pages.unread:
        yield f"Remains: {counted(pages.unread, 'piece')} of kept pages cannot be read, and could not be searched."
    others = [str(path) for path in _beside(settings.archive) if _names(path, traces)]
    if others:
        yield f"Remains: {_listed(others)} name what was removed; remove them by hand."
    yield from (f"Remains: {words}." for one in rows for words in one.remains)
    if done.in_use:
        yield f"Remains: {_listed(done.in_use)}, which you set; change it if that is meant."
    hosts = {url.split("/")[2] for url in traces.urls if "://" in url}
    feeds = [feed.url for feed in archive.feeds.all() if feed.url.split("/")[2:3] and feed.url.split("/")[2] in hosts]
    if len(ids) > 1 and feeds:
        yield f"{_listed(feeds)} will bring new articles; these are not kept from being read."


def _beside(folder: Path) -> Iterator[Path]:
    """Yield the files of an archive that are not its own and may hold words."""
    for path in _texts(folder, PLAIN):
        if path.relative_to(folder).parts[0] not in OWN:
            yield path


def _listed(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
