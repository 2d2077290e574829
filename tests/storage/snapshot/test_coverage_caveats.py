"""The footnote of the letter: a site that changed its layout is named within a day, whatever its pages answer."""

from pathlib import Path

import pytest

from storage.snapshot.coverage_caveats import CoverageCaveats
from tests.storage.small_archive import SmallArchive, at


def archive(**new: object) -> SmallArchive:
    """Four weeks of whole texts, and four articles of the last day that differ as given."""
    made = SmallArchive()
    made.outlet("Post", "Post")
    for number in range(12):
        made.article(number, "Post", number, word_count=400, summary_agreement=0.9)
        made.place(number, "s1")
    for number in range(20, 24):
        made.article(number, "Post", 20.5, **({"word_count": 380, "summary_agreement": 0.9} | new))
        made.place(number, "s1")
    return made


@pytest.mark.parametrize(
    ("new", "named"),
    [
        ({}, []),
        ({"page_status": "js_shell", "text_kind": "headline"}, [("Post", 4, 0)]),
        ({"summary_agreement": 0.02}, [("Post", 4, 0)]),
        ({"word_count": 60}, [("Post", 4, 0)]),
        ({"summary_agreement": None}, []),  # its feed tells no summary today
        ({"page_status": "partial_paywall", "text_kind": "partial", "word_count": 60}, []),
    ],
)
def test_an_outlet_whose_pages_changed_is_named(new: dict[str, object], named: list[tuple[str, int, int]]) -> None:
    notes = CoverageCaveats(archive(**new).connection, Path("news.duckdb"))
    found = notes.poor_readings(at(20), at(21))
    assert [(poor.outlet, poor.pages, poor.pages_ok) for poor in found] == named


def test_an_outlet_that_never_agreed_with_its_feed_is_not_named() -> None:
    made = archive(summary_agreement=0.02)
    made.connection.execute("UPDATE archive.articles SET summary_agreement = 0.1 WHERE article_id < 20")
    assert CoverageCaveats(made.connection, Path("news.duckdb")).poor_readings(at(20), at(21)) == []
