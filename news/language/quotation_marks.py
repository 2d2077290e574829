"""Where a text opens and closes its quotation marks."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from news.language.segments import sentences

# Each opening mark with what closes it. A quotation may not run over an empty line, nor over 1,500 characters:
# a mark that is never closed must not swallow the article. Each branch starts with its mark: `re` then skips to it.
# Between two paragraphs of a quotation a line without a full stop may stand: the caption of a picture.
_CAPTION = r"(?:[^\n\u201c\u201d\"]{3,250}[^\s.!?:;,\u2026\u201c\u201d\"]\s*\n\s*)?"
_CURLY = rf"([^\u201c\u201d\n]{{2,1500}})(?:\u201d|(?=\n\s*{_CAPTION}\u201c))"
_STRAIGHT = rf'([^"\n]{{2,1500}})(?:"|(?=\n\s*{_CAPTION}"))'
BY_MARK = {
    "\u201c": rf"\u201c{_CURLY}",
    '"': rf'"(?<![\w"]"){_STRAIGHT}',
    "\u201e": r"\u201e([^\u201c\u201d\u201e\"\n]{2,1500})[\u201c\u201d\"]",
    "\u00ab": r"\u00ab\s?([^\u00ab\u00bb\n]{2,1500}?)\s?\u00bb",
    "\u300c": r"\u300c([^\u300c\u300d\n]{2,1500})\u300d",
    "\u300e": r"\u300e([^\u300e\u300f\n]{2,1500})\u300f",
    "\u2039": r"\u2039\s?([^\u2039\u203a\n]{2,1500}?)\s?\u203a",
    "\u00bb": r"\u00bb([^\u00ab\u00bb\n]{2,1500}?)\u00ab",
    "\u203a": r"\u203a([^\u2039\u203a\n]{2,1500}?)\u2039",
    ",,": r",,(?=\w)([^\n\u201c\u201d\u201e\"]{2,1500}?)(?:\u201d|\"|'')",
    "''": r"(?<!['\w])(?:''|``)(?=\w|\S)([^\n]{2,1500}?)''(?!')",
}
# A text that has straight and curly marks may open with one and close with the other: “No," she said.
MIXED = {
    # Opened where a word may begin; closed by a straight mark that is no sign of inches.
    "\u201c": r"\u201c(?:(?<![^\s(\[\u2013\u2014-]\u201c)(?=\S)([^\u201c\u201d\"\n]{2,1500})(?<=[^\s\d])\"(?!\w)"
    rf"|{_CURLY})",
    '"': rf'"(?<![\w"]")(?:(?=\S)([^"\u201c\u201d\n]{{2,1500}})\u201d|{_STRAIGHT})',
}
# Pairs that a text writes in one direction or the other: the mark that it mostly writes first opens.
INWARD = {"\u00ab": "\u00bb", "\u2039": "\u203a"}
ONE_MARK = {mark: re.compile(form) for mark, form in BY_MARK.items()}  # `re` leaps to a mark twice as fast if it is one
# Single marks are apostrophes too: they count only around three words or more, opened after a space.
SINGLE_WORDS, SINGLE_SIGNS, SINGLE_MOST = 3, 13, 601
_SINGLE_OPENS = re.compile(r"(?<![\w'])['\u2018](?=\w)")
_SINGLE_ENDS = re.compile(r"[\n\u201c\u201d\"]")  # no quotation in single marks runs over these
_SINGLE_CLOSES = re.compile(r"['\u2019](?!\w)")
_OPENS_NEXT = re.compile(r"\s*\n\s*['\u2018](?=\w)")
_PLURAL = re.compile(r"[sS]['\u2019] [a-z]")  # the workers' rights


def quotation_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of what stands between quotation marks, in order, without the marks.

    A paragraph of a longer quotation may lack its closing mark when the next paragraph opens one again. Single marks
    are read only where a text has no double ones: elsewhere they stand within quotations, or are apostrophes.
    """
    marks = tuple(mark for mark in ONE_MARK if mark in text and not _is_closing(mark, text))
    pattern = ONE_MARK[marks[0]] if len(marks) == 1 and not _is_mixed(text) else _any_of(marks, _is_mixed(text))
    spans = [found.span(found.lastindex or 0) for found in pattern.finditer(text)] if marks else []
    if spans or not ("\u2018" in text or " '" in text or "\n'" in text or text.startswith("'")):
        return spans
    return [
        (start, end)
        for start, end in _single_spans(text)
        if end - start >= SINGLE_SIGNS and len(text[start:end].split()) >= SINGLE_WORDS
    ]


def _single_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands in single marks: each closes before the next opens, and not after a plural if it can later.

    One that never closes ends with its paragraph where the next paragraph opens one, too.
    """
    opens = [found.start() for found in _SINGLE_OPENS.finditer(text)]
    for opened, following in pairwise([*opens, len(text)]):
        start = opened + 1
        stop = _SINGLE_ENDS.search(text, start, min(following, start + SINGLE_MOST))
        until = stop.start() if stop else min(following, start + SINGLE_MOST + 1)
        closes = [found.start() for found in _SINGLE_CLOSES.finditer(text, start, until)]
        ends = [end for end in closes if not _PLURAL.match(text, end - 1)] or closes
        if ends:
            yield start, ends[0]
        elif stop and _OPENS_NEXT.match(text, stop.start()) and not text[start].isdigit():
            yield start, stop.start()


def _is_closing(mark: str, text: str) -> bool:
    """Return whether a mark closes in this text: »German« and «French» guillemets have opposite directions.

    What most lines with both say counts: a line may begin with one as the sign of a list.
    """
    for outward, inward in INWARD.items():
        if mark in (outward, inward) and outward in text and inward in text:
            lines = [line for line in text.split("\n") if outward in line and inward in line] or [text]
            first = sum(1 for line in lines if line.index(outward) < line.index(inward))
            return mark != (outward if first * 2 >= len(lines) else inward)
    return False


def _is_mixed(text: str) -> bool:
    return '"' in text and ("\u201c" in text or "\u201d" in text)


@cache
def _any_of(marks: tuple[str, ...], is_mixed: bool) -> "re.Pattern[str]":
    return re.compile("|".join((is_mixed and MIXED.get(mark)) or BY_MARK[mark] for mark in marks))


def whole_sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text`; those that share a quotation of several sentences are one.

    What a reader is shown must not lose a quotation mark on the way: half a quotation reads as the outlet's own words.
    """
    marked = [(start - 1, end + 1 + text[end : end + 1].isspace()) for start, end in quotation_spans(text)]
    whole: list[tuple[int, int]] = []
    for start, end in sentences(text, language):
        if whole and any(first < whole[-1][1] and start < last for first, last in marked):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def whole_sentence(text: str, place: int) -> str | None:
    """Return the sentence, with the whole of its quotations, that `place` stands in.

    Returns:
        Words as they stand in `text`; None where no sentence is there, or its marks do not balance even so.
    """
    for start, end in whole_sentences(text):
        if start <= place < end:
            return text[start:end] if is_balanced(text[start:end]) else None
    return None


def is_balanced(text: str) -> bool:
    """Return whether every quotation mark in `text` has its counterpart."""
    low, opening, closing = (text.count(mark) for mark in "\u201e\u201c\u201d")
    # German closes with the English opening mark; Swedish has the same mark at both ends.
    is_paired = opening + closing == low if low else opening in (closing, 0) and (opening + closing) % 2 == 0
    pairs = ("\u00ab\u00bb", "\u300c\u300d", "\u300e\u300f", "\u2039\u203a")
    return is_paired and text.count('"') % 2 == 0 and all(text.count(pair[0]) == text.count(pair[1]) for pair in pairs)
