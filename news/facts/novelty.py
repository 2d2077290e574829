"""What is new in a story, word for word: each new article's lead, then later sentences that tell what no lead told.

An outlet puts its news first. So an article is told by its lead: the first of its sentences that can be shown alone, by
preference the one that its headline sums up. Leads rank by how much of the day's news they hold: words that many of the
new articles begin with and the story had not used. A later sentence is added where it stands alone, or follows the one
it leans on, and carries facts that nothing chosen carries. What an earlier article said is not told again, in other
words neither.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from news.facts.figures import read_figures
from news.facts.novel_facts import Fact, KnownFacts, novel_facts
from news.facts.readable import Readable, readable_sentences
from news.facts.sentence_terms import DENIAL, nearest, terms_of
from news.language.segments import sentences
from news.records import Article, Citation, NovelSentence, record

_COUNTED = ("", "people")  # units of figures that count something: "12 people died" is one news, "60 years" none


@record
class NoveltyRules:
    """What makes a sentence worth telling; chosen on the tuned events of benchmarks/digest/reading."""

    told: float = 0.55  # share of a sentence's words in one told sentence from which it was told in other words
    retold: float = 0.85  # … and from which it is the same sentence: shown only with a new figure in it
    lead_places: tuple[float, ...] = (1.0, 0.7, 0.55, 0.4)  # weight of an article's first sentences as its lead
    untitled: float = 1.0  # what a sentence is worth as a lead that shares no word with the headline
    known_word: float = 0.6  # worth of a word that the story used before, beside a new one
    more_places: tuple[float, ...] = (1.0, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.45)  # of sentences after the lead …
    far_place: float = 0.18  # … and of those further down: told only where much in them is new
    linking: float = 0.8  # for a sentence that goes on from the one before ("But …")
    least: float = 0.65  # worth from which a later sentence is told: more than one new name early in a text …
    least_of_few: float = 0.35  # … and while fewer than `few` sentences are chosen
    few: int = 4
    facts_at_most: float = 1.6  # worth of facts that count: lists of names and figures are no better news
    word: float = 1.0  # worth of a sentence made of words new to the story that all new articles begin with …
    new_word: float = 1.5  # … and of one made of words that nothing told so far uses
    refigured: float = 0.4  # what a sentence told before is still worth where a figure in it is new
    past: float = 0.5  # for a sentence that tells of an earlier year, or of what was so long ago
    retelling: float = 0.3  # share of new words below which known figures alone are the old news
    fact_of_lead: float = 0.06  # worth of a fact in a lead, beside the words of the day's news
    later: float = 0.15  # less for the last of the new articles: comment follows the news of a day
    copied: float = 0.1  # more for each copy of an article: what many take over is the news …
    copies_at_most: int = 5  # … up to so many
    head: int = 5  # sentences of an article that hold its news


NOVELTY_RULES = NoveltyRules()


@dataclass(slots=True)
class _Candidate:
    """A sentence that may be told."""

    article: Article
    readable: Readable
    sentence: str
    terms: frozenset[str]
    facts: tuple[Fact, ...]
    told: float  # share of its words in one sentence of the story so far
    repeats_figures: bool  # counts something, and no figure in it is new

    @property
    def key(self) -> tuple[int, int]:
        return self.article.article_id, self.readable.start


@dataclass(slots=True)
class _Story:
    """What was told before, what the new articles begin with, and what was chosen."""

    before: list[frozenset[str]]
    known: frozenset[str]
    begun: Counter[str]  # term -> how many of the new articles begin with it
    articles: int
    places: Mapping[int, float]  # article id -> its place among the new ones by time, 0 to 1
    copies: Mapping[int, int]  # article id -> by how many others it was copied
    rules: NoveltyRules
    chosen: list[_Candidate] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)  # keys of the facts that the chosen sentences carry

    def told(self, candidate: _Candidate) -> float:
        """Return the share of the candidate's words that one told or chosen sentence holds."""
        return max(candidate.told, nearest(candidate.terms, (one.terms for one in self.chosen)))

    def new_words(self, candidate: _Candidate) -> float:
        """Return the share of the candidate's words that neither the story nor a chosen sentence uses."""
        used = self.known.union(*(one.terms for one in self.chosen))
        return len(candidate.terms - used) / (len(candidate.terms) + 4)

    def fresh(self, candidate: _Candidate) -> list[Fact]:
        """Return the facts that no chosen sentence carries."""
        return [fact for fact in candidate.facts if fact.key not in self.facts]

    def is_new(self, candidate: _Candidate) -> bool:
        """Tell whether the candidate was not told, in other words neither; another figure makes it new."""
        told, rules = self.told(candidate), self.rules
        if candidate.repeats_figures and not candidate.facts and self.new_words(candidate) < rules.retelling:
            return DENIAL in candidate.terms
        if told < rules.told:
            return True
        kinds = {fact.key.split(" ", 1)[0] for fact in self.fresh(candidate)}
        return "figure" in kinds or (told < rules.retold and bool(kinds - {"outlet", "name"}))

    def news(self, candidate: _Candidate) -> float:
        """Return how much of the day's news a sentence holds, 0 to 1."""
        worth = sum(
            self.begun[term] / self.articles * (self.rules.known_word if term in self.known else 1.0)
            for term in candidate.terms
        )
        return worth / (len(candidate.terms) + 4)

    def choose(self, candidate: _Candidate) -> None:
        """Take a sentence."""
        self.chosen.append(candidate)
        self.facts.update(fact.key for fact in candidate.facts)


def whats_new(
    new: Sequence[Article],
    before: Sequence[Article],
    *,
    limit: int,
    citations: Mapping[int, Sequence[Citation]] | None = None,
    copies: Mapping[int, int] | None = None,
    rules: NoveltyRules = NOVELTY_RULES,
) -> list[NovelSentence]:
    """Return the sentences that tell what is new: the leads first, the one with most of the news before the others.

    Args:
        new: the new articles of one story.
        before: the story so far.
        limit: at most so many sentences.
        citations: article id -> whom it credits; without it, newly credited outlets are not counted.
        copies: article id -> how many others copied it; without it, none.
        rules: how sentences are weighed.

    Returns:
        Sentences that stand word for word in the text of their article; none of an account.
    """
    ordered = sorted(new, key=lambda article: (article.ordered_at, article.article_id))
    story = _story(ordered, before, copies or {}, rules)
    by_article = _candidates(ordered, before, story.before, citations or {})
    _choose_leads(story, by_article, limit)
    _choose_more(story, by_article, limit)
    return [_novel(candidate, story) for candidate in story.chosen[:limit]]


def _story(new: Sequence[Article], before: Sequence[Article], copies: Mapping[int, int], rules: NoveltyRules) -> _Story:
    told = [terms for article in before for terms in _sentence_terms(article)]
    begun: Counter[str] = Counter()
    for article in new:
        begun.update(frozenset().union(*_sentence_terms(article)[: rules.head]))
    return _Story(
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


def _candidates(
    new: Sequence[Article],
    before: Sequence[Article],
    told: Sequence[frozenset[str]],
    citations: Mapping[int, Sequence[Citation]],
) -> list[list[_Candidate]]:
    """Return the sentences of each new article that can be shown, with the facts that the story had not told."""
    known = KnownFacts()
    for article in before:
        known.add(article, citations.get(article.article_id, ()))
    found = []
    for article in new:
        facts = [*novel_facts(article, citations.get(article.article_id, ()), known)]
        figures = [figure.span_start for figure in read_figures(article) if figure.unit in _COUNTED]
        found.append([_candidate(article, one, facts, figures, told) for one in readable_sentences(article)])
    return found


def _candidate(
    article: Article,
    readable: Readable,
    facts: Sequence[Fact],
    figures: Sequence[int],
    told: Sequence[frozenset[str]],
) -> _Candidate:
    sentence = article.text[readable.start : readable.end]
    terms = terms_of(sentence, article.language)
    own = tuple(fact for fact in facts if readable.start <= fact.start < readable.end)
    return _Candidate(
        article=article,
        readable=readable,
        sentence=sentence,
        terms=terms,
        facts=own,
        told=nearest(terms, told),
        repeats_figures=any(readable.start <= place < readable.end for place in figures)
        and not any(fact.key.startswith("figure") for fact in own),
    )


def _choose_leads(story: _Story, by_article: Sequence[Sequence[_Candidate]], limit: int) -> None:
    """Choose the leads, the one with most of the day's news first; a lead that tells what a chosen one told is left."""
    waiting = [lead for candidates in by_article if (lead := _lead(story, candidates))]
    while waiting and len(story.chosen) < limit:
        best = max(waiting, key=lambda lead: (_lead_worth(story, lead), -lead.article.ordered_at.timestamp()))
        waiting.remove(best)
        if story.is_new(best):
            story.choose(best)


def _lead(story: _Story, candidates: Sequence[_Candidate]) -> _Candidate | None:
    """Return the sentence that tells an article's news: an early one, near its headline, that was not told."""
    rules = story.rules
    early = [one for one in candidates[: len(rules.lead_places)] if not one.readable.leans and story.is_new(one)]
    if not early:
        return None
    title = terms_of(early[0].article.title, early[0].article.language)

    def worth(one: _Candidate) -> float:
        share = len(title & one.terms) / len(title) if title else 1.0
        linking = rules.linking if one.readable.links else 1.0
        new = (1.0 + story.new_words(one)) * (1.1 - one.told)
        return rules.lead_places[one.readable.place] * (rules.untitled + share) * new * linking

    return max(early, key=worth)


def _lead_worth(story: _Story, lead: _Candidate) -> float:
    facts = sum({fact.key: fact.worth for fact in lead.facts}.values())
    news = story.news(lead) + story.rules.fact_of_lead * min(facts, story.rules.facts_at_most)
    rules, article_id = story.rules, lead.article.article_id
    copied = 1.0 + rules.copied * min(story.copies.get(article_id, 0), rules.copies_at_most)
    return news * (1.1 - story.told(lead)) * copied * (1.0 - rules.later * story.places[article_id])


def _choose_more(story: _Story, by_article: Sequence[Sequence[_Candidate]], limit: int) -> None:
    """Add the later sentences worth most, one after the other: each tells what those before it did not."""
    waiting = [one for candidates in by_article for one in candidates]
    while len(story.chosen) < limit:
        chosen = {one.key for one in story.chosen}
        rest = [one for one in waiting if one.key not in chosen and _stands(one, chosen)]
        best = max(rest, key=lambda one: _worth(story, one), default=None)
        least = story.rules.least_of_few if len(story.chosen) < story.rules.few else story.rules.least
        if best is None or _worth(story, best) < least:
            return
        story.choose(best)


def _stands(candidate: _Candidate, chosen: set[tuple[int, int]]) -> bool:
    """Tell whether a sentence can be read: by itself, or after the chosen one that it leans on."""
    before = candidate.readable.follows
    return not candidate.readable.leans or (candidate.article.article_id, before) in chosen


def _worth(story: _Story, candidate: _Candidate) -> float:
    """Return what a later sentence is worth: its new facts and new words, less what was told, less far down."""
    if not story.is_new(candidate):
        return 0.0
    facts = sum({fact.key: fact.worth for fact in story.fresh(candidate)}.values())
    places, number = story.rules.more_places, candidate.readable.place
    place = places[number] if number < len(places) else story.rules.far_place
    linking = story.rules.linking if candidate.readable.links else 1.0
    past = story.rules.past if candidate.readable.is_past else 1.0
    has_figure = any(fact.key.startswith("figure") for fact in story.fresh(candidate))
    new = max(1.0 - story.told(candidate), story.rules.refigured if has_figure else 0.0)
    weight = place * linking * past * new
    words_worth = story.rules.word * story.news(candidate) + story.rules.new_word * story.new_words(candidate)
    return weight * (min(facts, story.rules.facts_at_most) + words_worth)


def _novel(candidate: _Candidate, story: _Story) -> NovelSentence:
    return NovelSentence(
        article_id=candidate.article.article_id,
        sentence=candidate.sentence,
        span_start=candidate.readable.start,
        span_end=candidate.readable.end,
        facts=tuple(dict.fromkeys(fact.words for fact in candidate.facts)),
        told_before=round(candidate.told, 4),
        score=round(_lead_worth(story, candidate), 4),
    )
