"""What stands around each quotation of a text: the words before it and after it, and the sentences before those."""

import re
from collections.abc import Sequence

from news.records import record
from news.speakers.clauses import Clause, read_clause
from news.speakers.words import SpeechWords

MARKS = "\"'“”‘’‚„«»‹›「」『』"
_SPACES = " \u00a0\u202f"
_STOP = re.compile(r"[.!?…]+[\"'”’“»)]*\s+(?=[\"“‘'„«»(\[]*[^\W\d_a-zß-öø-ÿ]|[\"“‘'„«»(\[]*\d)")
_SHORT_WORD = re.compile(
    r"(?:\b[^\W\d_]|\b(?:[DMS]rs?|M[sm]e?|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Prof|St|Jr|Rev|Hon|Capt|Adm|Sra|Dra|Dott|On|Mr|[DRI]-\w+|vs|No|Nr|z\.\s?B|bzw|ca|Mio|Mrd))$"
)
MOST_BEFORE = 300  # characters of a sentence that leads to a quotation
MOST_AFTER = 220


@record
class Context:
    """One quotation and what stands around it."""

    start: int  # inside the marks
    end: int
    before: Clause  # from the start of the sentence that leads to it
    after: Clause  # to the end of the sentence that it opens
    before_start: int
    opens_line: bool  # nothing stands before it in its paragraph
    follows_stop: bool  # the words before it end with a full stop, so that they are a sentence of their own
    gap: int  # sentences between the quotation before it, in the same paragraph, and it
    continues_line: bool  # a quotation stands before it in its paragraph
    outer_start: int
    outer_end: int


def contexts(text: str, spans: Sequence[tuple[int, int]], known: SpeechWords) -> list[Context]:
    """Return what stands around each of `spans`, in order."""
    outer = [_with_marks(text, start, end) for start, end in spans]
    made = []
    for at, (start, end) in enumerate(spans):
        last = outer[at - 1][1] if at else 0
        following = outer[at + 1][0] if at + 1 < len(outer) else len(text)
        made.append(_context(text, (start, end), outer[at], last, following, known))
    return made


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = start, end
    while first > 0 and start - first < 3 and text[first - 1] in MARKS + _SPACES[1:]:
        first -= 1
    while last < len(text) and last - end < 3 and text[last] in MARKS + _SPACES[1:]:
        last += 1
    return first, last


def _context(
    text: str, span: tuple[int, int], outer: tuple[int, int], last: int, following: int, known: SpeechWords
) -> Context:
    line = text.rfind("\n", 0, outer[0]) + 1
    line_end = text.find("\n", outer[1])
    line_end = len(text) if line_end < 0 else line_end
    low = max(line, last)
    opens_line = not text[line : outer[0]].strip()
    if opens_line and (lead := text[:line].rstrip()).endswith(":"):
        before = _last_sentence(text, max(last, lead.rfind("\n") + 1), len(lead))
        gap = 0
    else:
        before = _last_sentence(text, low, outer[0])
        gap = len(stops(text, low, outer[0]))
    after_end = min(following, line_end, outer[1] + MOST_AFTER)
    first_stop = next(iter(stops(text, outer[1], after_end)), after_end)
    return Context(
        start=span[0],
        end=span[1],
        before=read_clause(text, before, outer[0], known),
        after=read_clause(text, outer[1], first_stop, known, follows=True),
        before_start=before,
        opens_line=opens_line,
        follows_stop=before >= outer[0] or not text[before : outer[0]].strip(),
        gap=gap,
        continues_line=last > line,
        outer_start=outer[0],
        outer_end=outer[1],
    )


def _last_sentence(text: str, start: int, end: int) -> int:
    """Return where the sentence that runs up to `end` begins; `end` where one ends there."""
    found = stops(text, start, end)
    begin = found[-1] if found else start
    return max(begin, end - MOST_BEFORE)


def sentence_before(text: str, place: int) -> int:
    """Return where the last whole sentence before `place` begins, in the same paragraph."""
    line = max(text.rfind("\n", 0, place) + 1, place - MOST_BEFORE)
    found = [stop for stop in stops(text, line, place) if stop < place]
    return found[-1] if found else line


def stops(text: str, start: int, end: int) -> list[int]:
    """Return where sentences end between two places, as the place of the next one's first character."""
    found = []
    for stop in _STOP.finditer(text, start, min(len(text), end + 2)):
        if stop.start() < end and not (
            text[stop.start()] == "." and _SHORT_WORD.search(text, max(start, stop.start() - 12), stop.start())
        ):
            found.append(min(stop.end(), end))
    return found
