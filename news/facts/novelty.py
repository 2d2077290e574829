"""What is new in a story: the sentences that carry facts it had not told, word for word, most facts first.

Novelty is counted by facts (figures, names, quotations, cited outlets, dates): a paraphrase looks new to any measure of
words. What the words say is used only to rank down a sentence that was told before in other words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from news.facts.figures import FIGURE_RULES, agrees, read_figures
from news.language.dates import read_dates
from news.language.names import read_names
from news.language.quotation_marks import is_balanced, quotation_spans, whole_sentences
from news.language.segments import normalise, sentences, words
from news.records import Article, Citation, Figure, NovelSentence, record

_BULLET = re.compile(r"[-–—•*·▪]+\s+")
_IS_WHOLE = re.compile(r"[.!?…。！？।۔][\"'”’»）)\]]*\d{0,2}$")  # a caption or a label ends without a stop


@record
class NoveltyRules:
    """What makes a sentence worth telling; the project's own choice, checked on the seeds and the sample newsroom."""

    figure: float = 1.0  # worth of one new fact of each kind
    name: float = 0.6
    quotation: float = 1.0
    outlet: float = 0.8
    date: float = 0.8
    told: float = 0.70  # similarity (token_set_ratio ÷ 100) from which a sentence counts as told in other words
    retold: float = 0.93  # … and from which it is the same sentence: shown only with a new figure in it
    unlike: float = 0.50  # similarity below which an article's first sentence is told even where no fact is seen in it
    told_worth: float = 0.6  # what the facts of a sentence told in other words are still worth
    lead_worth: float = 0.3  # for the first whole sentence of an article, which tells the matter …
    lead_share: float = 0.5  # … and for this share of all that the article tells anew, for which it stands,
    lead_told: float = 0.80  # while it is less like what was told: leads of one story's news 0.52 to 0.73, relayed 0.84
    shortest_words: int = 6  # shorter lines are captions and labels
    longest_words: int = 60  # longer ones are lists
    quotation_words: int = 4  # fewer words in quotation marks are a label, not a quotation
    same_quotation: float = 0.80  # similarity of two wordings of one quotation


NOVELTY_RULES = NoveltyRules()


@dataclass(slots=True)
class Told:
    """What a story has told so far."""

    figures: list[Figure] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    quotations: list[str] = field(default_factory=list)
    outlets: set[str] = field(default_factory=set)
    dates: set[tuple[object, object]] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)

    def hear(self, article: Article, citations: Iterable[Citation]) -> None:
        """Take in all that an article says."""
        self.figures.extend(read_figures(article))
        self.names.update(name.key for name in read_names(f"{article.title}.\n{article.text}"))
        self.quotations.extend(normalise(article.text[start:end]) for start, end in quotation_spans(article.text))
        self.outlets.update(citation.cited for citation in citations)
        self.dates.update((d.first_day, d.last_day) for d in read_dates(article.text, article.ordered_at.date()))
        self.sentences.extend(plain(article.text[start:end]) for start, end in sentences(article.text))
        self.sentences.append(plain(article.title))


def whats_new(
    new: Sequence[Article],
    before: Sequence[Article],
    *,
    limit: int,
    citations: Mapping[int, Sequence[Citation]] | None = None,
    rules: NoveltyRules = NOVELTY_RULES,
) -> list[NovelSentence]:
    """Return the sentences of new articles that tell the most that was not told before.

    Args:
        new: the new articles of one story; a fact that several of them tell counts for the earliest alone.
        before: the story so far.
        limit: at most so many sentences.
        citations: article id -> whom it credits; without it, newly credited outlets are not counted.
        rules: what facts are worth.

    Returns:
        Sentences that stand word for word in the text of their article, best first; none of an account.
    """
    credited = citations or {}
    told = Told()
    for article in before:
        told.hear(article, credited.get(article.article_id, ()))
    found: list[NovelSentence] = []
    for article in sorted(new, key=lambda article: (article.ordered_at, article.article_id)):
        if article.text_kind != "account":
            found.extend(_novel_in(article, credited.get(article.article_id, ()), told, rules))
        told.hear(article, credited.get(article.article_id, ()))
    return sorted(found, key=lambda novel: -novel.score)[:limit]


def _novel_in(article: Article, citations: Sequence[Citation], told: Told, rules: NoveltyRules) -> list[NovelSentence]:
    """Return the sentences of one article that carry new facts; each fact counts for the first that carries it."""
    facts = [*_facts_of(article, citations, told, rules)]
    seen: set[str] = set()
    novel = []
    spans = [_without_bullet(article.text, span) for span in whole_sentences(article.text)]
    lead = next((span for span in spans if _is_readable(article.text[slice(*span)], rules)), None)
    for start, end in spans:
        inside = [fact for fact in facts if start <= fact.start < end and fact.key not in seen]
        seen.update(fact.key for fact in inside)
        sentence, is_lead = article.text[start:end], (start, end) == lead
        if not (inside or is_lead) or not _is_readable(sentence, rules):
            continue
        similarity = _likeness(sentence, told.sentences)
        stood_for = _worth(facts) if is_lead and similarity < rules.lead_told else 0.0
        if _is_worth_telling(inside, similarity, stood_for, rules):
            worth = _worth(inside) + is_lead * rules.lead_worth + rules.lead_share * stood_for
            novel.append(_novel(article, (start, end), inside, similarity, worth, rules))
    return novel


def _worth(facts: Iterable["Fact"]) -> float:
    """Return what facts are worth, each counted once."""
    return sum({fact.key: fact.worth for fact in facts}.values())


def _is_worth_telling(facts: Sequence["Fact"], similarity: float, stood_for: float, rules: NoveltyRules) -> bool:
    """Tell whether a sentence is new enough: the same one with another figure is; without facts only a new lead."""
    if similarity >= rules.retold:
        return any(fact.key.startswith("figure") for fact in facts)
    return bool(facts) or stood_for > 0 or similarity < rules.unlike


def _is_readable(sentence: str, rules: NoveltyRules) -> bool:
    """Tell whether a sentence reads well by itself: whole, of a fitting length, no quotation cut off."""
    is_fitting = rules.shortest_words <= len(words(sentence)) <= rules.longest_words
    return is_fitting and is_balanced(sentence) and _IS_WHOLE.search(sentence) is not None


def _without_bullet(text: str, span: tuple[int, int]) -> tuple[int, int]:
    bullet = _BULLET.match(text, *span)
    return (bullet.end() if bullet else span[0], span[1])


def _novel(
    article: Article,
    span: tuple[int, int],
    facts: Sequence["Fact"],
    similarity: float,
    worth: float,
    rules: NoveltyRules,
) -> NovelSentence:
    weakened = worth * (rules.told_worth if similarity >= rules.told else 1.0)
    return NovelSentence(
        article_id=article.article_id,
        sentence=article.text[span[0] : span[1]],
        span_start=span[0],
        span_end=span[1],
        facts=tuple(dict.fromkeys(fact.words for fact in facts)),
        told_before=similarity,
        score=round(weakened, 4),
    )


@record
class Fact:
    """One new fact, where it stands, and its worth."""

    key: str  # the same for the same fact in other words
    words: str
    start: int
    worth: float


def _facts_of(article: Article, citations: Sequence[Citation], told: Told, rules: NoveltyRules) -> Iterable[Fact]:
    """Yield the facts of an article that the story had not told, in no special order."""
    for figure in read_figures(article):
        if not any(_same_figure(figure, other) for other in told.figures):
            key = f"figure {figure.unit} {figure.value:.3g} {figure.noun if not figure.unit else ''}"
            yield Fact(key=key, words=figure.raw, start=figure.span_start, worth=rules.figure)
    for name in read_names(article.text):
        if name.key not in told.names and not any(name.key in known for known in told.names):
            yield Fact(key=f"name {name.key}", words=name.words, start=name.start, worth=rules.name)
    for start, end in quotation_spans(article.text):
        quotation = normalise(article.text[start:end])
        if len(words(quotation)) >= rules.quotation_words and not _was_quoted(quotation, told, rules):
            yield Fact(key=f"quote {quotation}", words=article.text[start:end], start=start, worth=rules.quotation)
    for citation in citations:
        if citation.span_start is not None and citation.cited not in told.outlets:
            key = f"outlet {citation.cited}"
            yield Fact(key=key, words=citation.cited, start=citation.span_start, worth=rules.outlet)
    for named in read_dates(article.text, article.ordered_at.date()):
        if named.last_day >= article.ordered_at.date() and (named.first_day, named.last_day) not in told.dates:
            key = f"date {named.first_day} {named.last_day}"
            yield Fact(key=key, words=named.raw, start=named.start, worth=rules.date)


def _same_figure(figure: Figure, other: Figure) -> bool:
    is_alike = figure.unit == other.unit and (bool(figure.unit) or figure.noun == other.noun)
    return is_alike and agrees(figure, other, FIGURE_RULES)


def _was_quoted(quotation: str, told: Told, rules: NoveltyRules) -> bool:
    cutoff = 100 * rules.same_quotation
    best = process.extractOne(quotation, told.quotations, scorer=fuzz.token_set_ratio, score_cutoff=cutoff)
    return best is not None


def _likeness(sentence: str, earlier: Sequence[str]) -> float:
    """Return how like a sentence is to the nearest earlier one, 0 to 1."""
    best = process.extractOne(plain(sentence), earlier, scorer=fuzz.token_set_ratio)
    return round(best[1] / 100, 4) if best else 0.0


def plain(sentence: str) -> str:
    """Return a sentence's words in one line, for comparing."""
    return " ".join(words(sentence))
