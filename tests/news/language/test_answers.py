"""What is read of some two thousand small texts: figures, dates, names, sentences, quotations, stances, terms."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from news.language.dates import read_dates
from news.language.names import read_names
from news.language.quantities import read_quantities
from news.language.quotation_marks import quotation_spans, whole_sentences
from news.language.segments import normalise, sentences, word_count, words
from news.language.stances import confirms, denials
from news.language.terms import text_terms
from news.language.text_language import reading_language
from tests.answers import check, told
from tests.news.own_texts import LANGUAGES, credited_texts, figures_and_dates, pairs, quotations
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/language")
SHOWN = 60  # signs of a text
DAY = date(2026, 3, 4)


def all_texts(language: str) -> Iterator[str]:
    yield from chain(
        figures_and_dates(language), pairs(language), credited_texts(language)[:150:2], quotations(language)
    )


def figures(text: str, language: str) -> Iterator[str]:
    for one in read_quantities(text, language):
        bounds = "" if one.low == one.value == one.high else f" [{told(one.low)} {told(one.high)}]"
        yield f"{one.start} {one.raw}: {told(one.value)}{bounds} {one.unit} {one.noun} {one.qualifier}".rstrip()


def dates(text: str, language: str) -> Iterator[str]:
    for one in read_dates(text, DAY, language):
        flags = ("has_year", "is_deadline", "needs_sense", "needs_verb", "is_relative", "is_present")
        signs = " ".join(name for name in flags if getattr(one, name))
        yield f"{one.start} {one.raw}: {one.first_day} {one.last_day} {signs}"
    yield from (f"without a day: {one.raw} {one.first_day}" for one in read_dates(text, None, language))


def names(text: str, language: str) -> Iterator[str]:
    yield from (f"{one.start} {one.words}: {one.key}" for one in read_names(text, language))


def spans(text: str, language: str) -> Iterator[str]:
    yield f"{reading_language(None, text)} {word_count(text)} words, {denials(text, language)} denials"
    yield f"{sentences(text, language)} {quotation_spans(text)} {whole_sentences(text, language)}"
    yield from ("confirms" for _ in range(confirms(text, language)))


def terms(text: str, language: str) -> Iterator[str]:
    if len(text) % 5 == 0:  # some of them: they are long
        yield "|".join(words(normalise(text)))
        yield told(text_terms(text.partition(" ")[0], text, language=language))


@pytest.mark.parametrize("read", [figures, dates, names, spans, terms], ids=lambda read: read.__name__)
def test_what_is_read_stays(read: object) -> None:
    found = []
    for language in LANGUAGES:
        for text in all_texts(language):
            answers = list(read(text, language))  # type: ignore[operator]
            found += [f"{language} {text[:SHOWN]}", *(f"  {answer}" for answer in answers)] if answers else []
    check(KEPT / f"{read.__name__}.txt", found)  # type: ignore[attr-defined]


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_language.txt", thresholds("news/language"))
