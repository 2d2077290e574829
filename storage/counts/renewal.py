"""What is counted at publication is renewed in the store: where rows came, ended or moved, and where the clock counts.

What cannot be told from the rows has everything counted anew: rows that are gone, another zone or other views, a clock
that was set back, a change of much of the archive. Either way it is one transaction.
"""

from datetime import datetime

import duckdb

from news.frozen import record
from storage.counts.changes import (
    changed_days,
    find_changed,
    form_of,
    is_rewritten,
    keep_marks,
    read_marks,
)
from storage.counts.materialise import SETTLED, count_all, count_anew, forget_counts
from storage.counts.small_part import body_of, counted_part
from storage.named_sql import named_sql

SQL = named_sql(__file__)
LIVE = ("followed_spans", "bursting_stories")  # small, and counted of the whole archive
# Which rows of each table are counted again.
SCOPES = {
    "collected_days": "day IN (FROM touched_days)",
    "polled_days": "day IN (FROM touched_seen)",
    "followed_spans": "true",
    "covered_days": "day IN (FROM touched_seen)",
    "coverage_health": "day IN (FROM touched_seen)",
    "followed_articles": "article_id IN (FROM touched_articles)",
    "bursting_stories": "true",
    "stories": "story_id IN (FROM touched_stories)",
}


@record
class RenewalRules:
    """When counting everything anew costs less, or leaves the tables in better order."""

    # Versions kept: below it counting everything takes .1 to .17 s, a renewal .21 to .25, and no marks are made.
    least_articles: int = 5_000
    most_touched: float = 0.25  # share of the articles: beyond it a renewal reads most of the archive anyway
    most_turned: float = 0.2  # share of the rows that were replaced and stand at the end of their table, out of order


@record
class Basis:
    """By what the counts were made."""

    moment: datetime | None
    form: int
    turned: int


def renew(connection: duckdb.DuckDBPyConnection, rules: RenewalRules = RenewalRules()) -> bool:
    """Make the counts those of the rows as they are; return whether it was enough to count what was touched.

    Call it outside a transaction, on the store; nothing else may write meanwhile.
    """
    if not _is_large(connection, rules):
        count_anew(connection)
        return False
    connection.execute("SET threads = 1")  # the statements are short: two threads take a tenth more CPU
    read_marks(connection)
    form = form_of(connection)
    found = connection.execute(SQL["basis"]).fetchall()
    basis = Basis(moment=found[0][0], form=found[0][1], turned=found[0][2]) if found else None
    is_part = basis is not None and basis.form == form and _touch(connection, basis, rules)
    if basis is not None and is_part:
        _count_part(connection)
    else:
        connection.execute("RESET threads")
    connection.execute("BEGIN")
    if basis is not None and is_part:
        turned = basis.turned + sum(_replace(connection, name) for name in SETTLED)
    else:
        turned = 0
        forget_counts(connection)
        count_all(connection)
    keep_marks(connection)
    connection.execute("DELETE FROM archive.settled_basis")
    connection.execute(SQL["keep_basis"], [form, turned])
    connection.execute("COMMIT")
    return is_part


def _is_large(connection: duckdb.DuckDBPyConnection, rules: RenewalRules) -> bool:
    ((articles,),) = connection.execute("SELECT count(*) FROM archive.articles").fetchall()
    return bool(articles >= rules.least_articles)


def _touch(connection: duckdb.DuckDBPyConnection, basis: Basis, rules: RenewalRules) -> bool:
    """Find what was touched; return False where everything is to be counted."""
    ((moment, zone),) = connection.execute("SELECT as_of(), time_zone()").fetchall()
    if basis.moment is None or moment is None or moment < basis.moment or is_rewritten(connection):
        return False
    find_changed(connection)
    connection.execute(SQL["touched_articles"])
    if not _is_small(connection, basis, rules):
        return False
    connection.execute(SQL["fresh_spans"])
    (bursts_from,) = connection.execute(SQL["bursts_from"], [zone]).fetchall()
    bodies = {name: body_of(name) for name in ("covered_days", "bursting_stories")}
    connection.execute(SQL["fresh_bursts"].format_map(bodies), bursts_from)
    connection.execute(SQL["touched_stories"], [basis.moment])
    connection.execute(SQL["touched_versions"])
    connection.execute(SQL["touched_days"], [zone])
    connection.execute(SQL["touched_seen"].format(changed_days=changed_days()), [zone, basis.moment])
    (reach,) = connection.execute(SQL["reach"]).fetchall()
    connection.execute(SQL["touched_origins"])
    connection.execute(SQL["needed_articles"], [zone, *reach])
    return True


def _is_small(connection: duckdb.DuckDBPyConnection, basis: Basis, rules: RenewalRules) -> bool:
    counts = """
        SELECT (SELECT count(*) FROM touched_articles), (SELECT count(*) FROM archive.articles),
            (SELECT count(*) FROM archive.settled_followed_articles) + (SELECT count(*) FROM archive.settled_stories)
    """
    ((touched, articles, counted),) = connection.execute(counts).fetchall()
    return bool(touched <= rules.most_touched * articles and basis.turned <= rules.most_turned * counted)


def _count_part(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what was touched into temporary tables, fresh_ and the name."""
    with counted_part(connection):
        for name, (counted, _) in SETTLED.items():
            if name not in LIVE:
                fresh = f"SELECT {_columns(connection, name)} FROM {counted} WHERE {SCOPES[name]}"
                connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh_{name} AS {fresh}")


def _replace(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Put what was counted anew in the place of what was there; return how many rows went and came."""
    columns = _columns(connection, name)
    sides = {
        side: ", ".join(f"{side}.{column}" for column in (*columns.split(", "), "turn")) for side in ("old", "new")
    }
    words = {"name": name, "columns": columns, "scope": SCOPES[name], "order": SETTLED[name][1]} | sides
    for query in (SQL["old"], SQL["new"]):
        connection.execute(query.format_map(words))
    turned = 0
    for query in (SQL["drop_old"], SQL["add_new"]):
        (count,) = connection.execute(query.format_map(words)).fetchone() or (0,)
        turned += int(count)
    return turned


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Return the columns of a table of counts."""
    described = connection.execute(f"SELECT * FROM archive.settled_{name} LIMIT 0").description or []
    return ", ".join(f'"{column[0]}"' for column in described)
