"""Pages on disk → extracted records: on standard output, or, of kept pages, into the archive again."""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from extractors.fetch.warc_store import read_kept
from extractors.pages.extract import ExtractionPool, extract_articles
from flows.configuration.settings import Settings
from flows.linking.link import link
from flows.progress import Progress
from news.articles.assemble import article_from_page
from news.articles.outlet_index import OutletIndex
from news.articles.versions import differences
from news.errors import InputError
from news.records import Article, Extraction, FetchedPage, PageToRead, is_readable
from news.urls import article_key
from storage.archive import Archive

PAGES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".warc", ".warc.gz")
# The steps of an extraction's path, for a person.
PATHS = {
    "fast": "the quick and strict reading",
    "full": "the thorough one, since it found little",
    "wide": "the generous one, since it found little on a very large page",
    "cut": "the first 15,000 elements of a page that has more",
    "untouched": "the page as it came, since the readings before disagreed wholly",
    "second": "the second opinion, which has several times the sentences",
    "json-ld": "the body that the page states in JSON-LD",
    "state": "the data that the page carries for its own script",
}
GROUP = 128  # pages read again at a time, and saved in one transaction
Place = tuple[int, int]  # of a kept page: its file, and its number in it
FILE_BYTES = 20_000_000  # decompressed; extraction itself refuses above 5 MB


def extract_paths(
    paths: Sequence[Path],
    *,
    url: str | None,
    as_jsonl: bool,
    explain: bool,
    workers: int | None,
    progress: Progress,
) -> int:
    """Print what each page says; return the exit code: 1 when no page gave an article.

    Raises:
        InputError: a path does not exist, or --url names more than one page.
    """
    files = [file for path in paths for file in _files(path)]
    if url and len(files) != 1:
        raise InputError(f"--url is the address of one page; {len(files)} were given.", subject=url)
    good = 0
    with progress.stage("pages", len(files)) as step:
        for found in extract_articles(_pages(files, url, step), workers=workers):
            good += is_readable(found.status)
            print(_as_json(found) if as_jsonl else _in_words(found, explain), flush=not sys.stdout.isatty())
    return 0 if good else 1


def extract_again(
    archive: Archive, settings: Settings, *, outlet: str | None, now: datetime, progress: Progress
) -> str:
    """Read the kept pages again by today's rules; a text, title, name or date that comes out differently is a version.

    The publisher changed nothing, so such a version is called "read again" and the digest does not tell it. Pages
    are read and saved a group at a time: there may be more of them than memory holds.

    Raises:
        InputError: no page is kept, or none of `outlet`.
    """
    files = sorted((settings.archive / "pages").glob("*.warc.gz"))
    places = _latest(files)
    known = archive.feeds.announced([article_key(url) for url in places])
    outlet_of = {article.article_id: article.outlet for article in archive.articles.get(list(known))}
    wanted = {
        url: place
        for url, place in places.items()
        if (key := article_key(url)) in outlet_of and outlet in (None, outlet_of[key])
    }
    if not wanted:
        raise InputError(_nothing_kept(outlet, bool(places)), subject=outlet or str(settings.archive / "pages"))
    outlets, changes = OutletIndex(archive.outlets.all()), Counter[str]()
    with (
        progress.stage("pages", len(wanted)) as step,
        ExtractionPool(workers=settings.workers) as pool,
    ):
        readings = pool.extract_all(map(PageToRead.of, _kept(files, wanted)))
        while group := list(islice(readings, GROUP)):
            articles = [
                article_from_page(known[article_key(found.source)], found, url=found.source, outlets=outlets, now=now)
                for found in group
                if is_readable(found.status)
            ]
            changes += _saved_again(archive, articles, now)
            for _ in group:
                step()
    linked = link(archive, settings, now=now, progress=progress)
    archive.publish(now=now)
    return f"{_read_again(len(wanted), changes)}\n{linked.in_words()}"


def _saved_again(archive: Archive, articles: Sequence[Article], now: datetime) -> Counter[str]:
    """Save what came out differently; return how many versions that made, and how often each field differs."""
    before = {old.article_id: old for old in archive.articles.get([new.article_id for new in articles])}
    with archive.store.transaction():
        written = archive.articles.save(articles, now=now, change="read again")
    changes = Counter(what for new in written for what in differences(before[new.article_id], new))
    return changes + Counter(versions=len(written))


def _read_again(pages: int, changes: Counter[str]) -> str:
    """Say how many pages were read again, and how many of what came out differently."""
    return (
        f"{pages} kept pages read again; {changes['versions']} came out differently: {changes['text']} texts, "
        f"{changes['title']} titles, {changes['authors']} lists of authors, {changes['date']} dates."
    )


def _nothing_kept(outlet: str | None, has_pages: bool) -> str:
    if outlet and has_pages:
        return f'No kept page is of {outlet!r}; `newsthread sql "FROM outlets"` tells the outlets\' names.'
    return "No page is kept to be read again; `keep_pages` in newsthread.toml says whether collections keep them."


def _latest(files: Sequence[Path]) -> dict[str, Place]:
    """Return where the latest kept page of each address stands; what cannot be read is passed over."""
    return {page.url: (n, m) for n, path in enumerate(files) for m, page in enumerate(read_kept(path))}


def _kept(files: Sequence[Path], wanted: Mapping[str, Place]) -> Iterator[FetchedPage]:
    """Yield the pages that stand at the wanted places."""
    for n, path in enumerate(files):
        for m, page in enumerate(read_kept(path)):
            if wanted.get(page.url) == (n, m):
                yield page


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file() and file.name.lower().endswith(PAGES))
    if not path.exists():
        raise InputError(f"{path} does not exist.", subject=str(path))
    return [path]


def _pages(files: Sequence[Path], url: str | None, step: Any) -> Iterator[PageToRead]:
    for file in files:
        if file.name.lower().endswith((".warc", ".warc.gz")):
            yield from map(PageToRead.of, read_kept(file))
        else:
            yield PageToRead(source=str(file), url=url, body=_read(file))
        step()


def _read(file: Path) -> bytes:
    """Return a file's bytes, decompressed and cut above the limit; no bytes where it cannot be read."""
    opener = gzip.open if file.suffix == ".gz" else open
    try:
        with opener(file, "rb") as stream:
            return bytes(stream.read(FILE_BYTES))
    except (OSError, EOFError):
        return b""


def _as_json(found: Extraction) -> str:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    return json.dumps(asdict(found), default=plain, ensure_ascii=False)


def _in_words(found: Extraction, explain: bool) -> str:
    lines = [f"# {found.title or '(no title)'}" if found.status == "ok" else f"# {found.source}: {found.status}"]
    if found.status != "ok" and found.reason:
        lines.append(found.reason)
    lines.append(f"{found.source}  {found.published_at or 'no date'}  {', '.join(found.authors)}".rstrip())
    if explain:
        lines += [f"  {name}: {_plainly(value)}" for name, value in _reasons(found) if value not in (None, "", ())]
    return "\n".join([*lines, "", found.text, ""])


def _reasons(found: Extraction) -> Iterator[tuple[str, Any]]:
    """Yield what decided how a page came out, the most telling first."""
    yield "status", f"{found.status} ({found.reason})" if found.reason else found.status
    path = ", then ".join(PATHS.get(step, step) for step in found.extractor.split(">"))
    yield "text", f"{len(found.text)} characters, by {path}" if path else "no reader saw the page"
    yield "agreement with a second reader", found.agreement
    yield "link density", found.link_density
    dated = f"{found.published_at} from {found.published_by}" if found.published_at else None
    yield "date", dated or found.date_doubt or "none that is believed"
    yield "dates stated", tuple(f"{candidate.at} ({candidate.source})" for candidate in found.dates)
    yield "days between them", found.date_spread_days
    for name in ("modified_at", "authors", "language", "url", "section", "keywords", "image", "based_on"):
        yield name.replace("_", " "), getattr(found, name)
    yield "links to others", tuple(link.url for link in found.links)
    yield "paywalled", "yes" if found.is_paywalled else None
    yield "seconds", found.seconds


def _plainly(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
