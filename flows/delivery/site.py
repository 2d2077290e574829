"""Snapshot → site: only the stories that moved since the last build are drafted and written again."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from digest.letter.compose import rank_stories
from digest.site.write import RenderedStory, SiteReport, rendered, stale_stories, write_site
from flows.delivery.digest_content import TELLING_RULES, changed_article, novel_sentence
from flows.delivery.site_digests import new_digests
from flows.progress import Progress, Step
from news.facts.figures import differences_of
from news.facts.novelty import whats_new
from news.language.segments import counted
from news.language.terms import article_terms
from news.records import NovelSentence, StoryLine, StoryUpdate, record
from news.records.site import FrontStory, SiteContent, StoryNews, StoryPage, WatchPage
from news.rights.quote_limits import Parts, Quotation, QuoteLimits, limited_news, limited_page
from storage.snapshot.coverage import Coverage, OwnText, coverage_of
from storage.snapshot.site_queries import SiteQueries, site_queries_of
from storage.snapshot.story_pages import DraftPage


@record
class SiteRules:
    """What stands on the front page and in the feed, and how the work is cut."""

    front: int = 20  # stories
    news: int = 20  # entries of the feed
    period_days: int = 3  # what the front page and the feed tell: a weekend without a build loses nothing
    news_sentences: int = 3
    differences: int = 5  # on a story's page
    changes: int = 10
    rising: int = 15  # terms on a watch's page
    rising_texts: int = 60  # of a watch that are searched for them
    batch: int = 1000  # stories asked in one go: 8 texts each of about 4 kB
    chunk: int = 125  # stories finished in one go: reading the templates takes 60 ms each time
    alone: int = 200  # fewer stories are finished in this process: others take a second to start


PRINT_RULES = SiteRules()
RESTING = ("dormant", "closed", "merged")
ToldStory = tuple[dict[int, OwnText], list[NovelSentence]]  # its texts by article id, and its new sentences


@record
class SiteBuilt:
    """What a build did."""

    stories: int  # in the site
    stale: int  # of them, made anew
    report: SiteReport
    out: Path

    def in_words(self) -> str:
        """Say it in two lines."""
        written, stories = counted(self.report.written, "file"), counted(self.stories, "story", "stories")
        did = f"{written} written, {self.report.unchanged} as they were, {self.report.removed} removed"
        return f"{stories}, {self.stale} of them made anew; {did}.\nOpen {self.out / 'index.html'}."


@record
class SiteOptions:
    """How a site presents itself."""

    title: str = "newsthread"
    language: str = "en"
    address: str = ""  # where it will be served; empty: not said, links are relative
    is_indexed: bool = False  # search engines may list it
    quotes: QuoteLimits = QuoteLimits()  # the most that is quoted of one text
    has_digests: bool = False  # digests are their readers' own: shown only where somebody says so


def print_site(
    snapshot: Path, out: Path, *, options: SiteOptions, progress: Progress, workers: int | None = None,
    rules: SiteRules = PRINT_RULES,
) -> SiteBuilt:  # fmt: skip
    """Bring the site in `out` up to the snapshot; a build without news writes nothing.

    Raises:
        InputError: `out` holds something else, or the archive is empty.
        SettingsError: there are no labels in the site's language.
    """
    with site_queries_of(snapshot) as queries:
        moment, last, _ = queries.clock()
        with coverage_of(snapshot, as_of=moment) as coverage:
            site = site_content(queries, coverage, options, rules)
        marks = marks_of(site.stories, queries.marks(), last)
        stale = set(stale_stories(out, site, marks=marks))
        lines = [line for line in site.stories if line.story_id in stale]
        with progress.stage("stories", len(lines)) as step:
            report = write_site(
                out,
                site,
                stories=story_pages(queries, site, lines, last, workers, rules, step),
                watches=watch_pages(queries, site, last, rules),
                outlets=queries.outlet_pages(site.outlets, last=last, stories=site.stories),
                digests=new_digests(queries, site, options.quotes, out),
                searched=queries.lines.searched(),
                marks=marks,
            )
    return SiteBuilt(stories=len(site.stories), stale=len(lines), report=report, out=out)


def site_content(queries: SiteQueries, coverage: Coverage, options: SiteOptions, rules: SiteRules) -> SiteContent:
    """Return what every page of the site shares."""
    moment, last, zone = queries.clock()
    stories = tuple(queries.stories())
    since = moment - timedelta(days=rules.period_days)
    by_id = {line.story_id: line for line in stories}
    moved = [update for update in rank_stories(coverage.moved(since, moment)) if update.story_id in by_id]
    told = told_of(coverage, moved[: max(rules.front, rules.news)], since, moment, rules)
    moved = rank_stories([replace(one, lead_worth=lead_worth(told.get(one.story_id))) for one in moved])
    return SiteContent(
        title=options.title,
        made_at=moment,
        time_zone=zone,
        language=options.language,
        address=options.address,
        is_indexed=options.is_indexed,
        quote_words=options.quotes.words,
        quote_share=options.quotes.share,
        has_digests=options.has_digests,
        since=since,
        moved=len(moved),
        front=front_page(queries, coverage, moved[: rules.front], by_id, last),
        stories=stories,
        watches=queries.watches(),
        outlets=queries.outlets(),
        digests=queries.digests() if options.has_digests else (),
        gaps=tuple(coverage.notes.gaps(last - timedelta(days=1), last)),
        outlets_followed=coverage.notes.outlets_followed(),
        followed_since=coverage.notes.followed_since(since),
        news=news_of(moved[: rules.news], told, options.quotes, Parts.of(has_digests=options.has_digests)),
    )


def front_page(
    queries: SiteQueries,
    coverage: Coverage,
    moved: Sequence[StoryUpdate],
    by_id: Mapping[str, StoryLine],
    last: date,
) -> tuple[FrontStory, ...]:
    """Return the stories that moved, ranked as a digest ranks them."""
    ids = [update.story_id for update in moved]
    newest, days = queries.newest(ids), coverage.days(ids, last=last)
    return tuple(
        FrontStory(story=by_id[one.story_id], update=one, newest=newest.get(one.story_id), days=days[one.story_id])
        for one in moved
    )


def told_of(
    coverage: Coverage, moved: Sequence[StoryUpdate], since: datetime, moment: datetime, rules: SiteRules
) -> dict[str, ToldStory]:
    """Return what is new in each story that moved, word for word, beside its texts."""
    texts = coverage.own_texts(
        [update.story_id for update in moved], since, moment,
        news=TELLING_RULES.new_texts, before=TELLING_RULES.known_texts,
    )  # fmt: skip
    told = {}
    for story_id, found in texts.items():
        own = {text.article.article_id: text for text in found}
        new = [text.article for text in own.values() if text.is_news]
        before = [text.article for text in own.values() if not text.is_news]
        copies = {article_id: text.copies for article_id, text in own.items()}
        told[story_id] = own, whats_new(new, before, limit=rules.news_sentences, copies=copies)
    return told


def lead_worth(told: ToldStory | None) -> float:
    """Return how much of the day's news a story's first sentence holds."""
    return told[1][0].score if told and told[1] else 0.0


def news_of(
    moved: Sequence[StoryUpdate],
    told: Mapping[str, ToldStory],
    quotes: QuoteLimits,
    parts: Parts = Parts.of(has_digests=False),
) -> tuple[StoryNews, ...]:
    """Return the entries of the feed: what is new in the stories that moved in the last days, newest first."""
    entries = []
    for update in moved:
        own, novel = told.get(update.story_id, ({}, []))
        new = [text.article for text in own.values() if text.is_news]
        if new:
            entry = StoryNews(
                story_id=update.story_id,
                title=update.title,
                updated_at=max(article.first_seen_at for article in new),
                new_articles=update.new_articles,
                new_copies=update.new_copies,
                sentences=tuple(novel_sentence(item, own[item.article_id]) for item in novel),
            )
            lengths = {article_id: text.article.word_count for article_id, text in own.items()}
            entries.append(limited_news(entry, Quotation(quotes, lengths, part=parts.feed)))
    return tuple(sorted(entries, key=lambda entry: (-entry.updated_at.timestamp(), entry.story_id)))


def marks_of(stories: Sequence[StoryLine], recorded: Mapping[str, str], last: date) -> dict[str, str]:
    """Return a mark for each story; the chart of one that is not at rest grows by a day each day."""
    return {
        story.story_id: f"{recorded.get(story.story_id, '')} {'' if story.state in RESTING else last}"
        for story in stories
    }


def story_pages(
    queries: SiteQueries,
    site: SiteContent,
    lines: Sequence[StoryLine],
    last: date,
    workers: int | None,
    rules: SiteRules,
    step: Step,
) -> Iterator[RenderedStory]:
    """Yield the pages of these stories; many are finished by several processes."""
    shared = replace(site, front=(), stories=(), news=(), outlets=(), digests=())  # what goes to each process
    finish = partial(finished, site=shared, rules=rules)
    with ExitStack() as stack:
        each: Callable[..., Iterable[list[RenderedStory]]] = map
        if len(lines) > rules.alone:
            pool = ProcessPoolExecutor(workers or os.cpu_count(), mp_context=get_context("spawn"))
            each = stack.enter_context(pool).map
        for start in range(0, len(lines), rules.batch):
            drafts = list(queries.story_pages.drafts(lines[start : start + rules.batch], last=last))
            chunks = [drafts[at : at + rules.chunk] for at in range(0, len(drafts), rules.chunk)]
            for pages in each(finish, chunks):
                for page in pages:
                    yield page
                    step()


def finished(drafts: Sequence[DraftPage], *, site: SiteContent, rules: SiteRules = PRINT_RULES) -> list[RenderedStory]:
    """Return the pages of drafts, rendered."""
    parts = Parts.of(has_digests=site.has_digests)
    return rendered([finish(draft, rules, quotes_of(site), parts) for draft in drafts], site)


def quotes_of(site: SiteContent) -> QuoteLimits:
    """Return the most that a site quotes of one text."""
    return QuoteLimits(words=site.quote_words, share=site.quote_share)


def finish(
    draft: DraftPage,
    rules: SiteRules = PRINT_RULES,
    quotes: QuoteLimits = QuoteLimits(),
    parts: Parts = Parts.of(has_digests=False),
) -> StoryPage:
    """Return a story's page with the figures that differ and the edits that matter, as far as they may be quoted."""
    changes = (change for version in draft.versions if (change := changed_article(version)))
    changed = tuple(islice(changes, rules.changes))
    differences = differences_of(draft.texts, most=rules.differences)
    page = replace(draft.page, differences=tuple(differences), changed=changed)
    return limited_page(page, Quotation(quotes, draft.text_words, part=parts.page))


def watch_pages(queries: SiteQueries, site: SiteContent, last: date, rules: SiteRules) -> Iterator[WatchPage]:
    """Yield the page of each watch, with those of the archive's rising terms that its latest texts use."""
    rising = queries.rising(last=last) if site.watches else []
    for watch, _, _ in site.watches:
        page = queries.watch(watch, last=last, stories=site.stories)
        texts = queries.recent_texts(watch, last=last, most=rules.rising_texts)
        used = {term for article in texts for term in article_terms(article)}
        words = " ".join(f"{article.title} {article.text}" for article in texts)
        terms = [replace(term, term=spelled(term.term, words)) for term in rising if term.term in used]
        yield replace(page, rising=tuple(terms[: rules.rising]))


def spelled(stem: str, words: str) -> str:
    """Return the first word of `words` that begins with `stem`, which the archive keeps cut short."""
    return next((word.strip(".,;:!?\"'”’»)") for word in words.split() if word.lower().startswith(stem)), stem)
