"""Quotations are shown whole: a sentence that cuts one is widened, and what does not balance is not shown."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.language.quotation_marks import is_balanced, quotation_spans, whole_sentence, whole_sentences

CASES = [
    ("The port is shut. It opens at six.", "The port", "The port is shut."),
    ('She spoke. "We wait. We do not sail," said Ida. They left.', "We do", '"We wait. We do not sail," said Ida.'),
    ("She spoke. “We wait. We do not sail,” said Ida. They left.", "We wait", "“We wait. We do not sail,” said Ida."),
    ('One.\n"We wait," she said.', "We wait", '"We wait," she said.'),
    (
        "Er sagte: „Wir warten. Es wird spät.“ Dann ging er.",
        "Es wird",
        "Er sagte: „Wir warten. Es wird spät.“",
    ),
    (
        "Elle dit : « On attend. Il est tard. » Puis elle part.",
        "Il est",
        "Elle dit : « On attend. Il est tard. »",
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


SPANS = [
    ("''We wait,'' she said. ``We do not sail,'' he said.", ["We wait,", "We do not sail,"]),
    ("The pilots' and captains' union didn't answer.", []),
    ('„Wir warten“, sagte sie. „Wir auch”, sagte er. „Nein", rief einer.', ["Wir warten", "Wir auch", "Nein"]),
    ("»Wir warten«, sagte sie. Dann: »Wir auch.«", ["Wir warten", "Wir auch."]),
    ("›Wir warten‹, sagte sie.", ["Wir warten"]),
    ("«\u00a0On attend\u00a0», dit-elle. «\u202fNous aussi\u202f».", ["On attend", "Nous aussi"]),
    ('«Il molo è "chiuso" da ieri», dice.', ['Il molo è "chiuso" da ieri']),
    ("‹On attend›, dit-elle.", ["On attend"]),
    ("„We wachten”, zegt hij.", ["We wachten"]),
    ("‘We wachten tot morgen’, zegt hij.", ["We wachten tot morgen"]),
    ("A ‘safe harbour’ for crews. Ida would ‘seek to open it by June’, she said.", ["seek to open it by June"]),
    ("It is 'too late' now. 'We wait for the tide,' she said.", ["We wait for the tide,"]),
    ("‘The pilots’ union has not been asked,’ said Ida.", ["The pilots’ union has not been asked,"]),
    ("She spoke of ‘the hottest of all months’ and left.", ["the hottest of all months"]),
    ("‘We wait for you’, he said, and the pilots’ union did.", ["We wait for you"]),
    ("‘This one is never closed and runs on\nto here. ‘We wait for you’, he said.", ["We wait for you"]),
    ("‘We wait for the tide.\n\n‘We wait for you’, he said.", ["We wait for the tide.", "We wait for you"]),
    ("It was in the ’90s and later.\n‘We wait for you’, he said.", ["We wait for you"]),
    ('“We wait for the tide," she said. "And I,” he said.', ["We wait for the tide,", "And I,"]),  # mixed marks
    ('“They said "wait" to us,” she said. "Yes."', ['They said "wait" to us,', "Yes."]),
    ('“It is 5\' 2" tall,” she said. "Yes."', ["It is 5' 2\" tall,", "Yes."]),
    ('“We wait.\n\n“And we wait," she said.', ["We wait.", "And we wait,"]),
    ('„Wir warten“, sagte sie. Das ist "gut".', ["Wir warten", "gut"]),
    ("「待つだけだ」と語った。『海辺』という本。", ["待つだけだ", "海辺"]),
    ("“기다린다”고 말했다. '강조'는 아니다.", ["기다린다"]),
    ('"기다린다"고 말했다.', ["기다린다"]),
    ("« On attend, dit-elle.", []),  # never closed
    ("Une ligne » encore.", []),
    ("» Aus dem Hafen\n»Wir warten«, sagte sie.\n»Wir auch«, sagte er.", ["Wir warten", "Wir auch"]),  # of a list
    ("»Wir warten«\n«On attend»\n«Nous aussi»", ["On attend", "Nous aussi"]),  # what most lines say
    ("»Wir warten«\n«On attend»", ["On attend"]),  # a tie
]


@pytest.mark.parametrize(("text", "quoted"), SPANS)
def test_each_language_s_marks_are_read(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotation_spans(text)] == quoted
