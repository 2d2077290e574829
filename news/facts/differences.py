"""Where articles of a story differ in figures: the same thing, the same quantity, the same time, or nothing is said.

A difference told that is none costs the reader's trust in every other. So two figures differ only where their clauses
are about the same: what is counted, what became of it (killed, injured, missing), what is measured (depth, width), no
part of a whole beside the whole, no other year, no name in one that conflicts with one in the other, and both stated
within two days.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cache, lru_cache

from news.facts.bound_words import Bound, bound_to, is_money
from news.facts.conflicts import are_of_two_things, clause_of, has_another_owner, is_change, signs_for
from news.facts.figure_signs import signs_of, told
from news.facts.own_words import are_worded_apart
from news.facts.sentence_terms import DENIAL, terms_of
from news.language.lexicon import lexicon
from news.language.names import read_names
from news.records import Figure, record

_YEAR = re.compile(r"(?<![\d.,$€£-])(?:19|20)\d\d(?![\d%-]|[.,]\d)")
_MEASURED = frozenset(("km", "km²", "kg", "km/h", "litre", "°C"))
_POINTS = frozenset(("north", "south", "east", "west"))
_CAPITAL = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")
_PLURALS = {"person": "people", "man": "men", "woman": "women", "child": "children", "body": "bodies"}
_MEASURE_LETTERS = re.compile(r"[^\W\d_]")


@record
class DifferRules:
    """When two unequal figures are said to differ; chosen so that what is said is true."""

    times: float = 3.0  # values further apart than this are about different things …
    money_times: float = 1.5  # … and sums of money
    together: timedelta = timedelta(hours=48)  # later a figure is news, not another side
    shared: int = 2  # words of their clauses that both share beside the noun
    overlap: float = 0.5  # share of the words of the shorter clause that both have
    fated: int = 1  # the same where what became of the people or things counted is the same …
    fated_overlap: float = 0.3
    same_clause: float = 0.75  # … and where no word tells what became of it, or it is a price
    shares: float = 0.9  # … and of two percentages, of the longer clause: a word apart, they are of two answers
    named: float = 0.5  # share of the names of the sentence with fewer that both have
    least_value: float = 3.0  # smaller counts are told of too many things


DIFFER_RULES = DifferRules()


@record
class About:
    """What a figure is about."""

    language: str
    fate: str  # what became of what is counted; empty: no word tells it
    bound: Bound | None  # of a measure or a sum: what it is of; None: no word bound to it tells
    properties: frozenset[str]  # of a share or a rank, told anywhere in its clause
    years: frozenset[str]
    times: frozenset[str]
    scopes: frozenset[str]  # whether it is of a kind, or of a record
    names: frozenset[str]
    terms: frozenset[str]  # of its clause
    all_terms: frozenset[str]  # of its sentence
    capitals: frozenset[str]  # stems of the words of its sentence that have one
    days: frozenset[str]  # of the week, months and quarters of a year
    hours: frozenset[str]  # parts of a day
    is_part: bool


@lru_cache(maxsize=4096)  # figures, each compared with many others: a story of 40 texts has a few hundred
def about(figure: Figure) -> About:
    """Return what a figure is about, read from its clause and, for years and names, from its sentence."""
    clause, signs, language = clause_of(figure), signs_for(figure), figure.language
    sentence = f" {figure.sentence.lower()} "
    lowered = f" {signs.month.sub('', clause).lower()} "
    return About(
        language=language,
        fate=_nearest_fate(lowered, figure),
        bound=bound_to(figure) if _is_measured(figure) else None,
        properties=frozenset(told(signs.properties, lowered)),
        years=frozenset(_YEAR.findall(figure.sentence)),
        times=frozenset(told(signs.times, sentence)),
        scopes=frozenset(told(signs.scopes, sentence)),
        names=frozenset(part for name in read_names(figure.sentence) for part in name.key.split()),
        terms=frozenset(signs.group_of(term) or term for term in terms_of(clause.replace(figure.raw, " "), language))
        - {DENIAL},
        all_terms=terms_of(figure.sentence.replace(figure.raw, " "), language) - {DENIAL},
        capitals=terms_of(" ".join(_CAPITAL.findall(figure.sentence)), language) - {DENIAL},
        days=frozenset(signs.day.findall(figure.sentence)),
        hours=frozenset(signs.hour.findall(figure.sentence.lower())),
        is_part=_is_part(figure),
    )


def _is_measured(figure: Figure) -> bool:
    return is_money(figure) or figure.unit in _MEASURED


def is_disputed(headline: str, others: Iterable[str], language: str | None = "en") -> bool:
    """Return whether other texts tell a fate that cannot be true beside the one a headline tells ("freed", "dead")."""
    signs = signs_of(language)
    if signs is None:
        return False
    fates = set(told(signs.fates, f" {headline.lower()} "))
    against = {other for fate in fates for other in signs.against.get(fate, ())} - fates
    return any(against & set(told(signs.fates, f" {text.lower()} ")) for text in others)


def may_differ(first: Figure, second: Figure, rules: DifferRules = DIFFER_RULES) -> bool:
    """Return whether two unequal figures are about the same thing, the same quantity, at the same time."""
    lesser, greater = sorted((abs(first.value), abs(second.value)))
    if (  # what most pairs of a long story fail comes first
        abs(first.at - second.at) > rules.together
        or greater > (rules.money_times if is_money(first) else rules.times) * lesser
        or (first.noun and lesser < rules.least_value)
        or not _is_comparable(first, second)
        or are_of_two_things(first, second)
    ):
        return False
    one, other = about(first), about(second)
    if is_change(first, second, one.fate) or has_another_owner(first, second, one.fate):
        return False
    return _are_alike(one, other, first, rules) and not are_worded_apart(first, second)


def may_be_compared(figure: Figure) -> bool:
    """Return whether a figure can differ from any other: its language is read, and it has a name or a measure."""
    is_measured = figure.unit not in ("", "second", "day", "year", "year old")
    is_read = signs_of(figure.language) is not None
    return is_read and (is_measured or (bool(figure.noun) and figure.noun not in signs_for(figure).vague))


def _is_comparable(first: Figure, second: Figure) -> bool:
    is_alike = (first.language, first.unit, first.noun) == (second.language, second.unit, second.noun)
    return is_alike and may_be_compared(first)


def _are_alike(one: About, other: About, figure: Figure, rules: DifferRules) -> bool:
    if _conflict(one.years, other.years) or _conflict(one.days, other.days) or _conflict(one.hours, other.hours):
        return False
    if one.times != other.times:
        return False
    if _is_measured(figure) and _have_distance(one, other):
        return _distance_alike(one, other, rules)
    fewer = min(len(one.names), len(other.names))
    if one.is_part or other.is_part or (fewer > 1 and len(one.names & other.names) < rules.named * fewer):
        return False
    if _is_measured(figure):
        return _measure_alike(one, other, figure, rules)
    if figure.unit == "%" and (one.years, one.days) != (other.years, other.days):
        return False  # a share of a quarter and one of a year
    return one.fate == other.fate and one.properties == other.properties and _count_alike(one, other, figure, rules)


def _conflict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether both name days or years, and none of them is the same."""
    return bool(one) and bool(other) and not one & other


def _have_distance(one: About, other: About) -> bool:
    return all(about.bound is not None and about.bound.name == "distance" for about in (one, other))


def _distance_alike(one: About, other: About, rules: DifferRules) -> bool:
    """Return whether two distances are from one place, in one direction, of what one word of both sentences names."""
    first, second = one.bound, other.bound
    if first is None or second is None or not first.of & second.of:
        return False
    if first.direction and second.direction and first.direction != second.direction:
        return False
    return len((one.all_terms & other.all_terms) - first.of - second.of - _POINTS) >= rules.shared


def _measure_alike(one: About, other: About, figure: Figure, rules: DifferRules) -> bool:
    """Return whether two measures or sums are of one property of one thing: words bound to each say so."""
    first, second = one.bound, other.bound
    if first is None or second is None or first.name != second.name or _conflict(first.of, second.of):
        return False
    if first.name == "worth" and not first.of & second.of:
        return False
    if not is_money(figure) and (one.scopes != other.scopes or not _is_one_thing(one, other)):
        return False
    return bool(one.capitals & other.capitals) and len(one.all_terms & other.all_terms) >= rules.shared


def _is_one_thing(one: About, other: About) -> bool:
    """Return whether what the one describes ("a 40-foot-wide crater") stands in the other's clause, too."""
    described = [about.bound.thing if about.bound else "" for about in (one, other)]
    if all(described):
        return described[0] == described[1]
    if not any(described):
        return bool(one.terms & other.terms - _property_terms(one.language))
    return all(not thing or thing in about.terms for thing, about in zip(described, (other, one), strict=True))


def _count_alike(one: About, other: About, figure: Figure, rules: DifferRules) -> bool:
    """Return whether two counts are of the same people or things: one fate and a shared word, or nearly one clause."""
    shared, fewer = len(one.terms & other.terms), min(len(one.terms), len(other.terms))
    if figure.unit == "%" and not one.fate:
        return shared >= rules.shared and shared >= rules.shares * max(len(one.terms), len(other.terms))
    if one.fate:
        if not _is_one_event(one, other, rules):
            return False
        least, overlap = rules.fated, rules.fated_overlap
    elif one.properties and figure.unit != "people":
        least, overlap = rules.shared, rules.overlap
    else:
        least, overlap = rules.shared + 1, rules.same_clause
    return shared >= least and shared >= overlap * fewer


def label_of(figure: Figure) -> str:
    """Return what a figure counts or measures: "people injured", "depth"; empty where no word tells it."""
    found = about(figure)
    if figure.noun in signs_for(figure).states:
        return f"people {figure.noun}" if figure.language == "en" else figure.noun
    if figure.noun:
        noun = _plural(figure)
        return signs_for(figure).label.format(noun=noun, fate=found.fate) if found.fate else noun
    if found.bound:
        return found.bound.label
    return "" if _is_measured(figure) else ", ".join(sorted(found.properties)[:2])


def _plural(figure: Figure) -> str:
    """Return the noun of a figure as a label has it; only English nouns are kept in the singular."""
    noun, known = figure.noun, lexicon(figure.language)
    if figure.language != "en":
        return noun.capitalize() if known and known.has_capital_nouns else noun
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith(("s", "people", "police", "men", "women", "children")):
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def _nearest_fate(clause: str, figure: Figure) -> str:
    """Return what became of what a figure counts: the fate told nearest to it in its clause, none of others."""
    place, signs, found = clause.find(figure.raw.lower()), signs_for(figure), list[tuple[int, str]]()
    for name, cues in signs.fates.items():
        for cue in cues:
            for start, end in _places(f" {cue}", clause):
                is_counted = place <= start + 1 < place + len(figure.raw) and figure.noun.startswith(cue.strip())
                if is_counted or signs.also.fullmatch(f"{clause[place + len(figure.raw) : start]} "):
                    continue  # "30 protesters" are no protest, "and injuring many" is of others
                gap = place - end if end <= place else start - place - len(figure.raw)
                found.append((abs(gap), name))
    return min(found, default=(0, ""))[1]


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Give where some words stand in a text, one after another: a pattern for each cue would be made anew each time."""
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + len(words))


@cache
def _fate_terms(language: str) -> frozenset[str]:
    """Return the stems of the words that tell a fate: they say nothing of which event it was."""
    signs = signs_of(language)
    return terms_of(signs.words_of(signs.fates), language) if signs else frozenset()


@cache
def _property_terms(language: str) -> frozenset[str]:
    """Return the stems of the words that tell a property: they say nothing of what has it."""
    signs = signs_of(language)
    return terms_of(signs.words_of(signs.properties), language) if signs else frozenset()


def _is_one_event(one: About, other: About, rules: DifferRules) -> bool:
    """Return whether two sentences of one fate share a name and a word, or where they have no names more words."""
    shared = len(one.all_terms & other.all_terms - _fate_terms(one.language))
    if one.capitals and other.capitals:
        return bool(one.capitals & other.capitals) and shared >= rules.shared
    return shared > rules.shared


def _is_part(figure: Figure) -> bool:
    """Return whether a figure is a part of another, or is added to it ("14 more", "12 of the 31", "by 3 %")."""
    place = figure.sentence.find(figure.raw)
    before = f" {figure.sentence[:place].lower().rstrip()}"
    after = figure.sentence[place + len(figure.raw) :].lower().lstrip()
    signs = signs_for(figure)
    inside = {word for word in figure.raw.lower().split() if _MEASURE_LETTERS.match(word)}
    return (
        any(before.endswith(f" {cue}") for cue in signs.before_parts)
        or bool(signs.after_parts.match(after))
        or (not figure.noun and bool(signs.after_number.match(after)))
        or after[:1].isdigit()  # "8ft 9in"
        or bool(inside & {"more", "other", "additional", "another"})
    )


def sides_agree(figures: Sequence[Figure]) -> bool:
    """Return whether all figures are about one thing, each pair of them: three sides of two matters are none."""
    return all(label_of(figure) == label_of(figures[0]) for figure in figures)
