"""The day that a reader sees on the page: "Published 2 March 2026 · Updated 9 March 2026", in any calendar."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extractors.metadata.calendars import plain_digits
from extractors.metadata.dates import read_date
from news.records import DateCandidate, record

_LABELS = tomllib.loads(Path(__file__).with_name("date_labels.toml").read_text(encoding="utf-8"))


def _compiled(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(phrase for group in _LABELS[kind].values() for phrase in group), re.IGNORECASE)


PUBLISHED, CHANGED, OTHER = _compiled("published"), _compiled("changed"), _compiled("other")

# How content systems name the place of a date, whatever the page's language.
_PLACE = re.compile(
    r"(?:^|[\s_-])(?:date|dates|datum|fecha|data|tarih|time|timestamp|pub(?:lish(?:ed)?)?|posted|dateline|byline|meta)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"comment|related|teaser|sidebar|widget|recommend|event|footer|promo|card", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|·•–—\n]\s*|\s+-\s+(?=\D)|\s{2,}")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?:\s*([AaPp])\.?[Mm])?")
_FROM_DIGIT = re.compile(r"^\D+")  # "am 9. März", "el 9 de marzo"
_AMERICAN = re.compile(r"\b[ECMP][DS]T\b|\b\d{1,2}:\d\d\s*[AaPp]\.?[Mm]")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+$", re.IGNORECASE)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_YEAR_MONTH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/")


@record
class VisibleRules:
    """Where a visible date is looked for."""

    longest: int = 140  # characters of a text that states a date; more tells of something
    fewest_digits: int = 5  # 3 of an era's year: 令和7年1月3日
    places: int = 40  # that are read
    elements: int = 6_000  # of a page that are looked at


def visible_dates(
    tree: HtmlElement, url: str, language: str | None, region: str | None = None, rules: VisibleRules = VisibleRules()
) -> tuple[DateCandidate, ...]:
    """Return the day that the page shows as its publication's; empty: it shows none, or only of changes and events.

    Args:
        tree: the page; left as it is.
        url: its address, whose month may tell which figure is the day.
        language: what it states of its language.
        region: the region in that, such as "US".
        rules: the limits.
    """
    parts = [(part, place) for place in islice(_places(tree, rules), rules.places) for part in date_parts(place)]
    plain = [part for part, _ in parts if not CHANGED.search(part) and not OTHER.search(part)]
    month_first = names_month_first([part for part, _ in parts], url, region)
    for said in (*filter(PUBLISHED.search, plain), *plain):
        if found := read_visible(said, language, is_month_first=month_first):
            return (found,)
    return ()


def _places(tree: HtmlElement, rules: VisibleRules) -> Iterator[str]:
    """Yield the short texts of elements that are named for a date, or that say "published"."""
    for element in islice(
        tree.iter("time", "p", "span", "div", "li", "h5", "h6", "small", "dd", "td", "em"), rules.elements
    ):
        said = _short(element, rules)
        digits = sum(map(str.isdigit, said))
        if not said or not (3 if "年" in said else rules.fewest_digits) <= digits <= 40:
            continue
        is_named = element.tag in ("time", "h6") or _PLACE.search(
            f"{element.get('class') or ''} {element.get('id') or ''}"
        )
        if (is_named or PUBLISHED.search(said)) and not _is_aside(element):
            yield said


def _short(element: HtmlElement, rules: VisibleRules) -> str:
    pieces, size = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece.strip())
        if size > rules.longest:
            return ""
    return "  ".join(" ".join(piece.split()) for piece in pieces if piece.strip())


def _is_aside(element: HtmlElement) -> bool:
    around = islice(element.iterancestors(), 12)
    return any(
        e.tag in ("aside", "footer", "nav") or _ASIDE.search(f"{e.get('class') or ''} {e.get('id') or ''}")
        for e in (element, *around)
        if e.tag not in ("body", "html")
    )


def date_parts(said: str) -> list[str]:
    """Return the pieces of a text that state a date each, each with the label before it."""
    merged: list[str] = []
    for piece in filter(None, _PARTS.split(said)):
        has_label = merged and not any(map(str.isdigit, merged[-1]))
        if has_label:
            merged[-1] = f"{merged[-1]} {piece}"
        else:
            merged.append(piece)
    return [part for piece in merged for part in _at_labels(piece)]


def _at_labels(piece: str) -> list[str]:
    """Return "Published 2 March, updated 9 March" in two: each label begins a part."""
    starts = sorted({m.start() for e in (PUBLISHED, CHANGED) for m in e.finditer(piece)} | {0})
    ends = [*starts[1:], len(piece)]
    return [piece[start:end].strip(" ,;") for start, end in zip(starts, ends, strict=True)]


def names_month_first(parts: list[str], url: str, region: str | None) -> bool | None:
    """Return whether figures name the month first: by another date of the page, its address, its region, or None."""
    if (by_weekday := _by_weekday(parts)) is not None:
        return by_weekday
    figures = [(int(m[1]), int(m[3]), int(m[4])) for part in parts for m in _FIGURES.finditer(plain_digits(part))]
    if any(second > 12 for _, second, _ in figures):
        return True
    if any(first > 12 for first, _, _ in figures):
        return False
    if found := _YEAR_MONTH.search(urlsplit(url).path):
        year, month = int(found[1]), int(found[2])
        told = {first == month for first, second, y in figures if y == year and (first == month) != (second == month)}
        if len(told) == 1:
            return told.pop()
    if any(_AMERICAN.search(part) for part in parts) or region in ("US", "PH"):
        return True
    return False if region else None


def _by_weekday(parts: Sequence[str]) -> bool | None:
    """Say which figure is the month of "Tue, 11/03/2026", where its weekday fits one reading alone."""
    for part in map(plain_digits, parts):
        for m in _FIGURES.finditer(part):
            weekday = _WEEKDAY.search(part[: m.start()])
            first, second, year = int(m[1]), int(m[3]), int(m[4])
            if weekday is None or first == second or max(first, second) > 12:
                continue
            name = _WEEK.index(weekday[1].lower())
            fits = [m_first for m_first, (month, day) in ((True, (first, second)), (False, (second, first)))
                    if date(year, month, day).weekday() == name]  # fmt: skip
            if len(fits) == 1:
                return fits[0]
    return None


def read_visible(said: str, language: str | None, *, is_month_first: bool | None) -> DateCandidate | None:
    """Return the date that a visible text states, in any calendar; None: it states none, or either of two days."""
    text = plain_digits(said)
    figures = _FIGURES.search(text)
    if figures is None:
        bare = _bare(text)
        return read_date(bare, "text", language) or read_date(_FROM_DIGIT.sub("", bare), "text", language)
    first, second, year = int(figures[1]), int(figures[3]), int(figures[4])
    if is_month_first is None and language in (None, "en") and first != second and max(first, second) <= 12:
        return None  # either of two days
    month, day = (first, second) if is_month_first and figures[2] != "." else (second, first)
    month, day = (day, month) if month > 12 else (month, day)
    try:
        at = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    if clock := _HOUR.search(text, figures.end()):
        hour = int(clock[1]) % 12 + (12 if clock[3] in "Pp" else 0) if clock[3] else int(clock[1])
        at = at.replace(hour=hour, minute=int(clock[2]))
    return DateCandidate(source="text", at=at, is_zone_known=False)


def _bare(text: str) -> str:
    """Return `text` from behind its label on."""
    ends = [m.end() for label in (PUBLISHED, CHANGED) for m in label.finditer(text)]
    return text[max(ends, default=0) :].strip(" :：,-–") or text
