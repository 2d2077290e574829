"""Vectors of articles, profiles of stories, and how near the two are.

A profile sums the vectors of a story's copy groups, each of length 1, without idf: idf is applied when the two
are held against each other, as the archive knows it then, and counted **outside the story**. A story that makes up a
good part of a young archive must not make its own names common.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import repeat
from math import exp, log, sqrt
from operator import itemgetter, mul

from news.records import Story
from news.stories.memory import Frequencies, nearest
from news.stories.thresholds import StoryRules

Vector = Mapping[str, float]


class Idf:
    """How much a term says, by the copy groups seen so far; frozen for a run."""

    def __init__(self, frequencies: Frequencies, rules: StoryRules) -> None:
        """Reckon from `frequencies`."""
        self.frequencies = frequencies
        self.counts = frequencies.counts
        self.own = max(rules.own_groups, frequencies.total // rules.own_share)
        self._least_telling, self._common_groups = rules.telling_name, rules.common_groups
        total = frequencies.total + rules.unseen_groups
        unseen = max(rules.least_unseen, rules.unseen * min(1.0, total / rules.telling_groups))
        self.logs = [log(total / (count + unseen)) for count in range(max(self.counts.values(), default=0) + 1)]

    @property
    def highest(self) -> float:
        """Return the idf of a term that no copy group has."""
        return self.logs[0]

    def of(self, term: str, inside: int = 0) -> float:
        """Return the logarithm of one in how many copy groups has the term, `inside` of them left out."""
        outside = self.counts.get(term, 0) - min(inside, self.own)
        return self.logs[outside] if outside > 0 else self.logs[0]

    def telling(self, name: str, inside: int) -> float:
        """Return how rare a name is, 0 to 1, `inside` groups left out; 0 where it is everybody's."""
        share = self.of(name, inside) / self.highest
        outside = self.counts.get(name, 0) - min(inside, self.own)
        return 0.0 if share < self._least_telling and outside >= self._common_groups else share


def rarest(vector: Vector, many: int) -> dict[str, float]:
    """Return the `many` heaviest terms, the heaviest first: enough to find what is near."""
    return dict(sorted(vector.items(), key=itemgetter(1), reverse=True)[:many])


@dataclass(slots=True)
class LiveStory:
    """A story while a run works on it."""

    story_id: str
    idf: Idf
    title: str = ""
    first_title: str = ""
    title_at: datetime | None = None  # of the headline that is the title, where it has a date
    profile: dict[str, float] = field(default_factory=dict)  # without idf
    counts: dict[str, int] = field(default_factory=dict)  # copy groups that use the term
    weighted: dict[str, float] = field(default_factory=dict)  # the profile × idf outside the story
    square: float = 0.0  # of the weighted profile's length
    members: int = 0  # copy groups
    first_at: datetime | None = None
    last_at: datetime | None = None
    is_dated: bool = False  # whether its span is that of dated articles; undated ones never move it then
    is_closed: bool = False
    is_guide: bool = False  # founded in this run by a text that tells of no event
    is_changed: bool = False

    def cosine(self, vector: Vector) -> float:
        """Return how near a vector of length 1 is to the profile, 0 to 1, both by idf outside the story."""
        if self.square <= 0:
            return 0.0
        weighted, counts, seen, logs = self.weighted, self.counts, self.idf.counts, self.idf.logs
        own = self.idf.own
        dot, square = 0.0, 1.0
        for term in vector.keys() & weighted.keys():
            weight, count, inside = vector[term], seen.get(term, 0), counts[term]
            outside = weight * logs[max(0, count - (inside if inside < own else own))] / logs[count]
            dot += outside * weighted[term]
            square += outside * outside - weight * weight
        return min(1.0, dot / sqrt(self.square * square))

    def telling(self, term: str) -> float:
        """Return how much a name tells of this story, 0 to 1: 0 where the story never used it, or others often do."""
        inside = self.counts.get(term, 0)
        return self.idf.telling(term, inside) if inside else 0.0

    def length(self) -> float:
        """Return the weighted profile's length."""
        return sqrt(self.square) if self.square > 0 else 0.0

    def closeness(self) -> float:
        """Return how near the copy groups are to each other: 1 for one, towards 0 for many of one field."""
        return min(1.0, self.length() / self.members) if self.members else 1.0

    def gap_days(self, at: datetime) -> float:
        """Return the days between an instant and the story's span; 0 within it."""
        if self.first_at is None or self.last_at is None:
            return 0.0
        outside = max(at - self.last_at, self.first_at - at, timedelta(0))
        return outside / timedelta(days=1)

    def add(self, vector: Vector, at: datetime, *, times: int = 1, is_dated: bool = True) -> None:
        """Take a copy group into the profile, or out of it with `times` -1."""
        if not self.profile and times > 0:
            self._begin(vector)
        else:
            self._sum(vector, times)
        self.members = max(0, self.members + times)
        self.is_changed = True
        if times > 0:
            self._extend(at, at, is_dated=is_dated)

    def _extend(self, first: datetime | None, last: datetime | None, *, is_dated: bool) -> None:
        """Widen the span: by dated articles, or by undated ones where it has no other."""
        if is_dated < self.is_dated or first is None or last is None:
            return
        if is_dated > self.is_dated or self.first_at is None or self.last_at is None:
            self.first_at, self.last_at, self.is_dated = first, last, is_dated
        else:
            self.first_at, self.last_at = min(first, self.first_at), max(last, self.last_at)

    def _begin(self, vector: Vector) -> None:
        logs = self.idf.logs
        everywhere = list(map(self.idf.counts.get, vector, repeat(0)))
        self.profile = dict(
            zip(vector, [w / logs[n] for w, n in zip(vector.values(), everywhere, strict=True)], strict=True)
        )
        self.counts = dict.fromkeys(vector, 1)
        self.weigh(everywhere)

    def _sum(self, vector: Vector, times: int) -> None:
        profile, counts, weighted, square = self.profile, self.counts, self.weighted, self.square
        seen, logs, own = self.idf.counts, self.idf.logs, self.idf.own
        for term, weight in vector.items():
            everywhere = seen.get(term, 0)
            new, count = profile.get(term, 0.0) + times * weight / logs[everywhere], counts.get(term, 0) + times
            profile[term] = new = new if new > 0 else 0.0
            counts[term] = count = count if count > 0 else 0
            old = weighted.get(term, 0.0)
            outside = everywhere - (count if count < own else own)
            weighted[term] = new = new * logs[outside if outside > 0 else 0]
            square += new * new - old * old
        self.square = square

    def take_in(self, other: "LiveStory") -> None:
        """Take another story in; the first headline is that of the one that began first."""
        if other.first_at and self.first_at and other.first_at < self.first_at and other.first_title:
            self.first_title = other.first_title
        for term, weight in other.profile.items():
            self.profile[term] = self.profile.get(term, 0.0) + weight
            self.counts[term] = self.counts.get(term, 0) + other.counts[term]
        self._weigh(other.profile)
        self.members += other.members
        self._extend(other.first_at, other.last_at, is_dated=other.is_dated)
        self.is_changed = True

    def weigh(self, everywhere: Iterable[int]) -> None:
        """Weigh the whole profile by idf; `everywhere` counts the copy groups with each of its terms."""
        logs, own = self.idf.logs, self.idf.own
        weighted = [
            weight * logs[max(0, seen - (inside if inside < own else own))]
            for weight, inside, seen in zip(self.profile.values(), self.counts.values(), everywhere, strict=True)
        ]
        self.weighted = dict(zip(self.profile, weighted, strict=True))
        self.square = sum(map(mul, weighted, weighted))

    def _weigh(self, terms: Iterable[str]) -> None:
        weighted, profile, counts = self.weighted, self.profile, self.counts
        seen, logs, square = self.idf.counts, self.idf.logs, self.square
        for term in terms:
            outside = seen.get(term, 0) - min(self.idf.own, counts[term])
            new = profile[term] * logs[outside if outside > 0 else 0]
            old, weighted[term] = weighted.get(term, 0.0), new
            square += new * new - old * old
        self.square = square

    def unit(self) -> dict[str, float]:
        """Return the weighted profile as a vector of length 1."""
        length = self.length() or 1.0
        return {term: weight / length for term, weight in self.weighted.items()}

    def story(self, rules: StoryRules) -> Story:
        """Return the story as a record, its profile cut to what is worth remembering."""
        heaviest = sorted(self.weighted, key=self.weighted.__getitem__, reverse=True)[: rules.profile_terms]
        kept = [term for term in heaviest if self.weighted[term] > 0]
        return Story(
            story_id=self.story_id,
            title=self.title,
            first_title=self.first_title,
            title_at=self.title_at,
            profile={term: self.profile[term] for term in kept},
            counts={term: self.counts[term] for term in kept},
            length=self.length(),
            members=self.members,
            first_at=self.first_at,
            last_at=self.last_at,
            is_dated=self.is_dated,
            is_closed=self.is_closed,
        )


def live(story: Story, idf: Idf) -> LiveStory:
    """Return a remembered story, ready to be worked on."""
    awake = LiveStory(
        story_id=story.story_id,
        idf=idf,
        title=story.title,
        first_title=story.first_title,
        title_at=story.title_at,
        profile=dict(story.profile),
        counts=dict.fromkeys(story.profile, 1) | story.counts,
        members=story.members,
        first_at=story.first_at,
        last_at=story.last_at,
        is_dated=story.is_dated,
        is_closed=story.is_closed,
    )
    awake.weigh(map(idf.counts.get, story.profile, repeat(0)))
    return awake


def time_factor(gap_days: float, rules: StoryRules) -> float:
    """Return how much a gap weakens similarity: 1 at no gap, never below the floor."""
    return rules.time_floor + (1 - rules.time_floor) * exp(-((gap_days / rules.sigma_days) ** 2) / 2)


class StoryIndex:
    """The stories that a run may join, found by the terms that the run asks for."""

    def __init__(self, sought: Set[str], *, similarity: float = 0.0, aliases: Mapping[str, str] | None = None) -> None:
        """Start empty.

        Args:
            sought: the terms of all queries.
            similarity: to a query, below which a story is not looked at.
            aliases: from ids that were asked for to the stories they became.
        """
        self.stories: dict[str, LiveStory] = {}
        self._sought = sought
        self._likeness = similarity
        self._aliases = dict(aliases or {})
        self._postings: dict[str, dict[str, LiveStory]] = defaultdict(dict)

    def get(self, story_id: str) -> LiveStory | None:
        """Return a story by an id it has or had."""
        return self.stories.get(self._aliases.get(story_id, story_id))

    def put(self, story: LiveStory) -> None:
        """Add a story with its profile."""
        self.stories[story.story_id] = story
        self._post(story.story_id, story.profile)

    def add(self, story_id: str, vector: Vector, at: datetime, *, is_dated: bool = True) -> None:
        """Take a copy group into a story's profile."""
        self.stories[story_id].add(vector, at, is_dated=is_dated)
        self._post(story_id, vector)

    def drop(self, story_id: str) -> LiveStory:
        """Take a story out."""
        story = self.stories.pop(story_id)
        for term in story.profile.keys() & self._sought:
            self._postings[term].pop(story_id, None)
        return story

    def absorb(self, kept_id: str, gone_id: str) -> None:
        """Let one story take in another."""
        gone = self.drop(gone_id)
        self.stories[kept_id].take_in(gone)
        self._post(kept_id, gone.profile)
        self._aliases[gone_id] = kept_id

    def query(self, story: LiveStory, many: int) -> dict[str, float]:
        """Return what to look for to find stories like one that is here: its heaviest terms of those asked for."""
        weighted, length = story.weighted, story.length() or 1.0
        return rarest({term: weight / length for term, weight in weighted.items() if term in self._sought}, many)

    def near(self, query: Vector, many: int) -> list[LiveStory]:
        """Return the `many` stories nearest to a query by their shared terms as `nearest` tells."""
        dots: dict[str, float] = defaultdict(float)
        stories = self.stories
        for term, weight in query.items():
            for story_id, story in self._postings.get(term, {}).items():
                dots[story_id] += weight * story.weighted[term]
        scores = {story_id: dot / (stories[story_id].length() or 1.0) for story_id, dot in dots.items()}
        return [stories[story_id] for story_id in nearest(scores, limit=many, similarity=self._likeness)]

    def _post(self, story_id: str, terms: Vector) -> None:
        for term in terms.keys() & self._sought:
            self._postings[term][story_id] = self.stories[story_id]
