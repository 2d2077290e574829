"""How well a day's sentences tell what an editor would have told: facts, repeats, poor sentences."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.digest.reading.events import Day, Event

WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
SAME = 0.60  # share of a sentence's content words in one earlier told sentence from which it repeats it
KIN = 0.40  # … where it tells a fact of an earlier day, told then, and none of today
COMMON = frozenset(
    "a about after all also an and are as at be been but by can could did do for from had has have he her his if in "
    "into is it its last more new not of on one or our out over said says she so than that the their them there they "
    "this to up was we were what when which who will with would you".split()
)


@dataclass(kw_only=True)
class Told:
    """One sentence of a digest: which article, where in it, what."""

    article: str
    start: int
    sentence: str


@dataclass(kw_only=True)
class Score:
    """Counts over days; figures are their quotients."""

    days: int = 0
    main_first: int = 0
    facts: int = 0
    facts_told: int = 0
    sentences: int = 0
    repeats: int = 0
    poor: int = 0
    unread: int = 0
    words: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Add another's counts to these."""
        for name in ("days", "main_first", "facts", "facts_told", "sentences", "repeats", "poor", "unread", "words"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.missed += other.missed

    def row(self) -> list[str]:
        """Return the shares, for a table."""
        shares = ((self.main_first, self.days), (self.facts_told, self.facts), (self.repeats, self.sentences),
                  (self.poor, self.sentences - self.unread))  # fmt: skip
        cells = [f"{one / whole:.2f} ({one}/{whole})" if whole else "–" for one, whole in shares]
        return [*cells, str(self.unread), f"{self.words / max(1, self.days):.0f}"]


def score_event(event: Event, told: Sequence[Sequence[Told]], poor: dict[tuple[str, int], bool]) -> Score:
    """Return the score of one event's digests, one list of sentences a day."""
    score, earlier, earlier_facts = Score(), [], []
    for number, (day, sentences) in enumerate(zip(event.days, told, strict=True)):
        score.add(_score_day(day, sentences, f"{event.name} day {number + 1}"))
        for one in sentences:
            score.repeats += _repeats(one.sentence, day, earlier, earlier_facts)
            verdict = poor.get((one.article, one.start))
            score.poor += verdict is True
            score.unread += verdict is None
        earlier += [one.sentence for one in sentences]
        earlier_facts += [fact for fact in day.facts if any(fact.is_told_by(one.sentence) for one in sentences)]
    return score


def _score_day(day: Day, sentences: Sequence[Told], name: str) -> Score:
    missed = [fact.fact for fact in day.facts if not any(fact.is_told_by(one.sentence) for one in sentences)]
    is_first = any(day.main.is_told_by(one.sentence) for one in sentences[:2])
    return Score(
        days=1,
        main_first=is_first,
        facts=len(day.facts),
        facts_told=len(day.facts) - len(missed),
        sentences=len(sentences),
        words=sum(len(one.sentence.split()) for one in sentences),
        missed=[f"{name}: {fact}" for fact in missed] + ([] if is_first else [f"{name}: NOT FIRST: {day.main.fact}"]),
    )


def _repeats(sentence: str, day: Day, earlier: Sequence[str], facts: Sequence[object]) -> bool:
    own = content(sentence)
    nearest = max((len(own & content(other)) / max(1, len(own)) for other in earlier), default=0.0)
    tells_today = any(fact.is_told_by(sentence) for fact in day.facts)
    tells_before = any(fact.is_told_by(sentence) for fact in facts)  # type: ignore[attr-defined]
    return nearest >= SAME or (nearest >= KIN and tells_before and not tells_today)


def content(sentence: str) -> set[str]:
    """Return the words of a sentence that say something, cut to seven letters."""
    return {word.lower()[:7] for word in WORD.findall(sentence)} - COMMON


def read_verdicts(path: Path) -> dict[tuple[str, int], bool]:
    """Return which sentences a reader judged poor, and which not, by article and place."""
    if not path.exists():
        return {}
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    verdicts = {}
    for is_poor, group in ((True, "poor"), (False, "fine")):
        for article, places in told.get(group, {}).items():
            verdicts |= {(article, place): is_poor for place in places}
    return verdicts
