"""Quotations of our own in nine languages: who said them is right where it is stated, and stated often enough."""

import json
import re
from pathlib import Path

import pytest

from news.language.lexicon import lexicons
from news.records import Quote
from news.speakers.quotations import find_quotes
from tests.news.pieces import article

CASES = Path(__file__).parents[2] / "fixtures" / "speakers"
ALL_FLOORS = json.loads((CASES / "floors.json").read_text(encoding="utf-8"))
FLOORS = ALL_FLOORS["languages"]
BY_GENDER = {"male_words", "female_words", "male_articles", "female_articles"}  # their names are put together
FOLDERS = ("later", "agencies", "varied", "second", "third", "fourth", "fifth", "sixth", "seventh", "ways")


def cases(language: str) -> list[tuple[str, list[str]]]:
    """Texts, each with the speakers of its quotations: "?" unknown, "-" none, "[body] words" where no person."""
    lines = (CASES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return [(text, [] if wanted == "= -" else wanted.removeprefix("= ").split(" / ")) for text, wanted in pairs]


def is_right(quote: Quote, wanted: str) -> bool:
    found = re.fullmatch(r"\[(\w+)\] (.*)", wanted)
    kind, name = found.groups() if found else ("person", wanted)
    said = " ".join(re.findall(r"\w+", (quote.speaker or "").lower()))
    name = " ".join(re.findall(r"\w+", name.lower()))
    return quote.speaker_kind == kind and (said == name if kind == "person" else name in said)


def measured(name: str) -> tuple[float, float]:
    """Precision of the stated speakers, and the share of the known ones that is found."""
    stated = right = known = 0
    language = name.rpartition("/")[2]
    for number, (text, wanted) in enumerate(cases(name), start=1):
        found = find_quotes(article(number, text, language=language))
        known += sum(1 for name in wanted if name != "?")
        stated += sum(1 for quote in found if quote.speaker)
        right += sum(1 for quote, name in zip(found, wanted, strict=False) if is_right(quote, name))
    return right / max(stated, 1), right / known


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_speakers_are_right_where_stated(language: str) -> None:
    precision, recall = measured(language)
    assert precision >= FLOORS[language]["precision"]
    assert recall >= FLOORS[language]["found"]


@pytest.mark.parametrize(
    ("folder", "language"), [(folder, code) for folder in FOLDERS for code in sorted(ALL_FLOORS[folder])]
)
def test_speakers_are_right_in_texts_written_before_the_rules(folder: str, language: str) -> None:
    precision, recall = measured(f"{folder}/{language}")
    assert precision >= ALL_FLOORS[folder][language]["precision"]
    assert recall >= ALL_FLOORS[folder][language]["found"]


@pytest.mark.parametrize("language", ["sv", "pl", "tr", "hu", "ar"])
def test_in_a_language_that_is_not_read_nobody_is_claimed_and_it_is_said(language: str) -> None:
    (found,) = find_quotes(article(1, "“We will not leave this harbour,” said Ann Vale.", language=language))
    assert (found.speaker, found.speaker_kind, found.speaker_note) == (None, None, "not read in this language")


def test_each_key_of_the_lexicons_is_told_and_read() -> None:
    home = Path(__file__).parents[3]
    told = (home / "docs" / "languages.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (home / "news").rglob("*.py"))
    keys = {key for words in lexicons() for key in words.speakers}
    assert [key for key in sorted(keys) if f"`{key}`" not in told] == []
    assert [key for key in sorted(keys - BY_GENDER) if f'"{key}"' not in code] == []
