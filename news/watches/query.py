"""What a watch may ask of an article: words, phrases, similarity, fields, and how they combine."""

import re
import unicodedata
from datetime import datetime
from functools import cached_property
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from news.language.codes import language_code
from news.records import Article, record

_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_SHORT_WORD, _LONG_WORD = (
    2,
    5,
)  # letters: up to the first a fuzzy word must be equal, above the second two edits are let pass


def plain_words(text: str) -> list[str]:
    """Return a text's words without case, hyphens or marks; "U.S." is "us"."""
    flat = unicodedata.normalize("NFKC", text)
    flat = _ABBREVIATION.sub(lambda found: found.group().replace(".", ""), flat)
    return _WORD.findall(flat.casefold())


class _Part:
    """A stretch of text, ready to be searched."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def words(self) -> list[str]:
        return plain_words(self._text)

    @cached_property
    def line(self) -> str:
        """All words in one line, with a space on either side of each."""
        return f" {' '.join(self.words)} "

    @cached_property
    def vocabulary(self) -> list[str]:
        return sorted(set(self.words))


class Searched:
    """An article, ready for many queries: each part is prepared at most once."""

    def __init__(self, article: Article) -> None:
        """Keep the article; nothing is read before it is asked for."""
        self.article = article
        self.title = _Part(article.title)
        self.text = _Part(article.text)
        self.outlet = _Part(article.outlet or "")

    def parts(self, field: str | None) -> tuple[_Part, ...]:
        """Return what a field names; without a field, title and text."""
        return (self.title, self.text) if field is None else (getattr(self, field),)


class Query(Protocol):
    """A question that an article answers with yes or no."""

    def matches(self, searched: Searched) -> bool:
        """Tell whether the article matches."""
        ...


@record
class Phrase:
    """Words in a row; one word is a row of one."""

    words: tuple[str, ...]
    field: str | None = None

    def matches(self, searched: Searched) -> bool:
        """Tell whether the words stand in a row; in scripts without spaces, whether the characters do."""
        joined = " ".join(self.words)
        wanted = joined if _UNSPACED.search(joined) else f" {joined} "
        return any(wanted in part.line for part in searched.parts(self.field))


@record
class Near:
    """Words in any order, with at most `between` other words among them."""

    words: tuple[str, ...]
    between: int
    field: str | None = None

    def matches(self, searched: Searched) -> bool:
        """Tell whether some window of the text holds all the words."""
        return any(self._in(part.words) for part in searched.parts(self.field))

    def _in(self, words: list[str]) -> bool:
        size = len(self.words) + self.between
        wanted = set(self.words)
        starts = (n for n, word in enumerate(words) if word in wanted)
        return any(wanted <= set(words[start : start + size]) for start in starts)


@record
class Pattern:
    """A word with * (any letters) or ? (one letter) in it."""

    pattern: str
    field: str | None = None

    def matches(self, searched: Searched) -> bool:
        """Tell whether some word fits."""
        letters = "".join({"*": r"[^ ]*", "?": r"[^ ]"}.get(letter, re.escape(letter)) for letter in self.pattern)
        fits = re.compile(f" {letters} ").search
        return any(fits(part.line) is not None for part in searched.parts(self.field))


@record
class Fuzzy:
    """A word, give or take a few letters (swapped, missing, added or changed)."""

    word: str
    edits: int | None  # None: by the word's length
    field: str | None = None

    def matches(self, searched: Searched) -> bool:
        """Tell whether some word is within so many edits."""
        length = len(self.word)
        by_length = 0 if length <= _SHORT_WORD else 1 if length <= _LONG_WORD else 2
        edits = by_length if self.edits is None else self.edits
        return any(
            process.extractOne(self.word, part.vocabulary, scorer=OSA.distance, score_cutoff=edits) is not None
            for part in searched.parts(self.field)
        )


@record
class Language:
    """A language; "en" stands for "en-GB" too."""

    tag: str

    def matches(self, searched: Searched) -> bool:
        """Tell whether the article is in the language."""
        return language_code(searched.article.language) == (language_code(self.tag) or self.tag)


@record
class Span:
    """A time: from `after` on, and earlier than `before`."""

    after: datetime | None = None
    before: datetime | None = None

    def matches(self, searched: Searched) -> bool:
        """Tell whether the article's place in time lies within."""
        at = searched.article.ordered_at
        return (self.after is None or at >= self.after) and (self.before is None or at < self.before)


@record
class Combined:
    """Several queries: all of them, or any one."""

    queries: tuple[Query, ...]
    wants_all: bool = True

    def matches(self, searched: Searched) -> bool:
        """Tell whether all, or any, of the queries match."""
        rule = all if self.wants_all else any
        return rule(query.matches(searched) for query in self.queries)


@record
class Without:
    """What must not match."""

    query: Query

    def matches(self, searched: Searched) -> bool:
        """Tell whether the query does not match."""
        return not self.query.matches(searched)
