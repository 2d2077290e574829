"""Seed files: tables of outlets, watches, and documents with a head; what is wrong names its line or file."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.seeds import (
    article_of,
    find_originals,
    read_documents,
    read_outlets,
    read_watches,
)
from news.errors import SeedError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = "outlet,aliases,domain,kind,country,family"
DOCUMENT = """+++
number = "001"
title = "Quay"
sha256 = "{sha256}"
language = "en"
{more}
+++

First line
goes on.

Second.
"""


def outlets(tmp_path: Path, *rows: str, head: str = HEAD) -> list[object]:
    path = tmp_path / "outlets.csv"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return list(read_outlets(path))


def test_an_outlet_has_its_names_and_what_is_empty_is_unknown(tmp_path: Path) -> None:
    (found, bare) = read_outlets_of(tmp_path)
    assert (found.outlet, found.aliases, found.domain, found.kind) == (
        "Harbour Post",
        ("HP", "Post"),
        "hp.example",
        "newspaper",
    )
    assert (found.country, found.family, found.ambiguous, found.ordinary) == ("GB", "Quay Group", ("Post",), ("HP",))
    assert (bare.aliases, bare.domain, bare.country, bare.family, bare.ambiguous) == ((), None, None, None, ())


def read_outlets_of(tmp_path: Path):
    path = tmp_path / "outlets.csv"
    path.write_text(
        f"{HEAD},ambiguous,ordinary\nHarbour Post, HP | Post |,hp.example,newspaper,GB,Quay Group,Post,HP\n"
        "Ledger,,,newspaper,,,,\n",
        encoding="utf-8",
    )
    return read_outlets(path)


def test_a_missing_column_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="line 2: 'kind' is missing"):
        outlets(tmp_path, "A,,a.example", head="outlet,aliases,domain")
    with pytest.raises(SeedError, match="cannot be read"):
        read_outlets(tmp_path / "absent.csv")
    with pytest.raises(SeedError, match="cannot be read"):
        outlets(tmp_path, '"A,,a.example,newspaper,,')


def test_watches_have_a_name_and_a_query(tmp_path: Path) -> None:
    path = tmp_path / "watches.toml"
    path.write_text('[[watches]]\nname = "quay"\nquery = "harbour"\n[[watches]]\nname = "b"\nquery = "x"\ntitle = "B"')
    assert [(one.watch, one.query, one.title) for one in read_watches(path)] == [
        ("quay", "harbour", ""),
        ("b", "x", "B"),
    ]
    path.write_text("")
    assert read_watches(path) == []
    for text, said in (('[[watches]]\nname = "quay"', "a watch has no 'query'"), ("[[", "cannot be read")):
        path.write_text(text)
        with pytest.raises(SeedError, match=said):
            read_watches(path)


def document(tmp_path: Path, more: str = "", sha256: str = "ab"):
    (tmp_path / "001-quay.md").write_text(DOCUMENT.format(more=more, sha256=sha256), encoding="utf-8")
    (found,) = read_documents(tmp_path)
    return found


def test_a_document_is_its_head_and_an_account_without_wrapping(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("no document")
    found = document(tmp_path)
    assert (found.number, found.title, found.account) == ("001", "Quay", "First line goes on.\nSecond.")
    assert (found.authors, found.outlet, found.published_at, found.is_zone_known) == ((), None, None, True)
    assert (found.estimated_day, found.citations) == (None, ())


@pytest.mark.parametrize(
    ("more", "moment", "is_zone_known"),
    [
        ('published_at = "2026-11-20T10:00:00+02:00"', datetime(2026, 11, 20, 8, tzinfo=UTC), True),
        ('published_local = "2026-11-20T10:00:00"\nzone_known = false', datetime(2026, 11, 20, 10, tzinfo=UTC), False),
        ('published_at = "2026-11-20"\npublished_local = "2026-11-19"', datetime(2026, 11, 20, tzinfo=UTC), True),
    ],
)
def test_when_a_document_was_published(tmp_path: Path, more: str, moment: datetime, is_zone_known: bool) -> None:
    found = document(tmp_path, more)
    assert (found.published_at, found.is_zone_known) == (moment, is_zone_known)
    article = article_of(found, None, now=NOW)
    assert (article.published_at, article.published_by) == (moment, "document")


def test_what_else_a_head_says(tmp_path: Path) -> None:
    found = document(
        tmp_path,
        'byline = "A. Writer"\noutlet = "Post"\nestimated_day = "2026-11-19"\n'
        'cites = [{name = "Ledger", kind = "outlet", relation = "relays", is_lead_claim = true}]',
    )
    assert (found.authors, found.outlet, found.estimated_day) == (("A. Writer",), "Post", date(2026, 11, 19))
    (cited,) = found.citations
    assert (cited.cited, cited.kind, cited.relation, cited.is_lead_claim) == ("Ledger", "outlet", "relays", True)


@pytest.mark.parametrize("text", ["no head", "+++\nnumber = 1\n+++\n", "+++\n[\n+++\n"])
def test_a_head_that_cannot_be_read_names_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "002-x.md").write_text(text)
    with pytest.raises(SeedError, match=r"002-x\.md: the head cannot be read"):
        read_documents(tmp_path)


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("A headline", "A headline"),
        ("A sentence.", "Quay"),
        ("一句话。", "Quay"),
        ("x" * 160, "x" * 160),
        ("x" * 161, "Quay"),
    ],
)
def test_a_short_first_line_of_the_original_is_its_headline(tmp_path: Path, first: str, title: str) -> None:
    found = document(tmp_path, 'cites = [{name = "L", kind = "outlet", relation = "relays", is_lead_claim = true}]')
    article = article_of(found, f"\n{first}\nMore text stands here.", now=NOW)
    assert (article.title, article.text_kind, article.given_citations) == (title, "full", ())
    assert "More text" in article.text
    told = article_of(found, None, now=NOW)
    assert (told.title, told.text_kind, len(told.given_citations)) == ("Quay", "account", 1)
    assert (told.text, told.published_by, told.url) == ("First line goes on.\nSecond.", None, "urn:sha256:ab")


def test_originals_are_known_by_their_bytes_and_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "inner").mkdir()
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(10_000_001)
    assert find_originals(tmp_path) == {hashlib.sha256(b"one").hexdigest(): "one"}
    with pytest.raises(SeedError, match="is not a folder"):
        find_originals(tmp_path / "a.txt")
