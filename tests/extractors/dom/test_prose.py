"""What is prose and what is a label, data or an endless word: each bound from both sides."""

import pytest

from extractors.dom.prose import is_data, is_junk, latin_length, prose_length, sentence_length


@pytest.mark.parametrize(
    ("text", "length"), [("quay", 4), ("", 0), ("Ufer ä", 6), ("港口", 5), ("港口 open", 10), ("부두", 5)]
)
def test_a_sign_of_a_dense_script_counts_as_two_and_a_half(text: str, length: int) -> None:
    assert latin_length(text) == length


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("x" * 59, 0), ("x" * 60, 60), ("ä" * 59, 0), ("ä" * 60, 60),  # labels are shorter
        ("港" * 24, 0), ("港" * 25, 62), ("港" * 26, 65),
        ("{" + "x = [1, 2];" * 9, 0),
    ],
)  # fmt: skip
def test_a_line_is_prose_from_a_length_on(line: str, length: int) -> None:
    assert sentence_length(line) == length


def test_the_prose_of_a_text_is_that_of_its_lines() -> None:
    assert prose_length("\n".join(["x" * 60, "label", "", "y" * 70])) == 130


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ('{"quay": 1}', True), ("1f:[\"quay\"", True), ("window.quay = {", True),
        ("self.__next_f.push([", True), ("let quay = 3", True),
        ("Let it be closed, the harbour board said (twice).", False),
        ("var det så enkelt", False),
        ("x" * 79 + "[]{}", False),  # four marks are few, however short the line
        ("x" * 79 + "[]{};", False), ("x" * 78 + "[]{};", True),  # five in 83: more than six in a hundred
    ],
)  # fmt: skip
def test_data_is_known_by_its_beginning_or_its_brackets(line: str, is_told: bool) -> None:
    assert is_data(line) == is_told


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("x" * 400, False), ("x" * 401, True),  # one word without an end
        ("x" * 400 + " " + "y" * 399, False), ("x" * 400 + " " + "y" * 400, True),
        ("港" * 500, False),  # a script without spaces
        ("{" + '"quay": [1, 2], ' * 3, False), ("{" + '"quay": [1, 2], ' * 4, True),
        (('{"quay": [1, 2], ' * 4)[:60], False), (('{"quay": [1, 2], ' * 4)[:61], True),
    ],
)  # fmt: skip
def test_junk_is_no_text_in_any_language(line: str, is_told: bool) -> None:
    assert is_junk(line) == is_told
