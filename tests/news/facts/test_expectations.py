from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.facts.expectations import awaited, read_expectations
from news.language.dates import read_dates
from news.records import Article

AT = datetime(2024, 3, 27, tzinfo=UTC)


def article(number: int, text: str, **more: object) -> Article:
    fields = {
        "article_id": number,
        "url": f"https://example.org/{number}",
        "outlet": "Example",
        "title": "",
        "text": text,
        "first_seen_at": AT,
        "ordered_at": AT,
        "ordered_by": "published",
        "arrived_by": "feed",
    }
    return Article(**(fields | more))  # type: ignore[arg-type]


ANNOUNCED = [
    ("They will meet on April 10.", date(2024, 4, 10), date(2024, 4, 10), False),
    ("They will meet on 10 April in Kelmis.", date(2024, 4, 10), date(2024, 4, 10), False),
    ("They meet on the 10th of next month.", date(2024, 4, 10), date(2024, 4, 10), False),
    ("A centre is to open by March 2025.2 It is new.", date(2025, 3, 1), date(2025, 3, 31), True),
    ("Spending rises by 2027.", date(2027, 1, 1), date(2027, 12, 31), True),
    ("Lenk is to take over in May.", date(2024, 5, 1), date(2024, 5, 31), False),
    ("Next year the body will be founded.", date(2025, 1, 1), date(2025, 12, 31), False),
    ("It helps them ahead of the November elections.", date(2024, 11, 1), date(2024, 11, 30), False),
    ("The vote is due on 2024-06-01.", date(2024, 6, 1), date(2024, 6, 1), False),
]


@pytest.mark.parametrize(("text", "first", "last", "is_deadline"), ANNOUNCED)
def test_a_day_to_come_is_awaited_with_its_sentence(text: str, first: date, last: date, is_deadline: bool) -> None:
    (found,) = read_expectations(article(1, text))
    assert (found.first_day, found.last_day, found.is_deadline) == (first, last, is_deadline)
    assert found.sentence in text
    assert text[found.span_start : found.span_end] == found.raw


PAST = [
    "They met on March 10.",
    "The treaty was signed in 1960.",
    "Lenk resigned in January 2024.",
    "He may march in protest.",
    "The report came this year.",
    "The men will march until may be they are heard.",
    "They will go in march or stay.",
]


@pytest.mark.parametrize("text", PAST)
def test_what_is_past_is_not_awaited(text: str) -> None:
    assert read_expectations(article(1, text)) == []


def test_a_date_without_a_year_says_nothing_where_the_day_of_writing_is_unknown() -> None:
    imported = article(1, "They will meet on April 10.", ordered_by="first_seen", arrived_by="import")
    assert read_expectations(imported) == []


def test_an_account_announces_nothing() -> None:
    assert read_expectations(article(1, "They will meet on April 10.", text_kind="account")) == []


def test_a_date_that_has_come_is_due_until_an_article_looks_back_on_it() -> None:
    told = article(1, "They will meet on April 10.")
    later = article(2, "The talks followed the April summit.", ordered_at=AT + timedelta(days=60))
    stand = [awaited([told], now=AT + timedelta(days=days))[0].state for days in (1, 14)]
    assert stand == ["open", "due"]
    (after,) = awaited([told, later], now=AT + timedelta(days=60))
    assert after.state == "told"


@pytest.mark.parametrize(
    ("written", "first"),
    [
        (datetime(2024, 3, 30, tzinfo=UTC), [date(2024, 3, 1)]),
        (datetime(2024, 3, 31, tzinfo=UTC), []),  # its last day: nothing of it is to come
        (datetime(2024, 4, 1, tzinfo=UTC), [date(2025, 3, 1)]),
    ],
)
def test_a_month_to_come_is_this_years_until_its_last_day(written: datetime, first: list[date]) -> None:
    told = article(1, "It helps them ahead of the March elections.", ordered_at=written)
    assert [found.first_day for found in read_expectations(told)] == first


@pytest.mark.parametrize(
    ("text", "day", "state"),
    [
        ("They will meet on April 10.", datetime(2024, 4, 9, tzinfo=UTC), "open"),
        ("They will meet on April 10.", datetime(2024, 4, 10, tzinfo=UTC), "due"),
        ("Lenk is to take over in May.", datetime(2024, 4, 30, tzinfo=UTC), "open"),
        ("Lenk is to take over in May.", datetime(2024, 5, 1, tzinfo=UTC), "due"),
        ("Spending rises by 2027.", datetime(2027, 12, 30, tzinfo=UTC), "open"),
        ("Spending rises by 2027.", datetime(2027, 12, 31, tzinfo=UTC), "due"),  # a year is due when it ends
    ],
)
def test_a_day_or_month_is_due_when_it_begins_and_a_year_when_it_ends(text: str, day: datetime, state: str) -> None:
    (found,) = awaited([article(1, text)], now=day)
    assert found.state == state


@given(st.text(alphabet="0123456789 -,.aprilmbyinext", max_size=60))
def test_any_text_gives_dates_in_order(text: str) -> None:
    for named in read_dates(text, AT.date()):
        assert named.first_day <= named.last_day
        assert text[named.start : named.end] == named.raw
