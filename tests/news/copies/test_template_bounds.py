"""From where on a text is a template: each share and count of words and sentence ends, tried from both sides."""

import pytest

from news.copies.page_templates import is_one_form, without_templates
from news.records import Article
from tests.news.pieces import article


def text_of(words: int, ends: int, told: str = "") -> str:
    """So many words, of which the last of so many parts end sentences."""
    listed = [*told.split(), *(f"lamp{n % 7}x" for n in range(words - len(told.split())))]
    for number in range(ends):
        at = len(listed) - 1 - number * 5
        listed[at] += "."
    return " ".join(listed)


def form(number: int, title: str, text: str) -> Article:
    return article(number, text, outlet="Marn Mail", title=title)


@pytest.mark.parametrize(
    ("words", "ends", "told", "is_form"),
    [
        (100, 3, "ferry", False),  # three ends in a hundred words are a report's
        (101, 3, "ferry", True),
        (100, 2, "ferry", True),
        (100, 2, "ferry fares", False),  # half of the headline's four words
        (100, 9, "", True),  # nothing of the headline, however many sentences
    ],
)
def test_two_texts_are_one_form_where_they_tell_little_in_few_sentences(
    words: int, ends: int, told: str, is_form: bool
) -> None:
    first = form(1, "Ferry fares rise again", text_of(words, ends, told))
    second = form(
        2, "Comet visible tonight maybe", text_of(words, ends, "comet visible" if " " in told else told and "comet")
    )
    assert is_one_form(first, second) is is_form


def test_a_form_is_of_one_outlet_and_of_two_headlines() -> None:
    first, second = form(1, "Ferry fares rise", text_of(40, 1)), form(2, "Comet visible tonight", text_of(40, 1))
    assert is_one_form(first, second)
    assert not is_one_form(first, article(2, second.text, outlet="Ostmark", title=second.title))
    assert not is_one_form(first, form(2, "ferry  FARES rise", second.text))
    unnamed = [article(n, text_of(40, 1), outlet="", title=one.title) for n, one in enumerate((first, second), 1)]
    assert not is_one_form(*unnamed)


@pytest.mark.parametrize(
    ("words", "ends", "told", "is_template"),
    [
        (125, 1, "ferry fares rise again", False),  # one end in 125 words
        (126, 1, "ferry fares rise again", True),  # a menu, whatever it repeats
        (100, 0, "ferry fares rise again", True),
        (99, 0, "ferry fares rise again", False),
        (66, 1, "", False),
        (67, 1, "", True),  # hardly a sentence ends
        (30, 0, "", True),
        (29, 0, "", False),
        (40, 0, "ferry fares", True),  # half of the headline
        (40, 0, "ferry fares rise", False),  # three in four
    ],
)
def test_a_text_in_which_hardly_a_sentence_ends_is_a_template(
    words: int, ends: int, told: str, is_template: bool
) -> None:
    (one,) = without_templates([form(1, "Ferry fares rise again", text_of(words, ends, told))])
    assert (one.text == "") is is_template


@pytest.mark.parametrize(("told", "is_template"), [("ferry fares rise", False), ("ferry fares", True)])
def test_three_words_of_five_are_enough_where_no_sentence_ends(told: str, is_template: bool) -> None:
    (one,) = without_templates([form(1, "Ferry fares rise again soon", text_of(40, 0, told))])
    assert (one.text == "") is is_template


def test_texts_are_alike_by_their_first_two_hundred_characters() -> None:
    def pages(same: int) -> list[str]:
        base = text_of(60, 9)
        texts = [base[:same] + word * 9 + "." for word in ("pier ", "quay ")]
        found = without_templates(
            [
                form(n, title, text)
                for n, (title, text) in enumerate(zip(("Ferry fares rise", "Comet visible"), texts, strict=True), 1)
            ]
        )
        return [one.text_kind for one in found]

    assert pages(190) == ["full"] * 2
    assert pages(215) == ["headline"] * 2


def test_a_headline_of_one_word_tells_nothing_and_a_text_of_spaces_is_none() -> None:
    (one,) = without_templates([form(1, "Ferry", text_of(40, 0))])
    assert one.text  # its share counts as told
    (one,) = without_templates([form(1, "Ferry fares rise", " \n ")])
    assert one.text_kind == "headline"
