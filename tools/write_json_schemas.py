"""Writes docs/json-schemas.json: the JSON Schema of what each command prints with --json."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from flows.collecting.import_files import Imported
from flows.collecting.seeds import Planted
from flows.collecting.subscriptions import Checked
from flows.delivery.corroborate import Corroboration
from flows.delivery.search import Found
from flows.delivery.send_digests import Sent
from flows.delivery.site import SiteBuilt
from flows.delivery.who_said import WhoSaid
from flows.linking.explain import Explanation
from flows.linking.link import Linked
from flows.operations.doctor import Check
from news.alerts import Alert
from news.articles.warc_pieces import Backfill
from news.records import Delivery, FeedMemory, StoredDigest, StoryLine

TARGET = Path(__file__).resolve().parent.parent / "docs" / "json-schemas.json"


class Collected(TypedDict):
    """What was polled and read."""

    feeds_due: int
    outcomes: Mapping[str, int]
    new_entries: int
    pages: int
    statuses: Mapping[str, int]
    new_articles: int
    changed_articles: int
    failed: bool


class Collection(TypedDict):
    """A whole collection."""

    collected: Collected
    linked: Linked
    alerts: list[Alert]
    is_published: bool


class StoryWithChronicle(TypedDict):
    """A story and what happened in it, as the macro `chronicle` tells it."""

    story: StoryLine
    chronicle: list[dict[str, Any]]


class Digests(TypedDict):
    """The digests and what became of each delivery."""

    digests: list[StoredDigest]
    deliveries: list[Delivery]


class WatchCount(TypedDict):
    """A watch, and how many articles it matches."""

    watch: str
    query: str
    title: str
    articles: int


# What each command prints; `sql` prints one object a row, of the columns that the query names.
PRINTED: Mapping[str, Any] = {
    "collect": Collection,
    "collect --shard": Collected,
    "link": Linked,
    "import": Imported,
    "backfill": Backfill,
    "plant-seeds": Planted,
    "feeds list": list[FeedMemory],
    "feeds check": list[Checked],
    "watches list": list[WatchCount],
    "stories": list[StoryLine],
    "story": StoryWithChronicle,
    "why": Explanation,
    "search": Found,
    "who-said": WhoSaid,
    "corroborate": Corroboration,
    "digest send": Sent,
    "digest list": Digests,
    "site": SiteBuilt,
    "doctor": list[Check],
    "sql": list[dict[str, Any]],
}


def schemas() -> dict[str, Any]:
    """Return one JSON Schema (2020-12) a command; what it does not name does not stand there."""
    found = {}
    for command, printed in PRINTED.items():
        schema = TypeAdapter(printed).json_schema(mode="serialization")
        found[command] = _without_titles(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "commands": found}


def _without_titles(schema: Any) -> Any:
    """Leave out what repeats the names, and close every object: a new key changes the schema."""
    if isinstance(schema, list):
        return [_without_titles(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: {name: _without_titles(item) for name, item in value.items()}
        if key in ("properties", "$defs")
        else _without_titles(value)
        for key, value in schema.items()
        if key not in ("title", "default")
    }
    if "properties" in kept:
        kept |= {"additionalProperties": False, "required": sorted(kept["properties"])}
    return kept


def written() -> str:
    """Return the page."""
    return json.dumps(schemas(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
