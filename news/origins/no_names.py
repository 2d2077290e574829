"""Words that stand where a name could and are none: days and parts of them, peoples, common nouns."""

from dataclasses import dataclass
from functools import cache

from news.language.lexicon import lexicon
from news.origins.cue_rules import QUOTE, cue_table

MARKS = frozenset(QUOTE)
NONE = ("\n",)  # no word ends so
DAYS_OWN = ("on", "of", "The", "the", "am", "du", "del", "van")  # before a day that is the name's: "Mail on Sunday"
LEAST_STEM = 3  # letters of a noun before its ending


@dataclass(frozen=True, slots=True)
class NoNames:
    """What no outlet's name consists of in one language; lower case."""

    weekdays: frozenset[str]
    times: frozenset[str]  # names of days and months, parts of days, "beginning", "end"
    days: tuple[str, ...]  # with which a compound may begin: "Freitagabend"
    joints: tuple[str, ...]  # what may follow them in one: "abend"
    peoples: frozenset[str]
    nouns: frozenset[str]
    countries: frozenset[str]
    endings: tuple[str, ...]  # of common nouns: "-heit"
    press_endings: tuple[str, ...]  # of words that name outlets all the same: "-zeitung"

    def hold(self, said: str) -> bool:
        """Return whether a name without quotation marks consists of such words, or begins with one of its kind."""
        words = [word.strip(".,'’").lower() for word in said.split()]
        if all(self._is_time(word) or word.isdigit() for word in words):
            return True
        if " ".join(words) in self.countries:
            return True
        if words[0] in self.peoples:
            return len(words) == 1 or not words[-1].endswith(self.press_endings)
        return len(words) == 1 and (words[0] in self.nouns or self._has_ending(words[0]))

    def without_day(self, said: str) -> str:
        """Return a name without the day that a text puts behind it: "told The Brackwater Post Saturday"."""
        name, _, last = said.rpartition(" ")
        return name if last.lower() in self.weekdays and name and name.rpartition(" ")[-1] not in DAYS_OWN else said

    def _is_time(self, word: str) -> bool:
        if word in self.times:
            return True
        day = next((day for day in self.days if word.startswith(day)), "")
        return bool(day) and word[len(day) :].strip("-s") in self.joints

    def _has_ending(self, word: str) -> bool:
        ending = next((ending for ending in self.endings if word.endswith(ending)), "")
        return bool(ending) and len(word) > len(ending) + LEAST_STEM and not word.endswith(self.press_endings)


@cache
def no_names(language: str) -> NoNames:
    """Return the words of `language` that are no names, from its lexicon's days and its cue table's lists."""
    words, table = lexicon(language), cue_table(language)
    lists = table.lists if table else {}
    dates = words.dates if words else None
    days = [day for named in dates.weekdays for day in named] if dates else []
    months = [month for named in dates.months for month in named] if dates else []
    press = tuple(ending.lower() for ending in (*lists.get("suffixes", ()), *lists.get("press", ())))
    return NoNames(
        weekdays=frozenset(named[0] for named in dates.weekdays) if dates else frozenset(),
        times=frozenset((*days, *months, *lists.get("times", ()))),
        days=tuple(days),
        joints=lists.get("times", ()),
        peoples=frozenset(lists.get("peoples", ())),
        nouns=frozenset(lists.get("nouns", ())),
        countries=frozenset(lists.get("countries", ())),
        endings=lists.get("noun_endings", ()),
        press_endings=press or NONE,
    )


def is_marked(text: str, start: int) -> bool:
    """Return whether a quotation mark stands before a name: what is marked is a name, whatever its words mean."""
    return text[start - 1 : start] in MARKS
