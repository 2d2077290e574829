"""A query of the older language is rewritten so that it finds what it found; what means the same stays as it was."""

import pytest

from news.watches.old_syntax import renewed

CASES = {
    "fire and water": 'fire "and" water',  # in small letters a word
    "-Or": '-"or"',
    "not": '"not"',
    "title:and": 'title:"and"',
    "near": '"near"',
    "=exact": '"exact"',
    "A&B": '"a b"',  # signs did not count
    "5%": '"5"',
    '"a*b"': '"a b"',
    '"a(b"': '"a b"',
    "US": "us",  # nor did case
    "title:WHO": "title:who",
    "“harbour fire”": '"harbour fire"',
}
STAYS = (
    "fire AND water", "NOT fire", "a OR b", "text:(a b)", "^x", "~x", "-", "title:", "harbour fire", '"harbour fire"',
    "NATO", "bridge~2", "Ägypten", "",
)  # fmt: skip


@pytest.mark.parametrize("query", CASES)
def test_an_older_query_means_the_same(query: str) -> None:
    assert renewed(query) == CASES[query]
    assert renewed(CASES[query]) == CASES[query]


@pytest.mark.parametrize("query", STAYS)
def test_what_means_the_same_stays(query: str) -> None:
    assert renewed(query) == query
