"""Every sentence that a letter shows stands word for word in a stored version of the article it links to."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.delivery.digest_content import TELLING_RULES, changed_article, dates_due, fill, tell
from news.language.quotation_marks import is_balanced
from news.records import ChangedVersion, Digest, QuotedSentence, Reader
from storage.snapshot.coverage import OwnText
from tests.digest.letters import story
from tests.news.pieces import article

READER = Reader(name="r", address="r@reader.example")
BEGIN, FIRST, SECOND = (datetime(2026, *at, tzinfo=UTC) for at in ((5, 1), (9, 20, 6), (9, 27, 6)))
PERIODS = {
    "from the beginning": (BEGIN, FIRST),
    "between the two collections": (FIRST, SECOND),
    "all of it": (BEGIN, SECOND),
    "nothing new": (SECOND, SECOND + timedelta(days=1)),
}


def quoted_in(digest: Digest) -> Iterator[QuotedSentence]:
    for told in digest.stories:
        yield from told.sentences
        yield from told.headlines
        yield from (side.quoted for difference in told.differences for side in difference.sides)
    yield from (date.quoted for date in digest.due)


@pytest.mark.parametrize("mute", [(), ("Meridian Press Agency",)])
@pytest.mark.parametrize("period", PERIODS)
def test_of_the_sample_newsroom(newsroom_archive: Path, period: str, mute: tuple[str, ...]) -> None:
    since, until = PERIODS[period]
    digest = tell(newsroom_archive / "news.duckdb", replace(READER, mute=mute), since=since, until=until)
    stored: dict[int, list[str]] = defaultdict(list)
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        for article_id, title, text in connection.execute(
            "SELECT article_id, title, text FROM article_versions"
        ).fetchall():
            stored[article_id] += [title, text]
        accounts = {
            n for (n,) in connection.execute("SELECT article_id FROM articles WHERE text_kind = 'account'").fetchall()
        }
        titles = {title for (title,) in connection.execute("SELECT title FROM archive.stories").fetchall()}
    assert bool(digest.stories) == (period != "nothing new")
    for quoted in quoted_in(digest):
        assert any(quoted.sentence in held for held in stored[quoted.article_id])
        assert quoted.article_id not in accounts
        assert quoted.outlet not in mute
    for change in digest.changed:
        assert all(any(part in held for held in stored[change.article_id]) for part in (change.before, change.after))
    assert {told.title for told in digest.stories} <= titles


SPEECH = '"We wait . " “We wait . ” said Ida Moe , „ « » Dr. U.S. Øya 港は閉鎖 。 it’s late - • \n ! ? … The Port'
FIGURES = (
    "140 wooden houses burnt 95 3.5 per cent on 5 October will pay half a million crowns by March 2031 at least twelve"
)
WORDS = st.sampled_from(f"{SPEECH} {FIGURES}".split(" "))
TEXTS = st.lists(WORDS, min_size=5, max_size=80).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.booleans(), st.sampled_from(["full", "partial", "account"])), max_size=5))
def test_of_any_articles(written: list[tuple[str, bool, str]]) -> None:
    texts = [
        OwnText(article=article(number, text, text_kind=kind), copies=0, is_news=is_news)
        for number, (text, is_news, kind) in enumerate(written, start=1)
    ]
    by_id = {text.article.article_id: text.article for text in texts}
    told = fill(story(), texts, ((date(2026, 3, 1), 1),))
    until = datetime(2026, 3, 2, tzinfo=UTC)
    due = list(dates_due("s1", {"s1": "A story"}, {"s1": texts}, BEGIN, until, TELLING_RULES))
    sides = [side.quoted for difference in told.differences for side in difference.sides]
    for quoted in [*told.sentences, *sides, *(one.quoted for one in due)]:
        assert quoted.sentence in by_id[quoted.article_id].text
        assert by_id[quoted.article_id].text_kind != "account"
        assert is_balanced(quoted.sentence)
    assert {quoted.article_id for quoted in told.headlines} == {
        text.article.article_id for text in texts if text.is_news and text.article.text_kind != "account"
    }


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_of_any_edit(old: str, new: str) -> None:
    version = ChangedVersion(
        article_id=1, outlet="Harbour Post", url="https://x.example/1", change="text", old_title="Before", old_text=old,
        title="After", text=new,
    )  # fmt: skip
    change = changed_article(version)
    if change is not None and change.change == "headline":
        assert (change.before, change.after) == ("Before", "After")
    elif change is not None:
        assert change.before in old
        assert change.after in new
