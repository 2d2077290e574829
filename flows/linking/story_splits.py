"""Stories that have doubled are looked over, and what no longer holds together becomes a story of its own."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from flows.linking.load import load_boilerplate, load_context
from news.copies.boilerplate import blanked
from news.facts.stored_facts import with_facts
from news.origins.batch import with_origins
from news.records import Correction, Linkage, Outlet, Placement
from news.stories.follow import StoryRun
from news.stories.placements import with_titles
from news.stories.split import split_story
from storage.archive import Archive


def split_stories(
    archive: Archive,
    story_ids: Collection[str],
    *,
    outlets: Sequence[Outlet],
    corrections: Sequence[Correction],
    now: datetime,
) -> int:
    """Split those of these stories that no longer hold together, each in one transaction; return how many were."""
    memory, count = archive.stories(), 0
    for story_id, story in sorted(memory.stories(story_ids).items()):
        members = archive.links.story_members([story_id])
        texts = archive.articles.get([item.article_id for item in members])
        articles = blanked(texts, load_boilerplate(archive, texts))
        groups = {item.article_id: item.copy_group_id for item in members}
        run = split_story(story, articles, copy_group_of=groups, memory=memory, corrections=corrections)
        if run is not None:
            count += 1
            placements = tuple(_placed(members, run))
            found = Linkage(read=(), placements=placements, stories=tuple(with_titles(run.stories, {})))
            context = load_context(archive, placements, ())
            linkage = with_origins(found, (), context, outlets)
            linkage = with_facts(linkage, (), context.articles, context.placements, {})
            with archive.store.transaction():
                archive.links.save(linkage, now=now)
                memory.keep(run.stories, run.term_days)
    return count


def _placed(members: Sequence[Placement], run: StoryRun) -> Iterator[Placement]:
    """Yield the placements after the split; who stays is as before."""
    links = {link.article_id: link for link in run.links}
    for item in members:
        link = links[item.article_id]
        is_moved = link.story_id != item.story_id
        yield replace(item, story_id=link.story_id, similarity=link.similarity) if is_moved else item
