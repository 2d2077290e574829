"""Dates that a page states of itself: every candidate with its source, and the one to believe."""

import copy
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import islice

from htmldate import find_date
from lxml.html import HtmlElement

from extractors.metadata.calendars import calendar_date
from extractors.metadata.spelled_dates import search_in_few_languages, spelled_date
from news.articles.plausible_dates import EARLIEST
from news.records import DateCandidate

search_in_few_languages()

# Hours east of UTC. Only names with one meaning in the news; IST, CST (China) and the like are left out.
ZONES = {
    "Z": 0.0, "UTC": 0.0, "GMT": 0.0, "WET": 0.0, "BST": 1.0, "CET": 1.0, "MEZ": 1.0, "CEST": 2.0, "MESZ": 2.0,
    "EET": 2.0, "EEST": 3.0, "MSK": 3.0, "PKT": 5.0, "WIB": 7.0, "ICT": 7.0, "HKT": 8.0, "SGT": 8.0, "JST": 9.0,
    "KST": 9.0, "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0, "EDT": -4.0, "EST": -5.0, "CDT": -5.0,
    "MDT": -6.0, "MST": -7.0, "PDT": -7.0, "PST": -8.0,
}  # fmt: skip

_OFFSET = r"(?:GMT|UTC)?[+-]\d\d?(?::?\d\d)?"
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d?-\d\d?)(?:[T ,]+(?P<time>\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(?P<pm>[AaPp]\.?[Mm]\.?)?)?"
    rf"\s*(?P<zone>{_OFFSET}|[A-Za-z]{{1,4}})?"
)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
_SLASHED = re.compile(r"(\d{4})[/.](\d\d?)[/.](\d\d?)(?:[T ](\d\d?:\d\d(?::\d\d)?))?")
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?:[T ,]+(\d\d?:\d\d(?::\d\d)?))?")
_JAVA = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d?) (\d\d:\d\d:\d\d) ([A-Z]{1,4}|GMT[+-]\d{4}) ?(\d{4})")
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_NAMED_MONTH = re.compile(
    r"(?:(?P<m1>[A-Z][a-z]{2,8})\.? (?P<d1>\d\d?)(?:st|nd|rd|th)?,? |"
    r"(?P<d2>\d\d?)(?:st|nd|rd|th|\.)? (?P<m2>[A-Z][a-z]{2,8})\.?,? )"
    r"(?P<year>\d{4})(?:,? (?:at )?(?P<time>\d\d?:\d\d(?::\d\d)?)\s*(?P<pm>[AaPp]\.?[Mm]\.?)?"
    rf"\s*(?P<zone>{_OFFSET}|[A-Z]{{1,4}})?)?"
)
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d\d?)/")

_COPYRIGHT = re.compile(r"\s*(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_YEAR = re.compile(r"199\d|20\d\d")
_CHANGED = re.compile(r"updat|modif|edited|refresh", re.IGNORECASE)

MOST_SEARCHED = 300_000  # characters of a page's text; htmldate needs seconds for a million
PROSE = 80  # characters of a paragraph from which on its days are what the article tells of
MOST_COPIED = 20_000  # elements of a page; real ones have 500 to 5,000
DATELINE = 60  # characters in which a paragraph may begin with the day of its telling


def read_date(text: str, source: str, language: str | None = None) -> DateCandidate | None:
    """Return the date that `text` states, in a machine's spelling, in English or in `language`; None: it states none.

    The offset that the page states is kept; without one the time is taken as UTC and `is_zone_known` is False.
    """
    stripped = " ".join(text.split())

    def spelled(text: str) -> datetime | None:
        return spelled_date(text, language)

    exact = (calendar_date, _iso, _epoch, _compact, _slashed, _dotted, _java, _mail, _named_month)
    for read in (*exact, spelled, _begun):
        try:
            found = read(stripped)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        if found is not None and found.year >= EARLIEST.year:
            known = found.tzinfo is not None
            return DateCandidate(source=source, at=found if known else found.replace(tzinfo=UTC), is_zone_known=known)
    return None


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    if offset := re.fullmatch(r"(?:GMT|UTC)?([+-])(\d\d?):?(\d\d)?", name):
        east = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-east if offset[1] == "-" else east)
    hours = ZONES.get(name.upper())
    return None if hours is None else UTC if hours == 0 else timezone(timedelta(hours=hours))


def _at(day: Sequence[int], time: str | None = None, *, pm: str | None = None, zone: str | None = None) -> datetime:
    parts = re.split(r"[:.,]", time) if time else []
    hour, minute, second = (int(p) for p in (*parts, "0", "0", "0")[:3])
    if pm and hour <= 12:
        hour = hour % 12 + (12 if pm[0] in "pP" else 0)
    year, month, date = day
    return datetime(year, month, date, hour % 24 if hour == 24 else hour, minute, min(second, 59), tzinfo=_zone(zone))


def _iso(text: str) -> datetime | None:
    if not (found := _ISO.match(text)):
        return None
    day = [int(part) for part in found["day"].split("-")]
    return _at(day, found["time"], pm=found["pm"], zone=found["zone"] if found["time"] else None)


def _epoch(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text[:10]), UTC) if _EPOCH.fullmatch(text) else None


def _compact(text: str) -> datetime | None:
    if not (found := _COMPACT.fullmatch(text)):
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    return _at([int(year), int(month), int(day)], f"{hour}:{minute}:{second or 0}" if hour else None, zone=zone)


def _slashed(text: str) -> datetime | None:
    found = _SLASHED.fullmatch(text)
    return _at([int(found[1]), int(found[2]), int(found[3])], found[4]) if found else None


def _dotted(text: str) -> datetime | None:
    found = _DOTTED.fullmatch(text)
    return _at([int(found[3]), int(found[2]), int(found[1])], found[4]) if found else None


def _begun(text: str) -> datetime | None:
    """Return the day that `text` begins with, whatever comes after it."""
    day = _SLASHED.match(text) or _DOTTED.match(text)
    return _slashed(day[0]) or _dotted(day[0]) if day else None


def _java(text: str) -> datetime | None:
    found = _JAVA.match(text)
    if not found:
        return None
    zone = found[4].removeprefix("GMT") or "GMT"
    return _at([int(found[5]), _MONTHS[found[1].lower()], int(found[2])], found[3], zone=zone)


def _mail(text: str) -> datetime | None:
    return parsedate_to_datetime(text) if re.match(r"[A-Z][a-z]{2}, \d", text) else None


def _named_month(text: str) -> datetime | None:
    if not (found := _NAMED_MONTH.search(text)):
        return None
    month = _MONTHS.get((found["m1"] or found["m2"])[:3].lower())
    if month is None:
        return None
    day = [int(found["year"]), month, int(found["d1"] or found["d2"])]
    return _at(day, found["time"], pm=found["pm"], zone=found["zone"])


def address_date(url: str | None) -> DateCandidate | None:
    """Return the day that an address names (`/2024/05/03/`, `-20240503`), or None."""
    found = _IN_ADDRESS.search(url or "") or _MONTH_IN_ADDRESS.search(url or "")
    if found is None:
        return None
    month = _MONTHS.get(found[2]) if found[2].isalpha() else int(found[2])
    try:
        return DateCandidate(
            source="url", at=datetime(int(found[1]), month or 0, int(found[3]), tzinfo=UTC), is_zone_known=False
        )
    except ValueError:
        return None


def searched_date(tree: HtmlElement, url: str | None, latest: datetime | None) -> DateCandidate | None:
    """Return the day that htmldate finds in the page's elements and text; a day only, never a time.

    Args:
        tree: the page; left as it is.
        url: the page's address, which may name a day.
        latest: no later day is believed; None: a day in the far future is a mistake all the same.
    """
    if len(tree.text_content()) > MOST_SEARCHED:
        return None
    bound = (latest + timedelta(days=1)).replace(tzinfo=None) if latest else datetime(2100, 1, 1)  # noqa: DTZ001
    try:
        day = find_date(_without_prose(tree), original_date=True, url=url or "", max_date=bound)
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return None  # htmldate trips over odd attribute values; a page without a date is no fault
    if not day or day.endswith("-01-01"):
        return None  # that day is what it makes of a year alone, such as a copyright's
    return read_date(day, "htmldate")


def _without_prose(tree: HtmlElement) -> HtmlElement:
    """Return a copy of the tree without what tells of other days: the article's paragraphs, notes of copyright.

    A very large page is returned as it is: a copy of it would need its room again.
    """
    if next(islice(tree.iter(), MOST_COPIED, None), None) is not None:
        return tree
    bare = copy.deepcopy(tree)
    for element in [*bare.iter("p", "div", "span", "small", "li", "td")]:
        pieces = element.itertext() if element.tag == "p" else (element.text or "",)
        said = " ".join(" ".join(pieces).split())
        is_prose = element.tag == "p" and len(said) > PROSE and not _YEAR.search(said[:DATELINE])
        if (is_prose or _COPYRIGHT.match(said)) and element.getparent() is not None:
            element.drop_tree()
    return bare


def shown_times(tree: HtmlElement) -> tuple[DateCandidate, ...]:
    """Return what the page's <time> elements say that do not tell of a change, in its order."""
    shown = (e for e in tree.iter("time") if e.get("datetime"))
    first = (e for e in shown if not _CHANGED.search(f"{e.get('class')} {e.get('itemprop')}"))
    return tuple(c for e in first if (c := read_date(e.get("datetime") or "", "time")))


def believed_date(candidates: Iterable[DateCandidate]) -> DateCandidate | None:
    """Return the candidate to believe: the first, or a later one of the same day that also tells the time."""
    known = list(candidates)
    if not known:
        return None
    first = known[0]
    if tells_time(first):
        return first
    same_day = (c for c in known[1:] if tells_time(c) and c.at.date() == first.at.date())
    return next(same_day, first)


def tells_time(candidate: DateCandidate) -> bool:
    """Return whether a candidate tells more than a day."""
    at = candidate.at
    return bool(at.hour or at.minute or at.second) or candidate.is_zone_known


def spread_days(candidates: Iterable[DateCandidate]) -> float | None:
    """Return how many days lie between the earliest and the latest candidate; None below two candidates."""
    instants = [c.at for c in candidates]
    return round((max(instants) - min(instants)).total_seconds() / 86400, 3) if len(instants) > 1 else None
