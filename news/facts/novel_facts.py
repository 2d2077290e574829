"""The facts of an article that its story had not told: figures, names, quotations, dates to come."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from news.facts.figures import FIGURE_RULES, agrees, read_figures
from news.language.dates import read_dates
from news.language.names import read_names
from news.language.quotation_marks import quotation_spans
from news.language.segments import normalise, words
from news.language.text_language import reading_language
from news.records import Article, Figure, record


@record
class FactRules:
    """What new facts are worth; the project's own choice, checked on real events and the sample newsroom."""

    figure: float = 1.0  # worth of one new fact of each kind
    name: float = 0.6
    quotation: float = 0.5
    date: float = 0.8
    quotation_words: int = 4  # fewer words in quotation marks are a label, not a quotation
    same_quotation: float = 0.80  # likeness of two wordings of one quotation


FACT_RULES = FactRules()


@record
class Fact:
    """One new fact, where it stands, and its worth."""

    key: str  # the same for the same fact in other words
    words: str
    start: int
    worth: float


@dataclass(slots=True)
class KnownFacts:
    """What a story has told so far."""

    figures: list[Figure] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    quotations: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # what is quoted now may have been said in them without marks
    dates: set[tuple[object, object]] = field(default_factory=set)

    def add(self, article: Article) -> None:
        """Take in all that an article says."""
        language = reading_language(article.language, article.text)
        self.figures.extend(read_figures(article))
        self.names.update(name.key for name in read_names(f"{article.title}.\n{article.text}", language))
        self.texts.append(" ".join(words(article.text)))
        self.quotations.extend(normalise(article.text[start:end]) for start, end in quotation_spans(article.text))
        dates = read_dates(article.text, article.ordered_at.date(), language)
        self.dates.update((named.first_day, named.last_day) for named in dates)


def novel_facts(article: Article, known: KnownFacts, rules: FactRules = FACT_RULES) -> Iterator[Fact]:
    """Yield the facts of an article that its story had not told, in no special order."""
    for figure in read_figures(article):
        if not any(_same_figure(figure, other) for other in known.figures):
            key = f"figure {figure.unit} {figure.value:.3g} {figure.noun if not figure.unit else ''}"
            yield Fact(key=key, words=figure.raw, start=figure.span_start, worth=rules.figure)
    for name in read_names(article.text, reading_language(article.language, article.text)):
        if name.key not in known.names and not any(name.key in other for other in known.names):
            yield Fact(key=f"name {name.key}", words=name.words, start=name.start, worth=rules.name)
    for start, end in quotation_spans(article.text):
        quotation = normalise(article.text[start:end])
        if len(words(quotation)) >= rules.quotation_words and not _was_quoted(quotation, known, rules):
            yield Fact(key=f"quote {quotation}", words=article.text[start:end], start=start, worth=rules.quotation)
    yield from _novel_dates(article, known, rules)


def _novel_dates(article: Article, known: KnownFacts, rules: FactRules) -> Iterator[Fact]:
    today = article.ordered_at.date()
    for named in read_dates(article.text, today, reading_language(article.language, article.text)):
        if not named.needs_verb and named.last_day >= today and (named.first_day, named.last_day) not in known.dates:
            key = f"date {named.first_day} {named.last_day}"
            yield Fact(key=key, words=named.raw, start=named.start, worth=rules.date)


def _same_figure(figure: Figure, other: Figure) -> bool:
    is_alike = figure.unit == other.unit and (bool(figure.unit) or figure.noun == other.noun)
    return is_alike and agrees(figure, other, FIGURE_RULES)


def _was_quoted(quotation: str, known: KnownFacts, rules: FactRules) -> bool:
    spoken = " ".join(words(quotation))
    if any(spoken in text for text in known.texts):
        return True
    cutoff = 100 * rules.same_quotation
    best = process.extractOne(quotation, known.quotations, scorer=fuzz.token_set_ratio, score_cutoff=cutoff)
    return best is not None
