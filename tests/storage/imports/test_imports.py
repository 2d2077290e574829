"""Imported files: three kinds, told apart by content; one bad row never costs another."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.errors import InputError
from news.records import ImportRow
from storage.imports.readers import read_batches
from storage.imports.rows import RowError, row_from

ROW = {"url": "https://lantern.example/ferry", "title": "Ferry is late", "text": "The ferry left an hour late."}


def read_rows(path: Path) -> tuple[list[ImportRow], list[str]]:
    """Every good row, and a line on each bad one."""
    batches = list(read_batches(path))
    return [row for rows, _ in batches for row in rows], [remark.said for _, bad in batches for remark in bad]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


# --- one row ---------------------------------------------------------------------------------------------------------

MOMENTS = [
    ("2024-04-10T09:30:00Z", datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    ("2024-04-10T09:30:00+09:00", datetime(2024, 4, 10, 0, 30, tzinfo=UTC), True),
    ("2024-04-10 09:30:00+00", datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    ("2024-04-10 09:30:00 UTC", datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    ("2024-04-10T09:30:00", datetime(2024, 4, 10, 9, 30, tzinfo=UTC), False),
    ("2024-04-10", datetime(2024, 4, 10, tzinfo=UTC), False),
    ("20240410", datetime(2024, 4, 10, tzinfo=UTC), False),
    (20240410, datetime(2024, 4, 10, tzinfo=UTC), False),
    ("Wed, 10 Apr 2024 09:30:00 GMT", datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    ("Wed, 10 Apr 2024 09:30:00 -0400", datetime(2024, 4, 10, 13, 30, tzinfo=UTC), True),
    ("Wed, 10 Apr 2024 09:30:00 -0000", datetime(2024, 4, 10, 9, 30, tzinfo=UTC), False),
    (1712741400, datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    (1712741400.0, datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    ("1712741400", datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    (1712741400000, datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    ("1712741400000000", datetime(2024, 4, 10, 9, 30, tzinfo=UTC), True),
    (datetime(2024, 4, 10, 9, 30), datetime(2024, 4, 10, 9, 30, tzinfo=UTC), False),  # noqa: DTZ001 (Parquet gives naive ones)
    (date(2024, 4, 10), datetime(2024, 4, 10, tzinfo=UTC), False),
    ("", None, True),
    ("  ", None, True),
    (None, None, True),
    (float("nan"), None, True),
]


@pytest.mark.parametrize(("stated", "moment", "is_zone_known"), MOMENTS)
def test_a_moment_is_iso_8601_or_rfc_822_or_an_epoch(
    stated: object, moment: datetime | None, is_zone_known: bool
) -> None:
    row = row_from(ROW | {"published_at": stated})
    assert (row.published_at, row.is_zone_known) == (moment, is_zone_known)


BAD_ROWS = [
    (ROW | {"published_at": "yesterday"}, "published_at cannot be read as a date: 'yesterday'"),
    (ROW | {"published_at": "10/04/2024"}, "published_at cannot be read"),
    (ROW | {"published_at": 2024}, "published_at cannot be read"),
    (ROW | {"published_at": True}, "published_at cannot be read"),
    (ROW | {"published_at": "9" * 400}, "published_at cannot be read"),
    (ROW | {"first_seen_at": "soon"}, "first_seen_at cannot be read"),
    (ROW | {"url": "javascript:alert(1)"}, "url is no web address"),
    (ROW | {"url": "lantern"}, "url is no web address"),
    ({"url": "", "text": "", "title": "A headline alone"}, "neither url nor text"),
    ({"url": "https://lantern.example/x"}, "neither title nor text"),
    (ROW | {"title": {"en": "x"}}, "title is no text"),
    (ROW | {"title": 42}, "title is no text: 42"),
    (ROW | {"text": 42}, "text is no text: 42"),
    (ROW | {"text": 4.5}, "text is no text: 4.5"),
    (ROW | {"text": "-1,204.50 %"}, "text is no text: '-1,204.50 %'"),
    (ROW | {"title": "…", "text": " "}, "title is no text: '…'"),
    (ROW | {"authors": 7}, "authors is no list"),
    (ROW | {"text": "x" * 10_000_001}, "text has 10,000,001 characters"),
]


@pytest.mark.parametrize(("raw", "reason"), BAD_ROWS, ids=[reason for _, reason in BAD_ROWS])
def test_a_bad_row_says_why(raw: dict[str, object], reason: str) -> None:
    with pytest.raises(RowError, match=reason):
        row_from(raw)


def test_a_row_without_address_is_known_by_its_text() -> None:
    sha = hashlib.sha256(ROW["text"].encode()).hexdigest()
    assert row_from({"title": "t", "text": ROW["text"]}).url == f"urn:sha256:{sha}"
    assert row_from(ROW | {"url": f"urn:sha256:{sha}"}).url == f"urn:sha256:{sha}"


def test_the_address_is_canonical() -> None:
    assert row_from(ROW | {"url": "HTTPS://Lantern.Example:443/ferry?utm_source=x#top"}).url == ROW["url"]


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        ("Ada Quill; Bo Reed ;", ("Ada Quill", "Bo Reed")),
        ('["Ada Quill", "Bo Reed"]', ("Ada Quill", "Bo Reed")),
        (["Ada Quill", "", None, "Ada Quill"], ("Ada Quill",)),
        ([{"name": "Ada Quill"}], ("Ada Quill",)),
        (None, ()),
        ("", ()),
    ],
)
def test_authors_are_a_list_or_parted_by_semicolons(stated: object, authors: tuple[str, ...]) -> None:
    assert row_from(ROW | {"authors": stated}).authors == authors


def test_halves_of_characters_and_nul_do_not_reach_the_archive() -> None:
    row = row_from(ROW | {"text": "a\x00b\ud800c\r\nd", "title": "x\ud83dy"})
    assert (row.text, row.title) == ("ab�c\nd", "x�y")


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=3)
NAMES = [*sorted(ROW), "published_at", "authors", "language", "first_seen_at"]


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw loads tables of characters
@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_whatever_a_row_holds_it_is_read_or_refused_in_words(raw: dict[str, object]) -> None:
    try:
        row = row_from(raw)
    except RowError:
        return
    row.text.encode()
    assert row.published_at is None or row.published_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("title", "text"),
    [("1984", "A novel."), ("", "渡し船は遅れた"), ("Паром", None), (float("nan"), "It left.")],
)
def test_a_title_of_figures_and_letters_of_any_script_are_text(title: object, text: object) -> None:
    assert row_from(ROW | {"title": title, "text": text})


# --- files -----------------------------------------------------------------------------------------------------------


def test_json_lines_keep_the_good_rows_and_name_the_bad(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.jsonl", lines(ROW, "{broken", "", "[1]", ROW | {"url": "x"}, ROW | {"url": "https://b.example/2"})
    )
    rows, problems = read_rows(path)
    assert [row.url for row in rows] == [ROW["url"], "https://b.example/2"]
    assert [problem.split(":")[0] for problem in problems] == [f"{path}, line {number}" for number in (2, 4, 5)]


def test_a_faulty_first_line_does_not_hide_that_the_file_is_json_lines(tmp_path: Path) -> None:
    rows, problems = read_rows(written(tmp_path, "a.jsonl", lines("oops", ROW)))
    assert (len(rows), len(problems)) == (1, 1)


def test_a_line_that_is_cut_off_has_one_number_and_a_place(tmp_path: Path) -> None:
    _, problems = read_rows(written(tmp_path, "a.jsonl", lines(ROW, '{"url": "x"')))
    assert problems == [f"{tmp_path}/a.jsonl, line 2: it is not JSON (Expecting ',' delimiter, at character 12)"]


def test_a_json_list_is_read_too(tmp_path: Path) -> None:
    rows, problems = read_rows(written(tmp_path, "a.json", json.dumps([ROW, 7], indent=1)))
    assert (len(rows), problems) == (1, [f"{tmp_path}/a.json, row 2: it is no JSON object"])


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_csv_is_read_with_any_usual_delimiter(tmp_path: Path, mark: str) -> None:
    content = mark.join(["URL ", "Title", "text"]) + "\r\n" + mark.join([ROW["url"], '"a ""b"""', '"two\r\nlines"'])
    rows, problems = read_rows(written(tmp_path, "a.csv", content + "\r\n"))
    assert (rows[0].title, rows[0].text, problems) == ('a "b"', "two\nlines", [])


def test_an_open_quotation_mark_costs_one_csv_row(tmp_path: Path) -> None:
    good = [f"https://b.example/{number},t,text {number}" for number in range(9)]
    content = "\n".join(["url,title,text", *good[:3], 'https://b.example/x,"t,x', *good[3:6], 'https://b.example/y,"t,y',
                         *good[6:]])  # fmt: skip
    rows, problems = read_rows(written(tmp_path, "a.csv", content))
    assert [row.text for row in rows] == [f"text {number}" for number in range(9)]
    assert [problem.split(":")[0].split(", ")[-1] for problem in problems] == ["line 5", "line 9"]


def test_a_csv_row_with_too_many_or_too_few_fields_is_named(tmp_path: Path) -> None:
    rows, problems = read_rows(written(tmp_path, "a.csv", "url,title,text\nhttps://a.example,b,c,d\n\nx,y\n"))
    assert rows == []
    assert [problem.split(", ", 1)[1] for problem in problems] == [
        "line 2: it has 4 fields, the header 3",
        "line 4: it has 2 fields, the header 3",
    ]


def test_a_huge_field_is_no_fault(tmp_path: Path) -> None:
    text = "word " * 200_000
    rows, problems = read_rows(written(tmp_path, "a.csv", f'url,title,text\nhttps://a.example/1,t,"{text}"\n'))
    assert (rows[0].text, problems) == (text.strip(), [])


def test_parquet_is_read_whatever_the_types_of_its_dates(tmp_path: Path) -> None:
    moment = datetime(2024, 4, 10, 9, 30, tzinfo=UTC)
    table = pa.table(
        {
            "URL": [ROW["url"], "https://b.example/2", None],
            "title": ["t", "", ""],
            "text": ["x", None, None],
            "published_at": pa.array([moment, None, None], type=pa.timestamp("ns", tz="Asia/Tokyo")),
            "first_seen_at": pa.array([datetime(2024, 4, 11), None, None], type=pa.timestamp("ms")),  # noqa: DTZ001
            "authors": [["Ada"], [], None],
            "unknown": [1, 2, 3],
        }
    )
    path = tmp_path / "no-suffix"
    pq.write_table(table, path)
    rows, problems = read_rows(path)
    assert (rows[0].published_at, rows[0].first_seen_at, rows[0].authors) == (
        moment,
        datetime(2024, 4, 11, tzinfo=UTC),
        ("Ada",),
    )
    assert [problem.split(", ", 1)[1].split(":")[0] for problem in problems] == ["the schema", "row 2", "row 3"]
    assert problems[0].endswith("no such column: unknown")


def test_a_column_that_we_do_not_know_is_named_once(tmp_path: Path) -> None:
    rows = [ROW, ROW | {"published": "2024-04-10"}, ROW | {"published": "2024-04-11", "Desk": "x", "langauge": "en"}]
    read, problems = read_rows(written(tmp_path, "a.jsonl", lines(*rows)))
    assert len(read) == 3
    assert [problem.split(", ", 1)[1] for problem in problems] == [
        "line 2: passed over, since we know no such column: published (published_at?)",
        "line 3: passed over, since we know no such column: desk, langauge (language?)",
    ]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_byte_order_mark_tells_the_coding(tmp_path: Path, coding: str) -> None:
    content = ("url,title,text\n" + ROW["url"] + ",Zürich – naïve,日本\n").encode(coding)
    rows, problems = read_rows(written(tmp_path, "a.csv", content))
    assert (rows[0].title, rows[0].text, problems) == ("Zürich – naïve", "日本", [])


def test_windows_1252_is_read_and_said_once(tmp_path: Path) -> None:
    content = "url,title,text\n" + "".join(f"https://a.example/{n},Zürich,café “x”\n" for n in range(3))
    rows, problems = read_rows(written(tmp_path, "a.csv", content.encode("cp1252")))
    assert {(row.title, row.text) for row in rows} == {("Zürich", "café “x”")}
    assert problems == [
        f"{tmp_path}/a.csv, line 2: not UTF-8; this line, and any other like it, is read as Windows-1252"
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "link,body\nx,y\n", "neither a column url nor a column text"),
        ("a.bin", b"\x89PNG\r\n\x00\x00\x01", "none of JSON Lines, CSV and Parquet"),
        ("a.parquet", b"PAR1 is not enough", "cannot be read"),
        ("a.json", '[{"url": "x"', "is not JSON"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path, name: str, content: str | bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_rows(written(tmp_path, name, content))


def test_a_missing_file_and_a_folder_are_refused_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read") as caught:
            read_rows(path)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", ["", "\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, content: str | bytes) -> None:
    assert read_rows(written(tmp_path, "a.csv", content)) == ([], [f"{tmp_path}/a.csv, line 1: the file is empty"])


def test_rows_come_in_batches(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", lines(*(ROW | {"url": f"https://a.example/{n}"} for n in range(25))))
    assert [len(rows) for rows, _ in read_batches(path, size=10)] == [10, 10, 5]
