"""From where on what a text adds makes it an update of another: each bound from both sides."""

from dataclasses import replace

import pytest

from news.copies.additions import Additions, find_additions
from news.copies.shared_passages import Prose, Stretch
from news.language.name_lists import NameList

NONE = Additions(
    spans=(), news=(), words=0, text_words=1000, lead_words=0, lead_new_terms=0, new_particulars=0, earlier_kept=0.5
)
LEAD = {"lead_words": 30, "lead_new_terms": 12}
UPDATES = {
    "new terms in the lead": ({"words": 180, **LEAD}, {"lead_new_terms": 11}),
    "words in the lead": ({"words": 180, **LEAD}, {"lead_words": 29}),
    "share of the text": ({"words": 180, "lead_words": 40, "lead_new_terms": 12}, {"words": 179}),
    "news of the lead": ({"words": 80, "lead_words": 50, "lead_new_terms": 18}, {"lead_new_terms": 17}),
    "share beside news of the lead": ({"words": 80, "lead_words": 50, "lead_new_terms": 18}, {"words": 79}),
    "most of the lead": ({"words": 240, "lead_words": 65}, {"lead_words": 64}),
    "share beside most of the lead": ({"words": 240, "lead_words": 65}, {"words": 239}),
    "half of the text": ({"words": 500, "lead_words": 1}, {"words": 499}),
    "a sentence in the lead": ({"words": 500, "lead_words": 1}, {"lead_words": 0}),
    "names and figures": ({"words": 250, "lead_words": 1, "new_particulars": 12}, {"new_particulars": 11}),
    "share beside names": ({"words": 250, "lead_words": 1, "new_particulars": 12}, {"words": 249}),
}


@pytest.mark.parametrize("bound", UPDATES)
def test_an_update_has_as_much_and_a_copy_a_little_less(bound: str) -> None:
    enough, less = UPDATES[bound]
    told = replace(NONE, **enough)
    assert told.is_update()
    assert told.is_update(is_other_outlet=True)
    assert not replace(told, **less).is_update()


@pytest.mark.parametrize(
    ("kept", "words", "is_update"), [(0.95, 399, False), (0.94, 399, True), (0.95, 400, True), (0.94, 400, True)]
)
def test_another_outlet_that_keeps_the_whole_text_republishes_it(kept: float, words: int, is_update: bool) -> None:
    told = replace(NONE, words=words, earlier_kept=kept, **LEAD)
    assert told.is_update(is_other_outlet=True) == is_update
    assert told.is_update()


@pytest.mark.parametrize(
    ("own", "lost_words", "lost_terms", "replaces"),
    [(30, 90, 20, True), (29, 90, 20, False), (30, 89, 20, False), (30, 90, 19, False)],
)
def test_a_lead_replaces_another_that_is_lost(own: int, lost_words: int, lost_terms: int, replaces: bool) -> None:
    lost = replace(NONE, lead_words=lost_words, lead_new_terms=lost_terms)
    assert replace(NONE, lead_words=own).replaces_lead(lost) == replaces


def test_a_text_without_words_has_no_share() -> None:
    assert replace(NONE, text_words=0).share == 0.0
    assert replace(NONE, words=250).share == 0.25


def read(text: str) -> Prose:
    return Prose(text, NameList())


EARLIER = read("Winds pushed heavy water across every harbour wall before midnight.")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Nobody could tell the captain why.", 6),
        ("Nobody could tell him why.", 0),  # five words: a caption
        ("Nobody could tell the captain why", 0),  # no end: a headline
    ],
)
def test_a_sentence_of_six_words_with_an_end_is_prose(sentence: str, words: int) -> None:
    assert find_additions(read(sentence), EARLIER, [], 5).words == words


@pytest.mark.parametrize(("shared", "words"), [(4, 8), (5, 0)])
def test_a_sentence_is_own_where_half_of_its_words_stand_outside_shared_runs(shared: int, words: int) -> None:
    text = read("Nobody aboard could tell the captain anything more.")
    assert find_additions(text, EARLIER, [Stretch(at=0, there=0, count=1)], shared).words == words


@pytest.mark.parametrize(("before", "lead_words"), [(99, 6), (100, 0)])
def test_the_lead_is_a_hundred_words(before: int, lead_words: int) -> None:
    head = " ".join(["harbour"] * (before - 1)) + " wall.\n"
    tail = "\n" + " ".join(["harbour"] * 99) + " wall."
    text = read(head + "Nobody could tell the captain why." + tail)
    shared = [Stretch(at=0, there=0, count=before), Stretch(at=before + 6, there=0, count=100)]
    found = find_additions(text, EARLIER, shared, 1)
    assert (found.words, found.lead_words) == (6, lead_words)


@pytest.mark.parametrize(("before", "lead_words"), [(8, 6), (9, 0)])
def test_the_lead_of_a_short_text_is_three_fifths_of_it(before: int, lead_words: int) -> None:
    head = " ".join(["harbour"] * (before - 1)) + " wall.\n"
    found = find_additions(
        read(head + "Nobody could tell the captain why."), EARLIER, [Stretch(at=0, there=0, count=before)], 1
    )
    assert (found.words, found.lead_words) == (6, lead_words)


def test_terms_are_long_words_and_figures_cut_to_their_beginnings() -> None:
    text = read("He saw 7 men push heavier water near the wall.")
    assert find_additions(text, EARLIER, [], 5).lead_new_terms == len({"7", "push", "heavie", "near"})


def test_how_much_of_the_earlier_text_is_kept_is_told() -> None:
    found = find_additions(read("Nobody could tell the captain why."), EARLIER, [Stretch(at=0, there=2, count=1)], 5)
    assert found.earlier_kept == 0.5


RETELLS = {"is_naming": True, "new_particulars": 1, "lead_words": 100, "lead_new_terms": 35}


@pytest.mark.parametrize(
    ("other", "retells"),
    [
        ({}, True),
        ({"new_particulars": 2}, False),
        ({"is_quoting": True}, False),
        ({"lead_new_terms": 36}, False),
        ({"is_naming": False}, False),
    ],
)
def test_an_update_without_a_name_figure_quotation_or_new_lead_retells(other: dict[str, int], *, retells: bool) -> None:
    assert replace(NONE, **RETELLS | other).retells() is retells  # type: ignore[arg-type]


@pytest.mark.parametrize(("names", "is_naming"), [(4, False), (5, True)])
def test_five_names_show_that_capitals_tell_names(names: int, *, is_naming: bool) -> None:
    told = ("Velm", "Orsel", "Kelmis", "Skarn", "Tollen")[:names]
    text = read(" ".join(f"Nobody could tell the captain from {name} why." for name in told))
    assert find_additions(text, EARLIER, [], 5).is_naming is is_naming


@pytest.mark.parametrize(
    ("quoted", "is_quoting"),
    [("He said “no boat was ever seen” and left.", True), ("He said “no boat came” and left us.", False)],
)
def test_four_words_in_quotation_marks_are_a_quotation(quoted: str, *, is_quoting: bool) -> None:
    assert find_additions(read(quoted), EARLIER, [], 5).is_quoting is is_quoting
