"""Numbers in a text: their value, scale, qualifier and unit, or what they count. A compact reader of English news.

Rejected: quantulum3 0.9.2, see docs/decisions.md, "figures".
"""

import re
from collections.abc import Iterator

from news.language.stop_words import stop_words
from news.language.units import Unit, compound_of, unit_of
from news.records import record

_SMALL_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: float(n) for n, word in enumerate(_SMALL_WORDS.split())}
_TENS = {word: 10.0 * n for n, word in enumerate(_TENS_WORDS.split(), start=2)}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_WORD_NUMBER = (
    r"half\sa(?=\s(?:dozen|million|billion))|"
    rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_SMALL)[1:10])}))?|{'|'.join(_SMALL)}"
    r"|an?(?=\s(?:dozen|hundred|thousand|million|billion)\b)"
)
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"""
    (?<![\w.,:/#'’])(?<![A-Za-z][-–])
    (?P<money>(?:US|A|C|HK|NT|S)?\$|[€£¥₹₩])?\s?
    (?:(?P<digits>{_DIGITS})(?:\s?(?:-|–|to|and)\s?(?P<money2>[$€£¥])?(?P<upper>{_DIGITS})(?![\w:/-]))?
      |\b(?P<words>{_WORD_NUMBER})\b)
    (?P<scale>(?:[\s-](?:hundred|thousand|million|billion|trillion|dozen)\b)+|\s?(?:bn|tn|mn)\b|[KkMmB](?![\w-]))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUALIFIERS: tuple[tuple[str, str], ...] = (
    ("at least", r"at least|no fewer than|no less than|upwards of|a minimum of"),
    ("more than", r"more than|over|above|in excess of|exceeding|greater than"),
    ("up to", r"up to|as many as|as much as|at most|a maximum of|no more than"),
    ("less than", r"less than|fewer than|under|below"),
    ("nearly", r"nearly|almost|close to|just under|approaching"),
    ("about", r"about|around|some|approximately|approx\.?|roughly|an estimated|estimated|circa|c\.|~|≈"),
)
_QUALIFIER = re.compile(
    r"(?:"
    + "|".join(f"(?P<q{n}>{words})" for n, (_, words) in enumerate(_QUALIFIERS))
    + r")\s+(?:(?:the|a|an|another|additional|extra|total of)\s+)?$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_BEFORE_DATE = re.compile(rf"\b{_MONTH}\s+$", re.IGNORECASE)
_AFTER_DATE = re.compile(rf"\s+(?:of\s+)?{_MONTH}\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:article|section|chapter|flight|route|highway|page|room|no\.?|number|version|part|phase|stage|world war|"
    r"group|"
    r"channel|covid|day|week|act|law|resolution|type|model|level|category|tier|round|volume|figure|line|level)[\s-]+$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<![.!?:;,“\"]\s)(?<!^)\b[A-Z][\w’']*\s+$")
_NOT_A_COUNT = re.compile(r"(?:st|nd|rd|th|s|am|pm|:\d|/\d)(?![a-z])|\s?[ap]\.?m\b", re.IGNORECASE)
_TOKEN = re.compile(r"[\s-]+([^\W\d_][\w’'-]*)|\s*([^\w\s])")
_ENDING_WORDS = """
of in on at to from by with for and or but as than that who which when while after before since during per out more less
other others was were is are have has had will would could said say times plus years being
"""
_PLURAL_WORDS = "people personnel police staff crew men women children dead wounded killed injured aircraft"
_PEOPLE_WORDS = """
people person troop soldier personnel resident civilian worker employee contractor dependent passenger protester migrant
refugee child children woman women man men student victim dead killed injured wounded police officer staff crew marine
sailor fighter official inhabitant citizen patient voter member casualty death pupil guest demonstrator
"""
_ENDS_NOUN = frozenset(_ENDING_WORDS.split())
_PLURALS = frozenset(_PLURAL_WORDS.split())
PEOPLE = frozenset(_PEOPLE_WORDS.split())
_COUNTED_NEXT = re.compile(r"\s(?:[a-z]+s|people|men|women|children)\b")
_LONGEST_NOUN = 5  # words from the number to what it counts
_SMALLEST_WORD = 4.0  # "two sides" and "three ways" say nothing; people and units count from one


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


def read_quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text, in order; dates, times, labels and footnotes are none."""
    for found in _NUMBER.finditer(text):
        quantity = _quantity(text, found)
        if quantity is not None:
            yield quantity


def _quantity(text: str, found: re.Match[str]) -> Quantity | None:
    if _is_something_else(text, found):
        return None
    scale = _scale(found, text)
    value = _value(found.group("digits"), found.group("words")) * scale
    upper = _value(found.group("upper"), None) * scale if found.group("upper") else None
    measured = _measure(text, found)
    if measured is not None:
        unit, noun, end = measured
    else:
        counted = _counted(text, found, value)
        if counted is None:
            return None
        noun, end = counted
        unit = Unit(base="people" if noun in PEOPLE else "")
    qualifier = _qualifier(text[: found.start()])
    step = _step(found.group("digits"), value, scale)
    low, high = _bounds(value, upper if upper is not None else value, step, qualifier)
    base = sorted(bound * unit.factor + unit.offset for bound in (low, high))
    middle = (value if upper is None else (value + upper) / 2) * unit.factor + unit.offset
    start = found.start() + len(found.group()) - len(found.group().lstrip())
    return Quantity(
        raw=text[start:end],
        start=start,
        end=end,
        value=middle,
        low=base[0],
        high=base[1],
        unit=unit.base,
        noun=noun,
        qualifier=qualifier,
    )


def _is_something_else(text: str, found: re.Match[str]) -> bool:
    """Tell whether a number is a year, a date, a time, a label, an ordinal or a footnote."""
    digits = found.group("digits")
    before, after = text[max(0, found.start() - 30) : found.start()], text[found.end() : found.end() + 20]
    if digits is None:
        return False
    if re.fullmatch(r"(?:19|20)\d\d\.\d{1,2}", digits) and not found.group("money") and not found.group("scale"):
        return True
    plain_year = re.fullmatch(r"(?:1[5-9]|20)\d\d", digits) and not found.group("money") and not found.group("scale")
    if plain_year and not _starts_with_unit(after):
        return True
    if found.group("scale"):
        return False
    if _BEFORE_DATE.search(before) or _AFTER_DATE.match(after) or _LABEL.search(before) or _NOT_A_COUNT.match(after):
        return True
    is_glued = bool(re.match(r"[A-Za-z]", after)) and not _starts_with_unit(after)
    return is_glued or (not found.group("money") and "," not in digits and bool(_NAMED.search(before)))


def _starts_with_unit(after: str) -> bool:
    word = re.match(r"[\s-]?([^\W\d_]+|%|°[CFcf])", after)
    return word is not None and unit_of(word.group(1)) is not None


def _scale(found: re.Match[str], text: str) -> float:
    """Return what the scale words multiply; "m" is a million only of money or of something counted."""
    scale = (found.group("scale") or "").strip().lower()
    if scale == "m" and not found.group("money") and not _COUNTED_NEXT.match(text, found.end()):
        return 1.0
    product = 1.0
    for word in re.split(r"[\s-]+", scale):
        product *= _SCALES.get(word, 1.0)
    return product


def _value(digits: str | None, words: str | None) -> float:
    if digits is not None:
        return float(re.sub(r"[,\u00a0\u202f]", "", digits))
    parts = re.split(r"[- ]", (words or "").lower())
    if parts[0] == "half":
        return 0.5
    return sum(_SMALL.get(part, _TENS.get(part, 1.0 if part in ("a", "an") else 0.0)) for part in parts)


def _measure(text: str, found: re.Match[str]) -> tuple[Unit, str, int] | None:
    """Return the unit of a number, what follows it, and where it ends; None: it counts something, or nothing."""
    after = text[found.end() : found.end() + 40]
    money = found.group("money")
    if money:
        unit = unit_of(money[-1])
        return (unit, "", found.end()) if unit else None
    scale = found.group("scale") or ""
    if scale == "m" and _scale(found, text) == 1.0:
        metre = unit_of("m")
        return (metre, "", found.end()) if metre else None
    gap = len(after) - len(after.lstrip(" \u00a0-"))
    if gap > 1:
        return None
    several = compound_of(after[gap:].lower())
    if several is not None:
        return several[1], "", found.end() + gap + len(several[0])
    word = re.match(r"%|°[CFcf]|(?:years?-old)|[^\W\d_]+(?:/h|²|³|2\b)?", after[gap:])
    unit = unit_of(word.group()) if word else None
    if word is None or unit is None or (unit.base == "star" and gap == 0):
        return None
    is_short = len(word.group()) == 1 and word.group() not in ("%", "m", "t")
    is_saying = (found.group("words") or "").lower() == "one" and word.group() == "day"  # "maybe one day"
    return None if is_short or is_saying else (unit, "", found.end() + gap + word.end())


def _counted(text: str, found: re.Match[str], value: float) -> tuple[str, int] | None:
    """Return what a number counts, singular, and where the phrase ends; None: it counts nothing."""
    at = found.end()
    for _ in range(_LONGEST_NOUN):
        token = _TOKEN.match(text, at)
        word = token.group(1) if token else None
        if token is None or word is None or word.lower() in _ENDS_NOUN:
            return None
        at = token.end()
        if word[0].islower() and (
            word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "’s", "'s", "us")))
        ):
            noun = _singular(word)
            is_vague = found.group("words") is not None and value < _SMALLEST_WORD and noun not in PEOPLE
            return None if is_vague or word in stop_words("en") else (noun, at)
    return None


def _singular(noun: str) -> str:
    if noun in _PLURALS:
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("sses", "ches", "shes", "xes")) else noun[:-1]


def _qualifier(before: str) -> str:
    found = _QUALIFIER.search(before[-40:])
    if found is None:
        return ""
    return next(name for n, (name, _) in enumerate(_QUALIFIERS) if found.group(f"q{n}"))


def _step(digits: str | None, value: float, scale: float) -> float:
    """Return the step to which a number seems rounded: its last digit that says something."""
    if digits is None:
        return scale if scale > 1 else 1.0
    plain = re.sub(r"[,\u00a0\u202f]", "", digits)
    if "." in plain:
        return scale * 10.0 ** -len(plain.split(".")[1])
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
