"""Many watches asked of many articles: each article is asked only what one of its words may answer."""

from collections.abc import Iterable, Mapping, Sequence

from news.records import Article, WatchMatch
from news.watches.parser import ParsedWatch
from news.watches.query import TEXT_FIELDS, AnyPlace, Combined, Form, Near, Query, Searched, Words


def find_matches(
    watches: Sequence[ParsedWatch], articles: Iterable[Article], countries: Mapping[str, str] | None = None
) -> list[WatchMatch]:
    """Return which articles each watch matches, by article in the order given.

    Args:
        countries: outlet -> its country, for queries that ask for it.
    """
    by_word, always = _by_word(watches)
    found = []
    for article in articles if watches else ():
        searched = Searched(article, countries)
        numbers = {number for word in searched.words & by_word.keys() for number in by_word[word]}
        for number in sorted(numbers | always):
            if watches[number].query.matches(searched):
                found.append(WatchMatch(watch=watches[number].watch.watch, article_id=article.article_id))
    return found


def _by_word(watches: Sequence[ParsedWatch]) -> tuple[dict[str, list[int]], set[int]]:
    """Return which watches to ask where a word stands, and those to ask of every article."""
    by_word: dict[str, list[int]] = {}
    always: set[int] = set()
    for number, parsed in enumerate(watches):
        words = needed_words(parsed.query)
        if words is None:
            always.add(number)
        for word in words or ():
            by_word.setdefault(word, []).append(number)
    return by_word, always


def needed_words(query: Query) -> frozenset[str] | None:
    """Return words of which one stands in the title or text of every article that matches; None: nobody can tell."""
    if isinstance(query, Words | Form):
        if query.field not in TEXT_FIELDS or not query.ways:
            return None
        return frozenset(max(way, key=len) for way in query.ways)
    if isinstance(query, Near | AnyPlace):
        parts: Sequence[Query] = query.things
        return _rarest(parts) if isinstance(query, Near) else _together(parts)
    if isinstance(query, Combined):
        return _rarest(query.queries) if query.wants_all else _together(query.queries)
    return None


def _rarest(queries: Sequence[Query]) -> frozenset[str] | None:
    """Return the words of the part that few articles are likely to hold: few words, and long ones."""
    known = [words for query in queries if (words := needed_words(query)) is not None]
    return min(known, key=lambda words: (min(map(len, words)) < 4, len(words), -min(map(len, words))), default=None)


def _together(queries: Sequence[Query]) -> frozenset[str] | None:
    parts = [needed_words(query) for query in queries]
    known = [words for words in parts if words is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


def wanted_words(query: Query) -> list[str]:
    """Return the words that a query wants, by which what it finds is ranked and shown."""
    if isinstance(query, Words | Form):
        return [word for way in query.ways[:1] for word in way]
    if isinstance(query, Near | AnyPlace):
        return list(dict.fromkeys(word for thing in query.things for word in wanted_words(thing)))
    if isinstance(query, Combined):
        return list(dict.fromkeys(word for part in query.queries for word in wanted_words(part)))
    return []
