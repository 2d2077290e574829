"""How answers are drawn: a table where it fits, else row by row; each kind of cell, and widths around the bounds."""

import io
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from flows.commands import tables
from flows.commands.tables import cell, drawn
from tests.answers import check

KEPT = Path("tests/fixtures/answers/flows")
ROWS = [
    ("The old quay is closed", 12, 0.5, None, datetime(2026, 11, 22, 12, 5, tzinfo=UTC)),
    ("A harbour of many lamps and of few ships, said its board", None, 1234567.0, ["a", "b"], None),
]
COLUMNS = ("title", "articles", "share", "names", "at")


def test_how_rows_are_drawn_stays() -> None:
    found = []
    for width, headline in product((40, 60, 80, 84, 85, 86, 87, 88, 89, 90, 91, 92, 120), (None, "title")):
        found += [f"{width} {headline}", drawn(COLUMNS, ROWS, width=width, headline=headline)]
    for size in (23, 24, 25, 26):
        found += [f"a cell of {size}", drawn(("a", "b"), [("x" * size, "y " * 12)], width=size + 5 + 24)]
        found += [f"a cell of {size}, narrow", drawn(("a", "b"), [("x" * size, "y " * 12)], width=52)]
    found += ["empty", drawn(("a", "b"), [], width=80), "one", drawn(("a",), [(1,), (True,)], width=40)]
    found += ["numbers", drawn(("a", "b"), [(1, "x"), (None, "y"), (2.5, "z")], width=40)]
    check(KEPT / "tables.txt", [line for text in found for line in text.split("\n")])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"), (True, "yes"), (False, "no"), ([], "–"), ((1, None), "1, –"), (0.1234567, "0.123457"), (3.0, "3"),
        (999_999.0, "999999"), (999_999.5, "1e+06"), (1e6, "1000000"), (-2e6, "-2000000"), (1e15, "1e+15"), (9.9e14,
        "990000000000000"),
        (12, "12"), ("a\x1b[31mb", "a[31mb"), (datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02 03:04"),
    ],
)  # fmt: skip
def test_a_cell_is_told_as_a_person_reads_it(value: object, said: str) -> None:
    assert cell(value) == said


@pytest.mark.parametrize(
    ("said", "width"), [("", None), ("39", None), ("40", 40), ("200", 200), ("x", None), ("-90", None)]
)
def test_where_there_is_no_terminal_columns_says_how_wide_a_line_is(
    monkeypatch: pytest.MonkeyPatch, said: str, width: int | None
) -> None:
    monkeypatch.setenv("COLUMNS", said)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert tables._width() == width


def test_a_line_goes_on_under_its_own_beginning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "    “One sentence of some length, that two lines of forty hold.”"
    monkeypatch.setenv("COLUMNS", "40")
    tables.print_lines("", line)
    assert capsys.readouterr().out == "\n    “One sentence of some length, that\n    two lines of forty hold.”\n"
    monkeypatch.setenv("COLUMNS", "")
    tables.print_lines(line)
    assert capsys.readouterr().out == f"{line}\n"
