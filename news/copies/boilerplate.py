"""Lines that come back in an outlet's articles: "Related stories", newsletter prompts, pitches, in any language.

The stored text keeps them; whoever compares, cites or tells leaves them out. No list of phrases is needed: a line is
an outlet's boilerplate if it stands in several of its articles that have nothing else in common.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import xxhash

from news.language.segments import normalise
from news.records import Article, record

_DIGITS = re.compile(r"\d+")


@record
class BoilerplateRules:
    """When a line is an outlet's boilerplate."""

    minimum_groups: int = 3  # copy groups of the outlet that have it; two may be a correction and its article
    minimum_stories: int = 2  # running stories among them: a background paragraph comes back within one
    maximum_length: int = 400  # characters; longer lines are prose that somebody wrote twice


def line_key(line: str) -> str:
    """Return what two lines have in common that differ in case, spaces, typography or numbers only."""
    return _DIGITS.sub("0", normalise(line))


def line_keys(text: str, rules: BoilerplateRules = BoilerplateRules()) -> frozenset[str]:
    """Return the keys of the lines of `text` that may be boilerplate: short ones."""
    lines = (line for line in text.split("\n") if 0 < len(line) <= rules.maximum_length)
    return frozenset(key for line in lines if (key := line_key(line)))


def line_hash(key: str) -> int:
    """Return the number under which a line is kept, 64 bits, the same on every machine."""
    return int(xxhash.xxh3_64_intdigest(key.encode("utf-8", "surrogatepass")))


def boilerplate_lines(
    articles_by_outlet: Mapping[str, Iterable[Article]],
    *,
    copy_groups: Mapping[int, int] | None = None,
    stories: Mapping[int, str] | None = None,
    rules: BoilerplateRules = BoilerplateRules(),
) -> dict[str, frozenset[str]]:
    """Return each outlet's boilerplate as keys of lines.

    Args:
        articles_by_outlet: an outlet's articles; some hundred of the last months tell enough.
        copy_groups: article_id to copy group. A group counts once, so that an outlet's own copies of one text, all of
            whose lines come back, do not delete each other. An article that is not in it is a group of its own.
        stories: article_id to story. Where the stories are known, a line must stand in several of them.
        rules: the thresholds.

    Returns:
        Only outlets that have such lines.
    """
    found = {
        outlet: frozenset(_recurring(articles, copy_groups or {}, stories or {}, rules))
        for outlet, articles in articles_by_outlet.items()
    }
    return {outlet: lines for outlet, lines in found.items() if lines}


def _recurring(
    articles: Iterable[Article], copy_groups: Mapping[int, int], stories: Mapping[int, str], rules: BoilerplateRules
) -> Iterator[str]:
    groups: dict[str, set[tuple[str, int]]] = {}
    places: dict[str, set[str]] = {}
    for article in articles:
        group = copy_groups.get(article.article_id)
        member = ("alone", article.article_id) if group is None else ("group", group)
        story = stories.get(article.article_id, f"none {member}")
        for key in line_keys(article.text, rules):
            groups.setdefault(key, set()).add(member)
            places.setdefault(key, set()).add(story)
    for key, members in groups.items():
        if len(members) >= rules.minimum_groups and len(places[key]) >= rules.minimum_stories:
            yield key


def without_boilerplate(text: str, lines: frozenset[str] | None) -> str:
    """Return `text` with an outlet's boilerplate blanked; what remains keeps its place, so that spans stay right.

    Args:
        text: an article's text, a paragraph a line.
        lines: what `boilerplate_lines` found for its outlet; None: nothing.
    """
    if not lines:
        return text
    return "\n".join("\n" * len(line) if is_boilerplate(line, lines) else line for line in text.split("\n"))


def blanked(articles: Sequence[Article], lines: Mapping[str, frozenset[str]]) -> list[Article]:
    """Return the articles with the lines of their outlets blanked; every other word keeps its place.

    The stored text keeps these lines. Only comparison, citation and digest leave them out.
    """
    return [replace(item, text=without_boilerplate(item.text, lines.get(item.outlet or ""))) for item in articles]


def is_boilerplate(line: str, lines: frozenset[str] | None) -> bool:
    """Say whether a line is its outlet's boilerplate."""
    return bool(lines) and line_key(line) in (lines or ())
