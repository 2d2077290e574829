"""Which rows came, ended or changed since everything was counted last, told by the rows themselves.

A run saves with the moment at which it began, and tables are written from many places, so neither moments nor writers
can tell. Instead every column that a count reads goes into a mark of 256 rows; reading a million rows so takes 0.1 s.
"""

from collections.abc import Mapping

import duckdb

from storage.named_sql import named_sql

SQL = named_sql(__file__)
BUCKET = 256  # rows of one mark: of a mark that changed, each row is taken for changed
FORM = "1"  # of marks and counts; another number has everything counted anew
# Every table that the counts read row by row, with every column that they read; superseded_at beside them. (recorded_at
# is compared with `as_of` alone, which is not set; the latest one of the articles is as_of() itself.)
SOURCES: Mapping[str, tuple[str, ...]] = {
    "articles": ("article_id", "outlet", "ordered_at", "ordered_by", "first_seen_at", "arrived_by", "text_kind",
                 "extractor"),
    "placements": ("article_id", "copy_group_id", "is_original", "story_id"),
    "origins": ("article_id", "story_id", "basis", "origin_group_id", "state", "origin", "reason"),
    "stories": ("story_id", "title", "first_title", "is_closed", "merged_into"),
    "watch_matches": ("watch", "article_id"),
}  # fmt: skip

NAMED = {  # of what a row that came or ended tells
    "articles": "article_id", "placements": "article_id, story_id", "origins": "story_id", "stories": "story_id",
    "watch_matches": "article_id",
}  # fmt: skip


def form_of(connection: duckdb.DuckDBPyConnection) -> int:
    """Return a hash of what all counts hang on: the views, the zone of days, the outlets' owners."""
    (found,) = connection.execute(SQL["form"], [f"{FORM}, DuckDB {duckdb.__version__}"]).fetchall()
    return int(found[0])


def read_marks(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the marks of what the tables hold now: the temporary table marks_now."""
    connection.execute(SQL["now"])
    ends = ends_of(connection)
    for source, columns in SOURCES.items():
        mark = SQL["mark"].format(source=source, columns=", ".join(columns), bucket=BUCKET, upto=ends.get(source, 0))
        connection.execute(mark)
    connection.execute(SQL["mark_days"])


def ends_of(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return up to which row each table was read when it was counted last; empty: never."""
    ends = "SELECT source, held FROM archive.settled_marks WHERE bucket < 0"
    return dict(connection.execute(ends).fetchall())


def is_rewritten(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether rows that were counted are gone or changed; call it after `read_marks`."""
    return connection.execute(SQL["is_rewritten"]).fetchall() != [(0,)]


def find_changed(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables turned_SOURCE: what the rows that came or ended name; call it after `read_marks`."""
    connection.execute(SQL["changed"])
    ended = {source for (source,) in connection.execute("SELECT DISTINCT source FROM marks_changed").fetchall()}
    ends = ends_of(connection)
    for source, named in NAMED.items():
        words = {"source": source, "named": named, "end": ends.get(source, 0), "bucket": BUCKET}
        connection.execute(SQL["came"].format_map(words))
        if source in ended:
            connection.execute(SQL["ended"].format_map(words))


def changed_days() -> str:
    """Return the query for the days of feeds that were counted otherwise; `read_marks` comes before it."""
    return SQL["changed_days"]


def keep_marks(connection: duckdb.DuckDBPyConnection) -> None:
    """Remember what was read as counted; call it inside the transaction that counts."""
    connection.execute(SQL["drop_marks"])
    connection.execute(SQL["keep_marks"])
    for source in SOURCES:
        connection.execute(SQL["keep_ends"].format(source=source))
