"""An archive of any size with texts, made once: python -m benchmarks.archive.realistic N FOLDER.

Words are drawn one by one as often as they stand in real articles (../shared, else in our own seeds), about 3,400
characters a text. Without grammar they compress worse than prose (zstd: 2.4 to 1, the articles themselves 3.0 to 1),
so the disk figures are on the safe side.
One article in twenty has a second version, nine in ten are placed in a story of nine, with an origin by each basis,
and one in ten matches a watch; 200 outlets with a feed each were polled on every day of three years.
"""

import csv
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from news.records import Article, Placement
from news.urls import article_key
from storage.archive import Archive
from storage.store import Store
from storage.tables.rows import NEVER, insert, row_of
from storage.tables.search_index import SPANS, SearchIndex

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BODIES = Path(__file__).parents[2] / ".." / "shared" / "data" / "near_copies" / "bodies.csv"
SEEDS = Path(__file__).parents[2] / "seeds"
WORDS_A_TEXT = 570  # 3,400 characters
BASE = 20_000
SECONDS = 3 * 365 * 86_400
START = NOW - timedelta(seconds=SECONDS)


def corpus() -> str:
    if BODIES.exists():
        csv.field_size_limit(10_000_000)
        with BODIES.open(encoding="utf-8", newline="") as file:
            return " ".join(row["articleBody"] for row in csv.DictReader(file))
    return " ".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.md")))


class Texts:
    """Texts of any number, each always the same for the same seed."""

    def __init__(self) -> None:
        counts = Counter(corpus().split(" "))
        self._words = np.array(list(counts), dtype=object)
        shares = np.array(list(counts.values()), dtype=float)
        self._until = np.cumsum(shares / shares.sum())

    def some(self, seed: int, count: int, words: int = WORDS_A_TEXT) -> list[str]:
        """Return `count` texts."""
        dice = np.random.default_rng(seed)
        drawn = np.searchsorted(self._until, dice.random((count, words)), side="right").clip(max=len(self._words) - 1)
        return [" ".join(row) for row in self._words[drawn]]


def article(number: int, text: str) -> Article:
    moment = START + timedelta(seconds=number % SECONDS)
    url = f"https://paper-{number % 200}.example/{number % 365}/{number}-a-headline-of-some-length"
    return Article(
        article_id=article_key(url), url=url, outlet=f"Paper {number % 200}", title=" ".join(text.split()[:9]),
        text=text, language="en", authors=(f"Author {number % 5000}",), published_at=moment, published_by="json-ld",
        first_seen_at=moment, ordered_at=moment, ordered_by="published", arrived_by="feed", page_status="ok",
        extractor="fast", agreement=0.98, link_density=0.02, word_count=len(text.split()), section="world",
        keywords=("world", "politics"),
    )  # fmt: skip


def build(folder: Path, count: int) -> None:
    """Fill an archive with about `count` articles; one that is there already is left alone.

    Texts are made for the first 20,000 and repeated with another beginning: DuckDB compresses 2,048 at a time, so
    what is repeated further on costs as much as if it were new. So is the index of words, less that beginning; it is
    sorted as it is where articles come in small batches (storage/tables/search_index.py).
    """
    if (folder / "store.duckdb").exists():
        return
    drawn = Texts().some(0, min(count, BASE))
    items = [article(number * (SECONDS // len(drawn)), text) for number, text in enumerate(drawn)]
    with Archive.open(folder, now=NOW) as archive:
        _save(archive, items)
        SearchIndex(archive.store).refresh()
        for table, order in BASES.items():
            archive.store.write(f"CREATE TEMP TABLE base_{table} AS FROM archive.{table} ORDER BY {order}")
            archive.store.write(f"DELETE FROM archive.{table}")
        times = count // len(items)
        for turn in range(times):
            with archive.store.transaction():
                for statement in AGAIN:
                    archive.store.write(statement, {"turn": turn, "times": times, "start": START, "span": SECONDS})
        index(archive.store, times)
        with archive.store.transaction():
            for statement in BESIDE:
                archive.store.write(statement)


def index(store: Store, times: int) -> None:
    """Fill the index of words by spans, each sorted by term in small parts."""
    ((last, ends),) = store.rows("SELECT max(doc), quantile_disc(term, $1) FROM base_postings", [list(PARTS)])
    for after in range(0, times * last, SPANS[-1]):
        with store.transaction():
            for least, most in pairwise([None, *sorted(set(ends)), None]):
                span = {"after": after, "until": after + SPANS[-1], "least": least, "most": most}
                store.write(POSTINGS, span | {"last": last, "times": times})


BASES = {"articles": "rowid", "placements": "rowid", "searchable": "rowid", "postings": "term, doc"}
PARTS = tuple(part / 50 for part in range(1, 50))  # of the postings: a whole span takes more memory to sort
POSTINGS = """
    INSERT INTO archive.postings BY NAME
    SELECT term, (doc + turn * $last)::INTEGER AS doc, places
    FROM base_postings, range($times) AS turns(turn)
    WHERE doc + turn * $last > $after AND doc + turn * $last <= $until
        AND ($least IS NULL OR term > $least) AND ($most IS NULL OR term <= $most)
    ORDER BY term, doc
"""
# Article ids as spread as real ones; time goes on from turn to turn.
AGAIN = (
    """
    INSERT INTO archive.articles BY NAME
    SELECT * REPLACE (
        (hash(article_id, $turn) >> 1)::BIGINT AS article_id, url || '-' || $turn AS url,
        $turn || ' ' || text AS text, $turn || ' ' || title AS title,
        $start + (ordered_at - $start + $turn * to_seconds($span)) / $times AS ordered_at,
        $start + (ordered_at - $start + $turn * to_seconds($span)) / $times AS published_at,
        $start + (ordered_at - $start + $turn * to_seconds($span)) / $times AS first_seen_at)
    FROM base_articles
    """,
    """
    INSERT INTO archive.placements BY NAME
    SELECT * REPLACE ((hash(article_id, $turn) >> 1)::BIGINT AS article_id,
        (hash(copy_group_id, $turn) >> 1)::BIGINT AS copy_group_id, story_id || $turn AS story_id)
    FROM base_placements WHERE $times > 0 AND $start IS NOT NULL AND $span > 0
    """,
    """
    INSERT INTO archive.searchable BY NAME
    SELECT * REPLACE (
        (doc + $turn * (SELECT max(doc) FROM base_searchable))::INTEGER AS doc,
        (hash(article_id, $turn) >> 1)::BIGINT AS article_id,
        $start + (ordered_at - $start + $turn * to_seconds($span)) / $times AS ordered_at)
    FROM base_searchable
    """,
)

# What a publication counts besides articles and placements.
BESIDE = (
    """
    INSERT INTO archive.stories BY NAME
    SELECT story_id, 'Story ' || story_id AS title, 'First ' || story_id AS first_title, false AS is_closed,
        min(recorded_at) AS recorded_at, TIMESTAMPTZ '9999-12-31 00:00:00+00' AS superseded_at
    FROM archive.placements GROUP BY story_id
    """,
    """
    INSERT INTO archive.origins BY NAME
    SELECT article_id, story_id, basis, article_id AS origin_group_id,
        ['unknown', 'primary', 'relays'][1 + (hash(article_id) % 3)::INTEGER] AS state,
        CASE WHEN hash(article_id) % 3 = 2 THEN 'Agency ' || hash(article_id) % 7 END AS origin,
        recorded_at, superseded_at
    FROM archive.placements, (SELECT unnest(['explicit', 'text']) AS basis)
    """,
    """
    INSERT INTO archive.watch_matches BY NAME
    SELECT 'watch-' || hash(article_id) // 10 % 10 AS watch, article_id, recorded_at, superseded_at
    FROM archive.placements WHERE hash(article_id) % 10 = 0
    """,
    """
    INSERT INTO archive.outlets BY NAME
    SELECT 'Paper ' || n AS outlet, [] AS aliases, 'paper-' || n || '.example' AS domain, 'newspaper' AS kind,
        'Family ' || n // 3 AS family, [] AS ambiguous
    FROM range(200) AS t(n)
    """,
    """
    INSERT INTO archive.feeds BY NAME
    SELECT 'https://paper-' || n || '.example/feed' AS url, 'Paper ' || n AS outlet, 'ok' AS status,
        900 AS interval_seconds, 0 AS fail_score, 0 AS failures_in_row, 0 AS redirect_count, true AS conditional,
        TIMESTAMPTZ '2026-11-22 08:00:00+00' AS last_polled_at, TIMESTAMPTZ '2023-11-23 00:00:00+00' AS added_at
    FROM range(200) AS t(n)
    """,
    """
    INSERT INTO archive.feed_days BY NAME
    SELECT 'https://paper-' || n || '.example/feed' AS feed_url, 'Paper ' || n AS outlet,
        DATE '2023-11-23' + d::INTEGER AS day, 96 AS polls, 96 - (hash(n, d) % 5)::INTEGER AS polls_ok, 30 AS entries,
        5 AS new_entries
    FROM range(200) AS t(n), range(1095) AS u(d)
    """,
)


def _save(archive: Archive, items: list[Article]) -> None:
    rows = [row_of(item, recorded_at=item.first_seen_at, superseded_at=NEVER) for item in items]
    for at, item in enumerate(items[::20]):
        later = item.first_seen_at + timedelta(hours=3)
        rows[at * 20]["superseded_at"] = later
        rows.append(row_of(item, recorded_at=later, superseded_at=NEVER) | {
            "version": 2, "change": "text", "text": item.text.replace(" the ", " that ", 3),
        })  # fmt: skip
    placed = [
        row_of(_placement(number, item), recorded_at=item.first_seen_at, superseded_at=NEVER)
        for number, item in enumerate(items)
        if number % 10
    ]
    with archive.store.transaction():
        insert(archive.store, "archive.articles", rows)
        insert(archive.store, "archive.placements", placed)


def _placement(number: int, item: Article) -> Placement:
    return Placement(
        article_id=item.article_id, copy_group_id=item.article_id, is_original=True, similarity=0.5,
        story_id=f"s{item.article_id % 2003:010}", version=2 if number % 20 == 0 else 1,
    )  # fmt: skip


if __name__ == "__main__":
    build(Path(sys.argv[2]), int(sys.argv[1]))
