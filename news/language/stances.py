"""Words by which a sentence denies what it says, or says that something is so."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from news.language.codes import language_code


def denials(text: str, language: str | None = None) -> int:
    """Return how many words of a text deny, in its language, or in any where nobody knows it."""
    return sum(1 for _ in _signs("denying", language_code(language)).finditer(text))


def confirms(text: str, language: str | None = None) -> bool:
    """Return whether a text says that something is so: "admitted", "confirms"."""
    return _signs("confirming", language_code(language)).search(text) is not None


@cache
def _signs(name: str, code: str | None) -> re.Pattern[str]:
    known = _tables()
    tables = [known[code]] if code in known else known.values()
    words, parts = _listed(tables, name), _listed(tables, f"{name}_parts")
    alone = [rf"\b(?:{'|'.join(words)})\b"] if words else []
    return re.compile("|".join([*alone, *parts]), re.IGNORECASE)


def _listed(tables: Iterable[Mapping[str, list[str]]], name: str) -> list[str]:
    return [sign for table in tables for sign in table.get(name, ())]


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((resources.files(__package__) / "stances.toml").read_text(encoding="utf-8"))
