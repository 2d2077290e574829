"""Real events, day by day: their articles as rows to import, and the facts an editor would have to tell."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trafilatura

HERE = Path(__file__).parent
LATER = HERE / "later_events.toml"
HOME = HERE.parents[2]
DATA = HOME.parent / "shared" / "data"
BODIES = DATA / "near_copies" / "bodies.csv"
NEUS = DATA / "stories" / "neus.jsonl"
NEWSROOM = HOME / "seeds" / "newsroom"
FIRST = datetime(2031, 3, 3, 6, tzinfo=UTC)  # the first digest's hour
DAY = timedelta(days=1)
OUTLETS = ("Harbour Post", "Daily Tide", "Commerce Weekly", "Sund Gazette", "Orsel Courier", "Vale Tribune")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something to be told, and the expressions that one sentence must match to tell it."""

    fact: str
    keys: tuple[str, ...]

    def is_told_by(self, sentence: str) -> bool:
        """Return whether the sentence matches every key."""
        return all(re.search(key, sentence, re.IGNORECASE) for key in self.keys)


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of an event: what was published, and what had to be told."""

    rows: tuple[dict[str, Any], ...]
    main: Fact
    facts: tuple[Fact, ...]  # the main one among them


@dataclass(frozen=True, kw_only=True)
class Event:
    """One matter, told by many over some days."""

    name: str
    fold: str  # tuned, or held
    days: tuple[Day, ...]


def read_events(path: Path = HERE / "events.toml") -> list[Event]:
    """Return the events with their articles' texts; those whose data is not at hand are left out."""
    csv.field_size_limit(10**9)
    bodies: dict[str, dict[str, str]] = {}
    if BODIES.exists():
        with BODIES.open(encoding="utf-8", newline="") as file:
            bodies = {row["Body ID"]: {"text": row["articleBody"]} for row in csv.DictReader(file)}
        excerpts = map(json.loads, NEUS.read_text(encoding="utf-8").splitlines())
        bodies |= {row["id"]: {"title": row["title"], "text": row["text"]} for row in excerpts}
    entries = {
        entry["path"]: entry
        for line in (NEWSROOM / "entries.jsonl").read_text(encoding="utf-8").splitlines()
        for entry in (json.loads(line),)
    }
    told = tomllib.loads(path.read_text(encoding="utf-8"))["events"]
    return [_event(one, bodies, entries) for one in told if bodies or one["source"] == "newsroom"]


def _event(one: dict[str, Any], bodies: dict[str, dict[str, str]], entries: dict[str, Any]) -> Event:
    return Event(name=one["name"], fold=one["fold"], days=tuple(_days(one, bodies, entries)))


def _days(one: dict[str, Any], bodies: dict[str, dict[str, str]], entries: dict[str, Any]) -> Iterator[Day]:
    for number, day in enumerate(one["days"]):
        rows = []
        for place, article in enumerate(day["articles"]):
            at = FIRST + (number - 1) * DAY + timedelta(hours=2 + 3 * place)
            source = _page(article["id"], entries) if one["source"] == "newsroom" else _body(article, bodies)
            rows.append({
                "url": f"https://{one['name']}.example/{article['id'].strip('/').replace('/', '-')}",
                "outlet": OUTLETS[(place + number * 2) % len(OUTLETS)],
                "published_at": at.isoformat(),
                "language": "en",
                **source,
            })  # fmt: skip
        main = Fact(fact=day["main"]["fact"], keys=tuple(day["main"]["keys"]))
        others = tuple(Fact(fact=fact["fact"], keys=tuple(fact["keys"])) for fact in day.get("facts", ()))
        yield Day(rows=tuple(rows), main=main, facts=(main, *others))


def _body(article: dict[str, Any], bodies: dict[str, dict[str, str]]) -> dict[str, str]:
    body = bodies[article["id"]]
    lines = (line.strip() for line in body["text"].splitlines())
    return {"title": body.get("title") or article["title"], "text": "\n".join(line for line in lines if line)}


def _page(path: str, entries: dict[str, Any]) -> dict[str, str]:
    entry = entries[path]
    html = (NEWSROOM / entry["page"]).read_text(encoding="utf-8")
    text = trafilatura.extract(html, include_comments=False, include_tables=False) or entry["summary"]
    return {"title": entry["title"], "text": text}
