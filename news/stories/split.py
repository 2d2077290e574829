"""A story whose parts have nothing more to do with each other is split; the majority keeps the id."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from news.language.terms import TermReader
from news.records import Article, Correction, Story, record
from news.stories.assignment import Group
from news.stories.corrections import read_corrections
from news.stories.follow import StoryRun, follow_groups, groups_of, languages_of, spans_of
from news.stories.memory import Frequencies, RememberedStories, StoryMemory
from news.stories.thresholds import STORY_RULES, StoryRules

Span = tuple[date, date]


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


@record
class Looked:
    """A story that is looked over."""

    story: Story  # as remembered
    articles: Sequence[Article]  # all of them


def split_looked_over(
    many: Sequence[Looked],
    *,
    copy_group_of: Mapping[int, int],
    memory: StoryMemory,
    corrections: Sequence[Correction] = (),
    reader: TermReader | None = None,
    rules: StoryRules = STORY_RULES,
) -> list[StoryRun]:
    """Return the links and stories after each split; a story that holds together has none.

    Parts are told by following the story's own articles afresh, with nothing else in sight. A part leaves only if
    it has two copy groups or more and is unlike the majority; whatever is alone or near stays. A person's links hold
    their articles in the story, and a story that a person named is never split.

    Args:
        many: stories with all of their articles.
        copy_group_of: article id -> copy group.
        memory: the archive's, for frequencies alone.
        corrections: what persons said.
        reader: of terms, where others share what it has read.
        rules: `split` is the similarity below which two parts are apart.
    """
    said, reader = read_corrections(corrections), reader or TermReader(rules.terms)
    loose = [
        one
        for one in many
        if one.articles
        and one.story.story_id not in said.titles
        and not any(said.link_of([article]) for article in one.articles)
    ]
    groups = [groups_of(one.articles, copy_group_of, {}, reader) for one in loose]
    windows = _windows(groups, memory, rules)
    runs = (
        _split(one.story, follow_groups(those, _Alone(known), (), rules), rules)
        for one, those, known in zip(loose, groups, windows, strict=True)
    )
    return [run for run in runs if run is not None]


def _windows(many: Sequence[Sequence[Group]], memory: StoryMemory, rules: StoryRules) -> list[dict[Span, Frequencies]]:
    """Return how often the terms of each story's groups occur in the spans asked for: all are read together."""
    found: list[dict[Span, Frequencies]] = [{} for _ in many]
    spans = [spans_of(groups, rules) for groups in many]
    terms = [{term for group in groups for term in group.terms} | languages_of(groups) for groups in many]
    waiting = list(range(len(many)))
    for size in range(len(rules.windows_days)):
        seen = memory.frequencies_of([(terms[at], *spans[at][size]) for at in waiting])
        for at, one in zip(waiting, seen, strict=True):
            found[at][spans[at][size]] = one
        waiting = [at for at, one in zip(waiting, seen, strict=True) if one.total < rules.window_groups]
    return found


def _split(story: Story, run: StoryRun, rules: StoryRules) -> StoryRun | None:
    """Return what becomes of a story whose articles were followed afresh; None: it holds together."""
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
    """A memory that knows how often terms occur in some spans of days, and no story."""

    def __init__(self, known: Mapping[Span, Frequencies]) -> None:
        super().__init__()
        self._known = known

    def frequencies(self, terms: Collection[str], *, since: date, until: date) -> Frequencies:
        return self._known[since, until]
