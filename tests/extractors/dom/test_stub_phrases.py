"""A text is searched for a phrase only where a plain part of it stands in it: none may be passed over."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dom.stub_phrases import _PHRASES, CONSENT, asks_to_subscribe, consent_phrases, plain_parts

PHRASES, SUBSCRIBE = (
    [phrase for group in _PHRASES[kind].values() for phrase in group] for kind in ("consent", "subscribe")
)
ANY_SUBSCRIBE = re.compile("|".join(SUBSCRIBE), re.IGNORECASE)


@pytest.mark.parametrize(("phrase", "parts"), [
    ("cookies", ["cookies"]), (r"\bconsent", ["consent"]), ("(?:we|you) accept all", [" accept all"]),
    ("publicités? perso", ["publicité"]), ("a(?:b(?:c)?)+ data{1,2} of[st]x", [" data"]), ("Onay(?:la|ı)", ["onay"]),
    (r"\b(?:subscribe|sign ?up)\b.{0,60}to", ["subscribe", "sign"]), ("(?:read|unlock the) a", ["read", "unlock the"]),
    ("(?:read|unlock)? the", [" the"]), ("(?:read)*", []), ("(?:read|x?)", []), (".{0,9}", []),
    ("one|two (?:or three)", ["one", "or three"]),
    ("(?!unlimited)to a", ["to a"]), (r"\+ un[st]", [" un"]), ("a{0,2}bc{2}d?", ["bc"]),
])  # fmt: skip
def test_a_text_with_a_phrase_has_one_of_its_plain_parts(phrase: str, parts: list[str]) -> None:
    assert [*plain_parts(phrase)] == parts


@given(st.data())
@settings(max_examples=300)
def test_no_phrase_about_subscriptions_is_passed_over(data: st.DataObject) -> None:
    said = data.draw(st.from_regex(re.compile(data.draw(st.sampled_from(SUBSCRIBE)))))
    text = f"News. {data.draw(st.sampled_from((str, str.upper, str.capitalize)))(said)}, they say."
    assert asks_to_subscribe(text) == (ANY_SUBSCRIBE.search(text) is not None)


@given(st.data())
@settings(max_examples=150)
def test_no_phrase_is_passed_over(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(PHRASES))
    said = data.draw(st.from_regex(re.compile(phrase)))
    text = data.draw(st.sampled_from((str, str.upper, str.capitalize)))(said)
    assert consent_phrases(f"News. {text}, they say.") == CONSENT.findall(f"News. {text}, they say.")


@pytest.mark.parametrize("text", ["DEVAMINI OKU", "devamını oku", "μόνο για συνδρομητές", "ΜΌΝΟ ΓΙΑ ΣΥΝΔΡΟΜΗΤΈΣ"])
def test_letters_of_several_forms_are_one_in_either_case(text: str) -> None:
    assert asks_to_subscribe(f"News. {text}")


def test_a_text_without_any_has_none() -> None:
    assert consent_phrases("The ferry company of Skarvik will run two boats fewer from January.") == []
