"""The same trends asked of SQLite and Polars, on the same rows: run by benchmarks/archive/trends.py.

    PYTHON -m benchmarks.archive.rivals FOLDER LARGE SMALL ROUNDS

FOLDER holds rival.sqlite and Parquet files. Both rivals get what suits them: days as ready-made numbers where we cut
them in the archive's zone, in SQLite an index for each question, in Polars all of it in memory. Neither has versions,
moments of knowledge, outages or merged stories to heed, so each does less than the macro it stands beside.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ORIGIN_DAYS = """
    SELECT day, sum(is_known) AS origins
    FROM (
        SELECT min(m.day) AS day, max(o.state <> 'unknown') AS is_known
        FROM mine AS m JOIN origin AS o ON o.article_id = m.article_id
        GROUP BY o.origin_group_id)
    GROUP BY day
"""
STEADY = """
    SELECT outlet FROM feed_day
    WHERE polls_ok > 0 AND 2 * polls_ok >= polls AND day >= (SELECT min(day) FROM mine)
    GROUP BY outlet
    HAVING count(*) >= 0.9 * (SELECT count(DISTINCT day) FROM feed_day WHERE day >= (SELECT min(day) FROM mine))
"""
COVERAGE = f"""
    WITH mine AS MATERIALIZED ({{mine}}),
    steady AS MATERIALIZED ({STEADY}),
    found AS (SELECT day, count(*) AS articles, count(DISTINCT outlet) AS outlets FROM mine GROUP BY day),
    opened AS (
        SELECT day, count(*) AS copy_groups
        FROM (SELECT min(day) AS day FROM mine GROUP BY copy_group_id) GROUP BY day),
    totals AS (
        SELECT a.day, count(*) AS total, count(s.outlet) AS panel_total
        FROM article AS a LEFT JOIN steady AS s ON s.outlet = a.outlet
        WHERE a.day >= (SELECT min(day) FROM mine) GROUP BY a.day),
    copies AS (
        SELECT day, count(*) AS copies FROM article
        WHERE NOT is_original AND day >= (SELECT min(day) FROM mine) GROUP BY day),
    origins AS ({ORIGIN_DAYS})
    SELECT t.day, coalesce(articles, 0), coalesce(copy_groups, 0), coalesce(origins, 0), total, panel_total,
        coalesce(articles, 0) * 1.0 / total, coalesce(copy_groups, 0) * 1.0 / (total - coalesce(copies, 0))
    FROM totals AS t
    LEFT JOIN found USING (day) LEFT JOIN opened USING (day) LEFT JOIN copies USING (day) LEFT JOIN origins USING (day)
    ORDER BY t.day
"""
OF_STORY = "SELECT article_id, day, outlet, copy_group_id FROM article WHERE story_id = '{name}'"
OF_WATCH = "SELECT a.article_id, day, outlet, copy_group_id FROM watched JOIN article AS a USING (article_id)"
DAILY = f"""
    WITH mine AS MATERIALIZED ({OF_STORY.format(name="{large}")}),
    opened AS (
        SELECT day, count(*) AS n FROM (SELECT min(day) AS day FROM mine GROUP BY copy_group_id) GROUP BY day),
    totals AS (SELECT day, count(*) AS total FROM article WHERE day >= (SELECT min(day) - 9 FROM mine) GROUP BY day),
    daily AS (SELECT t.day, coalesce(n, 0) AS n, total FROM totals AS t LEFT JOIN opened USING (day))
"""
SQLITE = {
    "coverage_by_day, a large story": COVERAGE.format(mine=OF_STORY.format(name="{large}")),
    "coverage_by_day, a small story": COVERAGE.format(mine=OF_STORY.format(name="{small}")),
    "coverage_by_day, a watch over 1 %": COVERAGE.format(mine=OF_WATCH),
    "story_burst": DAILY
    + """
    SELECT day, n, total, sum(n) OVER past, sum(total) OVER past, count(*) OVER past, avg(n * n) OVER past FROM daily
    WINDOW past AS (ORDER BY day ROWS BETWEEN 9 PRECEDING AND 3 PRECEDING) ORDER BY day""",
    "story_concentration": f"""
    WITH mine AS ({OF_STORY.format(name="{large}")}),
    part AS (SELECT family, count(DISTINCT copy_group_id) * 1.0 AS n FROM mine JOIN outlet USING (outlet) GROUP BY 1),
    share AS (SELECT n / (SELECT sum(n) FROM part) AS s FROM part)
    SELECT count(*), sum(s * s), 1 / sum(s * s), exp(-sum(s * ln(s))) FROM share""",
    "story_halflife": DAILY
    + """,
    smooth AS (SELECT day, avg(n) OVER (ORDER BY day ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS m FROM daily),
    peak AS (SELECT day, m FROM smooth ORDER BY m DESC LIMIT 1)
    SELECT peak.day, peak.m, (SELECT min(s.day) FROM smooth AS s WHERE s.day > peak.day AND s.m <= peak.m / 2) FROM peak
    """,
    "share_of_voice": f"""
    WITH mine AS (
        SELECT 'large' AS name, copy_group_id FROM ({OF_STORY.format(name="{large}")})
        UNION ALL SELECT 'small', copy_group_id FROM ({OF_STORY.format(name="{small}")})
        UNION ALL SELECT 'watch', copy_group_id FROM ({OF_WATCH}))
    SELECT name, count(*), count(DISTINCT copy_group_id) FROM mine GROUP BY name""",
    "rising_terms": """
    WITH counted AS (
        SELECT term, sum(CASE WHEN day >= {since} THEN n ELSE 0 END) * 1.0 AS a,
            sum(CASE WHEN day < {since} THEN n ELSE 0 END) * 1.0 AS b
        FROM term_day WHERE day BETWEEN {since} - 28 AND {since} + 6 GROUP BY term),
    summed AS (SELECT sum(a) AS sa, sum(b) AS sb FROM counted),
    weighed AS (SELECT *, 500 * (a + b) / (sa + sb) AS p FROM counted, summed WHERE a >= 5),
    scored AS (SELECT term, a, b, (ln((a + p) / (sa + 500 - a - p)) - ln((b + p) / (sb + 500 - b - p)))
        / sqrt(1 / (a + p) + 1 / (b + p)) AS z FROM weighed)
    SELECT * FROM scored WHERE z > 0 ORDER BY z DESC, term""",
    "coverage_health (view)": """
    WITH seen AS (SELECT outlet, seen_day AS day, count(*) AS articles FROM article GROUP BY 1, 2)
    SELECT sum(articles)
    FROM (SELECT outlet, day, sum(polls) FROM feed_day GROUP BY 1, 2) LEFT JOIN seen USING (outlet, day)
    """,
}
INDEXES = (
    "CREATE INDEX of_story ON article (story_id)",
    "CREATE INDEX of_day ON article (day, outlet)",
    "CREATE INDEX of_copy ON article (day) WHERE NOT is_original",
    "CREATE INDEX of_seen ON article (outlet, seen_day)",
    "CREATE INDEX of_origin ON origin (article_id)",
    "CREATE INDEX of_term ON term_day (day)",
    "ANALYZE",
)
SINCE = 20423  # 2025-12-01, in days since 1970


def timed(work: Callable[[], Any], rounds: int) -> dict[str, float]:
    """Return the shortest of `rounds` runs by the clock and of CPU, in milliseconds."""
    walls, used = [], []
    for _ in range(rounds):
        started, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(1000 * (time.perf_counter() - started))
        used.append(1000 * (time.process_time() - processor))
    return {"wall": min(walls), "cpu": min(used)}


def ask_sqlite(path: Path, names: Mapping[str, Any], rounds: int) -> dict[str, dict[str, float]]:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA cache_size = -1000000")
        questions = {name: sql.format(**names) for name, sql in SQLITE.items()}
        return {
            name: timed(lambda sql=sql: connection.execute(sql).fetchall(), rounds) for name, sql in questions.items()
        }


def ask_polars(folder: Path, names: Mapping[str, Any], rounds: int) -> dict[str, dict[str, float]]:
    import polars as pl

    article = pl.read_parquet(folder / "article.parquet")
    outlet = pl.read_parquet(folder / "outlet.parquet")
    terms = pl.read_parquet(folder / "term_day.parquet")
    watched = pl.read_parquet(folder / "watched.parquet")
    origin = pl.read_parquet(folder / "origin.parquet")

    def story(name: str) -> pl.DataFrame:
        return article.filter(pl.col("story_id") == name)

    def opened(mine: pl.DataFrame) -> pl.DataFrame:
        return mine.group_by("copy_group_id").agg(pl.col("day").min()).group_by("day").len("copy_groups")

    def coverage(mine: pl.DataFrame) -> pl.DataFrame:
        since = mine["day"].min()
        totals = article.filter(pl.col("day") >= since).group_by("day").agg(
            pl.len().alias("total"), (~pl.col("is_original")).sum().alias("copies")
        )  # fmt: skip
        traced = origin.join(mine, on="article_id").group_by("origin_group_id").agg(
            pl.col("day").min(), (pl.col("state") != "unknown").any().alias("known")
        ).group_by("day").agg(pl.col("known").sum())  # fmt: skip
        found = mine.group_by("day").agg(pl.len().alias("articles"), pl.col("outlet").n_unique().alias("outlets"))
        for part in (found, opened(mine), traced):
            totals = totals.join(part, on="day", how="left")
        return totals.with_columns(share=pl.col("articles") / pl.col("total")).sort("day")

    def burst() -> pl.DataFrame:
        mine = story(names["large"])
        totals = article.filter(pl.col("day") >= mine["day"].min() - 9).group_by("day").len("total")
        daily = totals.join(opened(mine), on="day", how="left").fill_null(0).sort("day")
        return daily.with_columns(
            pl.col("copy_groups").shift(3).rolling_sum(7).alias("n"), pl.col("total").shift(3).rolling_sum(7).alias("t")
        )

    def concentration() -> pl.DataFrame:
        parts = story(names["large"]).join(outlet, on="outlet").group_by("family").agg(
            pl.col("copy_group_id").n_unique()
        )  # fmt: skip
        return parts.with_columns(share=pl.col("copy_group_id") / pl.col("copy_group_id").sum())

    def rising() -> pl.DataFrame:
        span = terms.filter(pl.col("day").is_between(SINCE - 28, SINCE + 6))
        return span.group_by("term").agg(
            pl.col("n").filter(pl.col("day") >= SINCE).sum().alias("a"),
            pl.col("n").filter(pl.col("day") < SINCE).sum().alias("b"),
        )

    def voice() -> list[int]:
        of_watch = article.join(watched, on="article_id", how="semi")
        return [part["copy_group_id"].n_unique() for part in (story(names["large"]), story(names["small"]), of_watch)]

    questions: dict[str, Callable[[], Any]] = {
        "coverage_by_day, a large story": lambda: coverage(story(names["large"])),
        "coverage_by_day, a small story": lambda: coverage(story(names["small"])),
        "coverage_by_day, a watch over 1 %": lambda: coverage(article.join(watched, on="article_id", how="semi")),
        "story_burst": burst,
        "story_concentration": concentration,
        "share_of_voice": voice,
        "rising_terms": rising,
    }
    return {name: timed(work, rounds) for name, work in questions.items()}


def main() -> None:
    folder, large, small, rounds = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    names = {"large": large, "small": small, "since": SINCE}
    answers = {"SQLite": ask_sqlite(folder / "rival.sqlite", names, rounds)}
    try:
        answers["Polars"] = ask_polars(folder, names, rounds)
    except ImportError:
        print("Polars is not there (benchmarks/archive/rivals.txt)", file=sys.stderr)
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
