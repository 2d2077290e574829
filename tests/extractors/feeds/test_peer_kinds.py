"""Kinds of feeds that the suites of other readers name, each as a case of our own shape."""

from datetime import datetime
from typing import Any

import pytest

from extractors.feeds.parse import parse_feed
from news.records import ParsedFeed
from tests.extractors.feeds.test_parse import NOW, page

HOST = "https://quay.example"
AT = datetime.fromisoformat("2026-11-02T12:00:00+00:00")
NAMES = (
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "
    "xmlns:atom='http://www.w3.org/2005/Atom' xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0' "
    "xmlns:dcterms='http://purl.org/dc/terms/' xmlns:g='http://base.google.com/ns/1.0'"
)
LINK = f"<link>{HOST}/a</link>"


def rss(item: str, channel: str = "") -> str:
    head = f"<title>Quay</title><link>{HOST}/</link>{channel}"
    return f"<?xml version='1.0'?><rss version='2.0' {NAMES}><channel>{head}<item>{item}</item></channel></rss>"


def atom(entry: str, feed: str = "", more: str = "") -> str:
    head = f"<title>Quay</title><link href='{HOST}/'/>{feed}"
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {more}>{head}<entry><id>tag:q,1</id>{entry}</entry></feed>"


def old_atom(entry: str) -> str:
    return (
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Quay</title>"
        f"<entry><title>Ferry back</title><link rel='alternate' href='{HOST}/a'/><id>tag:q,1</id>{entry}</entry></feed>"
    )


def rdf(item: str) -> str:
    return (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
        f"{NAMES}><channel rdf:about='{HOST}/'><title>Quay</title></channel>"
        f"<item rdf:about='{HOST}/a'>{item}</item></rdf:RDF>"
    )


def json_feed(item: str, version: str = "https://jsonfeed.org/version/1.1", feed: str = "") -> str:
    return f'{{"version": "{version}", "title": "Quay", "home_page_url": "{HOST}/", {feed} "items": [{{{item}}}]}}'


A_LINK = f"<link href='{HOST}/a'/>"
T = "<title>Ferry back</title>"
# What a feed says -> what its first entry is.
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    # RSS: titles
    "a title in CDATA": (rss(f"<title><![CDATA[Ferry & quay]]></title>{LINK}"), {"title": "Ferry & quay"}),
    "a title with markup": (rss(f"<title>&lt;b&gt;Ferry&lt;/b&gt; back</title>{LINK}"), {"title": "Ferry back"}),
    "a title escaped twice": (rss(f"<title>Quay &amp;amp; co</title>{LINK}"), {"title": "Quay & co"}),
    "a title with a comparison": (rss(f"<title>Why 3 &lt; 4 holds</title>{LINK}"), {"title": "Why 3 < 4 holds"}),
    "a title with a numeric reference": (rss(f"<title>Quay&#8217;s end</title>{LINK}"), {"title": "Quay’s end"}),
    "a title over several lines": (rss(f"<title>\n Ferry\n\t back\n</title>{LINK}"), {"title": "Ferry back"}),
    "a title in Dublin Core alone": (rss(f"<dc:title>Ferry back</dc:title>{LINK}"), {"title": "Ferry back"}),
    "a title beside a media title": (
        rss(f"{T}<media:content url='/x.jpg'><media:title>Photo</media:title></media:content>{LINK}"),
        {"title": "Ferry back"},
    ),
    "a media title in front of the title": (rss(f"<media:title>Photo</media:title>{T}{LINK}"), {"title": "Ferry back"}),
    "an itunes title beside the title": (rss(f"<itunes:title>S1</itunes:title>{T}{LINK}"), {"title": "Ferry back"}),
    # RSS: links
    "a relative link": (rss(f"{T}<link>/a?x=1</link>"), {"url": f"{HOST}/a?x=1"}),
    "a link with spaces around": (rss(f"{T}<link>\n  {HOST}/a \n</link>"), {"url": f"{HOST}/a"}),
    "a link in CDATA": (rss(f"{T}<link><![CDATA[{HOST}/a?b=1&c=2]]></link>"), {"url": f"{HOST}/a?b=1&c=2"}),
    "a link with a raw ampersand": (rss(f"{T}<link>{HOST}/a?b=1&c=2</link>"), {"url": f"{HOST}/a?b=1&c=2"}),
    "an Atom link alone": (rss(f"{T}<atom:link href='{HOST}/a'/>"), {"url": f"{HOST}/a"}),
    "an Atom link to itself beside the link": (
        rss(f"{T}{LINK}<atom:link rel='self' href='{HOST}/feed'/>"),
        {"url": f"{HOST}/a"},
    ),
    "a link of feedburner": (
        rss(f"{T}<link>https://feeds.burner.example/~r/q/1</link><feedburner:origLink>{HOST}/a</feedburner:origLink>"),
        {"url": f"{HOST}/a"},
    ),
    "a guid that is the address": (rss(f"{T}<guid>{HOST}/a</guid>"), {"url": f"{HOST}/a", "guid": f"{HOST}/a"}),
    "a guid that is no address": (rss(f"{T}<guid isPermaLink='false'>{HOST}/x</guid>"), {"url": None}),
    "a guid that says it is one, and is none": (
        rss(f"{T}<guid isPermaLink='true'>4711</guid>{LINK}"),
        {"url": f"{HOST}/a"},
    ),
    "an empty link, and a guid": (rss(f"{T}<link/><guid>{HOST}/a</guid>"), {"url": f"{HOST}/a"}),
    "an international address": (
        rss(f"{T}<link>https://käi.example/ä</link>"),
        {"url": "https://xn--ki-via.example/%C3%A4"},
    ),
    "a scheme without one": (rss(f"{T}<link>//quay.example/a</link>"), {"url": f"{HOST}/a"}),
    # RSS: texts
    "a description escaped": (
        rss(f"{T}{LINK}<description>&lt;p&gt;Deck &amp;amp; bow&lt;/p&gt;</description>"),
        {"summary": "Deck & bow"},
    ),
    "a description in CDATA": (
        rss(f"{T}{LINK}<description><![CDATA[<p>Deck</p>]]></description>"),
        {"summary": "Deck"},
    ),
    "a description with markup of its own": (
        rss(f"{T}{LINK}<description><p>Deck <b>bow</b></p></description>"),
        {"summary": "Deck bow"},
    ),
    "a summary of itunes alone": (rss(f"{T}{LINK}<itunes:summary>Deck</itunes:summary>"), {"summary": "Deck"}),
    "a description of media alone": (
        rss(f"{T}{LINK}<media:group><media:description>Deck</media:description></media:group>"),
        {"summary": "Deck"},
    ),
    # RSS: authors
    "an author as e-mail and name": (
        rss(f"{T}{LINK}<author>jana@q.example (Jana Holm)</author>"),
        {"authors": ("Jana Holm",)},
    ),
    "an author in CDATA": (rss(f"{T}{LINK}<author><![CDATA[by Jana Holm]]></author>"), {"authors": ("Jana Holm",)}),
    "an author as Atom": (
        rss(f"{T}{LINK}<atom:author><atom:name>Jana Holm</atom:name></atom:author>"),
        {"authors": ("Jana Holm",)},
    ),
    "two creators": (
        rss(f"{T}{LINK}<dc:creator>Jana Holm</dc:creator><dc:creator>Bo Ek</dc:creator>"),
        {"authors": ("Jana Holm", "Bo Ek")},
    ),
    "an author of itunes": (rss(f"{T}{LINK}<itunes:author>Jana Holm</itunes:author>"), {"authors": ("Jana Holm",)}),
    "an author with a name within": (
        rss(f"{T}{LINK}<author><name>Jana Holm</name></author>"),
        {"authors": ("Jana Holm",)},
    ),
    "a managing editor, who wrote no entry": (
        rss(f"{T}{LINK}", "<managingEditor>jana@q.example (Jana Holm)</managingEditor>"),
        {"authors": ()},
    ),
    # RSS: dates
    "a date of Dublin Core": (rss(f"{T}{LINK}<dc:date>2026-11-02T12:00:00Z</dc:date>"), {"published_at": AT}),
    "a created date": (rss(f"{T}{LINK}<dcterms:created>2026-11-02T12:00:00Z</dcterms:created>"), {"published_at": AT}),
    "a date of Atom": (rss(f"{T}{LINK}<atom:published>2026-11-02T12:00:00Z</atom:published>"), {"published_at": AT}),
    "an updated date alone": (rss(f"{T}{LINK}<atom:updated>2026-11-02T12:00:00Z</atom:updated>"), {"updated_at": AT}),
    "a date with two spaces and no second": (
        rss(f"{T}{LINK}<pubDate>Mon,  2 Nov 2026 12:00 GMT</pubDate>"),
        {"published_at": AT},
    ),
    "a date with a wrong weekday": (
        rss(f"{T}{LINK}<pubDate>Fri, 02 Nov 2026 12:00:00 GMT</pubDate>"),
        {"published_at": AT},
    ),
    "a date in capitals": (rss(f"{T}{LINK}<PUBDATE>Mon, 02 Nov 2026 12:00:00 GMT</PUBDATE>"), {"published_at": AT}),
    "a date that is none": (rss(f"{T}{LINK}<pubDate>yesterday at noon</pubDate>"), {"published_at": None}),
    # RSS: pictures and sources
    "a picture of media": (rss(f"{T}{LINK}<media:thumbnail url='{HOST}/i.jpg'/>"), {"image": f"{HOST}/i.jpg"}),
    "a picture as enclosure": (
        rss(f"{T}{LINK}<enclosure url='{HOST}/i.jpg' type='image/jpeg' length='1'/>"),
        {"image": f"{HOST}/i.jpg"},
    ),
    "an enclosure without an address": (rss(f"{T}{LINK}<enclosure url='' type='image/jpeg'/>"), {"image": None}),
    "the source of an entry": (
        rss(f"{T}{LINK}<source url='https://bow.example/feed'>Bow Post</source>"),
        {"outlet": "Bow Post"},
    ),
    # RSS: shapes of the document
    "elements in capitals": (
        rss(f"<TITLE>Ferry back</TITLE><LINK>{HOST}/a</LINK>"),
        {"title": "Ferry back", "url": f"{HOST}/a"},
    ),
    "RSS 0.91 with a DOCTYPE": (
        "<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' "
        f"'http://my.netscape.com/publish/formats/rss-0.91.dtd'><rss version='0.91'>"
        f"<channel><title>Q</title><item>{T}{LINK}</item></channel></rss>",
        {"title": "Ferry back"},
    ),
    "RSS 0.90": (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/"
        "simple/0.9/'>"
        f"<channel><title>Q</title></channel><item>{T}{LINK}</item></rdf:RDF>",
        {"title": "Ferry back", "url": f"{HOST}/a"},
    ),
    "items outside of the channel": (
        f"<rss version='2.0'><channel><title>Q</title></channel><item>{T}{LINK}</item></rss>",
        {"title": "Ferry back"},
    ),
    "a prefix that nobody declared": (rss(f"{T}{LINK}<foo:bar>x</foo:bar>"), {"title": "Ferry back"}),
    "a namespace of RSS 2 itself": (
        f"<rss version='2.0' xmlns='http://backend.userland.com/rss2'><channel><title>Q</title><item>{T}{LINK}</item></channel></rss>",
        {"title": "Ferry back", "url": f"{HOST}/a"},
    ),
    "white space before the declaration": ("\n \n" + rss(T + LINK), {"title": "Ferry back"}),
    "another version of XML": (rss(T + LINK).replace("version='1.0'", "version='1.1'"), {"title": "Ferry back"}),
    "RDF": (rdf(f"{T}{LINK}<dc:creator>Jana Holm</dc:creator>"), {"url": f"{HOST}/a", "authors": ("Jana Holm",)}),
    "RDF without a link": (rdf(T), {"url": f"{HOST}/a"}),
    # Atom
    "an Atom title as HTML": (
        atom(f"<title type='html'>&lt;em&gt;Ferry&lt;/em&gt; back</title>{A_LINK}"),
        {"title": "Ferry back"},
    ),
    "an Atom title as XHTML": (
        atom(f"<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Ferry <b>back</b></div></title>{A_LINK}"),
        {"title": "Ferry back"},
    ),
    "an Atom title as XHTML without its div": (
        atom(f"<title type='xhtml'>Ferry <b xmlns='http://www.w3.org/1999/xhtml'>back</b></title>{A_LINK}"),
        {"title": "Ferry back"},
    ),
    "an Atom title as text with tags": (
        atom(f"<title type='text'>The &lt;b&gt; tag</title>{A_LINK}"),
        {"title": "The <b> tag"},
    ),
    "an Atom content as HTML": (
        atom(f"{T}{A_LINK}<content type='html'>&lt;p&gt;Deck&lt;/p&gt;</content>"),
        {"summary": "Deck"},
    ),
    "an Atom summary beside content": (
        atom(f"{T}{A_LINK}<summary>Bow</summary><content type='html'>&lt;p&gt;Deck&lt;/p&gt;</content>"),
        {"summary": "Bow"},
    ),
    "an Atom content elsewhere": (atom(f"{T}<content type='text/html' src='{HOST}/a'/>"), {"title": "Ferry back"}),
    "several Atom links": (
        atom(
            f"{T}<link rel='edit' href='{HOST}/e'/><link rel='replies' href='{HOST}/c'/>"
            f"<link rel='alternate' href='{HOST}/a'/>"
        ),
        {"url": f"{HOST}/a"},
    ),
    "a page beside a document in another form": (
        atom(
            f"{T}<link rel='alternate' type='application/json' href='{HOST}/a.json'/>"
            f"<link rel='alternate' type='text/html' href='{HOST}/a'/>"
        ),
        {"url": f"{HOST}/a"},
    ),
    "a related link alone": (atom(f"{T}<link rel='related' href='https://bow.example/x'/>"), {"url": None}),
    "an address in the id alone": (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Q</title><entry>{T}<id>{HOST}/a</id></entry></feed>",
        {"url": f"{HOST}/a"},
    ),
    "xml:base on the feed": (atom(f"{T}<link href='a'/>", more=f"xml:base='{HOST}/b/'"), {"url": f"{HOST}/b/a"}),
    "xml:base on the entry": (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Q</title>"
        f"<entry xml:base='{HOST}/c/'>{T}<id>1</id><link href='a'/></entry></feed>",
        {"url": f"{HOST}/c/a"},
    ),
    "the feed's author": (atom(f"{T}{A_LINK}", "<author><name>Jana Holm</name></author>"), {"authors": ("Jana Holm",)}),
    "an author by e-mail alone": (
        atom(f"{T}{A_LINK}<author><email>jana@q.example</email></author>"),
        {"title": "Ferry back"},
    ),
    "a source with its own author": (
        atom(f"{T}{A_LINK}<source><title>Bow Post</title><id>https://bow.example/</id></source>"),
        {"outlet": "Bow Post"},
    ),
    "published before updated": (
        atom(f"{T}{A_LINK}<updated>2026-11-05T12:00:00Z</updated><published>2026-11-02T12:00:00Z</published>"),
        {"published_at": AT},
    ),
    "Atom 0.3": (old_atom("<issued>2026-11-02T12:00:00Z</issued>"), {"url": f"{HOST}/a", "published_at": AT}),
    "Atom 0.3 with created": (old_atom("<created>2026-11-02T12:00:00Z</created>"), {"published_at": AT}),
    "Atom 0.3 with escaped content": (
        old_atom("<content type='text/html' mode='escaped'>&lt;p&gt;Deck&lt;/p&gt;</content>"),
        {"summary": "Deck"},
    ),
    "Atom 0.3 with base64": (
        old_atom("<content type='text/html' mode='base64'>PHA+RGVjazwvcD4=</content>"),
        {"summary": "Deck"},
    ),
    "a prefix for Atom": (
        f"<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>Q</a:title><a:entry>"
        f"<a:title>Ferry back</a:title><a:id>1</a:id><a:link href='{HOST}/a'/></a:entry></a:feed>",
        {"title": "Ferry back", "url": f"{HOST}/a"},
    ),
    # JSON Feed
    "JSON: an id that is a number": (
        json_feed(f'"id": 4711, "url": "{HOST}/a", "title": "Ferry back"'),
        {"guid": "4711"},
    ),
    "JSON: an address elsewhere": (
        json_feed(f'"id": "1", "external_url": "{HOST}/a", "title": "Ferry back"'),
        {"url": f"{HOST}/a"},
    ),
    "JSON: no title": (
        json_feed(f'"id": "1", "url": "{HOST}/a", "content_text": "Deck and bow"'),
        {"title": "", "summary": "Deck and bow"},
    ),
    "JSON: one author of version 1": (
        json_feed(
            f'"id": "1", "url": "{HOST}/a", "title": "x", "author": {{"name": "Jana Holm"}}',
            "https://jsonfeed.org/version/1",
        ),
        {"authors": ("Jana Holm",)},
    ),
    "JSON: the feed's authors": (
        json_feed(f'"id": "1", "url": "{HOST}/a", "title": "x"', feed='"authors": [{"name": "Jana Holm"}],'),
        {"authors": ("Jana Holm",)},
    ),
    "JSON: authors that are no list": (
        json_feed(f'"id": "1", "url": "{HOST}/a", "title": "Ferry back", "authors": "Jana"'),
        {"title": "Ferry back"},
    ),
    "JSON: a changed date alone": (
        json_feed(f'"id": "1", "url": "{HOST}/a", "title": "x", "date_modified": "2026-11-02T12:00:00Z"'),
        {"updated_at": AT},
    ),
    "JSON: a relative address": (json_feed('"id": "1", "url": "/a", "title": "x"'), {"url": f"{HOST}/a"}),
    "JSON: the id is the address": (json_feed(f'"id": "{HOST}/a", "title": "x"'), {"url": f"{HOST}/a"}),
    "JSON: HTML beside text": (
        json_feed(f'"id": "1", "url": "{HOST}/a", "title": "x", "content_html": "<p>Deck</p>", "summary": "Bow"'),
        {"summary": "Bow"},
    ),
    "JSON: a picture": (
        json_feed(f'"id": "1", "url": "{HOST}/a", "title": "x", "image": "{HOST}/i.jpg"'),
        {"image": f"{HOST}/i.jpg"},
    ),
    "JSON: a mark of byte order": (
        "\ufeff" + json_feed(f'"id": "1", "url": "{HOST}/a", "title": "Ferry back"'),
        {"title": "Ferry back"},
    ),
}


def read(text: str | bytes) -> ParsedFeed:
    return parse_feed(page(text), now=NOW)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_that_other_readers_try_is_read(name: str) -> None:
    text, wanted = KINDS[name]
    parsed = read(text)
    assert parsed.is_read, parsed.error
    [entry] = parsed.entries
    assert {field: getattr(entry, field) for field in wanted} == wanted


ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "iso-8859-1",
    "windows-1252",
    "iso-8859-15",
)
FAR = (
    ("koi8-r", "Паром"),
    ("windows-1251", "Паром"),
    ("gb18030", "渡轮回来"),
    ("big5", "渡輪回來"),
    ("euc-kr", "나룻배"),
    ("shift_jis", "渡し船"),
    ("euc-jp", "渡し船"),
    ("iso-8859-2", "Přívoz žluť"),
    ("windows-1250", "Přívoz žluť"),
    ("windows-1253", "Φέρι"),
    ("tis-620", "เรือ"),
)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_declared_encoding_is_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    text = rss(f"<title>Fähre zurück</title>{LINK}").replace("version='1.0'", f"version='1.0' encoding='{declared}'")
    assert read(text.encode(encoding)).entries[0].title == "Fähre zurück"


@pytest.mark.parametrize(("encoding", "words"), FAR)
def test_a_declared_encoding_of_far_away_is_read(encoding: str, words: str) -> None:
    text = rss(f"<title>{words}</title>{LINK}").replace("version='1.0'", f"version='1.0' encoding='{encoding}'")
    assert read(text.encode(encoding)).entries[0].title == words


def test_a_declaration_that_is_wrong_does_no_harm() -> None:
    text = rss(f"<title>Fähre</title>{LINK}").replace("version='1.0'", "version='1.0' encoding='us-ascii'")
    assert read(text.encode()).entries[0].title == "Fähre"
    text = rss(f"<title>Fähre</title>{LINK}").replace("version='1.0'", "version='1.0' encoding='nonsense'")
    assert read(text.encode()).entries[0].title == "Fähre"
    text = rss(f"<title>Fähre</title>{LINK}").replace("version='1.0'", "version='1.0' encoding='utf-16'")
    assert read(text.encode()).entries[0].title == "Fähre"
