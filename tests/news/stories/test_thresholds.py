"""The bars of the story rules: what lowers and raises them, and from where on it counts."""

import pytest

from news.stories.thresholds import STORY_RULES as RULES


@pytest.mark.parametrize(
    ("names", "terms", "bar"),
    [
        (0.0, 150, 0.27),  # shares no name: a topic
        (0.19, 150, 0.2662),
        (0.2, 150, 0.216),  # shares one
        (0.19, 149, 0.2163),  # a short text is held to names no less
        (1.0, 150, 0.20),
        (3.0, 150, 0.16),
        (9.0, 150, 0.16),  # further names lower no bar
        (1.0, 999, 0.20),  # nor do further terms
        (1.0, 30, 0.2404),  # chance
        (1.0, 1, 0.5673),
        (1.0, 0, 0.5673),
    ],
)
def test_the_bar_of_these_days(names: float, terms: int, bar: float) -> None:
    assert RULES.day_bar(names, terms, is_headline=False) == pytest.approx(bar, abs=2e-4)
    assert RULES.day_bar(names, terms, is_headline=True) == 0.11


@pytest.mark.parametrize(
    ("names", "terms", "bar"), [(0.0, 150, 0.34), (1.0, 150, 0.29), (3.0, 150, 0.19), (4.0, 150, 0.19), (0, 30, 0.3804)]
)
def test_the_bar_of_the_long_memory(names: float, terms: int, bar: float) -> None:
    assert RULES.memory_bar(names, terms) == pytest.approx(bar, abs=2e-4)


@pytest.mark.parametrize(("terms", "bar"), [(150, 0.38), (20, 0.4368), (14, 0.4542), (3, 0.4542)])
def test_the_bar_of_two_stories(terms: float, bar: float) -> None:
    assert RULES.merge_bar(terms) == pytest.approx(bar, abs=2e-4)


@pytest.mark.parametrize(("groups", "trust"), [(0, 0.7), (140, 0.7), (160, 0.8), (200, 1.0), (9000, 1.0)])
def test_names_are_trusted_by_how_many_groups_are_known(groups: int, trust: float) -> None:
    assert RULES.trust_in_names(groups) == pytest.approx(trust)


@pytest.mark.parametrize(("groups", "terms"), [(0, 9000), (1, 9000), (30, 300), (60, 150), (6000, 150)])
def test_more_terms_count_in_a_small_archive(groups: int, terms: int) -> None:
    assert RULES.terms_kept(groups) == terms
