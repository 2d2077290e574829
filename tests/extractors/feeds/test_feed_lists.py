"""Lists of feeds are read in every form, told apart by content, and what is wrong with one is said with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.feeds.feed_lists import read_feed_list
from extractors.feeds.opml import read_opml, write_opml
from news.errors import SettingsError
from news.records import Feed

A, B = "https://a.example/feed", "http://b.example/rss?x=1&y=2"
TOML = f"""
# ours
[[feeds]]
url = "{A}"
outlet = "The A"
language = "en"

[[feeds]]
url = "{B}"
"""
OPML = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="1.0"><head><title>Größe</title></head><body>
<outline text="News"><outline text="Deep">
<outline text="The A" type="rss" xmlUrl="https://a.example/feed" language="en"/>
</outline></outline>
<outline title="https://b.example" XMLURL="feed://b.example/rss"/>
<outline text="Site" type="link" url="https://c.example/"/>
<outline text="Grüße" type="atom" url="https://d.example/atom"/>
<outline text="again" xmlUrl="https://a.example/feed"/>
<outline text="&x;"/>
</body></opml>"""


def read(text: str) -> list[Feed]:
    return read_feed_list(text.encode(), "feeds.list")


@pytest.mark.parametrize(
    ("text", "feeds"),
    [
        (TOML, [Feed(url=A, outlet="The A", language="en"), Feed(url=B)]),
        ('feeds = [{url = "https://a.example/feed"}]', [Feed(url=A)]),
        (f"{A}\n\n# no\n  {B}  # why\n{A}\n", [Feed(url=A), Feed(url=B)]),
        ("\ufeff" + A, [Feed(url=A)]),
        (A.upper().replace("FEED", "feed"), [Feed(url=A)]),
    ],
)
def test_a_list_is_told_apart_by_its_content(text: str, feeds: list[Feed]) -> None:
    assert read(text) == feeds


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_opml_is_read_with_nested_outlines_and_without_its_entities(encoding: str) -> None:
    feeds = read_opml(OPML.format(encoding=encoding).encode(encoding))
    assert feeds == [
        Feed(url=A, outlet="The A", language="en"),
        Feed(url="http://b.example/rss"),
        Feed(url="https://d.example/atom", outlet="Grüße"),
    ]
    assert read_feed_list(OPML.format(encoding=encoding).encode(encoding), "x.opml") == feeds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no feed in it"),
        ("# nothing\n", "no feed in it"),
        (f"{A}\nfoo bar\n", "feeds.list, line 2: “foo bar” is no http"),
        ("ftp://a.example/", "line 1"),
        ("[[feeds]]\nurl = 5", "feeds.list, line 1: a feed needs url"),
        ('[[feeds]]\nurl = "https://a.example/"\n\n[[feeds]]\noutlet = "x"', "feeds.list, line 4: a feed needs url"),
        ('[[feeds]]\nurl = "https://a.example/"\noutlet = 5', "line 1: outlet must be a text"),
        ('[[feeds]]\nurl = "https://a.example/', "feeds.list, line 2"),
        ('[feeds]\nurl = "https://a.example/"', "tables headed"),
        ("<html><title>no</title></html>", "feeds.list, line 1: an OPML file begins with <opml>, here is <html>"),
        ("<", "feeds.list"),
        ("<opml><body><outline text='x'/></body></opml>", "no feed in it"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(text)
    assert said in str(caught.value)
    assert caught.value.subject == "feeds.list"


def test_a_huge_or_deep_opml_is_no_trouble() -> None:
    deep = "<outline text='x'>" * 5000 + f"<outline xmlUrl='{A}'/>" + "</outline>" * 5000
    wide = f"<outline xmlUrl='{A}'/>" * 50_000
    for body in (deep, wide):
        try:
            feeds = read_opml(f"<opml><body>{body}</body></opml>".encode())
        except SettingsError:
            continue
        assert feeds in ([Feed(url=A)], [])


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=20).map(str.strip)


@given(
    st.lists(
        st.builds(Feed, url=WORDS.map(A.__add__), outlet=WORDS.filter(bool) | st.none()), unique_by=lambda f: f.url
    )
)
def test_what_is_exported_is_imported_again(feeds: list[Feed]) -> None:
    spaced = [Feed(url="".join(feed.url.split()), outlet=feed.outlet) for feed in feeds]
    unique = list({feed.url: feed for feed in reversed(spaced)}.values())[::-1]
    read_back = read_opml(write_opml(unique).encode())
    assert [feed.url for feed in read_back] == [feed.url for feed in unique]


def opml(*outlines: str) -> bytes:
    return ("<opml version='2.0'><body>" + "\n".join(outlines) + "</body></opml>").encode()


def test_raw_ampersands_in_opml_are_mended() -> None:
    (feed,) = read_feed_list(opml('<outline text="P &amp; T" xmlUrl="https://a.example/f?a=1&region=n&copy=2"/>'), "l")
    assert feed == Feed(url="https://a.example/f?a=1&region=n&copy=2", outlet="P & T")


@pytest.mark.parametrize(
    "address", ["mailto:desk@a.example", "a.example/feed", "|filter.py https://a.example/", "/feed"]
)
def test_what_is_no_address_is_refused_by_name(address: str) -> None:
    with pytest.raises(SettingsError, match=r"l, line 2, outline “b”: “.+” is no http\(s\) address") as caught:
        read_feed_list(opml("", f'<outline text="b" xmlUrl="{address}"/>'), "l")
    assert address in str(caught.value)


def test_two_spellings_of_a_host_are_one_feed() -> None:
    outlines = [f'<outline text="x" xmlUrl="{url}"/>' for url in ("HTTPS://A.example/F", "https://a.example/F")]
    assert [feed.url for feed in read_feed_list(opml(*outlines), "l")] == ["https://a.example/F"]


def test_opml_that_would_lose_an_outline_is_refused_with_its_line() -> None:
    with pytest.raises(SettingsError, match="l, line 2"):
        read_feed_list(
            opml("", '<outline text="a" xmlUrl="https://a.example/" <outline xmlUrl="https://b.example/"/>'), "l"
        )
