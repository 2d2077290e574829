"""Persons in one text: the full name as it first stands there, and what the text says of their gender."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from news.speakers.words import SpeechWords

Gender = Literal["male", "female"]

_PART = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'-]*\.?)"
_LINKS = r"(?:de|van|von|der|den|al|bin|el|la|le|di|da|dos|del|du|ten|ter)"
_BEFORE = re.compile(rf"(?:{_PART}\s(?:{_LINKS}\s)*){{1,5}}$")
_WORD = re.compile(r"\w")
_GIVEN = Path(__file__).parent / "given_names.toml"


@cache
def given_names() -> dict[str, Gender]:
    """Return given names, lower case, with the gender most of their bearers have."""
    table = tomllib.loads(_GIVEN.read_text(encoding="utf-8"))
    return {name: gender for gender in ("male", "female") for name in table[gender].split()}  # type: ignore[misc]


class Persons:
    """Looks names up in one text."""

    def __init__(self, text: str, known: SpeechWords, title: str = "") -> None:
        """Take the text and its headline, whose capitals say nothing."""
        self._text, self._known, self._title = text, known, title
        self._full: dict[tuple[str, str | None], str] = {}
        self._gender: dict[str, Gender | None] = {}

    def full(self, name: str, gender: Gender | None = None) -> str:
        """Return `name` as the text first gives it in full; itself where it never does.

        Args:
            gender: what the words around say; a form with another gender is passed over.
        """
        bare = self.bare(name)
        if (bare, gender) not in self._full:
            self._full[bare, gender] = self._look_up(bare, gender)
        return self._full[bare, gender]

    def bare(self, name: str) -> str:
        """Take titles and offices off a name, and what follows it: a possessive, a stop."""
        known = self._known
        parts = name.split()
        offices = [at for at, part in enumerate(parts[:-1]) if self._is_title(part) and not known.has("suffixes", parts[at + 1])]
        parts = parts[offices[-1] + 1 :] if offices else parts
        while len(parts) > 1 and known.has("ordinary", parts[0]):
            parts = parts[1:]
        last = re.sub(r"['’]s?$", "", parts[-1]) if parts else ""
        if not known.has("suffixes", last) and len(last) > 2:
            last = last.rstrip(".")
        return " ".join([*parts[:-1], last])

    def _is_title(self, word: str) -> bool:
        low, known = word.lower().rstrip("."), self._known
        return low in known.sets["titles"] or (len(low) > 5 and bool(known.title_endings) and low.endswith(known.title_endings))

    def _look_up(self, bare: str, gender: Gender | None) -> str:
        """Choose the person whom the text names in full most often, and of that person the first form."""
        first: dict[str, str] = {}
        counts: dict[str, int] = {}
        for form in self._forms(bare):
            given = form.split()[0]
            first.setdefault(given, form)
            counts[given] = counts.get(given, 0) + 1
        if gender:
            fitting = {given: count for given, count in counts.items() if given_names().get(given.lower(), gender) == gender}
            counts = fitting or counts
        return first[max(counts, key=lambda given: counts[given])] if counts else bare

    def others(self, bare: str) -> int:
        """Count the different persons of that name."""
        return len({form.split()[0] for form in self._forms(self.bare(bare))})

    def _forms(self, bare: str) -> Iterator[str]:
        """Yield the longer forms of a name in the order of the text."""
        text = self._text
        for at in self._places(bare):
            if at > 0 and text[at - 1] == " ":
                before = _BEFORE.search(text, max(0, at - 60), at)
                if before and (form := self.bare(f"{before.group()}{bare}")) != bare:
                    yield form

    def _places(self, bare: str) -> Iterator[int]:
        text, at = self._text, self._text.find(bare)
        while at >= 0:
            end = at + len(bare)
            is_word = (end >= len(text) or not _WORD.match(text[end])) and (at == 0 or not _WORD.match(text[at - 1]))
            if is_word and not text.startswith(self._title, 0, end) if self._title else is_word:
                yield at
            at = text.find(bare, end)

    def is_person(self, name: str, before: str = "") -> bool:
        """Say whether a name is likely a person's: no body, place, party or day.

        Args:
            before: the codes of the words before it in its phrase.
        """
        known, bare = self._known, self.bare(name)
        parts = bare.split()
        if not parts or any(known.has("bodies", part) or known.has("not_names", part) for part in parts):
            return False
        if len(parts) == 1 and known.has("ordinary", parts[0]):
            return False
        full = self.full(bare)
        if before.endswith("T") or full.split()[0].lower() in given_names():
            return True
        if before.endswith("D") or bare.isupper():
            return False
        return len(full.split()) > 1 or self._stated(full) is not None or self.speaks(bare)

    def speaks(self, bare: str) -> bool:
        """Say whether a verb of speech stands next to a name somewhere in the text."""
        for at in self._places(bare):
            word = re.match(r"\W{0,2}(\w+)", self._text[at + len(bare) : at + len(bare) + 25])
            if word and self._known.codes.get(word.group(1)) == "V":
                return True
        return False

    def gender(self, full: str) -> Gender | None:
        """Say what the text, or else the given name, tells of a person's gender."""
        if full not in self._gender:
            self._gender[full] = self._stated(full) or given_names().get(full.split()[0].lower())
        return self._gender[full]

    def _stated(self, full: str) -> Gender | None:
        """Read gender from the title before a name and the words right after it."""
        surname = full.split()[-1]
        votes = {"male": 0, "female": 0}
        for name in dict.fromkeys((full, surname)):
            for at in self._places(name):
                before = self._text[max(0, at - 25) : at].lower().replace(".", "").split()
                for word in before[-2:]:
                    if word in ("his", "her"):
                        continue
                    if self._known.has("male_words", word):
                        votes["male"] += 1
                    elif self._known.has("female_words", word):
                        votes["female"] += 1
        if votes["male"] == votes["female"]:
            return None
        return "male" if votes["male"] > votes["female"] else "female"
