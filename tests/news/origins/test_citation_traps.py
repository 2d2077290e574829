"""Sentences that name an outlet, or what looks like one, without crediting it: nothing is read into them."""

import tomllib
from pathlib import Path

import pytest

from extractors.seeds import read_outlets
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from tests.news.pieces import article

TRAPS = tomllib.loads((Path("tests/fixtures/citations/traps.toml")).read_text(encoding="utf-8"))["case"]
FLOOR = 0.95  # of the sentences, right as a whole


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(sorted(read_outlets(Path("seeds/outlets.csv")), key=lambda outlet: outlet.outlet))


def test_naming_an_outlet_is_not_crediting_it(gazetteer: Gazetteer) -> None:
    wrong = []
    for case in TRAPS:
        url = case.get("url", "https://vale-wire.example/1")
        found = find_citations(
            article(1, case["text"], outlet=case.get("outlet", "Vale Daily Wire"), url=url), gazetteer
        )
        got = {one.cited for one in found if one.relation == "relays" and one.kind in ("outlet", "agency")}
        if got != set(case["cited"]):
            wrong.append((case["kind"], case["text"], sorted(got)))
    assert 1 - len(wrong) / len(TRAPS) >= FLOOR, wrong
