"""A text is searched for phrases about consent only where a plain part of one stands in it: none may be passed over."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dom.stub_phrases import _PHRASES, CONSENT, consent_phrases, plain_part

PHRASES = [phrase for group in _PHRASES["consent"].values() for phrase in group]


@pytest.mark.parametrize(("phrase", "part"), [
    ("cookies", "cookies"), (r"\bconsent", "consent"), ("(?:we|you) accept all", " accept all"),
    ("publicités? perso", "publicité"), ("a(?:b(?:c)?)+ data{1,2} of[st]x", " data"), ("Onay(?:la|ı)", "onay"),
])  # fmt: skip
def test_the_plain_part_of_a_phrase_is_what_each_of_its_texts_has(phrase: str, part: str) -> None:
    assert plain_part(phrase) == part


@given(st.data())
@settings(max_examples=150)
def test_no_phrase_is_passed_over(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(PHRASES))
    said = data.draw(st.from_regex(re.compile(phrase)))
    text = data.draw(st.sampled_from((str, str.upper, str.capitalize)))(said)
    assert consent_phrases(f"News. {text}, they say.") == CONSENT.findall(f"News. {text}, they say.")


def test_a_text_without_any_has_none() -> None:
    assert consent_phrases("The ferry company of Skarvik will run two boats fewer from January.") == []
