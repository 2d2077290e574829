"""What the page of a story shows, for many stories in a few questions: the same counts as the public macros give."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from news.records import Article, ChangedVersion, QuotedSentence, StoryLine, record
from news.records.site import ChronicleRow, CopyPair, CoverageDay, OriginLine, QuoteLine, StoryPage
from storage.snapshot.connection import Snapshot
from storage.tables.articles import whole
from storage.tables.rows import columns_of, plain, records

R = TypeVar("R")

# Every question below starts here; who asks for one story reads the same rows through articles_of(['s0…']).
MINE = "CREATE OR REPLACE TEMP TABLE mine AS SELECT * FROM articles_of($1)"
NAMED = """
    CREATE OR REPLACE TEMP TABLE named AS
    SELECT article_id, outlet, title, url, language, text_kind, ordered_at FROM archive.articles
    WHERE is_known(recorded_at, superseded_at) AND article_id IN (
        SELECT article_id FROM mine
        UNION SELECT c.original_id FROM near_copies AS c JOIN mine USING (article_id))
"""
CHRONICLE = """
    WITH told AS (
        SELECT *, count(*) OVER (PARTITION BY name, copy_group_id) - 1 AS copies FROM mine
        QUALIFY row_number() OVER (
            PARTITION BY name, copy_group_id ORDER BY ordered_at, NOT is_original, article_id) = 1
    ),
    timed AS (
        SELECT *, lag(ordered_at) OVER (PARTITION BY name ORDER BY ordered_at, article_id) AS own_before_at FROM told
    ),
    traced AS (
        SELECT t.name, o.article_id, o.basis, o.state, o.origin, o.origin_group_id, t.ordered_at
        FROM timed AS t JOIN origins AS o ON o.article_id = t.article_id
    ),
    by_credit AS (
        SELECT *, state <> 'unknown' AND row_number() OVER (
            PARTITION BY name, origin_group_id ORDER BY state = 'unknown', ordered_at, article_id) = 1 AS is_new_origin
        FROM traced WHERE basis = 'explicit'
    ),
    cited AS (
        SELECT t.name, c.cited, arg_min(t.article_id, (t.ordered_at, t.article_id)) AS article_id
        FROM timed AS t JOIN citations AS c ON c.article_id = t.article_id
        WHERE c.kind <> 'unnamed_report' GROUP BY ALL
    ),
    newly_named AS (SELECT name, article_id, list(cited ORDER BY cited) AS sources FROM cited GROUP BY ALL),
    quoted AS (
        SELECT t.name, q.quote_group_id, arg_min(t.article_id, (t.ordered_at, t.article_id)) AS article_id
        FROM timed AS t JOIN quotes AS q ON q.article_id = t.article_id GROUP BY ALL
    ),
    newly_quoted AS (SELECT name, article_id, count(*) AS quotes FROM quoted GROUP BY ALL)
    SELECT t.name, t.day, t.ordered_at, t.is_dated, t.outlet, a.title, a.url, t.article_id, t.copies,
        story_phase(t.own_before_at, t.ordered_at), coalesce(e.state, 'unknown'), e.origin,
        coalesce(e.is_new_origin, false), x.origin,
        coalesce(n.sources, []), coalesce(q.quotes, 0), a.text_kind = 'account'
    FROM timed AS t JOIN named AS a ON a.article_id = t.article_id
    LEFT JOIN by_credit AS e ON e.name = t.name AND e.article_id = t.article_id
    LEFT JOIN traced AS x ON x.name = t.name AND x.article_id = t.article_id AND x.basis = 'text'
    LEFT JOIN newly_named AS n ON n.name = t.name AND n.article_id = t.article_id
    LEFT JOIN newly_quoted AS q ON q.name = t.name AND q.article_id = t.article_id
    ORDER BY t.name, t.ordered_at, t.article_id
"""
COPIES = """
    SELECT m.name, c.article_id, c.original_id, m.outlet, o.outlet, c.kind, a.title, o.title, a.title <> o.title,
        c.article_id IN (
            SELECT s.article_id FROM citations AS s WHERE s.article_id = c.article_id AND s.cited = o.outlet),
        c.containment, c.sentence_coverage, c.evidence, m.ordered_at, o.ordered_at
    FROM mine AS m JOIN near_copies AS c ON c.article_id = m.article_id
    JOIN named AS a ON a.article_id = c.article_id JOIN named AS o ON o.article_id = c.original_id
    QUALIFY row_number() OVER (
        PARTITION BY m.name ORDER BY m.ordered_at, m.article_id, c.containment DESC, c.original_id) <= $1
    ORDER BY m.name, m.ordered_at, m.article_id, c.containment DESC, c.original_id
"""
DAYS = """
    WITH opened AS (SELECT name, copy_group_id, min(day) AS day FROM mine GROUP BY ALL),
    traced AS (
        SELECT m.name, g.origin_group_id, min(m.day) AS day
        FROM mine AS m JOIN origins AS g ON g.article_id = m.article_id
        WHERE g.basis = 'explicit' GROUP BY ALL HAVING bool_or(g.state <> 'unknown')
    ),
    counted AS (
        SELECT name, day, 1 AS articles, 0 AS copy_groups, 0 AS origins FROM mine
        UNION ALL SELECT name, day, 0, 1, 0 FROM opened
        UNION ALL SELECT name, day, 0, 0, 1 FROM traced
    )
    SELECT name, day, sum(articles)::BIGINT, sum(copy_groups)::BIGINT, sum(origins)::BIGINT FROM counted GROUP BY ALL
"""
ORIGINS = """
    WITH grouped AS (
        SELECT m.name, g.origin_group_id, max(g.origin) AS origin,
            CASE WHEN bool_or(g.state = 'relays') THEN 'relays' WHEN bool_or(g.state = 'primary') THEN 'primary'
                 ELSE 'unknown' END AS state,
            count(*) AS articles, list(DISTINCT m.outlet) FILTER (m.outlet IS NOT NULL) AS outlets,
            arg_min(a, (m.ordered_at, m.article_id)) AS first, arg_min(g.reason, (m.ordered_at, m.article_id)) AS reason
        FROM mine AS m JOIN origins AS g ON g.article_id = m.article_id AND g.basis = 'text'
        JOIN named AS a ON a.article_id = m.article_id GROUP BY ALL
    )
    SELECT name, origin, state, articles, coalesce(list_sort(outlets), []), first.ordered_at, first.title, first.url,
        first.outlet, reason
    FROM grouped
    ORDER BY name, state = 'unknown', articles DESC, origin_group_id
"""
QUOTES = """
    WITH said AS (
        SELECT m.name, q.quote_group_id, q.speaker, q.quote, q.article_id, m.ordered_at,
            substr(t.text, q.source_start + 1, q.source_end - q.source_start) AS source
        FROM mine AS m JOIN quotes AS q ON q.article_id = m.article_id
        JOIN articles AS t ON t.article_id = m.article_id WHERE m.is_original
        QUALIFY row_number() OVER (PARTITION BY m.name, q.quote_group_id, q.article_id ORDER BY q.span_start) = 1
    ),
    shared AS (
        SELECT name, quote_group_id, count(*) AS articles, min((ordered_at, article_id)) AS first FROM said
        GROUP BY name, quote_group_id HAVING count(*) > 1
        QUALIFY row_number() OVER (PARTITION BY name ORDER BY count(*) DESC, quote_group_id) <= $1
    )
    SELECT s.name, s.quote_group_id, s.speaker, s.source, s.quote, s.article_id, coalesce(a.outlet, ''), a.url,
        s.ordered_at, a.language
    FROM said AS s JOIN shared AS g ON g.name = s.name AND g.quote_group_id = s.quote_group_id
    JOIN named AS a ON a.article_id = s.article_id
    QUALIFY row_number() OVER (
        PARTITION BY s.name, s.quote_group_id ORDER BY s.ordered_at, s.article_id) <= $2
    ORDER BY s.name, g.first, s.quote_group_id, s.ordered_at, s.article_id
"""
CHANGED = """
    SELECT m.name, n.article_id, coalesce(n.outlet, ''), n.url, n.change, o.title, o.text, n.title, n.text
    FROM mine AS m JOIN article_versions AS n ON n.article_id = m.article_id AND n.version > 1
    JOIN article_versions AS o ON o.article_id = n.article_id AND o.version = n.version - 1
    WHERE n.change <> 'read again' AND o.word_count > 0 AND n.word_count > 0
    ORDER BY m.name, n.seen_at DESC, n.article_id
"""
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
    """A story's page without what thought adds to it."""

    page: StoryPage
    texts: tuple[Article, ...]  # the latest own ones, oldest first
    versions: tuple[ChangedVersion, ...]  # latest first


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
        chronicle = self._by_story(ChronicleRow, CHRONICLE)
        copies = self._by_story(CopyPair, COPIES, [rules.pairs])
        origins = self._by_story(OriginLine, ORIGINS)
        changed = self._by_story(ChangedVersion, CHANGED)
        quotes, watches = self._quotes(rules), _grouped(self._rows(WATCHES))
        days, texts = self._days(), self._texts(rules)
        calendar = self._calendar()
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
            yield DraftPage(page=page, texts=tuple(texts[line.story_id]), versions=versions)

    def _by_story(self, kind: type[R], sql: str, parameters: Sequence[Any] = ()) -> dict[str, list[R]]:
        found: dict[str, list[R]] = defaultdict(list)
        for name, rows in _grouped(self._rows(sql, parameters)).items():
            found[name] = records(kind, rows)
        return found

    def _quotes(self, rules: PageRules) -> dict[str, list[QuoteLine]]:
        lines: dict[str, list[QuoteLine]] = defaultdict(list)
        for name, rows in _grouped(self._rows(QUOTES, [rules.quotations, rules.wordings])).items():
            for group in _grouped(rows).values():
                wordings = tuple(_wording(*row) for row in group)
                speaker, source = next(((row[0], row[1]) for row in group if row[0]), (None, None))
                lines[name].append(QuoteLine(speaker=speaker, source=source, wordings=wordings))
        return lines

    def _days(self) -> dict[str, dict[date, tuple[int, int, int]]]:
        """Return articles, copy groups and origins by story and day."""
        found: dict[str, dict[date, tuple[int, int, int]]] = defaultdict(dict)
        for name, day, articles, groups, origins in self._rows(DAYS):
            found[name][day] = (articles, groups, origins)
        return found

    def _calendar(self) -> dict[date, tuple[int | None, bool | None, int]]:
        """Return what was collected each day, whether it is covered, and how many outlets were not read."""
        sql = """
            SELECT coalesce(t.day, c.day), t.total, c.is_covered, coalesce(c.outlets_missing, 0)
            FROM (SELECT day, sum(articles)::BIGINT AS total FROM collected_days GROUP BY day) AS t
            FULL JOIN covered_days AS c ON c.day = t.day
        """
        return {day: (total, covered, missing) for day, total, covered, missing in self._rows(sql)}

    def _texts(self, rules: PageRules) -> dict[str, list[Article]]:
        sql = f"""
            WITH several AS (SELECT name FROM mine WHERE is_original GROUP BY name HAVING count(*) > 1),
            chosen AS MATERIALIZED (
                SELECT name, article_id FROM mine WHERE is_original AND name IN (FROM several)
                QUALIFY row_number() OVER (PARTITION BY name ORDER BY ordered_at DESC, article_id DESC) <= $1
            )
            SELECT c.name, {columns_of(Article, prefix="a.")}
            FROM archive.articles AS a JOIN chosen AS c ON c.article_id = a.article_id
            WHERE is_known(a.recorded_at, a.superseded_at) ORDER BY c.name, a.ordered_at, a.article_id
        """
        found: dict[str, list[Article]] = defaultdict(list)
        for name, rows in _grouped(self._rows(sql, [rules.texts])).items():
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
    found: dict[date, tuple[int, int, int]], calendar: dict[date, tuple[int | None, bool | None, int]], end: date
) -> Iterator[CoverageDay]:
    """Yield every day from a story's first to `end`; a day on which nothing was read and nothing found is a gap."""
    day = min(found, default=end + timedelta(days=1))
    while day <= end:
        total, is_covered, missing = calendar.get(day, (None, None, 0))
        counts = found.get(day)
        is_gap = counts is None and is_covered is False
        articles, groups, origins = counts or (0, 0, 0)
        yield CoverageDay(
            day=day,
            articles=None if is_gap else articles,
            copy_groups=None if is_gap else groups,
            origins=None if is_gap else origins,
            total=total if is_covered is not False or total else None,
            is_covered=is_covered,
            outlets_missing=missing,
        )
        day += timedelta(days=1)
