"""Reading real pages stays above the floors of floors.json: text, title, authors, day."""

import gzip
import json
import unicodedata
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import urlsplit

import pytest

from benchmarks.extraction.scoring import is_title_right, same_names, text_score
from extractors.pages.extract import ExtractionPool
from news.records import Extraction, PageToRead

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "extraction"
FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
OUTLETS_IN_OTHER_LETTERS = frozenset({"読売新聞オンライン"})  # than those of their addresses
SETS = tuple(FLOORS["text_f1"])

Read = list[tuple[dict[str, Any], Extraction]]


def truth(name: str) -> list[dict[str, Any]]:
    if not (DATA / name / "truth.jsonl").exists():
        pytest.skip("../shared/data/extraction is absent: the quality of reading real pages is not tested")
    return [json.loads(line) for line in (DATA / name / "truth.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def read() -> dict[str, Read]:
    rows = [(name, row) for name in SETS for row in truth(name)]
    pages = (
        PageToRead(source=name, url=row["url"], body=gzip.decompress((DATA / name / row["page"]).read_bytes()))
        for name, row in rows
    )
    found: dict[str, Read] = {name: [] for name in SETS}
    with ExtractionPool() as pool:
        for (name, row), extraction in zip(rows, pool.extract_all(pages), strict=True):
            found[name].append((row, extraction))
    return found


@pytest.mark.parametrize("name", SETS)
def test_the_text_is_the_articles(name: str, read: dict[str, Read]) -> None:
    score = text_score((row["text"], found.text) for row, found in read[name])
    assert score.f1 >= FLOORS["text_f1"][name], score


@pytest.mark.parametrize("name", SETS)
def test_every_real_page_is_an_article(name: str, read: dict[str, Read]) -> None:
    others = [(row["id"], found.status, found.reason) for row, found in read[name] if found.status not in (
        "ok", "partial_paywall",
    )]  # fmt: skip
    assert 1 - len(others) / len(read[name]) >= FLOORS["ok_or_partial"], others


def test_the_day_is_the_publishers(read: dict[str, Read]) -> None:
    days = [
        (row["date"], found.published_at and found.published_at.date().isoformat()) for row, found in read["fundus"]
    ]
    assert fmean(stated == told for stated, told in days) >= FLOORS["day"]
    assert fmean(told is not None and stated != told for stated, told in days) <= FLOORS["day_wrong"]


def test_the_title_is_the_headline(read: dict[str, Read]) -> None:
    assert fmean(is_title_right(row["title"], found.title) for row, found in read["fundus"]) >= FLOORS["title"]


def is_outlet(name: str, url: str) -> bool:
    """Return whether the truth names the page's outlet, which is no author."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFD", name.casefold())))
    site = max((urlsplit(url).hostname or "").removeprefix("www.").split(".")[:-1], key=len)
    return letters.startswith(site) or letters.endswith(site) or name in OUTLETS_IN_OTHER_LETTERS


def test_the_authors_are_the_people_named(read: dict[str, Read]) -> None:
    right = []
    for row, found in read["fundus"]:
        stated = [name for told in row.get("author") or [] for name in told.split(" et ")]
        right.append(same_names([name for name in stated if not is_outlet(name, row["url"])], found.authors))
    assert fmean(right) >= FLOORS["authors"]
