"""What two articles share is told by name and word, the rarest first, with its part of the similarity."""

from math import isclose

from news.stories.memory import Frequencies
from news.stories.shared_terms import shared_terms, terms_of
from tests.news.stories.test_follow import DAM, OPERA, article

OTHER = "Weeks after, water at the Kelmis Dam fell. Governor Ilse Brandt thanked the crews, and the valley dried."


def test_names_and_words_are_told_as_written_with_their_parts() -> None:
    one, other = article(1, DAM), article(2, OTHER)
    frequencies = Frequencies(counts=dict.fromkeys(terms_of(one, other), 2) | {"water": 90}, total=100)
    found = shared_terms(one, other, frequencies)
    words = [term.words for term in found.terms]
    assert {"Kelmis", "Kelmis Dam", "valley"} <= set(words)
    assert "Orlo" not in words
    assert {term.words for term in found.terms if term.is_name} == {"Kelmis Dam", "Governor Ilse Brandt"}
    assert isclose(sum(term.share for term in found.terms), 1)
    assert 0 < found.similarity < 1
    assert words.index("Kelmis") < words.index("Water")


def test_a_name_keeps_its_plural_and_possessive() -> None:
    one, other = (article(n, f"{text} the Joint Chiefs of Thomas Ortel's port.") for n, text in enumerate(("In", "By")))
    found = shared_terms(one, other, Frequencies(counts=dict.fromkeys(terms_of(one), 2), total=100))
    assert {term.words for term in found.terms if term.is_name} == {"Joint Chiefs", "Thomas Ortel's"}


def test_articles_that_share_nothing_have_no_terms() -> None:
    one, other = article(1, DAM), article(2, OPERA)
    found = shared_terms(one, other, Frequencies(counts={}, total=0))
    assert (found.similarity, found.terms) == (0, ())
