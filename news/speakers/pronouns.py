"""Whom he or she means: the persons named shortly before, each with what speaks for it."""

import re
from collections.abc import Iterator, Sequence

from news.records import record
from news.speakers.candidates import FIRST
from news.speakers.clauses import Clause, read_clause
from news.speakers.contexts import stops
from news.speakers.names import Gender, Persons
from news.speakers.words import SpeechWords

SENTENCES = 5  # looked at before the pronoun
CHARACTERS = 900
_NAMES = re.compile(r"(?P<mod>(?:[DNwsST]*[DwsST])?)(?P<name>N(?:L*N)*S?|S)")
_CLAUSE_SUBJECT = re.compile(
    r"(?:^|(?<=[,;:.()CVGWOv-]))(?:[DNwsST]*[DwsST])?(?P<name>N(?:L*N)*)(?:R[DNwsST]+)*(?:,[^,]*,)?A*[VEvw]"
)


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
    order: int  # of the last mentions: 0 the nearest


def antecedents(
    text: str,
    place: int,
    gender: Gender | None,
    *,
    quoted: Sequence[tuple[int, int]],
    persons: Persons,
    known: SpeechWords,
    last_speaker: str | None,
) -> list[Antecedent]:
    """Return the persons named before `place` who fit, the nearest first."""
    seen: dict[str, list[tuple[int, str, int]]] = {}
    for number, clause in enumerate(_sentences_before(text, place, quoted, known)):
        for name, role, at in _named(clause, persons):
            seen.setdefault(name, []).append((number, role, at))
    made = []
    for order, (name, places) in enumerate(sorted(seen.items(), key=lambda item: -max(at for _, _, at in item[1]))):
        stated = persons.gender(name)
        if stated and gender and stated != gender:
            continue
        nearest = min(number for number, _, _ in places)
        made.append(
            Antecedent(
                name=name,
                sentences=nearest,
                roles=frozenset(role for number, role, _ in places if number == nearest),
                last_role=max(places, key=lambda place: place[2])[1],
                mentions=len(places),
                gender="fits" if stated and gender else "unknown",
                is_known=persons.is_known_person(name),
                speaks=name == last_speaker,
                order=order,
            )
        )
    return made


def _sentences_before(text: str, place: int, quoted: Sequence[tuple[int, int]], known: SpeechWords) -> Iterator[Clause]:
    """Yield the sentences before `place`, the nearest first, without what stands in quotation marks."""
    low = max(0, place - CHARACTERS)
    marks = [low]
    for line in re.finditer(r"\n+", text[low:place]):
        marks.append(low + line.end())
    cuts = sorted({*marks, *stops(text, low, place)})
    count = 0
    for start, end in zip(reversed(cuts), reversed([*cuts[1:], place]), strict=True):
        clause = _unquoted(text, start, end, quoted, known)
        if clause.codes.strip(",.:;-"):
            yield clause
            count += 1
        if count == SENTENCES:
            return


def _unquoted(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]], known: SpeechWords) -> Clause:
    """Read a stretch of text, its quotations left out."""
    parts, at = [], start
    for first, last in quoted:
        if last <= start or first >= end:
            continue
        if first > at:
            parts.append(read_clause(text, at, first, known))
        at = max(at, last)
    if at < end:
        parts.append(read_clause(text, at, end, known))
    return Clause(
        codes="".join(part.codes for part in parts),
        words=tuple(word for part in parts for word in part.words),
        starts=tuple(start for part in parts for start in part.starts),
        ends=tuple(end for part in parts for end in part.ends),
    )


def _named(clause: Clause, persons: Persons) -> Iterator[tuple[str, str, int]]:
    """Yield the persons of one sentence, each with its role and place."""
    subjects = {found.start("name") for found in _CLAUSE_SUBJECT.finditer(clause.codes)}
    first = FIRST.match(clause.codes)
    first_at = first.start("name") if first and first.groupdict()["name"] else -1
    for found in _NAMES.finditer(clause.codes):
        start, end = found.span("name")
        words = clause.text(start, end)
        before = clause.codes[start - 1 : start]
        if not persons.is_person(words, clause.codes[found.start("mod") : start]):
            continue
        if clause.codes[end - 1] == "S":
            role = "possessive"
        elif _is_joint(clause.codes, start, end):
            role = "joint"
        elif start == first_at:
            role = "first"
        elif start in subjects:
            role = "subject"
        elif "R" in clause.codes[max(0, found.start("mod") - 1) : start] or before == "R":
            role = "prepositional"
        else:
            role = "other"
        yield persons.full(words), role, clause.starts[start]


def _is_joint(codes: str, start: int, end: int) -> bool:
    """Say whether a name is one of two joined by a conjunction: "A and B argued"."""
    after, before = codes[end : end + 4], codes[max(0, start - 4) : start]
    if re.search(r"R[^,;VvEwAGW]*$", codes[:start]):
        return False  # "between A and B"
    return bool(re.match(r"C[DTw]*[NT]", after)) or bool(re.search(r"NC[DTw]*$", before))
