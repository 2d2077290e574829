"""Units of measure and currencies that news uses, with what turns them into one unit a dimension."""

from collections.abc import Mapping

from news.language.lexicon import NumberWords
from news.records import record


@record
class Unit:
    """A unit: its dimension's base unit, and how many of those it is."""

    base: str
    factor: float = 1.0
    offset: float = 0.0  # of temperatures


_HOUR = 3600.0
_DAY = 24 * _HOUR
_YEAR = 365.25 * _DAY
# Base unit, then each unit with its factor. A lexicon names them in its language; their own names serve in each.
_TABLE: tuple[tuple[str, str], ...] = (
    ("km", "km 1 mile 1.609344 nm 1.852 m .001 cm 1e-5 mm 1e-6 foot .0003048 yard .0009144 inch 2.54e-5"),
    ("km²", "km² 1 sqmi 2.589988 ha .01 acre .00404686 m² 1e-6 sqft 9.290304e-8"),
    ("km/h", "km/h 1 mph 1.609344 knot 1.852"),
    ("kg", "kg 1 t 1000 lb .45359237 g .001 ounce .0283495"),
    ("litre", "l 1 barrel 158.987 gallon 3.785412 m³ 1000"),
    ("watt", "kw 1e3 mw 1e6 gw 1e9"),
    ("watt hour", "kwh 1e3 mwh 1e6 gwh 1e9 twh 1e12"),
    ("%", "% 1"),
    ("percentage point", "pp 1"),
    ("crown", "crown 1"),
    ("star", "star 1"),
    ("year old", "year_old 1"),
)
_TIMES = {
    "second": 1.0, "minute": 60.0, "hour": _HOUR, "day": _DAY, "week": 7 * _DAY, "month": _YEAR / 12, "year": _YEAR,
    "decade": 10 * _YEAR, "century": 100 * _YEAR,
}  # fmt: skip
# ISO 4217, of which "try" and "all" are words, and "pen", "top" and the like too: they are left out.
CURRENCIES = (
    "aed ars aud bdt brl cad chf clp cny cop czk dkk egp eur gbp hkd huf idr ils inr jpy kes krw lkr mxn myr ngn nok "
    "nzd php pkr pln rub sar sek sgd thb twd uah usd vnd zar"
).split()
# Signs before or behind an amount. A bare "$" is read as that of the United States, as most texts mean it.
CURRENCY_SIGNS: Mapping[str, str] = {
    "$": "usd", "us$": "usd", "a$": "aud", "au$": "aud", "c$": "cad", "ca$": "cad", "hk$": "hkd", "nt$": "twd",
    "nz$": "nzd", "s$": "sgd", "sg$": "sgd", "r$": "brl", "mx$": "mxn", "€": "eur", "£": "gbp", "¥": "jpy", "￥": "jpy",
    "₹": "inr", "rs": "inr", "rs.": "inr", "₩": "krw", "₽": "rub", "₪": "ils", "₫": "vnd", "฿": "thb", "₴": "uah",
}  # fmt: skip
_CODES: Mapping[str, Unit] = (
    {
        name: Unit(base=base, factor=float(factor))
        for base, line in _TABLE
        for name, factor in zip(line.split()[::2], line.split()[1::2], strict=True)
    }
    | {name: Unit(base="second", factor=factor) for name, factor in _TIMES.items()}
    | {code: Unit(base=code) for code in CURRENCIES}
    | {"celsius": Unit(base="°C"), "fahrenheit": Unit(base="°C", factor=5 / 9, offset=-160 / 9)}
)
# What is written alike in every language, beside the codes themselves.
_EVERYWHERE: Mapping[str, str] = (
    {name: name for name in _CODES if name not in (*_TIMES, "mile", "foot", "yard", "inch", "knot", "ounce", "crown")}
    | {"km2": "km²", "m2": "m²", "°c": "celsius", "°f": "fahrenheit", "％": "%", "㎞": "km", "㎡": "m²", "㎢": "km²"}
    | {"㎏": "kg", "㎝": "cm", "㎜": "mm"}
    | dict(CURRENCY_SIGNS)
)


def currency_of(sign: str) -> Unit | None:
    """Return the currency of a sign or a code before an amount: "HK$", "Rs", "CHF"."""
    low = sign.strip().lower()
    code = CURRENCY_SIGNS.get(low, low)
    return _CODES[code] if code in CURRENCIES else None


def unit_of(word: str, words: NumberWords) -> Unit | None:
    """Return the unit that a word names in a language, None if it names none."""
    low = word.lower()
    code = words.units.get(low) or _EVERYWHERE.get(low)
    return _CODES[code] if code else None


def compound_of(text: str, words: NumberWords) -> tuple[str, Unit] | None:
    """Return the unit of several words with which a lower-case text begins, and those words."""
    for several, code in words.compound_units:
        if text.startswith(several) and not text[len(several) : len(several) + 1].isalpha():
            return several, _CODES[code]
    return None


def glued_unit(text: str, words: NumberWords) -> tuple[str, Unit] | None:
    """Return the unit with which a text begins in a script without spaces, the longest one, and its word."""
    for length in range(min(8, len(text)), 0, -1):
        unit = unit_of(text[:length], words)
        if unit is not None:
            return text[:length], unit
    return None
