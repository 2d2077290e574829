"""Articles → near-copies, citations, origins, stories, matches → archive: the work of link_coverage."""

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain

from flows.configuration.settings import Settings
from flows.linking.load import (
    LinkingBase,
    StoredArticles,
    load_base,
    load_boilerplate,
    load_context,
    load_copies,
    load_stories,
)
from flows.linking.save import save_batch
from flows.linking.story_splits import split_stories
from flows.progress import Progress
from news.copies.batch import BatchCopies, CopyInputs, find_batch_copies, sketches_of
from news.copies.boilerplate import blanked, line_key
from news.copies.page_templates import without_templates
from news.errors import WatchError
from news.facts.stored_facts import with_facts
from news.language.segments import counted
from news.language.terms import TermReader
from news.language.text_layers import TextLayers
from news.origins.batch import with_origins
from news.origins.citations import credits_alone, find_citations
from news.origins.gazetteer import Gazetteer
from news.records import (
    Article,
    Citation,
    Correction,
    Failure,
    Linkage,
    Placement,
    Story,
    Watch,
    WatchMatch,
    record,
)
from news.stories.follow import StoryRun, follow_stories
from news.stories.placements import members_of_touched, place, touched_stories, with_emptied, with_titles
from news.stories.split import doubled
from news.watches.matching import find_matches
from news.watches.parser import parse_watch
from storage.archive import Archive

BATCH = 2000  # articles linked at a time: memory, and what a killed run has to do again
BEGINNING = date(1900, 1, 1)


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
        return Linked(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Switch Python's garbage collector off: a batch leaves no cycles, and each collection scans all that it holds."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
        everything: link the whole archive anew. Stories and copy groups keep their ids; articles whose text was
            retired keep what was found in them. The same is done where the index of sketches is lost: else no copy of
            what is there would be found any more.
    """
    sketches = archive.sketches()
    if is_lost := sketches.is_lost() and archive.articles.has_linked_texts():
        sketches.begin_again()
    everything = everything or is_lost
    waiting = archive.articles.not_retired() if everything else archive.articles.not_linked()
    since = BEGINNING if everything else None
    total = Linked()
    if not waiting:
        return total
    base = load_base(archive)
    _save_refused(archive, base.refused, now)
    with (progress or Progress()).stage("linking", len(waiting)) as step:
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            linked = archive.store.retry(partial(link_batch, archive, settings, batch, now=now, base=base, since=since))
            total = total.plus(linked)
            for _ in batch:
                step()
    if is_lost:
        sketches.finish()
    return total


@record
class ReadBatch:
    """What the articles of a batch say, each text read once."""

    articles: Sequence[Article]  # those with a text hold the lines of boilerplate that credit somebody
    layers: Mapping[int, TextLayers]
    citations: Sequence[Citation]


@record
class Followed:
    """The stories that a batch touches, as they were and as they are with it."""

    run: StoryRun
    stored: Sequence[Placement]
    titles: Mapping[str, str]  # of the stories that were there
    placements: Sequence[Placement]
    stories: Sequence[Story]
    doubled: Collection[str]  # ids of those that want to be looked over


@without_garbage_collection()
def link_batch(
    archive: Archive,
    settings: Settings,
    articles: Sequence[Article],
    *,
    now: datetime,
    base: LinkingBase,
    since: date | None = None,
) -> Linked:
    """Link one batch: read what it needs, decide, and save all of it together.

    Nothing is written before everything is decided. A process that is killed leaves the batch linked or not linked.
    Near-copies are looked for among articles from `since` on; None: as far back as the settings say.
    """
    texts = StoredArticles(archive, articles)
    lines = load_boilerplate(archive, articles, are_linked=False)
    batch = without_templates(blanked(articles, lines))
    read = _read(batch, articles, lines, base.gazetteer)
    since = since or _first_day(batch, settings.copy_window_days)
    inputs = load_copies(archive, texts, batch, sketches_of(batch), since=since)
    batch = without_templates(batch, among=inputs.known)
    copies = find_batch_copies(
        batch, inputs, names=base.words_of_names, citations=read.citations, corrections=base.corrections
    )
    reader = TermReader()
    found = _follow(archive, batch, copies, inputs, base.corrections, reader)
    linkage = Linkage(
        read=tuple(article.article_id for article in batch),
        placements=tuple(found.placements),
        copies=tuple(copies.near_copies),
        citations=tuple(read.citations),
        stories=tuple(found.stories),
        matches=tuple(find_matches(base.watches, batch, base.countries)),
    )
    context = load_context(archive, texts, members_of_touched(found.placements, found.stored), read.articles)
    linkage = with_origins(linkage, read.articles, context, base.outlet_names, read.layers)
    linkage = with_facts(linkage, read.articles, context.articles, context.placements, context.figures, read.layers)
    boilerplate = {**inputs.boilerplate, **lines}
    save_batch(archive, articles, linkage, copies=copies, run=found.run, boilerplate=boilerplate, now=now)
    split_stories(archive, texts, found.doubled, base=base, now=now, reader=reader)
    return _counted(linkage, found)


def _follow(
    archive: Archive,
    batch: Sequence[Article],
    copies: BatchCopies,
    inputs: CopyInputs,
    corrections: Sequence[Correction],
    reader: TermReader,
) -> Followed:
    """Find the stories of the batch, and where all their articles stand with it."""
    groups = copies.group_of()
    before = {group: inputs.story_of_group[group] for group in groups.values() if group in inputs.story_of_group}
    run = follow_stories(
        batch,
        copy_group_of=groups,
        memory=archive.stories(),
        known_group_story=before,
        corrections=corrections,
        reader=reader,
    )
    stored, titles = load_stories(archive, touched_stories(run, inputs.stories_of(groups)), groups)
    placements = place(batch, copies.places, run, stored)
    return Followed(
        run=run,
        stored=stored,
        titles=titles,
        placements=placements,
        stories=with_titles(with_emptied(run.stories, placements, stored, before.values()), titles),
        doubled=doubled(run, copy_group_of=groups, known_group_story=before),
    )


def _read(
    batch: Sequence[Article],
    articles: Sequence[Article],
    boilerplate: Mapping[str, frozenset[str]],
    gazetteer: Gazetteer,
) -> ReadBatch:
    """Read whom the articles of the batch credit, in lines of boilerplate too."""
    known: dict[tuple[str | None, str | None, str], bool] = {}

    def is_credit(article: Article, line: str) -> bool:
        key = (article.outlet, article.language, line_key(line))
        if key not in known:
            known[key] = credits_alone(article, line, gazetteer)
        return known[key]

    whole = {article.article_id: article for article in articles}
    cut = [whole[one.article_id] for one in batch if one.text and one.text != whole[one.article_id].text]
    whole |= {article.article_id: article for article in blanked(cut, boilerplate, is_credit)}
    read = [whole[one.article_id] if one.text else one for one in batch]
    layers = {article.article_id: TextLayers(article.text, article.language) for article in read}
    credited = (find_citations(article, gazetteer, layers=layers[article.article_id]) for article in read)
    return ReadBatch(articles=read, layers=layers, citations=list(chain.from_iterable(credited)))


def _first_day(batch: Sequence[Article], window_days: int) -> date:
    return min(article.ordered_at for article in batch).date() - timedelta(days=window_days)


def _counted(found: Linkage, followed: Followed) -> Linked:
    """Return the batch in numbers; a known story moved if an article, or a new version of one, came into it."""
    known, joined = set(followed.titles), {link.story_id for link in followed.run.links}
    before = {(item.article_id, item.version, item.story_id) for item in followed.stored}
    moved = {item.story_id for item in found.placements if (item.article_id, item.version, item.story_id) not in before}
    return Linked(
        articles=len(found.read),
        copies=len({copy.article_id for copy in found.copies if copy.kind in ("exact", "near_copy")} & {*found.read}),
        stories_new=len(joined - known),
        stories_moved=len(moved & joined & known),
        citations=len(found.citations),
        matches=len(found.matches),
    )


# --- watches ----------------------------------------------------------------------------------------------------


def _save_refused(archive: Archive, refused: Mapping[str, WatchError], now: datetime) -> None:
    """Save as failures the watches whose queries cannot be read; the others are matched all the same."""
    found = [Failure(stage="watches", subject=name, error=str(error), at=now) for name, error in refused.items()]
    if found:
        with archive.store.transaction():
            archive.articles.save_failures(found)


def match_watches(archive: Archive, watches: Sequence[Watch], *, now: datetime) -> int:
    """Match new or changed watches against the whole archive; return how many articles they match."""
    matches = [
        WatchMatch(watch=watch.watch, article_id=article_id)
        for watch in watches
        for article_id in archive.query_hits().find(parse_watch(watch).query)
    ]
    archive.watches.save_matches(watches, matches, now=now)
    return len(matches)
