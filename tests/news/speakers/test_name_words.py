"""Which names are no person's by their letters alone."""

import pytest

from news.speakers.name_words import has_form_of_body
from news.speakers.words import speech_words

BODIES = ("ExtremeTech", "Cage UK", "Bulo EU", "CBS Detroit", "Orlo Velm Tessel Brack Harl Dunmere")
PERSONS = ("JD Vance", "Anna K", "Kay A B", "Bulo E", "E", "Mary UK", "A B C D", "Orlo Jr", "McOrlo", "Orlo")


@pytest.mark.parametrize("name", [*BODIES, *PERSONS])
def test_letters_tell_a_body(name: str) -> None:
    known = speech_words("en")
    assert known is not None
    assert has_form_of_body(name.split(), known) == (name in BODIES)
