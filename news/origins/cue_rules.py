"""Tables of cues, one file a language: which words around an outlet's name credit it, and how."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick_rs

from news.errors import SettingsError
from news.language.lexicon import lexicon
from news.records import record

TABLES = Path(__file__).with_name("cue_tables")
NAMED_PART = re.compile(r"(?<!\(\?P)<(\w+)>")
AROUND = 160  # code points read on each side of a name
QUOTE = "[\"'\u201e\u201c\u201d\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a\u300c\u300e]"
NO_CREDIT = "none"
NOT_IN_WORD = r"(?:(?<!\w)|(?!\w))"  # many alternatives need not be tried at each letter
THE_BEFORE = re.compile(r"\bthe\s+$")
BOUNDARY = re.compile(r"\b")
WORDS_BEFORE = 60  # code points before a name in which those words stand
CLAUSE_SIGN = re.compile('[,;:()"]')


@record
class CueRule:
    """One table of a cue file."""

    name: str
    how: str  # "verb", "phrase", "dateline", "credit", "bracket", "contributed", "about itself",
    # "view", "aside", "interview", "owner"; "none": no credit
    before: "re.Pattern[str] | None" = None
    after: "re.Pattern[str] | None" = None
    within: "re.Pattern[str] | None" = None
    chain: "re.Pattern[str] | None" = None
    kinds: tuple[str, ...] = ()  # of outlet; empty: any
    is_of_line: bool = False  # `before` is read from the line's beginning
    is_of_clause: bool = False  # `before` holds one sign of those that part clauses, at most
    is_for_ambiguous: bool = False
    takes: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()  # one of these stands before the name in every match: a quick look first


@record
class CueTable:
    """The cues of one language, in the order in which they are tried, and its patterns of other uses."""

    language: str
    rules: tuple[CueRule, ...]
    patterns: Mapping[str, tuple["re.Pattern[str]", ...]]
    words: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    triggers: Mapping[str, tuple[str, ...]]  # for each group of patterns, words of which a match holds one
    # With one of these, in lower case, each match of some patterns begins.
    starts: Mapping["re.Pattern[str]", ahocorasick_rs.AhoCorasick] = field(default_factory=dict)
    needs: tuple[str, ...] = ()  # of all rules
    needed: ahocorasick_rs.AhoCorasick | None = None


@record
class Cue:
    """How a name is credited, and by which words."""

    how: str
    start: int
    end: int
    is_chain: bool = False  # what stands before it in the sentence is itself told after this one
    rule: str = ""


@cache
def cue_table(language: str) -> CueTable | None:
    """Return the cues of `language`; None: none are written down."""
    path = TABLES / f"{language}.toml"
    if not path.is_file():
        return None
    try:
        return _table(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}.", subject=path.name) from error


def _table(written: Mapping[str, Any]) -> CueTable:
    words = _filled({**_of_lexicon(written), **written.get("words", {})})
    rules = tuple(_rule(row, words) for row in written.get("cue", ()))
    patterns = {
        name: tuple(re.compile(_fill(row["pattern"], words)) for row in rows)
        for name, rows in written.get("pattern", {}).items()
    }
    starts = {
        pattern: ahocorasick_rs.AhoCorasick(row["starts"])
        for name, rows in written.get("pattern", {}).items()
        for row, pattern in zip(rows, patterns[name], strict=True)
        if "starts" in row
    }
    needs = tuple(sorted({word for rule in rules for word in rule.needs}))
    lists = {name: tuple(listed) for name, listed in written.items() if isinstance(listed, list) and name != "cue"}
    return CueTable(
        language=written["language"],
        rules=rules,
        patterns=patterns,
        words=words,
        lists=lists,
        triggers={name: tuple(listed) for name, listed in written.get("triggers", {}).items()},
        starts=starts,
        needs=needs,
        needed=ahocorasick_rs.AhoCorasick(needs) if needs else None,
    )


def _of_lexicon(written: Mapping[str, Any]) -> dict[str, str]:
    """Return what every table may use: <spoken>, its language's verbs of speech, and <medium>, its kinds of media."""
    known = lexicon(written["language"])
    return {"spoken": _any_of(known.speech_verbs if known else ()), "medium": _any_of(written.get("media", ()))}


def _any_of(words: Iterable[str]) -> str:
    listed = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
    return rf"(?:\b(?:{listed})\b)" if listed else r"(?!)"


def _filled(words: Mapping[str, str]) -> dict[str, str]:
    filled: dict[str, str] = {}
    for name, part in words.items():
        filled[name] = _fill(part, filled)
    return filled


def _fill(pattern: str, words: Mapping[str, str]) -> str:
    return NAMED_PART.sub(lambda found: words[found.group(1)], pattern)


def _rule(row: Mapping[str, Any], words: Mapping[str, str]) -> CueRule:
    flags = re.NOFLAG if row.get("cased") else re.IGNORECASE
    start = NOT_IN_WORD if row.get("scope") == "clause" else ""

    def compiled(key: str, shape: str) -> "re.Pattern[str] | None":
        return re.compile(shape.format(_fill(row[key], words)), flags) if key in row else None

    return CueRule(
        name=row["name"],
        how=row["how"],
        before=compiled("before", f"{start}(?:{{}}){QUOTE}?\\s?$"),
        after=compiled("after", "(?:{})"),
        within=compiled("within", "{}"),
        chain=compiled("chain", "(?:{})$"),
        kinds=tuple(row.get("kinds", ())),
        is_of_line=row.get("scope") == "line",
        is_of_clause=row.get("scope") == "clause",
        is_for_ambiguous=bool(row.get("ambiguous")),
        takes=tuple(row.get("takes", ())),
        leaves=tuple(row.get("leaves", ())),
        needs=frozenset(row.get("needs", ())),
    )


def cue_at(
    table: CueTable,
    text: str,
    start: int,
    end: int,
    sentence: tuple[int, int],
    *,
    kind: str = "unknown",
    is_ambiguous: bool = False,
) -> Cue | None:
    """Return the cue that credits the name at `start` to `end`; None: it is only mentioned, or took a picture.

    Args:
        kind: of the outlet; some cues fit broadcasters alone.
        is_ambiguous: the name is an ordinary word or a person's name too, so "Name, the former mayor, said" is none.
    """
    first, last = sentence
    before, after = text[max(first, start - AROUND) : start], text[end : min(last, end + AROUND)]
    line = text[text.rfind("\n", 0, start) + 1 : start]
    found = table.needed.find_matches_as_indexes(before.lower(), overlapping=True) if table.needed else ()
    held = {table.needs[number] for number, _, _ in found}
    for rule in table.rules:
        if (rule.is_for_ambiguous and not is_ambiguous) or (rule.kinds and kind not in rule.kinds):
            continue
        if rule.needs and held.isdisjoint(rule.needs):
            continue
        behind = rule.after.match(after) if rule.after else None
        if rule.after and behind is None:
            continue
        left = line[-60:] if rule.is_of_line else before
        ahead = rule.before.search(left, _clause_before(left) if rule.is_of_clause else 0) if rule.before else None
        if rule.before and (ahead is None or (rule.is_of_line and len(line) > 60)):
            continue
        if rule.within and not rule.within.search(text, first, last):
            continue
        return _cue(rule, start, end, before, ahead, behind)
    return None


def _clause_before(left: str) -> int:
    """Return where the last clause but one begins, with the sign before it: most of the words need not be looked at."""
    signs = CLAUSE_SIGN.finditer(left)
    places = [found.start() for found in signs]
    return places[-2] if len(places) > 1 else 0


def _cue(
    rule: CueRule,
    start: int,
    end: int,
    before: str,
    ahead: "re.Match[str] | None",
    behind: "re.Match[str] | None",
) -> Cue | None:
    if rule.how == NO_CREDIT:
        return None
    if ahead is not None and rule.how not in ("contributed", "credit"):
        start -= 1 if rule.how == "dateline" and ahead.group().endswith("(") else 0
        start -= len(ahead.group().lstrip(' ,"')) if rule.how != "dateline" else 0
    if behind is not None and rule.how in ("verb", "dateline", "about itself"):
        end += behind.end()
    is_chain = bool(rule.chain and rule.chain.search(before))
    return Cue(how=rule.how, start=start, end=end, is_chain=is_chain, rule=rule.name)


def first_match(
    table: CueTable, group: str, text: str, quoted: Sequence[tuple[int, int]] = ()
) -> "re.Match[str] | None":
    """Return the first match of a group's patterns outside what is `quoted`."""
    firsts = (
        next((one for one in _found(table, pattern, text) if not any(a <= one.start() < b for a, b in quoted)), None)
        for pattern in table.patterns.get(group, ())
    )
    return min((found for found in firsts if found is not None), key=re.Match.start, default=None)


def _found(table: CueTable, pattern: "re.Pattern[str]", text: str) -> Iterator["re.Match[str]"]:
    """Return what `finditer` does; where the beginnings of a match are known, only they are looked at."""
    starts, low = table.starts.get(pattern), text.lower()
    if starts is None or len(low) != len(text):  # a letter whose lower case is longer: "İ"
        return pattern.finditer(text)
    places = sorted({place for _, place, _ in starts.find_matches_as_indexes(low, overlapping=True)})
    return _matches_at(pattern, text, places) if places else iter(())


def _matches_at(pattern: "re.Pattern[str]", text: str, places: Sequence[int]) -> Iterator["re.Match[str]"]:
    end = 0
    for place in places:
        if place >= end and (found := pattern.match(text, place)) is not None:
            end = found.end()
            yield found


def own_words(table: CueTable, text: str, forms: Collection[str]) -> tuple[int, int] | None:
    """Return where a text first says that the outlet of these names was told or saw it itself."""
    places = ((at, at + len(form)) for form in forms for at in _places(form, text))
    found = (span for start, end in places for span in _own_words_at(table, text, start, end))
    return min(found, key=lambda span: (span[0], -span[1]), default=None)


def _places(form: str, text: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def _own_words_at(table: CueTable, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the words before a name, and those behind it, say so."""
    bare = _end_before(text, start)
    first = max(0, _end_before(text, bare - 3) - WORDS_BEFORE)
    before = _first(one.search(text, first, start) for one in table.patterns.get("own_before", ()))
    if before and BOUNDARY.match(text, end):
        yield before.start(), end
    behind = _first(one.match(text, end) for one in table.patterns.get("own_behind", ()))
    if behind is None:
        return
    if (the := THE_BEFORE.search(text, max(0, bare - 3), start)) is not None:
        yield the.start(), behind.end()
    elif BOUNDARY.match(text, start):
        yield start, behind.end()


def _first(matches: Iterable["re.Match[str] | None"]) -> "re.Match[str] | None":
    return next(filter(None, matches), None)


def _end_before(text: str, place: int) -> int:
    """Return where the words before a place end, without the space between."""
    while place > 0 and text[place - 1].isspace():
        place -= 1
    return max(0, place)
