"""Whose words a text has: "the statement" of the ministry that said something in it, the letter of who sent it."""

import re
from collections.abc import Callable, Iterator

from news.speakers.attribution import Candidate, is_told_of_by_name
from news.speakers.candidates import earlier_candidates, first_phrase
from news.speakers.clauses import Clause, read_clause
from news.speakers.contexts import sentence_before, stops
from news.speakers.names import Persons
from news.speakers.roles import Unnamed, is_name, named_speaker, unnamed_speaker
from news.speakers.words import SpeechWords

CHARACTERS = 1_500  # before the words for a text in which it is brought in
LONGEST_PHRASE = 120  # characters of who a text is from
_ARTICLE = r"(?:(?i:an?|the)|its|his|her|their)"
_BETWEEN = r"(?:(?!(?:in|of|on|an?|the|to|for|with|by|from|that|and)\s)[\w-]+\s){0,3}?"


class Authors:
    """Finds whose a letter, a statement or a report is, where a text says so once."""

    def __init__(self, persons: Persons, known: SpeechWords, unquoted: Callable[[int, int], Clause]) -> None:
        """Take the names of a text, and what reads a stretch of it without its quotations."""
        self._persons, self._known, self._unquoted = persons, known, unquoted

    def told(self, document: Unnamed, place: int, said: str) -> Unnamed:
        """Return who issued a document in place of it, but for a person of whom its words tell by name."""
        author = self.of(document.speaker or "", place)
        if author is None or (author.kind == "person" and is_told_of_by_name(author.speaker, said)):
            return document
        return author

    def of(self, phrase: str, place: int) -> Unnamed | None:
        """Return who issued what a phrase means: "Vale's letter", "the email" of "In an email, Ann Vale said no.".

        Args:
            place: where the phrase stands.
        """
        words, known = phrase.split(), self._known
        first, noun = words[0], next((word for word in words if known.has("authored", word)), "")
        if not noun:
            return None
        if first.endswith(("'s", "’s")):
            return self._of_phrase(self._candidate(first[:-2]))
        is_text = known.has("definite", first) and words[-1] == noun and phrase[1:].islower()  # not "the Strava report"
        if not is_text or any(known.has("of_several", word) for word in words):
            return None
        low = max(0, place - CHARACTERS)
        before = self._persons.text[low:place]
        told = re.finditer(rf"\b(?:(\S+)\s)?(?:{_ARTICLE}|\S+['’]s)\s{_BETWEEN}{noun}\b", before)
        for found in reversed(list(told)):
            author = self._brought_in(found, low, noun, place)
            if author is not None or not re.search(rf"\b[Tt]he\s{_BETWEEN}{noun}$", found.group()):
                return author  # the text brought in last is meant
        return None

    def _brought_in(self, found: "re.Match[str]", low: int, noun: str, place: int) -> Unnamed | None:
        """Return who issued a text by the sentence that tells of it."""
        text, known = self._persons.text, self._known
        if any(known.has("of_several", word) for word in found.group().split()):
            return None  # "a joint statement"
        if owner := re.search(rf"(\S+(?:\s[A-Z]\S*)*?)['’]s\s{_BETWEEN}{noun}$", found.group()):
            return self._of_phrase(self._candidate(owner.group(1)))
        if (behind := self._behind(noun, text, low + found.end() - len(noun))) is not None:
            return self._of_phrase(behind)
        if not known.has("brings_document", found.group(1) or ""):
            return None
        start = sentence_before(text, low + found.start() + 1)
        end = next(iter(stops(text, low + found.end(), place)), place)
        return next(filter(None, map(self._of_phrase, self._subjects(start, low + found.start(), end))), None)

    def _subjects(self, start: int, at: int, end: int) -> Iterator[Candidate]:
        """Yield who may have issued a text that stands at `at` in a sentence: who tells something before, or first."""
        led = self._unquoted(start, at)
        told = list(earlier_candidates(led))[-1:]
        yield from told or first_phrase(led if led.codes.strip("R,") else self._unquoted(start, end))

    def _candidate(self, words: str) -> Candidate | None:
        clause = read_clause(f"{words}.", 0, len(words) + 1, self._known)
        return next(first_phrase(clause), None)

    def _behind(self, noun: str, text: str, at: int) -> Candidate | None:
        """Return whom a text is from, where that stands behind its noun: "a statement from the ministry"."""
        found = re.compile(
            rf"{noun}\s(?:(?:released|issued|signed|written|sent|posted|published|put\sout)\s)?(?:from|by|of)\s([^,.;:\"“”\n]{{2,{LONGEST_PHRASE}}}?)(?=\s(?:on\s\w+day\b|to\s)|[,.;:\"“”\n]|$)"
        ).match(text, text.find(noun, at))
        return self._candidate(found.group(1)) if found else None

    def _of_phrase(self, one: Candidate | None) -> Unnamed | None:
        """Return whom a phrase means: a body, who is named in full or by an office, or somebody without a name."""
        if one is None:
            return None
        persons, known = self._persons, self._known
        if one.kind == "name" and is_name(one, persons, known):
            if any(known.has(name, one.name) for name in ("firms", "known_bodies")):
                return Unnamed(speaker=one.name, kind="body")
            told = named_speaker(one, [], persons, known)
            is_named = " " in (told.speaker or "") or one.before_name.endswith("T")
            is_whole = told.kind == "body" or (told.kind == "person" and is_named)
            return Unnamed(speaker=told.speaker, kind=told.kind) if told.speaker and is_whole else None
        made = unnamed_speaker(one, persons, known)
        return made if made.kind in ("body", "unnamed") else None
