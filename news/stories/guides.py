"""Texts that follow no story: guides, how-tos and lists of the best, and roundups, which tell of several matters."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import fmean

from news.language.lexicon import lexicon, stop_words
from news.language.quotation_marks import quotation_spans
from news.language.segments import words
from news.language.terms import fold
from news.records import Article, record

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NAME = re.compile(r" (?<=[\w,’')] )([A-ZÀ-Þ][\w’'-]{2,})")  # that begins no sentence
_ENDED = re.compile(r"[.!?…:;,][\"”’')\]]*$")  # a line that is no heading
_STEM_LETTERS = 6


@record
class GuideRules:
    """From where on a text counts as a guide.

    Source: 250 pages of web magazines against 411 of news, by headline (docs/decisions.md, "guides follow no story").
    """

    reader_share: float = 0.012  # of the words outside quotations that speak to the reader …
    reader_words: int = 6  # … and so many of them


GUIDE_RULES = GuideRules()


@record
class RoundupRules:
    """From where on a text is a roundup of several matters.

    Source: roundups made of the beginnings of four to eight real articles, beside 2,285 real texts (docs/decisions.md,
    "roundups follow no story").
    """

    part_words: int = 20  # of a paragraph or a section, from which it is a part of the text
    heading_words: int = 14  # at most, of a line without an end mark
    parts: int = 4
    titled: float = 0.34  # share of the parts with a word of the headline, of a page whose headline names a roundup …
    matters: int = 4  # … or groups of parts, with no name in common, …
    matter_words: int = 25  # … of so many words …
    names: int = 2  # … and names …
    largest: float = 0.5  # … of which none is more than this share of the text …
    named: float = 0.7  # … and all are at least this
    headed: float = 0.8  # share of a text in sections with headings, from which it may be a roundup by these alone …
    sections_named: float = 0.8  # … if so many of them have names …
    kin: float = 0.2  # … so few pairs of them share one …
    sections_titled: float = 0.5  # … so few have a word of the headline …
    common: float = 0.5  # … and the three words that most of them use stand in so few of the others


ROUNDUP_RULES = RoundupRules()


@record
class _Cues:
    reader: frozenset[str]
    headline: re.Pattern[str]
    roundup: re.Pattern[str]
    common: frozenset[str]  # stems that any news uses; empty: a text's words do not tell that it is a roundup


def roundup_reason(article: Article, rules: RoundupRules = ROUNDUP_RULES) -> str:
    """Return why a text is a roundup of several matters, as a clause; empty: it is none, or nothing tells that it is.

    Its headline says so and its parts are about different things; or it has sections, each with a heading, that share
    no name, and no word that would tell of one matter.
    """
    cues = _cues().get((article.language or "en").partition("-")[0].lower())
    if cues is None or article.text.count("\n") < rules.parts - 1:
        return ""
    said = cues.roundup.search(article.title.strip())
    if said is None:
        return _sectioned(article, cues, rules) if cues.common else ""
    parts = _parts(article.text, rules)
    stems = [_telling(part, article, cues.common) for part in parts]
    is_untitled = _titled(article.title.replace(said.group(), " "), stems, article) <= rules.titled
    if len(parts) >= rules.parts and (is_untitled or _matters(parts, rules) >= rules.matters):
        return f"its headline says so (“{said.group().strip()}”), and its parts tell of different things"
    return ""


def _sectioned(article: Article, cues: _Cues, rules: RoundupRules) -> str:
    """Return that sections with headings tell of different matters, as a clause; empty: they do not."""
    told = _sections(article.text, rules)
    parts = [part for is_headed, part in told if is_headed and part.count(" ") + 1 >= rules.part_words]
    length = sum(len(part) for _, part in told)
    if len(parts) < rules.parts or sum(map(len, parts)) < rules.headed * length:
        return ""
    names = [_names(part) for part in parts]
    pairs = [bool(one & other) for one, other in combinations(names, 2)]
    if sum(len(own) >= rules.names for own in names) < rules.sections_named * len(parts) or fmean(pairs) > rules.kin:
        return ""
    stems = [_telling(part, article, cues.common) for part in parts]
    uses = Counter(stem for own in stems for stem in own).most_common(3)
    is_one = fmean(count - 1 for _, count in uses) > rules.common * (len(parts) - 1)
    is_one = is_one or _titled(article.title, stems, article) > rules.sections_titled
    return "" if is_one else f"it has {len(parts)} sections with headings of their own that share no name"


def _lines(text: str, rules: RoundupRules) -> Iterator[tuple[str, int, bool]]:
    """Yield each line of a text with its words, and whether it is a heading."""
    for line in filter(None, map(str.strip, text.split("\n"))):
        count = line.count(" ") + 1
        yield line, count, 1 < count <= rules.heading_words and not _ENDED.search(line)


def _parts(text: str, rules: RoundupRules) -> list[str]:
    """Return a text's paragraphs, those that are too short and headings with what follows them."""
    parts: list[str] = []
    lines: list[str] = []
    many = 0
    for line, count, is_heading in _lines(text, rules):
        lines.append(line)
        many += count
        if many >= rules.part_words and not is_heading:
            parts.append(" ".join(lines))
            lines, many = [], 0
    if lines:
        parts[-1:] = [" ".join([*parts[-1:], *lines])]
    return parts


def _sections(text: str, rules: RoundupRules) -> list[tuple[bool, str]]:
    """Return what stands under each heading, with it, and what stands before the first; whether it has a heading."""
    sections: list[tuple[bool, list[str]]] = []
    many = rules.part_words
    for line, count, is_heading in _lines(text, rules):
        if (is_heading and many >= rules.part_words) or not sections:
            sections.append((is_heading, []))
            many = 0
        sections[-1][1].append(line)
        many += count
    return [(is_headed, " ".join(lines)) for is_headed, lines in sections]


def _names(part: str) -> frozenset[str]:
    """Return the stems of capitalised words inside sentences, days and months apart."""
    dates = lexicon("en")
    passing = dates.dates.names if dates else frozenset()
    names = (name.lower().removesuffix("'s").removesuffix("’s") for name in _NAME.findall(part))
    return frozenset(fold(name, _STEM_LETTERS + 1) for name in names if name not in passing)


def _matters(parts: Sequence[str], rules: RoundupRules) -> int:
    """Return how many matters parts that share names make; 0: one is most of the text, or much of it is none."""
    lengths = [len(part.split()) for part in parts]
    groups: list[tuple[frozenset[str], int]] = []
    for part, length in zip(parts, lengths, strict=True):
        own = _names(part)
        kin = [group for group in groups if group[0] & own]
        groups = [group for group in groups if not group[0] & own]
        groups.append((own.union(*(one for one, _ in kin)), length + sum(many for _, many in kin)))
        if groups[-1][1] > rules.largest * sum(lengths):
            return 0
    matters = [many for own, many in groups if len(own) >= rules.names and many >= rules.matter_words]
    return len(matters) if sum(matters) >= rules.named * sum(lengths) else 0


def _telling(text: str, article: Article, common: frozenset[str]) -> frozenset[str]:
    """Return the stems of the words of a text that say something of a matter."""
    passing = stop_words(article.language)
    kept = (word for word in words(text) if word not in passing and len(word) > 2 and not word[0].isdigit())
    return frozenset(fold(word, _STEM_LETTERS) for word in kept) - common


def _titled(headline: str, stems: Sequence[frozenset[str]], article: Article) -> float:
    """Return the share of the parts that use a word of the headline."""
    told = _telling(headline, article, frozenset())
    return fmean(bool(told & own) for own in stems)


def is_guide(article: Article, rules: GuideRules = GUIDE_RULES) -> bool:
    """Return whether an article advises its reader and tells of no event; False in languages without cues."""
    cues = _cues().get((article.language or "en").partition("-")[0].lower())
    if cues is None or not article.text:
        return False
    if cues.headline.search(article.title.strip()) is not None:
        return True
    if sum(map(article.text.count, cues.reader)) < rules.reader_words:  # far sooner told of most texts
        return False
    words, spoken = _counts(article.text, cues.reader)
    return spoken >= rules.reader_words and spoken >= rules.reader_share * words


def _counts(text: str, reader: frozenset[str]) -> tuple[int, int]:
    """Return how many words stand outside quotations, and how many of them speak to the reader."""
    parts, end = [], 0
    for start, stop in quotation_spans(text):
        parts.append(text[end:start])
        end = stop
    words = _WORD.findall(" ".join([*parts, text[end:]]))
    return len(words), sum(word in reader for word in words)


@cache
def _cues() -> dict[str, _Cues]:
    """Return the cues by language."""
    tables = tomllib.loads((Path(__file__).parent / "guides.toml").read_text(encoding="utf-8"))
    return {
        language: _Cues(
            reader=frozenset(table["reader"]),
            headline=re.compile("|".join(table["headline"]), re.IGNORECASE),
            roundup=re.compile("|".join(table["roundup"]), re.IGNORECASE),
            common=frozenset(fold(word, _STEM_LETTERS) for word in table.get("common", "").split()),
        )
        for language, table in tables.items()
    }
