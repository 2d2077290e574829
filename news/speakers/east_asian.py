"""Who said a quotation in Japanese and Korean: the speaker stands before its marks, with a particle."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from news.language.lexicon import lexicon
from news.records import SpeakerKind, record
from news.speakers.attribution import NO_SOURCE, NOBODY, Attribution

PATTERNS = ("speaker_before", "speaker_after", "says", "between", "name")
UNNAMED: tuple[tuple[str, SpeakerKind], ...] = (("documents", "document"), ("anonymous", "unnamed"), ("bodies", "body"))
LEAST_PARTS = 2  # a name and an office
SUBJECT_ENDS = ("은", "는", "이", "가")
SYLLABLE = re.compile("[가-힣]")  # a Korean surname alone, which half the country bears
FULL_NAME = 3  # syllables of most Korean names
DETERMINERS = ("이", "한", "그", "어느")
PARTICIPLE_ENDS = ("는", "던")  # "the leaving coach"
CLAUSE_ENDS = (
    "은",
    "는",
    "을",
    "를",
    "에",
    "에서",
    "로",
    "며",
    "고",
    "한",
    "된",
    "던",
    "받은",
    "이",
    "가",
    "그",
    "어느",
)
MOST_AFTER = 60  # characters after a quotation in which its verb stands


@record
class Patterns:
    """How one of the two languages says who speaks."""

    forms: Mapping[str, "re.Pattern[str]"]
    words: Mapping[str, tuple[str, ...]]
    stops: tuple[str, ...]
    full_name: str


@record
class Source:
    """The words that name a speaker."""

    words: str
    start: int
    end: int


@cache
def patterns_of(language: str) -> Patterns | None:
    """Return the patterns of `language`; None where its lexicon has none."""
    words = lexicon(language)
    table: Mapping[str, Any] = words.speakers if words else {}
    if "speaker_before" not in table:
        return None
    lists = {
        name: tuple(value.split()) for name, value in table.items() if isinstance(value, str) and name not in PATTERNS
    }
    filled = {
        name: table[name]
        .replace("{verbs}", _any_of(lists["verbs"]))
        .replace("{honorifics}", _any_of(lists["honorifics"]))
        for name in (*PATTERNS, "full_name")
    }
    return Patterns(
        forms={name: re.compile(filled[name]) for name in PATTERNS},
        words=lists,
        stops=tuple(table["stops"]),
        full_name=filled["full_name"],
    )


def _any_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


class EastAsianReader:
    """Reads the quotations of one text in order."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], patterns: Patterns) -> None:
        """Take a text and the spans of its quotations."""
        self._text, self._spans, self._patterns = text, spans, patterns

    def attributions(self) -> Iterator[Attribution]:
        """Yield who said each quotation, in order."""
        last: Attribution | None = None
        for at, (start, end) in enumerate(self._spans):
            low = self._spans[at - 1][1] if at else 0
            following = self._spans[at + 1][0] if at + 1 < len(self._spans) else len(self._text)
            if last and last.speaker and self._patterns.forms["between"].fullmatch(self._text, low, start):
                last = replace(last, start=start, end=end)
            else:
                last = self._attribution((start, end), low, following)
            yield last

    def _attribution(self, span: tuple[int, int], low: int, following: int) -> Attribution:
        source = self._source(span, low, following)
        if source is None:
            return Attribution(start=span[0], end=span[1], note=NO_SOURCE)
        speaker, kind = self._who(source)
        return Attribution(
            start=span[0],
            end=span[1],
            speaker=speaker,
            kind=kind,
            source=source.words,
            source_start=source.start,
            source_end=source.end,
            note="" if speaker else NOBODY,
        )

    def _source(self, span: tuple[int, int], low: int, following: int) -> Source | None:
        """Find the phrase between marks and verb, or that before the marks where a verb of speech follows them."""
        start, end = span
        forms, text = self._patterns.forms, self._text
        line = text.find("\n", end)
        after_end = min(following, end + MOST_AFTER, line if line >= 0 else len(text))
        if found := forms["speaker_after"].match(text, end, after_end):
            return _source(found)
        is_part = following < len(text) and forms["between"].fullmatch(text, end, following)
        if not is_part and not forms["says"].match(text, end, after_end):
            return None
        first = max(low, text.rfind("\n", 0, start) + 1)
        for stop in self._patterns.stops:
            at = text.rfind(stop, first, start)
            first = at + len(stop) if at >= 0 else first
        found = forms["speaker_before"].search(text, first, start)
        return _source(found) if found else None

    def _who(self, source: Source) -> tuple[str | None, SpeakerKind | None]:
        """Tell a document, an anonymous source or a body by its words, a person by honorific or office."""
        for name, kind in UNNAMED:
            if source.words.endswith(self._patterns.words[name]):
                return self._noun(source.words), kind
        if source.words in self._patterns.words["honorifics"]:
            return source.words, "unnamed"  # an office alone: "the prime minister"
        source = replace(source, words=self._without_office(source.words))
        before, _, last = source.words.rpartition(" ")
        if before.rpartition(" ")[2] in self._patterns.words.get("indefinite", ()):
            return f"{before.rpartition(' ')[2]} {last}", "unnamed"  # "a councillor who asked not to be named"
        found = self._patterns.forms["name"].search(source.words) or self._after_role(source.words)
        if found is None:
            return None, None
        if found["name"] in self._patterns.words["not_names"] or found["name"].endswith(PARTICIPLE_ENDS):
            is_told = " " in source.words and found["name"] not in DETERMINERS
            return (source.words, "unnamed") if is_told else (None, None)
        first, _, rest = found["name"].partition(" ")
        if not rest and first.endswith(self._patterns.words.get("offices_of", ("\n",))) and len(first) > FULL_NAME:
            return source.words, "unnamed"  # "the railway company's spokesman"
        is_role = bool(rest) and first.endswith(self._patterns.words.get("role_endings", ()))
        full = self._full(rest if is_role else found["name"], source.start)
        return (None, None) if SYLLABLE.fullmatch(full) else (full, "person")

    def _noun(self, words: str) -> str:
        """Leave out the clause before a noun: "the official who was asked whether" somebody spoke."""
        listed, parts = self._patterns.words, words.split()
        at = len(parts) - 1
        if not any(part.endswith(SUBJECT_ENDS) and part not in DETERMINERS for part in parts[:-1]):
            return words
        while at > 0 and not parts[at].endswith(CLAUSE_ENDS) and parts[at] not in listed.get("indefinite", ()):
            at -= 1
        is_noun = at == 0 and parts[0] not in listed.get("connectives", ())
        return words if is_noun or len(parts) == 1 else " ".join(parts[at + (parts[at] not in DETERMINERS) :])

    def _without_office(self, words: str) -> str:
        """Leave out words that lead on, and of what somebody is the head: "Then Kim Ha-na, Ministry spokeswoman"."""
        listed, parts = self._patterns.words, words.split()
        while len(parts) > 1 and parts[0] in listed.get("connectives", ()):
            parts = parts[1:]
        while len(parts) > LEAST_PARTS and parts[-2] in listed.get("former", ()):
            parts = [*parts[:-2], parts[-1]]  # "Ku Myong-chol, former minister"
        while len(parts) > LEAST_PARTS and self._is_office_of(parts):
            parts = [*parts[:-2], parts[-1]]
        office = max((one for one in listed["honorifics"] if parts[-1].endswith(one)), key=len, default="")
        is_long = len(parts) > 1 and len(parts[-1]) > len(office) + 1 and bool(office)
        return " ".join([*parts[:-1], office] if is_long and "offices_of" in listed else parts)

    def _is_office_of(self, parts: Sequence[str]) -> bool:
        """Say whether the last word but one is a body, and the last an office in it: "Ministry spokeswoman"."""
        listed, body = self._patterns.words, parts[-2]
        if not parts[-1].endswith(listed["honorifics"]) or "offices_of" not in listed:
            return False
        if (len(body) > 1 and body in listed["not_names"]) or body.endswith(listed["offices_of"]):
            return True
        is_named = len(parts[-3]) == FULL_NAME and parts[-3] not in listed["not_names"]
        return is_named and body.endswith(listed["short_offices_of"])

    def _after_role(self, words: str) -> "re.Match[str] | None":
        """Read a name that stands right behind a trade: "captain Ann Vale"."""
        roles = self._patterns.words.get("roles", ())
        return re.search(rf"(?:^|\s)(?:{_any_of(roles)}) (?P<name>\w{{2,4}})$", words) if roles else None

    def _full(self, name: str, place: int) -> str:
        """Return the name as the text first gives it in full: a surname alone takes the given name after it."""
        form = self._patterns.full_name.replace("NAME", re.escape(name))
        found = re.search(form, self._text[:place])
        return found["full"] if found else name


def _source(found: "re.Match[str]") -> Source:
    words = found["who"].strip()
    start = found.start("who") + len(found["who"]) - len(found["who"].lstrip())
    return Source(words=words, start=start, end=start + len(words))
