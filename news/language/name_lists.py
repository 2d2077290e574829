"""Which words of a text are names, titles and outlets: they are shared by all who write of one matter."""

from collections.abc import Iterable
from dataclasses import dataclass

from news.language.segments import words
from news.records import Outlet

# Offices and forms of address; they stand beside names, often in lower case.
TITLES = frozenset(
    "admiral ambassador archbishop attorney baron bishop captain chairman chairwoman chancellor chief colonel "
    "commander commissioner congressman congresswoman councillor deputy director doctor dr duke emperor executive "
    "former general governor head judge justice king lady lieutenant lord major mayor minister mr mrs ms officer "
    "pope premier president prime prince princess professor queen representative secretary senator sergeant "
    "sheikh sir speaker spokesman spokesperson spokeswoman sultan treasurer us vice".split()
)
# Words that a sentence or a headline capitalises without their being names.
ORDINARY = frozenset(
    "a about after all also although an and another any are as at be because been before both but by can could "
    "did do does during each even every first for from had has have he her here his how however i if in into is "
    "it its just last later like many may meanwhile more most much my no not now of on once one only or other our "
    "out over people she should since so some still such than that the their them then there these they this "
    "those though three to today two under until up was we were what when where whether which while who why will "
    "with would yet you your".split()
)
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
