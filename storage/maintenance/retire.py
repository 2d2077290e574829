"""Texts of old articles are dropped because a person asks for it; all that was learnt from them stays."""

from collections.abc import Collection
from datetime import date, datetime

from news.errors import InputError
from news.language.segments import counted
from news.records import WORDS_OF_THE_PAGE, record
from storage.archive import Archive
from storage.tables.articles import RETIRED
from storage.tables.search_index import SearchIndex

BATCH_ROWS = 20_000  # versions a transaction: what DuckDB must hold to be able to undo it

BLANK = {"": "''", (): "[]", None: "NULL"}
DROPPED = {name: BLANK[blank] for name, blank in WORDS_OF_THE_PAGE.items()}
# A headline may have words of its page too; no text is read to tell.
HOLDS = " OR ".join(
    f"{name} IS NOT NULL" if blank == "NULL" else f"{name} <> {blank}"
    for name, blank in DROPPED.items()
    if name != "text"
)
OLD = f"""
    SELECT rowid, article_id FROM archive.articles
    WHERE (text_kind <> 'headline' OR {HOLDS}) AND NOT is_seed
      AND ordered_at < (timezone((SELECT value FROM archive.settings WHERE name = 'time_zone'), $1::DATE::TIMESTAMP))
      AND (len($3::VARCHAR[]) = 0 OR list_contains($3::VARCHAR[], outlet))
      AND NOT list_contains($4::VARCHAR[], coalesce(outlet, ''))
    ORDER BY ordered_at, rowid LIMIT $2
"""
DROP = f"""
    UPDATE archive.articles
    SET {", ".join(f"{name} = {blank}" for name, blank in DROPPED.items())},
        text_sha256 = sha256(''), text_kind = 'headline', change = concat_ws(', ', change, '{RETIRED}')
    WHERE rowid IN (SELECT unnest($1::BIGINT[]))
"""


@record
class Retired:
    """What was retired."""

    versions: int
    older_than: date

    def in_words(self) -> str:
        """Say it in one line."""
        return (
            f"Retired: the texts of {counted(self.versions, 'version')} of articles before {self.older_than:%Y-%m-%d} "
            "are gone; newsthread compact gives their room back."
        )


def retire(
    archive: Archive, *, older_than: date, now: datetime, of: Collection[str] = (), but: Collection[str] = ()
) -> Retired:
    """Drop the texts of articles that happened before `older_than` (in the archive's time zone), in every version.

    This is the one way besides `forget` in which the archive loses something, and a person asks for it, by the command
    or by the setting `retain_days`. Title,
    dates, authors, outlet, word count, copies with their passages, citations, quotations, stories and matches stay,
    and so does every trend; `change` says "text retired". Versions keep their numbers and moments, so nothing is
    linked anew, not by `link --all` either (which can no longer see that a later text is a copy of a retired one),
    and what was known when is told as before, without the texts. Seed documents are not retired. An article that is
    imported again brings its text back as a new version.

    Args:
        of: the outlets whose texts are dropped; none: all.
        but: outlets whose texts stay.

    It works in batches, each a transaction: a run that is killed leaves some texts for the next.

    Raises:
        InputError: the day has not come yet.
        ArchiveError: the disk refuses.
    """
    if older_than > now.date():
        message = f"{older_than:%Y-%m-%d} has not come yet: that would drop every text."
        raise InputError(message, subject=f"{older_than:%Y-%m-%d}")
    count, index = 0, SearchIndex(archive.store)
    while True:
        with archive.store.transaction():
            rows = archive.store.rows(OLD, [older_than, BATCH_ROWS, sorted(of), sorted(but)])
            archive.store.write(DROP, [[rowid for rowid, _ in rows]])
            index.drop({article_id for _, article_id in rows})
        count += len(rows)
        if len(rows) < BATCH_ROWS:
            return Retired(versions=count, older_than=older_than)
