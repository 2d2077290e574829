"""Files of articles → archive; bad rows are named and the rest is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from extractors.metadata.language import language_of
from flows.configuration.settings import Settings
from flows.linking.link import Linked, link
from flows.progress import Progress
from news.articles.assemble import article_from_row
from news.articles.outlet_index import OutletIndex
from news.feeds.address_variants import joined_articles, variant_keys
from news.language.segments import counted
from news.language.text_language import reading_language
from news.records import Article, Failure, ImportRow, record
from storage.archive import Archive
from storage.imports.readers import read_batches
from storage.imports.rows import Remark

SHOWN_PROBLEMS = 10


@record
class Imported:
    """What an import did."""

    rows: int
    new: int
    changed: int
    left_out: int  # rows that cannot be read, and are not in the archive
    problems: tuple[str, ...]
    linked: Linked

    @property
    def is_whole(self) -> bool:
        """Whether there were rows, and every one of them was read."""
        return self.rows > 0 and not self.left_out

    def in_words(self) -> str:
        """Say it in a few lines, the first problems by name."""
        shown = [f"  {problem}" for problem in self.problems[:SHOWN_PROBLEMS]]
        more = len(self.problems) - SHOWN_PROBLEMS
        shown += [f"  … and {more} more (newsthread sql \"FROM failures WHERE stage = 'import'\")"] if more > 0 else []
        bad = [f"Remarks on the files, {len(self.problems)} in all:", *shown] if self.problems else []
        known = self.rows - self.new - self.changed
        kept = f"{counted(self.new, 'new article')}, {self.changed} changed, {known} known already"
        lost = f"{counted(self.left_out, 'row')} left out. " if self.left_out else ""
        return "\n".join([f"{lost}Imported: {counted(self.rows, 'row')}: {kept}.", *bad, self.linked.in_words()])


def import_articles(
    archive: Archive, settings: Settings, files: Sequence[Path], *, now: datetime, progress: Progress
) -> Imported:
    """Save the rows of `files`, a batch a transaction; then link and publish.

    Raises:
        InputError: a file cannot be opened, or is none of JSON Lines, CSV and Parquet.
    """
    outlets = OutletIndex(archive.outlets.all())
    rows = new = changed = 0
    remarks: list[Remark] = []
    with progress.stage("files", len(files)) as step:
        for path in files:
            for batch, bad in read_batches(path):
                read = [article_from_row(_with_language(row), outlets=outlets, now=now) for row in batch]
                articles = _under_known_addresses(archive, read)
                failures = [Failure(stage="import", subject=str(path), error=one.said, at=now) for one in bad]
                with archive.store.transaction():
                    written = archive.articles.save(articles, now=now)
                    archive.articles.save_failures(failures)
                rows += len(batch)
                new += sum(article.version == 1 for article in written)
                changed += sum(article.version > 1 for article in written)
                remarks += bad
            step()
    linked = link(archive, settings, now=now, progress=progress)
    archive.publish(now=now)
    return Imported(
        rows=rows, new=new, changed=changed, left_out=sum(one.is_left_out for one in remarks),
        problems=tuple(one.said for one in remarks), linked=linked,
    )  # fmt: skip


def check_files(files: Iterable[Path]) -> None:
    """See that files can be read, by their first rows.

    Raises:
        InputError: one cannot be opened, or is none of JSON Lines, CSV and Parquet.
    """
    for path in files:
        next(read_batches(path, size=1), None)


def _under_known_addresses(archive: Archive, articles: Sequence[Article]) -> list[Article]:
    """Return the articles, those that are known under another spelling of their address under that one."""
    keys = {key for article in articles for key in (article.article_id, *variant_keys(article.url))}
    return joined_articles(articles, {article.article_id: article for article in archive.articles.get(keys)})


def _with_language(row: ImportRow) -> ImportRow:
    """Return a row with the language that its text tells, where the file states none that is known."""
    language = row.language or reading_language(None, row.text) or language_of(row.text, None)
    return replace(row, language=language)
