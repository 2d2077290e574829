"""A sentence with another figure, or its denial, changes what was told; another spelling of one figure does not."""

import pytest

from news.copies.changed_sentences import ChangeRules, is_changed
from news.copies.near_copies import find_near_copies
from news.copies.shared_passages import Prose
from news.language.name_lists import NameList
from news.language.stances import denials
from tests.news.pieces import article, prose

SAID = "Rescuers pulled 31 miners out of the shaft at Kelmis on Sunday night."
PAID = "The bank paid $1,200 to each of the owners of the quarry at Orlo."
CASES = [
    (SAID, SAID.replace("31", "34"), True),
    (SAID, SAID.replace("31 miners", "31 of the miners"), False),
    (SAID, SAID.replace("31 miners", "thirty-one miners"), False),
    (SAID, SAID.replace("31 miners", "thirty-four miners"), True),
    (SAID.replace("31", "three"), SAID.replace("31", "four"), True),
    (SAID.replace("31", "three"), SAID.replace("31", "3"), False),
    (SAID.replace("31 miners", "three hundred miners"), SAID.replace("31 miners", "four hundred miners"), True),
    (SAID.replace("31", "six hundred and forty"), SAID.replace("31", "640"), False),
    (SAID.replace("31", "six hundred and forty"), SAID.replace("31", "650"), True),
    (SAID.replace("31", "two thousand and forty"), SAID.replace("31", "2,040"), False),
    (SAID.replace("31", "one hundred and one"), SAID.replace("31", "101"), False),
    (SAID.replace("31 miners", "one miner"), SAID.replace("31 miners", "a miner"), False),
    (
        "Gov. Ilse D. Brandt opened the dam on Sept. 6, 2014.",
        "Gov. Ilse D. Brandt opened the dam on Sept. 9, 2014.",
        True,
    ),
    (SAID, f"NOT THE FIRST {SAID}", False),
    (
        "Staff rose 19% to 300 as of 30 September, says Orlo.",
        "Staff rose 19 percent to 300 as of Sept. 30, says Orlo.",
        False,
    ),
    (PAID, PAID.replace("1,200", "1200"), False),
    (PAID, PAID.replace("$1,200", "£950"), False),
    (PAID, PAID.replace("1,200", "1,300"), True),
    (PAID, PAID.replace("paid", "has not paid"), True),
    (PAID.replace("paid", "has not paid"), PAID.replace("paid", "has paid"), True),
    (
        "The crater at Velm is 12 metres wide, engineers say.",
        "The crater at Velm is 39 feet wide, engineers say.",
        False,
    ),
    (SAID, "Divers found 44 crates of wine in a wreck off Tessel last spring.", False),
    ("It cost 31 crowns.", "It cost 34 crowns.", False),
]


@pytest.mark.parametrize(("earlier", "later", "changed"), CASES)
def test_what_changes_a_sentence(earlier: str, later: str, changed: bool) -> None:
    assert is_changed(later, Prose(earlier, NameList())) is changed


def test_a_sentence_of_five_words_is_a_label() -> None:
    earlier = Prose("It cost 31 crowns.", NameList())
    assert is_changed("It cost 34 crowns.", earlier, ChangeRules(least_words=4))


def test_a_copy_keeps_its_kind_and_tells_the_sentence_that_it_changes() -> None:
    body = f"{prose(1)} {SAID} {prose(2)}"
    later = body.replace("31 miners", "34 miners")
    (copy,) = find_near_copies([article(2, later)], among=[article(1, body)])
    assert (copy.kind, copy.added_sentences) == ("near_copy", (SAID.replace("31", "34"),))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("He did not and never will.", 2),
        ("Er kommt nicht.", 1),
        ("Il ne vient pas.", 1),
        ("He came.", 0),
        ("Isn't it?", 1),
    ],
)
def test_words_that_deny(text: str, times: int) -> None:
    assert denials(text) == times
