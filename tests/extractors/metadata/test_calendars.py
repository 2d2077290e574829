"""Dates of other calendars, and visible ones: which of two figures is the day, and what is no publication."""

import pytest
from lxml import html

from extractors.metadata.dates import read_date
from extractors.metadata.visible_dates import visible_dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("۱۲ اسفند ۱۴۰۴ - ۱۸:۲۰", "2026-03-03"), ("1 فروردین 1403", "2024-03-20"), ("۱۴۰۴/۰۷/۰۱", "2025-09-23"),
        ("الثلاثاء ٣ آذار ٢٠٢٦", "2026-03-03"), ("١٥ كانون الأول ٢٠٢٥", "2025-12-15"), ("4 أغسطس 2025", "2025-08-04"),
        ("4 มีนาคม 2568", "2025-03-04"), ("28 พ.ย. 2568", "2025-11-28"), ("28/11/2568", "2025-11-28"),
        ("令和8年3月3日", "2026-03-03"), ("平成31年4月30日", "2019-04-30"), ("令和元年5月1日", "2019-05-01"),
        ("民國115年3月3日", "2026-03-03"),
    ],
)  # fmt: skip
def test_dates_of_other_calendars_are_read(text: str, day: str) -> None:
    found = read_date(text, "text", None)
    assert found is not None
    assert found.at.date().isoformat() == day


@pytest.mark.parametrize("text", ["۳۱ شهریور", "31 اسفند 1404 است؟", "令和8年13月3日", "30/02/2568"])
def test_no_day_of_a_calendar_is_none(text: str) -> None:
    found = read_date(text, "text", None)
    assert found is None or found.at.year > 2000


PROSE = "<p>The pier was closed on 1 May 1998 after a ship had struck it twice within a single winter of ice.</p>"


HERE = "https://post.example/a"


def shown(body: str, url: str = HERE, language: str = "en", region: str | None = None) -> str | None:
    found = visible_dates(html.fromstring(f"<html><body>{body}{PROSE}</body></html>"), url, language, region)
    return found[0].at.date().isoformat() if found else None


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<p class='dates'>Published 2 March 2026 · Updated 9 March 2026</p>", "2026-03-02"),
        ("<p class='dates'>Updated 9 March 2026, published 2 March 2026</p>", "2026-03-02"),
        ("<h6>Next review due: 11 Jan 2029</h6><h6>12 Jan 2026 | Latest version</h6>", "2026-01-12"),
        ("<div class='event'><span class='date'>4 May 2026</span></div>", None),
        ("<div class='comments'><span class='date'>4 May 2026</span></div>", None),
        ("<span class='date'>Updated: 9 March 2026</span>", None),
        ("<time>25/03/2026</time><time>04/03/2026</time>", "2026-03-25"),
        ("<time>04/03/2026</time>", None),
        ("<time>04/03/2026 5:07 PM EDT</time>", "2026-04-03"),
    ],
)
def test_the_visible_day_is_the_publications(body: str, day: str | None) -> None:
    assert shown(body) == day


def test_the_address_and_the_region_tell_which_figure_is_the_day() -> None:
    body = "<time>04/03/2026</time>"
    assert shown(body, "https://post.example/2026/04/pier") == "2026-04-03"
    assert shown(body, "https://post.example/2026/03/pier") == "2026-03-04"
    assert shown(body, region="US") == "2026-04-03"
    assert shown(body, region="GB") == "2026-03-04"
    assert shown(body, language="fr") == "2026-03-04"
