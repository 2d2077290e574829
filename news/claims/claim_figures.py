"""Whether a sentence holds the figures of a claim, others of the same kind, or none."""

import re
from collections.abc import Iterator

from news.claims.claim_rules import MatchRules
from news.claims.claim_words import claim_words, form_of
from news.claims.claims import Reading, value_of
from news.language.lexicon import lexicon
from news.language.quantities import Quantity
from news.language.segments import each_word

_NAMING = re.compile(r"\d[\d.,]*-[a-z]+(?:-old)? \w")  # "14-inch screen"
_WORST = ("no figure", "another figure", "figures")
_LOWER, _UPPER = ("more than", "at least"), ("less than", "up to")
_MUCH = 2  # times a bound: further away the figure is another, of which a bound would not be told
_PART = 3  # words before a number among which stands that it counts some among more
_CLOSE = 5  # words behind a number among which stands what it counts
_FIRST_YEAR, _LAST_YEAR = 1800, 2100  # numbers between them may be years


def figures_told(claim: Reading, read: Reading, around: tuple[Reading, ...], rules: MatchRules) -> str:
    """Return "figures": the sentence holds all of the claim's; "another figure", "no figure"; "": it has none.

    Of several figures all but one must stand there, so that the other is another of the same matter. The year of a
    sentence that names none may stand around it.
    """
    told = [_of_age(claim, figure, read) or _of_quantity(figure, read, rules) for figure in claim.figures]
    months = set(_month_forms(claim.language)) if claim.counts else set()
    here = [count for count in claim.counts if not _is_around(count, read, around)]
    told += [_of_count(count, read) for count in here if count[1] not in months]
    date = [_of_count(count, read) for count in here if count[1] in months]
    if claim.months:
        date.append("figures" if claim.months & read.months else "another figure" if read.months else "no figure")
    if date:
        told.append(min(date, key=_WORST.index))
    others = told.count("another figure")
    if others and ((has_part(read) and not has_part(claim)) or _is_other_thing(claim, told)):
        return "no figure"
    if "no figure" in told or others > 1:
        return "no figure"
    return "another figure" if others else "figures" if told else ""


def _is_other_thing(claim: Reading, told: list[str]) -> bool:
    """Return whether the figure that differs says which thing a claim means: "a 14-inch screen"."""
    differing = (figure for figure, one in zip(claim.figures, told, strict=False) if one == "another figure")
    return any(_NAMING.match(claim.text, figure.start) for figure in differing)


def has_part(read: Reading) -> bool:
    """Return whether a sentence counts some among more, or others on top: "including 12 children", "another 12"."""
    known, tokens = claim_words(read.language), list(each_word(read.text))
    for number, (word, _, end) in enumerate(tokens):
        if value_of(word, read.language) is None:
            continue
        if known.parts & {before for before, _, _ in tokens[max(0, number - _PART) : number]}:
            return True
        if known.parts_behind and known.parts_behind.match(read.text, end + 1):
            return True
    return False


def _of_age(claim: Reading, figure: Quantity, read: Reading) -> str:
    """Tell of an age whether it stands behind a name of the claim, as in "Anna Berg, 55,"; "": none does."""
    named = {word for name in claim.names for word in name}
    ages = {age for name, age in read.ages if name in named or form_of(name, read.language) == claim.subject}
    if figure.unit != "year old" or not ages:
        return ""
    return "figures" if figure.value in ages else "another figure"


def _of_quantity(figure: Quantity, read: Reading, rules: MatchRules) -> str:
    same = of_kind(figure, read)
    noun = form_of(figure.noun, read.language)
    counted = [value for value, beside in read.counts if figure.noun and beside == noun]
    if any(_agree(figure, other, rules) for other in same) or figure.value in counted or figure.value in read.scaled:
        return "figures"
    people = [other for other in read.figures if other.unit == "people"]
    if figure.unit == "people" and len(people) == 1 and people[0].value == figure.value and not people[0].qualifier:
        return "figures"
    beside = _beside(figure, read)
    if beside is not None:
        return "figures" if noun in beside else "no figure"
    if counted:
        return "another figure"
    if any(_is_in_bound(figure, other) for other in same):
        return "figures"
    is_elsewhere = any(other.value == figure.value for other in read.figures)  # "54,000 troops and 45,000 relatives"
    if is_elsewhere or not same or any(_may_be_one(figure, other) for other in same):
        return "no figure"
    return "another figure"


def _may_be_one(figure: Quantity, other: Quantity) -> bool:
    """Return whether two figures may mean the same number: one is a bound, or rounded to where the other stands."""
    if other.qualifier in _LOWER + _UPPER or other.low <= figure.value <= other.high:
        return True
    return bool(figure.qualifier) and figure.low <= other.value <= figure.high


def _is_in_bound(figure: Quantity, other: Quantity) -> bool:
    """Return whether a figure is one of those that the claim's bound allows: 720 of "over 700"."""
    if other.qualifier:
        return False
    if figure.qualifier in _LOWER:
        return figure.value <= other.value < _MUCH * figure.value
    return figure.qualifier in _UPPER and figure.value / _MUCH < other.value <= figure.value


def _beside(figure: Quantity, read: Reading) -> frozenset[str] | None:
    """Return the words soon behind a number of the same value: "30 of Boeing's jets"; None: the number is not there."""
    words = [word for word, _, _ in each_word(read.text)]
    places = [number for number, word in enumerate(words) if value_of(word, read.language) == figure.value]
    if figure.unit not in ("", "people") or not places:
        return None
    return frozenset(form_of(word, read.language) for place in places for word in words[place + 1 : place + 1 + _CLOSE])


def of_kind(figure: Quantity, read: Reading) -> list[Quantity]:
    """Return what a sentence tells in the same unit, or of the same things."""
    same = [other for other in read.figures if other.unit == figure.unit]
    if not figure.noun:
        return same
    exact = [other for other in same if _is_noun(other.noun, figure.noun, read.language)]
    if exact or not figure.unit:
        return exact
    return [other for other in same if figure.unit in (other.noun, figure.noun)]


def told_of(figure: Quantity, read: Reading, rules: MatchRules) -> list[Quantity]:
    """Return what a sentence tells of a claim's figure: where one is the claim's, the others are of something else."""
    same = of_kind(figure, read)
    return [other for other in same if _agree(figure, other, rules)] or same


def _is_noun(one: str, other: str, language: str) -> bool:
    return form_of(one, language) == form_of(other, language)


def _agree(one: Quantity, other: Quantity, rules: MatchRules) -> bool:
    step = rules.tolerance * abs(one.value)
    if abs(one.value - other.value) <= step:
        return True
    ends = [end for end in (other.low, other.high) if abs(end) != float("inf")]
    is_range = len(re.findall(r"\d[\d.,]*", other.raw)) > 1
    if is_range:
        return any(abs(end - one.value) <= max(step, abs(other.high - other.low) * 0.05) for end in ends)
    return (
        other.qualifier not in ("", "up to", "less than")
        and other.low <= one.value <= other.high
        and abs(one.value - other.value) <= rules.qualified * abs(one.value)
    )


def _of_count(count: tuple[float, str], read: Reading) -> str:
    value, beside = count
    is_year = _is_year(value)
    if (
        count in read.counts
        or (is_year and any(value == other for other, _ in read.counts))
        or any(figure.value == value for figure in read.figures)
        or (not beside and any(value == other for other, _ in read.counts))
    ):
        return "figures"
    months = set(_month_forms(read.language))
    rivals = {
        other
        for other, noun in read.counts
        if _is_year(other) == is_year and (noun == beside or (beside in months and noun in months))
    }
    rivals |= {figure.value for figure in read.figures if figure.noun and form_of(figure.noun, read.language) == beside}
    return "another figure" if beside and rivals else "no figure"


def _is_around(count: tuple[float, str], read: Reading, around: tuple[Reading, ...]) -> bool:
    """Return whether a year stands around a sentence that names none."""
    if not _is_year(count[0]) or any(_is_year(value) for value, _ in read.counts):
        return False
    return any(count[0] == value for one in around for value, _ in one.counts)


def _is_year(value: float) -> bool:
    return value.is_integer() and _FIRST_YEAR <= value <= _LAST_YEAR


def _month_forms(language: str) -> Iterator[str]:
    words = lexicon(language)
    for names in words.dates.months if words else ():
        yield from (form_of(name, language) for name in names)
