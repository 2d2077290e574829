"""Units of measure that news uses, with what turns them into one unit a dimension."""

from collections.abc import Mapping

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
_TABLE: tuple[tuple[str, float, str], ...] = (
    ("km", 1.0, "km kilometer kilometers kilometre kilometres"),
    ("km", 1.609344, "mile miles mi"),
    ("km", 1.852, "nm"),
    ("km", 0.001, "m meter meters metre metres"),
    ("km", 1e-5, "cm centimeter centimeters centimetre centimetres"),
    ("km", 1e-6, "mm millimeter millimeters millimetre millimetres"),
    ("km", 0.0003048, "ft foot feet"),
    ("km", 0.0009144, "yard yards"),
    ("km", 2.54e-5, "inch inches"),
    ("km²", 1.0, "km² km2 sqkm"),
    ("km²", 2.589988, "sqmi"),
    ("km²", 0.01, "ha hectare hectares"),
    ("km²", 0.00404686, "acre acres"),
    ("km²", 1e-6, "m² sqm"),
    ("km²", 9.290304e-8, "sqft"),
    ("km/h", 1.0, "km/h kph kmh"),
    ("km/h", 1.609344, "mph"),
    ("km/h", 1.852, "knot knots"),
    ("kg", 1.0, "kg kilogram kilograms kilo kilos"),
    ("kg", 1000.0, "t ton tons tonne tonnes"),
    ("kg", 0.45359237, "lb lbs"),
    ("kg", 0.001, "gram grams"),
    ("kg", 0.0283495, "ounce ounces"),
    ("litre", 1.0, "liter liters litre litres"),
    ("litre", 158.987, "barrel barrels"),
    ("litre", 3.785412, "gallon gallons"),
    ("litre", 1000.0, "m³"),
    ("second", 1.0, "second seconds"),
    ("second", 60.0, "minute minutes"),
    ("second", _HOUR, "hour hours"),
    ("second", _DAY, "day days"),
    ("second", 7 * _DAY, "week weeks"),
    ("second", _YEAR / 12, "month months"),
    ("second", _YEAR, "year years"),
    ("second", 10 * _YEAR, "decade decades"),
    ("second", 100 * _YEAR, "century centuries"),
    ("watt", 1e3, "kw kilowatt kilowatts"),
    ("watt", 1e6, "mw megawatt megawatts"),
    ("watt", 1e9, "gw gigawatt gigawatts"),
    ("watt hour", 1e3, "kwh"),
    ("watt hour", 1e6, "mwh"),
    ("watt hour", 1e9, "gwh"),
    ("watt hour", 1e12, "twh"),
    ("%", 1.0, "% percent"),
    ("percentage point", 1.0, "pp"),
    ("usd", 1.0, "$ us$ usd dollar dollars"),
    ("eur", 1.0, "€ eur euro euros"),
    ("gbp", 1.0, "£ gbp"),
    ("jpy", 1.0, "¥ jpy yen"),
    ("cny", 1.0, "cny yuan renminbi rmb"),
    ("inr", 1.0, "₹ inr rupee rupees"),
    ("krw", 1.0, "₩ krw won"),
    ("crown", 1.0, "crown crowns krona kronor krone kroner"),
    ("star", 1.0, "star stars"),
    ("year old", 1.0, "year-old years-old"),
)
_UNITS: Mapping[str, Unit] = {
    name: Unit(base=base, factor=factor) for base, factor, names in _TABLE for name in names.split()
} | {
    "°c": Unit(base="°C"),
    "celsius": Unit(base="°C"),
    "°f": Unit(base="°C", factor=5 / 9, offset=-160 / 9),
    "fahrenheit": Unit(base="°C", factor=5 / 9, offset=-160 / 9),
}
# Several words that make one unit.
COMPOUNDS: tuple[tuple[str, str], ...] = (
    ("square kilometers", "km²"),
    ("square kilometres", "km²"),
    ("square kilometer", "km²"),
    ("square kilometre", "km²"),
    ("square miles", "sqmi"),
    ("square mile", "sqmi"),
    ("square metres", "m²"),
    ("square meters", "m²"),
    ("square feet", "sqft"),
    ("nautical miles", "nm"),
    ("cubic metres", "m³"),
    ("cubic meters", "m³"),
    ("miles per hour", "mph"),
    ("miles an hour", "mph"),
    ("kilometers per hour", "km/h"),
    ("kilometres per hour", "km/h"),
    ("km per hour", "km/h"),
    ("percentage points", "pp"),
    ("percentage point", "pp"),
    ("per cent", "%"),
    ("degrees celsius", "°c"),
    ("degrees fahrenheit", "°f"),
    ("us dollars", "usd"),
    ("u.s. dollars", "usd"),
    ("years old", "years-old"),
    ("year old", "year-old"),
)


def unit_of(word: str) -> Unit | None:
    """Return the unit that a word names, None if it names none."""
    return _UNITS.get(word.lower())


def compound_of(text: str) -> tuple[str, Unit] | None:
    """Return the unit of several words with which a lower-case text begins, and those words."""
    for words, name in COMPOUNDS:
        if text.startswith(words):
            return words, _UNITS[name]
    return None
