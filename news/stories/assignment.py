"""One pass over the newcomers: each copy group joins the story it follows, or founds one."""

from base64 import b32encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

import xxhash

from news.language.terms import names_in
from news.records import Article, LinkedBy, Story, record
from news.stories.corrections import StoryOverrides
from news.stories.guides import is_guide, roundup_reason
from news.stories.headlines import Headline, first_headline, headlines_of, retitle
from news.stories.name_guard import shares_names_alone
from news.stories.profiles import Idf, LiveStory, StoryIndex, time_factor
from news.stories.thresholds import StoryRules


@record
class StoryLink:
    """An article's place in a story."""

    article_id: int
    story_id: str
    similarity: float  # to the story's profile, 0 to 1
    linked_by: LinkedBy

    def in_story(self, story_id: str) -> "StoryLink":
        """Return the link, moved to another story."""
        return replace(self, story_id=story_id)


@dataclass(slots=True)
class Group:
    """The newcomers of one copy group, which counts once."""

    articles: list[Article]  # in order of time
    lead: Article  # the one whose words stand for the group
    known_story: str | None
    terms: Mapping[str, float] = field(default_factory=dict)
    vector: Mapping[str, float] = field(default_factory=dict)  # by idf among copy groups
    query: Mapping[str, float] = field(default_factory=dict)  # by idf among stories, the heaviest terms
    is_guide: bool = False  # it tells of no event
    is_roundup: bool = False  # it tells of several matters: it joins no story, and none is known by its words

    @classmethod
    def of(cls, articles: list[Article], known_story: str | None) -> "Group":
        """Return a group led by its earliest article that has a text."""
        lead = next((article for article in articles if article.text), articles[0])
        return cls(
            articles=articles,
            lead=lead,
            known_story=known_story,
            is_guide=is_guide(lead),
            is_roundup=bool(roundup_reason(lead)),
        )

    @property
    def told(self) -> Mapping[str, float]:
        """The words by which a story of the group is known."""
        return {} if self.is_roundup else self.vector

    @property
    def language(self) -> str:
        """The language of the words that stand for the group; empty: not known."""
        return (self.lead.language or "").partition("-")[0].lower()

    @property
    def is_headline(self) -> bool:
        """Whether the group has nothing but a headline."""
        return not self.lead.text

    @property
    def is_dated(self) -> bool:
        """Whether one of its articles has a date of its own, and not only that on which it was seen."""
        return any(is_dated(article) for article in self.articles)

    @property
    def at(self) -> datetime:
        """When the group began, by its dated articles if it has any."""
        return next(filter(is_dated, self.articles), self.articles[0]).ordered_at

    @property
    def day(self) -> date:
        """The day on which the group began, UTC."""
        return self.at.date()


def is_dated(article: Article) -> bool:
    """Return whether an article is ordered by a date of its own."""
    return article.ordered_by != "first_seen"


Place = tuple[LiveStory, float, LinkedBy]  # a group's story, its similarity, and who linked it


class StoryPass:
    """The run's state: the stories at hand, and what persons said."""

    def __init__(self, index: StoryIndex, idf: Idf, said: StoryOverrides, rules: StoryRules) -> None:
        """Begin with the stories in `index`."""
        self.index = index
        self._rarity, self._languages = idf, idf.frequencies.languages()
        self._said = said
        self._rules = rules
        self._headlines: dict[str, list[Headline]] = defaultdict(list)

    def place(self, groups: Sequence[Group]) -> list[StoryLink]:
        """Find or found the story of each group, in order of time, and return the links of all their articles.

        Who stood alone is asked a second time, against the stories as they are at the end: the first article of a day
        may be the odd one until others tell more.
        """
        places: list[Place] = []
        for group in groups:
            place = self._story_for(group)
            self._take(place[0], group)
            places.append(place)
        for number, group in enumerate(groups):
            places[number] = self._second_look(group, places[number])
        return [link for group, place in zip(groups, places, strict=True) for link in _links(group, *place)]

    def _second_look(self, group: Group, place: Place) -> Place:
        story, _, linked_by = place
        is_alone = story.members == 1 and story.first_at == group.at and group.known_story is None
        if not is_alone or linked_by == "person" or self._said.barred(group.articles):
            return place
        self.index.drop(story.story_id)
        best = self._best(group)
        if best is None:
            self.index.put(story)
            return place
        self._take(best[0], group)
        return best[0], best[1], "rule"

    def _story_for(self, group: Group) -> Place:
        """Return the group's story with its similarity: a person's word first, then what was, then the rule."""
        barred = self._said.barred(group.articles)
        wanted = self._said.link_of(group.articles)
        if wanted is not None:
            story = self.index.get(wanted) or self._found(group, wanted)
            return story, story.cosine(group.vector), "person"
        if group.known_story is not None and group.known_story not in barred:
            story = self.index.get(group.known_story) or self._found(group, group.known_story)
            return story, story.cosine(group.vector), "person" if barred else "rule"
        if barred:
            return self._found(group, None), 1.0, "person"
        best = self._best(group)
        if best is not None:
            return best[0], best[1], "rule"
        return self._found(group, None), 1.0, "rule"

    def _take(self, story: LiveStory, group: Group) -> None:
        """Count a group in its story, and out of the one it leaves."""
        before = self.index.get(group.known_story) if group.known_story else None
        if before is story:
            return
        if before is not None:
            before.add(group.told, group.at, times=-1)
        self.index.add(story.story_id, group.told, group.at, is_dated=group.is_dated)
        self._headlines[story.story_id].extend(headlines_of(group.articles))

    def _best(self, group: Group) -> tuple[LiveStory, float] | None:
        """Return the story that the group joins by rule, the likeliest first; none for a roundup."""
        rules = self._rules
        near = self.index.near(group.query, rules.candidates) if not group.is_roundup else []
        trust = rules.trust_in_names(self._languages.get(group.language, 0))
        names_used = names_in(group.terms) if near else []
        best: tuple[float, float, LiveStory] | None = None
        for story in near:
            if group.is_headline and len(group.vector.keys() & story.profile.keys()) < rules.headline_shared:
                continue
            cosine = story.cosine(group.vector)
            if cosine * story.closeness() < rules.least_average and not group.is_headline:
                continue
            timed = cosine * time_factor(story.gap_days(group.at), rules)
            names = trust * sum(story.telling(name) for name in names_used)
            higher = rules.guide if group.is_guide else 0.0
            day_bar = higher + rules.day_bar(names, len(group.vector), is_headline=group.is_headline)
            score = max(timed / day_bar, cosine / (higher + rules.memory_bar(names, len(group.vector))))
            if (
                score >= 1
                and (best is None or score > best[0])
                and not shares_names_alone(story, group.vector, cosine, names_used, rules, terms=len(group.vector))
            ):
                best = (score, cosine, story)
        return (best[2], best[1]) if best else None

    def _found(self, group: Group, story_id: str | None) -> LiveStory:
        """Return a new story, with the first free id of the group's first article unless its id is given."""
        first = group.articles[0].article_id
        free = (key for key in (story_key(first, attempt) for attempt in count()) if key not in self.index.stories)
        story = LiveStory(story_id=story_id or next(free), idf=self._rarity, is_guide=group.is_guide)
        self.index.put(story)
        return story

    def changed(self, merges: Sequence[tuple[str, str]]) -> tuple[Story, ...]:
        """Return the stories that the run created or changed, and those that were merged away."""
        for story in self.index.stories.values():
            self._name(story)
        stories = [story.story(self._rules) for story in self.index.stories.values() if story.is_changed]
        gone = [Story(story_id=old, title="", merged_into=new) for old, new in merges]
        return tuple(sorted([*stories, *gone], key=lambda story: story.story_id))

    def _name(self, story: LiveStory) -> None:
        """Give a story its title: a person's, or the headline of its newest development."""
        before = (story.title, story.is_closed)
        story.is_closed = story.story_id in self._said.closed
        headlines = self._headlines[story.story_id]
        story.first_title = story.first_title or story.title or first_headline(headlines)
        if story.story_id in self._said.titles:
            story.title, story.title_at = self._said.titles[story.story_id], None
        else:
            retitle(story, headlines, self._rules)
        story.is_changed = story.is_changed or before != (story.title, story.is_closed)


def _links(group: Group, story: LiveStory, similarity: float, linked_by: LinkedBy) -> list[StoryLink]:
    return [
        StoryLink(
            article_id=a.article_id, story_id=story.story_id, similarity=round(similarity, 6), linked_by=linked_by
        )
        for a in group.articles
    ]


def story_key(article_id: int, attempt: int = 0) -> str:
    """Return the id of the story that an article founds: "s" and ten letters and digits."""
    seed = f"{article_id}/{attempt}" if attempt else f"{article_id}"
    return "s" + b32encode(xxhash.xxh3_64_digest(seed.encode())).decode().lower()[:10]
