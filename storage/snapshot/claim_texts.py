"""The articles in which a claim may stand, found by the index of words, and what of the archive is not read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from news.claims.corroboration import MOST_TEXTS, ClaimText, Credit
from news.language.codes import is_read
from news.records import CoverageGap, record
from storage.named_sql import named_sql
from storage.snapshot.connection import Snapshot, connected
from storage.snapshot.coverage_caveats import CoverageCaveats

SQL = named_sql(__file__)

LEAST_SHARE = 0.45  # of the weight of a claim's words that a text must hold
# The rarest words first, until so many places have been looked up: of the others each stands in too many texts to tell.
MOST_POSTINGS = 1_500_000
MOST_WORDS = 60  # of a claim that are looked up
# Texts are compressed 2,048 together, and the first of them that is wanted costs 10 ms: half a second in all.
HEAP = 2048
MOST_HEAPS = 48
CREDITS = """
    SELECT article_id, span_start, span_end, coalesce(o.family, cited)
    FROM citations LEFT JOIN outlets AS o ON o.outlet = cited
    WHERE article_id IN (SELECT unnest($1::BIGINT[])) AND relation = 'relays' AND citations.kind IN ('outlet', 'agency')
      AND span_start IS NOT NULL
"""


@record
class Candidates:
    """Articles in which a claim may stand."""

    texts: tuple[ClaimText, ...]  # by time
    left_out: int  # as likely ones that are not read, since there are too many


class ClaimTexts(Snapshot):
    """Questions to one snapshot on behalf of a claim."""

    def candidates(self, words: Sequence[frozenset[str]]) -> Candidates:
        """Return the articles that hold most of these words, each in any of its forms, the likeliest of them."""
        words = words[:MOST_WORDS]
        groups = [{"number": number, "word": word} for number, forms in enumerate(words) for word in sorted(forms)]
        if not groups:
            return Candidates(texts=(), left_out=0)
        asked = {"groups": groups, "postings": MOST_POSTINGS, "share": LEAST_SHARE, "most": MOST_TEXTS}
        likely = self._rows(SQL["candidates"], asked)
        rows = sorted(_in_few_heaps(likely), key=lambda row: (row[7], row[0]))
        texts = dict(self._rows(SQL["texts"], {"places": [row[5] for row in rows]})) if rows else {}
        credited: dict[int, list[Credit]] = {}
        for article_id, start, end, cited in self._rows(CREDITS, [[row[0] for row in rows]]):
            credited.setdefault(article_id, []).append(Credit(start=start, end=end, cited=cited))
        told = [
            ClaimText(
                article_id=row[0], url=row[1], outlet=row[2], family=row[3], title=row[4], text=texts[row[5]],
                language=row[6], at=row[7], copy_group_id=row[8], origin_state=row[9], origin=row[10],
                credits=tuple(credited.get(row[0], ())),
            )
            for row in rows
        ]  # fmt: skip
        return Candidates(texts=tuple(told), left_out=likely[0][11] - len(told) if likely else 0)

    def languages(self) -> list[tuple[str | None, int]]:
        """Return how many articles there are in each language, the most first."""
        sql = "SELECT language, count(*) FROM articles GROUP BY language ORDER BY count(*) DESC, language"
        return [(language, number) for language, number in self._rows(sql)]

    def unread_languages(self, claim_language: str) -> list[tuple[str | None, int]]:
        """Return the languages other than the claim's, in which nothing was compared with it."""
        return [
            (language, number)
            for language, number in self.languages()
            if language is not None and (language != claim_language or not is_read(language))
        ]

    def span(self) -> tuple[int, datetime | None, datetime | None]:
        """Return how many articles there are, and when the first and the last stand."""
        number, first, last = self._rows("SELECT count(*), min(ordered_at), max(ordered_at) FROM articles")[0]
        return number, first, last

    def followed_since(self, first_at: datetime) -> date | None:
        """Return the day on which the first outlet was followed; None: by `first_at` one was, or none is."""
        return CoverageCaveats(self._connection, self._path).followed_since(first_at)

    def outages(self, since: date, until: date) -> list[CoverageGap]:
        """Return the outlets that could not be read on some of these days."""
        return CoverageCaveats(self._connection, self._path).gaps(since, until)


def _in_few_heaps(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the likeliest rows whose texts stand in few heaps."""
    heaps: set[int] = set()
    found = []
    for row in rows:
        heap = row[5] // HEAP
        if heap in heaps or len(heaps) < MOST_HEAPS:
            heaps.add(heap)
            found.append(row)
    return found


@contextmanager
def claim_texts(snapshot: Path, *, as_of: datetime | None = None) -> Iterator[ClaimTexts]:
    """Open the snapshot read-only for questions about claims."""
    with connected(snapshot, as_of=as_of) as connection:
        yield ClaimTexts(connection, snapshot)
