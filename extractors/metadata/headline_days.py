"""The days that a reader sees beside the headline, each with what its label says of it, in any calendar."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Literal

from lxml.html import HtmlElement

from extractors.dom.prose import SENTENCE_END, sentence_length
from extractors.metadata.calendars import plain_digits
from extractors.metadata.visible_dates import (
    CHANGED,
    OTHER,
    PUBLISHED,
    date_parts,
    names_month_first,
    read_visible,
)  # fmt: skip
from news.records import DateCandidate, record

Label = Literal["published", "changed", "other", ""]

_YEAR = re.compile(r"(?<!\d)(?:1[34]\d\d|19\d\d|20\d\d|25\d\d)(?!\d)|年")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"[^\W\d]{2,}")
# Parts of a page where the days of other articles stand, however near the headline is.
_LIST = re.compile(
    r"comment|related|teaser|sidebar|recommend|promo|footer|trending|popular|latest|recirc", re.IGNORECASE
)
_BETWEEN = r"(?:[\s,/.\-]|de\b|of\b)*"


@record
class HeadlineRules:
    """Where days are looked for, counted in texts from the headline on. Tried on 383 pages whose day is known."""

    before: int = 12
    behind: int = 40
    headlines: int = 10  # that are looked at
    headline: int = 12  # characters from which on one is a headline, and no number
    longest: int = 100  # characters of a text that states a day; more tells of something
    label: int = 40  # characters of a text without a digit that may be the label of the next one
    fewest_digits: int = 3  # of an era's year: 令和7年1月3日
    most_digits: int = 40


@record
class HeadlineDay:
    """A day beside the headline."""

    said: DateCandidate
    label: Label
    is_behind: bool  # the headline; else in front of it
    is_head: bool = True  # in front of the article's first sentences; behind them stand the days of other articles

    @property
    def day(self) -> date:
        """The day alone."""
        return self.said.at.date()


def headline_days(
    tree: HtmlElement, url: str, language: str | None, region: str | None, rules: HeadlineRules = HeadlineRules()
) -> tuple[HeadlineDay, ...]:
    """Return the days that stand beside the page's first headline, in the page's order; empty: there is none.

    Args:
        tree: the page; left as it is.
        url: its address, whose month may tell which figure is the day.
        language: what it states of its language.
        region: the region in that, such as "US".
        rules: where days are looked for.
    """
    headlines = [*islice(tree.iter("h1"), rules.headlines)]
    if not headlines:
        return ()
    headline = next((e for e in headlines if len("".join(e.itertext())) >= rules.headline), headlines[0])
    around = frozenset(headline.iterancestors())
    before = [*islice(_texts_before(headline), rules.before)][::-1]
    places = [*_labelled(before, around, rules, is_behind=False)]
    places += _labelled(islice(_texts_from(headline), rules.behind), around, rules, is_behind=True)
    month_first = names_month_first([said for said, *_ in places], url, region)
    found = []
    for said, is_behind, is_head in places:
        for part in date_parts(said):
            if read := read_visible(part, language, is_month_first=month_first):
                found.append(HeadlineDay(said=read, label=_label(part), is_behind=is_behind, is_head=is_head))
    return tuple(found)


def _label(said: str) -> Label:
    if CHANGED.search(said):
        return "changed"
    if OTHER.search(said):
        return "other"
    return "published" if PUBLISHED.search(said) else ""


def _labelled(
    texts: Iterable[tuple[str, HtmlElement]], around: frozenset[HtmlElement], rules: HeadlineRules, *, is_behind: bool
) -> Iterator[tuple[str, bool, bool]]:
    """Yield the short texts that may state a day, each behind the label that stands alone in front of it.

    With each, whether it stands behind the headline, and whether in front of the article's first sentences.
    """
    label, is_head = "", True
    for text, element in texts:
        if len(text) > 4 * rules.longest:
            label = ""
            is_head = is_head and not (is_behind and sentence_length(text) > 0)
            continue
        said = _said(text, element)
        digits = sum(map(str.isdigit, said))
        if not digits:
            label = said if len(said) <= rules.label and _WORD.search(said) else label
            continue
        is_short = len(said) <= rules.longest and rules.fewest_digits <= digits <= rules.most_digits
        if is_short and not _tells(said) and _YEAR.search(plain_digits(said)) and not _is_listed(element, around):
            yield f"{label}  {said}" if label else said, is_behind, is_head
        label = ""


def _said(text: str, element: HtmlElement) -> str:
    """Return what a text says on one line; a day in figures as its <time> writes it, where the figures are the same."""
    said, stated = " ".join(text.split()), (element.get("datetime") or "")[:10] if element.tag == "time" else ""
    if _ISO.fullmatch(stated) and _figures(said) == _figures(stated):
        return stated
    return said


def _figures(said: str) -> list[int]:
    return sorted(int(figure) for figure in re.findall(r"\d+", said)) if not _WORD.search(said) else []


def _tells(said: str) -> bool:
    """Return whether a text is a sentence, whose days are of what it tells."""
    return said.endswith(SENTENCE_END) and sentence_length(said) > 0 and not PUBLISHED.search(said)


def _is_listed(element: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Return whether an element stands among other articles, in a part of the page that has not the headline."""
    for outer in (element, *islice(element.iterancestors(), 12)):
        if outer in around:
            return False
        if outer.tag in ("aside", "footer", "nav") or _LIST.search(f"{outer.get('class')} {outer.get('id')}"):
            return True
    return False


def _texts_from(element: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Yield the texts behind an element's start, in the page's order, each with the element around it."""
    at: HtmlElement | None = element
    while at is not None:
        if at.text and not at.text.isspace():
            yield at.text, at
        if len(at):
            at = at[0]
            continue
        while at is not None:
            parent = at.getparent()
            if at.tail and not at.tail.isspace() and parent is not None:
                yield at.tail, parent
            following = at.getnext()
            if following is not None:
                at = following
                break
            at = parent


def _texts_before(element: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Yield the texts in front of an element, the nearest first."""
    at: HtmlElement | None = element
    while at is not None:
        before, parent = at.getprevious(), at.getparent()
        if before is None:
            at = parent
            if at is not None and at.text and not at.text.isspace():
                yield at.text, at
            continue
        at = before
        while True:
            if at.tail and not at.tail.isspace():
                yield at.tail, at.getparent()
            if not len(at):
                break
            at = at[-1]
        if at.text and not at.text.isspace():
            yield at.text, at


def is_written(day: date, text: str) -> bool:
    """Return whether a text has this day, in figures or a month's name in any language, of its own year."""
    number, month, year = f"0?{day.day}", f"0?{day.month}", day.year
    name = r"[^\W\d]{2,12}\.?,?"
    spelled = (
        rf"(?<!\d){number}(?:st|nd|rd|th|\.|º)?{_BETWEEN}(?:{name}{_BETWEEN}|{month}[\s/.\-]+){year}(?!\d)|"
        rf"[^\W\d]{{2,12}}\.?\s*{number}(?:st|nd|rd|th)?,?\s*{year}(?!\d)|"
        rf"(?<!\d){month}[/.\-]{number}[/.\-]{year}(?!\d)|"
        rf"{year}\s*[-/.年년]\s*{month}\s*[-/.月월]\s*{number}(?!\d)"
    )
    return re.search(spelled, plain_digits(text)) is not None
