"""The words of a text as queries compare them: the same words, in the same order, as in the index of words."""

import re
import unicodedata
from functools import cached_property

# Chinese, Japanese, Korean and Thai are written without blanks: each character is a word (search_words in SQL).
UNSPACED = (
    "\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ebef\U0002ee5e-\U0003ffff"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d"
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa0-\uffdc\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"
    "\U00016fe3\U0001aff0-\U0001affe\U0001b000-\U0001b167"
)
# Characters that came after Unicode 15.0, where DuckDB's tables end, part words in the index: so they do here.
LATER = "\U0002ebf0-\U0002ee5d"
# Lao, Burmese and Khmer are written without blanks too, but the index keeps their runs whole.
WHOLE_RUNS = re.compile("[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]")
_WORD = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}{LATER}]+")


def folded(text: str) -> str:
    """Return a text in lower case and without accents."""
    lower = text.lower()
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFD", lower)
    kept = "".join(letter for letter in parts if not unicodedata.category(letter).startswith("M"))
    return unicodedata.normalize("NFC", kept)


def words_of(text: str) -> list[str]:
    """Return a text's words, folded, in order."""
    return _WORD.findall(folded(text))


class Part:
    """A title, a text, or the name of an outlet or author, ready to be searched."""

    def __init__(self, text: str) -> None:
        """Keep the text; it is read when first asked."""
        self.text = text

    @classmethod
    def of_places(cls, places: dict[str, list[int]]) -> "Part":
        """Return a part of which these words alone are known, with the places where they stand."""
        part = cls("")
        words = [""] * (1 + max((found[-1] for found in places.values() if found), default=-1))
        for word, found in places.items():
            for place in found:
                words[place] = word
        part.__dict__ |= {"places": places, "words": words}
        return part

    @cached_property
    def words(self) -> list[str]:
        """All words, folded, in order."""
        return words_of(self.text)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands, from 0."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(word, []).append(place)
        return found

    @cached_property
    def vocabulary(self) -> list[str]:
        """The different words, sorted."""
        return sorted(self.places)

    @cached_property
    def line(self) -> str:
        """The different words in one line, with a blank on either side of each."""
        return f" {' '.join(self.vocabulary)} "

    def place_at(self, offset: int) -> int:
        """Return how many words stand before a character."""
        return len(words_of(self.text[:offset]))
