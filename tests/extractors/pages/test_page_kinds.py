"""Pages as content systems write them today: text, title, names, time, language and status of each."""

from datetime import UTC, datetime

import pytest

from extractors.pages.extract import extract_article
from news.records import Extraction, PageToRead
from tests.extractors.pages.page_kinds import (
    HOST,
    KINDS,
    STORY,
    STUB_WORDS,
    TEASERS,
    URL,
    Kind,
    page,
    pitch,
    plain,
    told,
)


def read(html: str, *, encoding: str = "utf-8", content_type: str = "text/html") -> Extraction:
    body = html.encode(encoding, "xmlcharrefreplace")
    now = datetime(2026, 11, 25, tzinfo=UTC)
    return extract_article(
        PageToRead(source="x", url=URL, body=body, http_status=200, content_type=content_type, fetched_at=now)
    )


def lines_of(found: Extraction, kind: Kind) -> list[str]:
    """Return the text's lines but for those that may stand there or not."""
    return [line for line in found.text.splitlines() if not kind.more or not line.startswith(kind.more)]


@pytest.mark.parametrize("name", KINDS)
def test_a_page_of_any_kind_says_what_it_says(name: str) -> None:
    kind = KINDS[name]()
    found = read(kind.html, encoding=kind.encoding, content_type=kind.content_type)
    assert found.status == kind.status, found.reason
    if kind.status == "js_shell":
        return
    assert lines_of(found, kind) == told(kind.language, last=kind.paragraphs or 6)
    assert found.title == (kind.title or STORY[kind.language]["title"])
    assert found.authors == kind.authors
    assert (found.published_at and found.published_at.isoformat()) == kind.at
    assert found.language == kind.language


@pytest.mark.parametrize("language", STUB_WORDS["pitches"])
def test_a_pitch_ends_an_article_in_any_language(language: str) -> None:
    found = read(pitch(language, STUB_WORDS["pitches"][language]))
    assert (found.status, found.text) == ("partial_paywall", told(language, last=1)[0])


@pytest.mark.parametrize("language", STUB_WORDS["consent"])
def test_a_consent_wall_is_one_in_any_language(language: str) -> None:
    words = "".join(f"<p>{line}</p>" for line in STUB_WORDS["consent"][language])
    found = read(f"<html lang='{language}'><head><title>Post</title></head><body><div>{words}</div></body></html>")
    assert (found.status, found.text) == ("consent_wall", "")


@pytest.mark.parametrize("words", STUB_WORDS["out_of_order"]["titles"])
def test_a_site_out_of_order_is_no_article(words: str) -> None:
    excuse = (
        "<p>Please try again in a few minutes, or tell our engineers what you did before you came to see this. </p>"
    )
    found = read(f"<html><head><title>{words}</title></head><body><h1>{words}</h1>{excuse * 4}</body></html>")
    assert (found.status, found.published_at) == ("error", None)


@pytest.mark.parametrize("language", STUB_WORDS["gone"])
def test_a_page_that_is_gone_is_gone_in_any_language(language: str) -> None:
    words = STUB_WORDS["gone"][language]
    assert read(page(f"<h1>{words}</h1>{TEASERS}", title=words)).status == "gone"


def test_an_article_about_maintenance_is_one() -> None:
    assert read(plain().replace(STORY["en"]["title"], "Site maintenance")).status == "ok"


def test_relative_addresses_are_relative_to_the_pages_base() -> None:
    head = f"<base href='{HOST}/news/'><link rel='canonical' href='ferry-88'>"
    assert read(plain(head)).url == f"{HOST}/news/ferry-88"
