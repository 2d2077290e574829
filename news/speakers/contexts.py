"""What stands around each quotation of a text: the words before it and after it, and the sentences before those."""

import re
from collections.abc import Iterator, Sequence

from news.language.segments import with_plain_signs
from news.records import record
from news.speakers.attribution import (
    BY_FORM,
    DROPPED,
    NOBODY,
    Attribution,
    Candidate,
    Option,
    phrase_at,
)
from news.speakers.clauses import Clause, read_clause
from news.speakers.names import Persons
from news.speakers.words import SHORT_TITLES, SpeechWords

MARKS = "\"'“”‘’‚„«»‹›「」『』"
CLOSING = (".", "!", "?", ":", ",", ";", "…", "`", *MARKS)  # signs with which a line of running text may end
_CAPTION_BETWEEN = re.compile(rf"\s*\n\s*[^\n{MARKS}]{{3,250}}[^\s{re.escape(''.join(CLOSING))}]\s*\n\s*")
_SPACES = " \u00a0\u202f"
_STOP = re.compile(
    r"[.!?…]+[\"'”’“»)]*\s+(?=[\"“‘'„«»(\[]*(?:(?<=«)[ \u00a0\u202f])?[^\W\d_a-zß-öø-ÿ]|[\"“‘'„«»(\[]*\d)"
)
_SHORT_WORD = re.compile(
    rf"(?:\b[^\W\d_]|\b(?:{SHORT_TITLES}|"
    r"[DRI]-\w+|vs|No|Nr|z\.\s?B|bzw|ca|Mio|Mrd))$"
)
LONGEST_SHORT = 4  # letters: abbreviations in small letters have fewer
MOST_BEFORE = 300  # characters of a sentence that leads to a quotation
MOST_AFTER = 200
# A line that is a name: "Ann Vale, head of the port", "— Ann Vale".
_CAPITALS = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
_SIGNATURE = re.compile(rf"[ .,]*\n\s*[—–-]?\s*{_CAPITALS}(?: {_CAPITALS}){{1,3}}(?:,[^\n.!?]{{1,80}})?\s*(?:\n|$)")
LEAST_TURNS = 2  # lines with somebody's label
LEAST_TALK = 60  # characters of each paragraph of somebody quoted at length; shorter ones may be a dialogue's
# A label in capitals that opens a line of an interview: "Q:", "SEN. ANN VALE:".
_LABEL = re.compile(r"\s*(?P<label>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{0,40}?)[:.]\s*")
_LABELS = re.compile(r"^[^\S\n]*(?P<label>[A-ZÀ-Þ](?=\.)|[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{0,40}(?=:))", re.MULTILINE)
_NAMED = re.compile(rf"{_CAPITALS}(?: {_CAPITALS})+")
_SIGNED = re.compile(
    rf"[ .,]*(?:\n\s*)?(?:[—–]|--?)\s*(?P<name>{_CAPITALS}(?: {_CAPITALS}){{1,3}})(?:,[^\n.!?]{{1,80}})?\s*(?:\n|$)"
)
MOST_BETWEEN = 300  # characters from a quotation to "it"
# A verb of speech whose subject is left out: "“…”, añadió.", "Dijo que el agua “…”".
_RIGHT_DROPPED = re.compile(r"^,?A*(?P<verb>V)(?:A|w|RD?[wsNTL]*)*(?:,[^VE,]*)?[.,]?$")
_LEFT_DROPPED = re.compile(r"^[AC]*(?P<verb>V)A*(?:[CW][^VEGK:]*)?:?$")

HIDDEN = (("—", "\ue000"), ("–", "\ue001"))  # characters that no text has


def with_dashes(text: str) -> str:
    """Return `text` with plain signs but for its long dashes: they part words that a hyphen would join."""
    for dash, stand_in in HIDDEN:
        text = text.replace(dash, stand_in)
    text = with_plain_signs(text)
    for dash, stand_in in HIDDEN:
        text = text.replace(stand_in, dash)
    return text


@record
class Context:
    """One quotation and what stands around it."""

    start: int  # inside the marks
    end: int
    before_start: int  # of the words that lead to it, from the start of their sentence
    after_end: int  # of the words that follow it, to the end of the sentence that it opens
    opens_line: bool  # nothing stands before it in its paragraph
    follows_stop: bool  # the words before it end with a full stop, so that they are a sentence of their own
    gap: int  # sentences between the quotation before it, in the same paragraph, and it
    continues_line: bool  # a quotation stands before it in its paragraph
    outer_start: int
    outer_end: int


def contexts(text: str, spans: Sequence[tuple[int, int]]) -> list[Context]:
    """Return what stands around each of `spans`, in order."""
    outer = [_with_marks(text, start, end) for start, end in spans]
    made = []
    for at, (start, end) in enumerate(spans):
        last = outer[at - 1][1] if at else 0
        following = outer[at + 1][0] if at + 1 < len(outer) else len(text)
        made.append(_context(text, (start, end), outer[at], last, following))
    return made


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = start, end
    while first > 0 and start - first < 3 and text[first - 1] in MARKS + _SPACES[1:]:
        first -= 1
    while last < len(text) and last - end < 3 and text[last] in MARKS + _SPACES[1:]:
        last += 1
    return first, last


def _context(text: str, span: tuple[int, int], outer: tuple[int, int], last: int, following: int) -> Context:
    line = text.rfind("\n", 0, outer[0]) + 1
    line_end = text.find("\n", outer[1])
    opens_line = not text[max(line, last) : outer[0]].strip() and last <= line
    low, high = max(line, last), outer[0]
    if opens_line and (lead := text[max(last, line - MOST_BEFORE) : line].rstrip()).endswith(":"):
        high = max(last, line - MOST_BEFORE) + len(lead)
        low = max(last, text.rfind("\n", 0, high) + 1)
    ends = stops(text, low, high)
    before = max(ends[-1] if ends else low, high - MOST_BEFORE)
    after_end = min(following, len(text) if line_end < 0 else line_end, outer[1] + MOST_AFTER)
    return Context(
        start=span[0],
        end=span[1],
        before_start=before,
        after_end=next(_stops(text, outer[1], after_end), after_end),
        opens_line=opens_line,
        follows_stop=before >= outer[0] or not text[before : outer[0]].strip(),
        gap=0 if high < outer[0] else len(ends),
        continues_line=last > line,
        outer_start=outer[0],
        outer_end=outer[1],
    )


def shared_features(text: str, context: Context) -> tuple[str, ...]:
    """Describe the quotation itself, for every candidate alike."""
    last = text[context.start : context.end].rstrip()[-1:]
    sign = text[context.outer_end : context.outer_end + 1]
    ending = "comma" if "," in (last, sign) else "stop" if last in ".!?" else "open"
    first = text[context.start : context.start + 1]
    return (
        f"quotation ends {ending}",
        "opens line" if context.opens_line else "inside line",
        "small start" if first.islower() else "capital start",
    )


def led_back(text: str, after_end: int, known: SpeechWords) -> Clause | None:
    """Return the sentence behind a quotation where it tells who said that: "“…” Lo ha detto Ann Vale"."""
    found = known.leads_back.match(text, after_end) if known.leads_back else None
    if found is None:
        return None
    line = text.find("\n", found.end())
    end = min(line if line >= 0 else len(text), found.end() + MOST_BETWEEN)
    stop = next(iter(stops(text, found.end(), end)), end)
    return read_clause(text, found.end(), stop, known, follows=True)


def shares_sentence(text: str, previous: Context, context: Context) -> bool:
    """Return whether two quotations, one after the other, stand in one sentence."""
    ends = text[previous.start : previous.end].rstrip()[-1:]
    return context.continues_line and not context.gap and not context.follows_stop and ends not in (".", "!", "?")


def is_unclosed(text: str, before: Context, context: Context) -> bool:
    """Return whether a quotation lacks its closing mark because the next paragraph goes on with it."""
    between = text[before.end : context.outer_start]
    return context.opens_line and (not between.strip() or _CAPTION_BETWEEN.fullmatch(between) is not None)


def is_caption(text: str, start: int, end: int) -> bool:
    """Return whether a sentence is a line without a full stop between whole ones: the caption of a picture, a box."""
    is_open = text[start - 1 : start] == "\n" and text[end - 1 : end] == "\n" and start > 0
    line = text[start:end].rstrip()
    if not (is_open and (line[-1:] not in CLOSING or line.endswith(("...", "…")))):
        return False  # a headline of another article is cut short
    return text[:start].rstrip()[-1:] in CLOSING and not text[end : end + 1].islower()


def sentence_before(text: str, place: int) -> int:
    """Return where the last whole sentence before `place` begins, in the same paragraph."""
    line = max(text.rfind("\n", 0, place) + 1, place - MOST_BEFORE)
    found = [stop for stop in stops(text, line, place) if stop < place]
    return found[-1] if found else line


def stops(text: str, start: int, end: int) -> list[int]:
    """Return where sentences end between two places, as the place of the next one's first character."""
    return list(_stops(text, start, end))


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    for stop in _STOP.finditer(text, start, min(len(text), end + 4)):
        at = stop.start()
        if at < end and not (text[at] == "." and _is_short(text, start, at)):
            yield min(stop.end(), end)


def _is_short(text: str, start: int, at: int) -> bool:
    """Return whether the word before a full stop is an initial or an abbreviation; one of small letters is neither."""
    if at - start >= LONGEST_SHORT and (word := text[at - LONGEST_SHORT : at]).isalpha() and word.islower():
        return False
    return _SHORT_WORD.search(text, max(start, at - 12), at) is not None


def clause_above(text: str, context: Context, last: Context | None, known: SpeechWords) -> Clause | None:
    """Read the last sentence of the paragraph above a quotation, if it stands behind the quotation before, `last`."""
    end = len(text[: context.outer_start].rstrip())
    start = sentence_before(text, end - 1) if text[end - 1 : end] == "." else end
    is_there = last is not None and last.outer_end < start < end
    is_there = is_there and text[start] not in MARKS  # a turn of its own
    return read_clause(text, start, end, known) if is_there and not is_signed(text, context) else None


def is_line_alone(text: str, context: Context) -> bool:
    """Return whether a quotation is a paragraph of its own, which nobody signs."""
    line_end = text.find("\n", context.outer_end)
    rest = text[context.outer_end : line_end if line_end >= 0 else None]
    return context.opens_line and not rest.strip(" .,") and not is_signed(text, context)


def goes_on_alone(text: str, context: Context, previous: Context | None, last: Attribution | None) -> bool:
    """Return whether a quotation is a paragraph of somebody quoted at length, whom the paragraph above tells."""
    if not (last and previous and last.speaker and last.source_end and is_line_alone(text, context)):
        return False
    told = max(last.source_end, previous.outer_end)
    rest, _, between = text[told : context.outer_start].partition("\n")
    said = [text[one.start : one.end].rstrip() for one in (previous, context)]
    if said[1].endswith("?") or all(len(one) < LEAST_TALK for one in said):
        return False  # short turns, and questions, are a dialogue's
    is_cut = bool(rest.strip(" .,")) or any(len(one) < LEAST_TALK or "?" in one[-1] or "…" in one[0] for one in said)
    if told > last.source_end and is_cut:
        return False
    return not between.strip() and not any(mark in rest for mark in MARKS if mark not in "'’")


def is_signed(text: str, context: Context) -> bool:
    """Return whether the line below a quotation is a name, with what its holder is: "Ann Vale, head of the port"."""
    return _SIGNATURE.match(text, context.outer_end) is not None


def dropped_candidates(before: Clause, after: Clause, known: SpeechWords) -> Iterator[Candidate]:
    """Yield the words beside a quotation whose subject is left out: "añadió", or whose view it is: "selon lui"."""
    if known.has("drops_subjects", "yes"):
        for side, clause, found in (
            ("right", after, _RIGHT_DROPPED.match(after.codes)),
            ("left", before, _LEFT_DROPPED.match(before.codes)),
        ):
            if found is not None:
                at = found.start("verb")
                start, verb = clause.starts(at + 1)[at], clause.words[at]
                pattern = f"{side} {DROPPED}"
                yield phrase_at((start, start + len(verb)), verb, pattern=pattern, kind="pronoun", verb=verb)
                return
    if known.own_views is None:
        return
    for side, clause in (("right", after), ("left", before)):
        text, start, end, _ = clause.spans[0]
        if found := known.own_views.search(text, start, end):
            yield phrase_at(found.span(), found.group(), pattern=f"{side} {DROPPED}", kind="pronoun")
            return


def told_by_form(text: str, context: Context, persons: Persons, known: SpeechWords) -> Option | None:
    """Tell who speaks where the form of the lines says so: a label before the quotation, a signature behind it."""
    return _label_option(text, context, persons, known) or _signature_option(text, context, persons)


def _label_option(text: str, context: Context, persons: Persons, known: SpeechWords) -> Option | None:
    """Tell whom the label of an interview means: "A:" the only person named above, "VALE:" one named nowhere else."""
    line = text.rfind("\n", 0, context.outer_start) + 1
    found = _LABEL.fullmatch(text, line, context.outer_start)
    if found is None:
        return None
    label, speaker = found["label"], None
    if known.has("answer_labels", label):
        first = next(_LABELS.finditer(text), found).start()
        named = {persons.full(one.group()) for one in _NAMED.finditer(text, 0, first) if persons.is_person(one.group())}
        sure = {one for one in named if persons.is_known_person(one)} or named
        speaker = sure.pop() if len(sure) == 1 else None
    elif not known.has("question_labels", label):
        last = label.rpartition(" ")[2]
        turns = [one["label"] for one in _LABELS.finditer(text) if one["label"].rpartition(" ")[2] == last]
        bare = persons.bare(max(turns, key=len, default=label).title())
        is_word = known.has("ordinary", last) or known.has("not_names", last) or persons.is_word(last)
        is_line = not text[context.outer_end :].partition("\n")[0].strip(" .,")
        if len(turns) < LEAST_TURNS or is_word or not is_line or persons.full(bare) != bare:
            return None  # the text names this person in full, or it is no interview
        speaker = bare
    return _option_of(found, "label", speaker)


def _signature_option(text: str, context: Context, persons: Persons) -> Option | None:
    """Tell who signs a quotation that is a paragraph: "“…” — Ann Vale, head of the port"."""
    found = _SIGNED.match(text, context.outer_end) if context.opens_line else None
    if found is None or persons.kind(found["name"]) != "person":
        return None
    is_below = "\n" in text[context.outer_end : found.start("name")]
    if is_below and found.end() == len(text) and text.count(found["name"]) == 1:
        return None  # the last line may sign the article
    return _option_of(found, "name", persons.full(found["name"]))


def _option_of(found: "re.Match[str]", group: str, speaker: str | None) -> Option:
    """Make what the form of a line tells an option that is as sure as "according to"."""
    words, pattern = found[group], "left source"
    made = phrase_at(found.span(group), words, pattern=pattern, kind="name", name=words)
    note = "" if speaker else NOBODY
    return Option(pattern=pattern, speaker=speaker, kind="person", candidate=made, features=(BY_FORM,), note=note)
