"""Who says what in some seven hundred small texts, and by which features, word for word."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from news.language.quotation_marks import quotation_spans
from news.speakers.choose_speaker import Reader
from news.speakers.contexts import with_dashes
from news.speakers.names import Persons
from news.speakers.quotations import find_quotes
from news.speakers.scoring import antecedent_features
from news.speakers.words import speech_words
from tests.answers import check, told
from tests.news.own_texts import LANGUAGES, credited_texts, quotations, stories
from tests.news.pieces import article
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/speakers")
WITH_VERBS = ("de", "en", "es", "fr", "it", "nl", "pt")


def quotes(text: str, language: str) -> Iterator[str]:
    for one in find_quotes(article(1, text, language=language)):
        source = f" by {one.source_start}-{one.source_end} {one.source}" if one.source else ""
        yield f"{one.span_start}-{one.span_end} {one.speaker_kind} {one.speaker}{source} {one.speaker_note}".rstrip()


def options(text: str, language: str) -> Iterator[str]:
    """Who may speak at each quotation, with the features, and whom a pronoun there might mean."""
    known = speech_words(language)
    assert known is not None
    reader = Reader(with_dashes(text), quotation_spans(text), known)
    for context in reader.options.contexts:
        found = reader.options.of(context)
        for option in found:
            yield f"{context.start} {option.kind} {option.speaker}: {'; '.join(option.features)} {option.note}".rstrip()
        for gender in ("male", "female"):
            among = reader.options.mentions.antecedents(context.outer_start, gender)
            yield from (f"{gender} {one.name}: {'; '.join(antecedent_features(one, among))}" for one in among)
        reader.options.remember(context, reader.choose(context, found))


def persons(text: str, language: str) -> Iterator[str]:
    """What is thought of each capitalised word and pair of words."""
    known = speech_words(language)
    assert known is not None
    read, words = Persons(text, known), [word.strip(".,:;“”\"'«»„") for word in text.split()]
    pairs = (" ".join(pair) for pair in pairwise(words))
    for name in dict.fromkeys(one for one in (*words, *pairs) if one[:1].isupper()):
        signs = (read.is_person(name), read.is_known_person(name), read.speaks(name), read.begins_with_given_name(name))
        yield f"{name}: {read.full(name)}; {read.bare(name)}; {read.kind(name)} {read.gender(name)} {told(signs)}"


def test_who_says_what_stays() -> None:
    found = []
    for language in LANGUAGES:
        for text in (*quotations(language), *credited_texts(language), *stories(language)):
            answers = list(quotes(text, language))
            found += [f"{language} {text[:60]}", *(f"  {answer}" for answer in answers)] if answers else []
    check(KEPT / "quotes.txt", found)


def test_who_may_speak_stays() -> None:
    found = []
    for language in WITH_VERBS:
        for text in (*quotations(language), *stories(language)):
            found += [f"{language} {text[:60]}", *(f"  {answer}" for answer in options(text, language))]
    check(KEPT / "options.txt", found)


def test_what_is_thought_of_names_stays() -> None:
    found = []
    for language in WITH_VERBS:
        for text in (*quotations(language)[::3], *stories(language)):
            found += [f"{language} {text[:60]}", *(f"  {answer}" for answer in persons(text, language))]
    check(KEPT / "persons.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_speakers.txt", thresholds("news/speakers"))
