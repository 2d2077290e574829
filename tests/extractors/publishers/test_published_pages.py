"""Sixty articles in the shapes of real publishers and forty pages that are none: read at least as well as before."""

import json
from collections import Counter
from pathlib import Path

from tests.extractors.publishers.published import ARTICLES, OTHERS, faults, told

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


def test_articles_of_publishers_are_read_at_least_as_well_as_before() -> None:
    assert len(ARTICLES) == 60
    wrong = {name: faults(page) for name, page in ARTICLES.items()}
    told_wrong = Counter(field for fields in wrong.values() for field in fields)
    right = {field: len(ARTICLES) - told_wrong[field] for field in ("text", "title", "authors", "day", "status")}
    assert all(right[field] >= FLOORS[field] for field in right), {name: said for name, said in wrong.items() if said}


def test_pages_that_are_no_article_are_told_at_least_as_well_as_before() -> None:
    assert len(OTHERS) == 40
    said = {name: told(page) for name, page in OTHERS.items()}
    assert sum(is_told for is_told, _ in said.values()) >= FLOORS["told"], said
