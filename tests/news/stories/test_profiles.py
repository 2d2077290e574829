"""A story's profile is the sum of its groups' vectors, weighed by idf outside the story, however it came about."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import log, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from news.stories.memory import Frequencies
from news.stories.profiles import Idf, LiveStory, StoryIndex, live, rarest, time_factor
from news.stories.thresholds import StoryRules

RULES = StoryRules(own_groups=2, own_share=15)
COUNTS = {"quay": 40, "strike": 9, "velm": 2, "orlo": 1}
IDF = Idf(Frequencies(counts=COUNTS, total=60), RULES)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Group = Mapping[str, float]

groups = st.lists(
    st.dictionaries(st.sampled_from([*COUNTS, "unseen", "unheard"]), st.floats(0.1, 1.0), min_size=1), min_size=1
)


def logarithm(count: int) -> float:
    unseen = max(RULES.least_unseen, RULES.unseen * min(1.0, (60 + RULES.unseen_groups) / RULES.telling_groups))
    return log((60 + RULES.unseen_groups) / (count + unseen))


def weighed(told: Sequence[Group]) -> dict[str, float]:
    """The profile as its description says: no step of it is kept."""
    found = {}
    for term in {term for group in told for term in group}:
        inside = sum(term in group for group in told)
        outside = COUNTS.get(term, 0) - min(inside, 4)
        bare = sum(group.get(term, 0.0) for group in told) / logarithm(COUNTS.get(term, 0))
        found[term] = bare * logarithm(max(0, outside))
    return found


def story_of(told: Sequence[Group], story_id: str = "s") -> LiveStory:
    story = LiveStory(story_id=story_id, idf=IDF)
    for number, group in enumerate(told):
        story.add(group, NOON + timedelta(days=number))
    return story


def is_as_described(story: LiveStory, told: Sequence[Group]) -> None:
    assert story.weighted == pytest.approx(weighed(told), abs=1e-9)
    assert story.length() == pytest.approx(sqrt(sum(weight * weight for weight in weighed(told).values())), abs=1e-6)
    assert story.members == len(told)


def test_a_share_of_the_archive_s_groups_counts_as_the_story_s_own_where_that_is_more() -> None:
    assert IDF.own == 4
    assert Idf(Frequencies(counts=COUNTS, total=20), RULES).own == 2


@given(groups)
def test_a_profile_is_the_sum_of_its_groups(told: list[Group]) -> None:
    is_as_described(story_of(told), told)


@given(groups, groups)
def test_two_stories_in_one_are_the_sum_of_both(one: list[Group], other: list[Group]) -> None:
    story = story_of(one)
    story.take_in(story_of(other))
    is_as_described(story, [*one, *other])
    assert story.is_changed


@given(groups, st.dictionaries(st.sampled_from([*COUNTS, "unseen"]), st.floats(0.1, 1.0), min_size=1))
def test_a_group_that_is_taken_out_leaves_what_was_before(told: list[Group], left: Group) -> None:
    story = story_of(told)
    span = story.first_at, story.last_at
    story.add(left, NOON + timedelta(days=99))
    assert story.last_at == NOON + timedelta(days=99)
    story.add(left, NOON + timedelta(days=999), times=-1)
    before = weighed(told)
    assert {term: weight for term, weight in story.weighted.items() if weight > 1e-9} == pytest.approx(before, abs=1e-9)
    assert story.members == len(told)
    assert story.first_at == span[0]
    assert story.last_at == NOON + timedelta(days=99)  # a span is never cut


@given(groups, st.dictionaries(st.sampled_from([*COUNTS, "unseen"]), st.floats(0.1, 1.0), min_size=1))
def test_nearness_is_the_cosine_by_idf_outside_the_story(told: list[Group], group: Group) -> None:
    length = sqrt(sum(weight * weight for weight in group.values()))
    vector = {term: weight / length for term, weight in group.items()}
    story, profile = story_of(told), weighed(told)
    inside = {term: sum(term in one for one in told) for term in profile}
    outside = {
        term: weight
        * (logarithm(max(0, COUNTS.get(term, 0) - min(inside[term], 4))) if term in profile else 1.0)
        / (logarithm(COUNTS.get(term, 0)) if term in profile else 1.0)
        for term, weight in vector.items()
    }
    dot = sum(weight * profile.get(term, 0.0) for term, weight in outside.items())
    lengths = [sqrt(sum(weight * weight for weight in one.values())) for one in (outside, profile)]
    assume(lengths[1] > 1e-6)
    assert story.cosine(vector) == pytest.approx(min(1.0, dot / (lengths[0] * lengths[1])), abs=1e-6)


@given(groups)
def test_a_story_remembered_is_the_story(told: list[Group]) -> None:
    story = story_of(told)
    again = live(story.story(RULES), IDF)
    assert again.weighted == pytest.approx(story.weighted)
    assert again.length() == pytest.approx(story.length())
    assert (again.members, again.first_at, again.last_at, again.counts) == (
        story.members, story.first_at, story.last_at, story.counts
    )  # fmt: skip


def test_only_the_heaviest_terms_are_remembered() -> None:
    story = story_of([{"orlo": 0.9, "velm": 0.2, "quay": 0.3}])
    assert list(story.story(StoryRules(profile_terms=2)).profile) == ["orlo", "quay"]
    assert list(rarest({"a": 0.1, "b": 0.3, "c": 0.2}, 2)) == ["b", "c"]


def test_undated_articles_move_the_span_of_an_undated_story_only() -> None:
    story = LiveStory(story_id="s", idf=IDF)
    story.add({"velm": 1.0}, NOON, is_dated=False)
    story.add({"velm": 1.0}, NOON + timedelta(days=2), is_dated=False)
    assert (story.first_at, story.last_at) == (NOON, NOON + timedelta(days=2))
    story.add({"velm": 1.0}, NOON + timedelta(days=5))
    assert (story.first_at, story.last_at) == (NOON + timedelta(days=5),) * 2
    story.add({"velm": 1.0}, NOON, is_dated=False)
    assert story.first_at == NOON + timedelta(days=5)
    story.add({"velm": 1.0}, NOON + timedelta(days=3))
    assert (story.first_at, story.last_at) == (NOON + timedelta(days=3), NOON + timedelta(days=5))


@pytest.mark.parametrize(("days", "gap"), [(-2, 2.0), (-0.5, 0.5), (0, 0.0), (1, 0.0), (2, 0.0), (3.5, 1.5)])
def test_a_gap_is_the_time_outside_the_span(days: float, gap: float) -> None:
    assert story_of([{"velm": 1.0}] * 3).gap_days(NOON + timedelta(days=days)) == gap
    assert LiveStory(story_id="s", idf=IDF).gap_days(NOON) == 0.0


def test_the_first_headline_is_that_of_the_story_that_began_first() -> None:
    early, late = story_of([{"velm": 1.0}]), story_of([{"velm": 1.0}])
    early.first_at, early.first_title, late.first_title = NOON - timedelta(days=1), "The first", "The second"
    late.take_in(early)
    assert (late.first_title, late.first_at) == ("The first", NOON - timedelta(days=1))
    again = story_of([{"velm": 1.0}])
    again.first_title = "As early"
    again.take_in(story_of([{"velm": 1.0}]))
    assert again.first_title == "As early"


def test_a_term_tells_of_a_story_that_used_it_unless_it_is_everybodys() -> None:
    story = story_of([{"velm": 1.0, "quay": 0.5}])
    assert story.telling("orlo") == 0.0
    assert story.telling("velm") == pytest.approx(logarithm(1) / logarithm(0))
    assert story.telling("quay") == 0.0  # 39 other groups have it, and its share is below .4
    few = Idf(Frequencies(counts=COUNTS, total=60), StoryRules(common_groups=40, own_groups=2))
    assert few.telling("quay", 1) == pytest.approx(logarithm(39) / logarithm(0))
    assert Idf(Frequencies(counts=COUNTS, total=60), StoryRules(common_groups=39, own_groups=2)).telling("quay", 1) == 0


def test_time_weakens_nearness_down_to_a_floor() -> None:
    rules = StoryRules()
    assert time_factor(0.0, rules) == 1.0
    assert time_factor(3.0, rules) == pytest.approx(0.5 + 0.5 * 0.60653, abs=1e-4)
    assert time_factor(300.0, rules) == 0.5


def test_a_story_is_found_by_an_id_that_it_had() -> None:
    index = StoryIndex({"velm"}, aliases={"old": "s"})
    index.put(story_of([{"velm": 1.0}]))
    assert index.get("old") is index.get("s") is not None
    assert index.get("other") is None


def test_closeness_is_one_for_groups_alike_and_less_for_others() -> None:
    assert story_of([{"unseen": 1.0}] * 3).closeness() == pytest.approx(1.0)
    assert story_of([{"unseen": 1.0}, {"unheard": 1.0}]).closeness() == pytest.approx(sqrt(2) / 2)
    assert LiveStory(story_id="s", idf=IDF).closeness() == 1.0
