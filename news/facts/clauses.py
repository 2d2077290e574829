"""Cuts a long sentence at a clause, without losing who says it or what turns it round."""

import re

from news.facts.readable import phrases_like
from news.language.codes import language_code
from news.language.segments import HAS_SPACELESS
from news.records import record


@record
class ClauseRules:
    """How long a line at the top of a digest may be."""

    whole: int = 150  # characters up to which a sentence is left as it is
    least: int = 50  # of what is kept
    most: int = 260  # from which a sentence without a fitting clause is cut at a word


CLAUSE_RULES = ClauseRules()
_CLAUSE_END = re.compile(r"\s*(?:[,;:](?=\s)|\s[–—-](?=\s)|—|[，；、])\s*")
MORE = " …"


def first_clauses(sentence: str, language: str | None, rules: ClauseRules = CLAUSE_RULES) -> str:
    """Return a sentence, or its beginning up to a clause, with an ellipsis.

    Nothing is cut that says whose word the sentence is, nor what denies or limits it: then the sentence stays whole.
    """
    whole, least, most = rules.whole, rules.least, rules.most
    if HAS_SPACELESS.search(sentence):
        whole, least, most = whole // 2, least // 2, most // 2
    if len(sentence) <= whole:
        return sentence
    turns = phrases_like(language_code(language) or "en", "attributing", "turning")
    ends = [found.start() for found in _CLAUSE_END.finditer(sentence) if least <= found.start() <= whole]
    for end in reversed(ends):
        kept, rest = sentence[:end], sentence[end:]
        if _is_whole(kept) and not turns.search(rest.lower()):
            return kept + MORE
    if len(sentence) <= most:
        return sentence
    return sentence[:most].rsplit(" ", 1)[0].rstrip(",;:–—- ") + MORE


def _is_whole(kept: str) -> bool:
    """Tell whether what is kept opens no quotation mark or bracket that it does not close."""
    pairs = ("“”", "«»", "„“", "()", "「」")
    return kept.count('"') % 2 == 0 and all(kept.count(pair[0]) <= kept.count(pair[1]) for pair in pairs)
