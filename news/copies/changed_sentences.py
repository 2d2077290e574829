"""Sentences that a copy repeats with another figure, or denies: a correction is news, however short it is."""

import re
from collections import Counter

from rapidfuzz import fuzz, process

from news.copies.shared_passages import Prose
from news.language.number_forms import number_forms
from news.language.segments import LEAST_SENTENCE_WORDS, words
from news.language.stances import denials
from news.records import record

_NUMBER = re.compile(r"([^\w\s(\"'“‘]?)(\d+(?:[.,:]\d+)*)[\s-]*([^\W\d_]*)")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[a-z]+")
_ENGLISH = number_forms("en")
_TENS, _SMALL = "|".join(_ENGLISH.words.tens), "|".join(_ENGLISH.words.small[2:])
_BELOW_HUNDRED = rf"(?:(?:{_TENS})(?:[- ](?:one|{_SMALL}))?|{_SMALL})"
_SPELLED = re.compile(
    rf"(?<!thousand )(?<!million )(?<!thousand and )\b"
    rf"(?:(?:a|one|{_SMALL}) hundred(?:(?: and)? (?:one|{_BELOW_HUNDRED}))?|{_BELOW_HUNDRED})\b"
)
_HEADING = re.compile(r"^(?:[A-Z'’]+\s+){2,}")  # in capitals, run on into its sentence
_GROUPED = re.compile(r",(?=\d\d)|[.](?=\d{3}(?!\d))")

Numbers = Counter[tuple[str, tuple[str, str]]]  # a figure, with the sign before and the word after it


@record
class ChangeRules:
    """When a sentence is another's with a figure changed, or its denial."""

    same: float = 90.0  # rapidfuzz ratio, 0 to 100, without figures
    least_words: int = LEAST_SENTENCE_WORDS


CHANGE_RULES = ChangeRules()


def is_changed(sentence: str, earlier: Prose, rules: ChangeRules = CHANGE_RULES) -> bool:
    """Return whether the earlier text says the same with another figure, or denies it and this sentence does not."""
    if len(words(sentence)) < rules.least_words:
        return False
    whole, least = earlier.whole_sentences, rules.same - 10
    found = process.extractOne(sentence.lower(), whole, scorer=fuzz.ratio, score_cutoff=least)
    if found is None:
        return False
    later, before = _in_digits(sentence.lower()), _in_digits(found[0])
    if fuzz.ratio(_bare(later), _bare(before)) < rules.same:
        return False
    if denials(_HEADING.sub("", sentence)) != denials(found[0]):
        return True
    return _has_other_figure(_numbers(later), _numbers(before))


def _has_other_figure(later: Numbers, before: Numbers) -> bool:
    """Return whether a figure that stands in one alone has the place of one that stands in the other alone."""
    new, old = (Counter(figure for figure, _ in numbers.elements()) for numbers in (later, before))
    added, lost = new - old, old - new
    places = {beside for figure, beside in later - before if figure in added}
    return any(figure in lost and beside in places for figure, beside in before - later)


def _in_digits(text: str) -> str:
    """Return a text in lower case with English numbers in words as figures; "one" alone is a pronoun too, and stays."""
    return _SPELLED.sub(lambda found: str(_value(found[0])), text)


def _value(number: str) -> int:
    hundreds, _, rest = number.rpartition(" hundred") if " hundred" in number else ("", "", number)
    below = sum(int(_ENGLISH.value_of.get(word, 0)) for word in _WORD.findall(rest))
    return 100 * int(_ENGLISH.value_of.get(hundreds, 1 if hundreds else 0)) + below


def _bare(sentence: str) -> str:
    return " ".join(_FIGURE.sub("", sentence).split())


def _numbers(text: str) -> Numbers:
    """Return the figures of a text in lower case, "1,200" as 1200, with the sign before and the word after it."""
    found = _NUMBER.finditer(text)
    return Counter((_GROUPED.sub("", one[2]), (one[1], one[3])) for one in found)
