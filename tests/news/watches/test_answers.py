"""How some three hundred queries are read, as the query language understands them, word for word."""

from pathlib import Path

from news.errors import WatchError
from news.records import Watch
from news.watches.matching import find_matches, needed_words, wanted_words
from news.watches.old_syntax import renewed
from news.watches.parser import parse_query, parse_watch
from tests.answers import check, told
from tests.news.own_texts import quotations
from tests.news.pieces import article
from tests.news.watches.test_queries import reference, rows
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/watches")


def queries() -> list[str]:
    kept = [query for name in ("queries.txt", "drawn.txt", "refused.txt") for query, _ in rows(name)]
    return list(dict.fromkeys([*kept, *(query for query, _, _ in reference())]))


def test_how_queries_are_read_stays() -> None:
    found = []
    for query in queries():
        try:
            read = parse_query(query)
        except WatchError as refused:
            found.append(f"{query}: {refused}")
            continue
        needed = needed_words(read)
        words = "" if needed is None else f" needs {told(needed)}"
        found.append(f"{query}: {renewed(query)} wants {told(wanted_words(read))}{words}")
        found.append(f"  {told(read)}")
    check(KEPT / "queries.txt", found)


def test_what_is_found_stays() -> None:
    articles = [article(at, text, title=text[:40], authors=(text[:9],)) for at, text in enumerate(quotations("en"))]
    words = sorted({word for one in articles for word in one.text.split() if word.isalpha()})
    lines = [f"{one} {other}" for one, other in zip(words, words[3:], strict=False)][::3]
    lines += [f"{one} NEAR/4 {other}" for one, other in zip(words[::4], words[2::4], strict=False)]
    lines += [f"{one[:3]}* NOT title:{other}" for one, other in zip(words[::5], words[1::5], strict=False)]
    lines += [f'"{" ".join(one.text.split()[2:5])}"' for one in articles]
    watches = []
    for line in lines:
        try:
            watches.append(parse_watch(Watch(watch=line, query=line)))
        except WatchError:
            continue
    matches = find_matches(watches, articles, {})
    ids: dict[str, list[int]] = {}
    for match in matches:
        ids.setdefault(match.watch, []).append(match.article_id)
    check(KEPT / "found.txt", (f"{watch}: {told(found)}" for watch, found in sorted(ids.items())))


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_watches.txt", thresholds("news/watches"))
