"""Words that only one of two statements has: where two are worded alike, such a word tells that they are of two things.

"30 buses for the northern depot" and "45 buses for the southern depot" share all words but the one that matters. Two
outlets that state one quantity differently either use the same words or write freely. So of two sentences worded alike
neither claim may have a word of its own; sentences worded freely are judged by the other rules alone.
"""

from functools import lru_cache

from news.facts.bound_words import bound_to
from news.facts.conflicts import claim_of, signs_for
from news.facts.figure_signs import Signs
from news.facts.sentence_terms import STEM_LETTERS
from news.language.segments import words
from news.language.terms import fold
from news.records import Figure, record


@record
class OwnWordsRules:
    """From where on two sentences are worded alike.

    Source: real pairs that differ share .09 to .41 of their words, invented ones that do not .50 to .83.
    """

    alike: float = 0.45  # share of all words of two sentences that both have


OWN_WORDS_RULES = OwnWordsRules()


def are_worded_apart(first: Figure, second: Figure, rules: OwnWordsRules = OWN_WORDS_RULES) -> bool:
    """Return whether two sentences are worded alike but for a word that only the one claim has."""
    one, other = _sentence(first), _sentence(second)
    if len(one & other) < rules.alike * len(one | other):
        return False
    return not (_claim(first) <= other and _claim(second) <= one)


@lru_cache(maxsize=4096)  # figures, each compared with many others
def _claim(figure: Figure) -> frozenset[str]:
    """Return the words of a figure's claim that tell what it is about, with those of what is counted."""
    before, after = claim_of(figure)
    bound = bound_to(figure) if figure.unit == "km" else None
    if bound is not None and bound.name == "distance":
        after = ""  # the place from which it is measured, and where that lies
    described = figure.raw.rsplit(maxsplit=1)[0] if figure.noun else ""  # "140 elderly people"
    return _groups(" ".join((before, described, after)), signs_for(figure))


@lru_cache(maxsize=4096)
def _sentence(figure: Figure) -> frozenset[str]:
    return _groups(figure.sentence, signs_for(figure))


def _groups(text: str, signs: Signs) -> frozenset[str]:
    told = (word for word in words(text) if word not in signs.silent and len(word) > 1 and not word[0].isdigit())
    return frozenset(signs.group_of(word) or fold(word, STEM_LETTERS) for word in told)
