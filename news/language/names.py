"""Names in a text: runs of capitalised words inside sentences, the same name under one key."""

import re
from collections.abc import Iterator

from news.language.lexicon import Lexicon, english, lexicon
from news.language.segments import sentences
from news.language.text_language import reading_language
from news.records import record

_PARTS = re.compile(r"(?<!\w)(?:(?:[^\W\d_]\.){2,}|[^\W\d_](?:[^\W\d_]|['’&-](?=[^\W\d_]))*)|[^\w\s]")
_STOPS = (".", "!", "?", ":", "…")
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLE_CASE = 0.7  # above this share of capitalised words a line is a headline: capitals say nothing
_SHORT = 3  # letters: "US" and "EU" say little alone


@record
class Name:
    """A name as it stands in a text."""

    key: str  # lower-case, without possessive
    words: str
    start: int
    end: int


def read_names(text: str, language: str | None = None) -> Iterator[Name]:
    """Yield the names of a text; a capitalised word at the beginning of a sentence is one only with a second.

    Args:
        text: any text.
        language: its code; None: what its words say, else English. Where every noun has a capital (German), one
            capitalised word alone is no name; a script without capitals has none to be seen.
    """
    code = language or reading_language(None, text)
    words = lexicon(code) or english()
    for start, end in sentences(text, code):
        parts = [(found.group(), found.start(), found.end()) for found in _PARTS.finditer(text, start, end)]
        letters = [part for part, _, _ in parts if part[0].isalpha()]
        if sum(part[0].isupper() for part in letters) > _TITLE_CASE * len(letters):
            continue
        yield from _names_in(text, parts, words)


def _names_in(text: str, parts: list[tuple[str, int, int]], words: Lexicon) -> Iterator[Name]:
    run: list[tuple[bool, str, int, int]] = []
    links = words.persons.links
    is_first = True
    for number, (part, start, end) in enumerate([*parts, (".", -1, -1)]):
        is_link = part in links or (part == "and" and any(word in ("of", "for") for _, word, _, _ in run))
        if part[0].isupper() or (run and is_link and _goes_on(parts, number)):
            run.append((is_first, part, start, end))
        else:
            name = _name_of(text, run, words)
            if name is not None:
                yield name
            run = []
        is_first = part in _STOPS or (is_first and not part[0].isalnum())


def _goes_on(parts: list[tuple[str, int, int]], number: int) -> bool:
    following = parts[number + 1][0] if number + 1 < len(parts) else ""
    return following[:1].isupper()


def _name_of(text: str, run: list[tuple[bool, str, int, int]], words: Lexicon) -> Name | None:
    """Return the name that a run of capitalised words makes, without stop words and titles at its beginning."""
    is_first = bool(run) and run[0][0]
    while run and _is_no_name(run[0][1].lower(), words):
        run, is_first = run[1:], False
    while run and (run[-1][1].lower() in words.persons.links or run[-1][1].lower() in words.dates.names):
        run = run[:-1]
    if not run or (len(run) == 1 and _says_little(run[0][1], is_first, words)):
        return None
    start, end = run[0][2], run[-1][3]
    name = _POSSESSIVE.sub("", text[start:end])
    return Name(key=" ".join(name.lower().split()), words=name, start=start, end=start + len(name))


def _is_no_name(word: str, words: Lexicon) -> bool:
    return word in words.stop_words or word.rstrip(".") in words.persons.address


def _says_little(word: str, is_first: bool, words: Lexicon) -> bool:
    """Return whether a capitalised word alone is no name, or one that says nothing."""
    return is_first or words.has_capital_nouns or len(word) < _SHORT or "-" in word
