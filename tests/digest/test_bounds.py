"""Bounds that changes of the code drawn by lot passed unnoticed (benchmarks/mutants): each has a case."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from digest.letter.compose import DigestRules
from digest.site.charts import ChartRules, _line
from digest.site.search_index import SearchRules, search_pieces
from news.records.site import SearchLine
from tests.digest.letter.test_compose import END, digest


def test_dates_that_are_left_out_are_counted():
    due = digest().due[0]
    most = DigestRules().due_at_most
    made = digest(due=[replace(due, day=END.date() + timedelta(days=ahead)) for ahead in range(most + 3)])
    assert (len(made.due), made.left_out_due) == (most, 3)


@pytest.mark.parametrize(
    ("most", "kept"), [(1, ["Harbour Post"]), (2, ["Harbour Post", "Zebra"]), (9, ["Alpha", "Harbour Post", "Zebra"])]
)
def test_the_outlets_with_most_articles_can_be_chosen(most, kept):
    lines = [
        SearchLine(
            title=f"T{n}", outlet=outlet, opening="", day=date(2031, 3, 26), url="https://x.example", language="en"
        )
        for n, outlet in enumerate(["Alpha", *["Harbour Post"] * 3, *["Zebra"] * 2])
    ]
    (pieces,) = (
        script for name, script in search_pieces(lines, rules=SearchRules(outlets=most)) if name.endswith("pieces.js")
    )
    assert json.loads(re.search(r"\((.*)\)", pieces)[1])["outlets"] == kept


@pytest.mark.parametrize(
    ("values", "dashes"),
    [([1.0, None, 2.0, 3.0], 1), ([1.0, 2.0, None, 3.0], 1), ([1.0, 2.0, 3.0], 0), ([None, 1.0, None], 1), ([1.0], 1)],
)
def test_a_day_alone_between_gaps_is_a_dash(values, dashes):
    assert _line(values, 3.0, 4.0, ChartRules()).path.count("h3") == dashes
