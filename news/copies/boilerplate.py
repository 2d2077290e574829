"""Lines that come back in unlike articles: "Related stories", newsletter prompts, an agency's notice, in any language.

The stored text keeps them; whoever compares or tells leaves them out. A line is boilerplate if it stands in several
articles of an outlet, or of several outlets, that have nothing else in common. Only a notice of rights is known by its
words (copyright_lines.toml): it stands under two articles as soon as under three.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import xxhash

from news.copies.page_templates import matter_stems
from news.language.segments import normalise
from news.records import Article, record

_DIGITS = re.compile(r"\d+")
_RIGHTS = tomllib.loads((Path(__file__).parent / "copyright_lines.toml").read_text(encoding="utf-8"))
_BEGINS_RIGHTS = re.compile("|".join(_RIGHTS["beginnings"]))
IsKept = Callable[[Article, str], bool]
ANY_OUTLET = ""  # stands for all outlets together


@record
class BoilerplateRules:
    """When a line is boilerplate, of an outlet or of all."""

    minimum_groups: int = 3  # copy groups that have it; two may be a correction and its article
    minimum_stories: int = 2  # of an outlet's running stories: a background paragraph comes back within one
    minimum_outlets: int = 2  # from which a line is no outlet's own, and of everybody …
    stories_of_all: int = 3  # … if it stands in so many stories: outlets share an agency's background
    maximum_length: int = 400  # characters; longer lines are prose that somebody wrote twice
    shared_lines: float = 0.5  # of the shorter text's lines, from which two articles not linked yet count as one text


BOILERPLATE_RULES = BoilerplateRules()
TEXTS_KEPT = 2048  # whose lines are read once: linking asks for those of a batch four times


@record
class LineUse:
    """Where a line stands among articles linked before."""

    groups: int = 0  # copy groups
    stories: int = 0
    outlets: int = 0


NOWHERE = LineUse()
NO_USES: Mapping[tuple[str, str], LineUse] = {}


def line_key(line: str) -> str:
    """Return what two lines have in common that differ in case, spaces, typography or numbers only."""
    return _DIGITS.sub("0", normalise(line))


@lru_cache(maxsize=TEXTS_KEPT)
def line_keys(text: str, rules: BoilerplateRules = BOILERPLATE_RULES) -> frozenset[str]:
    """Return the keys of the lines of `text` that may be boilerplate: short ones."""
    lines = (line for line in text.split("\n") if 0 < len(line) <= rules.maximum_length)
    return frozenset(key for line in lines if (key := line_key(line)))


def line_hash(key: str) -> int:
    """Return the number under which a line is kept, 64 bits, the same on every machine."""
    return int(xxhash.xxh3_64_intdigest(key.encode("utf-8", "surrogatepass")))


def is_rights_line(line: str, rules: BoilerplateRules = BOILERPLATE_RULES) -> bool:
    """Return whether a line does nothing but say whose the text is and what nobody may do with it."""
    if not 0 < len(line) <= rules.maximum_length:
        return False
    lowered = line.lower()
    return _BEGINS_RIGHTS.search(lowered) is not None or any(phrase in lowered for phrase in _RIGHTS["phrases"])


def _may_tell_of_rights(text: str) -> bool:
    """Return whether it is worth to look line by line: far sooner told of most texts."""
    lowered = text.lower()
    return any(mark in lowered for mark in _RIGHTS["marks"]) or any(phrase in lowered for phrase in _RIGHTS["phrases"])


def boilerplate_lines(
    articles: Sequence[Article],
    uses: Mapping[tuple[str, str], LineUse] = NO_USES,
    *,
    are_linked: bool = False,
    rules: BoilerplateRules = BOILERPLATE_RULES,
) -> dict[str, frozenset[str]]:
    """Return, for each outlet, the keys of its articles' lines that are boilerplate.

    Args:
        articles: not linked yet. Those that share half of their lines, or a word of their headlines, count once: a
            text that is printed twice does not delete itself.
        uses: (outlet, key) -> where the line stands among linked articles; under ANY_OUTLET among all of them.
        are_linked: `articles` are counted in `uses`, and not here.
        rules: the thresholds.
    """
    known = sorted((article for article in articles if article.outlet), key=lambda article: article.article_id)
    read = [_ReadLines(article, line_keys(article.text, rules), rules) for article in known]
    holders: dict[tuple[str, str], list[_ReadLines]] = defaultdict(list)
    for one in read:
        for key in one.keys:
            holders[one.outlet, key].append(one)
            holders[ANY_OUTLET, key].append(one)
    found = {
        place
        for place, those in holders.items()
        if _recurs(place, () if are_linked else those, uses.get(place, NOWHERE), rules)
    }
    lines: dict[str, set[str]] = defaultdict(set)
    for one in read:
        own = (key for key in one.keys if (one.outlet, key) in found or (ANY_OUTLET, key) in found)
        lines[one.outlet].update(own)
    return {outlet: frozenset(keys) for outlet, keys in lines.items() if keys}


class _ReadLines:
    """The lines of an article, and the words of its headline."""

    def __init__(self, article: Article, keys: frozenset[str], rules: BoilerplateRules) -> None:
        self.outlet = article.outlet or ""
        self.keys = keys
        self.title = matter_stems(article.title)

    def is_like(self, other: "_ReadLines", rules: BoilerplateRules) -> bool:
        """Return whether two articles may be of one text or one matter."""
        if not self.title.isdisjoint(other.title):
            return True
        shared = len(self.keys & other.keys)
        return shared >= rules.shared_lines * min(len(self.keys), len(other.keys)) and shared > 1


def _recurs(place: tuple[str, str], holders: Sequence[_ReadLines], use: LineUse, rules: BoilerplateRules) -> bool:
    """Return whether a line stands in enough unlike articles."""
    outlet, _ = place
    is_of_all = outlet == ANY_OUTLET
    stories = rules.stories_of_all if is_of_all else rules.minimum_stories
    outlets = rules.minimum_outlets if is_of_all else 1
    if use.groups >= rules.minimum_groups and use.stories >= stories and use.outlets >= outlets:
        return True
    missing = rules.minimum_groups - min(use.groups, use.stories)
    if missing > len(holders):
        return False
    unlike = _unlike(holders, missing, rules)
    return len(unlike) >= missing and max(use.outlets, len({one.outlet for one in unlike})) >= outlets


def _unlike(holders: Sequence[_ReadLines], enough: int, rules: BoilerplateRules) -> list[_ReadLines]:
    """Return up to `enough` articles of which none is like another, of as many outlets as may be."""
    found: list[_ReadLines] = []
    for one in _by_outlets(holders):
        if not any(one.is_like(other, rules) for other in found):
            found.append(one)
            if len(found) >= enough:
                break
    return found


def _by_outlets(holders: Sequence[_ReadLines]) -> Iterator[_ReadLines]:
    """Yield the first article of each outlet, then the others."""
    first = {one.outlet: one for one in reversed(holders)}
    yield from first.values()
    yield from (one for one in holders if first[one.outlet] is not one)


def without_boilerplate(text: str, lines: Set[str] | None, is_kept: Callable[[str], bool] | None = None) -> str:
    """Return `text` with boilerplate and notices of rights blanked; what remains keeps its place, so spans stay right.

    Args:
        text: an article's text, a paragraph a line.
        lines: what `boilerplate_lines` found for its outlet; None: nothing.
        is_kept: says which of these lines stay.
    """
    held = lines if lines and _may_hold(text, lines) else frozenset[str]()
    if not held and not _may_tell_of_rights(text):
        return text
    return "\n".join([_kept(line, held, is_kept) for line in text.split("\n")])


def _may_hold(text: str, lines: Set[str], rules: BoilerplateRules = BOILERPLATE_RULES) -> bool:
    """Return whether it is worth to look line by line for one of `lines`; of a long line its first word tells."""
    if not lines.isdisjoint(line_keys(text, rules)):
        return True
    if len(text) <= rules.maximum_length:
        return False
    long = [line.split(None, 1)[:1] for line in text.split("\n") if len(line) > rules.maximum_length]
    beginnings = {line_key(first).partition(" ")[0] for words in long for first in words}
    return any(line.partition(" ")[0] in beginnings for line in lines) if beginnings else False


def _kept(line: str, lines: Set[str], is_kept: Callable[[str], bool] | None) -> str:
    if not is_boilerplate(line, lines) or (is_kept is not None and is_kept(line)):
        return line
    return "\n" * len(line)


def blanked(
    articles: Sequence[Article],
    lines: Mapping[str, frozenset[str]],
    is_kept: IsKept | None = None,
) -> list[Article]:
    """Return the articles with the lines of their outlets blanked; every other word keeps its place.

    The stored text keeps these lines. Only comparison, citation and digest leave them out.
    """
    texts = (
        without_boilerplate(one.text, lines.get(one.outlet or ""), partial(is_kept, one) if is_kept else None)
        for one in articles
    )
    return [one if one.text == text else replace(one, text=text) for one, text in zip(articles, texts, strict=True)]


def is_boilerplate(line: str, lines: Set[str] | None) -> bool:
    """Return whether a line is its outlet's boilerplate, or a notice of rights."""
    return (bool(lines) and line_key(line) in (lines or ())) or is_rights_line(line)
