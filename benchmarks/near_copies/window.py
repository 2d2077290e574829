"""A batch of a thousand articles against an index of a million: seconds, memory, size of the file.

    .venv/bin/python -m benchmarks.near_copies.window /tmp/corpus-100000.jsonl /tmp/window.duckdb 1000000

The window is filled with the sketches of the corpus, then with the same ones re-salted until the number is reached:
the same spread of frequent and rare runs, no cross matches. The corpus's last thousand articles are the batch.
"""

import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

from benchmarks.near_copies.ours import article
from benchmarks.near_copies.scoring import read
from news.copies.near_copies import find_near_copies
from news.copies.sketches import sketch_all
from storage.tables.sketch_index import SketchTable

BATCH = 1000
CHUNK = 10_000
TODAY = date(2026, 3, 1)
COLUMNS = {
    "sketches": "xor(h, $salt::UBIGINT), article_id + $more, day - $days::INTEGER",
    "short_runs": "xor(h, $salt::UBIGINT), article_id + $more, day - $days::INTEGER",
    "quoted": "xor(h, $salt::UBIGINT), article_id + $more, day - $days::INTEGER",
    "sketch_sizes": "article_id + $more, hashes, sampled, xor(exact, $salt::UBIGINT), day - $days::INTEGER",
}


def fill(connection: duckdb.DuckDBPyConnection, table: SketchTable, texts: list[str], wanted: int) -> None:
    for start in range(0, len(texts), CHUNK):
        chunk = texts[start : start + CHUNK]
        table.save(list(range(start, start + len(chunk))), [TODAY] * len(chunk), sketch_all(chunk))
    for turn in range(1, wanted // len(texts)):
        salt = {"salt": (turn * 0x9E3779B97F) % (1 << 39), "more": turn * 10_000_000, "days": turn}
        for name, columns in COLUMNS.items():
            rest = f"FROM idx.{name} WHERE article_id < 10000000"
            connection.execute(f"INSERT INTO idx.{name} SELECT {columns} {rest}", salt)
    connection.execute("CHECKPOINT idx")


def main(corpus: str, path: str, wanted: str) -> None:
    texts = [str(one["text"]) for one in read(corpus)]
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1500MB'")
        connection.execute("SET temp_directory = '/tmp'")
        connection.execute("ATTACH ? AS idx (STORAGE_VERSION 'v1.5.0')", [path])
        table = SketchTable(connection)
        if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE database_name = 'idx'").fetchall():
            table.create()
            fill(connection, table, texts[:-BATCH], int(wanted))
        counts = {name: connection.execute(f"SELECT count(*) FROM idx.{name}").fetchall()[0][0] for name in COLUMNS}
        print(counts, f"file: {Path(path).stat().st_size / 1e6:.0f} MB")
        numbers = range(len(texts) - BATCH, len(texts))
        for turn in range(3):
            started, cpu = time.perf_counter(), time.process_time()
            sketches = dict(zip(numbers, sketch_all([texts[number] for number in numbers]), strict=True))
            pairs = table.candidates(sketches, since_day=TODAY - timedelta(days=30))
            asked = time.perf_counter()
            known = [article(old, texts[old]) for old in {old for _, old in pairs} if old < len(texts) - BATCH]
            found = find_near_copies(
                [article(number, texts[number]) for number in numbers],
                among=known,
                candidates=pairs,
                sketches=sketches,
            )
            ended, spent = time.perf_counter(), time.process_time() - cpu
            print(
                f"turn {turn}: sketches and candidates {asked - started:.2f} s, verification {ended - asked:.2f} s, "
                f"CPU {spent:.2f} s; {len(pairs)} pairs, {len(found)} links"
            )
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
