"""The cases of ../shared on pages: what each says, by the reading that a collection uses."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.pages.extract import extract_article
from news.records import PageToRead

SHARED = Path(__file__).resolve().parents[4] / "shared" / "cases" / "pages"
CASES: list[dict[str, Any]] = (
    [
        case
        for line in (SHARED / "cases.jsonl").read_text(encoding="utf-8").splitlines()
        if (case := json.loads(line)) and isinstance(case.get("expected"), dict)
    ]
    if SHARED.is_dir()
    else []
)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/cases/pages is not here")
def test_the_given_pages_are_there() -> None:
    assert len(CASES) >= 26


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_given_page_says_what_a_reader_sees(case: dict[str, Any]) -> None:
    body = (SHARED / case["file"]).read_bytes()
    found = extract_article(PageToRead(source=case["file"], url=case["url"], body=body, http_status=200))
    wanted = case["expected"]
    assert found.status == wanted.get("status", "ok"), found.reason
    assert [words for words in wanted.get("contains", ()) if words not in found.text] == []
    assert [words for words in wanted.get("lacks", ()) if words in found.text] == []
    if "count" in wanted:
        words, times = wanted["count"]
        assert found.text.count(words) == times
    if "authors" in wanted:
        assert [*found.authors] == wanted["authors"]
    if "date" in wanted:
        assert found.published_at is not None
        assert found.published_at.date().isoformat() == wanted["date"]
    if "title" in wanted:
        assert found.title == wanted["title"]
