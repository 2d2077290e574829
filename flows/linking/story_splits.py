"""Stories that have doubled are looked over, and what no longer holds together becomes a story of its own."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from flows.linking.load import LinkingBase, StoredArticles, load_boilerplate, load_context
from news.copies.boilerplate import blanked
from news.facts.stored_facts import with_facts
from news.language.terms import TermReader
from news.origins.batch import with_origins
from news.origins.origin_groups import OutletNames
from news.records import Article, Correction, Linkage, Placement, Story
from news.stories.follow import StoryRun
from news.stories.placements import with_titles
from news.stories.split import Looked, split_looked_over
from storage.archive import Archive
from storage.tables.story_profiles import StoredProfiles

MOST_GROUPS = 2000  # copy groups of stories that are looked over at a time


def split_stories(
    archive: Archive,
    texts: StoredArticles,
    story_ids: Collection[str],
    *,
    base: LinkingBase,
    now: datetime,
    reader: TermReader,
) -> int:
    """Split those of these stories that no longer hold together, each in one transaction; return how many were.

    Args:
        reader: of terms, which has read the batch.
    """
    memory = archive.stories()
    stories = [story for _, story in sorted(memory.stories(story_ids).items())]
    count = 0
    for some in _in_parts(stories):
        places = archive.links.story_members([story.story_id for story in some])
        runs = _runs(archive, texts, some, places, memory, base.corrections, reader)
        for run in runs:
            _save(archive, texts, memory, run, places, base.outlet_names, now)
        count += len(runs)
    return count


def _in_parts(stories: Sequence[Story]) -> Iterator[list[Story]]:
    """Yield the stories some at a time: the texts of so many are held at once."""
    part: list[Story] = []
    for story in stories:
        if part and sum(one.members for one in part) + story.members > MOST_GROUPS:
            yield part
            part = []
        part.append(story)
    if part:
        yield part


def _runs(
    archive: Archive,
    texts: StoredArticles,
    stories: Sequence[Story],
    places: Sequence[Placement],
    memory: StoredProfiles,
    corrections: Sequence[Correction],
    reader: TermReader,
) -> list[StoryRun]:
    """Read the articles of these stories together, and return what becomes of those that do not hold together."""
    stored = texts.get([item.article_id for item in places])
    story_of = {item.article_id: item.story_id for item in places}
    articles: dict[str, list[Article]] = defaultdict(list)
    for article in blanked(stored, load_boilerplate(archive, stored)):
        articles[story_of[article.article_id]].append(article)
    return split_looked_over(
        [Looked(story=story, articles=articles[story.story_id]) for story in stories],
        copy_group_of={item.article_id: item.copy_group_id for item in places},
        memory=memory,
        corrections=corrections,
        reader=reader,
    )


def _save(
    archive: Archive,
    texts: StoredArticles,
    memory: StoredProfiles,
    run: StoryRun,
    places: Sequence[Placement],
    outlets: OutletNames,
    now: datetime,
) -> None:
    """Save a split with the origins and facts of its parts, in one transaction."""
    placements = tuple(_placed(places, run))
    found = Linkage(read=(), placements=placements, stories=tuple(with_titles(run.stories, {})))
    context = load_context(archive, texts, placements, ())
    linkage = with_origins(found, (), context, outlets)
    linkage = with_facts(linkage, (), context.articles, context.placements, context.figures, {})
    with archive.store.transaction():
        archive.links.save(linkage, now=now)
        memory.keep(run.stories, run.term_days)


def _placed(members: Sequence[Placement], run: StoryRun) -> Iterator[Placement]:
    """Yield the placements of a story after its split; who stays is as before."""
    links = {link.article_id: link for link in run.links}
    for item in members:
        if (link := links.get(item.article_id)) is not None:
            is_moved = link.story_id != item.story_id
            yield replace(item, story_id=link.story_id, similarity=link.similarity) if is_moved else item
