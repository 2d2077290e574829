"""Which articles a reader's saved query matches; queries are in Lucene syntax.

Words side by side are all wanted; AND, OR, NOT, + and - combine; a phrase stands in quotation marks. `command*` is any
word that begins so, `yokota~` one that is spelt nearly so, `"x y"~3` words near each other. Fields: title: text:
outlet: language: after: (that day and later) before: (earlier than that day). Case, hyphens and dots do not matter.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from luqum import tree
from luqum.exceptions import IllegalCharacterError, ParseSyntaxError
from luqum.thread import parse

from news.errors import WatchError
from news.records import Article, Watch, WatchMatch, record
from news.watches.query import (
    Combined,
    Fuzzy,
    Language,
    Near,
    Pattern,
    Phrase,
    Query,
    Searched,
    Span,
    Without,
    plain_words,
)

FIELDS = ("title", "text", "outlet", "language", "after", "before")
LONGEST_QUERY = 4000  # characters; a list of hundreds of names fits
DEEPEST_QUERY = 50  # parentheses within parentheses
MOST_EDITS = 2  # as in Lucene; with more, most words are alike
_SAME_LENGTH = str.maketrans("“”„‟«»＂（）：", '""""""' + '"():')
_POSITION = re.compile(r"position (\d+)")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")


@record
class ParsedWatch:
    """A watch whose query can be asked of articles."""

    watch: Watch
    query: Query


def parse_watch(watch: Watch) -> ParsedWatch:
    """Read a watch's query.

    Raises:
        WatchError: the query cannot be read; the message tells the position (from 1) and what was expected there.
    """
    return ParsedWatch(watch=watch, query=_Reading(watch).query())


def find_matches(watches: Sequence[ParsedWatch], articles: Iterable[Article]) -> list[WatchMatch]:
    """Return which articles each watch matches, by article in the order given."""
    found = []
    for article in articles:
        searched = Searched(article)
        for parsed in watches:
            if parsed.query.matches(searched):
                found.append(WatchMatch(watch=parsed.watch.watch, article_id=article.article_id))
    return found


class _Reading:
    """One query being read: knows the text, so that it can say where something is wrong."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._text = watch.query.translate(_SAME_LENGTH)

    def query(self) -> Query:
        self._refuse_monsters()
        try:
            root = parse(self._text)
        except (ParseSyntaxError, IllegalCharacterError) as error:
            raise self._error(*self._place(str(error))) from error
        except ArithmeticError as error:  # luqum takes "~." for a number
            odd = re.search(r"[~^]\.?(?!\d)", self._text)
            raise self._error(odd.end() if odd else 0, "a number") from error
        query = self._read(root, None)
        if _is_only_unwanted(query):
            raise self._error(0, "something wanted beside what is unwanted")
        return query

    def _refuse_monsters(self) -> None:
        if not self._text.strip():
            raise self._error(0, "a word")
        if len(self._text) > LONGEST_QUERY:
            raise self._error(LONGEST_QUERY, f"the end: queries have at most {LONGEST_QUERY} characters")
        depth = 0
        for at, letter in enumerate(self._text):
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth > DEEPEST_QUERY:
                raise self._error(at, f"at most {DEEPEST_QUERY} parentheses within each other")

    def _place(self, error: str) -> tuple[int, str]:
        """Return where the parser stopped, and what would have been right there."""
        found = _POSITION.search(error)
        if found is None:
            is_open = self._text.count("(") > self._text.count(")")
            return len(self._text), 'a closing parenthesis ")"' if is_open else "a word or phrase"
        at = int(found.group(1))
        if self._text.count('"') % 2:
            return at, "a closing quotation mark"
        if self._text[at : at + 1] == ")" and self._text[:at].count("(") <= self._text[:at].count(")"):
            return at, 'an opening parenthesis "(" before this'
        return at, "a word or phrase"

    def _error(self, at: int, expected: str) -> WatchError:
        rest = self._watch.query[at : at + 20]
        where = f"at position {at + 1}" + (f" ({rest!r})" if rest else " (the end)")
        message = f"The query of watch {self._watch.watch!r} cannot be read {where}: expected {expected}."
        return WatchError(message, subject=self._watch.watch)

    def _read(self, node: tree.Item, field: str | None) -> Query:
        readers: Mapping[type[tree.Item], Callable[[tree.Item, str | None], Query]] = {
            tree.Word: self._word,
            tree.Phrase: self._phrase,
            tree.Fuzzy: self._fuzzy,
            tree.Proximity: self._near,
            tree.SearchField: self._field,
            tree.Group: lambda node, field: self._read(node.expr, field),
            tree.FieldGroup: lambda node, field: self._read(node.expr, field),
            tree.Boost: lambda node, field: self._read(node.expr, field),
            tree.Plus: lambda node, field: self._read(node.a, field),
            tree.Not: lambda node, field: Without(query=self._read(node.a, field)),
            tree.Prohibit: lambda node, field: Without(query=self._read(node.a, field)),
            tree.AndOperation: lambda node, field: self._combined(node, field, wants_all=True),
            tree.UnknownOperation: lambda node, field: self._combined(node, field, wants_all=True),
            tree.OrOperation: lambda node, field: self._combined(node, field, wants_all=False),
        }
        reader = readers.get(type(node))
        if reader is None:
            raise self._error(node.pos or 0, "a word or phrase (for a span of time write after: and before:)")
        return reader(node, field)

    def _combined(self, node: tree.Item, field: str | None, *, wants_all: bool) -> Query:
        return Combined(queries=tuple(self._read(child, field) for child in node.children), wants_all=wants_all)

    def _field(self, node: tree.Item, field: str | None) -> Query:
        name = str(node.name).casefold()
        if name not in FIELDS:
            raise self._error(node.pos or 0, f"one of the fields {', '.join(f'{known}:' for known in FIELDS)}")
        if field is not None:
            raise self._error(node.pos or 0, f"no field within the field {field}:")
        return self._read(node.expr, name)

    def _word(self, node: tree.Item, field: str | None) -> Query:
        value = re.sub(r"\\(.)", r"\1", str(node.value))
        self._refuse_other_dialects(value, node.pos or 0)
        if field in ("language", "after", "before"):
            return self._special(value, field, node.pos or 0)
        if ("*" in value or "?" in value) and value.strip("*?"):
            return self._pattern(value, field)
        words = self._words(value, node)
        return Phrase(words=words, field=field)

    def _refuse_other_dialects(self, value: str, at: int) -> None:
        other = {"&&": "AND", "||": "OR", "!": "NOT", "and": "", "or": ""}.get(value)
        if other:
            raise self._error(at, f"{other} instead of {value}")
        if value.startswith("!"):
            raise self._error(at, "NOT instead of !")
        if '"' in value:
            raise self._error(at + value.index('"'), "a space before the quotation mark")

    def _pattern(self, value: str, field: str | None) -> Query:
        """Read a word with wildcards; a hyphen in it separates words, of which the last may end openly."""
        folded = value.casefold()
        pieces = [piece for piece in re.split(r"[^\w*?]+", folded) if piece]
        queries = tuple(Pattern(pattern=piece, field=field) for piece in pieces)
        return queries[0] if len(queries) == 1 else Pattern(pattern=" ".join(pieces), field=field)

    def _words(self, value: str, node: tree.Item) -> tuple[str, ...]:
        words = tuple(plain_words(value))
        if not words:
            raise self._error(node.pos or 0, "letters or digits")
        return words

    def _phrase(self, node: tree.Item, field: str | None) -> Query:
        value = str(node.value)[1:-1]
        if field in ("language", "after", "before"):
            return self._special(value, field, node.pos or 0)
        return Phrase(words=self._words(value, node), field=field)

    def _fuzzy(self, node: tree.Item, field: str | None) -> Query:
        if field in ("language", "after", "before"):
            raise self._error(node.pos or 0, f"a plain value for {field}:")
        degree = float(node.degree)
        words = self._words(str(node.term.value), node)
        if degree > MOST_EDITS:
            raise self._error(node.pos or 0, f"at most {MOST_EDITS} letters that differ (~1 or ~2), or ~ alone")
        edits = int(degree) if degree >= 1 else None
        queries = tuple(Fuzzy(word=word, edits=edits, field=field) for word in words)
        return queries[0] if len(queries) == 1 else Combined(queries=queries)

    def _near(self, node: tree.Item, field: str | None) -> Query:
        words = self._words(str(node.term.value)[1:-1], node)
        return Near(words=words, between=int(node.degree or 1), field=field)

    def _special(self, value: str, field: str, at: int) -> Query:
        if field == "language":
            return Language(tag=value.casefold().replace("_", "-"))
        found = _DAY.match(value)
        try:
            year, month, day = (int(part or 1) for part in found.groups()) if found else (0, 0, 0)
            instant = datetime(year, month, day, tzinfo=UTC)
        except ValueError as error:
            raise self._error(at, "a day such as 2026-03-31, a month such as 2026-03, or a year") from error
        return Span(after=instant) if field == "after" else Span(before=instant)


def _is_only_unwanted(query: Query) -> bool:
    if isinstance(query, Without):
        return True
    return isinstance(query, Combined) and all(_is_only_unwanted(part) for part in query.queries)
