"""How dates look in each language: one expression, made once from the forms of its lexicon."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from news.language.lexicon import Lexicon, english, lexicon
from news.records import record

_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_MONTH_NUMBER = r"(?:1[012]|0?[1-9])(?!\d)"
# Kinds of dates, the ones that say the most first: where two forms fit, the first is taken.
KINDS = (
    "day_month", "day_of_next_month", "day_of_this_month", "month_year", "year", "in_month", "next_week_weekday",
    "next_weekday", "next_week", "this_week", "next_month", "this_month", "next_year", "this_year", "after_tomorrow",
    "tomorrow", "weekday",
)  # fmt: skip
_OF_YEAR = "(?:,? (?:del? )?{year})?"  # may follow a month after a preposition
_FIELD = re.compile(r"\{(day|month|monthnumber|year|weekday)\}")


@record
class DateForms:
    """The expression that finds the dates of one language, and what its groups mean."""

    pattern: "re.Pattern[str]"
    kinds: Mapping[str, str]  # name of a form's group -> kind of date
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    anchors: tuple[str, ...]  # lower case; a text without any of them, and without a year, has no date
    is_capitalised: bool
    by: "re.Pattern[str] | None"  # what makes a date before which it stands a deadline
    by_after: "re.Pattern[str] | None"
    until: "re.Pattern[str] | None"  # … of these, what may also say how long something lasts …
    granted: "re.Pattern[str] | None"  # … unless this stands before it: "has until Friday"
    general: (
        "re.Pattern[str] | None"  # in the sentence of "tomorrow": in general, unless a firm sign to come stands there
    )
    doubted: "re.Pattern[str] | None"  # signs to come that are not firm: "could"
    offered: "re.Pattern[str] | None"  # all words of a sentence beside its date: a film is to be had until then
    to_reader: "re.Pattern[str] | None"  # in the sentence of a year: advice to the reader
    no_day: "re.Pattern[str] | None"  # before "tomorrow": in general, unless a sign to come stands near
    next_one: "re.Pattern[str]"  # beside a month: the one to come
    present: "re.Pattern[str]"
    ahead: "re.Pattern[str]"
    future: "re.Pattern[str]"
    past: "re.Pattern[str]"
    has_spaces: bool
    has_capital_nouns: bool


@cache
def date_forms(language: str | None) -> DateForms:
    """Return the forms of a language; those of English where it has no lexicon."""
    words = lexicon(language) or english()
    has_spaces = not words.numbers.counters
    months = {name: number for number, names in enumerate(words.dates.months, start=1) for name in names}
    weekdays = {name: number for number, names in enumerate(words.dates.weekdays) for name in names}
    pattern, kinds = _pattern(words, has_spaces)
    return DateForms(
        pattern=pattern,
        kinds=kinds,
        months=months,
        weekdays=weekdays,
        anchors=_anchors(words, has_spaces),
        is_capitalised=words.dates.is_capitalised,
        by=_by(words, "deadline"),
        by_after=_any(words.dates.forms.get("deadline_after", ()), "", ""),
        until=_by(words, "until"),
        granted=_any(words.dates.forms.get("granted", ()), r"\b", ""),
        general=_any(words.dates.forms.get("general", ()), r"\b", r"\b"),
        doubted=_any(words.dates.forms.get("doubted", ()), r"\b", r"\b"),
        offered=_any(words.dates.forms.get("offered", ()), "^", "$"),
        to_reader=_any(words.dates.forms.get("to_reader", ()), r"\b", r"\b"),
        no_day=_any(words.dates.no_day, r"\b", r"\s$"),
        next_one=_marker(words.dates.next_one, has_spaces),
        present=re.compile(f"(?:{'|'.join(words.dates.forms['present'])})", re.IGNORECASE),
        ahead=_marker(words.dates.ahead, has_spaces),
        future=_marker(words.dates.future if has_spaces else words.dates.ahead, has_spaces),
        past=_marker(words.dates.past, has_spaces),
        has_spaces=has_spaces,
        has_capital_nouns=words.has_capital_nouns,
    )


def _pattern(words: Lexicon, has_spaces: bool) -> "tuple[re.Pattern[str], dict[str, str]]":
    """Return one expression of all forms; "f3" names the fourth, "f3month" the month in it."""
    branches = [r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)"]
    kinds: dict[str, str] = {}
    fields = _fields(words)
    for kind in KINDS:
        for form in words.dates.forms.get(kind, ()):
            name = f"f{len(kinds)}"
            kinds[name] = kind
            with_year = form + _OF_YEAR if kind == "in_month" and "{year}" not in form else form
            branches.append(f"(?P<{name}>{_filled(with_year, name, fields)})")
    start = r"(?<![\w-])" if has_spaces else r"(?<!\d)"
    return re.compile(f"{start}(?:{'|'.join(branches)})", re.IGNORECASE), kinds


def _filled(form: str, name: str, fields: Mapping[str, str]) -> str:
    """Return a form with its fields as groups, and its spaces as any white space."""
    spaced = re.sub(r"(?<!\[) (?![^\[]*\])", r"[ \\xa0]", form)
    return _FIELD.sub(lambda field: f"(?P<{name}{field[1]}>{fields[field[1]]})", spaced)


def _fields(words: Lexicon) -> Mapping[str, str]:
    """Return the expressions of the fields; a short name of a month may have a full stop."""
    full = {month[0] for month in words.dates.months}
    names = [name for month in words.dates.months for name in month]
    months = sorted((f"{name}\\b" if name in full else f"{name}\\b\\.?" for name in names), key=len, reverse=True)
    weekdays = sorted((name for names in words.dates.weekdays for name in names), key=len, reverse=True)
    return {
        "day": _DAY,
        "month": _one_of(months),
        "monthnumber": _MONTH_NUMBER,
        "year": _YEAR,
        "weekday": _one_of(weekdays),
    }


def _one_of(names: Sequence[str]) -> str:
    """Return an expression of names; a look at the first letter spares trying each of them."""
    return f"(?=[{''.join(sorted({re.escape(name[0]) for name in names}))}])(?:{'|'.join(names)})" if names else "(?!)"


def _anchors(words: Lexicon, has_spaces: bool) -> tuple[str, ...]:
    """Return words of which every date without a year holds one."""
    if not has_spaces:
        return ()
    names = [name for named in (*words.dates.months, *words.dates.weekdays) for name in named]
    return (*names, *words.dates.anchors)


def _by(words: Lexicon, form: str) -> "re.Pattern[str] | None":
    gaps = "|".join(words.dates.forms.get("deadline_gap", ())).replace(" ", r"\s") or "(?!)"
    return _any(words.dates.forms.get(form, ()), r"\b", rf"(?:\s(?:{gaps}))*[\s-]$")


def _any(phrases: tuple[str, ...], start: str, end: str) -> "re.Pattern[str] | None":
    if not phrases:
        return None
    longest_first = sorted((phrase.replace(" ", r"\s") for phrase in phrases), key=len, reverse=True)
    return re.compile(f"{start}(?:{'|'.join(longest_first)}){end}", re.IGNORECASE)


def _marker(words: tuple[str, ...], has_spaces: bool) -> "re.Pattern[str]":
    if not words:
        return re.compile(r"(?!)")
    bound = r"\b" if has_spaces else ""
    return re.compile(f"{bound}(?:{'|'.join(words)}){bound}", re.IGNORECASE)
