"""What is said of a quotation: who said it, by which words, or why that is not known."""

from news.records import SpeakerKind, record
from news.speakers.candidates import Candidate

NO_SOURCE = "no source stands beside it"

KNOWN_BODY = "known body"  # the feature of a name with a word for bodies in it: "the Ministry of Works"


@record
class SpeakerRules:
    """How sure a speaker must be."""

    least: float = 0.8  # probability of a named source; below, nobody is stated
    least_pronoun: float = 0.7  # probability of the person that a pronoun means
    most_other: float = 0.6  # probability of a second person whom it may mean; above, nobody is stated
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
