"""A stated day is held against the days beside the headline; where they contradict each other none is believed."""

from datetime import UTC, datetime

import pytest

from extractors.pages.extract import extract_article
from news.records import Extraction, PageToRead
from tests.extractors.pages.page_kinds import ld, told

PROSE = f"<p>{'</p><p>'.join(told('en'))}</p>"
FETCHED = datetime(2026, 11, 28, 9, tzinfo=UTC)


def read(beside: str, stated: str = "", *, above: str = "", changed: str = "", language: str = "en") -> Extraction:
    head = f"<meta property='article:published_time' content='{stated}'>" if stated else ""
    head += f"<meta property='article:modified_time' content='{changed}'>" if changed else ""
    html = (
        f"<html lang='{language}'><head><title>Fewer boats at the quay</title>{head}</head><body>{above}<article>"
        f"<h1>Fewer boats at the quay</h1>{beside}{PROSE}</article></body></html>"
    )
    page = PageToRead(source="x", url="https://post.example/a", body=html.encode(), fetched_at=FETCHED)
    return extract_article(page)


def day(found: Extraction) -> str | None:
    return found.published_at.date().isoformat() if found.published_at else None


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Updated 9 March 2026"), ("en", "March 9, 2026"), ("de", "Aktualisiert am 9. März 2026"),
        ("fr", "Mis à jour le 9 mars 2026"), ("es", "Actualizado el 9 de marzo de 2026"),
        ("it", "Aggiornato il 9 marzo 2026"), ("nl", "Bijgewerkt op 9 maart 2026"),
        ("pl", "Zaktualizowano 9 marca 2026"), ("ru", "Обновлено 9 марта 2026"),
        ("ja", "更新 2026年3月9日"), ("ko", "2026년 3월 9일"), ("ar", "تحديث 9 مارس 2026"), ("fa", "۱۸ اسفند ۱۴۰۴"),
    ],
)  # fmt: skip
def test_a_page_that_shows_another_day_than_it_states_has_none(language: str, shown: str) -> None:
    found = read(f"<p>{shown}</p>", "2021-05-04T10:00:00Z", language=language)
    assert found.published_at is None
    assert found.date_doubt is not None
    assert "2026-03-09" in found.date_doubt
    assert "2021-05-04" in found.date_doubt
    assert [candidate.at.date().isoformat() for candidate in found.dates] == ["2021-05-04"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "May 4, 2021"), ("en", "04/05/2021"), ("en", "Published 4 May 2021 · Updated 9 March 2026"),
        ("de", "4. Mai 2021, aktualisiert 9. März 2026"), ("en", "Updated 9 May 2021"), ("en", "two hours ago"),
        ("ja", "2021年5月4日"), ("fa", "۱۴ اردیبهشت ۱۴۰۰"), ("th", "4 พฤษภาคม 2564"), ("en", ""),
    ],
)  # fmt: skip
def test_a_stated_day_that_the_page_shows_or_does_not_contradict_stays(language: str, shown: str) -> None:
    assert day(read(f"<p>{shown}</p>", "2021-05-04T10:00:00Z", language=language)) == "2021-05-04"


def test_a_day_of_today_in_the_masthead_of_an_article_of_today_is_no_contradiction() -> None:
    above = "<header><p>Saturday, November 14, 2026</p></header>"
    assert day(read("", "2026-11-27T10:00:00Z", above=above)) == "2026-11-27"


def test_days_of_other_articles_are_no_contradiction() -> None:
    others = "".join(f"<li><a href='/{n}'>Other</a> <span>{n} March 2026</span></li>" for n in (3, 7, 9))
    assert day(read(f"<ul>{others}</ul>", "2021-05-04T10:00:00Z")) == "2021-05-04"
    related = "<div class='related'><a href='/x'>Other</a><span>9 March 2026</span></div>"
    assert day(read(related, "2021-05-04T10:00:00Z")) == "2021-05-04"


def test_a_page_that_calls_an_earlier_day_its_publication_is_believed() -> None:
    found = read("<p><span>Published</span> <span>Apr 26, 2023</span></p>", "2025-08-21T00:00:00Z")
    assert (day(found), found.published_by) == ("2023-04-26", "text")


def test_no_page_shows_a_day_before_it_was_published() -> None:
    found = read("<p>November 12, 2025</p>", "2025-11-13T22:00:00Z")
    assert found.published_at is None
    assert day(read("<p>November 12, 2025</p>", "2025-11-13T03:00:00Z")) == "2025-11-13"


def test_a_page_that_tells_of_its_last_change_only_has_no_day() -> None:
    found = read("<p>Last updated: 9 March 2026</p>", changed="2026-03-09T10:00:00Z")
    assert found.published_at is None
    assert found.date_doubt == "the page shows the day of its last change only, 2026-03-09"
    assert found.modified_at is not None


def test_an_undated_page_is_dated_by_the_one_day_behind_its_headline() -> None:
    assert day(read("<div><b>By Ann Lee</b> <i>9 March 2026</i></div>")) == "2026-03-09"
    two = read("<div><i>9 March 2026</i> <i>12 June 2024</i></div>")
    assert two.published_at is None
    assert two.date_doubt == "the page shows 2026-03-09 and 2024-06-12"


def test_an_earlier_day_alone_beside_the_headline_is_that_of_a_page_that_was_moved() -> None:
    found = read("<p>3 March 2024</p>", "2025-11-13T22:00:00Z")
    assert (day(found), found.published_by, found.date_doubt) == ("2024-03-03", "text", None)
    assert day(read("<p>3 March 2024</p><p>5 May 2024</p>", "2025-11-13T22:00:00Z")) is None


def test_days_behind_the_articles_first_sentences_are_not_its_own() -> None:
    words = "The ferry between the two banks of the river was out of use for eleven days, the harbour office said. " * 4
    others = "".join(f"<h3>Quay {n}</h3><p>1{n} June 2025</p>" for n in range(4))
    assert day(read(f"<p>3 March 2024</p><p>{words}</p>{others}", "2025-11-13T22:00:00Z")) == "2024-03-03"


def test_a_time_in_figures_is_read_as_its_element_writes_it() -> None:
    shown = "<time datetime='2024-05-04T12:00:00Z'>05/04/2024</time>"
    assert day(read(shown, "2025-11-13T22:00:00Z")) == "2024-05-04"


def test_a_stated_day_that_is_the_last_changes_is_not_believed_against_an_earlier_one() -> None:
    at = "2025-11-29T12:28:31Z"
    node = {"@type": "NewsArticle", "headline": "Quay", "datePublished": at, "dateModified": at}
    above = f"<meta property='article:published_time' content='2025-08-08'>{ld(node)}"
    html = f"<html><head>{above}</head><body><article><h1>Quay</h1>{PROSE}</article></body></html>"
    url = "https://post.example/quay"
    found = extract_article(PageToRead(source="x", url=url, body=html.encode(), http_status=200))
    assert found.published_at is None
    assert found.date_doubt == "2025-08-08 by its meta, 2025-11-29 by its json-ld as by its last change"
