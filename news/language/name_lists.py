"""Which words of a text are names, titles and outlets: they are shared by all who write of one matter."""

from collections.abc import Iterable
from dataclasses import dataclass

from news.language.lexicon import english
from news.language.segments import words
from news.records import Outlet

# English, whatever the text: copies are told by names, and most names of the news are spelled alike.
TITLES = english().persons.titles
ORDINARY = english().persons.ordinary
CAPITALS_MEAN_NAMES_BELOW = 0.35  # of a text's words: headlines in title case and German lie above


@dataclass(frozen=True, slots=True)
class NameList:
    """Words that count as names wherever they stand, beside those that a text itself capitalises."""

    words: frozenset[str] = TITLES

    @staticmethod
    def of(outlets: Iterable[Outlet], others: Iterable[str] = ()) -> "NameList":
        """Return the titles, the words of the outlets' names, and of `others` (people, places)."""
        named = [name for outlet in outlets for name in (outlet.outlet, *outlet.aliases)]
        parts = {part for name in (*named, *others) for part in words(name)}
        return NameList(words=TITLES | (parts - ORDINARY))

    def held(self, words_as_they_stand: Iterable[str], *, capitals_tell: bool) -> list[bool]:
        """Say of each word, as it stands, whether it is a name, a title or part of one.

        A capital makes a word a name, unless the word is ordinary or the text capitalises everything.
        """
        listed = self.words
        if not capitals_tell:
            return [word.lower() in listed for word in words_as_they_stand]
        return [
            (low := word.lower()) in listed or (word[0].isupper() and low not in ORDINARY)
            for word in words_as_they_stand
        ]
