"""Builds the site's search index: scripts in small pieces, of which a search loads the few that it needs.

A browser reads no file by itself where a site is opened from a folder, but it runs scripts: each piece is one. A piece
of terms holds those that begin alike; one that grows too large is parted by the next letter. A piece of articles holds
a hundred of them, the oldest first, so that new articles change few pieces.
"""

import hashlib
import json
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import sub

from digest.safe_text import clean_title, safe_url
from news.records import record
from news.records.site import SearchLine

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"  # written without spaces: pairs of characters
_RUNS = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_ASCII_RUNS = re.compile(r"[a-z0-9]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@record
class SearchRules:
    """How the index is cut; a search loads one piece a word and a few pieces of articles."""

    piece_postings: int = 30_000  # of terms; about 90 kB. A word in more texts than that has a piece of its own
    articles: int = 100  # in a piece; about 25 kB
    outlets: int = 300  # that can be chosen; those with most articles
    term_chars: int = 40


Pieces = Iterator[tuple[str, str]]  # file name, content


def fold(text: str) -> str:
    """Return `text` in small letters without accents; site_search.js does the same."""
    if text.isascii():
        return text.lower()
    marks_apart = unicodedata.normalize("NFKD", text.lower())
    return unicodedata.normalize("NFC", "".join(c for c in marks_apart if not unicodedata.category(c).startswith("M")))


def terms_of(text: str, *, rules: SearchRules = SearchRules()) -> set[str]:
    """Return the terms by which a text is found."""
    folded = fold(text)
    if folded.isascii():
        return {run[: rules.term_chars] for run in _ASCII_RUNS.findall(folded)}
    found: set[str] = set()
    for run in _RUNS.findall(folded):
        if run[0] >= "\u3040":
            found |= {run[at : at + 2] for at in range(max(1, len(run) - 1))}
        else:
            found.add(run[: rules.term_chars])
    return found


def search_mark(lines: Iterable[SearchLine], design: str) -> str:
    """Return a mark of all that the index holds: an index with the same mark need not be built again."""
    mark = hashlib.sha256(design.encode())
    for line in lines:
        mark.update(repr(line).encode(errors="backslashreplace"))
    return mark.hexdigest()[:16]


def search_pieces(lines: Iterable[SearchLine], *, rules: SearchRules = SearchRules()) -> Pieces:
    """Yield the files of the index: pieces of articles, pieces of terms, and the list of all pieces.

    Args:
        lines: every article, the oldest first.
        rules: how the index is cut.
    """
    postings: dict[str, array[int]] = defaultdict(lambda: array("L"))
    outlets: dict[str, int] = defaultdict(int)
    languages: dict[str, int] = defaultdict(int)
    rows: list[list[object]] = []
    count = 0
    for number, line in enumerate(lines):
        for term in terms_of(f"{line.title} {line.outlet or ''} {line.opening}", rules=rules) | _filters(line):
            postings[term].append(number)
        outlets[line.outlet or ""] += 1
        languages[line.language or ""] += 1
        rows.append(_row(line))
        count = number + 1
        if len(rows) == rules.articles:
            yield _article_piece(number // rules.articles, rows)
            rows = []
    if rows:
        yield _article_piece((count - 1) // rules.articles, rows)
    names = []
    for prefix, terms in _parted(postings, rules):
        names.append(prefix)
        yield f"search/t-{_hex(prefix)}.js", _term_piece(prefix, terms, postings)
    yield "search/pieces.js", _script("pieces", {
        "articles": count, "each": rules.articles, "prefixes": sorted(names),
        "outlets": sorted(sorted(filter(None, outlets), key=lambda name: (-outlets[name], name))[: rules.outlets]),
        "languages": sorted(filter(None, languages)),
    })  # fmt: skip


def _filters(line: SearchLine) -> set[str]:
    """Return the terms by which articles are chosen by outlet, language and state."""
    kinds = (("o", line.outlet), ("l", line.language), ("s", line.state))
    return {f"~{kind}:{value}" for kind, value in kinds if value}


def _row(line: SearchLine) -> list[object]:
    story = [line.story_id, clean_title(line.story_title or "")] if line.story_id else []
    return [
        clean_title(line.title),
        line.outlet or "",
        str(line.day),
        safe_url(line.url) or "",
        line.language or "",
        *story,
    ]


def _parted(postings: dict[str, "array[int]"], rules: SearchRules) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield prefixes with the terms of their piece: the longest prefix that a term has is where it stands."""
    waiting = [("", sorted(postings))]
    while waiting:
        prefix, terms = waiting.pop()
        size = sum(len(postings[term]) for term in terms)
        if prefix and (size <= rules.piece_postings or len(terms) == 1):
            yield prefix, terms
            continue
        further: dict[str, list[str]] = defaultdict(list)
        for term in terms:
            further[term[: len(prefix) + 1]].append(term)
        if prefix in further:  # the term that is the prefix itself
            yield prefix, further.pop(prefix)
        waiting += further.items()


def _term_piece(prefix: str, terms: Sequence[str], postings: dict[str, "array[int]"]) -> str:
    return _script("terms", prefix, {term: _written(postings[term]) for term in terms})


def _article_piece(number: int, rows: Sequence[Sequence[object]]) -> tuple[str, str]:
    return f"search/a-{number}.js", _script("rows", number, rows)


def _written(numbers: "array[int]") -> str:
    """Return the distances between rising numbers, to the base of 36."""
    gaps = map(sub, numbers, chain((0,), numbers))
    return ",".join([_SHORT[gap] if gap < len(_SHORT) else _base36(gap) for gap in gaps])


def _base36(number: int) -> str:
    if number < 36:
        return _DIGITS[number]
    return _base36(number // 36) + _DIGITS[number % 36]


_SHORT = [_base36(number) for number in range(2000)]


def _hex(prefix: str) -> str:
    return prefix.encode("utf-8", "replace").hex()


def _script(what: str, *values: object) -> str:
    """Return a script that hands values to the page; what JSON allows and a script does not is escaped."""
    said = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    said = said.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"newsthreadSearch.{what}({said});\n"
