"""A story whose parts have nothing more to do with each other is split; the majority keeps the id."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from news.records import Article, Correction, Story
from news.stories.corrections import read_corrections
from news.stories.follow import StoryRun, follow_stories
from news.stories.memory import Frequencies, RememberedStories, StoryMemory
from news.stories.thresholds import STORY_RULES, StoryRules


def doubled(
    run: StoryRun,
    *,
    copy_group_of: Mapping[int, int],
    known_group_story: Mapping[int, str],
    rules: StoryRules = STORY_RULES,
) -> list[str]:
    """Return the stories to look over: those whose copy groups passed a power of two in this run, or that merged.

    Looked over at 8, 16, 32 … groups, a story costs a constant for each of its groups, however large it grows.
    """
    new: dict[str, set[int]] = defaultdict(set)
    for link in run.links:
        group = copy_group_of.get(link.article_id, link.article_id)
        if group not in known_group_story:
            new[link.story_id].add(group)
    merged = {into for _, into in run.merges}
    return [
        story.story_id
        for story in run.stories
        if story.merged_into is None
        and story.members >= rules.split_members
        and (
            story.story_id in merged
            or story.members.bit_length() > (story.members - len(new[story.story_id])).bit_length()
        )
    ]


def split_story(
    story: Story,
    articles: Sequence[Article],
    *,
    copy_group_of: Mapping[int, int],
    memory: StoryMemory,
    corrections: Sequence[Correction] = (),
    rules: StoryRules = STORY_RULES,
) -> StoryRun | None:
    """Return the links and stories after a split, or None where the story holds together.

    Args:
        story: as remembered.
        articles: all of its articles.
        copy_group_of: article id -> copy group.
        memory: the archive's, for frequencies alone.
        corrections: a person's links hold their articles in the story; a story that a person named is never split.
        rules: `split` is the similarity below which two parts are apart.

    Returns:
        Parts are told by following the story's own articles afresh, with nothing else in sight. A part leaves only if
        it has two copy groups or more and is unlike the majority; whatever is alone or near stays.
    """
    said = read_corrections(corrections)
    if story.story_id in said.titles or any(said.link_of([article]) for article in articles):
        return None
    run = follow_stories(
        articles, copy_group_of=copy_group_of, memory=_Alone(memory), known_group_story={}, rules=rules
    )
    parts = sorted((s for s in run.stories if s.merged_into is None), key=lambda s: (-s.members, s.story_id))
    majority = parts[0]
    apart = [part for part in parts[1:] if part.members > 1 and similarity(part, majority) < rules.split]
    if not apart:
        return None
    leaving = {part.story_id for part in apart}
    staying = [s for s in parts if s.story_id not in leaving]
    kept = together(story, staying)
    links = tuple(link if link.story_id in leaving else link.in_story(story.story_id) for link in run.links)
    return StoryRun(links=links, stories=(kept, *apart), merges=(), term_days={})


def similarity(one: Story, other: Story) -> float:
    """Return the cosine of two profiles, 0 to 1."""
    dot = sum(weight * other.profile.get(term, 0.0) for term, weight in one.profile.items())
    lengths = [sum(weight * weight for weight in story.profile.values()) ** 0.5 for story in (one, other)]
    return dot / (lengths[0] * lengths[1]) if all(lengths) else 0.0


def together(story: Story, parts: Sequence[Story]) -> Story:
    """Return what remains of a story: its id and title, and the sum of the parts that stay."""
    profile: dict[str, float] = {}
    counts: dict[str, int] = {}
    for part in parts:
        for term, weight in part.profile.items():
            profile[term] = profile.get(term, 0.0) + weight
            counts[term] = counts.get(term, 0) + part.counts[term]
    is_dated = any(part.is_dated for part in parts)
    spans = [part for part in parts if part.is_dated == is_dated]
    return Story(
        story_id=story.story_id,
        title=story.title,
        first_title=story.first_title,
        title_at=story.title_at,
        profile=profile,
        counts=counts,
        members=sum(part.members for part in parts),
        first_at=min((part.first_at for part in spans if part.first_at), default=None),
        last_at=max((part.last_at for part in spans if part.last_at), default=None),
        is_dated=is_dated,
        is_closed=story.is_closed,
    )


class _Alone(RememberedStories):
    """A memory that knows how often terms occur and no story."""

    def __init__(self, memory: StoryMemory) -> None:
        super().__init__()
        self._memory = memory

    def frequencies(self, *args: object, **more: object) -> Frequencies:
        return self._memory.frequencies(*args, **more)  # type: ignore[arg-type]
