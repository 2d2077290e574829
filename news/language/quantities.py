"""Numbers in a text: their value, scale, qualifier and unit, or what they count, in each language that has a lexicon.

Separators are those of CLDR, currencies those of ISO 4217. A number that may mean two things is none.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from news.language.codes import is_read
from news.language.measures import counted, is_people, measure, starts_with_unit
from news.language.number_forms import NumberForms, money_before, number_forms, places_of_numbers
from news.language.text_language import reading_language
from news.language.units import Unit
from news.records import record

_NAMED = re.compile(r"(?<![.!?:;,“\"]\s)(?<!^)\b[A-Z][\w’']*\s+$")
_COUNTED_NEXT = re.compile(r"\s(?:[a-z]+s|people|men|women|children)\b")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_DOUBTFUL = re.compile(r"[1-9]\d{0,2},\d{3}")
CELSIUS = re.compile(r"°|celsius|摂氏|섭씨", re.IGNORECASE)
# Where the word for degrees also counts times, as in Japanese, something beside it says what is measured.
MEASURED = re.compile(
    r"[気水室体地]温|最[高低]|[零氷点]下|摂氏|[高発平]熱|기온|수온|체온|실온|최[고저]|영하|섭씨|고열|°"
)
BESIDE = 25  # characters before a number in which that stands
MOST_AIR = 60  # degrees: above, a word for them without "Celsius" may mean an angle
_TERM = re.compile(r"([\d.,]+)\s?([^\d.,\s]*)")
_WORD = re.compile(r"[^\W\d_]")
_MINUS = re.compile(r"(?:^|[^\w%\s][ \t]*|[^\W\d][ \t]+)([-−–])$")  # no sign of a range, nor of a list
_SIGNED = ("°C", "%", "percentage point")  # units of which a sign before the number says that they are below zero
_TORN = re.compile(r"\d\s[.,]\s$")  # "6 . 1": the number begins before it


@record
class Quantity:
    """A number as it stands in a text."""

    raw: str
    start: int
    end: int
    value: float  # in the unit's base unit; of a range its middle
    low: float  # what the number says at least, after rounding and qualifier
    high: float
    unit: str  # base unit, "people", or "" for other counted things
    noun: str  # what is counted, singular; "" for measures
    qualifier: str


def read_quantities(text: str, language: str | None = None) -> Iterator[Quantity]:
    """Yield the quantities of a text, in order; dates, times, labels and footnotes are none.

    Args:
        text: any text.
        language: its code; None: what its words say. In a language that is not read there are none.
    """
    code = language or reading_language(None, text) or "en"
    if not is_read(code):
        return
    forms = number_forms(code)
    plain = text if forms.has_spaces else text.translate(_FULL_WIDTH)
    at = 0
    for place in places_of_numbers(plain, forms):
        found = forms.number.match(plain, max(at, money_before(plain, place))) if place >= at else None
        if found is None:
            continue
        if _is_fall(found, forms):
            at = found.start("upper") if _WORD.search(plain, found.end("digits"), found.start("upper")) else found.end()
            continue
        at = found.end()
        quantity = _quantity(plain, found, forms)
        if quantity is not None:
            yield quantity if plain is text else replace(quantity, raw=text[quantity.start : quantity.end])


def _is_fall(found: re.Match[str], forms: NumberForms) -> bool:
    """Return whether the second number is the lesser, as no range has it: "from 38 to 29 %", "in 2018 to 38 %", "5-3".

    Behind a word the second one is read alone.
    """
    return found["upper"] is not None and _value(found["digits"], None, forms) > _value(found["upper"], None, forms)


def _quantity(text: str, found: re.Match[str], forms: NumberForms) -> Quantity | None:
    if _is_something_else(text, found, forms) or _is_unsure(found, forms):
        return None
    scale = _scale(found, text, forms)
    value = _value(found["digits"], found["words"], forms) * scale
    upper = _value(found["upper"], None, forms) * scale if found["upper"] else None
    measured = measure(text, found, scale, forms)
    if measured is not None:
        unit, noun, end = measured
        if unit.base == "°C" and value > MOST_AIR and not CELSIUS.search(text, found.start(), end):
            return None  # "um 180 Grad gedreht" is an angle
        if unit.base == "°C" and not forms.has_spaces and not _is_measured(text, found.start(), end):
            return None  # "3度も繰り返し": three times
    else:
        thing = counted(text, found, value, forms)
        if thing is None:
            return None
        noun, end = thing
        unit = Unit(base="people" if is_people(noun, forms) else "")
    qualifier, end = _qualifier(text, found.start(), end, forms)
    low, high = _bounds(value, upper if upper is not None else value, _step(found, value, scale, forms), qualifier)
    start, sign = _signed(text, found.start() + len(found.group()) - len(found.group().lstrip()), unit, forms)
    base = sorted(sign * bound * unit.factor + unit.offset for bound in (low, high))
    return Quantity(
        raw=text[start:end],
        start=start,
        end=end,
        value=sign * (value if upper is None else (value + upper) / 2) * unit.factor + unit.offset,
        low=base[0],
        high=base[1],
        unit=unit.base,
        noun=noun,
        qualifier=qualifier,
    )


def _signed(text: str, start: int, unit: Unit, forms: NumberForms) -> tuple[int, int]:
    """Return where a number begins with its sign, and -1 where it is below zero."""
    if unit.base not in _SIGNED:
        return start, 1
    before = text[max(0, start - 12) : start]
    minus = _MINUS.search(before) or (forms.minus and forms.minus.search(before))
    return (start - len(before) + minus.start(1), -1) if minus else (start, 1)


def _is_measured(text: str, start: int, end: int) -> bool:
    """Return whether something beside a number tells that it counts degrees."""
    return MEASURED.search(text, max(0, start - BESIDE), end) is not None


def _is_something_else(text: str, found: re.Match[str], forms: NumberForms) -> bool:
    """Return whether a number is a year, a date, a time, a label, an ordinal or a footnote."""
    digits = found["digits"]
    before, after = text[max(0, found.start() - 30) : found.start()], text[found.end() : found.end() + 20]
    if digits is None:
        return False
    if _TORN.search(before):
        return True
    is_bare = not found["money"] and not found["scale"]
    if is_bare and re.fullmatch(r"(?:19|20)\d\d\.\d{1,2}", digits):
        return True
    if is_bare and re.fullmatch(r"(?:1[5-9]|20)\d\d", digits) and not starts_with_unit(after, forms):
        return True
    if forms.has_spaces and found["scale"]:
        return False
    if forms.not_counted.match(after) or (forms.label and forms.label.search(before)):
        return True
    if not forms.has_spaces:
        return False
    if forms.before_date.search(before) or forms.after_date.match(after):
        return True
    is_glued = bool(re.match(r"[A-Za-z]", after)) and not starts_with_unit(after, forms)
    may_be_named = not found["money"] and "," not in digits and not forms.has_capital_nouns
    return is_glued or (may_be_named and bool(_NAMED.search(before)))


def _is_unsure(found: re.Match[str], forms: NumberForms) -> bool:
    """Return whether a number's separator may part thousands or decimals: "1,500 euros" in a Spanish text."""
    if forms.words.decimal == "." or found["scale"]:
        return False
    return _DOUBTFUL.fullmatch(found["digits"] or "") is not None


def _scale(found: re.Match[str], text: str, forms: NumberForms) -> float:
    """Return what the scale words multiply; "m" is a million only of money or of something counted."""
    scale = (found["scale"] or "").strip()
    if forms.language != "en" and scale in ("M", "Md"):
        return 1e6 if scale == "M" else 1e9
    scale = scale.lower()
    if scale == "m" and not found["money"] and not _COUNTED_NEXT.match(text, found.end()):
        return 1.0
    product = 1.0
    for word in re.split(r"[\s-]+", scale):
        product *= forms.words.scales.get(word.rstrip("."), 1.0)
    return product


def _value(digits: str | None, words: str | None, forms: NumberForms) -> float:
    if digits is not None and not forms.has_spaces:
        return sum(_number(number, forms) * _product(scales, forms) for number, scales in _TERM.findall(digits))
    if digits is not None:
        return _number(digits, forms)
    low = (words or "").lower()
    if low in forms.value_of:
        return forms.value_of[low]
    parts = re.split(r"[- ]", low)
    if parts[0] == "half":
        return 0.5
    return sum(forms.value_of.get(part, 1.0 if part in ("a", "an") else 0.0) for part in parts)


def _number(digits: str, forms: NumberForms) -> float:
    plain = forms.grouping.sub("", digits).replace(forms.words.decimal, ".").strip(".")
    return float(plain) if plain else 0.0


def _product(scales: str, forms: NumberForms) -> float:
    product = 1.0
    for scale in scales:
        product *= forms.words.scales.get(scale, 1.0)
    return product


def _qualifier(text: str, start: int, end: int, forms: NumberForms) -> tuple[str, int]:
    """Return what qualifies a number, and where the phrase ends: "1万人以上" has it behind."""
    found = forms.qualifier.search(text[max(0, start - 40) : start])
    names = forms.qualifiers
    if found is None and forms.qualifier_after is not None:
        found = forms.qualifier_after.match(text, end)
        names, end = tuple(forms.words.qualifiers_after), found.end() if found else end
    if found is None:
        return "", end
    return next(name for n, name in enumerate(names) if found.groupdict().get(f"q{n}")).replace("_", " "), end


def _step(found: re.Match[str], value: float, scale: float, forms: NumberForms) -> float:
    """Return the step to which a number seems rounded: its last digit that says something."""
    digits = found["digits"]
    if digits is None:
        return scale if scale > 1 else 1.0
    if not forms.has_spaces:
        digits, scales = _TERM.findall(digits)[-1]
        scale = _product(scales, forms)
    plain = forms.grouping.sub("", digits)
    if forms.words.decimal in plain:
        return scale * 10.0 ** -len(plain.split(forms.words.decimal)[1])
    zeros = len(plain) - len(plain.rstrip("0"))
    return scale * (10.0**zeros if abs(value) >= 100 * scale else 1.0)


def _bounds(low: float, high: float, step: float, qualifier: str) -> tuple[float, float]:
    """Return what a rounded and qualified number leaves open."""
    unbounded = float("inf")
    if qualifier in ("at least", "more than"):
        return low - step / 2, unbounded
    if qualifier in ("up to", "less than"):
        return -unbounded, high + step / 2
    slack = 0.1 * abs(high) if qualifier in ("about", "nearly") else 0.0
    return low - max(step / 2, slack), high + max(step / 2, slack)
