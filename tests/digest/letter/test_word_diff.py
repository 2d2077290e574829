"""Two versions of a line are shown in pieces: what both have, and what only one has."""

import pytest

from digest.letter.word_diff import word_changes


def marked(pieces):
    return "|".join(f"+{piece.text}" if piece.is_changed else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("four men died", "five men died on Monday", "+four|men died", "+five|men died|+on Monday"),
        ("men died on Monday", "men died", "men died|+on Monday", "men died"),
        ("same words", "same words", "same words", "same words"),
        ("", "x y", "", "+x y"),
        ("a b", "", "+a b", ""),
        ("w " * 200, "w " * 199, " ".join(["w"] * 199) + "|+w", " ".join(["w"] * 199)),
        ("w " * 201, "w", "+" + " ".join(["w"] * 201), "+w"),  # too long to be compared
    ],
)
def test_only_what_differs_is_marked(before, after, old, new):
    assert tuple(map(marked, word_changes(before, after))) == (old, new)
