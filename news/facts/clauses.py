"""Cuts a long sentence at a clause, without losing who says it or what turns it round."""

import re
from functools import cache

from news.facts.sentence_cues import cue_list, cues_of, phrases_like
from news.facts.sentence_terms import terms_of
from news.language.codes import language_code
from news.language.lexicon import english, lexicon, stop_words
from news.language.segments import HAS_SPACELESS
from news.records import record


@record
class ClauseRules:
    """How long a line at the top of a digest may be."""

    whole: int = 150  # characters up to which a sentence is left as it is
    least: int = 50  # of what is kept
    most: int = 260  # from which a sentence without a fitting clause is no line
    headline: int = 80  # characters of a headline in a subject: phones show 30 to 40, desktops about 70 …
    headline_most: int = (
        110  # … and where what is cut would be a figure, say whose word it is, deny it, or end a quotation
    )
    headline_rest: int = 15  # characters that are not worth an ellipsis


CLAUSE_RULES = ClauseRules()
_CLAUSE_END = re.compile(r"\s*(?:[,;:](?=\s)|\s[–—-](?=\s)|—|[，；、])\s*")
MORE = " …"
_DASHES = "–—-"
_FIGURE = re.compile(r"\d|^[$€£%]")
_MARKS = "\"'“”‘’«»„()"
_OPENED = re.compile(r"(?:^|(?<=\s))['‘](?!.*['’](?:\s|$|[.,;:!?…]))")  # a quotation in single marks, not closed


def first_clauses(sentence: str, language: str | None, rules: ClauseRules = CLAUSE_RULES) -> str:
    """Return a sentence, or its beginning up to a clause, with an ellipsis; empty: it is too long, and none ends.

    Nothing is cut that says whose word the sentence is, nor what denies or limits it: then the sentence stays whole.
    """
    whole, least, most = rules.whole, rules.least, rules.most
    if HAS_SPACELESS.search(sentence):
        whole, least, most = whole // 2, least // 2, most // 2
    if len(sentence) <= whole:
        return sentence
    turns = phrases_like(language_code(language) or "en", "attributing", "turning")
    for end in reversed([end for end in _clause_ends(sentence, language) if least <= end <= whole]):
        kept, rest = sentence[:end], sentence[end:]
        if _is_whole(kept) and not turns.search(rest.lower()):
            return kept + MORE
    return sentence if len(sentence) <= most else ""


def _clause_ends(sentence: str, language: str | None) -> list[int]:
    """Return where a clause ends after which a sentence may stop.

    What stands before the comma of a clause that opens the sentence is none, nor what stands before an insertion: "the
    rapper, a son of …, is". So a comma counts where a word follows that begins a clause, and a dash that is alone.
    """
    code = language_code(language) or "en"
    found = list(_CLAUSE_END.finditer(sentence))
    if not cue_list(code, "joints"):
        return [end.start() for end in found]
    joints = re.compile(_any_of(cue_list(code, "joints")), re.IGNORECASE)
    ending = re.compile(rf"\w+{_any_of(cue_list(code, 'joint_endings'))}")
    commas = [end for end in found if "," in end[0]]
    kept = [end for end in commas[joints.match(sentence) is not None :] if joints.match(sentence, end.end())]
    kept += [end for end in commas[-1:] if 2 * end.start() >= len(sentence) and ending.match(sentence, end.end())]
    dashes = [end for end in found if set(end[0]) & set(_DASHES)]
    kept += dashes if len(dashes) == 1 else []
    kept += [end for end in found if end[0].strip() in (";", ":")]
    return sorted({end.start() for end in kept})


def _any_of(listed: list[str]) -> str:
    """Return an expression for one of these, with which a word ends; nothing has one of none."""
    return rf"(?:{'|'.join(map(re.escape, listed)) or '(?!)'})\b"


def stands_alone(sentence: str, about: str, language: str | None) -> bool:
    """Return whether a sentence tells by itself what it is about.

    One whose subject was named before and that shares no word with what it is about does not: "The photo is a fake.".
    """
    code = language_code(language) or "en"
    noun = r"\w" if cues_of(code).has_capitals else r"[a-zß-ÿ]"
    begins = re.match(rf"(?i:{_any_of(cue_list(code, 'definite'))})\s*{noun}", sentence) is not None
    named = terms_of(about, language)
    return not (begins and named) or bool(named & terms_of(sentence, language))


def short_headline(headline: str, language: str | None, rules: ClauseRules = CLAUSE_RULES) -> str:
    """Return a headline, or its beginning, with an ellipsis.

    It is not cut in a quotation, nor, up to a length, before a figure, what says whose word it is, or what denies it.
    """
    turns = phrases_like(language_code(language) or "en", "attributing", "turning")
    kept = _cut(headline, rules.headline, language)
    if len(headline) - len(kept) <= rules.headline_rest and len(headline) <= rules.headline_most:
        return headline
    at_cut = headline[len(kept) : rules.headline].split()  # "$150" of "to pay back $150 million"
    is_figure_cut = any(_FIGURE.search(word) or word.lower() in _number_words(language) for word in at_cut)
    if turns.search(headline[len(kept) :].lower()) or is_figure_cut or not _is_closed(kept):
        kept = _cut(headline, rules.headline_most, language)
    if kept != headline and kept.find("; ") > len(kept) // 3:
        kept = kept[: kept.rfind("; ")]
    if kept != headline and not _is_closed(kept):
        kept = kept[: _last_opening(kept)].rstrip(" ,;:–-") or kept
    return headline if kept == headline else kept + MORE.strip()


def _cut(headline: str, most: int, language: str | None) -> str:
    """Return the beginning of a headline; its last word is neither a figure nor one that only leads to the next."""
    if len(headline) <= most:
        return headline
    head = headline[: most - 1]
    words = head.rsplit(" ", 1)[0].split(" ") if " " in head[most // 2 :] else [head.rstrip("0123456789.,")]
    leading = stop_words(language) | _number_words(language)
    while len(words) > 1 and (_FIGURE.search(words[-1]) or words[-1].lower().strip(_MARKS) in leading):
        words.pop()
    kept = " ".join(words)
    return (kept if len(kept) > most // 3 else head).rstrip(" ,;:–-")


@cache
def _number_words(language: str | None) -> frozenset[str]:
    """Return "eight", "twenty", "million" in a language; in English where it has no lexicon."""
    numbers = (lexicon(language) or english()).numbers
    return frozenset((*numbers.small, *numbers.tens, *numbers.scales))


def _is_closed(kept: str) -> bool:
    return _is_whole(kept) and not _OPENED.search(kept)


def _last_opening(kept: str) -> int:
    """Return where the last quotation mark or bracket that opens something stands; 0: nowhere."""
    single = [found.start() for found in _OPENED.finditer(kept)]
    return max(0, *single, *(kept.rfind(mark) for mark in '"“«„(「'))


def _is_whole(kept: str) -> bool:
    """Return whether what is kept opens no quotation mark or bracket that it does not close."""
    pairs = ("“”", "«»", "„“", "()", "「」")
    return kept.count('"') % 2 == 0 and all(kept.count(pair[0]) <= kept.count(pair[1]) for pair in pairs)
