"""The words of a language that readers of news need: one file a language, one record for all of them."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import stopwordsiso

from news.language.codes import language_code, read_languages
from news.records import record

Gender = Literal["male", "female", "plural", "any"]
Words = frozenset[str]
_HERE = Path(__file__).parent / "lexicons"


@record
class SentenceWords:
    """What tells the end of a sentence."""

    abbreviations: Words  # a full stop follows them without ending the sentence; lower case
    abbreviations_or_words: Words  # of these: in lower case they may end a sentence
    openers: Words  # with which a sentence begins more often than a name goes on
    before_ordinal: Words  # after them a number with a full stop is an ordinal: "am 3. Mai"


@record
class PersonWords:
    """Words that stand beside, within and for the names of persons; lower case."""

    titles: Words  # offices and forms of address
    address: Words  # forms of address with which a name may begin
    after: tuple[str, ...]  # honorifics that follow a name
    links: Words  # small words inside a name
    ordinary: Words  # capitalised at the beginning of a sentence without being names
    pronouns: Mapping[str, Gender]


@record
class DateWords:
    """How a language names days; forms are regular expressions with {day}, {month}, {year} and {weekday}."""

    months: tuple[tuple[str, ...], ...]  # twelve; lower case
    weekdays: tuple[tuple[str, ...], ...]  # Monday first
    is_capitalised: bool  # a month's name in lower case is another word
    anchors: Words  # words of which every date holds one that has no month, weekday or year
    forms: Mapping[str, tuple[str, ...]]  # kind of date -> its forms
    no_day: tuple[
        str, ...
    ]  # regular expressions: before "tomorrow", which is then no day unless a verb to come says so
    next_one: tuple[str, ...]  # words beside a month that mean the one to come
    ahead: tuple[str, ...]  # words that point ahead
    future: tuple[str, ...]  # signs of the time to come
    past: tuple[str, ...]  # signs of the time that was

    @property
    def names(self) -> Words:
        """Return the full names of months and weekdays."""
        return frozenset(names[0] for names in (*self.months, *self.weekdays))


@record
class NumberWords:
    """How a language writes numbers and what it counts."""

    decimal: str
    group: str  # the signs that may part thousands
    small: tuple[str, ...]  # 0, 1, 2 …
    tens: tuple[str, ...]  # 20, 30 …
    scales: Mapping[str, float]
    of: tuple[str, ...]  # between a scale and what is counted
    articles: tuple[str, ...]  # between a qualifier and its number
    to: tuple[str, ...]  # between two numbers that make a range
    label: tuple[str, ...]  # regular expressions: a number after one is a label
    minus: tuple[str, ...]  # words right before a number below zero
    not_counted_after: tuple[str, ...]  # regular expressions: a number before one is an ordinal, a time, a part
    people: Words
    counters: tuple[str, ...]  # glued to the number, in languages that count with them
    ends_noun: Words
    qualifiers: Mapping[str, tuple[str, ...]]
    qualifiers_after: Mapping[str, tuple[str, ...]]
    units: Mapping[str, str]  # word -> unit of news.language.units
    compound_units: tuple[tuple[str, str], ...]  # several words -> unit; the longest first


@record
class Lexicon:
    """The words of one language."""

    language: str
    name: str
    has_capital_nouns: bool  # a capital does not tell a name
    stop_words: Words
    sentences: SentenceWords
    persons: PersonWords
    speech_verbs: Words  # each form that carries a quotation
    speakers: Mapping[str, Any]  # as its readers in news.origins define it
    dates: DateWords
    numbers: NumberWords


def lexicon(language: str | None) -> Lexicon | None:
    """Return the lexicon of a language, stated in any form; None: there is none."""
    code = language_code(language)
    return _read(code) if code in read_languages() else None


def english() -> Lexicon:
    """Return the English lexicon, for texts whose language nobody knows and for names of outlets."""
    return _read("en")


def stop_words(language: str | None) -> Words:
    """Return the words that say nothing of a matter, in a language in any form; English where none are known.

    They matter while an archive is young and document frequencies know little; later the frequencies do the same work.
    """
    words = lexicon(language)
    return words.stop_words if words else listed_stop_words(language_code(language) or "") or english().stop_words


@cache
def listed_stop_words(code: str) -> frozenset[str]:
    """Return the stop words of a language without a lexicon by its code, from stopwords-iso; none where it knows none.

    Norwegian is written under three codes.
    """
    return frozenset(stopwordsiso.stopwords("no" if code in ("nb", "nn") else code))


@cache
def unknown() -> Lexicon:
    """Return the English lexicon with the abbreviations and stop words of all: for texts in no known language."""
    known = [words.sentences for words in lexicons()]
    every = SentenceWords(
        abbreviations=frozenset().union(*(words.abbreviations for words in known)),
        abbreviations_or_words=frozenset().union(*(words.abbreviations_or_words for words in known)),
        openers=frozenset().union(*(words.openers for words in known)),
        before_ordinal=frozenset().union(*(words.before_ordinal for words in known)),
    )
    stops = frozenset().union(*(words.stop_words for words in lexicons()))
    return replace(english(), sentences=every, stop_words=stops)


def lexicons() -> tuple[Lexicon, ...]:
    """Return every lexicon, by code."""
    return tuple(_read(code) for code in sorted(read_languages()))


@cache  # data of the package, read once a process
def _read(code: str) -> Lexicon:
    table = tomllib.loads((_HERE / f"{code}.toml").read_text(encoding="utf-8"))
    return Lexicon(
        language=code,
        name=table["name"],
        has_capital_nouns=table.get("has_capital_nouns", False),
        stop_words=_words(table["stop_words"]),
        sentences=_sentences(table["sentences"]),
        persons=_persons(table["persons"]),
        speech_verbs=_words(table["speech"]["verbs"]),
        speakers=table["speakers"],
        dates=_dates(table["dates"]),
        numbers=_numbers(table["numbers"], table["units"]),
    )


def _words(text: str) -> Words:
    return frozenset(text.split())


def _lists(table: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Read a table of word lists, each as words in one text or as a list of phrases."""
    return {key: tuple(value.split() if isinstance(value, str) else value) for key, value in table.items()}


def _spaced(text: str) -> tuple[str, ...]:
    """Return the expressions of a list, where "_" stands for white space."""
    return tuple(word.replace("_", r"\s") for word in text.split())


def _sentences(table: Mapping[str, Any]) -> SentenceWords:
    return SentenceWords(
        abbreviations=_words(table["abbreviations"]),
        abbreviations_or_words=_words(table["abbreviations_or_words"]),
        openers=_words(table["openers"]),
        before_ordinal=_words(table["before_ordinal"]),
    )


def _persons(table: Mapping[str, Any]) -> PersonWords:
    pronouns = table["pronouns"]
    genders: tuple[Gender, ...] = ("male", "female", "plural", "any")
    return PersonWords(
        titles=_words(table["titles"]),
        address=_words(table["address"]),
        after=tuple(table["after"]),
        links=_words(table["links"]),
        ordinary=_words(table["ordinary"]),
        pronouns={word: gender for gender in genders for word in pronouns[gender].split()},
    )


def _dates(table: Mapping[str, Any]) -> DateWords:
    own = ("months", "weekdays", "is_capitalised", "anchors", "no_day", "next_one", "ahead", "future", "past")
    return DateWords(
        months=tuple(tuple(names.split()) for names in table["months"]),
        weekdays=tuple(tuple(names.split()) for names in table["weekdays"]),
        is_capitalised=table["is_capitalised"],
        anchors=_words(table["anchors"]),
        forms={kind: tuple(forms) for kind, forms in table.items() if kind not in own},
        no_day=_spaced(table.get("no_day", "")),
        next_one=_spaced(table["next_one"]),
        ahead=_spaced(table["ahead"]),
        future=_spaced(table["future"]),
        past=_spaced(table["past"]),
    )


def _numbers(table: Mapping[str, Any], units: Mapping[str, str]) -> NumberWords:
    single = {word: unit for unit, words in units.items() for word in words.split(",")[0].split()}
    several = [(words.strip(), unit) for unit, lists in units.items() for words in lists.split(",")[1:]]
    return NumberWords(
        decimal=table["decimal"],
        group=table["group"],
        small=tuple(table["words"].split()),
        tens=tuple(table["tens"].split()),
        scales={word: float(value) for value, words in table["scales"].items() for word in words.split()},
        of=tuple(table["of"].split()),
        articles=tuple(table["articles"]),
        to=tuple(table["to"].split()),
        label=_spaced(table["label"]),
        minus=tuple(table.get("minus", "").split()),
        not_counted_after=tuple(table["not_counted_after"]),
        people=_words(table["people"]),
        counters=tuple(table.get("counters", "").split()),
        ends_noun=_words(table["ends_noun"]),
        qualifiers=_lists(table["qualifiers"]),
        qualifiers_after=_lists(table.get("qualifiers_after", {})),
        units=single,
        compound_units=tuple(sorted(several, key=lambda pair: -len(pair[0]))),
    )
