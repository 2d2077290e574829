"""Names in a text: runs of capitalised words inside sentences, the same name under one key."""

import re
from collections.abc import Iterator

from news.language.segments import sentences
from news.language.stop_words import stop_words
from news.records import record

_PARTS = re.compile(r"(?<!\w)(?:(?:[^\W\d_]\.){2,}|[^\W\d_](?:[^\W\d_]|['’&-](?=[^\W\d_]))*)|[^\w\s]")
_LINK_WORDS = "of the for de la le du des von van der den bin al el da do di"
_TITLE_WORDS = "mr mrs ms dr sir dame lord lady prof rev st president minister"
_CALENDAR_WORDS = """
january february march april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday
"""
_LINKS = frozenset(_LINK_WORDS.split())
_TITLES = frozenset(_TITLE_WORDS.split())
_CALENDAR = frozenset(_CALENDAR_WORDS.split())
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


def read_names(text: str) -> Iterator[Name]:
    """Yield the names of a text; a capitalised word at the beginning of a sentence is one only with a second."""
    for start, end in sentences(text):
        parts = [(found.group(), found.start(), found.end()) for found in _PARTS.finditer(text, start, end)]
        letters = [part for part, _, _ in parts if part[0].isalpha()]
        if sum(part[0].isupper() for part in letters) > _TITLE_CASE * len(letters):
            continue
        yield from _names_in(text, parts)


def _names_in(text: str, parts: list[tuple[str, int, int]]) -> Iterator[Name]:
    run: list[tuple[int, str, int, int]] = []
    for number, (part, start, end) in enumerate([*parts, (".", -1, -1)]):
        is_link = part in _LINKS or (part == "and" and any(word in ("of", "for") for _, word, _, _ in run))
        if part[0].isupper() or (run and is_link and _goes_on(parts, number)):
            run.append((number, part, start, end))
            continue
        name = _name_of(text, run)
        if name is not None:
            yield name
        run = []


def _goes_on(parts: list[tuple[str, int, int]], number: int) -> bool:
    following = parts[number + 1][0] if number + 1 < len(parts) else ""
    return following[:1].isupper()


def _name_of(text: str, run: list[tuple[int, str, int, int]]) -> Name | None:
    """Return the name that a run of capitalised words makes, without stop words and titles at its beginning."""
    stops = stop_words("en")
    is_first = bool(run) and run[0][0] == 0
    while run and (run[0][1].lower() in stops or run[0][1].lower().rstrip(".") in _TITLES):
        run, is_first = run[1:], False
    while run and (run[-1][1].lower() in _LINKS or run[-1][1].lower() in _CALENDAR):
        run = run[:-1]
    if not run or (len(run) == 1 and (is_first or len(run[0][1]) < _SHORT or "-" in run[0][1])):
        return None
    start, end = run[0][2], run[-1][3]
    words = _POSSESSIVE.sub("", text[start:end])
    return Name(key=" ".join(words.lower().split()), words=words, start=start, end=start + len(words))
