from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.copies.word_hashes import hash_words, word_bounds
from news.language.segments import each_word, normalise, sentences, word_count, words

SENTENCES = [
    ("Rain fell. Then it stopped.", ["Rain fell.", "Then it stopped."]),
    (
        "Mr. Vale met Gen. Osk on Jan. 5 in St. Ives. Nobody spoke.",
        ["Mr. Vale met Gen. Osk on Jan. 5 in St. Ives.", "Nobody spoke."],
    ),
    (
        "The U.S. Navy left. He lives in the U.S. The rest stayed.",
        ["The U.S. Navy left.", "He lives in the U.S.", "The rest stayed."],
    ),
    ('"We won." He smiled.', ['"We won."', "He smiled."]),
    ("“We won,” he said. “It took years.” She agreed.", ["“We won,” he said.", "“It took years.”", "She agreed."]),
    ("“Why now?” he asked. Nobody knew!", ["“Why now?” he asked.", "Nobody knew!"]),
    ("Prices rose 3.5 percent. Wages did not.", ["Prices rose 3.5 percent.", "Wages did not."]),
    ("A caption without a stop\nA paragraph. And more.", ["A caption without a stop", "A paragraph.", "And more."]),
    ("It cost 54K.1\n- Next point.2", ["It cost 54K.1", "- Next point.2"]),
    ("会議は終わった。次は来週だ。「行く」と言った。", ["会議は終わった。", "次は来週だ。", "「行く」と言った。"]),
    ("Visit example.com for more. Bye.", ["Visit example.com for more.", "Bye."]),
    ("He said no. They left.", ["He said no.", "They left."]),
    ("もう行け。2", ["もう行け。2"]),  # the mark of a note
    ("もう行け。2。", ["もう行け。", "2。"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(max_size=300))
def test_sentences_are_in_order_and_lose_nothing_but_space(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


WORDS = [
    ("Don’t panic", ["don", "t", "panic"]),
    ("Don't panic", ["don", "t", "panic"]),
    ("US-Japan “deal”", ["us", "japan", "deal"]),
    ("54,000 troops", ["54", "000", "troops"]),
    ("caf\u00e9 cafe\u0301", ["café", "café"]),
    ("ﬁnal ｆｕｌｌ", ["final", "full"]),
    ("東京タワー 2024", ["東", "京", "タ", "ワ", "ー", "2024"]),
    ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
    ("_under_ score", ["under", "score"]),
    ("a\u00a0b", ["a", "b"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words_are_the_same_however_they_are_typed(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert [word for word, _, _ in each_word(text)] == expected


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_spans_of_words_lie_within_the_text_in_order(text: str) -> None:
    spans = list(each_word(text))
    assert all(0 <= start < end <= len(text) for _, start, end in spans)
    assert [start for _, start, _ in spans] == sorted(start for _, start, _ in spans)


@given(st.text(max_size=100))
def test_normalising_twice_is_as_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_two_characters_of_a_script_without_spaces_count_as_a_word() -> None:
    assert word_count("東京の空は青い") == 4
    assert word_count("Two words") == 2


# Signs that change under NFKC or in lower case, join their neighbours, count for nothing, or need no spaces.
TRICKY = (
    "aB 1_.'\n\u201c\u2013\u00c9\u00e9\u0130\u00df\u1e9e\u03a3\u03c2\u20ac\u00bd\u00aa\ufb01\u212b\u4e2d\u0e01\u0e33"
    + (
        "\u0627\u0651\u0419\u0301\u0338<\u3099\u304b\u00ad\u200b\ufeff\ufe0f\u1112\u1161\u11ab\ud55c\U0001d49c\U00010400"
    )
)


@given(st.lists(st.text(max_size=60) | st.text(TRICKY, max_size=40), min_size=1, max_size=8))
@example(["I", "\u0130\u3099"])
def test_words_are_hashed_alike_if_and_only_if_they_are_alike(texts: list[str]) -> None:
    hashed = [hashed.hashes.tolist() for hashed in hash_words(texts)]
    found = [words(text) for text in texts]
    assert [len(of_one) for of_one in hashed] == [len(of_one) for of_one in found]
    pairs = {pair for of_one, named in zip(hashed, found, strict=True) for pair in zip(of_one, named, strict=True)}
    assert len(pairs) == len({value for value, _ in pairs}) == len({word for _, word in pairs})


@given(st.text(max_size=120) | st.text(TRICKY, max_size=80))
def test_places_of_words_are_those_of_the_text(text: str) -> None:
    spans = [(start, end) for _, start, end in each_word(text)]
    bounds, starts = word_bounds(text), hash_words([text])[0].starts
    assert bounds is None or list(zip(*(bound.tolist() for bound in bounds), strict=True)) == spans
    assert starts is None or starts.tolist() == [start for start, _ in spans]
    if text.isascii():
        assert bounds is not None
        assert starts is not None


def test_places_are_kept_beyond_ascii() -> None:
    text = "Zürich – “ça va”, said Łukasz, naïve İzmir"
    bounds = word_bounds(text.removesuffix(" İzmir"))
    assert bounds is not None
    assert [text[start:end] for start, end in zip(*bounds, strict=True)] == "Zürich ça va said Łukasz naïve".split()
    assert word_bounds(text) is None


def test_hashes_of_words_never_change() -> None:
    hashes = hash_words(["The harbour"])[0].hashes
    assert hashes.tolist() == [18435446918479136368, 16928436736902490091]
