"""Words by which a text says that its own outlet was told or saw it, and what an origin rests on beside them."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.seeds import read_outlets
from news.origins.citations import find_citations
from news.origins.cue_rules import CueTable, cue_table, own_words
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import find_origins
from news.speakers.quotations import find_quotes
from tests.news.pieces import article

EVIDENCE: list[dict[str, Any]] = tomllib.loads(Path("tests/fixtures/attribution/evidence.toml").read_text("utf-8"))[
    "case"
]
NAMES = ("Tarn", "Tarn News", "TARN")
PARTS = (
    *NAMES,
    "told",
    "seen by",
    "interview with",
    "spoke to",
    "the",
    "The",
    "has",
    "was",
    "learned",
    "reveal",
    "his",
    ".",
)
SPACES = (" ", " ", " ", "\n", "  ", "", "_")


def english() -> CueTable:
    """Return the cues of English, which are compiled when a test asks first."""
    table = cue_table("en")
    assert table is not None
    return table


def by_expression(text: str) -> tuple[int, int] | None:
    """Return where the words stand by one expression with all names in it."""
    name = f"(?:{'|'.join(sorted(NAMES, key=len, reverse=True))})"
    ((before,), (behind,)) = (english().patterns["own_before"], english().patterns["own_behind"])
    found = re.search(rf"{before.pattern.removesuffix('$')}{name}\b|\b(?:the\s+)?{name}{behind.pattern}", text)
    return found.span() if found else None


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(SPACES)), max_size=9))
def test_they_are_found_as_one_expression_finds_them(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + space for word, space in parts)
    assert own_words(english(), text, NAMES) == by_expression(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The mayor told the Tarn News that", "told the Tarn News"),
        ("The Tarn has learned that", "Tarn has learned"),
        ("she said, told Tarnish", None),
        ("told\n\n\n the\n\n Tarn", "told\n\n\n the\n\n Tarn"),
    ],
)
def test_what_they_are(text: str, said: str | None) -> None:
    span = own_words(english(), text, NAMES)
    assert (text[slice(*span)] if span else None) == said


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(read_outlets(Path("seeds/outlets.csv")))


@pytest.mark.parametrize("case", EVIDENCE, ids=[f"{n}: {case['kind']}" for n, case in enumerate(EVIDENCE)])
def test_what_an_origin_rests_on(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    one = article(1, case["text"], outlet=case.get("outlet", "Vale Daily Wire"))
    found, quotes = find_citations(one, gazetteer), find_quotes(one)
    (origin, _) = find_origins("s", [one], found, [], quotes, outlets=gazetteer.outlets)
    assert origin.state == case["state"], origin.reason
