"""What is read of imported files that are damaged in every way, and of single values, word for word."""

import json
import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from news.errors import InputError
from storage.imports.readers import read_batches
from storage.imports.rows import RowError, row_from
from tests.answers import check, told

KEPT = Path("tests/fixtures/answers/storage")
ROW = {"url": "https://lantern.example/ferry", "title": "Ferry is late", "text": "The ferry left an hour late."}
LINE = json.dumps(ROW)
HEADER = "url,title,text\n"
CELLS = "https://lantern.example/{},Ferry,The ferry left.\n"
FILES: dict[str, str | bytes] = {
    "one.jsonl": f"{LINE}\n\n{LINE}\n",
    "none.jsonl": "",
    "blank.csv": " \n\n",
    "bom.jsonl": b"\xef\xbb\xbf" + LINE.encode(),
    "only_bom.csv": b"\xef\xbb\xbf",
    "broken.jsonl": f"{LINE}\n{{'a': 1}}\n[1]\n3\n{LINE}",
    "list.json": f"[{LINE}, 3, {LINE}]",
    "object.json": LINE,
    "half_list.json": f"[{LINE}, ",
    "list.jsonl": f"[{LINE}]\n{LINE}",
    "plain.csv": HEADER + CELLS.format(1) + CELLS.format(2),
    "semicolons.csv": (HEADER + CELLS.format(1)).replace(",", ";"),
    "tabs.tsv": (HEADER + CELLS.format(1)).replace(",", "\t"),
    "bars.txt": (HEADER + CELLS.format(1)).replace(",", "|"),
    "capitals.csv": " URL , Title,TEXT\n" + CELLS.format(1),
    "few_fields.csv": HEADER + "a,b\n" + CELLS.format(1) + "a,b,c,d\n",
    "open_quote.csv": HEADER + 'https://lantern.example/1,"Ferry,The ferry left.\n' + CELLS.format(2) + CELLS.format(3),
    "odd_quote.csv": HEADER + 'https://lantern.example/1,"Ferry"x,The ferry left.\n' + CELLS.format(2),
    "no_header.csv": "a,b,c\n1,2,3\n",
    "many.csv": ",".join(f"c{number}" for number in range(14)) + "\n1\n",
    "latin.csv": (HEADER + CELLS.format(1) + CELLS.format(2)).replace("Ferry", "Fähre").encode("cp1252"),
    "utf16.csv": (HEADER + CELLS.format(1)).encode("utf-16"),
    "binary.csv": b"url\0text",
    "strange.jsonl": json.dumps(ROW | {"headline": 1, "titel": 2, "author": 3, "x" * 40: 4, "Text ": "Other."}),
    "strange_again.jsonl": "\n".join(json.dumps(ROW | {f"k{number}": 1}) for number in range(95)),
    "wide.jsonl": json.dumps(ROW | {f"k{number}": 1 for number in range(14)}),
    "rows.csv": HEADER + "".join(CELLS.format(number) for number in range(12)),
}
MOMENTS = (
    None,
    "",
    " ",
    "2024-04-10",
    "20240410",
    20240410,
    "2024-04-10T09:30:00Z",
    "2024-04-10 09:30 UTC",
    "2024-04-10T09:30+09:00",
    "Wed, 10 Apr 2024 09:30:00 GMT",
    "Wed, 10 Apr 2024 09:30:00 -0000",
    99_999_999,
    1e8,
    1712741400,
    99_999_999_999,
    1e11,
    1712741400123,
    1e14,
    1712741400123456,
    1e17,
    1712741400123456789,
    "1.7127414e9",
    -1712741400,
    math.nan,
    math.inf,
    True,
    [],
    "soon",
    "x" * 70,
    datetime(2024, 4, 10, 9, tzinfo=UTC),
    date(2024, 4, 10),
    "0001-01-01T00:00:00+01:00",
    "GMT 2024",
)
WORDS = (
    "Ferry",
    " Two  words\n",
    "",
    None,
    7,
    0.5,
    math.nan,
    True,
    [],
    {},
    "1984",
    "…",
    "a\x00b",
    "a\ud800",
    "x" * 59,
    "あ",
    "one\r\ntwo\rthree",
)
URLS = (
    "https://lantern.example/a?utm_source=x",
    "urn:sha256:" + "0" * 64,
    "urn:sha256:" + "0" * 63,
    "lantern",
    "",
    5,
    None,
    "HTTPS://Lantern.example:443/./a",
)
AUTHORS = (
    None,
    "Ann; Bo;Ann",
    '["Ann", "Bo"]',
    "[Ann, Bo]",
    '[{"name": "Ann"}, {"id": 1}]',
    ["Ann ", None, ""],
    ("Bo",),
    5,
    0.5,
    {"a": 1},
    " ; ",
    "",
    "a\x00b",
)
FLAGS = (None, True, False, "false", "F", "no", "0", 0, "1", "yes", " No ")
LANGUAGES = (None, "", "en", "EN-gb", "German", "xx", "eng", 5)


def row(**said: Any) -> str:
    try:
        return told(row_from(ROW | said)).replace("\r", "\\r")
    except RowError as error:
        return f"refused: {error}"


def read(path: Path, size: int) -> Iterator[str]:
    try:
        for rows, remarks in read_batches(path, size):
            yield f"  {len(rows)} rows: {told(rows)}"[:400]
            yield from (f"  {one.said.replace(str(path), path.name)} {one.is_left_out}"[:300] for one in remarks)
    except InputError as error:
        yield f"  refused: {error}".replace(str(path), path.name)[:400]


def test_what_files_hold_stays(tmp_path: Path) -> None:
    found = []
    for name, content in FILES.items():
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        for size in (5, 5000) if name == "rows.csv" else (5000,):
            found += [f"{name} {size}", *read(path, size)]
    many = "SELECT 'https://lantern.example/' || i AS \"Url \", 'Ferry' AS title, 'It left.' AS text, i AS odd"
    for number, more in enumerate(
        ("", ", TIMESTAMP_NS '2024-04-10 09:30:00' AS published_at", ", DATE '2024-04-10' AS published_at")
    ):
        path = tmp_path / f"{number}.parquet"
        with duckdb.connect() as connection:
            connection.execute(f"COPY ({many}{more} FROM range({3 if number else 1001}) AS t(i)) TO '{path}'")
        found += [path.name, *read(path, 5000)]
    found += ["absent.csv", *read(tmp_path / "absent.csv", 5000)]
    check(KEPT / "imported_files.txt", found)


def test_what_values_become_stays() -> None:
    found = [f"published {value!r:.60}: {row(published_at=value)}" for value in MOMENTS]
    found += [f"seen {value!r:.60}: {row(first_seen_at=value)}" for value in MOMENTS[:6]]
    for name, values in (
        ("title", WORDS),
        ("text", WORDS),
        ("url", URLS),
        ("authors", AUTHORS),
        ("language", LANGUAGES),
        ("outlet", WORDS),
    ):
        found += [f"{name} {value!r:.60}: {row(**{name: value})}" for value in values]
    found += [f"zone {flag!r}: {row(published_at='2024-04-10T09:30:00Z', is_zone_known=flag)}" for flag in FLAGS]
    found += [f"bare {text!r}: {row(url='', title='', text=text)}" for text in ("", "Words.", "1984")]
    found += [f"{length} letters: {row(text='x' * length)[:90]}" for length in (10_000_000, 10_000_001)]
    check(KEPT / "imported_values.txt", found)


def test_json_that_python_cannot_hold_is_told_and_costs_no_other_row(tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    number, deep = '{"url": ' + "9" * 5000 + "}", "[" * 200_000
    path.write_text(f"{LINE}\n{number}\n{deep}\n{LINE}\n")
    ((rows, remarks),) = read_batches(path)
    assert len(rows) == 2
    assert [one.said.partition("it is not JSON (")[0] for one in remarks] == [f"{path}, line {n}: " for n in (2, 3)]
    assert "4300 digits" in remarks[0].said
    path.write_text(deep)
    with pytest.raises(InputError, match="is not JSON: "):
        list(read_batches(path.rename(tmp_path / "deep.json")))


@pytest.mark.parametrize(("size", "batches"), [(1, [1, 1, 1]), (2, [2, 1]), (3, [3]), (4, [3])])
def test_rows_come_in_batches_of_which_none_is_empty(tmp_path: Path, size: int, batches: list[int]) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(HEADER + CELLS.format(1) + "a,b\n" + CELLS.format(2))
    found = list(read_batches(path, size))
    assert [len(rows) + len(remarks) for rows, remarks in found] == batches
