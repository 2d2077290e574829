"""Damages the files of a small archive at random, and counts what the deep check notices: see the README here."""

import argparse
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from extractors.fetch.warc_store import KeptPages, keep
from flows.configuration.settings import Settings
from flows.linking.link import link
from flows.operations.deep_findings import deep_findings
from news.errors import NewsError
from news.records import Article, FetchedPage
from storage.archive import Archive
from storage.checksums import BLOCK_BYTES, HEAD_BYTES
from storage.maintenance import deep_check as deep
from storage.maintenance.backup import back_up
from tests.storage.newsstand import article

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
PAGE_BYTES = 4096
MOST_DRAWS = 200  # until a damage changes something: most pages of a small file are zeros already
PLACES = ("store", "index", "snapshot", "backup", "checksums", "pages")
UNSEALED = ("store", "index")  # what the checksums are of: tried without them, as a run that is ended leaves it
FOLDERS = {"backup": "backups"}
FILES = {"store": "store.duckdb", "index": "index.duckdb", "snapshot": "news.duckdb", "checksums": "checksums.json"}
Harm = Callable[[bytes, random.Random], bytes]


def flip(data: bytes, chance: random.Random) -> bytes:
    """Turn one bit."""
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    """Lose the end."""
    return data[: chance.randrange(len(data))]


def swap(data: bytes, chance: random.Random) -> bytes:
    """Exchange two blocks: writes that came to the wrong places."""
    size = BLOCK_BYTES if len(data) > HEAD_BYTES + 2 * BLOCK_BYTES else 64
    starts = range(HEAD_BYTES if size == BLOCK_BYTES else 0, len(data) - size + 1, size)
    if len(starts) < 2:
        return data
    one, other = sorted(chance.sample(starts, 2))
    first, second = data[one : one + size], data[other : other + size]
    return data[:one] + second + data[one + size : other] + first + data[other + size :]


def tear(data: bytes, chance: random.Random) -> bytes:
    """Zero one page: a write that never came to the disk."""
    start = chance.randrange(0, max(len(data) - PAGE_BYTES, 1), PAGE_BYTES)
    return (data[:start] + bytes(len(data[start : start + PAGE_BYTES])) + data[start + PAGE_BYTES :])[: len(data)]


HARMS: dict[str, Harm] = {"bit flipped": flip, "file cut": cut, "blocks swapped": swap, "page torn": tear}


def build(folder: Path) -> None:
    """Make the archive that is to be damaged, with a snapshot and a backup."""
    with Archive.open(folder, now=NOW) as archive:
        with archive.store.transaction():
            archive.articles.save([article(number, words=60) for number in range(60)], now=NOW)
        link(archive, Settings(archive=folder), now=NOW)
        keep([kept(article(number, words=60)) for number in range(20)], folder / "pages", now=NOW)
        archive.publish(now=NOW)
        back_up(archive.store, folder / "backups" / "2026-11-28-090000", now=NOW)


def kept(one: Article) -> FetchedPage:
    """Return the page that an article was read from."""
    body = f"<html><h1>{one.title}</h1><p>{one.text}</p></html>".encode()
    return FetchedPage(url=one.url, final_url=one.url, outcome="ok", status=200, body=body, fetched_at=NOW)


def is_noticed(folder: Path, place: str) -> bool:
    """Return whether the deep check says that something is wrong: its part for the damaged file is asked first."""
    parts: dict[str, Callable[[], Iterator[deep.Finding]]] = {
        "store": lambda: deep._store(folder),
        "snapshot": lambda: deep._snapshot(folder),
        "between": lambda: deep._agreement(folder),
        "backup": lambda: deep._backups(folder / "backups"),
    }
    first = parts.get(place, parts["store"])
    if place == "pages":
        return any(one.is_wrong for one in deep_findings(Settings(archive=folder)))
    return any(one.is_wrong for part in (first, *parts.values()) for one in part())


def contents(folder: Path) -> str:
    """Return all that the archive's files answer, or why they do not."""
    answers: list[object] = [list(map(str, KeptPages(path))) for path in sorted(folder.rglob("*.warc.gz"))]
    for path in sorted(folder.rglob("*")):
        try:
            if path.suffix == ".duckdb":
                with duckdb.connect(str(path), read_only=True) as connection:
                    names = [name for (name,) in connection.execute(deep.TABLES).fetchall()]
                    for name in names:
                        hashed = connection.execute(f"SELECT bit_xor(hash(t)) FROM {name} t").fetchone()
                        answers.append((path.name, name, hashed))
            elif path.suffix == ".parquet":
                answers.append((path.name, duckdb.sql(f"SELECT bit_xor(hash(t)) FROM '{path}' t").fetchall()))
        except duckdb.Error as error:
            answers.append((path.name, str(error)))
    return repr(answers)


def attempt(folder: Path, place: str, harm: Harm, chance: random.Random, sound: str, *, is_sealed: bool = True) -> str:
    """Damage one file, ask, and mend it again; return what came of it.

    Args:
        is_sealed: with the checksums of store and index in their place; without them a run was ended.
    """
    paths = [path for path in sorted((folder / FOLDERS.get(place, place)).rglob("*")) if path.is_file()]
    path = folder / FILES[place] if place in FILES else chance.choice(paths)
    seal = folder / FILES["checksums"]
    if not is_sealed:
        seal = seal.rename(folder / "checksums.aside")
    data, stat = path.read_bytes(), path.stat()
    harmed = next((one for one in (harm(data, chance) for _ in range(MOST_DRAWS)) if one != data), data)
    if harmed == data:
        return "no change"
    path.write_bytes(harmed)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # a disk that fails changes no time
    try:
        noticed = is_noticed(folder, place)
    except NewsError:
        noticed = True
    try:
        return "noticed" if noticed else "harmless" if contents(folder) == sound else "ESCAPED"
    finally:
        path.write_bytes(data)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        if not is_sealed:
            seal.rename(folder / FILES["checksums"])


def main() -> None:
    """Try damages in turn until the count or the time is reached; print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--unsealed", action="store_true", help="store and index alone, without their checksums")
    parser.add_argument("--seconds", type=float, default=300.0)
    options = parser.parse_args()
    chance, results = random.Random(options.seed), Counter[tuple[str, str, str]]()
    places = UNSEALED if options.unsealed else PLACES
    scratch = Path(tempfile.mkdtemp())
    try:
        build(scratch / "archive")
        sound, ends = contents(scratch / "archive"), time.monotonic() + options.seconds
        if is_noticed(scratch / "archive", "store"):
            raise SystemExit("the archive is damaged before anything was tried")
        for number in range(options.count):
            if time.monotonic() > ends:
                break
            place, kind = places[number % len(places)], list(HARMS)[number // len(places) % len(HARMS)]
            outcome = attempt(scratch / "archive", place, HARMS[kind], chance, sound, is_sealed=not options.unsealed)
            results[place, kind, outcome] += 1
        if is_noticed(scratch / "archive", "store"):
            raise SystemExit("the archive was not mended between two tries")
    finally:
        shutil.rmtree(scratch)
    report(results, options.seed)


def report(results: Counter[tuple[str, str, str]], seed: int) -> None:
    """Print a line for each file and kind of damage."""
    ends = ("noticed", "harmless", "ESCAPED", "no change")
    print("| file | damage |", " | ".join(ends), "|")
    print("|---|---|" + "---:|" * len(ends))
    for place, kind in sorted({key[:2] for key in results}):
        print(f"| {place} | {kind} |", " | ".join(str(results[place, kind, end]) for end in ends), "|")
    totals = Counter[str]()
    for (_, _, end), count in results.items():
        totals[end] += count
    print(f"{results.total()} tried, seed {seed}:", ", ".join(f"{totals[end]} {end}" for end in ends))
    raise SystemExit(1 if totals["ESCAPED"] else 0)


if __name__ == "__main__":
    main()
