"""Eighty articles in the shapes of real publishers and forty pages that are none: read at least as well as before."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.extractors.publishers.published import ARTICLES, LATER, OTHERS, faults, told

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


SETS = {"articles": ARTICLES, "later": LATER}


@pytest.mark.parametrize("name", SETS)
def test_articles_of_publishers_are_read_at_least_as_well_as_before(name: str) -> None:
    pages: dict[str, dict[str, Any]] = SETS[name]
    wrong = {said: faults(page) for said, page in pages.items()}
    counted = Counter(field for fields in wrong.values() for field in fields)
    right = {field: len(pages) - counted[field] for field in ("text", "title", "authors", "day", "status")}
    floors = FLOORS[name]
    assert all(right[field] >= floors[field] for field in right), {page: said for page, said in wrong.items() if said}


def test_pages_that_are_no_article_are_told_at_least_as_well_as_before() -> None:
    assert (len(ARTICLES), len(LATER), len(OTHERS)) == (60, 20, 40)
    said = {name: told(page) for name, page in OTHERS.items()}
    assert sum(is_told for is_told, _ in said.values()) >= FLOORS["told"], said
