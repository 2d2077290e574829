"""Kinds whose speaker a reader can tell: explanations, sentences that go on, marks left open, offices, pronouns."""

import tomllib
from pathlib import Path

import pytest

from news.speakers.quotations import find_quotes
from tests.news.pieces import article

FILE = Path(__file__).parents[2] / "fixtures" / "speakers" / "kinds.toml"
SAID = "we will not leave this harbour before the boats are paid for"
CASES = {
    f"{language}: {name}": (language, *case)
    for language, cases in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
    for name, case in cases.items()
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_reader_can_tell_who_speaks(case: tuple[str, ...]) -> None:
    language, text, speaker, *kind = case
    quotes = find_quotes(article(1, text, language=language))
    asked = next((quote for quote in quotes if SAID in quote.quote.lower()), quotes[-1])
    assert [asked.speaker or "?", *([asked.speaker_kind] if kind else [])] == [speaker, *kind]
