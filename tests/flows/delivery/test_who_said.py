"""who-said on the command line: by the speaker, by the words, and names that are nearly so."""

from pathlib import Path

import pytest

from flows.cli import main


def told(archive: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["who-said", *words, "--archive", str(archive)])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


@pytest.mark.parametrize("asked", ["Maren Osei-Lund", "osei-lund", "lund maren"])
def test_a_speaker_is_found_by_whole_words_in_any_order(
    newsroom_archive: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    status, words = told(newsroom_archive, capsys, asked)
    assert (status, "Maren Osei-Lund\n" in words) == (0, True)
    assert "quotation" in words.splitlines()[-1]


def test_words_of_a_quotation_are_found_and_parts_of_words_are_not(
    newsroom_archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, words = told(newsroom_archive, capsys, "a straw with a hole in it")
    assert "a parasite five thousandths" in words
    _, words = told(newsroom_archive, capsys, "straw with a ho")
    assert "no quotation holds these words" in words


def test_a_name_spelt_otherwise_is_told_the_nearest(newsroom_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, words = told(newsroom_archive, capsys, "Maren Osey-Lund")
    assert (status, "Did you mean Maren Osei-Lund" in words) == (0, True)


def test_no_more_are_shown_than_asked_and_all_are_counted(
    newsroom_archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, words = told(newsroom_archive, capsys, "the", "--most", "2")
    assert words.splitlines()[-1].endswith("quotations, the first 2 shown (--most).")


def test_punctuation_alone_names_nobody(newsroom_archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, words = told(newsroom_archive, capsys, " ?! ")
    assert (status != 0, "speaker's name" in words) == (True, True)
