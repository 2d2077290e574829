"""A query's syntax: its grammar read by lark, and what is said of a query that cannot be read."""

import re
from functools import cache
from pathlib import Path

from lark import Lark, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken
from lark.lexer import Token

from news.errors import WatchError

LONGEST_QUERY = 4000  # characters; a list of hundreds of names fits
DEEPEST_QUERY = 50  # parentheses within parentheses
_SAME_LENGTH = str.maketrans("“”„‟«»＂（）：　", '""""""' + '"(): ')
# Operators of other systems, and ours half written: never taken for words.
_OTHERS = {
    r"(?i:onear|pre|adj|within|then|followed)/?\d*": "W/5 for words in this order",
    r"(?i:near)/.*|(?i:near)\d*|(?i:[nw])/": (
        'a number, as in NEAR/5 (any order) or W/5 (this order), or "{}" for the word'
    ),
    r"/(?i:[nsp]|w?\d+|s\d+|p\d+|\d+)|(?i:[nw])/[sp]|SAME|SENTENCE|PARAGRAPH": "NEAR/15 for words of one sentence",
    r"ADJ|WITHIN|PRE": "W/5 for words in this order",
    r"XOR|ANDNOT|BUTNOT|NOTAND|ORNOT|(?i:(?:and|or|but)-not)": "AND NOT, or OR",
    r"(?i:atleast|minimum)/?\d*": "words alone, since how often one stands is not asked",
    r"[A-Za-z]{2,}[=<>].+": 'a field with a colon, as in title:bank or after:2026-03-01, or "{}" for the word',
    r"[a-z]{3,}[!$]": '* for any letters, as in dredg*, or "{}" for the word',
    r"/.+/": "no regular expression; wildcards are * and ?, and what holds slashes stands in quotation marks",
    r"[A-Za-z]+://.*": "an address in quotation marks",
    r"&": "AND", r"\|": "OR",
    r"!|NOT": "what is not wanted right after it",
}  # fmt: skip


class QuerySyntax:
    """The text of one query: parses it, and says where in it something is wrong."""

    def __init__(self, query: str, name: str) -> None:
        """Keep the query and the name of what asks it."""
        self._query, self._name = query, name
        self.text = query.translate(_SAME_LENGTH)

    def tree(self) -> Tree[Token]:
        """Return the query's tree.

        Raises:
            WatchError: it cannot be read; the message tells the position (from 1) and what is meant.
        """
        self._refuse_monsters()
        try:
            return _parser().parse(self.text)
        except UnexpectedToken as error:
            at = len(self.text) if error.token.type == "$END" else error.token.start_pos or 0
            raise self.error(*self._place(at, str(error.token))) from error
        except (UnexpectedCharacters, UnexpectedEOF, UnexpectedInput) as error:
            raise self.error(*self._place(error.pos_in_stream or 0, "")) from error

    def error(self, at: int, expected: str) -> WatchError:
        """Return what to say of a fault at a place."""
        rest = self._query[at : at + 20]
        where = f"at position {at + 1}" + (f" ({rest!r})" if rest else " (the end)")
        owner = f"The query of watch {self._name!r}" if self._name else "The query"
        return WatchError(f"{owner} cannot be read {where}: expected {expected}.", subject=self._name or self._query)

    def check_word(self, value: str, at: int) -> None:
        """Refuse operators that this language does not have, and quotation marks in the middle of a word."""
        if (meant := meant_by(value)) is not None:
            raise self.error(at, meant.format(value))
        behind = self.text[at + len(value) :]
        if behind.startswith("("):
            raise self.error(
                at, "a space before the parenthesis, or a field, as in title:(a OR b): there are no functions"
            )
        if value.casefold() == "but" and re.match(r"\s+not\b", behind, re.IGNORECASE):
            raise self.error(at, 'AND NOT, or "but" for the word')

    def check_edges(self, start: int, end: int) -> None:
        """Refuse a phrase that touches a word."""
        if start and self.text[start - 1] not in ' \t\r\n(:+-!="':
            raise self.error(start, "a space before the quotation mark")
        if self.text[end : end + 1] not in ("", *" \t\r\n()^"):
            raise self.error(end, "a space after the phrase")

    def _refuse_monsters(self) -> None:
        if not self.text.strip():
            raise self.error(0, "a word")
        if len(self.text) > LONGEST_QUERY:
            raise self.error(LONGEST_QUERY, f"the end: queries have at most {LONGEST_QUERY} characters")
        depth = 0
        for at, letter in enumerate(self.text):
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth > DEEPEST_QUERY:
                raise self.error(at, f"at most {DEEPEST_QUERY} parentheses within each other")

    def _place(self, at: int, token: str) -> tuple[int, str]:
        """Return where the parser stopped, and what would have been right there."""
        before = self.text[:at]
        if self.text[at : at + 1] == '"' or (self.text.count('"') % 2 and at == len(self.text)):
            quote = at if at < len(self.text) else self.text.rindex('"')
            if quote and self.text[quote - 1] not in " \t\r\n(:+-!=":
                return quote, "a space before the quotation mark"
            is_open = self.text.count('"', quote) % 2 == 1
            return quote, "a closing quotation mark" if is_open else "a space before the quotation mark"
        if at == len(self.text):
            is_open = self.text.count("(") > self.text.count(")")
            ends_well = re.search(r'[\w"*?)]\s*$', self.text) and not re.search(r"(?i)\b(and|or|not)\s*$", self.text)
            return at, 'a closing parenthesis ")"' if is_open and ends_well else "a word or phrase"
        if self.text[at] == ")":
            if before.count("(") <= before.count(")"):
                return at, 'an opening parenthesis "(" before this'
            return at, "a word or phrase"
        if self.text[at] in "[{":
            return at, "a field before the brackets, as in published:[2026-03 TO 2026-05]"
        if re.match(r"[~^]", self.text[at:]):
            return at, "a number after ~ or ^, or a word before it"
        if re.match(r"(?i)(not|!)", token):
            return at, "a word, phrase or group: NOT stands outside NEAR, as in (a NEAR/5 b) NOT c"
        if re.match(r"(?i)(and|or|\|\||&&)", token):
            return at, f'a word or phrase before the operator; the word itself is written "{token}"'
        return at, "a word or phrase"


def meant_by(word: str) -> str | None:
    """Return what is meant by an operator that this language does not have; None: it is a word."""
    return next((meant for pattern, meant in _OTHERS.items() if re.fullmatch(pattern, word)), None)


@cache
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "query.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", propagate_positions=True)
