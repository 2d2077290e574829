"""Whom he or she means: the persons named shortly before, each with what speaks for it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from news.records import record
from news.speakers.attribution import NOBODY, Attribution, Candidate
from news.speakers.candidates import ASIDE_NAME, FIRST
from news.speakers.clauses import Clause, joined, read_clause
from news.speakers.contexts import stops
from news.speakers.names import Persons
from news.speakers.words import Gender, SpeechWords

DROPPED = "dropped"
SENTENCES = 4  # looked at before the pronoun
CHARACTERS = 700
_NAMES = re.compile(r"(?P<mod>(?:[DNwsST]*[DwsST])?)(?P<name>N(?:L*N)*S?|S)")
_CLAUSE_SUBJECT = re.compile(
    r"(?:^|(?<=[,;:.()CVGWOv-]))(?:[DNwsST]*[DwsST])?(?P<name>N(?:L*N)*)(?:R[DNwsST]+)*(?:,(?:[^,]*,)?)?A*(?P<verb>[VEvw])"
)

_SELF = re.compile(r"\b(?:I am|I'm|I,|name is|this is|it's|ich bin|je suis|soy)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)
# A person without a name as the subject, up to the verb: "A man from Hask, who is 41, said".
_SOMEONE = re.compile(
    r"^(?:[RCA][^,N]*,)?[AC]*(?P<phrase>(?:D|N*[Ss])[NwsSTL]*?[wT])(?![NwsTSL])(?:R[DNwsSTLA]+)*(?:,[^,]*,)?A*(?P<verb>.)?"
)
_EXPLAINED = re.compile(r"[^,]{0,12},[DTw]*N(?:L*N)")
_AFTER_VERB = re.compile("[VEv]A*$")  # where a subject stands, too, in German: "gestern sprach Ann Vale"

# A verb of speech whose subject is left out: "“…”, añadió.", "Dijo que el agua “…”".
_RIGHT_DROPPED = re.compile(r"^,?A*(?P<verb>V)(?:A|RD?[wsNT]*)*[.,]?$")
_LEFT_DROPPED = re.compile(r"^[AC]*(?P<verb>V)A*(?:[CW][^VEGK:]*)?:?$")


@record
class Antecedent:
    """A person who may be meant."""

    name: str  # in full
    sentences: int  # between the last mention and the pronoun; 0: the same sentence
    roles: frozenset[str]  # of its mentions: first, subject, prepositional, possessive, other
    last_role: str
    mentions: int
    gender: str  # fits, unknown
    is_known: bool  # something shows that it is a person
    speaks: bool  # the last quotation before is this person's
    tells: bool  # a verb of speech has this person as its subject where the person was named last
    order: int  # of the last mentions: 0 the nearest
    asks: bool = False  # this person asked somebody something where named last
    is_unnamed: bool = False  # "a man", "one senior official"


@record
class Mention:
    """One place where a person is named."""

    name: str  # in full
    role: str  # first, subject, joint, prepositional, possessive, other
    at: int
    tells: bool = False  # it is the subject of a verb of speech
    asks: bool = False  # it asks somebody something: who answers is somebody else
    is_unnamed: bool = False
    gender: Gender | None = None  # of one without a name


_NO_WORDS: list[Mention] = []  # a stretch that holds a quotation and nothing else


class Mentions:
    """The persons whom a text names outside its quotations, sentence by sentence; each sentence is read once."""

    def __init__(self, text: str, quoted: Sequence[tuple[int, int]], persons: Persons, known: SpeechWords) -> None:
        """Take a text and the spans of its quotations with their marks."""
        self._text, self._quoted, self._persons, self._known = text, quoted, persons, known
        self._cuts: list[int] | None = None
        self._read: dict[tuple[int, int], list[Mention]] = {}

    def antecedents(self, place: int, gender: Gender | None, last_speaker: str | None) -> list[Antecedent]:
        """Return the persons named before `place` who fit, the nearest first; of a subject left out everybody fits."""
        seen: dict[str, list[tuple[int, Mention]]] = {}
        for number, mentions in enumerate(self._sentences_before(place)):
            for mention in mentions:
                seen.setdefault(mention.name, []).append((number, mention))
        nearest_first = sorted(seen.items(), key=lambda item: -max(mention.at for _, mention in item[1]))
        made, order = list[Antecedent](), 0
        for name, places in nearest_first:
            if gender is None or self._gender(name, places) in (None, gender):
                made.append(self._antecedent(name, places, order, gender, last_speaker))
            order += not places[0][1].is_unnamed
        return made

    def tellers(self, clause: Clause) -> list[str]:
        """Return the persons who tell something in a stretch of text."""
        named = _named(clause, self._persons, self._known)
        return [one.name for one in named if one.tells and not one.is_unnamed]

    def _gender(self, name: str, places: list[tuple[int, Mention]]) -> Gender | None:
        mention = places[0][1]
        return mention.gender if mention.is_unnamed else self._persons.gender(name)

    def _antecedent(
        self, name: str, places: list[tuple[int, Mention]], order: int, gender: Gender | None, last_speaker: str | None
    ) -> Antecedent:
        nearest = min(number for number, _ in places)
        is_unnamed = places[0][1].is_unnamed
        return Antecedent(
            name=name,
            sentences=nearest,
            roles=frozenset(mention.role for number, mention in places if number == nearest),
            last_role=max((mention for _, mention in places), key=lambda mention: mention.at).role,
            mentions=len(places),
            gender="fits" if (known := self._gender(name, places)) and gender in (None, known) else "unknown",
            is_known=is_unnamed or self._persons.is_known_person(name),
            speaks=name == last_speaker,
            tells=any(mention.tells for number, mention in places if number == nearest),
            order=order,
            asks=any(mention.asks for number, mention in places if number == nearest),
            is_unnamed=is_unnamed,
        )

    def _sentences_before(self, place: int) -> Iterator[list[Mention]]:
        """Yield the mentions of the sentences before `place`, the nearest first."""
        if self._cuts is None:
            lines = (found.end() for found in re.finditer(r"\n+", self._text))
            self._cuts = sorted({0, *lines, *stops(self._text, 0, len(self._text))})
        at, end, count = bisect_left(self._cuts, place) - 1, place, 0
        while at >= 0 and count < SENTENCES and self._cuts[at] >= place - CHARACTERS:
            start = self._cuts[at]
            if (start, end) not in self._read:
                clause = self._unquoted(start, end)
                has_words = bool(clause.codes.strip(",.:;-"))
                self._read[start, end] = list(_named(clause, self._persons, self._known)) if has_words else _NO_WORDS
            mentions = self._read[start, end]
            if mentions is not _NO_WORDS:
                yield mentions
                count += 1
            at, end = at - 1, start

    def _unquoted(self, start: int, end: int) -> Clause:
        """Read a stretch of text, its quotations left out."""
        parts, at = [], start
        number = max(0, bisect_left(self._quoted, (start, start)) - 1)
        while number < len(self._quoted) and (span := self._quoted[number])[0] < end:
            number += 1
            if span[1] <= start:
                continue
            if span[0] > at:
                parts.append(read_clause(self._text, at, span[0], self._known))
            at = max(at, span[1])
        if at < end:
            parts.append(read_clause(self._text, at, end, self._known))
        return joined(parts)


def _named(clause: Clause, persons: Persons, known: SpeechWords) -> Iterator[Mention]:
    """Yield the persons of one sentence, each with its role and place."""
    subjects = {found.start("name"): found.end("verb") - 1 for found in _CLAUSE_SUBJECT.finditer(clause.codes)}
    is_joined = clause.codes[:2] in ("CN", "CT") and known.has("coordinating", clause.words[0])
    first = FIRST.match(f"A{clause.codes[1:]}" if is_joined else clause.codes)  # "But Ann Vale, 48, said"
    first_at = _first_name(first) if first else -1
    if (someone := _SOMEONE.match(clause.codes)) and (unnamed := _unnamed(clause, someone, known)):
        yield unnamed
    starts: list[int] = []
    for found in _NAMES.finditer(clause.codes):
        start, end = found.span("name")
        words = clause.text(start, end)
        before = clause.codes[start - 1 : start]
        if not persons.is_person(words, clause.codes[found.start("mod") : start]) or _is_participle(clause, end):
            continue
        if clause.codes[end - 1] == "S":
            role = "possessive"
        elif _is_joint(clause.codes, start, end):
            role = "joint"
        elif start == first_at:
            role = "first"
        elif start in subjects or (known.capitalises_nouns and _AFTER_VERB.search(clause.codes[: found.start("mod")])):
            role = "subject"
        elif "R" in clause.codes[max(0, found.start("mod") - 1) : start] or before == "R":
            role = "prepositional"
        else:
            role = "other"
        starts = starts or clause.starts(len(clause.words))
        gender = known.genders.get(clause.words[start - 1].lower().rstrip(".")) if before == "T" else None
        verb = subjects.get(start, -1)
        if role == "subject" and verb < 0 and (behind := _AFTER_VERB.search(clause.codes[: found.start("mod")])):
            verb = behind.start()
        yield Mention(
            name=persons.full(words, gender),
            role=role,
            at=starts[start],
            tells=verb >= 0 and clause.codes[verb] == "V",
            asks=_asks(clause, verb, known),
        )


def _unnamed(clause: Clause, found: "re.Match[str]", known: SpeechWords) -> Mention | None:
    """Return the subject of a sentence where it is a person without a name: "A man stood up", "Vale's wife left"."""
    start, end = found.span("phrase")
    words = clause.words[start:end]
    head, first = words[-1].lower(), words[0].lower()
    gender = known.genders.get(head)
    is_person = gender is not None or any(known.has(name, head) for name in ("titles", "anonymous"))
    is_trade = head.endswith(known.agent_endings or "\n") and not known.has("documents", head)
    is_one = known.has("single", first) or (gender is not None and _is_owned(clause.codes[start:end], first, known))
    if not (is_person or is_trade) or not is_one or _EXPLAINED.match(clause.codes, end):
        return None
    return Mention(
        name=" ".join((first if clause.codes[start] == "D" else words[0], *words[1:])),
        role="first",
        at=clause.starts(start + 1)[start],
        tells=found["verb"] == "V" and is_person,
        asks=_asks(clause, found.start("verb"), known),
        is_unnamed=True,
        gender=gender,
    )


def _is_owned(codes: str, first: str, known: SpeechWords) -> bool:
    """Say whether a phrase says whose somebody is: "his wife", "Vale's wife"."""
    return known.has("owners", first) or "S" in codes or "s" in codes


def _asks(clause: Clause, verb: int, known: SpeechWords) -> bool:
    """Say whether a subject asks somebody something: "asked Ann Vale", "asked whether"; not "asked for calm"."""
    if not 0 <= verb < len(clause.words) or clause.codes[verb] != "V" or not known.has("asking", clause.words[verb]):
        return False
    return clause.codes[verb + 1 : verb + 2] in ("N", "T", "P") or known.has(
        "questions", "".join(clause.words[verb + 1 : verb + 2])
    )


def _is_participle(clause: Clause, end: int) -> bool:
    """Say whether the first word of a sentence describes the pronoun that follows: "Mortified, she thanked him"."""
    return end == 1 and clause.codes.startswith("N,P")


def _first_name(first: "re.Match[str]") -> int:
    """Return where the name of a sentence's first phrase stands: in it, or in the words that explain it."""
    if first["name"]:
        return first.start("name")
    inner = ASIDE_NAME.match(first["aside"] or "")
    return first.start("aside") + inner.start("name") if inner else -1


def _is_joint(codes: str, start: int, end: int) -> bool:
    """Say whether a name is one of two joined by a conjunction: "A and B argued"."""
    after, before = codes[end : end + 4], codes[max(0, start - 4) : start]
    if re.search(r"R[^,;VvEwAGW]*$", codes[:start]):
        return False  # "between A and B"
    return bool(re.match(r"C[DTw]*[NT]", after)) or bool(re.search(r"NC[DTw]*$", before))


def dropped_candidates(before: Clause, after: Clause) -> Iterator[Candidate]:
    """Yield the verb of speech beside a quotation whose subject is left out, as Spanish does with he and she."""
    for side, clause, found in (
        ("right", after, _RIGHT_DROPPED.match(after.codes)),
        ("left", before, _LEFT_DROPPED.match(before.codes)),
    ):
        if found is None:
            continue
        at = found.start("verb")
        start, verb = clause.starts(at + 1)[at], clause.words[at]
        end = start + len(verb)
        yield Candidate(
            pattern=f"{side} {DROPPED}",
            kind="pronoun",
            words=verb,
            whole=verb,
            name="",
            start=start,
            end=end,
            cue_start=start,
            cue_end=end,
            verb=verb,
        )
        return


def is_last_subject(one: Antecedent) -> bool:
    """Say whether a person is the subject of the sentence before, or spoke last: who is meant where nobody is named."""
    return one.speaks or (one.sentences <= 1 and one.last_role in ("first", "subject"))


def nameless_goes_on(told: Attribution | None, before: str) -> bool:
    """Say whether the last words in this paragraph that say who speaks name nobody: "the official said"."""
    if told is None or told.note != NOBODY or told.source is None or "\n" in before[told.start :]:
        return False
    return " " in told.source


def is_told_of(one: Antecedent, said: str) -> bool:
    """Say whether a quotation names a person as others do: not "My name is Ann Vale"."""
    return is_told_of_by_name(one.name, said)


def is_told_of_by_name(name: str | None, said: str) -> bool:
    """Say whether a quotation has somebody's surname, and not as one's own."""
    at = said.find(name.rsplit(maxsplit=1)[-1]) if name else -1
    return at >= 0 and _SELF.search(said[:at]) is None
