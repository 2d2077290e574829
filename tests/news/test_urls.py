"""One canonical form a page: what only tells who sent the reader goes, what may tell one article from another stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.urls import article_key, canonical_url, host_of, site_of

SAME = [
    ("HTTP://WWW.Example.ORG:80/A?b=1#top", "http://www.example.org/A?b=1"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org:443/?", "https://example.org/"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://user:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    ("https://example.org/a/%2e%2e/c", "https://example.org/c"),
    ("https://example.org/../../c", "https://example.org/c"),
    ("https://example.org/%7ename/%e2%82%ac", "https://example.org/~name/%E2%82%AC"),
    ("https://example.org/größe und mehr", "https://example.org/gr%C3%B6%C3%9Fe%20und%20mehr"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://example.org/100%", "https://example.org/100%25"),
    ("https://example.org/a;v=1", "https://example.org/a;v=1"),
    ("https://example.org/a;jsessionid=0A1B?x=1", "https://example.org/a?x=1"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("https://example.org/a?a=2&a=1", "https://example.org/a?a=2&a=1"),
    ("https://example.org/a?x=1&amp;y=2", "https://example.org/a?x=1&y=2"),
    ("https://example.org/a?x=1&amp;amp;y=2", "https://example.org/a?x=1&y=2"),
    ("  https://example.org/a\n", "https://example.org/a"),
    ("https://example.org/a?tx_news[uid]=5", "https://example.org/a?tx_news%5Buid%5D=5"),
    ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ("https://example.org/#!/story/5", "https://example.org/#!/story/5"),
    ("https://www.google.com/url?rct=j&url=https://example.org/a%3Futm_source%3Dx&ct=ga", "https://example.org/a"),
]

KEPT = [
    "?p=123", "?12345", "?id=7", "?cid=4711", "?uid=12", "?eid=9", "?source=article-5", "?gallery=3", "?glossary=a",
    "?keyword=japan", "?ref=12345", "?session=morning", "?page=2", "?article_id=5", "?q=", "?x", "?copy=2",
    "?from=2026-01-01",
]  # fmt: skip

DROPPED = [
    "?utm_source=rss&utm_medium=feed", "?UTM_Campaign=x", "?fbclid=1", "?gclid=x", "?mc_cid=1&mc_eid=2", "?cmpid=rss",
    "?ito=1490", "?smid=tw-share", "?xtor=RSS-1", "?at_medium=RSS", "?ref=rss", "?ref=example.org", "?source=rss",
    "?source=https://www.example.org/", "?cid=social", "?_hsenc=a&_hsmi=2", "?srsltid=x", "?igshid=1",
    "?mtm_campaign=x", "?yclid=1", "?msclkid=1", "?from=newsletter", "#comments", "?", "?&&",
]  # fmt: skip


@pytest.mark.parametrize(("url", "canonical"), SAME)
def test_spellings_of_one_address_become_one(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize("query", KEPT)
def test_what_may_tell_articles_apart_stays(query: str) -> None:
    assert canonical_url("https://example.org/a" + query) == "https://example.org/a" + query


@pytest.mark.parametrize("query", DROPPED)
def test_what_only_tracks_goes(query: str) -> None:
    assert canonical_url("https://example.org/a" + query) == "https://example.org/a"


@pytest.mark.parametrize(
    "url",
    ["", "a", "/a", "//example.org/a", "mailto:us@example.org", "ftp://example.org/", "javascript:alert(1)", "http://",
     "https:///a", "http://exa mple.org/", "http://example.org:99999/", "http://[::1", "urn:sha256:00", "http://a_b%/"],
)  # fmt: skip
def test_what_is_no_http_address_has_no_form(url: str) -> None:
    assert canonical_url(url) is None


@pytest.mark.parametrize(
    ("url", "canonical"),
    [("b", "https://example.org/a/b"), ("/b", "https://example.org/b"), ("//other.org/b", "https://other.org/b"),
     ("?p=1", "https://example.org/a/?p=1"), ("http://other.org/", "http://other.org/")],
)  # fmt: skip
def test_a_relative_address_is_read_against_its_base(url: str, canonical: str) -> None:
    assert canonical_url(url, "https://example.org/a/") == canonical


def test_the_feeds_own_host_as_a_referrer_goes() -> None:
    assert canonical_url("https://example.org/a?ref=feeds.example.net", "https://feeds.example.net/rss") == (
        "https://example.org/a"
    )


URLS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["http://", "HTTPS://", "https://user@", "//", ""]),
    st.sampled_from(["example.org", "EXAMPLE.org:80", "bücher.example", "[::1]:81", "www.google.com/url"]),
    st.text("/.%aé2eE;:~ \t\\", max_size=12),
    st.text("?&=;%abu_tmref1 +[]é", max_size=20),
    st.text("#!%é", max_size=3),
)


@given(URLS | st.text())
def test_twice_is_as_once(url: str) -> None:
    once = canonical_url(url)
    assert once is None or canonical_url(once) == once


@given(URLS)
def test_the_key_is_that_of_the_canonical_form_and_fits_a_signed_number(url: str) -> None:
    assert article_key(url) == article_key(canonical_url(url) or url)
    assert 0 <= article_key(url) < 2**63


def test_the_key_never_changes_between_versions() -> None:
    assert article_key("https://example.org/a") == 11339506248486559


def test_redirectors_inside_redirectors_end() -> None:
    assert canonical_url("https://www.google.com/url?url=" * 2000 + "https://example.org/")


def test_hosts_and_sites() -> None:
    assert host_of("https://WWW.Example.org:8080/a") == "www.example.org"
    assert host_of("http://[broken") == ""
    assert site_of("a.blogspot.com") == site_of("b.blogspot.com") == "blogspot.com"
    assert site_of("news.example.org") == "news.example.org"
