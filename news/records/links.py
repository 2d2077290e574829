"""Results of linking: how articles repeat, credit and follow each other."""

from dataclasses import field
from datetime import date, datetime
from typing import Literal

from news.frozen import record
from news.records.articles import CitationKind, Relation

CopyKind = Literal["exact", "near_copy", "update", "derived", "shared_passage"]
Basis = Literal["explicit", "text"]
OriginState = Literal["relays", "primary", "unknown"]
LinkedBy = Literal["rule", "person"]
SpeakerKind = Literal["person", "body", "document", "unnamed"]
StoryState = Literal["new", "burst", "active", "revived", "dormant", "closed", "merged"]

SILENT_DAYS = 14  # without an own text a story is dormant, and its next one revives it; silent_for() in SQL


def origin_words(state: str, origin: str | None) -> str:
    """Return an origin as a person reads it: "relays Harbour Post", "first-hand" (stored as primary) or "unknown"."""
    return f"relays {origin}" if state == "relays" else {"primary": "first-hand"}.get(state, state)


@record
class NearCopy:
    """Two articles that share prose: `article_id` repeats `original_id`, the earlier one."""

    article_id: int
    original_id: int
    kind: CopyKind
    containment: float  # shared word 5-grams ÷ the smaller set, 0 to 1
    sentence_coverage: float  # share of the shorter text's sentences that stand in the other, 0 to 1
    evidence: str  # the longest passage they share, as it stands in the article
    added_sentences: tuple[
        str, ...
    ] = ()  # of a near-copy or an update: sentences that the original has nowhere, or otherwise


@record
class Citation:
    """A passage in which an article credits an outlet, an agency or a document."""

    article_id: int
    cited: str  # canonical name, or the words used where nobody is named
    kind: CitationKind
    relation: Relation
    is_explicit: bool = True
    is_lead_claim: bool = False  # the article's main claim rests on it
    span_start: int | None = None  # code points in Article.text; None: from a head or a link
    span_end: int | None = None
    sentence: str | None = None


@record
class Quote:
    """A direct quotation; `quote_group_id` is shared by its appearances in other articles."""

    article_id: int
    quote: str
    speaker: str | None  # full name as the article first gives it, or the words used; None: not known
    speaker_kind: SpeakerKind | None = None  # None: not known
    source: str | None = None  # the words that name the speaker beside the quotation
    source_start: int | None = None  # of these words and their verb, in code points of Article.text
    source_end: int | None = None
    speaker_note: str = ""  # why the speaker is not known
    span_start: int
    span_end: int
    quote_group_id: int


@record
class Origin:
    """Where an article's main claim comes from, by one basis."""

    article_id: int
    story_id: str
    basis: Basis
    origin_group_id: int
    state: OriginState
    origin: str | None  # the outlet relayed; None unless state is "relays"
    reason: str | None = None  # why, in a few words
    span_start: int | None = None  # code points in Article.text of the words it rests on; None: in none
    span_end: int | None = None
    evidence: str | None = None  # these words, or the sentence in which they stand


@record
class Placement:
    """Where an article stands: its copy group and its story."""

    article_id: int
    copy_group_id: int
    is_original: bool
    story_id: str
    similarity: float  # to the story's profile, 0 to 1
    linked_by: LinkedBy = "rule"
    version: int = 1  # of the article that was linked


@record
class Story:
    """One running story, as remembered between runs."""

    story_id: str  # "s" and ten letters and digits, from its first article; never changes
    title: str
    first_title: str = ""  # the headline with which it began; empty: as the title
    title_at: datetime | None = None  # of the headline that is the title; None: a person's, or of no dated article
    profile: dict[str, float] = field(default_factory=dict)  # term -> summed weight of its copy groups; heaviest first
    counts: dict[str, int] = field(default_factory=dict)  # term -> how many of its copy groups use it
    length: float = 0.0  # of the profile × idf, as of the run that last changed it
    members: int = 0  # copy groups
    first_at: datetime | None = None
    last_at: datetime | None = None
    is_dated: bool = False  # whether both are those of dated articles; else of when undated ones were seen
    is_closed: bool = False
    merged_into: str | None = None


@record
class Figure:
    """A quantity as an article states it, in the base unit of its dimension."""

    article_id: int
    at: datetime  # the article's place in time
    language: str  # in which its text is read
    raw: str  # as the text writes it
    value: float  # of a range its middle
    low: float  # what it leaves open, after rounding and qualifier
    high: float
    unit: str  # "km", "second", "%", "usd", "people", …; "" for other counted things
    noun: str  # what is counted, singular; "" for measures
    qualifier: str  # "at least", "about", …; "" for none
    span_start: int  # code points in Article.text
    span_end: int
    sentence: str  # "" where the text is an account: never shown as the outlet's words


@record
class Expectation:
    """Something that an article announced for a day, month or year to come."""

    article_id: int
    first_day: date
    last_day: date  # the same for a day; the last one of a month or year
    is_deadline: bool  # "by March": it may come earlier
    raw: str  # the words that name the date
    sentence: str
    span_start: int  # of the words, in code points of Article.text
    span_end: int


@record
class NovelSentence:
    """A sentence that says something its story had not said, with what is new in it."""

    article_id: int
    sentence: str  # stands word for word in the article's text
    span_start: int
    span_end: int
    facts: tuple[str, ...]  # new figures, names, quotations, outlets and dates, as the sentence writes them
    told_before: float  # similarity to the nearest earlier sentence, 0 to 1; high: told in other words
    score: float  # facts, weakened by told_before
    leans: bool = False  # refers back: is told after the sentence before it
    chance: float = 0.0  # how likely it tells a fact of the day, 0 to 1


@record
class WatchMatch:
    """An article that a watch's query matches."""

    watch: str
    article_id: int


CorrectionVerb = Literal["link", "split", "name", "close", "reopen", "join_copies", "split_copies"]


@record
class Correction:
    """A person's correction of stories or copies, kept for good; the latest on a matter holds."""

    corrected_at: datetime
    verb: CorrectionVerb
    article_id: int | None = None
    other_id: int | None = None  # the second article, of the verbs on copies
    story_id: str | None = None  # link: into it; split: out of it; name and close: this one
    words: str = ""  # the title given by name


@record
class KeptFigure:
    """A figure as the archive keeps it: its sentence is a span of that version of the text."""

    article_id: int
    version: int
    raw: str
    value: float
    low: float
    high: float
    unit: str
    noun: str
    qualifier: str
    span_start: int
    span_end: int
    sentence_start: int
    sentence_end: int


@record
class KeptExpectation:
    """A day to come as the archive keeps it."""

    article_id: int
    version: int
    first_day: date
    last_day: date
    is_deadline: bool
    raw: str
    span_start: int
    span_end: int
    sentence_start: int
    sentence_end: int


@record
class KeptDifference:
    """One side of a difference between the articles of a story, as the archive keeps it."""

    story_id: str
    difference_id: int  # the same for all sides
    about: str
    article_id: int
    version: int
    figure: str  # as the text writes it
    sentence_start: int
    sentence_end: int


@record
class Linkage:
    """All that one run of linking found; saved in one transaction."""

    read: tuple[int, ...]  # the articles that were looked at
    placements: tuple[Placement, ...] = ()
    copies: tuple[NearCopy, ...] = ()
    citations: tuple[Citation, ...] = ()
    quotes: tuple[Quote, ...] = ()
    origin_stories: tuple[str, ...] = ()  # the stories whose origins were told anew
    origins: tuple[Origin, ...] = ()
    stories: tuple[Story, ...] = ()  # new or changed
    matches: tuple[WatchMatch, ...] = ()
    figures: tuple[KeptFigure, ...] = ()
    expectations: tuple[KeptExpectation, ...] = ()
    differences: tuple[KeptDifference, ...] = ()  # of the stories of `origin_stories`
