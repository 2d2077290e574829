"""The labels of digests and pages in the reader's language; the news itself is never translated."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from news.errors import SettingsError
from news.records import record

_FOLDER = "labels"


@record
class Words:
    """One language's labels, as `labels/<language>.toml` states them."""

    language: str
    plain: Mapping[str, str]
    counted: Mapping[str, tuple[str, str]]  # for one, for others
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]  # Monday first
    thousands: str  # between groups of three digits
    is_zero_one: bool  # French says "0 article"

    def say(self, label: str, **values: object) -> str:
        """Return the label with `values` filled in."""
        return self.plain[label].format(**values)

    def number(self, count: int) -> str:
        """Return `count` with the language's separator."""
        return f"{count:,}".replace(",", self.thousands)

    def count(self, label: str, count: int) -> str:
        """Return "1 article", "12 articles": the label in the form that `count` wants."""
        one, others = self.counted[label]
        is_one = count == 1 or (count == 0 and self.is_zero_one)
        return (one if is_one else others).format(n=self.number(count))

    def list_of(self, parts: tuple[str, ...]) -> str:
        """Return "a, b and c"."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("list_last", head=self.plain["list_comma"].join(parts[:-1]), last=parts[-1])

    def outcome(self, outcome: str) -> str:
        """Return what came of a request: "address not found" of "dns"."""
        return self.plain.get(f"outcome_{outcome}", outcome.replace("_", " "))

    def day(self, day: date, form: str = "day") -> str:
        """Return a date; forms: day ("26 Mar"), day_long ("26 March 2024"), day_full (with the weekday)."""
        return self.plain[form].format(
            day=day.day,
            number=day.month,
            month=self.months[day.month - 1],
            month_short=self.months_short[day.month - 1],
            year=day.year,
            weekday=self.weekdays[day.weekday()],
        )

    def moment(self, at: datetime, form: str = "day") -> str:
        """Return a date with its time of day, "26 Mar 06:00", in the zone that `at` is in; forms as for `day`."""
        return self.say("moment", day=self.day(at.date(), form), time=f"{at:%H:%M}")


def known_languages(part: str = "") -> tuple[str, ...]:
    """Return the languages that have labels, such as "de" and "en"; `part` "site": those of the site."""
    names = (entry.name for entry in _labels(part).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def words_of(language: str, *, part: str = "") -> Words:
    """Return the labels in `language` ("de", "de-AT"); `part` "site": with those of the site.

    Raises:
        SettingsError: there are none.
    """
    base = language.replace("_", "-").split("-")[0].lower()
    if base not in known_languages(part):
        known = ", ".join(known_languages(part))
        raise SettingsError(f"no labels in the language {language!r}; there are {known}", subject=language)
    labels = _read("", base)
    if part:
        more = _read(part, base)
        labels |= {group: {**labels[group], **more[group]} for group in ("plain", "counted")}
    return _as_words(base, labels)


def _labels(part: str) -> Traversable:
    return resources.files("digest") / _FOLDER / part


def _read(part: str, language: str) -> dict[str, Any]:
    return tomllib.loads((_labels(part) / f"{language}.toml").read_text(encoding="utf-8"))


def _as_words(language: str, labels: Mapping[str, Any]) -> Words:
    return Words(
        language=language,
        plain=labels["plain"],
        counted={label: (forms["one"], forms["other"]) for label, forms in labels["counted"].items()},
        months=tuple(labels["months"]),
        months_short=tuple(labels["months_short"]),
        weekdays=tuple(labels["weekdays"]),
        thousands=labels["thousands"],
        is_zero_one=labels["is_zero_one"],
    )
