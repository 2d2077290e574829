"""Which names are no person's by their letters alone."""

import pytest

from news.speakers.name_words import after_headline, has_form_of_body, is_before_name, own_part, tells_kind
from news.speakers.words import speech_words

BODIES = ("ExtremeTech", "Cage UK", "Bulo EU", "CBS Detroit", "Orlo Velm Tessel Brack Harl Dunmere")
PERSONS = ("JD Vance", "Anna K", "Kay A B", "Bulo E", "E", "Mary UK", "A B C D", "Orlo Jr", "McOrlo", "Orlo")


@pytest.mark.parametrize("name", [*BODIES, *PERSONS])
def test_letters_tell_a_body(name: str) -> None:
    known = speech_words("en")
    assert known is not None
    assert has_form_of_body(name.split(), known) == (name in BODIES)


@pytest.mark.parametrize(("word", "is_before"), [("Vist", False), ("Orist", True), ("Orl", False), ("NDP", True)])
def test_a_word_before_a_given_name_is_told_by_its_ending(word: str, is_before: bool) -> None:
    known = speech_words("en")
    assert known is not None
    assert is_before_name(word, known) == is_before


@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        (", 41, said so.", "person"),
        (", who said so.", "person"),
        (" said he would.", "person"),
        (" said its board met.", None),  # one word of a body is not enough
        (" said its board and its staff met.", "body"),
        (" its its he.", None),
        (" its its its he.", "body"),
        (" he he its.", None),
        (" he he he its.", "person"),
        (' said "he is"', None),  # what is quoted says nothing
        (" said.", None),
    ],
)
def test_what_follows_a_name_tells_a_person_or_a_body(tail: str, kind: str | None) -> None:
    known = speech_words("en")
    assert known is not None
    assert tells_kind(f"Orlo{tail}", [len("Orlo")], known) == kind


@pytest.mark.parametrize(
    ("before", "own"),
    [("Cruz's South Carolina", "South Carolina"), ("the Cruz’s aide", "aide"), ("voters' Orlo", "Orlo"),
     ("Orlo", "Orlo"), ("Anna's voters' Orlo", "Orlo")],
)  # fmt: skip
def test_who_owns_a_name_is_no_part_of_it(before: str, own: str) -> None:
    assert own_part(before) == own


@pytest.mark.parametrize(
    ("line", "is_headline"),
    [
        ("One Two Three", False),
        ("One Two Three four", True),
        ("One Two Three four five", True),  # six words of ten
        ("One Two Three Four five six seven", False),
        ("One Two Three Four Five Six seven eight nine ten", True),
        ("One Two Three Four Five six seven eight nine ten", False),
    ],
)
def test_a_first_line_of_capitals_is_a_headline(line: str, is_headline: bool) -> None:
    assert after_headline(f"{line}\nThe text") == (len(line) if is_headline else 0)
    assert after_headline(line) == 0
