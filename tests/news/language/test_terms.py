import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.language.terms import is_name, text_terms

CASES = [
    # title, text, terms that must be there, terms that must not
    ("Dams break", "The dam's wall broke. Dams break.", {"dam", "wall", "broke", "break"}, {"the", "dams", "dam's"}),
    ("", "Officials of Varna Harbour Forces met in Kelmis.", {"varna harbour force", "kelmis"}, {"officials of varna"}),
    ("Varna Harbour Forces Eye Big Upgrade", "", {"harbou"}, {"varna harbour force", "varna harbour forces eye big"}),
    ("", "東京で会談", {"東京", "会談"}, {"東京で会談"}),
    ("", "Den Krieg in Varna und die Folgen", {"krieg", "varna"}, {"zzz"}),
    ("", "cooperation, cooperating, cooperate", {"cooper"}, {"cooperation"}),
]


@pytest.mark.parametrize(("title", "text", "there", "absent"), CASES)
def test_terms_are_folded_words_and_names(title: str, text: str, there: set[str], absent: set[str]) -> None:
    terms = set(text_terms(title, text))
    assert there <= terms
    assert not absent & terms


def test_stop_words_are_those_of_the_article_s_language() -> None:
    assert "war" in text_terms("", "The war", language="en")
    assert "war" not in text_terms("", "Er war da", language="de")
    assert "war" in text_terms("", "The war", language=None)


def test_a_name_has_a_space_and_a_word_has_none() -> None:
    terms = text_terms("", "She met Maren Osei in the old harbour. They spoke.")
    assert {term for term in terms if is_name(term)} == {"maren osei"}


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_positive_terms_and_never_the_empty_one(title: str, text: str) -> None:
    terms = text_terms(title, text)
    assert "" not in terms
    assert all(weight > 0 for weight in terms.values())
