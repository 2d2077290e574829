"""A podcast's sound is no article, in feeds that feedparser has to mend as well."""

from extractors.feeds.xml.with_feedparser import read_with_feedparser

FEED = """<rss version="2.0"><channel><title>Harbour Post</title>
<item><title>The tide, spoken</title><guid isPermaLink="false">1</guid>
<enclosure url="https://x.example/1.mp3" length="9" type="audio/mpeg"/></item>
<item><title>The tide, written & read</title><guid isPermaLink="false">2</guid><link>https://x.example/2</link>
<enclosure url="https://x.example/2.mp3" length="9" type="audio/mpeg"/></item>
</channel></rss>"""


def test_the_links_of_an_entry_are_those_to_an_article() -> None:
    sound, text = read_with_feedparser(FEED, address="https://x.example/feed").drafts
    assert [link for link in sound.links if link] == []
    assert {link for link in text.links if link} == {"https://x.example/2"}


def test_a_summary_that_stands_after_the_whole_text_is_the_summary() -> None:
    feed = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>Tide & time</title><guid>3</guid><link>https://x.example/3</link>
<content:encoded>The whole of it, at length.</content:encoded><description>In short.</description></item>
</channel></rss>"""
    (draft,) = read_with_feedparser(feed, address="https://x.example/feed").drafts
    assert (draft.summary, draft.content) == ("In short.", "The whole of it, at length.")
