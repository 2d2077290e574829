"""Where every article of a batch stands, and what becomes of stories that all articles left."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from news.copies.groups import Place
from news.records import Article, Placement, Story
from news.stories.follow import StoryRun

UNTITLED = "(no title)"


def touched_stories(run: StoryRun, before: Collection[str]) -> set[str]:
    """Return the stories that a batch touches: those of its links, those merged, and those `before`."""
    merged = {story_id for pair in run.merges for story_id in pair}
    return {link.story_id for link in run.links} | merged | set(before)


def members_of_touched(placements: Sequence[Placement], stored: Collection[Placement]) -> list[Placement]:
    """Return the placements of all articles of the stories in which `placements` stand, the new ones first hand."""
    touched = {item.story_id for item in placements}
    members = {item.article_id: item for item in (*stored, *placements)}
    return [item for item in members.values() if item.story_id in touched]


def place(
    batch: Sequence[Article], places: Mapping[int, Place], run: StoryRun, stored: Collection[Placement]
) -> list[Placement]:
    """Return the placements of the batch, and those of stored articles whose group or story changes.

    Args:
        places: copy group of the batch's articles, and of stored ones whose place changes.
        stored: the placements of the articles of merged stories, and of those in `places`; others are passed over.
    """
    versions = {article.article_id: article.version for article in batch}
    new = [
        Placement(
            article_id=link.article_id,
            version=versions[link.article_id],
            copy_group_id=places[link.article_id][0],
            is_original=places[link.article_id][1],
            story_id=link.story_id,
            similarity=link.similarity,
            linked_by=link.linked_by,
        )
        for link in run.links
    ]
    into = dict(run.merges)
    moved = []
    for item in stored:
        if item.article_id in versions or not (item.story_id in into or item.article_id in places):
            continue
        group, is_original = places.get(item.article_id, (item.copy_group_id, item.is_original))
        story_id = into.get(item.story_id, item.story_id)
        moved.append(replace(item, copy_group_id=group, is_original=is_original, story_id=story_id))
    return [*new, *moved]


def with_emptied(
    stories: Sequence[Story], placements: Sequence[Placement], stored: Collection[Placement], before: Collection[str]
) -> list[Story]:
    """Merge a story that every article left, as a person's word may have it, into where most went: its id answers.

    Args:
        stored: the former placements of the articles of the stories `before`, in which the batch's groups stood.
    """
    now_in = {item.article_id: item.story_id for item in placements}
    left = set(before) - set(now_in.values())
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for item in stored:
        if item.story_id in left:
            went[item.story_id][now_in.get(item.article_id, item.story_id)] += 1
    merged = {story.story_id for story in stories if story.merged_into}
    gone = {
        old: Story(story_id=old, title="", merged_into=into.most_common(1)[0][0])
        for old, into in went.items()
        if old not in into and old not in merged
    }
    return [*(story for story in stories if story.story_id not in gone), *gone.values()]


def with_titles(stories: Sequence[Story], titles: Mapping[str, str]) -> list[Story]:
    """Give stories that were merged away the title they had: their ids still answer."""
    return [story if story.title else replace(story, title=titles.get(story.story_id, UNTITLED)) for story in stories]
