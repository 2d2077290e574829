"""The sentences of a story's new articles that may be told, and how much of the day's news each of them holds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from news.facts.figures import read_figures
from news.facts.novel_facts import Fact, KnownFacts, novel_facts
from news.facts.readable import Readable, readable_sentences
from news.facts.sentence_terms import DENIAL, nearest, terms_of
from news.language.segments import sentences
from news.records import Article, Citation, record

_COUNTED = ("", "people")  # units of figures that count something: "12 people died" is one news, "60 years" none


@record
class NoveltyRules:
    """What makes a sentence worth telling; chosen on the tuned events of benchmarks/digest/reading."""

    told: float = 0.55  # share of a sentence's words in one told sentence from which it was told in other words
    lead_told: float = 0.40  # … from which a lead repeats a chosen one, and waits with the later sentences
    retold: float = 0.85  # … and from which it is the same sentence: shown only with a new figure in it
    lead_places: tuple[float, ...] = (1.0, 0.7, 0.55, 0.4)  # weight of an article's first sentences as its lead
    untitled: float = 1.0  # what a sentence is worth as a lead that shares no word with the headline
    known_word: float = 0.6  # worth of a word that the story used before, beside a new one
    linking_lead: float = 0.5  # for a sentence that goes on from the one before ("But …") where it would lead
    least: float = 0.03  # worth from which a later sentence is told
    new_power: float = 2.0  # how fast a later sentence loses worth with the share of it that was told
    facts_at_most: float = 2.4  # worth of facts that count: lists of names and figures are no better news
    refigured: float = 0.4  # what a sentence told before is still worth where a figure in it is new
    retelling: float = 0.3  # share of new words below which known figures alone are the old news
    fact_of_lead: float = 0.06  # worth of a fact in a lead, beside the words of the day's news
    later: float = 0.15  # less for the last of the new articles: comment follows the news of a day
    copied: float = 0.1  # more for each copy of an article: what many take over is the news …
    copies_at_most: int = 5  # … up to so many
    head: int = 5  # sentences of an article that hold its news


NOVELTY_RULES = NoveltyRules()


@dataclass(slots=True)
class Candidate:
    """A sentence that may be told."""

    article: Article
    readable: Readable
    sentence: str
    terms: frozenset[str]
    title: frozenset[str]  # terms of the article's headline
    facts: tuple[Fact, ...]
    told: float  # share of its words in one sentence of the story so far
    repeats_figures: bool  # counts something, and no figure in it is new

    @property
    def key(self) -> tuple[int, int]:
        """Return which sentence it is: its article and its place."""
        return self.article.article_id, self.readable.start


@dataclass(slots=True)
class ToldStory:
    """What was told before, what the new articles begin with, and what was chosen."""

    before: list[frozenset[str]]
    known: frozenset[str]
    begun: Counter[str]  # term -> how many of the new articles begin with it
    articles: int
    places: Mapping[int, float]  # article id -> its place among the new ones by time, 0 to 1
    copies: Mapping[int, int]  # article id -> by how many others it was copied
    rules: NoveltyRules
    chosen: list[Candidate] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)  # keys of the facts that the chosen sentences carry
    chances: Mapping[tuple[int, int], float] = field(default_factory=dict)  # how likely each tells a fact of the day

    def told(self, candidate: Candidate) -> float:
        """Return the share of the candidate's words that one told or chosen sentence holds."""
        return max(candidate.told, nearest(candidate.terms, (one.terms for one in self.chosen)))

    def new_words(self, candidate: Candidate) -> float:
        """Return the share of the candidate's words that neither the story nor a chosen sentence uses."""
        used = self.known.union(*(one.terms for one in self.chosen))
        return len(candidate.terms - used) / (len(candidate.terms) + 4)

    def fresh(self, candidate: Candidate) -> list[Fact]:
        """Return the facts that no chosen sentence carries."""
        return [fact for fact in candidate.facts if fact.key not in self.facts]

    def is_new(self, candidate: Candidate) -> bool:
        """Tell whether the candidate was not told, in other words neither; another figure makes it new."""
        told, rules = self.told(candidate), self.rules
        if candidate.repeats_figures and not candidate.facts and self.new_words(candidate) < rules.retelling:
            return DENIAL in candidate.terms
        if told < rules.told:
            return True
        kinds = {fact.key.split(" ", 1)[0] for fact in self.fresh(candidate)}
        return "figure" in kinds or (told < rules.retold and bool(kinds - {"outlet", "name"}))

    def news(self, candidate: Candidate) -> float:
        """Return how much of the day's news a sentence holds, 0 to 1."""
        worth = sum(
            self.begun[term] / self.articles * (self.rules.known_word if term in self.known else 1.0)
            for term in candidate.terms
        )
        return worth / (len(candidate.terms) + 4)

    def choose(self, candidate: Candidate) -> None:
        """Take a sentence."""
        self.chosen.append(candidate)
        self.facts.update(fact.key for fact in candidate.facts)


def story_of(
    new: Sequence[Article], before: Sequence[Article], copies: Mapping[int, int], rules: NoveltyRules
) -> ToldStory:
    """Return the story as its earlier articles told it, and what many of the new ones begin with."""
    told = [terms for article in before for terms in _sentence_terms(article)]
    begun: Counter[str] = Counter()
    for article in new:
        begun.update(frozenset().union(*_sentence_terms(article)[: rules.head]))
    return ToldStory(
        before=told,
        known=frozenset().union(*told),
        begun=begun,
        articles=max(1, len(new)),
        places={article.article_id: place / max(1, len(new) - 1) for place, article in enumerate(new)},
        copies=copies,
        rules=rules,
    )


def _sentence_terms(article: Article) -> list[frozenset[str]]:
    """Return the terms of the headline and of each sentence."""
    spans = sentences(article.text, article.language)
    texts = [article.title, *(article.text[start:end] for start, end in spans)]
    return [terms_of(text, article.language) for text in texts]


def candidates_of(
    new: Sequence[Article],
    before: Sequence[Article],
    told: Sequence[frozenset[str]],
    citations: Mapping[int, Sequence[Citation]],
) -> list[list[Candidate]]:
    """Return the sentences of each new article that can be shown, with the facts that the story had not told."""
    known = KnownFacts()
    for article in before:
        known.add(article, citations.get(article.article_id, ()))
    found = []
    for article in new:
        facts = [*novel_facts(article, citations.get(article.article_id, ()), known)]
        figures = [figure.span_start for figure in read_figures(article) if figure.unit in _COUNTED]
        title = terms_of(article.title, article.language)
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
    terms = terms_of(sentence, article.language)
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
