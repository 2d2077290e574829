"""Answers for a person: a table where it fits, else row by row, never a word broken for want of room."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.commands.tables import drawn, print_table

COLUMNS = ("story", "title", "articles", "last", "origins")
ROW = (
    "sx53rp2c6ni",
    "Parasite cases rise to 112 as institute traces source",
    14,
    datetime(2026, 9, 25, 8, tzinfo=UTC),
    None,
)


def test_a_table_that_fits_keeps_ids_and_dates_whole_and_wraps_titles_between_words() -> None:
    told = drawn(COLUMNS, [ROW], width=90)
    assert "sx53rp2c6ni" in told
    assert "2026-09-25 08:00" in told
    assert {"Parasite", "institute", "source"} <= set(told.split())
    assert max(map(len, told.splitlines())) <= 90


def test_where_no_table_fits_a_row_is_told_in_lines_under_its_headline() -> None:
    headline, *rest = drawn(COLUMNS, [ROW], width=60, headline="title").splitlines()
    assert headline == ROW[1]
    assert " ".join(" ".join(rest).split()) == "story sx53rp2c6ni · articles 14 · last 2026-09-25 08:00"


def test_without_a_headline_each_column_has_a_line_of_its_own() -> None:
    told = drawn(COLUMNS, [ROW], width=40).splitlines()
    assert told[0].split() == ["story", "sx53rp2c6ni"]
    assert told[-1].split() == ["origins", "–"]
    assert max(map(len, told)) <= 40


@pytest.mark.parametrize(("said", "widest"), [("", 120), ("80", 80), ("7", 120), ("wide", 120)])
def test_what_is_no_terminal_keeps_to_a_width_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, said: str, widest: int
) -> None:
    monkeypatch.setenv("COLUMNS", said)
    print_table(("id", "title"), [("a", "word " * 60)], headline="title")
    told = capsys.readouterr().out
    assert widest - 20 <= max(map(len, told.splitlines())) <= widest
    assert told.count("word") == 60


@pytest.mark.parametrize("rows", [[], [ROW]])
def test_where_there_is_room_every_cell_is_whole(rows: list[tuple[object, ...]]) -> None:
    told = drawn(COLUMNS, rows, width=10_000)
    assert told.splitlines()[0].split() == list(COLUMNS)
    assert all(str(ROW[1]) in told for _ in rows)


@given(
    rows=st.lists(st.tuples(st.text(max_size=60), st.one_of(st.none(), st.integers(), st.floats(), st.booleans()))),
    width=st.integers(20, 120),
)
def test_any_rows_can_be_drawn(rows: list[tuple[object, ...]], width: int) -> None:
    assert isinstance(drawn(("a", "b"), rows, width=width, headline="a"), str)


@given(
    row=st.lists(st.sampled_from(["dormant", 14, "Farmers above the reservoir fear blame", None, 0.25]), min_size=7,
                 max_size=7),
    width=st.integers(60, 200),
)  # fmt: skip
def test_no_column_and_no_word_is_lost_at_any_width(row: list[object], width: int) -> None:
    columns = ("title", "state", "articles", "copy_groups", "independent_sources", "first_hand_reports", "unknown")
    told = drawn(columns, [tuple(row)], width=width)
    assert max(map(len, told.splitlines())) <= width
    assert {*columns} <= set(told.split())
    assert {word for value in row if isinstance(value, str) for word in value.split()} <= set(told.split())


@pytest.mark.parametrize(
    ("value", "said"),
    [(999.7, "999.7"), (0.25, "0.25"), (19.84, "19.84"), (1 / 3, "0.333333"), (1234.56, "1234.56"), (2.5e6, "2500000")],
)
def test_a_number_that_was_rounded_is_shown_as_it_was_rounded(value: float, said: str) -> None:
    assert drawn(("a",), [(value,)], width=80).splitlines()[-1].strip() == said


def test_no_cell_gives_orders_to_the_terminal() -> None:
    assert "\x1b" not in drawn(("a",), [("\x1b[31mred\x9b0m",)], width=80)
