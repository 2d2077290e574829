"""Searches beside SQLite FTS5 and tantivy on the same texts: milliseconds of CPU, size of the index, and hits.

    python -m benchmarks.archive.search_rivals FOLDER [--python PYTHON]

FOLDER is an archive of benchmarks/archive/realistic.py that was published. PYTHON has tantivy; without it FTS5 alone is
asked. Each
counts all hits and returns the ten best; a snippet is made by none.
"""

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

QUERIES = ("headquarters", '"prime minister"', '"islamic state" iraq', "apple watch", "of the government")
ROUNDS = 3
WHOLE = """
    SELECT a.article_id, a.title, a.text FROM archive.articles AS a
    WHERE a.superseded_at > TIMESTAMPTZ '9999-01-01' ORDER BY a.rowid
"""
OURS = "SELECT article_id, found FROM search(?)"
INDEX_SIZE = """
    SELECT count(DISTINCT block_id) * 262144 FROM pragma_storage_info('archive.postings') WHERE persistent
"""
TANTIVY = """
import json, sys, time
from pathlib import Path
import tantivy
folder, file, queries, rounds = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4])
schema = tantivy.SchemaBuilder()
schema.add_integer_field("id", stored=True)
for name in ("title", "text"):
    schema.add_text_field(name, tokenizer_name="default")
index = tantivy.Index(schema.build(), path=str(folder))
started = time.process_time()
writer = index.writer(200_000_000, 1)
for line in open(file, encoding="utf-8"):
    number, title, text = json.loads(line)
    writer.add_document(tantivy.Document(id=number, title=title, text=text))
writer.commit(); writer.wait_merging_threads()
told = {"build": time.process_time() - started, "size": sum(p.stat().st_size for p in folder.iterdir())}
index.reload(); searcher = index.searcher()
for query in queries:
    parsed, best = index.parse_query(query, ["title", "text"], conjunction_by_default=True), 1e9
    for _ in range(rounds):
        at = time.process_time()
        found = searcher.search(parsed, 10, count=True)
        best = min(best, time.process_time() - at)
    told[query] = (found.count, best)
print(json.dumps(told))
"""


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", help="one that has tantivy")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as passing,
        duckdb.connect(options.folder / "news.duckdb", read_only=True) as ours,
    ):
        ours.execute("SET threads = 1")
        answers = {"newsthread": of_ours(ours), "FTS5": of_fts5(ours, Path(passing) / "fts5.sqlite")}
        if options.python:
            answers["tantivy"] = of_tantivy(ours, Path(passing), options.python)
    for query in QUERIES:
        print(
            query, *(f"{name}: {found[query][0]} in {1000 * found[query][1]:.0f} ms" for name, found in answers.items())
        )
    print(
        *(f"{name}: {found['size'] / 1e6:.0f} MB, built in {found['build']:.0f} s" for name, found in answers.items())
    )


def texts(ours: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, str, str]]:
    """Yield the present versions."""
    asked = ours.cursor().execute(WHOLE)
    while rows := asked.fetchmany(2048):
        yield from rows


def timed(ask: Callable[[], int]) -> tuple[int, float]:
    """Return the hits and the least CPU seconds of some rounds."""
    found, best = 0, float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        found = ask()
        best = min(best, time.process_time() - started)
    return found, best


def of_ours(ours: duckdb.DuckDBPyConnection) -> dict:
    """Ask the snapshot."""

    def count(query: str) -> int:
        rows = ours.execute(OURS, [query]).fetchall()
        return rows[0][1] if rows else 0

    size = ours.execute(INDEX_SIZE).fetchone()[0]
    return {"build": float("nan"), "size": size} | {query: timed(lambda q=query: count(q)) for query in QUERIES}


def of_fts5(ours: duckdb.DuckDBPyConnection, path: Path) -> dict:
    """Index and ask SQLite's FTS5, without a copy of the texts."""
    with sqlite3.connect(path) as rival:
        started = time.process_time()
        rival.execute(
            "CREATE VIRTUAL TABLE t USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 2')"
        )
        rival.executemany("INSERT INTO t(rowid, title, text) VALUES (?, ?, ?)", texts(ours))
        rival.execute("INSERT INTO t(t) VALUES ('optimize')")
        rival.commit()
        figures = {"build": time.process_time() - started, "size": path.stat().st_size}

        def ask(query: str) -> int:
            rival.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10", [query]).fetchall()
            return rival.execute("SELECT count(*) FROM t WHERE t MATCH ?", [query]).fetchone()[0]

        return figures | {query: timed(lambda q=query: ask(q)) for query in QUERIES}


def of_tantivy(ours: duckdb.DuckDBPyConnection, folder: Path, python: str) -> dict:
    """Index and ask tantivy, in a Python that has it."""
    file, index = folder / "texts.jsonl", folder / "tantivy"
    index.mkdir()
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in texts(ours))
    command = [python, "-c", TANTIVY, str(index), str(file), json.dumps(QUERIES), str(ROUNDS)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    sys.exit(main())
