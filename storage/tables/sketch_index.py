"""The index of runs of words: which stored articles may repeat a new one.

It stands in a database of its own, attached to the connection, because it can be made again from the articles.
Rows are only ever added: an index on the hashes makes the file five times larger and the question slower.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from news.copies.candidates import CANDIDATE_RULES, CandidateRules, Places, candidates_within
from news.copies.sketches import NOTHING, Sketch, flat
from news.copies.word_hashes import Hashes
from storage.named_sql import named_sql
from storage.python_columns import Table, execute, integers

SQL = named_sql(__file__)
NONE: Mapping[str, Table] = {}

# Of each hash 40 bits are stored, which DuckDB packs into five bytes; among 100 million rows of a window that makes
# one chance match in 20,000 look-ups.
DROPPED_BITS = np.uint64(24)

TABLES = (
    "CREATE TABLE IF NOT EXISTS {db}.sketches (h UBIGINT NOT NULL, article_id BIGINT NOT NULL, day DATE NOT NULL)",
    "CREATE TABLE IF NOT EXISTS {db}.short_runs (h UBIGINT NOT NULL, article_id BIGINT NOT NULL, day DATE NOT NULL)",
    "CREATE TABLE IF NOT EXISTS {db}.quoted (h UBIGINT NOT NULL, article_id BIGINT NOT NULL, day DATE NOT NULL)",
    """CREATE TABLE IF NOT EXISTS {db}.sketch_sizes (article_id BIGINT NOT NULL, hashes INTEGER NOT NULL,
           sampled INTEGER NOT NULL, exact UBIGINT NOT NULL, day DATE NOT NULL)""",
)

SAVE_SIZES = """
    INSERT INTO {db}.sketch_sizes (article_id, hashes, sampled, exact, day)
    SELECT article_id, hashes, sampled, exact, day FROM new_sizes
    WHERE article_id NOT IN (SELECT article_id FROM {db}.sketch_sizes)
    QUALIFY row_number() OVER (PARTITION BY article_id) = 1
"""

SAME = """
    SELECT n.article_id, arg_min(o.article_id, (o.day, o.article_id))
    FROM new_sizes n JOIN {db}.sketch_sizes o USING (exact)
    WHERE o.day >= $since AND o.article_id <> n.article_id
    GROUP BY ALL
"""


class SketchTable:
    """The sketches of the stored articles."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, database: str = "idx") -> None:
        """Work in `database`, which is attached to `connection`."""
        self._connection = connection
        self._db = '"' + database.replace('"', '""') + '"'

    def create(self) -> None:
        """Make the tables where they are missing."""
        for table in TABLES:
            self._ask(table)

    def save(
        self,
        article_ids: Sequence[int],
        days: Sequence[date],
        sketches: Sequence[Sketch],
        *,
        groups: Mapping[int, int] | None = None,
    ) -> None:
        """Add the sketches of articles that are not there yet; saving twice changes nothing.

        Args:
            article_ids: in order of time, so that of a copy group the earliest stands for all.
            groups: copy group of each of these articles, and of the stored articles of those groups. Of each member
                only the hashes are added that its group lacks.
        """
        groups = groups or {}
        of = [groups.get(article_id, article_id) for article_id in article_ids]
        mates = _mates(groups, set(of))
        sizes = _sizes(article_ids, sketches, days)
        for table, arrays in (
            ("sketches", [sketch.samples for sketch in sketches]),
            ("short_runs", [sketch.others for sketch in sketches]),
            ("quoted", [sketch.quoted for sketch in sketches]),
        ):
            rows = _new_rows(article_ids, of, days, arrays)
            given = {"mates": mates, "new_sizes": sizes, "new_rows": rows}
            self._ask(SQL["save"], table=table, given=given)
        self._ask(SAVE_SIZES, given={"new_sizes": sizes})

    def candidates(
        self, batch: Mapping[int, Sketch], *, since_day: date, rules: CandidateRules = CANDIDATE_RULES
    ) -> list[tuple[int, int]]:
        """Return the pairs of articles worth a look: each of `batch` with stored ones and with each other.

        Args:
            batch: sketches by article id, in order of time; they may be stored already.
            since_day: stored articles of earlier days are left out.

        Returns:
            (article of the batch, stored article or earlier article of the batch), sorted.
        """
        ids, sketches = list(batch), list(batch.values())
        found = {(ids[b], ids[a]) for a, b in candidates_within(sketches, rules)}
        gates = {
            "most": rules.most_articles,
            "least": rules.least_containment,
            "shared": rules.least_shared,
            "few": rules.least_runs,
        }
        days = [since_day] * len(ids)  # of no account here
        asked = {
            "sampled": _hashed(ids, [sketch.samples for sketch in sketches]),
            "runs": _hashed(ids, [sketch.runs for sketch in sketches]),
            "passages": _hashed(ids, [sketch.passages for sketch in sketches]),
            "new_sizes": _sizes(ids, sketches, days),
        }
        for question, parameters in ((SQL["shared"], gates), (SQL["quoted"], {}), (SAME, {})):
            found.update(self._ask(question, {"since": since_day, **parameters}, given=asked))
        place = {article_id: at for at, article_id in enumerate(ids)}
        return sorted({(a, b) if place[a] > place.get(b, -1) else (b, a) for a, b in found})

    def known(self, article_ids: Iterable[int]) -> set[int]:
        """Return which of these articles have a sketch here."""
        asked = {"article_id": integers(list(article_ids))}
        rows = self._ask(
            "SELECT article_id FROM {db}.sketch_sizes SEMI JOIN asked USING (article_id)", given={"asked": asked}
        )
        return {article_id for (article_id,) in rows}

    def is_lost(self) -> bool:
        """Return whether no article has a sketch, as where the file was removed, or a lost index is not whole again."""
        is_unfinished = bool(self._ask("FROM duckdb_tables() WHERE table_name = 'unfinished'"))
        return is_unfinished or not self._ask("FROM {db}.sketch_sizes LIMIT 1")

    def begin_again(self) -> None:
        """Mark the index as lost until `finish`: a run that is killed amid it leaves a part of it."""
        self._ask("CREATE TABLE IF NOT EXISTS {db}.unfinished (article_id BIGINT)")

    def finish(self) -> None:
        """Mark the index as whole."""
        self._ask("DROP TABLE IF EXISTS {db}.unfinished")

    def forget(self, article_ids: Collection[int]) -> None:
        """Remove articles for good, such as ones with a new text."""
        if not article_ids:
            return
        gone = {"article_id": integers(list(article_ids))}
        for table in ("sketches", "short_runs", "quoted", "sketch_sizes"):
            forget = "DELETE FROM {db}.{table} WHERE article_id IN (SELECT article_id FROM gone)"
            self._ask(forget, table=table, given={"gone": gone})

    def _ask(
        self,
        sql: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        table: str = "",
        given: Mapping[str, Table] = NONE,
    ) -> list[tuple[Any, ...]]:
        """Run one statement; only the names of the database and of our own tables are put into it."""
        words = sql.format(db=self._db, table=table)
        return execute(self._connection, words, dict(parameters or {}), **given).fetchall()


def _mates(groups: Mapping[int, int], wanted: Set[int]) -> Table:
    """Return the articles of those of the groups `wanted` that have several."""
    members = Counter(groups.values())
    chosen = {one: group for one, group in groups.items() if members[group] > 1 and group in wanted}
    return {"article_id": integers(chosen.keys()), "group_id": integers(chosen.values())}


def _hashed(ids: Sequence[int], arrays: Sequence[Hashes]) -> Table:
    hashes = np.concatenate(arrays) if len(arrays) else NOTHING.copy()
    hashes >>= DROPPED_BITS
    return {"h": hashes, "article_id": np.repeat(np.array(ids, np.int64), [len(array) for array in arrays])}


def _new_rows(ids: Sequence[int], groups: Sequence[int], days: Sequence[date], arrays: Sequence[Hashes]) -> Table:
    """Return a row for each hash that no earlier article of its group has."""
    hashes, owners = flat(arrays)
    hashes = hashes >> DROPPED_BITS
    of = np.array(groups, np.int64)
    kept = _first_in_group(hashes, owners, of)
    hashes, owners = hashes[kept], owners[kept]
    return {
        "h": hashes,
        "article_id": np.array(ids, np.int64)[owners],
        "group_id": of[owners],
        "day": _midnights(days)[owners],
    }


def _first_in_group(hashes: Hashes, owners: Places, groups: Places) -> NDArray[np.bool_]:
    """Say of each row whether its owner is the first of the group to have the hash; most groups have one article."""
    _, group, members = np.unique(groups, return_inverse=True, return_counts=True)
    several = np.flatnonzero(members[group][owners] > 1)
    order = several[np.lexsort((owners[several], group[owners[several]], hashes[several]))]
    kept = np.ones(len(hashes), dtype=bool)
    before, after = order[:-1], order[1:]
    kept[after] = (hashes[after] != hashes[before]) | (group[owners[after]] != group[owners[before]])
    return kept


def _sizes(ids: Sequence[int], sketches: Sequence[Sketch], days: Sequence[date]) -> Table:
    return {
        "article_id": integers(ids),
        "hashes": integers([len(sketch.hashes) for sketch in sketches], np.int32),
        "sampled": integers([sketch.sampled for sketch in sketches], np.int32),
        "total": integers([sketch.total for sketch in sketches], np.int32),
        "exact": integers([sketch.exact for sketch in sketches], np.uint64),
        "day": _midnights(days),
    }


def _midnights(days: Sequence[date]) -> NDArray[np.datetime64]:
    """Return days as instants, which DuckDB turns back into days; it reads none of numpy's days."""
    return np.array(days, "datetime64[D]").astype("datetime64[us]")
