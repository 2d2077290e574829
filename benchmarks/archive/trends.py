"""Times every trend macro on an archive: python -m benchmarks.archive.trends FILE [--rounds N]."""

import argparse
import time
from pathlib import Path

import duckdb

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


def best(connection: duckdb.DuckDBPyConnection, sql: str, rounds: int) -> tuple[float, float]:
    """Return the shortest of `rounds` runs, in milliseconds, and the least processor time of any."""
    took = []
    for _ in range(rounds):
        start, processor = time.perf_counter(), time.process_time()
        connection.execute(sql).fetchall()
        took.append((time.perf_counter() - start, time.process_time() - processor))
    walls, processors = zip(*took, strict=True)
    return 1000 * min(walls), 1000 * min(processors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    with duckdb.connect(wanted.file, read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        rows = connection.execute(
            "SELECT story_id, count(*) FROM story_articles GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 400"
        ).fetchall()
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()
        names = {"large": rows[0][0], "small": rows[-1][0]}
        print(f"duckdb {duckdb.__version__}, {articles}, large {rows[0]}, small {rows[-1]}")
        for name, sql in QUESTIONS.items():
            wall, processor = best(connection, sql.format(**names), wanted.rounds)
            print(f"{wall:8.0f} ms {processor:8.0f} ms of processor  {name}")


if __name__ == "__main__":
    main()
