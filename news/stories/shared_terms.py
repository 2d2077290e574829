"""The names and words that two articles share, and how much each says: why they may stand in one story."""

from collections.abc import Mapping
from math import sqrt

from news.language.terms import WHOLE, Stems, article_terms, fold, is_name, tokens_of
from news.records import Article, record
from news.stories.memory import Frequencies
from news.stories.profiles import Idf
from news.stories.thresholds import STORY_RULES, StoryRules

DIGITS = 12  # of a share by which terms are ordered: beyond them equal shares differ by how Python adds


@record
class SharedTerm:
    """A name or word of two articles."""

    words: str  # as the first article writes it
    is_name: bool
    share: float  # of the similarity of the two, 0 to 1
    copy_groups: int  # that use it


@record
class SharedTerms:
    """How near two articles are by names and words."""

    similarity: float  # cosine, 0 to 1
    terms: tuple[SharedTerm, ...]  # what says most first
    copy_groups: int  # all of them


def terms_of(*articles: Article) -> set[str]:
    """Return the terms of articles: those whose frequencies are needed."""
    return {term for article in articles for term in article_terms(article)}


def shared_terms(
    first: Article, second: Article, frequencies: Frequencies, rules: StoryRules = STORY_RULES
) -> SharedTerms:
    """Return what two articles share.

    Args:
        frequencies: of all terms of both, among the copy groups of the archive.
    """
    idf = Idf(frequencies, rules)
    one, other = (_vector(article, idf, frequencies.total, rules) for article in (first, second))
    parts = {term: one[term] * other[term] for term in one.keys() & other.keys()}
    similarity = sum(parts.values())
    written = _as_written(first, parts)
    return SharedTerms(
        similarity=similarity,
        copy_groups=frequencies.total,
        terms=tuple(
            SharedTerm(
                words=written.get(term, term),
                is_name=is_name(term),
                share=part / similarity,
                copy_groups=frequencies.counts.get(term, 0),
            )
            for term, part in sorted(parts.items(), key=lambda item: (-round(item[1], DIGITS), item[0]))
        ),
    )


def _vector(article: Article, idf: Idf, copy_groups: int, rules: StoryRules) -> dict[str, float]:
    weighed = {term: weight * idf.of(term) for term, weight in article_terms(article).items()}
    length = sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    kept = sorted(weighed, key=weighed.__getitem__, reverse=True)[: rules.terms_kept(copy_groups)]
    return {term: weighed[term] / length for term in kept}


def _as_written(article: Article, terms: Mapping[str, float]) -> dict[str, str]:
    """Return for each stem the first token of the article that has it, for each name of several words these."""
    stems, tokens = Stems(article.language), tokens_of(f"{article.title}\n{article.text}")
    written: dict[str, str] = {}
    for token in tokens:
        for stem in stems[token]:
            if stem in terms:
                written.setdefault(stem, token)
    plain = [fold(token.lower(), WHOLE) for token in tokens]
    for name in (term for term in terms if is_name(term)):
        length = name.count(" ") + 1
        found = (
            at for at in range(len(plain)) if " ".join(plain[at : at + length]) == name and tokens[at][0].isupper()
        )
        at = next(found, None)
        written[name] = name if at is None else " ".join(tokens[at : at + length])
    return written
