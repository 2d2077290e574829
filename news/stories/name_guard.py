"""A person, a country or a product is no matter: texts of one story share more than the few names of all of it."""

from collections.abc import Iterable, Sequence
from itertools import chain

from news.language.terms import TermRules
from news.stories.profiles import LiveStory, Vector
from news.stories.thresholds import StoryRules


def shares_names_alone(
    story: LiveStory, vector: Vector, cosine: float, names: Iterable[str], rules: StoryRules, *, terms: float
) -> bool:
    """Return whether a text is near to a story by little else than a few names that most of the story has.

    More names in most of its texts are a matter: no other has all of them.

    Args:
        story: the story.
        vector: of the text, or of a story in its place.
        cosine: of the two.
        names: that the text uses.
        rules: the thresholds.
        terms: of the text; a short one says too little beside its names.
    """
    if terms < rules.beside_names_terms:
        return False
    least = rules.ruling_name * story.members
    parts = (_words(name, rules.terms) for name in names)
    ruling = [words for words in parts if all(story.counts.get(word, 0) >= least for word in words)]
    if _bearers(ruling) > rules.ruling_names:
        return False
    return cosine * _share_beside(story, vector, set(chain(*ruling)), rules.terms) < rules.beside_names


def _words(name: str, rules: TermRules) -> list[str]:
    """Return the words of a name, cut as words are."""
    return [word[: rules.stem_letters] for word in name.split()]


def _bearers(names: Iterable[Sequence[str]]) -> int:
    """Return of how many persons, places or bodies these are the names: those that share a word are of one."""
    bearers: list[set[str]] = []
    for name in names:
        same = [bearer for bearer in bearers if not bearer.isdisjoint(name)]
        bearers = [bearer for bearer in bearers if bearer.isdisjoint(name)] + [set(name).union(*same)]
    return len(bearers)


def _share_beside(story: LiveStory, vector: Vector, ruling: set[str], rules: TermRules) -> float:
    """Return which part of what a vector and a story share is beside names of these words, 0 to 1."""
    if not ruling:
        return 1.0
    idf, letters, total, beside = story.idf, rules.stem_letters, 0.0, 0.0
    for term in vector.keys() & story.weighted.keys():
        part = vector[term] * story.weighted[term] * idf.of(term, story.counts[term]) / idf.of(term)
        total += part
        if not (ruling.issuperset(_words(term, rules)) if " " in term else term[:letters] in ruling):
            beside += part
    return beside / total if total > 0 else 0.0
