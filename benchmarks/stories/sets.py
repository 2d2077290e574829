"""Labelled sets of articles, the same for us and for rivals, in five fixed shuffles."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.digest.reading.events import read_events
from news.records import Article, record

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "stories"
NAMES = ("ecbplus", "neus", "uci_headlines", "events", "events_undated")
SHUFFLES = (0, 1, 2, 3, 4)
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


@record
class Labelled:
    """An article and the story a person put it in."""

    article: Article
    story: str


def load(name: str, folder: Path = SHARED) -> list[Labelled]:
    """Return a set's articles with their stories, in the file's order (which is sorted by story: shuffle it)."""
    if name.startswith("events"):
        return list(_events(is_dated=name == "events"))
    rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Labelled(article=_article(row, number), story=str(row["story"])) for number, row in enumerate(rows)]


def _events(*, is_dated: bool) -> Iterator[Labelled]:
    """Yield the full texts of the sequences that the benchmark of digests reads, each sequence one story."""
    days = ((event.name, row) for event in read_events() for day in event.days for row in day.rows)
    for number, (story, row) in enumerate(days):
        stamp = int(datetime.fromisoformat(row["published_at"]).timestamp() * 1000) if is_dated else None
        yield Labelled(article=_article({**row, "published_at_ms": stamp}, number), story=story)


def _article(row: dict[str, object], number: int) -> Article:
    stamp = row.get("published_at_ms")
    at = datetime.fromtimestamp(int(str(stamp)) / 1000, UTC) if stamp else None
    text = str(row.get("text") or "")
    return Article(
        article_id=number,
        url=f"https://example.org/{number}",
        outlet=str(row.get("outlet") or "example.org"),
        title=str(row.get("title") or ""),
        text=text,
        text_kind="full" if text else "headline",
        published_at=at,
        first_seen_at=at or UNDATED,
        ordered_at=at or UNDATED,
        ordered_by="published" if at else "first_seen",
        arrived_by="import",
    )


def order(rows: Sequence[Labelled], seed: int) -> list[int]:
    """Return the rows' numbers in a fixed shuffle; full texts with dates in order of time, as they come."""
    numbers = list(range(len(rows)))
    random.Random(seed).shuffle(numbers)
    if any(row.article.text_kind == "headline" for row in rows):
        return numbers
    return sorted(numbers, key=lambda number: rows[number].article.ordered_at)


def shuffled(rows: Sequence[Labelled], seed: int) -> list[Labelled]:
    """Return the rows in a fixed shuffle, their articles numbered anew in that order."""
    ordered = [rows[number] for number in order(rows, seed)]
    return [replace(row, article=replace(row.article, article_id=n)) for n, row in enumerate(ordered)]
