"""Who said a quotation in Japanese and Korean: the speaker stands before its marks, with a particle."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from news.records import SpeakerKind, record
from news.speakers.attribution import NO_SOURCE, NOBODY, Attribution
from news.speakers.words import Patterns

UNNAMED: tuple[tuple[str, SpeakerKind], ...] = (("anonymous", "unnamed"), ("bodies", "body"))
LEAST_PARTS = 2  # a name and an office
SUBJECT_ENDS = ("은", "는", "이", "가")
SYLLABLE = re.compile("[가-힣]")  # a Korean surname alone, which half the country bears
NAME_AND_OFFICE = 3  # words of "Matthew Miller spokesman"
FULL_NAME = 3  # syllables of most Korean names
LONGEST_NAME = 5  # characters of a Japanese name without kana; longer ones hold an office
LEAST_NAME = 2  # syllables of the shortest Korean names
AGE = re.compile(r"[（(]\d+[）)]")  # behind a name
ALL_HAN = re.compile("[\u3400-\u9fff\u3005]+")
TOPIC_ENDS = ("은", "는")
PLURAL_ENDS = ("들", "たち", "ら")
PLACE_ENDS = ("に", "에", "에서")  # "in the letter", before the particle of the topic
DETERMINERS = ("이", "한", "그", "어느")
PARTICIPLE_ENDS = ("는", "던")  # "the leaving coach"
CLAUSE_ENDS = tuple("은 는 을 를 에 에서 로 며 고 한 된 던 받은 이 가 그 어느".split())
TOPIC = re.compile(r"(?:은|는)\s")
OPENING = '「『"“ '
MOST_AFTER = 60  # characters after a quotation in which its verb stands


@record
class Source:
    """The words that name a speaker."""

    words: str
    start: int
    end: int


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
                last = self._attribution((start, end), low, following, last)
            yield last

    def _attribution(self, span: tuple[int, int], low: int, following: int, last: Attribution | None) -> Attribution:
        unknown = Attribution(start=span[0], end=span[1], note=NO_SOURCE)
        source = self._source(span, low, following)
        if source is None:
            is_said = self._patterns.forms["said"].match(self._text, span[1], self._after_end(span[1], following))
            return (self._of_sentence_before(span, span[0], low, last) if is_said else None) or unknown
        if source.words in self._patterns.words["pronouns"]:
            return self._of_sentence_before(span, source.start, low, last) or self._claim(span, source)
        return self._claim(span, source)

    def _claim(self, span: tuple[int, int], source: Source) -> Attribution:
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

    def _of_sentence_before(
        self, span: tuple[int, int], place: int, low: int, last: Attribution | None
    ) -> Attribution | None:
        """Give a quotation before which nobody is named to whom the sentence before it quotes, or tells of."""
        start = self._sentence_start(0, place)
        above = self._sentence_start(0, start - max(map(len, self._patterns.stops)))
        is_led = self._patterns.forms["no_subject"].fullmatch(self._text, start, place) is not None
        if start == above or not is_led:
            return None
        if low > above:  # the sentence before it has the quotation before it
            is_known = last is not None and last.speaker is not None and last.start >= above
            return replace(last, start=span[0], end=span[1]) if last and is_known else None
        found = self._patterns.forms["topic"].match(self._text, above, start)
        made = self._claim(span, _source(found)) if found else None
        ends = (one.end() for one in TOPIC.finditer(self._text, found.end(), start)) if found else iter(())
        while made and made.kind != "person":  # the first particle ends a clause: "득점한 것은"
            found = self._patterns.forms["topic"].fullmatch(self._text, above, next(ends, above))
            if found is None:
                return None
            made = self._claim(span, _source(found))
        return made

    def _sentence_start(self, low: int, end: int) -> int:
        """Return where the sentence before a place begins, in its paragraph."""
        first = max(low, self._text.rfind("\n", 0, max(0, end)) + 1)
        for stop in self._patterns.stops:
            at = self._text.rfind(stop, first, max(0, end))
            first = at + len(stop) if at >= 0 else first
        return first

    def _after_end(self, end: int, following: int) -> int:
        line = self._text.find("\n", end)
        return min(following, end + MOST_AFTER, line if line >= 0 else len(self._text))

    def _source(self, span: tuple[int, int], low: int, following: int) -> Source | None:
        """Find the phrase between marks and verb, or that before the marks where a verb of speech follows them."""
        start, end = span
        forms, text, after_end = self._patterns.forms, self._text, self._after_end(end, following)
        if found := self._first("follows", end, after_end):
            return _source(found)
        line = text.rfind("\n", 0, start) + 1
        if not text[line:start].strip(OPENING) and line:
            line = text.rfind("\n", 0, line - 1) + 1  # the words above a paragraph may lead to it
        line = max(low, line)
        for form in self._patterns.listed["leads"]:
            if found := form.search(text, line, start):
                return _source(found)
        is_part = following < len(text) and forms["between"].fullmatch(text, end, following)
        if not is_part and not forms["says"].match(text, end, after_end):
            return None
        found = forms["speaker_before"].search(text, self._sentence_start(low, start), start)
        found = found or self._first("follows_else", end, after_end)
        return _source(found) if found else None

    def _first(self, name: str, start: int, end: int) -> "re.Match[str] | None":
        matches = (form.match(self._text, start, end) for form in self._patterns.listed[name])
        return next((found for found in matches if found), None)

    def _who(self, source: Source) -> tuple[str | None, SpeakerKind | None]:
        """Tell a document, an anonymous source or a body by its words, a person by honorific or office."""
        source = replace(source, words=self._without_lead(AGE.sub("", source.words)))
        placed, one = _without(source.words, PLACE_ENDS), _without(source.words, PLURAL_ENDS)
        if placed.endswith(self._patterns.words["documents"]):
            return self._noun(placed), "document"
        for name, kind in UNNAMED:
            if source.words.endswith(self._patterns.words[name]) or one.endswith(self._patterns.words[name]):
                return self._noun(source.words), kind
        if source.words in self._patterns.words.get("short_offices_of", ()):
            return source.words, "body"  # "the city", by its office
        if self._is_city(source.words.rpartition(" ")[2]):
            return source.words, "body"
        if self._is_office(source.words):
            return source.words, "unnamed"  # an office alone: "the prime minister"
        source = replace(source, words=self._without_office(source.words))
        before, _, last = source.words.rpartition(" ")
        if before.rpartition(" ")[2] in self._patterns.words.get("indefinite", ()):
            return f"{before.rpartition(' ')[2]} {last}", "unnamed"  # "a councillor who asked not to be named"
        found = self._patterns.forms["name"].search(source.words) or self._without_title(source.words)
        if found is None:
            return None, None
        if found["name"] in self._patterns.words["not_names"] or found["name"].endswith(PARTICIPLE_ENDS):
            is_told = " " in source.words and found["name"] not in DETERMINERS
            return (source.words, "unnamed") if is_told else (None, None)
        first, _, rest = self._without_office_words(found["name"]).partition(" ")
        if self._is_body(rest or first) or (
            rest in self._patterns.words["bodies"] and first in self._patterns.words["not_names"]
        ):
            return source.words, "unnamed"  # "the railway company's spokesman"
        role_ends = (*TOPIC_ENDS, *self._patterns.words.get("role_endings", ()))
        is_role = first.endswith(role_ends) or self._is_korean_name(rest)
        full = self._full(rest if rest and is_role else f"{first} {rest}".strip(), source.start)
        is_name = not SYLLABLE.fullmatch(full) and self._is_shown(full, source.words)
        return (full, "person") if is_name else (None, None)

    def _is_shown(self, name: str, words: str) -> bool:
        """Return whether a name has the form of a person's, or a form of address where it is short."""
        listed = self._patterns.words
        if form := self._patterns.whole_name:
            is_full = len(name) == FULL_NAME or (len(name) == LEAST_NAME and words.endswith(listed["addresses"]))
            is_formed = is_full and name.startswith(listed["surnames"])
            is_formed = is_formed and not name.endswith(listed["short_offices_of"])
            is_foreign = not set(listed["foreign_syllables"]).isdisjoint(name)
            return is_formed or is_foreign or form.fullmatch(name) is not None
        is_told = name in listed["family_names"] or self._text.count(name) > 1 or words.endswith(listed["addresses"])
        return (len(name) >= FULL_NAME or is_told) and not (len(name) > LONGEST_NAME and ALL_HAN.fullmatch(name))

    def _is_city(self, word: str) -> bool:
        """Return whether a word is the name of a city or county, which speaks as a body: "김해시"."""
        ends, before = self._patterns.words.get("cities", ()), word[:-1]
        return (
            word.endswith(ends or "\n")
            and len(word) >= FULL_NAME
            and not (self._is_korean_name(before) and word.endswith(self._patterns.words["honorifics"]))
        )

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

    def _without_lead(self, words: str) -> str:
        """Leave out words that lead on: "Then Kim Ha-na"; Japanese has no space behind them."""
        leads = self._patterns.words["connectives"]
        if "surnames" not in self._patterns.words:
            glued = max((one for one in leads if words.startswith(one)), key=len, default="")
            return words.removeprefix(glued).lstrip("、") or words
        while words.partition(" ")[0] in leads and " " in words:
            words = words.partition(" ")[2]
        return words

    def _without_office(self, words: str) -> str:
        """Leave out of what somebody is the head: "Kim Ha-na, Ministry spokeswoman"."""
        listed, parts = self._patterns.words, words.split()
        while len(parts) > LEAST_PARTS and parts[-2] in listed.get("former", ()):
            parts = [*parts[:-2], parts[-1]]  # "Ku Myong-chol, former minister"
        while len(parts) > LEAST_PARTS + 1 and parts[-2] in listed.get("in_charge", ()):
            parts = [*parts[:-3], parts[-1]]  # "Ku Myong-chol, minister in charge of ports"
        while len(parts) > LEAST_PARTS and self._is_office_of(parts):
            parts = [*parts[:-2], parts[-1]]
        office = max((one for one in listed["honorifics"] if parts[-1].endswith(one)), key=len, default="")
        if office and self._is_korean_name(parts[-1].removesuffix(office)):
            return f"{parts[-1].removesuffix(office)} {office}"  # "직원 김하나씨"
        is_long = len(parts) > 1 and len(parts[-1]) > len(office) + 1 and bool(office)
        return " ".join([*parts[:-1], office] if is_long and "offices_of" in listed else parts)

    def _is_office_of(self, parts: Sequence[str]) -> bool:
        """Return whether the last word but one is a body, and the last an office in it: "Ministry spokeswoman"."""
        listed, body = self._patterns.words, parts[-2]
        if not parts[-1].endswith(listed["honorifics"]) or "offices_of" not in listed:
            return False
        if (len(body) > 1 and body in listed["not_names"]) or body.endswith(listed["offices_of"]):
            return True
        is_place = parts[-3].endswith(listed["short_offices_of"]) and self._is_korean_name(
            body
        )  # "Kunsan city, Kim Ku"
        is_named = len(parts[-3]) == FULL_NAME and parts[-3] not in listed["not_names"] and not is_place
        is_behind = is_named and body.endswith(listed["short_offices_of"])
        return is_behind or (len(parts) > NAME_AND_OFFICE and self._is_body(body))

    def _is_korean_name(self, word: str) -> bool:
        """Return whether a word is made as Korean names are, so that what stands before it is no part of the name."""
        form = self._patterns.whole_name
        return form is not None and form.fullmatch(word) is not None

    def _is_office(self, words: str) -> bool:
        """Return whether words are an office, or one of a body without a name between: "the party's leader"."""
        office = max((one for one in self._patterns.words["honorifics"] if words.endswith(one)), key=len, default="")
        return bool(office) and (words == office or words.removesuffix(office).endswith("の"))

    def _without_office_words(self, name: str) -> str:
        """Leave out the first words of an office that is written right behind a name."""
        offices = self._patterns.words.get("office_words", ("\n",))
        while name.endswith(offices) and name not in offices:
            name = name.removesuffix(max((one for one in offices if name.endswith(one)), key=len))
        return name

    def _is_body(self, word: str) -> bool:
        """Return whether a word before an office is that of a body: "Ministry", and no Korean name."""
        listed = self._patterns.words
        ends = (*listed.get("offices_of", ()), *listed.get("short_offices_of", ()))
        return bool(ends) and word.endswith(ends) and len(word) >= FULL_NAME and not self._is_korean_name(word)

    def _without_title(self, words: str) -> "re.Match[str] | None":
        """Read a name right behind a trade, "captain Ann Vale", or one alone whose syllables are those of names."""
        form = self._patterns.untitled
        found = form.search(words) if form else None
        return None if found is None or found["name"] in self._patterns.words["not_names"] else found

    def _full(self, name: str, place: int) -> str:
        """Return the name as the text first gives it in full: a surname alone takes the given name after it."""
        form = self._patterns.full_name.replace("NAME", re.escape(name))
        found = re.search(form, self._text[:place])
        return found["full"] if found else name


def _without(words: str, ends: Sequence[str]) -> str:
    """Return words without the longest of these endings."""
    return min(map(words.removesuffix, ends), key=len)


def _source(found: "re.Match[str]") -> Source:
    words = found["who"].strip()
    start = found.start("who") + len(found["who"]) - len(found["who"].lstrip())
    return Source(words=words, start=start, end=start + len(words))
