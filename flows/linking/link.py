"""Articles → near-copies, citations, origins, stories, matches → archive: the work of link_coverage."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from flows.configuration.settings import Settings
from flows.linking.near_copies import find_copies, keep_lines, without_furniture
from flows.linking.placements import place, tell_origins
from flows.linking.story_splits import split_stories
from flows.progress import Progress
from news.language.segments import counted
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.records import Article, Linkage, Placement, Story, Watch, record
from news.stories.follow import StoryRun, follow_stories
from news.stories.split import doubled
from news.watches.parser import find_matches, parse_watch
from storage.archive import Archive

BATCH = 2000  # articles linked at a time: memory, and what a killed run has to do again
BEGINNING = date(1900, 1, 1)


COUNTED = ("articles", "copies", "stories_new", "stories_moved", "citations", "matches")


@record
class Linked:
    """What one run of linking did, in numbers."""

    articles: int = 0
    copies: int = 0  # of them, near-copies of another article
    stories_new: int = 0
    stories_moved: int = 0
    citations: int = 0
    matches: int = 0

    def in_words(self) -> str:
        """Say it in a line."""
        if not self.articles:
            return "Linked: nothing new."
        return (
            f"Linked: {counted(self.articles, 'article')}, {self.copies} of them near-copies; "
            f"{counted(self.stories_new, 'new story', 'new stories')}, {self.stories_moved} moved; "
            f"{counted(self.citations, 'citation')}, {counted(self.matches, 'match', 'matches')} of watches."
        )

    def plus(self, other: "Linked") -> "Linked":
        """Return the sum of two batches."""
        return Linked(**{name: getattr(self, name) + getattr(other, name) for name in COUNTED})


def link(
    archive: Archive,
    settings: Settings,
    *,
    now: datetime,
    everything: bool = False,
    progress: Progress | None = None,
) -> Linked:
    """Link what is not linked yet, a batch a transaction, in order of time; running it twice changes nothing.

    Args:
        everything: link the whole archive anew; stories and copy groups keep their ids, and articles whose text was
            retired all that was learnt of them.
    """
    waiting = archive.articles.not_retired() if everything else archive.articles.not_linked()
    since = BEGINNING if everything else None
    total = Linked()
    with (progress or Progress()).stage("linking", len(waiting)) as step:
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            linked = archive.store.retry(partial(link_batch, archive, settings, batch, now=now, since=since))
            total = total.plus(linked)
            for _ in batch:
                step()
    return total


def link_batch(
    archive: Archive, settings: Settings, articles: Sequence[Article], *, now: datetime, since: date | None = None
) -> Linked:
    """Link one batch and save all that was found in one transaction.

    Args:
        since: near-copies are looked for among articles from this day on; None: as far back as the settings say.
    """
    batch = without_furniture(archive, articles, now=now)
    outlets = archive.links.outlets()
    gazetteer = Gazetteer.of(outlets)
    corrections = archive.links.corrections()
    citations = [citation for article in batch for citation in find_citations(article, gazetteer)]
    first = since or _first_day(batch, settings.copy_window_days)
    copied = find_copies(
        archive, batch, since=first, outlets=outlets, citations=citations, corrections=corrections, now=now
    )
    memory = archive.stories()
    groups = {article_id: group for article_id, (group, _) in copied.places.items()}
    before = archive.links.stories_of_groups(set(groups.values()))
    run = follow_stories(
        batch, copy_group_of=groups, memory=memory, known_group_story=before, corrections=corrections, now=now
    )
    placements = tuple(place(archive, batch, copied, run))
    stories = _with_emptied(archive, run.stories, placements, before.values())
    found = Linkage(
        read=tuple(article.article_id for article in batch),
        placements=placements,
        copies=tuple(copied.near_copies),
        citations=tuple(citations),
        stories=tuple(_with_titles(archive, stories)),
        matches=tuple(find_matches([parse_watch(watch) for watch in archive.links.watches()], batch)),
    )
    told = tell_origins(archive, found, batch, outlets)
    known = archive.links.story_titles({link.story_id for link in run.links})
    copied.keep_sketches(archive)
    keep_lines(archive, articles, told.placements)
    with archive.store.transaction():
        archive.links.save(told, now=now)
        memory.keep(run.stories, run.term_days)
    grown = doubled(run, copy_group_of=groups, known_group_story=before)
    split_stories(archive, grown, outlets=outlets, corrections=corrections, now=now)
    return _counted(batch, told, run, known)


def _first_day(batch: Sequence[Article], window_days: int) -> date:
    return min(article.ordered_at for article in batch).date() - timedelta(days=window_days)


def _with_emptied(
    archive: Archive, stories: Sequence[Story], placements: Sequence[Placement], before: Collection[str]
) -> list[Story]:
    """Merge a story that every article left, as a person's word may have it, into where most went: its id answers."""
    now_in = {item.article_id: item.story_id for item in placements}
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for item in archive.links.story_members(set(before) - set(now_in.values())):
        went[item.story_id][now_in.get(item.article_id, item.story_id)] += 1
    merged = {story.story_id for story in stories if story.merged_into}
    gone = {
        old: Story(story_id=old, title="", merged_into=into.most_common(1)[0][0])
        for old, into in went.items()
        if old not in into and old not in merged
    }
    return [*(story for story in stories if story.story_id not in gone), *gone.values()]


def _with_titles(archive: Archive, stories: Sequence[Story]) -> Iterator[Story]:
    """Give stories that were merged away the title they had: their ids still answer."""
    untitled = [story.story_id for story in stories if not story.title]
    titles = archive.links.story_titles(untitled)
    for story in stories:
        yield story if story.title else replace(story, title=titles.get(story.story_id, "(no title)"))


def _counted(batch: Sequence[Article], told: Linkage, run: StoryRun, known: Collection[str]) -> Linked:
    moved = {link.story_id for link in run.links}
    return Linked(
        articles=len(batch),
        copies=len({copy.article_id for copy in told.copies if copy.kind in ("exact", "near_copy")}),
        stories_new=len(moved - set(known)),
        stories_moved=len(moved & set(known)),
        citations=len(told.citations),
        matches=len(told.matches),
    )


# --- watches ----------------------------------------------------------------------------------------------------


def match_watches(archive: Archive, watches: Sequence[Watch], *, now: datetime) -> int:
    """Match new or changed watches against the whole archive; return how many articles they match."""
    matches = find_matches([parse_watch(watch) for watch in watches], archive.articles.everything()) if watches else []
    archive.links.save_matches(watches, matches, now=now)
    return len(matches)


def try_watch(archive: Archive, watch: Watch) -> list[Article]:
    """Return what a watch would match in the archive, by time; nothing is saved."""
    articles = archive.articles.everything()
    hits = {match.article_id for match in find_matches([parse_watch(watch)], articles)}
    return [article for article in articles if article.article_id in hits]
