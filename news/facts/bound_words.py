"""What a figure measures, read from the words that are bound to it: "a depth of 16 feet", "20 miles north of Orlo".

A word somewhere in the sentence does not tell what a figure measures. So a measure or a sum of money has a property
only where the words right before or after it name one, and a distance only with the place from which it is measured.
"""

import re
from math import log10

from news.facts.figure_signs import Bindings, signs_of
from news.facts.sentence_terms import STEM_LETTERS, terms_of
from news.language.terms import fold
from news.language.units import CURRENCIES
from news.records import Figure, record

_ASIDE = re.compile(r"^\s*\([^)]{1,40}\)")  # "40 feet (12 metres) wide"
_CONVERTED = frozenset(("km", "km²", "km/h", "kg", "litre"))  # measures of which news gives two, one converted
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DECIMAL = 0.01  # from a whole power of ten: the ratio of two steps of one measure has none
_MONEY = frozenset((*CURRENCIES, "crown"))


@record
class Bound:
    """A property that is bound to a figure, and what it is measured of or from."""

    name: str  # "depth", "loss", "distance"
    label: str  # "distance from Orlo"
    of: frozenset[str] = frozenset()  # stems of the place, or of what a sum is paid for; empty: not told
    direction: str = ""  # of a distance
    thing: str = ""  # stem of what is so wide: "a 40-foot-wide crater"; empty: the words beside it do not tell


def bound_to(figure: Figure) -> Bound | None:
    """Return what a measure or a sum of money is of; None: no word bound to it tells."""
    place, signs = figure.sentence.find(figure.raw), signs_of(figure.language)
    if place < 0 or signs is None:
        return None
    words = signs.bindings
    before = figure.sentence[:place].lower()
    after = _ASIDE.sub("", figure.sentence[place + len(figure.raw) :])
    if is_money(figure):
        return _bound_sum(before, after, figure, words)
    named = next(
        (_named(name, figure, after, found) for name, cue in words.after if (found := cue.match(after.lower()))), None
    )
    named = named or next((Bound(name=name, label=name) for name, cue in words.before if cue.search(before)), None)
    return named or (_distance(after, figure, words) if figure.unit == "km" else None)


def _named(name: str, figure: Figure, after: str, found: re.Match[str]) -> Bound:
    """Return a property told right after a figure, with the thing that it describes there."""
    thing = re.match(r"\s+(?:\([^)]{1,40}\)\s+)?([^\W\d_]{3,})", after[found.end() :])  # "12m-wide (40ft) crater"
    is_adjective = "-" in figure.raw or after.startswith("-")
    return Bound(name=name, label=name, thing=fold(thing[1].lower(), STEM_LETTERS) if is_adjective and thing else "")


def is_money(figure: Figure) -> bool:
    """Return whether a figure is a sum of money."""
    return figure.unit in _MONEY


def _distance(after: str, figure: Figure, words: Bindings) -> Bound | None:
    found = words.distance.match(after)
    if found is None:
        return None
    direction = "".join(words.directions[name] for name in words.direction.findall(found["direction"] or ""))
    place = found["place"]
    label = words.distance_label.format(place=place)
    return Bound(name="distance", label=label, of=terms_of(place, figure.language), direction=direction)


def _bound_sum(before: str, after: str, figure: Figure, words: Bindings) -> Bound | None:
    found = words.sum_after.match(after.lower()) or words.sum_before.search(before)
    if found is not None:
        groups = found.groupdict()
        name = next(name for name, told in groups.items() if told and name != "rest")
        rest = words.of.match(groups.get("rest") or "")
        return Bound(name=name, label=name, of=terms_of(rest[1], figure.language) if rest else frozenset())
    worth = words.worth.match(after.lower())
    return Bound(name="worth", label=words.value, of=terms_of(worth["thing"], figure.language)) if worth else None


def is_converted(first: Figure, second: Figure) -> bool:
    """Return whether one value stands in two measures, each rounded to its last digit: "20 metres", "60 feet".

    Figures of one measure, or of two that are decimal parts of each other, have steps that a power of ten parts.
    """
    one, other = _last_step(first), _last_step(second)
    if first.unit not in _CONVERTED or min(one, other) <= 0.0:
        return False
    apart = log10(one / other)
    return abs(apart - round(apart)) > _DECIMAL and abs(first.value - second.value) < (one + other) / 2


def _last_step(figure: Figure) -> float:
    """Return what one in the last telling digit of a figure is worth: 10 feet of "60 feet"; 0: no number."""
    numbers = _NUMBER.findall(figure.raw)
    telling = telling_digits(figure)
    return figure.value / int(telling) if len(numbers) == 1 and telling else 0.0


def telling_digits(figure: Figure) -> str:
    """Return the digits of a figure that say something: "54" of 54,000."""
    return "".join(letter for letter in figure.raw if letter.isdecimal()).strip("0")
