"""What the rules of stories ask of a memory, and a memory that lives in RAM for tests and measurements."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from math import sqrt
from typing import Protocol

from news.records import Story, record

KEYS = 80  # terms of a story by which it is found, its heaviest
EVERYTHING = ""  # the term under which a day's number of copy groups is counted
Asked = tuple[Collection[str], date, date]  # terms, with the first and the last day
LANGUAGE = "\t"  # with a language's code behind it, the term under which its copy groups are counted


@record
class Frequencies:
    """In how many copy groups of a span of days terms occur, and how many copy groups there are."""

    counts: Mapping[str, int]
    total: int

    def plus(self, days: Iterable[Mapping[str, int]]) -> "Frequencies":
        """Return the frequencies with those of further days added."""
        counts = Counter(self.counts)
        for day in days:
            counts.update(day)
        total = self.total + counts.pop(EVERYTHING, 0)
        return Frequencies(counts=counts, total=total)

    def languages(self) -> dict[str, int]:
        """Return how many of the copy groups are in each language that was asked for."""
        return {term[1:]: n for term, n in self.counts.items() if term.startswith(LANGUAGE)}

    def beside(self, more: "Frequencies") -> "Frequencies":
        """Return the frequencies with those of further terms among the same copy groups."""
        return Frequencies(counts={**self.counts, **more.counts}, total=self.total)


class StoryMemory(Protocol):
    """The stories so far, asked for by their terms or by name."""

    def frequencies(self, terms: Collection[str], *, since: date, until: date) -> Frequencies:
        """Return the frequencies of `terms` in the copy groups of the days `since` to `until`, both included."""
        ...

    def frequencies_of(self, asked: Sequence[Asked]) -> list[Frequencies]:
        """Return what `frequencies` returns for each of `asked`: terms, with the first and the last day."""
        ...

    def spread(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return of how many stories `terms` are keys."""
        ...

    def candidates(self, queries: Iterable[Mapping[str, float]], *, limit: int, similarity: float) -> list[Story]:
        """Return the stories among the `limit` nearest to any query (term -> weight), as `nearest` tells."""
        ...

    def stories(self, story_ids: Collection[str]) -> dict[str, Story]:
        """Return the stories behind ids, merged ones followed to where they went: asked id -> story."""
        ...


class RememberedStories:
    """A memory in RAM; `keep` takes what a run changed."""

    def __init__(self) -> None:
        """Start empty."""
        self._stories: dict[str, Story] = {}
        self._days: dict[date, Counter[str]] = defaultdict(Counter)
        self._postings: dict[str, set[str]] = defaultdict(set)  # by the stories' keys

    def frequencies(self, terms: Collection[str], *, since: date, until: date) -> Frequencies:
        """Return the frequencies of `terms` in the copy groups of the days `since` to `until`, both included."""
        days = [counts for day, counts in self._days.items() if since <= day <= until]
        counts = {term: n for term in terms if (n := sum(day[term] for day in days))}
        return Frequencies(counts=counts, total=sum(day[EVERYTHING] for day in days))

    def frequencies_of(self, asked: Sequence[Asked]) -> list[Frequencies]:
        """Return what `frequencies` returns for each of `asked`."""
        return [self.frequencies(terms, since=since, until=until) for terms, since, until in asked]

    def spread(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return of how many stories `terms` are keys."""
        return {term: n for term in terms if (n := len(self._postings.get(term, ())))}

    def candidates(self, queries: Iterable[Mapping[str, float]], *, limit: int, similarity: float) -> list[Story]:
        """Return the stories among the `limit` nearest to any query (term -> weight), as `nearest` tells."""
        found: set[str] = set()
        for query in queries:
            near: dict[str, float] = defaultdict(float)
            for term, weight in query.items():
                for story_id in self._postings.get(term, ()):
                    near[story_id] += weight * self._stories[story_id].profile[term]
            scored = {story_id: dot / _length(self._stories[story_id]) for story_id, dot in near.items()}
            found.update(nearest(scored, limit=limit, similarity=similarity))
        return [self._stories[story_id] for story_id in sorted(found)]

    def stories(self, story_ids: Collection[str]) -> dict[str, Story]:
        """Return the stories behind ids, merged ones followed to where they went: asked id -> story."""
        found = {}
        for story_id in story_ids:
            story = self._stories.get(story_id)
            while story is not None and story.merged_into is not None:
                story = self._stories.get(story.merged_into)
            if story is not None:
                found[story_id] = story
        return found

    def keep(self, stories: Iterable[Story], term_days: Mapping[date, Mapping[str, int]]) -> None:
        """Take what a run changed."""
        for story in stories:
            for term, _ in keys_of(self._stories[story.story_id]) if story.story_id in self._stories else ():
                self._postings[term].discard(story.story_id)
            self._stories[story.story_id] = story
            for term, _ in keys_of(story):
                self._postings[term].add(story.story_id)
        for day, counts in term_days.items():
            self._days[day].update(counts)

    def everything(self) -> dict[str, Story]:
        """Return all stories by id, merged ones included."""
        return dict(self._stories)


def nearest(scores: Mapping[str, float], *, limit: int, similarity: float) -> list[str]:
    """Return the `limit` best of what is scored, less those below `similarity`; the best in any case.

    In a young archive a story's own names are common, and a query by rare terms scores low even where it is right.
    """
    near = [story_id for story_id, score in scores.items() if score >= similarity]
    best = sorted(near or scores, key=lambda story_id: (-scores[story_id], story_id))
    return best[: limit if near else 1]


def keys_of(story: Story) -> Iterator[tuple[str, float]]:
    """Return the terms by which a story is found, each with its weight."""
    return islice(story.profile.items(), KEYS)


def _length(story: Story) -> float:
    return story.length or norm(story.profile)


def norm(profile: Mapping[str, float]) -> float:
    """Return a profile's length."""
    return sqrt(sum(weight * weight for weight in profile.values()))
