"""Times saving a batch of 1,000 articles, and tells the disk an article takes.

    python -m benchmarks.archive.saving FOLDER [--articles 1000000] [--rounds 5]

FOLDER is made by benchmarks/archive/realistic.py when it is empty, and grows by what is saved. Beside us, in the same
run, SQLite with the same columns' worth of data: url as its key, text plain, one transaction a batch.
"""

import argparse
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.archive.realistic import NOW, Texts, article, build
from news.records import Article
from storage.archive import Archive

SIZE = 1000
BLOCKS = "SELECT count(DISTINCT block_id) FROM pragma_storage_info($1) WHERE block_id >= 0"


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that the work took, by the clock and of CPU (what counts where the machine is shared)."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used


def told(name: str, took: list[tuple[float, float]]) -> str:
    seconds, cpu = [of for of, _ in took], [of for _, of in took]
    median, used = statistics.median(seconds), statistics.median(cpu)
    return f"{name:22} median {median:.3f} s, worst {max(seconds):.3f} s, CPU {used:.3f} s"


def save(archive: Archive, items: Sequence[Article], expected: int) -> None:
    with archive.store.transaction():
        written = archive.articles.save(items, now=NOW + timedelta(days=1))
    if len(written) != expected:
        raise AssertionError(f"{len(written)} written, not {expected}")


def rounds_of(archive: Archive, texts: Texts, total: int, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Save new articles, half-known ones and changed ones; `total` numbers the first that is new."""
    took: dict[str, list[tuple[float, float]]] = {
        "1,000 new": [],
        "500 new, 500 known": [],
        "1,000 changed": [],
        "checkpoint": [],
    }
    first = total
    for turn in range(rounds):
        new = [article(first + at, text) for at, text in enumerate(texts.some(10**6 + turn, SIZE))]
        took["1,000 new"].append(timed(lambda new=new: save(archive, new, SIZE)))
        later = enumerate(texts.some(2 * 10**6 + turn, SIZE // 2), start=first + SIZE)
        half = new[500:] + [article(number, text) for number, text in later]
        took["500 new, 500 known"].append(timed(lambda half=half: save(archive, half, 500)))
        spread = archive.articles.get(_sample(archive, turn))
        if len(spread) != SIZE:
            raise AssertionError(f"{len(spread)} articles of the last month, not {SIZE}")
        changed = [replace(item, text=item.text + " More followed.") for item in spread]
        took["1,000 changed"].append(timed(lambda changed=changed: save(archive, changed, len(changed))))
        took["checkpoint"].append(timed(lambda: archive.store.write("CHECKPOINT")))
        first += SIZE + 500
    return took


def _sample(archive: Archive, turn: int) -> list[int]:
    """Return the keys of 1,000 articles of the last month: older pages are seldom read again."""
    sql = """
        SELECT DISTINCT article_id FROM archive.articles
        WHERE ordered_at > $3::TIMESTAMPTZ - INTERVAL 30 DAYS AND hash(article_id, $1) % 10 = 0 LIMIT $2
    """
    return [key for (key,) in archive.store.rows(sql, [turn, SIZE, NOW])]


def sqlite_rounds(path: Path, texts: Texts, total: int, rounds: int) -> list[tuple[float, float]]:
    """The same new articles into a SQLite file that holds as many rows, those without texts: quicker to fill."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT, text TEXT, at TEXT)")
    rows = (
        (item.article_id, item.url, item.title, "", item.ordered_at.isoformat())
        for item in (article(number, "a b c") for number in range(total))
    )
    connection.executemany("INSERT OR IGNORE INTO article VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    took = []
    for turn in range(rounds):
        new = [article(total + turn * SIZE + at, text) for at, text in enumerate(texts.some(turn, SIZE))]
        batch = [(item.article_id, item.url, item.title, item.text, item.ordered_at.isoformat()) for item in new]
        took.append(timed(lambda batch=batch: _into_sqlite(connection, batch)))
    connection.close()
    return took


def _into_sqlite(connection: sqlite3.Connection, batch: list[tuple[object, ...]]) -> None:
    connection.executemany("INSERT OR IGNORE INTO article VALUES (?, ?, ?, ?, ?)", batch)
    connection.commit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    build(options.folder, options.articles)
    texts = Texts()
    with Archive.open(options.folder, now=NOW) as archive:
        counted = "SELECT count(*), count(DISTINCT article_id), avg(length(text)) FROM archive.articles"
        versions, total, length = archive.store.rows(counted)[0]
        archive.store.write("CHECKPOINT")
        blocks, block_bytes = archive.store.rows(
            "SELECT used_blocks, block_size FROM pragma_database_size() WHERE database_name = 'store'"
        )[0]
        size = blocks * block_bytes  # a file that grew in many steps has free room besides, until it is compacted
        index_blocks = sum(
            archive.store.rows(BLOCKS, [table])[0][0] for table in ("archive.postings", "archive.searchable")
        )
        size -= index_blocks * block_bytes
        print(f"{total:,} articles in {versions:,} versions of {length:,.0f} characters")
        print(f"{size / total:,.0f} bytes an article, {size / versions:,.0f} a version")
        print(f"and {index_blocks * block_bytes / total:,.0f} bytes an article for the index of words")
        took = rounds_of(archive, texts, total, options.rounds)
    for name, seconds in took.items():
        print(told(name, seconds))
    path = options.folder / "rival.sqlite"
    path.unlink(missing_ok=True)
    seconds = sqlite_rounds(path, texts, options.articles, options.rounds)
    path.unlink()
    print(told("SQLite, 1,000 new", seconds))


if __name__ == "__main__":
    main()
