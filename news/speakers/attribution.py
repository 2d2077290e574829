"""What is said of a quotation: who may have said it, who said it, by which words, or why that is not known."""

import re
from typing import Literal

from news.records import SpeakerKind, record
from news.speakers.clauses import as_written
from news.speakers.words import SpeechWords

NOBODY = "the words used name nobody"
NO_SOURCE = "no source stands beside it"

CandidateKind = Literal["name", "pronoun", "common"]

BEFORE_SUBJECT = "before the subject"  # "In a note says the city": not what speaks
SAME_SENTENCE = "same sentence"  # the feature of one that goes on: "said it was “small”, and that it “came down”"
SURE_BESIDE = ("right subject", "right inverted", "left subject")  # places of a speaker right beside a quotation
DROPPED = "dropped"  # the end of a pattern without a subject: "añadió"
KNOWN_BODY = "known body"  # the feature of a name with a word for bodies in it: "the Ministry of Works"

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


def is_inside(candidate: Candidate, last: Attribution) -> bool:
    """Say whether words that begin no sentence name somebody else than the words of the quotation before."""
    is_led = candidate.pattern == "left subject" and "verb V" in candidate.features  # "Another adds, “…”"
    return (candidate.words[:1].islower() or is_led) and as_written(candidate.words).lower() != (
        last.source or ""
    ).lower()


def is_source(option: Option) -> bool:
    """Say whether "according to" and its like name somebody."""
    return option.speaker is not None and option.pattern.endswith("source")


def is_behind_place(candidate: Candidate, known: SpeechWords) -> bool:
    """Say whether a name stands behind a comma and a place: "a bar in Newark, New Jersey"."""
    if candidate.kind != "name" or candidate.words.endswith(candidate.name):
        return False
    words = candidate.whole.split()
    while len(words) > 1 and words[-1][0].isupper():
        words.pop()
    return len(words) < len(candidate.whole.split()) and known.codes.get(words[-1]) == "R"


def nameless_goes_on(told: Attribution | None, before: str) -> bool:
    """Say whether the last words in this paragraph that say who speaks name nobody: "the official said"."""
    if told is None or told.note != NOBODY or told.source is None or "\n" in before[told.start :]:
        return False
    return " " in told.source


def is_told_of_by_name(name: str | None, said: str) -> bool:
    """Say whether a quotation has somebody's surname, and not as one's own."""
    at = said.find(name.rsplit(maxsplit=1)[-1]) if name else -1
    return at >= 0 and _SELF.search(said[:at]) is None


def tells_at_once(one: Candidate) -> bool:
    """Say whether a pronoun and its verb lead to a quotation: "The yard, he told us, “…”"."""
    leads = one.kind == "pronoun" and one.pattern == "left subject"
    return leads and {"verb V", "ends ,", "tail short"} <= set(one.features)
