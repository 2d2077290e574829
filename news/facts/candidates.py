"""The sentences of a story's new articles that may be told, and how likely each tells a fact of the day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import exp

from news.facts.figures import read_figures
from news.facts.novel_facts import Fact, KnownFacts, novel_facts
from news.facts.readable import Readable, readable_sentences
from news.facts.sentence_terms import STANCES, nearest, said_by_others, sentence_terms, stated_terms
from news.records import Article, record

_COUNTED = ("", "people")  # units of figures that count something: "12 people died" is one news, "60 years" none
_AGES = "figure year"  # and "year old": an age beside what was told is no other figure of it


@record
class NoveltyRules:
    """What makes a sentence worth telling; chosen on the tuned events of benchmarks/digest/reading."""

    told: float = 0.50  # share of a sentence's words in one told sentence from which it was told in other words
    told_by_two: float = 0.70  # … in two chosen sentences that follow each other: a quotation of two, told once more
    lead_told: float = 0.40  # … from which a lead repeats a chosen one, and waits with the later sentences
    retold: float = 0.85  # … and from which it is the same sentence: shown only with a new figure in it
    lead_places: tuple[float, ...] = (1.0, 0.7, 0.6)  # weight of an article's first sentences as its lead
    late_lead_places: int = 10  # sentences of which one may lead where the first were all told …
    late_lead_chance: float = 0.3  # … that tells a fact of the day so likely
    untitled: float = 1.0  # what a sentence is worth as a lead that shares no word with the headline
    known_word: float = 0.6  # worth of a word that the story used before, beside a new one
    second_lead: float = 0.35  # for a lead that goes on from the one before it ("But …"), or is mostly quoted
    least: float = 0.03  # worth from which a later sentence is told …
    least_with_figure: float = 0.008  # … and one with a figure that the story had not told: those that differ meet
    poor_at_most: float = 0.5  # chance of being poor from which a sentence without a new figure or day is not told …
    poor_power: float = 0.5  # … and how fast a later sentence ranks lower with that chance
    least_chance_bare: float = 0.10  # … of a late one without a new figure that tells neither who says it nor how sure
    least_chance_quoted: float = 0.20  # … of one that is a quotation for the most part, and says nothing of certainty
    least_chance_stance: float = 0.4  # … of one made of words told before that confirms or denies
    mostly_quoted: float = 0.5  # share of a sentence's characters from which it is one
    new_power: float = 2.0  # how fast a later sentence loses worth with the share of it that was told
    unsaid_power: float = 0.4  # … and with the share of its words that the story used before
    least_unsaid_words: float = 0.2  # share of a later sentence's words from which it is no mixture of what was told
    least_unsaid: float = 0.1  # … or this share: what the story used, and no digest told, is worth something
    on_matter: int = 2  # words that a later sentence shares with what the story's new texts begin with …
    on_matter_with_fact: int = 1  # … and one with a name, a figure or a day that the story had not told
    facts_at_most: float = 2.4  # worth of facts that count: lists of names and figures are no better news
    refigured: float = 0.4  # what a sentence told before is still worth where a figure in it is new
    retelling: float = 0.3  # share of new words below which known figures alone are the old news
    fact_of_lead: float = 0.06  # worth of a fact in a lead, beside the words of the day's news
    later: float = 0.15  # less for the last of the new articles: comment follows the news of a day
    soft: float = 0.4  # for the lead of a comment, a feature, an explanation: it follows the day's news
    copied: float = 0.1  # more for each copy of an article: what many take over is the news …
    copies_at_most: int = 5  # … up to so many
    length_power: float = 0.75  # how fast worth falls with words: two short facts before one long one
    head: int = 5  # sentences of an article that hold its news; of an earlier one, what a reader was told


NOVELTY_RULES = NoveltyRules()


@record
class WorthRules:
    """Weights of a logistic model (benchmarks/digest/reading); each measure lies between 0 and 1, or little above."""

    base: float = -3.65
    shared: float = 1.93  # what other new articles say too: share of its words in one sentence, mean of the two nearest
    begun: float = 0.57  # share of its words with which a new article begins …
    begun_by_two: float = 0.12  # … and with which two or more begin
    news: float = 1.27  # … weighed by how many begin with them, and whether the story used them before
    early: float = 1.39  # one divided by its number among the article's sentences
    titled: float = 0.53  # share of its headline's words in it
    headlined: float = 1.32  # … and of the headline of any new article, the one that it shares most of
    deep: float = -0.95  # stands after the tenth sentence
    length: float = 0.65
    told: float = -2.42  # share of its words in one sentence with which an earlier article begins
    past: float = -0.84  # tells of an earlier year, or of what was so long ago
    attributed: float = 0.70  # says who says it
    on_certainty: float = 0.86  # says how sure it is
    full_length: int = 20  # words of a sentence that counts as 1 …
    longest: float = 1.2  # … and what the longest counts
    deep_place: int = 10
    compared: int = 60  # sentences of an article that are compared with those of others


WORTH_RULES = WorthRules()


@dataclass(slots=True)
class Candidate:
    """A sentence that may be told."""

    article: Article
    readable: Readable
    sentence: str
    terms: frozenset[str]
    title: frozenset[str]  # terms of the article's headline
    facts: tuple[Fact, ...]
    told: float  # share of its words in one sentence with which an article of the story so far begins
    repeats_figures: bool  # counts something, and no figure in it is new

    @property
    def key(self) -> tuple[int, int]:
        """Return which sentence it is: its article and its place."""
        return self.article.article_id, self.readable.start


@dataclass(slots=True)
class ToldStory:
    """What was told before, what the new articles begin with, and what was chosen."""

    before: list[frozenset[str]]  # the headlines and first sentences of earlier articles
    known: frozenset[str]  # all words of these articles
    begun: Counter[str]  # term -> how many of the new articles begin with it
    headlines: list[frozenset[str]]  # terms of each new article's headline
    articles: int
    places: Mapping[int, float]  # article id -> its place among the new ones by time, 0 to 1
    copies: Mapping[int, int]  # article id -> by how many others it was copied
    rules: NoveltyRules
    soft: frozenset[int] = frozenset()  # articles whose headlines tell no news
    chosen: list[Candidate] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)  # keys of the facts that the chosen sentences carry
    chances: Mapping[tuple[int, int], float] = field(default_factory=dict)  # how likely each tells a fact of the day
    poor: Mapping[tuple[int, int], float] = field(default_factory=dict)  # how likely each is poor, where that is known

    def told(self, candidate: Candidate) -> float:
        """Return the share of the candidate's words that one told or chosen sentence holds, or most of it two do."""
        by_two = nearest(candidate.terms, (one.terms | then.terms for one, then in _in_turn(self.chosen)))
        by_one = nearest(candidate.terms, (one.terms for one in self.chosen))
        return max(candidate.told, by_one, by_two if by_two >= self.rules.told_by_two else 0.0)

    def new_words(self, candidate: Candidate) -> float:
        """Return the share of the candidate's words that nothing told uses, less for short sentences."""
        return self.unsaid(candidate) * len(candidate.terms) / (len(candidate.terms) + 4)

    def unsaid(self, candidate: Candidate) -> float:
        """Return the share of all the candidate's words that neither the story nor a chosen sentence uses."""
        used = self.known.union(*(one.terms for one in self.chosen))
        return len(candidate.terms - used) / max(1, len(candidate.terms))

    def fresh(self, candidate: Candidate) -> list[Fact]:
        """Return the facts that no chosen sentence carries."""
        return [fact for fact in candidate.facts if fact.key not in self.facts]

    def is_new(self, candidate: Candidate) -> bool:
        """Return whether the candidate was not told, in other words neither; another figure makes it new."""
        told, rules = self.told(candidate), self.rules
        if candidate.repeats_figures and not candidate.facts and self.new_words(candidate) < rules.retelling:
            return bool(STANCES & candidate.terms)
        if told < rules.told:
            return True
        kinds = {fact.key.split(" ", 1)[0] for fact in self.fresh(candidate) if not fact.key.startswith(_AGES)}
        return "figure" in kinds or (told < rules.retold and bool(kinds - {"outlet", "name"}))

    def news(self, candidate: Candidate) -> float:
        """Return how much of the day's news a sentence holds, 0 to 1."""
        worth = sum(
            self.begun[term] / self.articles * (self.rules.known_word if term in self.known else 1.0)
            for term in candidate.terms
        )
        return worth / (len(candidate.terms) + 4)

    def is_on_matter(self, parts: Sequence[Candidate]) -> bool:
        """Return whether sentences told together are about what the new articles begin with."""
        terms = frozenset().union(*(one.terms for one in parts)) - STANCES
        least = self.rules.on_matter_with_fact if any(map(self.fresh, parts)) else self.rules.on_matter
        return sum(self.begun[term] > 0 for term in terms) >= least

    def sound(self, candidate: Candidate) -> float:
        """Return how likely the candidate is not poor; 1 where that is not known."""
        return 1.0 - self.poor.get(candidate.key, 0.0)

    def is_poor(self, candidate: Candidate) -> bool:
        """Return whether the candidate is likely trivia, background or comment, and without a new figure or day."""
        is_likely = self.sound(candidate) < 1.0 - self.rules.poor_at_most
        return is_likely and not any(fact.key.startswith(("figure", "date")) for fact in self.fresh(candidate))

    def choose(self, candidate: Candidate) -> None:
        """Take a sentence."""
        self.chosen.append(candidate)
        self.facts.update(fact.key for fact in candidate.facts)


def _in_turn(chosen: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield the chosen sentences that follow each other in their article."""
    starts: Mapping[tuple[int, int | None], Candidate] = {one.key: one for one in chosen}
    pairs = ((starts.get((one.article.article_id, one.readable.follows)), one) for one in chosen)
    return ((before, one) for before, one in pairs if before is not None)


def story_of(
    new: Sequence[Article], before: Sequence[Article], copies: Mapping[int, int], rules: NoveltyRules
) -> ToldStory:
    """Return the story as its earlier articles told it, and what many of the new ones begin with."""
    earlier = [sentence_terms(article) for article in before]
    begun: Counter[str] = Counter()
    for article in new:
        begun.update(frozenset().union(*sentence_terms(article)[: rules.head]))
    return ToldStory(
        before=[terms for listed in earlier for terms in listed[: rules.head + 1]],
        known=frozenset().union(*chain.from_iterable(earlier)),
        begun=begun,
        headlines=[stated_terms(article.title, article.language) - STANCES for article in new],
        articles=max(1, len(new)),
        places={article.article_id: place / max(1, len(new) - 1) for place, article in enumerate(new)},
        copies=copies,
        rules=rules,
    )


def candidates_of(
    new: Sequence[Article], before: Sequence[Article], told: Sequence[frozenset[str]]
) -> list[list[Candidate]]:
    """Return the sentences of each new article that can be shown, with the facts that the story had not told."""
    known = KnownFacts()
    for article in before:
        known.add(article)
    found = []
    for article in new:
        facts = [*novel_facts(article, known)]
        figures = [figure.span_start for figure in read_figures(article) if figure.unit in _COUNTED]
        title = stated_terms(article.title, article.language)
        found.append([_candidate(article, one, title, facts, figures, told) for one in readable_sentences(article)])
    return found


def _candidate(
    article: Article,
    readable: Readable,
    title: frozenset[str],
    facts: Sequence[Fact],
    figures: Sequence[int],
    told: Sequence[frozenset[str]],
) -> Candidate:
    sentence = article.text[readable.start : readable.end]
    terms = stated_terms(sentence, article.language)
    own = tuple(fact for fact in facts if readable.start <= fact.start < readable.end)
    return Candidate(
        article=article,
        readable=readable,
        sentence=sentence,
        terms=terms,
        title=title,
        facts=own,
        told=nearest(terms, told),
        repeats_figures=any(readable.start <= place < readable.end for place in figures)
        and not any(fact.key.startswith("figure") for fact in own),
    )


def chances(
    story: ToldStory, by_article: Sequence[Sequence[Candidate]], rules: WorthRules = WORTH_RULES
) -> dict[tuple[int, int], float]:
    """Return how likely each sentence tells a fact of the day, by its key."""
    compared = [list(candidates[: rules.compared]) for candidates in by_article if candidates]
    said = said_by_others([[one.terms for one in candidates] for candidates in compared])
    shared = dict(zip((one.key for one in chain.from_iterable(compared)), said, strict=True))
    return {
        one.key: 1.0 / (1.0 + exp(-_weighed(story, one, shared.get(one.key, 0.0), rules)))
        for one in chain.from_iterable(by_article)
    }


def _weighed(story: ToldStory, one: Candidate, shared: float, rules: WorthRules) -> float:
    words = one.terms - STANCES
    begun = [story.begun[word] for word in words]
    return (
        rules.base
        + rules.shared * shared
        + rules.begun * sum(times >= 1 for times in begun) / (len(words) + 2)
        + rules.begun_by_two * sum(times > 1 for times in begun) / (len(words) + 2)
        + rules.news * story.news(one)
        + rules.early / (1 + one.readable.place)
        + rules.titled * len(words & one.title) / max(1, len(one.title))
        + rules.headlined * max((len(words & title) / max(1, len(title)) for title in story.headlines), default=0.0)
        + rules.deep * (one.readable.place > rules.deep_place)
        + rules.length * min(rules.longest, one.readable.words / rules.full_length)
        + rules.told * one.told
        + rules.past * one.readable.is_past
        + rules.attributed * one.readable.is_attributed
        + rules.on_certainty * one.readable.is_on_certainty
    )
