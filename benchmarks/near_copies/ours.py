"""newsthread: batches through the index on disk, candidates, verification, copy groups, as `link` does it."""

import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.near_copies.scoring import Pair, compete
from news.copies.groups import group_copies, pairs_with_originals
from news.copies.near_copies import NearCopyRules, find_near_copies
from news.copies.sketches import sketch_all
from news.records import Article, NearCopy
from storage.tables.sketch_index import SketchTable

BATCH = 5000
START = datetime(2026, 3, 1, tzinfo=UTC)


def article(number: int, text: str) -> Article:
    at = START + timedelta(seconds=number)
    return Article(
        article_id=number,
        url=f"https://outlet.example/{number}",
        outlet=f"outlet-{number % 500}",
        title="",
        text=text,
        first_seen_at=at,
        ordered_at=at,
        ordered_by="published",
        arrived_by="import",
    )


def find(texts: list[str]) -> dict[str, set[Pair]]:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("SET threads = 1")  # a core is the unit
        connection.execute("ATTACH ? AS idx", [str(Path(folder) / "index.duckdb")])
        table = SketchTable(connection)
        table.create()
        groups: dict[int, int] = {}
        originals: dict[int, int] = {}
        members: dict[int, list[int]] = defaultdict(list)
        found: list[NearCopy] = []
        for start in range(0, len(texts), BATCH):
            batch = [article(number, texts[number]) for number in range(start, min(start + BATCH, len(texts)))]
            found += _link(batch, texts, table, groups, originals, members)
        return _named(found)


def _named(found: list[NearCopy]) -> dict[str, set[Pair]]:
    """The copies; and every link but those that rest on a quotation alone, for which rivals do not look."""
    shared = NearCopyRules().shared_containment
    copies = [copy for copy in found if copy.kind != "shared_passage"]
    links = [copy for copy in found if copy.containment >= shared]
    return {
        "exact, near-copy, derived": {(copy.original_id, copy.article_id) for copy in copies},
        "and shared passages": {(copy.original_id, copy.article_id) for copy in links},
    }


def _link(
    batch: list[Article],
    texts: list[str],
    table: SketchTable,
    groups: dict[int, int],
    originals: dict[int, int],
    members: dict[int, list[int]],
) -> list[NearCopy]:
    sketches = dict(zip((one.article_id for one in batch), sketch_all([one.text for one in batch]), strict=True))
    pairs = pairs_with_originals(table.candidates(sketches, since_day=START.date()), groups, originals)
    old = {other for _, other in pairs if other not in sketches}
    known = [article(number, texts[number]) for number in old]
    copies = find_near_copies(batch, among=known, candidates=pairs, sketches=sketches)
    places = group_copies(batch, copies, known=known, groups=groups)
    groups |= {key: group for key, (group, _) in places.items()}
    originals |= {group: key for key, (group, is_original) in places.items() if is_original}
    for key in sketches:
        members[groups[key]].append(key)
    touched = {key: group for group in {groups[key] for key in (*sketches, *old)} for key in members[group]}
    table.save(list(sketches), [START.date()] * len(batch), list(sketches.values()), groups=touched)
    return copies


if __name__ == "__main__":
    compete("newsthread", find)
