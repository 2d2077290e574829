"""A small archive for tests of the public SQL: articles, places and polls, a line each; days count from DAY_ZERO."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from storage.migrate import migrate
from storage.store import Store
from storage.tables.search_index import SearchIndex
from tests.storage.new_archives import connection_to_copy, new_connection

DAY_ZERO = datetime(2026, 3, 1, tzinfo=UTC)
EVER = datetime(9999, 12, 31, tzinfo=UTC)


def at(day: float) -> datetime:
    return DAY_ZERO + timedelta(days=day)


def day(number: int) -> date:
    return at(number).date()


class OpenStore(Store):
    """A store over a connection that is open already."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(Path("memory"))
        self._connection = connection


@dataclass
class SmallArchive:
    """Rows that are written one after the other are one transaction until something is asked: each costs half then."""

    _connection: duckdb.DuckDBPyConnection = field(default_factory=new_connection)
    _file: Path | None = None
    _is_writing: bool = False
    _is_held: bool = False

    def __post_init__(self) -> None:
        self.connection.execute("SET TimeZone = 'UTC'")

    @classmethod
    def over(cls, connection: duckdb.DuckDBPyConnection) -> "SmallArchive":
        """Return one in an empty database."""
        made = cls(connection)
        migrate(connection, now=DAY_ZERO)
        return made

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection, with every row committed."""
        if self._is_writing:
            self._is_writing = False
            self._connection.commit()
        return self._connection

    def begin(self) -> None:
        """Begin a transaction that lasts until `commit`, whatever is asked meanwhile."""
        self.connection.begin()
        self._is_held = True

    def commit(self) -> None:
        self.connection.commit()
        self._is_held = False

    def copied(self) -> "SmallArchive":
        """Return another of the same rows; this one is closed at the first copy."""
        if self._file is None:
            ((file,),) = self.ask("SELECT path FROM duckdb_databases() WHERE database_name = current_database()")
            self.connection.close()
            self._file = Path(file)
        return SmallArchive(connection_to_copy(self._file))

    def ask(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        if "search(" in sql:
            self.index()
        return self.connection.execute(sql, parameters).fetchall()

    def index(self) -> int:
        """Do what publishing does before the store is copied."""
        return SearchIndex(OpenStore(self.connection)).refresh()

    def one(self, sql: str) -> Any:
        (row,) = self.ask(sql)
        return row[0] if len(row) == 1 else row

    def columns(self, sql: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def as_of(self, moment: datetime | None) -> None:
        if moment is None:
            self.connection.execute("RESET VARIABLE as_of")
        else:
            self.connection.execute(f"SET VARIABLE as_of = TIMESTAMPTZ '{moment.isoformat()}'")

    def row(self, table: str, **values: Any) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" for _ in values)
        if not (self._is_writing or self._is_held):
            self._connection.begin()
            self._is_writing = True
        self._connection.execute(f"INSERT INTO archive.{table} ({names}) VALUES ({marks})", list(values.values()))

    def zone(self, name: str) -> None:
        self.connection.execute("UPDATE archive.settings SET value = ? WHERE name = 'time_zone'", [name])

    def outlet(self, outlet: str, family: str) -> None:
        self.row("outlets", outlet=outlet, aliases=[outlet], domain=None, kind="newspaper", country=None,
                 family=family, ambiguous=[])  # fmt: skip

    def article(self, number: int, outlet: str | None, day: float, **differs: Any) -> int:
        """Save an article dated `day`; recorded when first seen, which is the same moment unless said."""
        seen = differs.pop("seen", day)
        ordered = differs.get("ordered_by", "published")
        values: dict[str, Any] = {
            "article_id": number, "version": 1, "url": f"https://news.example/{number}", "outlet": outlet,
            "title": f"Article {number}", "text": "Words.", "text_kind": "full", "language": "en", "authors": [],
            "published_at": at(day) if ordered == "published" else None, "published_by": None,
            "is_zone_known": True, "is_date_plausible": True, "modified_at": None, "estimated_day": None,
            "first_seen_at": at(seen), "ordered_at": at(seen if ordered == "first_seen" else day),
            "ordered_by": ordered, "arrived_by": "feed", "is_seed": False, "image": None, "section": None,
            "keywords": [], "links": [], "based_on": None, "is_paywalled": False, "page_status": "ok",
            "page_text": None,
            "extractor": "fast", "agreement": None, "link_density": None, "summary_agreement": None,
            "date_spread_days": None, "date_doubt": None, "date_candidates": [], "word_count": 1, "change": None,
            "given_citations": [], "recorded_at": at(seen), "superseded_at": EVER,
        }  # fmt: skip
        self.row("articles", **values | differs)
        return number

    def place(self, number: int, story: str, *, group: int | None = None, known: float = 0.0, **differs: Any) -> None:
        """Link an article; in the copy group of article `group`, or in its own."""
        values = {
            "article_id": number, "version": 1, "copy_group_id": group or number,
            "is_original": group is None or group == number, "story_id": story, "similarity": 1.0,
            "linked_by": "rule", "recorded_at": at(known), "superseded_at": EVER,
        }  # fmt: skip
        self.row("placements", **values | differs)

    def story(self, story_id: str, title: str = "A story", *, known: float = 0.0, **differs: Any) -> None:
        values = {
            "story_id": story_id, "title": title, "is_closed": False, "merged_into": None,
            "recorded_at": at(known), "superseded_at": EVER,
        }  # fmt: skip
        self.row("stories", **values | differs)

    def told(self, number: int, story: str, outlet: str | None, day: float, **differs: Any) -> int:
        """Save and link in one go: linked when first seen."""
        group = differs.pop("group", None)
        self.article(number, outlet, day, **differs)
        self.place(number, story, group=group, known=differs.get("seen", day))
        return number

    def origin(
        self, number: int, story: str, group: int, state: str, origin: str | None = None, **differs: Any
    ) -> None:
        """Store an article's origin on both bases, unless `differs` names one."""
        values = {
            "article_id": number, "story_id": story, "origin_group_id": group, "state": state,
            "origin": origin, "recorded_at": at(0), "superseded_at": EVER,
        }  # fmt: skip
        for basis in (differs.pop("basis"),) if "basis" in differs else ("explicit", "text"):
            self.row("origins", **values | differs, basis=basis)

    def watch(self, watch: str, *numbers: int, known: float = 0.0) -> None:
        self.row("watches", watch=watch, query=watch, title=watch, recorded_at=at(known), superseded_at=EVER)
        for number in numbers:
            self.match(watch, number, known=known)

    def match(self, watch: str, number: int, *, known: float = 0.0) -> None:
        self.row("watch_matches", watch=watch, article_id=number, recorded_at=at(known), superseded_at=EVER)

    def feed(self, outlet: str, *, added: float = 0.0, status: str = "ok", last_polled: float | None = None) -> None:
        self.row(
            "feeds", url=f"https://{outlet}.example/feed", outlet=outlet, status=status, interval_seconds=900.0,
            fail_score=0.0, failures_in_row=0, redirect_count=0, conditional=True, added_at=at(added),
            last_polled_at=None if last_polled is None else at(last_polled),
        )  # fmt: skip

    def polled(self, outlet: str, days: range, *, polls: int = 4, ok: int = 4) -> None:
        for number in days:
            self.row("feed_days", feed_url=f"https://{outlet}.example/feed", outlet=outlet, day=day(number),
                     polls=polls, polls_ok=ok, entries=20 * ok, new_entries=0)  # fmt: skip
