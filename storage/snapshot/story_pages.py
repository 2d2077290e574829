"""What the page of a story shows, for many stories in a few questions: the same counts as the public macros give."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from typing import Any, TypeVar

from news.records import Article, ChangedVersion, QuotedSentence, StoryLine, record
from news.records.site import ChronicleRow, CopyPair, CoverageDay, OriginLine, QuoteLine, StoryPage
from storage.named_sql import named_sql
from storage.snapshot.connection import Snapshot
from storage.tables.articles import whole
from storage.tables.rows import columns_of, plain, records

SQL = named_sql(__file__)

R = TypeVar("R")
CalendarDay = tuple[int | None, bool | None, int, bool]  # collected, is covered, outlets not read, is unread

# Every question below starts here; who asks for one story reads the same rows through articles_of(['s0…']).
MINE = "CREATE OR REPLACE TEMP TABLE mine AS SELECT * FROM articles_of($1)"
NAMED = """
    CREATE OR REPLACE TEMP TABLE named AS
    SELECT article_id, outlet, title, url, language, text_kind, ordered_at, word_count FROM archive.articles
    WHERE is_known(recorded_at, superseded_at) AND article_id IN (
        SELECT article_id FROM mine
        UNION SELECT c.original_id FROM near_copies AS c JOIN mine USING (article_id))
"""
CHANGED = """
    SELECT m.name, n.article_id, coalesce(n.outlet, ''), n.url, n.change, o.title, o.text, n.title, n.text
    FROM mine AS m JOIN article_versions AS n ON n.article_id = m.article_id AND n.version > 1
    JOIN article_versions AS o ON o.article_id = n.article_id AND o.version = n.version - 1
    WHERE n.change <> 'read again' AND o.word_count > 0 AND n.word_count > 0
    ORDER BY m.name, n.seen_at DESC, n.article_id
"""
LENGTHS = "SELECT m.name, m.article_id, n.word_count FROM mine AS m JOIN named AS n USING (article_id)"
WATCHES = """
    SELECT m.name, w.watch FROM mine AS m JOIN watch_matches AS w ON w.article_id = m.article_id
    GROUP BY ALL ORDER BY ALL
"""


@record
class PageRules:
    """How much of a story stands on its page."""

    pairs: int = 300  # of copies; more cannot be drawn
    quotations: int = 12
    wordings: int = 6  # of a quotation
    texts: int = 8  # the latest, whose figures are compared; about 2 ms of CPU each
    quiet_days: int = 14  # days that the chart goes on after the last article: then the page rests


PAGE_RULES = PageRules()


@record
class DraftPage:
    """A story's page as it is read, without what is computed from it."""

    page: StoryPage
    texts: tuple[Article, ...]  # the latest own ones, oldest first
    versions: tuple[ChangedVersion, ...]  # latest first
    text_words: Mapping[int, int] = field(default_factory=dict)  # the length of each text, by article


class StoryPages(Snapshot):
    """Drafts of pages from one snapshot."""

    def drafts(self, lines: Sequence[StoryLine], *, last: date, rules: PageRules = PAGE_RULES) -> Iterator[DraftPage]:
        """Yield the pages of these stories, in their order; asked in one go.

        Args:
            lines: the stories.
            last: the archive's last day.
            rules: how much stands on a page.
        """
        self._rows(MINE, [[line.story_id for line in lines]])
        self._rows(NAMED)
        chronicle = self._by_story(ChronicleRow, SQL["chronicle"])
        copies = self._by_story(CopyPair, SQL["copies"], [rules.pairs])
        origins = self._by_story(OriginLine, SQL["origins"])
        changed = self._by_story(ChangedVersion, CHANGED)
        quotes, watches = self._quotes(rules), _grouped(self._rows(WATCHES))
        days, texts, lengths = self._days(), self._texts(rules), _grouped(self._rows(LENGTHS))
        calendar = self._calendar(last)
        for line in lines:
            end = min(last, max(days.get(line.story_id, {last: ()})) + timedelta(days=rules.quiet_days))
            page = StoryPage(
                story=line,
                days=tuple(_days(days.get(line.story_id, {}), calendar, end)),
                chronicle=tuple(chronicle[line.story_id]),
                copies=tuple(copies[line.story_id]),
                origins=tuple(origins[line.story_id]),
                quotes=tuple(quotes[line.story_id]),
                watches=tuple(watch for (watch,) in watches[line.story_id]),
            )
            versions = tuple(changed[line.story_id])
            text_words = {row[0]: row[1] for row in lengths[line.story_id]}
            yield DraftPage(page=page, texts=tuple(texts[line.story_id]), versions=versions, text_words=text_words)

    def _by_story(self, kind: type[R], sql: str, parameters: Sequence[Any] = ()) -> dict[str, list[R]]:
        found: dict[str, list[R]] = defaultdict(list)
        for name, rows in _grouped(self._rows(sql, parameters)).items():
            found[name] = records(kind, rows)
        return found

    def _quotes(self, rules: PageRules) -> dict[str, list[QuoteLine]]:
        lines: dict[str, list[QuoteLine]] = defaultdict(list)
        for name, rows in _grouped(self._rows(SQL["quotes"], [rules.quotations, rules.wordings])).items():
            for group in _grouped(rows).values():
                wordings = tuple(_wording(*row) for row in group)
                speaker, source = next(((row[0], row[1]) for row in group if row[0]), (None, None))
                lines[name].append(QuoteLine(speaker=speaker, source=source, wordings=wordings))
        return lines

    def _days(self) -> dict[str, dict[date, tuple[int, int, int]]]:
        """Return articles, copy groups and origins by story and day."""
        found: dict[str, dict[date, tuple[int, int, int]]] = defaultdict(dict)
        for name, day, articles, groups, origins in self._rows(SQL["days"]):
            found[name][day] = (articles, groups, origins)
        return found

    def _calendar(self, last: date) -> dict[date, CalendarDay]:
        """Return of each day to `last` what was collected, whether it is covered, how many outlets were not read."""
        return {
            day: (total, covered, missing, unread)
            for day, total, covered, missing, unread in self._rows(SQL["calendar"], [last])
        }

    def _texts(self, rules: PageRules) -> dict[str, list[Article]]:
        found: dict[str, list[Article]] = defaultdict(list)
        for name, rows in _grouped(
            self._rows(SQL["texts"].format(columns=columns_of(Article, prefix="a.")), [rules.texts])
        ).items():
            found[name] = [whole(article) for article in records(Article, rows)]
        return found


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[Any, list[Sequence[Any]]]:
    """Return the rows by their first column, without it."""
    found: dict[Any, list[Sequence[Any]]] = defaultdict(list)
    for first, *rest in rows:
        found[first].append(rest)
    return found


def _wording(
    _speaker: str | None,
    _source: str | None,
    quote: str,
    article_id: int,
    outlet: str,
    url: str,
    at: Any,
    language: str | None,
) -> QuotedSentence:
    return QuotedSentence(
        sentence=quote, article_id=article_id, outlet=outlet, url=url, ordered_at=plain(at), language=language
    )


def _days(
    found: dict[date, tuple[int, int, int]], calendar: Mapping[date, CalendarDay], end: date
) -> Iterator[CoverageDay]:
    """Yield every day from a story's first to `end`; an unread day on which nothing was found is a gap."""
    day = min(found, default=end + timedelta(days=1))
    while day <= end:
        total, is_covered, missing, is_unread = calendar[day]
        counts = found.get(day)
        is_gap = counts is None and is_unread
        articles, groups, origins = counts or (0, 0, 0)
        yield CoverageDay(
            day=day,
            articles=None if is_gap else articles,
            copy_groups=None if is_gap else groups,
            origins=None if is_gap else origins,
            total=total,
            is_covered=is_covered,
            outlets_missing=missing,
        )
        day += timedelta(days=1)
