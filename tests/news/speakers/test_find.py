import pytest

from news.language.quotation_marks import quotation_spans
from news.speakers.find import find_quotes
from tests.news.pieces import article

SAID = "We will not leave this harbour before the boats are paid for"

SPOKEN = [
    (f"“{SAID},” said Ann Vale.", "Ann Vale"),
    (f"“{SAID},” Ann Vale told reporters.", "Ann Vale"),
    (f'"{SAID}," Ann Vale, who leads the union, said.', "Ann Vale"),
    (f"“{SAID},” said the harbour master, who is 61.", "the harbour master"),
    (f"Ann Vale said: “{SAID}.”", "Ann Vale"),
    (f"Ann Vale: “{SAID}.”", "Ann Vale"),
    (f"Ann Vale, head of the union, said on Monday that “{SAID}”.", "Ann Vale"),
    (f"Minister Ann Vale said, “{SAID}.”", "Ann Vale"),
    (f"According to Ann Vale, “{SAID}”.", "Ann Vale"),
    (f"“It is late now, they say,” said Ann Vale. “{SAID}.”", "Ann Vale"),
    (f"“It is late now, they say,” said Ann Vale.\n“{SAID},” she added.", "Ann Vale"),
    (f"“It is late now, they say,” said Ann Vale.\nVale added: “{SAID}.”", "Ann Vale"),
    (f"“{SAID}.”", None),
    (f"„{SAID}“, heißt es.", None),
    (f"« {SAID} », dit-on.", None),
]


@pytest.mark.parametrize(("text", "speaker"), SPOKEN)
def test_quotations_have_their_speaker_where_the_text_says_so(text: str, speaker: str | None) -> None:
    found = find_quotes(article(1, text))[-1]
    assert found.speaker == speaker
    assert found.quote.strip(" ,.") == SAID
    assert text[found.span_start : found.span_end] == found.quote


@pytest.mark.parametrize(
    "text",
    [
        "He spoke of a “historic decision” and went.",
        "She wrote “The Old Man and the Sea Again” in a year.",
        "It doesn't matter what they're told, isn't that what it's about?",
        'A stray " mark in a line\nand another " in the next make no quotation of it all.',
    ],
)
def test_titles_phrases_and_apostrophes_are_no_quotations(text: str) -> None:
    assert find_quotes(article(1, text)) == []


def test_single_marks_count_where_a_text_has_no_double_ones() -> None:
    text = "'We will not leave this harbour', she said. It wasn't the men's fault."
    assert [text[start:end] for start, end in quotation_spans(text)] == ["We will not leave this harbour"]


def test_a_paragraph_of_a_long_quotation_may_lack_its_closing_mark() -> None:
    text = "“We will stay here in the harbour.\n\n“We will not be moved from it,” she said."
    assert len(quotation_spans(text)) == 2


def test_an_account_of_ours_quotes_nobody() -> None:
    assert find_quotes(article(1, f"“{SAID},” said Ann Vale.", text_kind="account")) == []
