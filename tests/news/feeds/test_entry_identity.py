"""An entry keeps its identity from poll to poll, and two entries never share one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from news.feeds.entry_identity import entry_ids, identities
from news.records import FeedEntry, ParsedFeed

FEED = "https://example.org/feed"


def entry(guid: str | None = None, url: str | None = None, title: str = "", summary: str = "") -> FeedEntry:
    return FeedEntry(feed_url=FEED, guid=guid, url=url, title=title, summary=summary)


def ids(*entries: FeedEntry, feed: str = FEED) -> list[int]:
    return entry_ids(ParsedFeed(feed_url=feed, outcome="ok", entries=entries))


def test_a_guid_of_its_own_is_the_identity_whatever_else_changes() -> None:
    before = entry("1", "https://example.org/a", "Old headline")
    after = replace(before, url="https://example.org/b", title="New headline")
    assert ids(before) == ids(after)


def test_a_guid_shared_by_all_is_told_apart_by_the_address() -> None:
    first, second = entry("feed", "https://example.org/a"), entry("feed", "https://example.org/b")
    assert len(set(ids(first, second))) == 2


def test_without_a_guid_the_address_is_the_identity() -> None:
    assert ids(entry(None, "https://example.org/a", "x")) == ids(entry(None, "https://example.org/a", "y"))


def test_without_guid_and_address_the_words_are_the_identity() -> None:
    assert ids(entry(title="x")) == ids(entry(title="x"))
    assert ids(entry(title="x")) != ids(entry(title="y"))
    assert len(set(ids(entry("1", title="x"), entry("1", title="y")))) <= 2


def test_an_entry_repeated_in_a_document_is_one() -> None:
    same = entry("1", "https://example.org/a")
    assert len(set(ids(same, same))) == 1


def test_two_feeds_never_share_an_entry() -> None:
    assert ids(entry("1")) != ids(entry("1"), feed="https://example.net/feed")


ENTRIES = st.lists(
    st.builds(
        entry, st.sampled_from([None, "1", "2"]), st.sampled_from([None, "https://example.org/a", "u"]), st.text()
    ),
    max_size=6,
)


@given(ENTRIES)
def test_every_entry_has_an_identity_that_fits_a_signed_number(entries: list[FeedEntry]) -> None:
    assert len(identities(entries)) == len(entries)
    assert all(0 <= key < 2**63 for key in ids(*entries))


@given(ENTRIES)
def test_the_order_of_a_document_does_not_matter(entries: list[FeedEntry]) -> None:
    assert sorted(ids(*entries)) == sorted(ids(*reversed(entries)))
