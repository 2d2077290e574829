"""Two hundred shapes of pages in each of thirteen languages: the story is whole, and nothing else stands in it."""

from datetime import UTC, datetime

import pytest

from extractors.pages.extract import extract_article
from news.records import Extraction, PageToRead
from tests.extractors.pages.broken_shapes import BROKEN
from tests.extractors.pages.page_kinds import LANGUAGES, STORY, URL, told
from tests.extractors.pages.shapes import SHAPES, Shape

ALL = SHAPES | BROKEN
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def read(shape: Shape) -> Extraction:
    body = shape.html.encode("utf-8", "surrogatepass")
    return extract_article(PageToRead(source="x", url=URL, body=body, http_status=200, fetched_at=NOW))


def faults(name: str, language: str) -> list[str]:
    """Return what is wrong with what came out of a shape in a language."""
    shape = ALL[name](language)
    found = read(shape)
    flat = " ".join(found.text.split())
    wrong = [f"lost: {line[:40]}" for line in told(language, last=shape.paragraphs) if flat.count(line) == 0]
    wrong += [f"twice: {line[:40]}" for line in told(language, last=shape.paragraphs) if flat.count(line) > 1]
    wrong += [f"has: {words}" for words in shape.lacks if words in flat]
    if found.status != "ok":
        wrong.append(f"status {found.status}: {found.reason}")
    if (found.published_at and found.published_at.date().isoformat()) != shape.day:
        wrong.append(f"day {found.published_at} by {found.published_by}")
    if found.authors != shape.authors:
        wrong.append(f"authors {found.authors}")
    if found.title != STORY[language]["title"]:
        wrong.append(f"title {found.title}")
    return wrong


def test_there_are_two_hundred_shapes_in_ten_languages_or_more() -> None:
    assert len(ALL) >= 200
    assert len(set(LANGUAGES)) >= 10


@pytest.mark.parametrize("name", ALL)
def test_a_shape_says_what_it_says(name: str) -> None:
    wrong = {language: said for language in LANGUAGES if (said := faults(name, language))}
    assert wrong == {}
