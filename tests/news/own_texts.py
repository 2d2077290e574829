"""The small texts of the fixtures, all of our own words: by language, and as articles."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures"
LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt")


@cache
def credited_texts(language: str) -> tuple[str, ...]:
    """Return the sentences written to be read for credits."""
    found = [*_labelled("languages", language), *_labelled("traps", language)]
    if language == "en":
        for name in ("sentences", "traps"):
            read = tomllib.loads((FIXTURES / "citations" / f"{name}.toml").read_text(encoding="utf-8"))
            found += [case["text"] for case in read["case"]]
    return tuple(found)


@cache
def quotations(language: str) -> tuple[str, ...]:
    """Return the texts written to be read for speakers."""
    paths = [path for path in (_speakers(language), _speakers(f"later/{language}")) if path.exists()]
    return tuple(text for path in paths for text in path.read_text(encoding="utf-8").splitlines()[::2])


def texts() -> Iterator[tuple[str, str]]:
    """Yield language and text of them all."""
    for language in LANGUAGES:
        yield from ((language, text) for text in (*credited_texts(language), *quotations(language)))


def _speakers(name: str) -> Path:
    return FIXTURES / "speakers" / f"{name}.txt"


def _labelled(folder: str, language: str) -> Iterator[str]:
    for line in (FIXTURES / "citations" / folder / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.partition(" | ")[2].replace("\\n", "\n")


@cache
def pairs(language: str) -> tuple[str, ...]:
    """Return sentences of two articles on one matter, two after two."""
    read = tomllib.loads((FIXTURES.parent / "news" / "facts" / "differences.toml").read_text(encoding="utf-8"))
    told = [pair for pair in read["pair"] if pair.get("language", "en") == language]
    return tuple(pair[side] for pair in told for side in ("one", "other"))


@cache
def figures_and_dates(language: str) -> tuple[str, ...]:
    """Return the sentences written to be read for figures and for dates."""
    found = []
    for name in ("figures", "dates"):
        path = FIXTURES.parent / "news" / "language" / f"{name}.toml"
        found += [row[0] for row in tomllib.loads(path.read_text(encoding="utf-8")).get(language, ())]
    return tuple(found)


@cache
def stories(language: str) -> tuple[str, ...]:
    """Return whole articles; there are English ones alone."""
    read = tomllib.loads((FIXTURES / "quality" / "articles.toml").read_text(encoding="utf-8"))
    return tuple(row["text"].strip() for row in read["article"]) if language == "en" else ()


@cache
def same_matter() -> tuple[tuple[tuple[str, str, str], ...], ...]:
    """Return the English articles by their matter, each as headline, outlet and text."""
    read = tomllib.loads((FIXTURES / "quality" / "articles.toml").read_text(encoding="utf-8"))
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for row in sorted(read["article"], key=lambda row: str(row["at"])):
        groups.setdefault(row["story"], []).append((row["title"], row["outlet"], row["text"].strip()))
    return tuple(map(tuple, groups.values()))
