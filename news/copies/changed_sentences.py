"""Sentences that a copy repeats with another figure, or denies: a correction is news, however short it is."""

import re
from collections import Counter

from rapidfuzz import fuzz, process

from news.copies.shared_passages import Prose
from news.language.segments import words
from news.language.stances import denials
from news.records import record

_NUMBER = re.compile(r"([^\w\s(\"'“‘]?)(\d+(?:[.,:]\d+)*)[\s-]*([^\W\d_]*)")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_GROUPED = re.compile(r",(?=\d\d)|[.](?=\d{3}(?!\d))")


@record
class ChangeRules:
    """When a sentence is another's with a figure changed, or its denial."""

    same: float = 90.0  # rapidfuzz ratio, 0 to 100, without figures
    least_words: int = 6  # shorter sentences are captions and labels


CHANGE_RULES = ChangeRules()


def is_changed(sentence: str, earlier: Prose, rules: ChangeRules = CHANGE_RULES) -> bool:
    """Tell whether the earlier text says the same with another figure, or denies it and this sentence does not."""
    if len(words(sentence)) < rules.least_words:
        return False
    found = process.extractOne(sentence.lower(), earlier.sentences, scorer=fuzz.ratio, score_cutoff=rules.same - 10)
    if found is None or fuzz.ratio(_bare(sentence.lower()), _bare(found[0])) < rules.same:
        return False
    if denials(sentence) != denials(found[0]):
        return True
    new, old = _numbers(sentence), _numbers(found[0])
    return any(
        figure != other and beside == there
        for figure, beside in (new - old).elements()
        for other, there in (old - new).elements()
    )


def _bare(sentence: str) -> str:
    return " ".join(_FIGURE.sub("", sentence).split())


def _numbers(text: str) -> Counter[tuple[str, tuple[str, str]]]:
    """Return the figures of a text, "1,200" as 1200, each with the sign before and the word after it: its unit."""
    found = _NUMBER.finditer(text.lower())
    return Counter((_GROUPED.sub("", one[2]), (one[1], one[3])) for one in found)
