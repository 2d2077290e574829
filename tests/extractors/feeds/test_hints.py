"""What a feed says of itself: how long to leave it alone, when it sleeps, and where it pushes and goes on."""

from types import SimpleNamespace
from typing import Any

import pytest

from extractors.feeds.dates import order_of, read_date
from extractors.feeds.hints import header_links, linked, skip_days, skip_hours, ttl_seconds


def feed(ttl: str = "", period: str = "", frequency: str = "") -> Any:
    return SimpleNamespace(ttl=ttl, period=period, frequency=frequency)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (feed("60"), 3600.0),
        (feed("60", "daily", "2"), 3600.0),  # ttl comes first
        (feed("", "hourly"), 3600.0),
        (feed("", " Daily ", "2"), 43200.0),
        (feed("", "weekly", "0"), 7 * 86400.0),
        (feed("", "monthly"), 30 * 86400.0),
        (feed("", "yearly", "5"), 73 * 86400.0),
        (feed("", "always", "4"), None),
        (feed("", "", "4"), None),
        (feed("soon"), None),
    ],
)
def test_how_long_a_feed_wants_to_be_left_alone(told: Any, seconds: float | None) -> None:
    assert ttl_seconds(told) == seconds


@pytest.mark.parametrize(
    ("hours", "expected"), [("0", {0}), ("23", {23}), ("24", {0}), ("25", set()), ("5 </hour><hour> 6", {5, 6})]
)
def test_hours_in_which_a_feed_sleeps(hours: str, expected: set[int]) -> None:
    assert skip_hours(f"<rss><skipHours><hour>{hours}</hour></skipHours></rss>") == expected
    assert skip_hours(f"<rss><hour>{hours}</hour></rss>") == frozenset()


def test_days_on_which_a_feed_sleeps() -> None:
    text = "<skipdays><day>Monday</day><day> SUNDAY </day><day>Noday</day></skipdays>".replace("skipdays", "skipDays")
    assert skip_days(text) == {0, 6}
    assert skip_days("<rss/>") == frozenset()


def test_links_of_headers_have_each_of_their_words() -> None:
    told = '<https://a.example/hub>; rel="hub Self", <https://a.example/2>; title="x"; rel=next, <https://a.example/3>'
    links = header_links([("link", told), ("content-type", "<https://b.example>; rel=hub")])
    assert links == (
        ("hub", "https://a.example/hub"), ("self", "https://a.example/hub"), ("next", "https://a.example/2")
    )  # fmt: skip
    assert linked(links, "next", "hub") == "https://a.example/2"
    assert linked(links, "prev", "self") == "https://a.example/hub"
    assert linked([("hub", ""), ("hub", "https://c.example")], "hub") == "https://c.example"
    assert linked(links, "prev") is None


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["13/11/2026", "01/02/2026"], "day first"),
        (["11/13/2026"], "month first"),
        (["12/12/2026", None, ""], None),
        (["13/12/2026"], "day first"),
        (["12/13/2026"], "month first"),
        (["13/13/2026"], None),
        (["13.11.2026"], None),  # dots say nothing of what stands between strokes
        (["13/11/2026", "11/13/2026"], None),
    ],
)
def test_a_feed_s_dates_show_the_order_of_day_and_month(dates: list[str | None], order: str | None) -> None:
    assert order_of(dates) == order


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày 2 tháng 11 năm 2026", "2026-11-02"),
        ("2 Tháng 11, 2026", "2026-11-02"),
        ("12/11/2026", None),
        ("12.11.2026", "2026-11-12"),
        ("13/11/2026", "2026-11-13"),
        ("11/13/2026", "2026-11-13"),
        ("2569-11-02", "2026-11-02"),  # years as they are counted in Thailand
    ],
)
def test_a_day_in_numbers_is_read_where_it_is_sure(text: str, day: str | None) -> None:
    found = read_date(text)
    assert (found.at.date().isoformat() if found else None) == day


def test_small_numbers_are_read_by_the_feed_s_order() -> None:
    for order, day in (("day first", "2026-11-05"), ("month first", "2026-05-11")):
        found = read_date("05/11/2026", order=order)  # type: ignore[arg-type]
        assert found is not None
        assert found.at.date().isoformat() == day
