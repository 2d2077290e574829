"""Stories that have grown together become one; what no longer holds together is split. The majority keeps the id."""

from news.language.terms import names_in
from news.stories.corrections import StoryOverrides
from news.stories.name_guard import shares_names_alone
from news.stories.profiles import LiveStory, StoryIndex, time_factor
from news.stories.thresholds import StoryRules


def merge_grown_together(index: StoryIndex, said: StoryOverrides, rules: StoryRules) -> list[tuple[str, str]]:
    """Merge the changed stories with those whose profile has become nearly theirs; return (from, into) pairs."""
    apart = {story_id for barred in said.splits.values() for story_id in barred}
    merges = []
    for story_id in sorted(story.story_id for story in index.stories.values() if story.is_changed):
        while (story := index.stories.get(story_id)) is not None and story_id not in apart:
            twin = _twin(story, index, apart, rules)
            if twin is None:
                break
            kept, gone = sorted((story, twin), key=_seniority)
            index.absorb(kept.story_id, gone.story_id)
            merges.append((gone.story_id, kept.story_id))
    return merges


def _twin(story: LiveStory, index: StoryIndex, apart: set[str], rules: StoryRules) -> LiveStory | None:
    """Return the story nearest to `story` if the two are one."""
    query = index.query(story, rules.query_terms)
    best: tuple[float, LiveStory] | None = None
    for other in index.near(query, rules.candidates + 1):
        if other is story or other.story_id in apart:
            continue
        score = _oneness(story, other, rules)
        if score >= 1 and (best is None or score > best[0]):
            best = (score, other)
    return best[1] if best else None


def _oneness(story: LiveStory, other: LiveStory, rules: StoryRules) -> float:
    """Return how far two stories are above the bar of being one; below 1: they are two.

    A story of one copy group joins by the rules of an article: it may have come before the others had told enough.
    """
    small, large = sorted((story, other), key=lambda one: one.members)
    vector = small.unit()
    cosine = large.cosine(vector)
    terms = sum(small.counts.values()) / max(1, small.members)
    names_used = names_in(small.profile)
    if shares_names_alone(large, vector, cosine, names_used, rules, terms=terms):
        return 0.0
    timed = cosine * time_factor(_gap_days(story, other), rules)
    higher = rules.guide if small.is_guide else 0.0
    if small.members > 1 or large.members < rules.grown_members:
        return timed / (higher + rules.merge_bar(terms))
    names = sum(map(large.telling, names_used))
    is_headline = len(small.profile) < rules.headline_terms
    if is_headline and len(vector.keys() & large.profile.keys()) < rules.headline_grown:
        return 0.0
    day_bar = higher + rules.day_bar(names, len(small.profile), is_headline=is_headline)
    return max(timed / day_bar, cosine / (higher + rules.memory_bar(names, len(small.profile))))


def _gap_days(story: LiveStory, other: LiveStory) -> float:
    ends = [at for at in (other.first_at, other.last_at) if at is not None]
    return min((story.gap_days(at) for at in ends), default=0.0)


def _seniority(story: LiveStory) -> tuple[int, bool, float, str]:
    """Order stories by who keeps the id: the majority, then the earlier."""
    at = story.first_at
    return (-story.members, at is None, at.timestamp() if at else 0.0, story.story_id)
