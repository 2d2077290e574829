"""A query's tree becomes a question that articles can be asked; docs/queries.md is the language's reference."""

import re
from collections.abc import Callable, Iterable

from lark import Tree
from lark.lexer import Token

from news.errors import WatchError
from news.records import Watch, record
from news.watches.query import WORD_FIELDS, AnyPlace, Combined, Fuzzy, Near, Placed, Query, Without
from news.watches.special import SPECIAL_FIELDS, special
from news.watches.syntax import QuerySyntax
from news.watches.terms import any_of, exact, in_a_row, looked_for
from news.watches.words import words_of

FIELDS = (*WORD_FIELDS, *SPECIAL_FIELDS, "plural")
MOST_EDITS = 2  # as in Lucene; with more, most words are alike
MOST_BETWEEN = 1000  # words among those that are near each other
_ESCAPED = re.compile(r"\\(.)")


@record
class ParsedWatch:
    """A watch whose query can be asked of articles."""

    watch: Watch
    query: Query


@record
class Scope:
    """Where in an article the words are looked for, and whether their plurals count."""

    field: str | None = None
    plural: bool = False


def parse_watch(watch: Watch) -> ParsedWatch:
    """Read a watch's query.

    Raises:
        WatchError: the query cannot be read; the message tells the position (from 1) and what was expected there.
    """
    return ParsedWatch(watch=watch, query=_Reading(watch.query, watch.watch).query())


def parse_watches(watches: Iterable[Watch]) -> tuple[list[ParsedWatch], dict[str, WatchError]]:
    """Read the watches that can be read; of the others, such as those of an older grammar, return why not, by name."""
    read, refused = [], {}
    for watch in watches:
        try:
            read.append(parse_watch(watch))
        except WatchError as error:
            refused[watch.watch] = error
    return read, refused


def parse_query(query: str) -> Query:
    """Read a query that no watch holds.

    Raises:
        WatchError: it cannot be read.
    """
    return _Reading(query, "").query()


class _Reading:
    """One query being read."""

    def __init__(self, query: str, name: str) -> None:
        self._syntax = QuerySyntax(query, name)
        self._is_shouted = query == query.upper() and len(words_of(query)) > 2

    def query(self) -> Query:
        query = self._read(self._syntax.tree(), Scope())
        if _is_only_unwanted(query):
            raise self._syntax.error(0, "something wanted beside what is unwanted")
        return query

    def _read(self, tree: Tree[Token], scope: Scope) -> Query:
        children = [child for child in tree.children if isinstance(child, Tree)]
        readers: dict[str, Callable[[], Query]] = {
            "start": lambda: self._read(children[0], scope),
            "needed": lambda: self._read(children[0], scope),
            "without": lambda: Without(query=self._read(children[0], scope)),
            "beside": lambda: self._combined(children, scope, wants_all=True),
            "both": lambda: self._combined(children, scope, wants_all=True),
            "either": lambda: self._combined(children, scope, wants_all=False),
            "near": lambda: self._near(tree, scope),
            "thing": lambda: self._thing(tree, scope),
        }
        return readers[str(tree.data)]()

    def _combined(self, children: list[Tree[Token]], scope: Scope, *, wants_all: bool) -> Query:
        queries = tuple(self._read(child, scope) for child in children)
        return queries[0] if len(queries) == 1 else Combined(queries=queries, wants_all=wants_all)

    def _near(self, tree: Tree[Token], scope: Scope) -> Query:
        if len(tree.children) == 1:
            return self._read(_tree(tree.children[0]), scope)
        things = [_tree(child) for child in tree.children[::2]]
        found = self._placed(things[0], scope)
        for operator, thing in zip(tree.children[1::2], things[1:], strict=True):
            found = self._joined(found, Token("", operator), self._placed(thing, scope), thing)
        return found

    def _joined(self, left: Placed, operator: Token, right: Placed, at: Tree[Token]) -> Placed:
        between = int(operator.partition("/")[2])
        if left.field != right.field:
            raise self._syntax.error(_start(at), "both sides of NEAR in the same field")
        if between > MOST_BETWEEN:
            raise self._syntax.error(_start(at), f"at most {MOST_BETWEEN} words between")
        is_ordered = operator.casefold().startswith("w")
        return Near(things=(left, right), between=between, is_ordered=is_ordered, field=left.field)

    def _placed(self, tree: Tree[Token], scope: Scope) -> Placed:
        found = _as_placed(self._read(tree, scope))
        if found is None:
            raise self._syntax.error(_start(tree), "words, phrases, or a group of them joined by OR, near each other")
        return found

    def _thing(self, tree: Tree[Token], scope: Scope) -> Query:
        for child in tree.children:
            if isinstance(child, Tree):
                return self._read(child, scope)
            if child.type == "FIELD":
                scope = self._in_field(child, scope)
            elif child.type in ("WORD", "PHRASE", "RANGE"):
                return self._term(child, scope)
        raise AssertionError(tree)

    def _in_field(self, token: Token, scope: Scope) -> Scope:
        name, at = token[:-1].casefold(), token.start_pos or 0
        if name not in FIELDS:
            known = ", ".join(f"{known}:" for known in FIELDS)
            raise self._syntax.error(at, f"one of the fields {known} (what is no field stands in quotation marks)")
        if name == "plural":
            return Scope(field=scope.field, plural=True)
        if scope.field is not None:
            raise self._syntax.error(at, f"no field within the field {scope.field}:")
        return Scope(field=name, plural=scope.plural)

    def _term(self, token: Token, scope: Scope) -> Query:
        at, value = token.start_pos or 0, str(token)
        if token.type == "PHRASE":
            self._syntax.check_edges(at, at + len(value))
        if scope.field in SPECIAL_FIELDS:
            plain = value.strip('"') if token.type == "PHRASE" else value
            try:
                return special(scope.field, plain)
            except ValueError as error:
                raise self._syntax.error(at, str(error)) from error
        if token.type == "RANGE":
            raise self._syntax.error(at, "a field before the brackets, as in published:[2026-03 TO 2026-05]")
        found = self._phrase(value, at, scope) if token.type == "PHRASE" else self._word(value, at, scope)
        if found is None:
            raise self._syntax.error(at, "letters or digits")
        return found

    def _word(self, value: str, at: int, scope: Scope) -> Placed | None:
        self._syntax.check_word(value, at)
        if value.startswith("="):
            return exact(_ESCAPED.sub(r"\1", value[1:]), scope.field)
        if found := re.fullmatch(r"(.*[^\\])~(\d*(?:\.\d+)?)", value, re.DOTALL):
            return self._fuzzy(found[1], found[2], at, scope)
        return self._looked_for(_ESCAPED.sub(r"\1", value), scope)

    def _looked_for(self, value: str, scope: Scope) -> Placed | None:
        return looked_for(value, scope.field, plural=scope.plural, capitals=not self._is_shouted)

    def _fuzzy(self, value: str, degree: str, at: int, scope: Scope) -> Placed | None:
        words = words_of(value)
        if float(degree or 0) > MOST_EDITS:
            raise self._syntax.error(at, f"at most {MOST_EDITS} letters that differ (~1 or ~2), or ~ alone")
        edits = int(float(degree)) if float(degree or 0) >= 1 else None
        return in_a_row([Fuzzy(word=word, edits=edits, field=scope.field) for word in words], scope.field)

    def _phrase(self, value: str, at: int, scope: Scope) -> Placed | None:
        inner, _, between = value.lstrip("=")[1:].rpartition('"')
        is_near = between.startswith("~")
        if re.search(r"(?:^|\s)[*?]+(?:\s|$)", inner):
            raise self._syntax.error(at, 'whole words: how many may stand between says "a b"~2, or a W/2 b')
        if value.startswith("=") and is_near:
            raise self._syntax.error(at, "an exact phrase without ~, or a phrase without =")
        if value.startswith("="):
            return exact(inner, scope.field)
        if "(" not in inner and not is_near:
            return self._looked_for(inner, scope)
        things = self._pieces(inner, at + 1, scope)
        distance = int(float(between[1:] or 1)) if is_near else 0
        if distance > MOST_BETWEEN:
            raise self._syntax.error(at, f"at most {MOST_BETWEEN} words between")
        if len(things) < 2:
            return things[0] if things else None
        return Near(things=tuple(things), between=distance, is_ordered=not is_near, field=scope.field)

    def _pieces(self, inner: str, at: int, scope: Scope) -> list[Placed]:
        """Return the words of a phrase, and its groups, each as one thing."""
        found: list[Placed] = []
        for piece in re.finditer(r"\([^()]*\)|[^\s()]+|[()]", inner):
            if piece.group() in ("(", ")"):
                raise self._syntax.error(at + piece.start(), "groups in a phrase closed, and not within each other")
            thing = (
                self._group(piece.group()[1:-1], at + piece.start(), scope)
                if piece.group().startswith("(")
                else looked_for(piece.group(), scope.field, plural=scope.plural)
            )
            if thing is not None:
                found.append(thing)
        return found

    def _group(self, inner: str, at: int, scope: Scope) -> Placed:
        ways = re.split(r"(?i)\s+or\s+|\s*\|\|\s*", inner.strip())
        things = [looked_for(way, scope.field, plural=scope.plural) for way in ways]
        if any(thing is None for thing in things) or re.search(r"(?i)\b(and|not)\b", inner):
            raise self._syntax.error(at, "words joined by OR in a group within a phrase")
        return any_of([thing for thing in things if thing is not None], scope.field)


def _tree(child: Tree[Token] | Token) -> Tree[Token]:
    assert isinstance(child, Tree)
    return child


def _start(tree: Tree[Token]) -> int:
    return int(getattr(tree.meta, "start_pos", 0))


def _as_placed(query: Query) -> Placed | None:
    """Return a query as what stands somewhere; None: it does not."""
    if isinstance(query, Combined):
        things = [_as_placed(part) for part in query.queries]
        placed = [thing for thing in things if thing is not None]
        is_group = not query.wants_all and len(placed) == len(things) and len({thing.field for thing in placed}) == 1
        return AnyPlace(things=tuple(placed), field=placed[0].field) if is_group else None
    return query if isinstance(query, Placed) else None


def _is_only_unwanted(query: Query) -> bool:
    if isinstance(query, Without):
        return True
    return isinstance(query, Combined) and all(_is_only_unwanted(part) for part in query.queries)


__all__ = ["FIELDS", "ParsedWatch", "WatchError", "parse_query", "parse_watch", "parse_watches"]
