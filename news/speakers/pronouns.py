"""Whom he or she means: the persons named shortly before, each with what speaks for it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from news.records import SpeakerKind, record
from news.speakers.attribution import DROPPED, KNOWN_BODY, NOBODY, Candidate, Option, SpeakerRules, made_candidate
from news.speakers.candidates import first_phrase
from news.speakers.clauses import Clause, joined, read_clause
from news.speakers.contexts import Context, is_caption, sentence_before, stops
from news.speakers.given_names import is_of_both
from news.speakers.mentions import Mention, named_in
from news.speakers.names import Persons
from news.speakers.roles import is_name, named_speaker, unnamed_speaker
from news.speakers.scoring import Antecedent, is_rival, meant_by_pronoun
from news.speakers.words import GENDERS, Gender, SpeechWords

SENTENCES = 4  # looked at before the pronoun
CHARACTERS = 700
MOST_CAPTIONS = 2  # passed over; more are a list, or a text without full stops
MOST_LINKS = 1  # pronouns by which one goes back to a name
_THEY = re.compile(r"^(?:[NRCVGvw][^,]*,)?[AC]*(?P<pronoun>O)A*[VEvw]")  # of several: "They left."
# The pronoun that is the subject of a sentence, or of the words behind a quotation: "But he said", ", he said".
_SUBJECT = re.compile(r"^,?(?:[NRCVGvw][^,]*,)?[AC]*(?P<pronoun>P)A*(?P<verb>.)?")
_COMPARED = re.compile(
    r"^.w[wAvVE]{1,4}(?P<mod>(?:D[wT]*)?)(?P<name>N(?:L*N)+)(?P<pp>)(?P<pronoun>$^)?(?P<common>$^)?\.$"
)


@record
class Subject:
    """A pronoun that is the subject of a sentence."""

    at: int
    gender: Gender
    tells: bool
    judges: bool  # it tells or accuses, praises: the subject goes on


Sentence = tuple[list[Mention], Subject | None]
_NO_WORDS: list[Mention] = []  # a stretch that holds a quotation and nothing else
_SEVERAL: list[Mention] = []  # a sentence that tells of several, and names nobody: "They left."


class Mentions:
    """The persons whom a text names outside its quotations, sentence by sentence; each sentence is read once."""

    def __init__(
        self,
        text: str,
        quoted: Sequence[tuple[int, int]],
        persons: Persons,
        known: SpeechWords,
        rules: SpeakerRules,
    ) -> None:
        """Take a text, the spans of its quotations with their marks, and how sure a pronoun must be."""
        self._text, self._quoted, self._persons, self._known = text, quoted, persons, known
        self._links = replace(rules, least_pronoun=rules.least_link, least_subject=rules.least_link)
        self._cuts: list[int] | None = None
        self._read: dict[tuple[int, int], Sentence] = {}
        self._meant: dict[int, Antecedent | None] = {}  # by pronouns that are subjects of sentences
        self._rivals: dict[int, list[str]] = {}  # others whom they may mean as well
        self._said: list[tuple[int, str | None]] = []  # ends of quotations, and their speakers

    def remember(self, end: int, speaker: str | None) -> None:
        """Keep who said the quotation that ends at a place."""
        self._said.append((end, speaker))

    def antecedents(self, place: int, gender: Gender | None, links: int = 0) -> list[Antecedent]:
        """Return the persons named before `place` who fit, the nearest first; of a subject left out everybody fits.

        Args:
            links: pronouns by which one has come back to this place.
        """
        seen: dict[str, list[tuple[int, Mention]]] = {}
        are_several = False
        for number, mentions in enumerate(self._sentences_before(place, links)):
            for mention in mentions:
                one = replace(mention, is_of_several=True) if are_several else mention
                seen.setdefault(mention.name, []).append((number, one))
            are_several = mentions is _SEVERAL
        nearest_first = sorted(seen.items(), key=lambda item: -max(mention.at for _, mention in item[1]))
        made, order, last_speaker = list[Antecedent](), 0, self._last_speaker(place)
        for name, places in nearest_first:
            if not places[0][1].is_unnamed and self._is_noun(name, places):
                continue  # "Gemeinsame Schulden lehnt er ab"
            is_either = is_of_both(name.split()[0]) and places[0][0] == 0 and places[0][1].tells  # "Lindsay Vale said"
            if gender is None or is_either or self._gender(places[0][1]) in (None, gender):
                made.append(self._antecedent(name, places, order, gender, last_speaker))
            order += not places[0][1].is_unnamed
        return made

    def _is_noun(self, name: str, places: list[tuple[int, Mention]]) -> bool:
        """Return whether a name is rather an adjective and a noun where nouns have capitals."""
        persons, (before, _, last) = self._persons, name.rpartition(" ")
        is_shown = (
            any(one.is_described for _, one in places) or persons.gender(name) or persons.gender(persons.full(last))
        )
        is_adjective = before.endswith(self._known.adjective_endings or "\n") and not persons.speaks(before)
        is_opening = all(one.role == "first" for _, one in places)  # not "den Briten Vahl"
        return (
            is_adjective and is_opening and not is_shown
        )  # not "Vahle Vorteile", where "sagte Vahle" stands elsewhere

    def _last_speaker(self, place: int) -> str | None:
        """Return who said the last quotation before a place."""
        for end, speaker in reversed(self._said):
            if end <= place:
                return speaker
        return None

    def _with_subject(self, mentions: list[Mention], subject: Subject, links: int) -> list[Mention]:
        """Add whom the pronoun means that is a sentence's subject; where nobody is sure, no name behind it is meant."""
        if subject.at not in self._meant and links < MOST_LINKS:
            among = self.antecedents(subject.at, subject.gender, links + 1)
            found = meant_by_pronoun(among, self._links)
            is_thin = found is not None and found.last_role == "other" and not (found.tells or found.speaks)
            self._meant[subject.at] = None if is_thin and not self._known.gives_things_gender else found
            if found and not subject.judges:
                self._rivals[subject.at] = [one.name for one in among if is_rival(one, found)]
        if (meant := self._meant.get(subject.at)) is None:
            if self._known.gives_things_gender:
                return mentions  # "Sie" is the school of which Ann Vale tells
            return [one for one in mentions if one.at < subject.at or self._gender(one) not in (None, subject.gender)]
        added = Mention(name=meant.name, role="first", at=subject.at, tells=subject.tells)
        added = replace(added, gender=subject.gender) if meant.is_unnamed else added
        added = replace(added, is_unnamed=meant.is_unnamed, is_of_several=bool(rivals := self._rivals.get(subject.at)))
        return [*mentions, *(replace(added, name=name, is_unnamed=False) for name in rivals or ()), added]

    def nearer_subject(self, candidate: Candidate, context: Context) -> Option | None:
        """Return whom the sentence just before tells of by an office, or behind its verb: nobody older is left out."""
        place, persons, known = context.outer_start, self._persons, self._known
        start = sentence_before(self._text, place)
        if not context.follows_stop or not candidate.pattern.endswith(DROPPED):
            return None
        if self._said and self._said[-1][0] > start:
            return None
        clause = read_clause(self._text, start, place, known)
        made = Option(pattern=candidate.pattern, speaker=None, kind=None, candidate=candidate, features=(), note=NOBODY)
        if found := next(subject_behind(clause, known), None):
            is_person = persons.kind(found.name, found.before_name) == "person"
            return replace(made, speaker=persons.full(found.name), kind="person", note="") if is_person else made
        first = next(first_phrase(clause), None)
        words = first.words.split() if first is not None and first.kind == "common" else []
        if first is None or not any(map(persons.is_title, words[1:2])) or not known.has("definite", words[0]):
            return None
        told = unnamed_speaker(first, persons, known)
        return replace(made, speaker=told.speaker, kind=told.kind, note="") if told.kind == "person" else made

    def tellers(self, clause: Clause) -> list[str]:
        """Return the persons who tell something in a stretch of text."""
        named = named_in(clause, self._persons, self._known)
        return [one.name for one in named if one.tells and not one.is_unnamed]

    def _gender(self, one: Mention) -> Gender | None:
        return one.gender if one.is_unnamed else self._persons.gender(one.name) or one.gender

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
            gender="fits" if (known := self._gender(places[0][1])) and gender in (None, known) else "unknown",
            is_described=any(mention.is_described for _, mention in places),
            is_known=is_unnamed or places[0][1].is_described or self._persons.is_known_person(name),
            speaks=name == last_speaker,
            tells=any(mention.tells for number, mention in places if number == nearest),
            order=order,
            asks=any(mention.asks for number, mention in places if number == nearest),
            is_unnamed=is_unnamed,
            is_of_several=any(mention.is_of_several for number, mention in places if number == nearest),
        )

    def _sentences_before(self, place: int, links: int) -> Iterator[list[Mention]]:
        """Yield the mentions of the sentences before `place`, the nearest first."""
        if self._cuts is None:
            lines = (found.end() for found in re.finditer(r"\n+", self._text))
            self._cuts = sorted({0, *lines, *stops(self._text, 0, len(self._text))})
        at, end, count, captions = bisect_left(self._cuts, place) - 1, place, 0, 0
        while at >= 0 and count < SENTENCES and self._cuts[at] >= place - CHARACTERS:
            start = self._cuts[at]
            if is_caption(self._text, start, end):
                if captions == MOST_CAPTIONS:
                    return
                at, end, captions = at - 1, start, captions + 1
                continue
            if (start, end) not in self._read:
                self._read[start, end] = self._sentence(self.unquoted(start, end))
            mentions, subject = self._read[start, end]
            if mentions is not _NO_WORDS:
                yield self._with_subject(mentions, subject, links) if subject else mentions
                count += 1
            at, end = at - 1, start

    def _sentence(self, clause: Clause) -> Sentence:
        """Return whom a sentence names, and the pronoun that is its subject."""
        if not clause.codes.strip(",.:;-"):
            return _NO_WORDS, None
        found = _SUBJECT.match(clause.codes) if "P" in clause.codes else None
        subject = None
        if found:
            at, word = found.start("pronoun"), clause.words[found.start("pronoun")]
            gender = next((one for one in GENDERS if self._known.has(one, word)), None)
            if gender:
                place, verb = clause.starts(at + 1)[at], found["verb"]
                subject = Subject(at=place, gender=gender, tells=verb == "V", judges=verb in ("V", "E"))
        named = list(named_in(clause, self._persons, self._known))
        if not named and (they := _THEY.match(clause.codes)):
            return (_SEVERAL if self._known.has("several", clause.words[they.start("pronoun")]) else named), subject
        return named, subject

    def unquoted(self, start: int, end: int) -> Clause:
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


def subject_behind(clause: Clause, known: SpeechWords) -> Iterator[Candidate]:
    """Yield the subject that ends a sentence which begins by comparing: "Más crítico se mostró el mayor Udo Riva."."""
    is_compared = bool(clause.words) and known.has("comparing", clause.words[0])
    if is_compared and (found := _COMPARED.match(clause.codes)):
        yield from made_candidate("first", clause, found)


def subject_name(clause: Clause, known: SpeechWords) -> str:
    """Return the name that is the subject of a sentence; "" for none."""
    told = (*subject_behind(clause, known), *first_phrase(clause))
    return next((one.name for one in told if one.kind == "name"), "")


def subject_told_of(
    clause: Clause, kinds: Sequence[SpeakerKind], persons: Persons, known: SpeechWords
) -> Option | None:
    """Return the body, document or group that is the subject of a sentence and may be "it" or "they" of the next."""
    found = next(first_phrase(clause), None)
    if found is None or found.kind == "pronoun":
        return None
    if found.kind == "name" and is_name(found, persons, known):
        made = named_speaker(found, [], persons, known)
        return made if made.kind in kinds and KNOWN_BODY in made.features else None
    told = unnamed_speaker(found, persons, known)
    documents = sum(1 for word in clause.words if known.has("documents", word))
    is_one = told.kind == "unnamed" and not are_several(told.speaker or "", known)
    own = (told.speaker or "").lower().split()
    is_beside = told.kind == "unnamed" and any(
        _is_group(word, known) for word in clause.words if word.lower() not in own
    )
    if told.kind not in kinds or is_one or is_beside or (told.kind == "document" and documents > 1):
        return None  # "The statement quotes a letter.", "The residents met the officers."
    return Option(pattern="", speaker=told.speaker, kind=told.kind, candidate=None, features=())


def _is_group(word: str, known: SpeechWords) -> bool:
    """Return whether a word tells of several persons: "residents", "officers"."""
    one = word.removesuffix("s")
    is_office = one != word and (known.codes.get(one) == "T" or known.has("of_others", one))
    return is_office or (word.islower() and known.has("groups", word))


def are_several(words: str, known: SpeechWords) -> bool:
    """Return whether a phrase without a name tells of several: "residents of the tower"."""
    head = next((at for at in words.lower().split() if known.has("groups", at) or at.endswith("s")), "")
    return known.has("groups", head) or (head.endswith("s") and not head.endswith(("ss", "'s", "’s", "us")))
