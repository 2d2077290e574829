"""Dates that a text names, with the days they may mean, seen from the day of writing, in the language of the text."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from news.language.codes import is_read
from news.language.date_forms import DateForms, date_forms
from news.language.text_language import reading_language
from news.records import record

_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_TO_DATE = re.compile(r",?\s(?:(?:the|den|dem|le|el|il|de|dia|d[eí]a)\s)?(?=\d)")  # from a weekday to its date
_INSIDE = re.compile(r"[^\W_][,\u2019']?\s$")  # before a word that does not begin its sentence
_OWNER = ("'s", "’s")
_QUOTE = re.compile(r"[\"'“”„‘’«»「」『』]")
_OPENED = re.compile(rf"(?<!\w){_QUOTE.pattern}$")  # no apostrophe: "dall'anno prossimo"
_AROUND = 60  # characters around a word that dates hold: no form is longer


@record
class NamedDate:
    """A date as a text names it, and the days it means."""

    raw: str
    start: int
    end: int
    first_day: date
    last_day: date
    has_year: bool  # the text says the year: no reading from the day of writing was needed
    is_deadline: bool
    needs_sense: bool  # past and future look alike ("in May", "on Friday"): its clause must decide
    needs_verb: bool = False  # "on Friday": a verb of the time to come must stand beside it
    is_relative: bool = False  # counted from the day of writing: "next week", "later this year"
    is_present: bool = False  # "this year" announces nothing


def read_dates(text: str, written: date | None, language: str | None = None) -> Iterator[NamedDate]:
    """Yield the dates that a text names, in order.

    Args:
        text: any text.
        written: the day of writing; None: not known, and only dates with a year are read.
        language: its code; None: what its words say, else English. In a language that is not read there are none.
    """
    code = language or reading_language(None, text) or "en"
    if not is_read(code):
        return
    forms = date_forms(code)
    for start, end in _windows(text, forms):
        for found in forms.pattern.finditer(text, start, end):
            named = _named(text, found, forms, written)
            if named is not None:
                yield named


def _windows(text: str, forms: DateForms) -> list[tuple[int, int]]:
    """Return the parts of a text that may hold dates: those around a month, a weekday, a year and the like."""
    if not forms.anchors:
        return [(0, len(text))]
    places = [found.start() for found in _ANY_YEAR.finditer(text)]
    low = text.lower()
    for word in forms.anchors if len(low) == len(text) else ():
        at = low.find(word)
        while at >= 0:
            places.append(at)
            at = low.find(word, at + len(word))
    windows: list[tuple[int, int]] = []
    for place in sorted(places):
        start, end = max(0, place - _AROUND), min(len(text), place + _AROUND)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _named(text: str, found: re.Match[str], forms: DateForms, written: date | None) -> NamedDate | None:
    group = next(name for name in ("iso", *forms.kinds) if found[name] is not None)
    kind = forms.kinds.get(group, "iso")
    if kind == "tomorrow" and (_is_no_day(text, found, forms) or (forms.has_capital_nouns and _is_noun(text, found))):
        return None
    if _is_word(text, found):
        return None
    if kind in ("weekday", "next_weekday") and _is_dated(text, found, forms):
        return None
    try:
        days = _days(found, group, kind, forms, written)
    except ValueError:  # the 31st of a month that has 30 days
        return None
    if days is None:
        return None
    has_year = kind == "iso" or bool(_part(found, group, "year"))
    return NamedDate(
        raw=found.group(),
        start=found.start(),
        end=found.end(),
        first_day=days[0],
        last_day=days[1],
        has_year=has_year,
        is_deadline=_is_deadline(text, found, forms),
        needs_sense=kind in ("day_month", "in_month", "weekday"),
        needs_verb=kind == "weekday",
        is_relative=kind.startswith(("next_", "this_")),
        is_present=forms.present.fullmatch(found.group()) is not None,
    )


def _is_dated(text: str, found: re.Match[str], forms: DateForms) -> bool:
    """Return whether a weekday belongs to the date behind it: "Friday 11 March 2011"."""
    gap = _TO_DATE.match(text, found.end())
    dated = forms.pattern.match(text, gap.end()) if gap else None
    return dated is not None and any(dated[name] for name, kind in forms.kinds.items() if kind == "day_month")


def _is_no_day(text: str, found: re.Match[str], forms: DateForms) -> bool:
    """Return whether "tomorrow" is a time to come in general ("the leaders of tomorrow")."""
    around = slice(max(0, found.start() - _AROUND), found.start())
    if forms.no_day is None or not forms.no_day.search(text[around]) or text[found.end() : found.end() + 2] in _OWNER:
        return False
    return not forms.future.search(text[around.start : found.end() + _AROUND])


def _is_word(text: str, found: re.Match[str]) -> bool:
    """Return whether a date stands alone between quotation marks: it is talked about, nothing is said of that day."""
    behind = text[found.end() : found.end() + 2].lstrip(".,;:!?")
    return bool(_QUOTE.match(behind)) and bool(_OPENED.search(text[max(0, found.start() - 2) : found.start()]))


def _is_noun(text: str, found: re.Match[str]) -> bool:
    """Return whether a capital inside a sentence makes a noun of a word: "am Morgen" is no tomorrow."""
    follows = _INSIDE.search(text[max(0, found.start() - 3) : found.start()])
    return found.group()[0].isupper() and follows is not None


def _is_deadline(text: str, found: re.Match[str], forms: DateForms) -> bool:
    before = text[max(0, found.start() - 25) : found.start()]
    if _is_end_of_range(before, found, forms):
        return False
    is_by = _begins_with(forms.by, before, found)
    if is_by and _begins_with(forms.until, before, found):  # how long it lasts, or not before when
        around = text[max(0, found.start() - _AROUND) : found.start()]
        is_by = forms.granted is not None and forms.granted.search(around) is not None
    return bool(is_by or (forms.by_after and (forms.by_after.match(text, found.end()) or _ends_by(found, forms))))


def _begins_with(words: "re.Pattern[str] | None", before: str, found: re.Match[str]) -> bool:
    """Return whether one of these words stands before a date, or begins it."""
    return words is not None and any(words.search(text) for text in (before, f"{found.group().split()[0]} "))


def _is_end_of_range(before: str, found: re.Match[str], forms: DateForms) -> bool:
    """Return whether a date ends a range ("July until September"), which is no deadline."""
    words = [word.strip("().,").lower() for word in f"{before}{found.group()}".split()]
    return any(
        (one in forms.months or one.isdigit()) and forms.by is not None and forms.by.fullmatch(f"{by} ") is not None
        for one, by in pairwise(words[:-1])
    )


def _ends_by(found: re.Match[str], forms: DateForms) -> bool:
    return forms.by_after is not None and forms.by_after.search(found.group()) is not None


def _part(found: re.Match[str], group: str, field: str) -> str | None:
    return found.groupdict().get(f"{group}{field}")


def _days(
    found: re.Match[str], group: str, kind: str, forms: DateForms, written: date | None
) -> tuple[date, date] | None:
    """Return the first and the last day that a form may mean."""
    if kind == "iso":
        day = date.fromisoformat(found["iso"])
        return day, day
    year, month = _part(found, group, "year"), _month(found, group, forms)
    if month == 0:
        return None
    day_number = int(_part(found, group, "day") or 0)
    if year is not None:
        return _in_year(int(year), month, day_number)
    return _from_writing(found, group, kind, forms, written, month, day_number) if written else None


def _month(found: re.Match[str], group: str, forms: DateForms) -> int | None:
    """Return the number of the month that a form names; None: it names none; 0: its word is another one."""
    number = _part(found, group, "monthnumber")
    if number is not None:
        return int(number)
    name = _part(found, group, "month")
    if name is None:
        return None
    if forms.is_capitalised and name[0].islower():  # "may" and "march" are verbs, too
        return 0
    return forms.months[name.lower().rstrip(".")]


def _in_year(year: int, month: int | None, day: int) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return (date(year, month, day), date(year, month, day)) if day else _month_days(year, month)


def _from_writing(
    found: re.Match[str], group: str, kind: str, forms: DateForms, written: date, month: int | None, day: int
) -> tuple[date, date] | None:
    """Read a date without a year: the nearest one, or the one that "next" and "this" count from."""
    if month is not None and day:
        nearest = min((date(written.year + n, month, day) for n in (-1, 0, 1)), key=lambda d: abs(d - written))
        return nearest, nearest
    if month is not None:
        spans = [_month_days(written.year + n, month) for n in (-1, 0, 1)]
        if forms.next_one.search(found.group()):
            return next(span for span in spans if span[0] > written)
        return min(spans, key=lambda span: abs(span[0] - written))
    if day:
        first, _ = _shifted_month(written, kind == "day_of_next_month")
        return first.replace(day=day), first.replace(day=day)
    weekday = _part(found, group, "weekday")
    if weekday is not None and kind == "next_week_weekday":
        that = _week(written, is_next=True)[0] + timedelta(forms.weekdays[weekday.lower()])
        return that, that
    if weekday is not None:
        return _weekday(written, forms.weekdays[weekday.lower()], may_be_today=not forms.next_one.search(found.group()))
    return _relative(kind, written)


def _relative(kind: str, written: date) -> tuple[date, date] | None:
    if kind in ("tomorrow", "after_tomorrow"):
        day = written + timedelta(1 if kind == "tomorrow" else 2)
        return day, day
    is_next, span = kind.startswith("next_"), kind.partition("_")[2]
    if span == "year":
        year = written.year + is_next
        return date(year, 1, 1), date(year, 12, 31)
    if span == "month":
        return _shifted_month(written, is_next)
    return _week(written, is_next=is_next)


def _week(written: date, *, is_next: bool) -> tuple[date, date]:
    monday = written - timedelta(written.weekday()) + timedelta(7 * is_next)
    return monday, monday + timedelta(6)


def _weekday(written: date, number: int, *, may_be_today: bool) -> tuple[date, date] | None:
    """Return the first such weekday after the day of writing; None: it may be that day itself."""
    ahead = (number - written.weekday()) % 7
    if ahead == 0 and may_be_today:
        return None
    day = written + timedelta(ahead or 7)
    return day, day


def _shifted_month(written: date, is_next: bool) -> tuple[date, date]:
    year, month = (
        (written.year + written.month // 12, written.month % 12 + 1) if is_next else (written.year, written.month)
    )
    return _month_days(year, month)


def _month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
