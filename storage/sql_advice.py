"""What makes a slow question faster, read from its words: no plan of DuckDB's has to be understood."""

import re
from collections.abc import Iterator

SLOW_SECONDS = 5.0  # from which on advice is given; the macros answer within one at a million articles

_TEXTS = re.compile(r"\b(?:articles|article_versions)\b", re.IGNORECASE)
_EVERY_COLUMN = re.compile(
    r"\bselect\s+(?:distinct\s+)?(?:\w+\.)?\*|^\s*from\s+\w+\s*(?:$|;|where|order|limit)", re.IGNORECASE
)
_LOOKED_THROUGH = re.compile(
    r"\btext\b\s*(?:not\s+)?(?:i?like|similar\s+to|~)|"
    r"\b(?:contains|instr|position|regexp_\w+|strpos)\s*\([^)]*\btext\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\b(?:length|len|levenshtein|jaro_\w+|jaccard|md5|sha256)\s*\([^)]*\btext\b", re.IGNORECASE)
_OF_EACH_STORY = re.compile(
    r"\b(?:chronicle|who_copied_whom|story_\w+|coverage_by_day)\s*\(\s*\w+\.(?:story_id|title)\b", re.IGNORECASE
)
_CROSS = re.compile(r"\bcross\s+join\b", re.IGNORECASE)
_LITERAL = re.compile(r"'(?:[^']|'')*'")


def advice(sql: str, *, as_of: str | None = None) -> list[str]:
    """Return what would make a question faster, the most likely first; empty: nothing in its words tells."""
    return list(_advice(_LITERAL.sub("''", sql), as_of))


def _advice(sql: str, as_of: str | None) -> Iterator[str]:
    if _LOOKED_THROUGH.search(sql):
        yield "every text was read: search('word \"a phrase\"') finds words by the index"
    elif _MEASURED.search(sql):
        yield "every text was read: articles.word_count and copy_groups are stored"
    elif _TEXTS.search(sql) and _EVERY_COLUMN.search(sql):
        yield "texts are most of the archive: name the columns that you need, without text"
    if _OF_EACH_STORY.search(sql):
        yield "a macro was asked for each story: take few of them first, as in FROM (FROM stories LIMIT 20)"
    if _CROSS.search(sql):
        yield "CROSS JOIN pairs every row with every other: join on a key"
    if as_of is not None:
        yield "as of a moment everything is counted anew: without --as-of much is counted already"
