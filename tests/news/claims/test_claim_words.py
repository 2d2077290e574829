"""The forms under which a word is looked up hold every form of it that a text may have."""

from itertools import permutations

import pytest

from news.claims.claim_words import form_of, written_forms

VERBS = (
    "carry carries carried carrying", "deny denies denied denying", "stop stops stopped stopping",
    "close closes closed closing", "open opens opened opening", "resign resigns resigned resigning",
    "flood floods flooded flooding", "tax taxes taxed taxing", "plan plans planned planning",
)  # fmt: skip


@pytest.mark.parametrize("forms", VERBS)
def test_each_form_of_a_verb_finds_each_other(forms: str) -> None:
    for one, other in permutations(forms.split(), 2):
        assert other in written_forms(one, "en")
        assert form_of(one, "en") == form_of(other, "en")


@pytest.mark.parametrize(("word", "contrary"), [("stop", "begin"), ("closed", "opening"), ("denied", "confirm")])
def test_what_says_the_contrary_is_looked_up_too(word: str, contrary: str) -> None:
    assert contrary in written_forms(word, "en")


def test_endings_are_those_of_english() -> None:
    assert written_forms("werft", "de") == {"werft"}


@pytest.mark.parametrize(
    ("word", "other"), [("founded", "found"), ("founding", "finds"), ("felled", "fell"), ("ranged", "rang")]
)
def test_a_past_form_with_an_ending_is_another_verb(word: str, other: str) -> None:
    assert form_of(word, "en") != form_of(other, "en")


def test_who_founded_something_established_it_and_did_not_find_it() -> None:
    assert {"establish", "founder", "founding"} <= written_forms("founded", "en")
    assert not {"present", "discovered"} & written_forms("founded", "en")
    assert form_of("giving", "en") == form_of("given", "en")
    assert form_of("hiding", "en") == form_of("hid", "en")
