"""What is said of a quotation: who may have said it, who said it, by which words, or why that is not known."""

import re
from collections.abc import Iterator
from typing import Literal

from news.records import SpeakerKind, record
from news.speakers.clauses import Clause
from news.speakers.name_words import as_written
from news.speakers.words import SpeechWords

NOBODY = "the words used name nobody"
NO_SOURCE = "no source stands beside it"
NO_SECOND_SIGN = "one sign shows it, of a kind that is often wrong"

CandidateKind = Literal["name", "pronoun", "common"]

BEFORE_SUBJECT = "before the subject"  # "In a note says the city": not what speaks
SAME_SENTENCE = "same sentence"  # the feature of one that goes on: "said it was “small”, and that it “came down”"
SURE_BESIDE = ("right subject", "right inverted", "left subject")  # places of a speaker right beside a quotation
FROM_BODY = "from a body"  # the feature of a body behind "from": "heißt es aus dem Rathaus"
TELLING = frozenset("VEGK")  # codes of words that tell
DROPPED = "dropped"  # the end of a pattern without a subject: "añadió"
BY_FORM = "by form"  # the feature of a label or a signature, of which nothing is learned
THIN = "no second sign"  # the feature of a choice that is right too seldom by itself
KNOWN_BODY = "known body"  # the feature of a name with a word for bodies in it: "the Ministry of Works"

# "the elected mayor Ann Vale", "chief of staff Ann Vale"
# "der für die Aufsicht zuständige Chef Ann Vale"
NAME = r"(?P<mod>Dv[NwsSTL]*[wsST]|D?(?:[NwsSTL]*[wsST])?|D?[NwsS]*TRw{1,3}|DRD?N+w{1,2})(?P<name>N(?:L*N)*)"
COMMON = r"(?P<common>D?[NwsSTL]*[wT]|Dv[NwsSTL]*[wT]|D(?:D(?![NwsSTL]))?)"  # "one unidentified official", "the other"
PRONOUN = r"(?P<pronoun>P|O)"
PHRASE = rf"(?:{NAME}|{PRONOUN}|{COMMON})"
TAIL = r"(?P<pp>(?:R[DNwsSTLA]+|D[NwsSTL]+)*)"
_BETWEEN = r",[^,.:;]{1,40}(?:,[WDCR][^,.:;]{0,40}){0,3},"
ASIDE = rf"(?P<aside>{_BETWEEN}|\([^)]*\),[^,.:;()]{{1,40}},|\([^)]*\),?|-[^-]*-|,(?=A*[VE]))?"
# "Ann Vale, who teaches at Hill University in Georgetown, Texas, said"
LONG_ASIDE = r"(?P<aside>,[^,.:;]{1,40}(?:,[WDCR][^,.:;]{0,40}|,N{1,3}\.?(?=,)){1,4},)"
NAMED = r"(?P<mod>(?:[NwsST]*[wsST])?)(?P<name>N(?:L*N)+|N(?=,W))(?P<pp>)(?P<pronoun>$^)?(?P<common>$^)?"
# An unknown verb right after a quotation.
RIGHT_OPEN = re.compile(
    rf"^,(?P<verb>[wv])A*{NAME}{TAIL}(?P<pronoun>$^)?(?P<common>$^)?(?P<aside>,[^,.:;]{{1,40}}(?=[,.]|$))?"
)
ASIDE_NAME = re.compile(r"^,(?:D[wT]*T|[wT]{0,3})(?P<name>N(?:L*N)+)(?:[,(]|$)")  # ", the Rev. Amos Tull"
KIN_NAME = re.compile(r"^,(?P<name>N),")  # "his brother, Jordan, said"
NOUN_BEHIND = re.compile(r"[NwsT]*")  # "a Monday editorial"

_SELF = re.compile(r"\b(?:I am|I'm|I,|name is|this is|it's|ich bin|je suis|soy)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)


@record
class Candidate:
    """A phrase that may name the speaker of one quotation."""

    pattern: str  # where it stands: "right inverted", "left subject", …
    kind: CandidateKind
    words: str  # the phrase as it stands, up to its name
    whole: str  # with what follows: "of the union"
    name: str  # the name in it; "" for none
    start: int  # of the phrase, in the text
    end: int
    cue_start: int  # of phrase and verb together
    cue_end: int
    verb: str = ""
    features: tuple[str, ...] = ()
    before_name: str = ""  # the codes of the words before the name in its phrase


@record
class SpeakerRules:
    """How sure a speaker must be."""

    least: float = 0.8  # probability of a named source; below, nobody is stated
    least_pronoun: float = 0.65  # probability of the person that a pronoun means
    least_subject: float = 0.6  # the same of the subject of the sentence just before
    least_link: float = 0.75  # the same of a pronoun that leads back to a name
    least_inside: float = 0.75  # the same of one whom nothing shows to be a person, or within a phrase: "Vale's lawyer"
    most_other: float = 0.6  # probability of a second person whom it may mean; above, nobody is stated
    most_nearer: float = 0.5  # the same of the subject of a sentence nearer to the pronoun
    by_rule: float = 0.9  # of phrases without a name, and of "according to", which the labelled data lack


SPEAKER_RULES = SpeakerRules()


@record
class Attribution:
    """Who said one quotation, or why that is not known."""

    start: int
    end: int
    speaker: str | None = None
    kind: SpeakerKind | None = None
    source: str | None = None  # the words that name the speaker
    source_start: int | None = None
    source_end: int | None = None
    note: str = ""  # why the speaker is not known


@record
class Option:
    """One candidate with what it comes to."""

    pattern: str
    speaker: str | None
    kind: SpeakerKind | None
    candidate: Candidate | None
    features: tuple[str, ...]
    note: str = ""


def phrase_at(
    span: tuple[int, int], words: str, *, pattern: str, kind: CandidateKind, name: str = "", verb: str = ""
) -> Candidate:
    """Make a candidate of words that stand together, verb and all."""
    start, end = span
    return Candidate(
        pattern=pattern,
        kind=kind,
        words=words,
        whole=words,
        name=name,
        start=start,
        end=end,
        cue_start=start,
        cue_end=end,
        verb=verb,
    )


def is_inside(candidate: Candidate, last: Attribution) -> bool:
    """Return whether words that begin no sentence name somebody else than the words of the quotation before."""
    is_led = candidate.pattern == "left subject" and "verb V" in candidate.features  # "Another adds, “…”"
    return (candidate.words[:1].islower() or is_led) and as_written(candidate.words).lower() != (
        last.source or ""
    ).lower()


def is_source(option: Option) -> bool:
    """Return whether "according to" and its like name somebody."""
    return option.speaker is not None and option.pattern.endswith("source")


def is_anothers_lead(before: Clause, known: SpeechWords) -> bool:
    """Return whether the words that lead to a quotation name somebody else, or begin with a body or a document."""
    is_defined = before.words[-1:] == ("as",) and "by" in before.words  # "is defined by the dictionary as “…”"
    names = before.codes[:1] == "D" or not {"N", "T"}.isdisjoint(before.codes)
    nouns = before.words[1:2] if before.codes[:1] == "D" and known.has("judging_bodies", "yes") else ()
    is_other = any(known.has(name, noun) for noun in nouns for name in ("bodies", "documents", "groups"))
    is_title = before.codes[-1:] == "R" and known.head_first and TELLING.isdisjoint(before.codes)  # "in scena con «…»"
    return is_defined or is_other or is_title or (before.codes[-1:] == ":" and names)


def tells_nothing_of(after: Clause, shared: tuple[str, ...], known: SpeechWords, *, is_next: bool) -> bool:
    """Return whether the words behind a quotation are of another sentence, or lead to the next one.

    Args:
        is_next: whether a quotation stands behind these words.
    """
    is_whole = shared[0] == "quotation ends stop" and after.words[:1] != () and after.words[0][0].isupper()
    verb = after.codes.find("V")
    if is_whole and verb >= 0 and known.has("clause_starts", "".join(after.words[verb + 1 : verb + 2])):
        return True  # "“….” Ann Vale tweeted that it is late"
    if is_whole and known.has("second_signs", "names"):
        return True  # "“….” Ann Vale urges": the verb stands first behind a quotation
    answers = after.codes.endswith("V") and known.has("answering", after.words[-1])  # "“Why?” He replied “…”"
    return is_next and (after.codes.endswith(":") or answers) and shared[0] != "quotation ends comma"


def outranks(option: Option, continued: Option, known: SpeechWords) -> bool:
    """Return whether words beside a quotation name a source, so that who spoke last does not go on."""
    is_unnamed = option.speaker is not None and option.kind != "person" and known.has("judging_bodies", "yes")
    is_beside = is_unnamed and option.pattern in (*SURE_BESIDE, "right source", "left source")
    is_open = option.speaker is None and option.pattern.endswith(DROPPED)  # it means another one, or is not sure
    if THIN in continued.features and option.speaker == continued.speaker:
        return THIN not in option.features
    return is_beside or (is_open and continued.kind == "person") or (continued.speaker is None and is_source(option))


def is_behind_place(candidate: Candidate, known: SpeechWords) -> bool:
    """Return whether a name stands behind a comma and a place: "a bar in Newark, New Jersey"."""
    if candidate.kind != "name" or candidate.words.endswith(candidate.name):
        return False
    words = candidate.whole.split()
    while len(words) > 1 and words[-1][0].isupper():
        words.pop()
    return len(words) < len(candidate.whole.split()) and known.codes.get(words[-1]) == "R"


def nameless_goes_on(told: Attribution | None, before: str) -> bool:
    """Return whether the last words in this paragraph that say who speaks name nobody: "the official said"."""
    if told is None or told.note != NOBODY or told.source is None or "\n" in before[told.start :]:
        return False
    return " " in told.source


def is_told_of_by_name(name: str | None, said: str) -> bool:
    """Return whether a quotation has somebody's surname, and not as one's own."""
    at = said.find(name.rsplit(maxsplit=1)[-1]) if name else -1
    return at >= 0 and _SELF.search(said[:at]) is None


def tells_at_once(one: Candidate) -> bool:
    """Return whether a source or a pronoun leads to a quotation: "Selon Ann Vale, “…”", "The yard, he told us, “…”"."""
    if one.kind == "name" and one.pattern == "left source":
        return True
    leads = one.kind == "pronoun" and one.pattern == "left subject"
    return leads and {"verb V", "ends ,", "tail short"} <= set(one.features)


def made_candidate(
    pattern: str, clause: Clause, found: "re.Match[str]", *, verb_at: int = -1, features: tuple[str, ...] = ()
) -> Iterator[Candidate]:
    """Yield the candidate whom a pattern matches in a clause."""
    groups = found.groupdict()
    name = _name_span(clause, found)
    kind: CandidateKind = "name" if name else "pronoun" if groups["pronoun"] else "common"
    first = found.start("mod") if groups["name"] else found.start(kind if kind != "name" else "common")
    in_phrase = name is not None and bool(groups["name"]) and name[0] == found.start("name")
    last = found.end("name") if in_phrase else found.end("pp")
    if kind == "pronoun":
        last = found.end("pronoun")
    elif kind == "common" and groups["name"]:
        last = max(last, _noun_end(clause.codes, found.end("name")))
    verb = verb_at if verb_at >= 0 else found.start("verb") if groups.get("verb") else -1
    cue = [first, last - 1, *((verb,) if verb >= 0 else ()), *((found.start(),) if "source" in pattern else ())]
    cue += (name[0], name[1] - 1) if name else ()
    starts = clause.starts(max(cue) + 1)
    made = list(features)
    if groups.get("aside"):
        made.append("aside")
    if name and not in_phrase:
        made.append("name in aside")
    if groups.get("verb"):
        made.append(f"verb {groups['verb']}")
    yield Candidate(
        pattern=pattern,
        kind=kind,
        words=clause.text(first, last),
        whole=clause.text(first, max(last, found.end("pp"))),
        name=clause.name(*name) if name else "",
        start=starts[first],
        end=starts[last - 1] + len(clause.words[last - 1]),
        cue_start=starts[min(cue)],
        cue_end=starts[max(cue)] + len(clause.words[max(cue)]),
        verb=clause.words[verb] if verb >= 0 else "",
        features=tuple(made),
        before_name=clause.codes[first : found.start("name")] if in_phrase else "",
    )


def _noun_end(codes: str, at: int) -> int:
    """Return where the noun that a name stands before ends: "a Monday editorial"."""
    found = NOUN_BEHIND.match(codes, at)
    return found.end() if found else at


def _name_span(clause: Clause, found: "re.Match[str]") -> tuple[int, int] | None:
    """Return where the name stands: in the phrase, or in the words between commas after it ("the mayor, Ann Vale,")."""
    groups = found.groupdict()
    is_common = not groups["name"] or (groups["mod"].startswith("D") and len(groups["name"]) == 1)
    tells = groups["name"] or groups["common"] or ""
    if is_common and groups.get("aside") and (groups["name"] or any(code in tells for code in "DTS")):
        inner = ASIDE_NAME.match(groups["aside"]) or (tells[-1:] == "T" and KIN_NAME.match(groups["aside"]))
        if inner:
            return found.start("aside") + inner.start("name"), found.start("aside") + inner.end("name")
    if groups["mod"] in ("D", "Dw") and clause.codes[found.end("name") : found.end("name") + 1] in ("w", "T"):
        return None  # "the Catholic priest", "the official Orsel site"
    return found.span("name") if groups["name"] else None


def is_word(found: "re.Match[str]") -> bool:
    """Return whether a phrase is a word that nothing makes a noun: "so" of "so says Ann Vale"."""
    common = found["common"] or ""
    return bool(common) and not any(code in common for code in "DTS")


def is_adverbial(one: Candidate, known: SpeechWords) -> bool:
    """Return whether words behind a verb are no subject, which has an article there: "recuerda emocionado"."""
    first = one.words.partition(" ")[0].lower()
    is_noun = known.codes.get(first) in ("D", "T", "O") or any(
        known.has(name, first) for name in ("groups", "anonymous")
    )
    return (one.pattern, one.kind) == ("right inverted", "common") and not is_noun


def open_candidates(clause: Clause) -> Iterator[Candidate]:
    """Yield the person who stands behind a word of small letters right after a quotation: most likely its verb."""
    if found := RIGHT_OPEN.match(clause.codes):
        yield from made_candidate("right open", clause, found)
