"""Queries of the language before November 2026, rewritten so that they mean the same in the present one."""

import re

from news.watches.syntax import meant_by
from news.watches.terms import SIGNS, is_common_in_capitals
from news.watches.words import words_of

_PART = re.compile(r'"[^"]*"|\s+|[()]|(?:\\.|[^\s()"])+')
_LEAD = re.compile(r"((?:[+-]|[A-Za-z]+:)*)(.*)", re.DOTALL)
_OPERATORS = ("AND", "OR", "NOT")


def renewed(query: str) -> str:
    """Return an older query as it is written now: small "and" or "near" were words, case and signs did not count."""
    return "".join(_renewed(part) for part in _PART.findall(query.translate(_MARKS)))


_MARKS = str.maketrans("“”„‟«»＂（）：", '""""""' + '"():')


def _renewed(part: str) -> str:
    if part.startswith('"'):
        return part if not re.search(rf"[*?({re.escape(SIGNS)}]", part) else _phrase(part)
    found = _LEAD.fullmatch(part)
    lead, word = found.groups() if found else ("", part)
    if not word.strip() or word in ("(", ")", *_OPERATORS) or word.startswith(("~", "^")):
        return part
    is_word = word.casefold() in ("and", "or", "not") or meant_by(word) is not None or word.startswith("=")
    if is_word or re.search(rf"[{re.escape(SIGNS)}]", word):
        return lead + (_phrase(word) if words_of(word) else word)
    return lead + (word.lower() if is_common_in_capitals(word) else word)


def _phrase(words: str) -> str:
    return f'"{" ".join(words_of(words))}"'
