"""Times every trend macro on an archive, beside SQLite and Polars on the same rows in the same run.

    python -m benchmarks.archive.trends FILE [--rivals PYTHON] [--rounds 5]

FILE is made by benchmarks/archive/synthetic.py; PYTHON has what benchmarks/archive/rivals.txt names. Without it ours
alone is timed: as a snapshot answers, and as of the moment it was made, when nothing that it has counted is used.
"""

import argparse
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.archive.rivals import INDEXES, timed

ROOT = Path(__file__).parents[2]
QUESTIONS = {
    "coverage_by_day, a large story": "FROM coverage_by_day('{large}')",
    "coverage_by_day, a small story": "FROM coverage_by_day('{small}')",
    "coverage_by_day, a watch over 1 %": "FROM coverage_by_day('one-in-a-hundred')",
    "coverage_by_day, one month": "FROM coverage_by_day('{large}', DATE '2025-06-01', DATE '2025-06-30')",
    "story_burst": "FROM story_burst('{large}')",
    "story_concentration": "FROM story_concentration('{large}')",
    "story_halflife": "FROM story_halflife('{large}')",
    "share_of_voice": "FROM share_of_voice(['{large}', '{small}', 'one-in-a-hundred'])",
    "rising_terms": "FROM rising_terms(DATE '2025-12-01', DATE '2025-12-07')",
    "chronicle": "FROM chronicle('{large}')",
    "who_copied_whom": "FROM who_copied_whom('{large}')",
    "stories (view)": "SELECT count(*) FROM stories",
    "coverage_health (view)": "SELECT sum(articles) FROM coverage_health",
}
# What the rivals get: current rows, joined, with days as numbers.
EXPORTS = {
    "article": """
        SELECT a.article_id, a.outlet, date_diff('day', DATE '1970-01-01', a.ordered_at::DATE)::INTEGER AS day,
            date_diff('day', DATE '1970-01-01', a.first_seen_at::DATE)::INTEGER AS seen_day,
            p.story_id, p.copy_group_id, p.is_original
        FROM archive.articles AS a JOIN archive.placements AS p ON p.article_id = a.article_id""",
    "origin": "SELECT article_id, origin_group_id, state FROM archive.origins WHERE basis = 'text'",
    "outlet": "SELECT outlet, family FROM archive.outlets",
    "watched": "SELECT article_id FROM archive.watch_matches",
    "feed_day": """
        SELECT outlet, date_diff('day', DATE '1970-01-01', day)::INTEGER AS day, polls, polls_ok
        FROM archive.feed_days""",
    "term_day": """
        SELECT date_diff('day', DATE '1970-01-01', day)::INTEGER AS day, term, copy_groups AS n
        FROM archive.term_days""",
}


def export(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the rivals' rows: Parquet files, and a SQLite file with an index for each question."""
    if (folder / "rival.sqlite").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "draft.sqlite"
    draft.unlink(missing_ok=True)
    with sqlite3.connect(draft) as rival:
        rival.execute("PRAGMA journal_mode = OFF")
        for name, sql in EXPORTS.items():
            connection.execute(f"COPY ({sql}) TO '{folder / name}.parquet'")
            _fill(rival, name, connection.execute(sql))
        for statement in INDEXES:
            rival.execute(statement)
    shutil.move(draft, folder / "rival.sqlite")


def _fill(rival: sqlite3.Connection, name: str, rows: duckdb.DuckDBPyConnection) -> None:
    columns = [column[0] for column in rows.description or ()]
    key = " INTEGER PRIMARY KEY" if name == "article" else ""
    rival.execute(f"CREATE TABLE {name} ({', '.join([columns[0] + key, *columns[1:]])})")
    marks = ", ".join("?" for _ in columns)
    while batch := rows.fetchmany(100_000):
        rival.executemany(f"INSERT INTO {name} VALUES ({marks})", batch)


def answered(connection: duckdb.DuckDBPyConnection, asked: dict[str, str], rounds: int) -> dict[str, dict[str, float]]:
    return {name: timed(lambda sql=sql: connection.execute(sql).fetchall(), rounds) for name, sql in asked.items()}


def told(times: dict[str, Any]) -> str:
    return f"{times['wall']:7.0f} ms {times['cpu']:7.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rivals", metavar="PYTHON")
    wanted = parser.parse_args()
    with duckdb.connect(wanted.file, read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET disabled_optimizers = 'statistics_propagation'")
        rows = connection.execute(
            "SELECT story_id, count(*) FROM story_articles GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 400"
        ).fetchall()
        articles = connection.execute("SELECT count(*) FROM articles").fetchall()[0][0]
        names = {"large": rows[0][0], "small": rows[-1][0]}
        print(f"duckdb {duckdb.__version__}, {articles:,} articles, large {rows[0]}, small {rows[-1]}")
        folder = wanted.file.with_suffix(".rivals")
        if wanted.rivals:
            export(connection, folder)
        asked = {name: sql.format(**names) for name, sql in QUESTIONS.items()}
        times = {"newsthread": answered(connection, asked, wanted.rounds)}
        connection.execute("SET VARIABLE as_of = TIMESTAMPTZ '2026-01-01 00:00:00+00'")
        times["as of"] = answered(connection, asked, wanted.rounds)
    if wanted.rivals:
        command = [wanted.rivals, "-m", "benchmarks.archive.rivals", folder, *names.values(), str(wanted.rounds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        times |= json.loads(done.stdout)
    print(f"{'wall, CPU in ms':34}" + "".join(f"{name:>19}" for name in times))
    for question in QUESTIONS:
        beside = [told(of[question]) if question in of else "–" for of in times.values()]
        print(f"{question:34}" + "".join(f"{words:>19}" for words in beside))


if __name__ == "__main__":
    main()
