"""Time the site of an archive of many stories, then a rebuild after one of them moved.

    .venv/bin/python -m benchmarks.digest.site FOLDER [STORIES]

Four articles a story on average, a quarter of them copies, 300 words each with figures, a quotation in every third;
nine stories in ten last a week or so, the others years.
Seconds of CPU are those of all processes; on a busy machine they tell more than those of the clock.
"""

import os
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.archive.synthetic import FILL
from flows.delivery.site import SiteOptions, print_site
from flows.progress import Progress
from storage.migrate import migrate

NOW = datetime(2026, 1, 1, tzinfo=UTC)
POOL = 3000  # different texts
THINGS = ("wooden houses", "per cent of the crews", "million crowns", "kilometres of track", "people", "ships")
WORDS = "the harbour council said on a grey morning that work would stop while an inquiry looked at old plans".split()

ENRICH = """
CREATE TEMP TABLE pool AS SELECT unnest($1::VARCHAR[]) AS text, unnest(range($2)) AS number;
"""
TEXTS = """
CREATE TEMP TABLE short AS
SELECT copy_group_id, 'short' || (60 * (number // 240) + number % 60) AS story_id
FROM (
    SELECT copy_group_id, row_number() OVER (ORDER BY min(recorded_at), copy_group_id) - 1 AS number
    FROM archive.placements WHERE copy_group_id % 10 <> 0 GROUP BY copy_group_id
);
UPDATE archive.placements SET story_id = short.story_id FROM short
WHERE short.copy_group_id = archive.placements.copy_group_id;
UPDATE archive.origins SET story_id = p.story_id FROM archive.placements AS p
WHERE p.article_id = archive.origins.article_id;
INSERT INTO archive.stories
SELECT DISTINCT story_id, 'Story ' || story_id, false, NULL::VARCHAR, TIMESTAMPTZ '2023-01-01 00:00:00+00',
    TIMESTAMPTZ '9999-12-31 00:00:00+00'
FROM short;
UPDATE archive.articles SET text = pool.text FROM pool WHERE pool.number = archive.articles.article_id % {pool};
INSERT INTO archive.copies
SELECT article_id, copy_group_id, 'near_copy', 0.95, 0.95, 'a passage of some length', recorded_at, superseded_at
FROM archive.placements WHERE NOT is_original;
INSERT INTO archive.quotes
SELECT article_id, 'we will not leave this harbour before the talks are over', 'Ida Moe', 0, 56,
    (hash(story_id) >> 1)::BIGINT, recorded_at, superseded_at
FROM archive.placements WHERE is_original AND article_id % 3 = 0;
CHECKPOINT;
"""


def texts() -> list[str]:
    """Return texts in which figures stand that agree and differ."""
    dice = random.Random("site")
    made = []
    for _ in range(POOL):
        lines = []
        for _ in range(16):
            said = dice.choices(WORDS, k=16)
            if dice.random() < 0.4:
                said[8:8] = [str(dice.choice((12, 40, 95, 140, 1200))), dice.choice(THINGS)]
            lines.append(" ".join(said).capitalize() + ".")
        made.append("\n".join(" ".join(lines[at : at + 4]) for at in range(0, len(lines), 4)))
    return made


def build(path: Path, stories: int) -> None:
    """Write the archive, in place of what stands at `path`."""
    path.unlink(missing_ok=True)
    with duckdb.connect(path, config={"storage_compatibility_version": "v1.5.0"}) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET memory_limit = '4GB'")
        migrate(connection, now=NOW)
        connection.execute(FILL.format(n=4 * stories, stories=stories, terms=2600))
        connection.execute(ENRICH, [texts(), POOL])
        connection.execute(TEXTS.format(pool=POOL))


def move_one(path: Path) -> None:
    """Let one more article into one story."""
    with duckdb.connect(path) as connection:
        connection.execute(
            "UPDATE archive.placements SET recorded_at = TIMESTAMPTZ '2026-01-01 00:00:00+00' "
            "WHERE story_id = (SELECT max(story_id) FROM archive.placements)"
        )


def timed(what: str, path: Path, out: Path) -> None:
    """Print the site once, and say how long it took."""
    before, begun = os.times(), time.perf_counter()
    done = print_site(path, out, options=SiteOptions(), progress=Progress())
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    sys.stdout.write(f"{what}: {time.perf_counter() - begun:.1f} s, {cpu:.1f} s of CPU; {done.in_words()}\n")


def main(folder: Path, stories: int) -> None:
    """Build, print, move, print again."""
    folder.mkdir(parents=True, exist_ok=True)
    path, out = folder / "news.duckdb", folder / "site"
    build(path, stories)
    timed("whole site", path, out)
    move_one(path)
    timed("after one story moved", path, out)
    timed("after nothing", path, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
