"""Whom nearly six hundred sentences of the field credit: precision and recall may only get better."""

import tomllib
from pathlib import Path

import pytest

from extractors.seeds import read_outlets
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.records import Citation
from tests.news.pieces import article

SENTENCES = tomllib.loads((Path("tests/fixtures/citations/sentences.toml")).read_text(encoding="utf-8"))["case"]
FLOORS = {"precision": 0.99, "recall": 0.98, "weight": 0.99}  # weight: whether the lead claim rests on it, or a mention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(read_outlets(Path("seeds/outlets.csv")))


def told(citation: Citation) -> str:
    return citation.cited + ("~" if citation.relation == "mentions" else "!" if citation.is_lead_claim else "")


def test_sentences_of_the_field_credit_whom_they_credit(gazetteer: Gazetteer) -> None:
    right = found = meant = weighed = 0
    wrong = []
    for case in SENTENCES:
        got = {told(item) for item in find_citations(article(1, case["text"], outlet="Vale Daily Wire"), gazetteer)}
        wanted = set(case["cited"])
        names, others = ({cited.rstrip("!~") for cited in side} for side in (got, wanted))
        right, found, meant = right + len(names & others), found + len(names), meant + len(others)
        weighed += len(got & wanted)
        if got != wanted:
            wrong.append((case["text"], sorted(wanted), sorted(got)))
    assert right / found >= FLOORS["precision"], wrong
    assert right / meant >= FLOORS["recall"], wrong
    assert weighed / right >= FLOORS["weight"], wrong
