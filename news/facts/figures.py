"""The figures of a story: what its articles state in numbers, where they agree, and where they differ."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, islice
from operator import itemgetter

from news.facts.bound_words import is_converted, telling_digits
from news.facts.differences import label_of, may_be_compared, may_differ, sides_agree
from news.facts.sentence_terms import STEM_LETTERS
from news.language.codes import is_read
from news.language.lexicon import unknown
from news.language.quantities import Quantity, read_quantities
from news.language.quotation_marks import whole_sentence
from news.language.segments import words
from news.language.terms import fold
from news.language.text_layers import TextLayers
from news.records import Article, Difference, Figure, QuotedSentence, StatedFigure, record

_Stated = dict[tuple[int, str, str], list[Figure]]  # article, unit and noun -> its figures


@record
class FigureRules:
    """When two figures are about the same thing; the project's own choice, checked on the seeds."""

    shared_words: int = 2  # words of their sentences that two figures share beside the noun, to be about one thing
    near: float = 0.01  # relative difference up to which two precise values are the same


FIGURE_RULES = FigureRules()
NONE_READ: Mapping[int, Sequence[Figure]] = {}


def read_figures(article: Article, layers: TextLayers | None = None) -> list[Figure]:
    """Return the figures of an article's text, in order; each with its sentence. Texts that are not read have none.

    Args:
        layers: of the article's text, where somebody else reads it, too.
    """
    layers = layers or TextLayers(article.text, article.language)
    if not is_read(layers.language):
        return []
    found = []
    for quantity in read_quantities(article.text, layers.language):
        start, end = layers.sentence_at(quantity.start) or (quantity.start, quantity.end)
        sentence = article.text[start:end] if article.text_kind != "account" else ""
        found.append(_figure(article, quantity, sentence, layers.language or "en"))
    return found


def _figures_in_time(articles: Iterable[Article], read: Mapping[int, Sequence[Figure]]) -> list[Figure]:
    in_time = sorted(articles, key=lambda article: (article.ordered_at, article.article_id))
    return [
        figure for one in in_time for figure in (read[one.article_id] if one.article_id in read else read_figures(one))
    ]


def _differing(figures: Sequence[Figure], rules: FigureRules) -> list[tuple[Figure, Figure]]:
    """Return the pairs that differ, of two articles, the earlier first; one for each two articles, unit and noun.

    Only figures of one kind are held against each other: others never differ.
    """
    alike: dict[tuple[str, str, str], list[tuple[int, Figure]]] = defaultdict(list)
    stated: _Stated = {}
    for place, figure in enumerate(figures):
        stated.setdefault((figure.article_id, figure.unit, figure.noun), []).append(figure)
        if may_be_compared(figure):
            alike[figure.language, figure.unit, figure.noun].append((place, figure))
    pairs = [
        (place, other_place, first, second)
        for those in alike.values()
        for (place, first), (other_place, second) in combinations(those, 2)
        if first.article_id != second.article_id and not is_compatible(first, second) and may_differ(first, second)
    ]
    in_order = [(first, second) for _, _, first, second in sorted(pairs, key=itemgetter(0, 1))]
    return _first_of_each(
        (first, second)
        for first, second in in_order
        if not _is_same(first, second, rules) and not _is_paired(first, second, stated)
    )


def _is_paired(first: Figure, second: Figure, stated: _Stated) -> bool:
    """Return whether one article states both values of one thing in one sentence or alike: then they are two things."""
    return _states_both(first, second, stated) or _states_both(second, first, stated)


def _states_both(first: Figure, second: Figure, stated: _Stated) -> bool:
    others = [other for other in stated[first.article_id, first.unit, first.noun] if agrees(other, second)]
    if first.unit == "star":
        return False  # what is raised from one rank to another is one thing
    return any(other.sentence == first.sentence or may_differ(first, other) for other in others)


def agrees(first: Figure, second: Figure, rules: FigureRules = FIGURE_RULES) -> bool:
    """Return whether two figures of one unit give the same value, as far as each is rounded."""
    scale = max(abs(first.value), abs(second.value))
    if abs(first.value - second.value) <= rules.near * scale:
        return True
    return not (first.qualifier or second.qualifier) and first.low < second.high and second.low < first.high


def is_compatible(first: Figure, second: Figure) -> bool:
    """Return whether both figures can be true of one thing: "at least 12" does not contradict 14."""
    return (first.low < second.high and second.low < first.high) or is_converted(first, second)


def differences_of(
    articles: Sequence[Article],
    rules: FigureRules = FIGURE_RULES,
    *,
    news: Collection[int] | None = None,
    most: int | None = None,
    read: Mapping[int, Sequence[Figure]] = NONE_READ,
) -> list[Difference]:
    """Return the differing figures of a story, each with its sentence, as a letter shows them.

    Figures of accounts are left out: an account has no sentence of the outlet.

    Args:
        articles: of one story, one for each copy group.
        rules: when figures are about one thing.
        news: ids of articles; only what one of them states differently is returned. None: all.
        most: so many differences at most, the first to be stated. None: all.
        read: the figures of articles that were read before, by article.
    """
    by_id = {article.article_id: article for article in articles}
    figures = _figures_in_time(articles, read)
    groups: list[list[Figure]] = []
    for pair in _differing(figures, rules):
        if all(figure.sentence for figure in pair):
            _join_sides(groups, pair, rules)
    chosen = [group for group in groups if news is None or any(figure.article_id in news for figure in group)]
    found = (_difference(group, by_id, news or (), rules) for group in chosen)
    return list(islice((difference for difference in found if len(difference.sides) > 1), most))


def _difference(
    group: Sequence[Figure], by_id: Mapping[int, Article], news: Collection[int], rules: FigureRules
) -> Difference:
    sides = _one_each(group, news, rules)
    label = label_of(sides[0])
    named_sides = _sides(sides, by_id) if label and sides_agree(sides) else ()  # what has no name is not told
    return Difference(about=label, sides=tuple(named_sides))


def _join_sides(groups: list[list[Figure]], pair: tuple[Figure, Figure], rules: FigureRules) -> None:
    """Put a differing pair to those that share one of its figures: "three-star" here and there is one side."""
    for group in groups:
        if any(_is_one_side(figure, other, rules) for figure in pair for other in group):
            group.extend(pair)
            return
    groups.append(list(pair))


def _is_one_side(figure: Figure, other: Figure, rules: FigureRules) -> bool:
    is_alike = (figure.unit, figure.noun) == (other.unit, other.noun)
    return is_alike and agrees(figure, other, rules)


def _fits(figure: Figure, value: Sequence[Figure]) -> bool:
    """Return whether a figure can be true beside all of a side: "200 feet" of "60 metres", 14 of "at least 12"."""
    return all(is_compatible(figure, other) for other in value)


def _one_each(group: Sequence[Figure], news: Collection[int], rules: FigureRules) -> list[Figure]:
    """Return one figure for each value, of different articles and as the news state it where it can be; by time."""
    ordered = sorted(group, key=lambda figure: (figure.article_id not in news, figure.at, figure.article_id))
    values: list[list[Figure]] = []
    for figure in ordered:
        same = next((value for value in values if _is_one_side(figure, value[0], rules) or _fits(figure, value)), None)
        if same is None:
            values.append([figure])
        else:
            same.append(figure)
    sides: list[Figure] = []
    for value in sorted(values, key=lambda value: len({figure.article_id for figure in value})):
        taken = {side.article_id for side in sides}
        sides.append(next((figure for figure in value if figure.article_id not in taken), value[0]))
    return sorted(sides, key=lambda figure: (figure.at, figure.article_id))


def _sides(figures: Iterable[Figure], by_id: Mapping[int, Article]) -> Iterable[StatedFigure]:
    """Yield each figure with its sentence, but for those whose sentence cannot be shown whole."""
    for figure in figures:
        article = by_id[figure.article_id]
        sentence = whole_sentence(article.text, figure.span_start)
        if sentence is not None:
            yield _side(figure, sentence, article)


def _side(figure: Figure, sentence: str, article: Article) -> StatedFigure:
    quoted = QuotedSentence(
        sentence=sentence,
        article_id=article.article_id,
        outlet=article.outlet or "",
        url=article.url,
        ordered_at=article.ordered_at,
        language=article.language,
    )
    return StatedFigure(value=figure.raw, quoted=quoted)


def _figure(article: Article, quantity: Quantity, sentence: str, language: str) -> Figure:
    return Figure(
        article_id=article.article_id,
        at=article.ordered_at,
        language=language,
        raw=quantity.raw,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        noun=quantity.noun,
        qualifier=quantity.qualifier,
        span_start=quantity.start,
        span_end=quantity.end,
        sentence=sentence,
    )


def _about(figure: Figure) -> frozenset[str]:
    """Return the words around a figure that tell what it is about, without its own numbers."""
    stops = unknown().stop_words
    around = (word for word in words(f"{figure.sentence} {figure.raw}") if word not in stops and not word[0].isdigit())
    return frozenset(fold(word, STEM_LETTERS) for word in around if len(word) > 1)


def _is_same(first: Figure, second: Figure, rules: FigureRules) -> bool:
    """Return whether two figures give one value of one thing: a telling number needs less beside it."""
    if not agrees(first, second, rules):
        return False
    if _digits(first) > 1 and _digits(second) > 1:
        return True
    shared = len(_about(first) & _about(second))
    return (first.noun == second.noun and shared >= 1) or shared >= rules.shared_words


def _digits(figure: Figure) -> int:
    """Count the digits of a figure that say something: 54,000 has two."""
    return len(telling_digits(figure))


def _first_of_each(pairs: Iterable[tuple[Figure, Figure]]) -> list[tuple[Figure, Figure]]:
    """Keep one pair for each two articles, unit and noun."""
    kept: dict[tuple[object, ...], tuple[Figure, Figure]] = {}
    for first, second in pairs:
        kept.setdefault((first.article_id, second.article_id, first.unit, first.noun), (first, second))
    return list(kept.values())
