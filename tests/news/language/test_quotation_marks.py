"""Quotations are shown whole: a sentence that cuts one is widened, and what does not balance is not shown."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.language.quotation_marks import is_balanced, whole_sentence, whole_sentences

CASES = [
    ("The port is shut. It opens at six.", "The port", "The port is shut."),
    ('She spoke. "We wait. We do not sail," said Ida. They left.', "We do", '"We wait. We do not sail," said Ida.'),
    ("She spoke. “We wait. We do not sail,” said Ida. They left.", "We wait", "“We wait. We do not sail,” said Ida."),
    ('One.\n"We wait," she said.', "We wait", '"We wait," she said.'),
    (
        "Er sagte: „Wir warten. Es wird spät.“ Dann ging er.",
        "Es wird",
        "Er sagte: „Wir warten. Es wird spät.“ Dann ging er.",
    ),
    (
        "Elle dit : « On attend. Il est tard. » Puis elle part.",
        "Il est",
        "Elle dit : « On attend. Il est tard. » Puis elle part.",
    ),
    ('He began: "We wait and this mark is never closed. And so on.', "He began", None),
    ("“We wait.\n“And we hope,” she said.", "We wait", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "shown"), CASES)
def test_a_sentence_is_widened_to_the_quotation_it_cuts(text: str, at: str, shown: str | None) -> None:
    assert whole_sentence(text, text.index(at)) == shown


PIECES = st.sampled_from(
    ['"', "“", "”", "„", "«", "»", ". ", "! ", "\n", " said ", "The port ", "Øya ", "3.5 ", "'", "。"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whole_sentences_stand_in_the_text_in_order_and_apart(text: str) -> None:
    spans = whole_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for start, end in spans:
        shown = whole_sentence(text, start)
        assert shown is None or (shown == text[start:end] and is_balanced(shown))
