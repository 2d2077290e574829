"""The articles in which a claim may stand, found by the index of words, and what of the archive is not read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from news.claims.corroboration import MOST_TEXTS, ClaimText, Credit
from news.language.codes import is_read
from news.records import CoverageGap
from storage.named_sql import named_sql
from storage.snapshot.connection import Snapshot, connected
from storage.snapshot.coverage_caveats import CoverageCaveats

SQL = named_sql(__file__)

LEAST_SHARE = 0.45  # of the weight of a claim's words that a text must hold
# The rarest words first, until so many places have been looked up: of the others each stands in too many texts to tell.
MOST_POSTINGS = 3_000_000
CREDITS = """
    SELECT article_id, span_start, span_end, cited FROM citations
    WHERE article_id IN (SELECT unnest($1::BIGINT[])) AND relation = 'relays' AND kind IN ('outlet', 'agency')
      AND span_start IS NOT NULL
"""


class ClaimTexts(Snapshot):
    """Questions to one snapshot on behalf of a claim."""

    def candidates(self, words: Sequence[frozenset[str]]) -> list[ClaimText]:
        """Return the articles that hold most of these words, each in any of its forms."""
        groups = [{"number": number, "word": word} for number, forms in enumerate(words) for word in sorted(forms)]
        if not groups:
            return []
        asked = {"groups": groups, "postings": MOST_POSTINGS, "share": LEAST_SHARE, "most": MOST_TEXTS}
        rows = self._rows(SQL["candidates"], asked)
        places = ", ".join(str(int(row[5])) for row in rows)
        texts = dict(self._rows(SQL["texts"].format(places=places))) if places else {}
        credited: dict[int, list[Credit]] = {}
        for article_id, start, end, cited in self._rows(CREDITS, [[row[0] for row in rows]]):
            credited.setdefault(article_id, []).append(Credit(start=start, end=end, cited=cited))
        return [
            ClaimText(
                article_id=row[0], url=row[1], outlet=row[2], family=row[3], title=row[4], text=texts[row[5]],
                language=row[6], at=row[7], copy_group_id=row[8], origin_state=row[9], origin=row[10],
                credits=tuple(credited.get(row[0], ())),
            )
            for row in rows
        ]  # fmt: skip

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

    def outages(self, since: date, until: date) -> list[CoverageGap]:
        """Return the outlets that could not be read on some of these days."""
        return CoverageCaveats(self._connection, self._path).gaps(since, until)


@contextmanager
def claim_texts(snapshot: Path, *, as_of: datetime | None = None) -> Iterator[ClaimTexts]:
    """Open the snapshot read-only for questions about claims."""
    with connected(snapshot, as_of=as_of) as connection:
        yield ClaimTexts(connection, snapshot)
