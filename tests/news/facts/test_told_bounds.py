"""Whether a sentence was told before: each share of its words, beside what facts are new in it."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from news.facts.candidates import NOVELTY_RULES, Candidate, ToldStory
from news.facts.novel_facts import Fact, KnownFacts, novel_facts
from tests.news.pieces import article


def candidate(
    words: str = "quay lamp ferry noon", *, told: float = 0.0, repeats: bool = False, facts: tuple[str, ...] = ()
) -> Candidate:
    return Candidate(
        article=SimpleNamespace(article_id=1), readable=SimpleNamespace(start=0, follows=None), sentence="",
        terms=frozenset(words.split()),
        title=frozenset(), facts=tuple(fact(key) for key in facts), told=told, repeats_figures=repeats,
    )  # type: ignore[arg-type]  # fmt: skip


def fact(key: str) -> Fact:
    return Fact(**{name: key if name == "key" else 0 for name in Fact.__dataclass_fields__})  # type: ignore[arg-type]


def story(**differs: Any) -> ToldStory:
    given: dict[str, Any] = {
        "before": [], "known": frozenset(), "begun": Counter(), "headlines": [], "articles": 4, "places": {},
        "copies": {},
        "rules": NOVELTY_RULES,
    }  # fmt: skip
    return ToldStory(**given | differs)


@pytest.mark.parametrize(
    ("told", "facts", "is_new"),
    [
        (0.49, (), True),
        (0.50, (), False),
        (0.50, ("day 3",), True),
        (0.50, ("name Ida",), False),
        (0.50, ("outlet Post",), False),
        (0.84, ("day 3",), True),
        (0.85, ("day 3",), False),
        (0.85, ("figure 3",), True),
        (1.0, ("figure 3",), True),
        (1.0, (), False),
    ],
)
def test_what_was_told_in_other_words_is_new_by_a_fact_alone(told: float, facts: tuple[str, ...], is_new: bool) -> None:
    assert story().is_new(candidate(told=told, facts=facts)) is is_new
    assert story(facts=set(facts)).is_new(candidate(told=told, facts=facts)) is (told < 0.5)  # another carries them


@pytest.mark.parametrize(
    ("known", "words", "facts", "is_new"),
    [
        ("quay lamp ferry", "quay lamp ferry noon", (), False),  # one new word of four, and four more: .125
        ("", "quay lamp", (), True),  # .33
        ("quay", "quay lamp mole", (), False),  # .286
        ("quay lamp ferry", "quay lamp ferry noon", ("day 3",), True),
    ],
)
def test_figures_that_are_known_need_new_words(known: str, words: str, facts: tuple[str, ...], is_new: bool) -> None:
    given = story(known=frozenset(known.split()))
    assert given.is_new(candidate(words, repeats=True, facts=facts)) is is_new
    assert given.is_new(candidate(words, facts=facts)) is True


def test_what_a_chosen_sentence_says_is_told_and_known() -> None:
    chosen = candidate("quay lamp ferry noon", facts=("day 3",))
    given = story(chosen=[chosen], facts={"day 3"})
    again = candidate("quay lamp mole storm", told=0.1, facts=("day 3", "day 4"))
    assert given.told(again) == 0.5
    assert given.told(candidate("quay", told=0.9)) == 1.0
    assert [one.key for one in given.fresh(again)] == ["day 4"]
    assert given.new_words(again) == 2 / 8
    assert given.unsaid(again) == 2 / 4
    assert story().unsaid(candidate("")) == 0.0


def test_the_news_of_a_sentence_is_what_others_begin_with_less_what_was_known() -> None:
    given = story(begun=Counter({"quay": 4, "lamp": 2, "mole": 1}), known=frozenset({"lamp"}))
    assert given.news(candidate("quay lamp ferry noon")) == pytest.approx((1.0 + 0.5 * 0.6) / 8)


@pytest.mark.parametrize(
    ("words", "facts", "is_on"),
    [
        ("quay lamp", (), True),
        ("quay storm", (), False),
        ("quay storm", ("day 3",), True),
        ("storm", ("day 3",), False),
    ],
)
def test_a_later_sentence_is_on_the_matter_by_two_words_or_a_fact_and_one(
    words: str, facts: tuple[str, ...], is_on: bool
) -> None:
    given = story(begun=Counter({"quay": 1, "lamp": 1}))
    assert given.is_on_matter([candidate(words, facts=facts)]) is is_on
    assert given.is_on_matter([candidate("quay"), candidate("lamp")])


@pytest.mark.parametrize(
    ("earlier", "is_new"),
    [
        ("Nobody knew why the boat went out.", True),
        ("He said that the boat was never seen again by them.", False),
        ("“I know that the boat was never seen again, and why,” he said.", False),
        ("“The boat was never seen again,” he said.", False),
    ],
    ids=["not said", "without marks", "inside a longer one", "the same"],
)
def test_a_quotation_is_new_where_no_earlier_text_has_its_words(earlier: str, *, is_new: bool) -> None:
    known = KnownFacts()
    known.add(article(1, earlier))
    facts = novel_facts(article(2, "She said: “The boat was never seen again.”"), known)
    assert any(fact.key.startswith("quote") for fact in facts) is is_new
