"""Pages that were made to hang, crash or fill a parser, each by a generator."""

import gzip
from collections.abc import Callable

from news.records import PageToRead

ARTICLE = "".join(
    f"<p>Sentence {n} of the harbour report names a wall, a wave and what the wave number {n * 7} did to the wall.</p>"
    for n in range(12)
)


def html(body: str, head: str = "") -> bytes:
    return (
        f"<html><head><title>Wall</title>{head}</head><body><article>{ARTICLE}{body}</article></body></html>".encode()
    )


SENTENCE = "A sentence of the harbour report that is long enough to be taken for one by every rule there is. "


def ld(members: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{members}}}</script>'


def two_columns(rows: int) -> str:
    return "<table>" + "".join(f"<tr><td>name {n}</td><td>{n * 7} crowns</td></tr>" for n in range(rows)) + "</table>"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><html><body><p>&i;</p>{ARTICLE}</body></html>"
)

# name -> (bytes, statuses that are right)
HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "10 MB of paragraphs": (lambda: html("<p>one more paragraph of words</p>" * 310_000), {"too_large"}),
    "4 MB of paragraphs": (lambda: html("<p>one more paragraph of words</p>" * 125_000), {"ok", "timeout"}),
    "100,000 nested divs": (lambda: html("<div>" * 100_000 + "deep" + "</div>" * 100_000), {"error"}),
    "100,000 nested divs, never closed": (lambda: html("<div>" * 100_000), {"error"}),
    "1,500 nested divs": (lambda: html("<div>" * 1_500 + "deep" + "</div>" * 1_500), {"ok", "error"}),
    "100,000 nested inline tags": (lambda: html("<b><i>" * 50_000), {"error"}),
    "100,000 table rows": (lambda: html(two_columns(100_000)), {"ok", "timeout"}),
    "a 0.4 MB table": (lambda: html(two_columns(10_000)), {"ok"}),
    "100,000 links": (lambda: html("".join(f"<a href='/{n}'>a{n}</a> " for n in range(100_000))), {"ok", "timeout"}),
    "1,000,000 br": (lambda: html("<br>" * 1_000_000), {"ok", "timeout"}),
    "100,000 attributes": (lambda: html("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"), {"error"}),
    "100,000 attributes, quoted": (
        lambda: html("<p " + " ".join(f'a{n}="&gt;>"' for n in range(100_000)) + ">x</p>"),
        {"error", "timeout", "ok"},
    ),
    "bad UTF-8": (lambda: html("<p>caf\udce9</p>".encode("utf-8", "surrogateescape").decode("latin-1")), {"ok"}),
    "a charset that lies": (
        lambda: html("<p>Gr\u00f6\u00dfe</p>", "<meta charset='shift_jis'>"),
        {"ok"},
    ),
    "a charset that nobody knows": (lambda: html("", "<meta charset='x-klingon'>"), {"ok"}),
    "UTF-16 without a mark": (lambda: html("").decode().encode("utf-16-le"), {"ok"}),
    "NULs": (lambda: html("").replace(b" wave", b" wa\0ve"), {"ok"}),
    "only NULs": (lambda: b"\0" * 50_000, {"non_html", "empty"}),
    "a gzip body": (lambda: gzip.compress(html("")), {"ok"}),
    "a gzip bomb": (lambda: gzip.compress(b"<p>" + b"a" * 200_000_000, 9), {"too_large"}),
    "a broken gzip body": (lambda: gzip.compress(html(""))[:60], {"non_html"}),
    "a PDF": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400, {"non_html"}),
    "a JPEG": (lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 400, {"non_html"}),
    "JSON": (lambda: b'{"html": "<p>words</p>", "n": [' + b"1," * 10_000 + b"1]}", {"non_html"}),
    "plain text": (lambda: b"words and words " * 5_000, {"non_html"}),
    "a feed": (lambda: b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", {"non_html"}),
    "random bytes": (lambda: bytes((n * n * 7 + n // 3) % 256 for n in range(100_000)), {"non_html"}),
    "nothing": (lambda: b"", {"empty"}),
    "spaces": (lambda: b" \n\t " * 1_000, {"empty"}),
    "an XML bomb": (lambda: BOMB.encode(), {"ok"}),
    "a 12 MB text": (lambda: html("word " * 2_400_000), {"too_large"}),
    "a 4 MB text": (lambda: html("word " * 800_000), {"ok", "timeout"}),
    "a 4 MB word": (lambda: html("w" * 4_000_000), {"ok", "timeout"}),
    "a tag without an end": (lambda: html("<p " + "a" * 4_000_000), {"ok", "error", "timeout"}),
    "a million angles": (lambda: html("<" * 1_000_000), {"ok", "timeout", "error"}),
    "a comment without an end": (lambda: html("<!--" * 200_000), {"ok", "timeout", "error"}),
    "100,000 scripts, never closed": (lambda: html("<script>" * 100_000), {"ok", "timeout", "error"}),
    "JSON-LD 100,000 deep": (
        lambda: html("", '<script type="application/ld+json">' + '{"a":' * 100_000 + "</script>"),
        {"ok"},
    ),
    "50,000 JSON-LD scripts": (
        lambda: html("", '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 50_000),
        {"ok", "timeout"},
    ),
    "a JSON-LD list of 200,000": (
        lambda: html("", '<script type="application/ld+json">[' + '{"@id":"x"},' * 200_000 + "{}]</script>"),
        {"ok", "timeout"},
    ),
    "20,000 headings": (lambda: html("<h1>Wall</h1>" * 20_000), {"ok", "timeout"}),
    "50,000 meta tags": (lambda: html("", "<meta name='author' content='A B'>" * 50_000), {"ok", "timeout"}),
    "an author of 1 MB": (
        lambda: html("", f"<meta name='author' content='{'Ann Lee, ' * 110_000}'>"),
        {"ok", "timeout"},
    ),
    "50,000 forms": (lambda: html("<form><table>" * 30_000), {"ok", "error", "timeout"}),
    "900 consent boxes within each other": (
        lambda: html(f"<div class='cookie'><p>We use cookies, our partners and consent. {SENTENCE}</p>" * 900),
        {"ok"},
    ),
    "15,000 consent boxes": (
        lambda: html(f"<div class='cookie'><p>We use cookies, our partners and consent. {SENTENCE}</p></div>" * 15_000),
        {"ok"},
    ),
    "600 menus within each other": (lambda: html(f"<nav><div><p>{SENTENCE * 2}</p>" * 600), {"ok"}),
    "900 author boxes within each other": (lambda: html(f"<div class='author-bio'><p>{SENTENCE}</p>" * 900), {"ok"}),
    "15,000 folded parts": (lambda: html(f"<div style='display:none'><p>{SENTENCE}</p></div>" * 15_000), {"ok"}),
    "10,000 cards": (
        lambda: html(f"<div class='card'><h2><a href='/x'>{SENTENCE}</a></h2><p>{SENTENCE}</p></div>" * 10_000),
        {"ok"},
    ),
    "300 comments of a page, 40 times": (
        lambda: html(
            "<ol class='comments'>"
            + f"<li class='comment'><b class='author'>Ann</b><time>3 May 2026</time><p>{SENTENCE}</p></li>" * 12_000
        ),
        {"ok"},
    ),
    "4,000 headings that are links": (
        lambda: html(f"<div><h3><a href='/x'>{SENTENCE}</a></h3></div>" * 4_000),
        {"ok"},
    ),
    "8,000 entries of a live blog": (
        lambda: html(f"<section><h3>Update</h3><time>3 May 2026</time><p>{SENTENCE}</p></section>" * 8_000),
        {"ok"},
    ),
    "3,000 figures with captions": (
        lambda: html(f"<figure><img src='a.jpg'><figcaption>{SENTENCE}</figcaption></figure>" * 3_000),
        {"ok"},
    ),
    "5,000 list entries that are links": (
        lambda: html("<ul>" + f"<li><a href='/x'>{SENTENCE}</a> {SENTENCE}</li>" * 5_000 + "</ul>"),
        {"ok"},
    ),
    "a heading of 1 MB": (lambda: html("<h1>" + "a - b | " * 120_000 + "</h1>"), {"ok"}),
    "an og:title of 1 MB": (
        lambda: html("", f"<meta property='og:title' content='{'a - b | ' * 120_000}'>"),
        {"ok"},
    ),
    "a class of 3 MB": (lambda: html("<p class='" + "x " * 1_500_000 + f"'>{SENTENCE}</p>"), {"ok"}),
    "60,000 bylines": (lambda: html("<p class='byline'>By Ann Lee</p>" * 60_000), {"ok"}),
    "100,000 authors in JSON-LD": (
        lambda: html("", ld('"author":[' + '{"name":"Ann Lee"},' * 100_000 + "{}]")),
        {"ok"},
    ),
    "half tags in a JSON-LD body": (lambda: html("", ld('"articleBody":"' + "<p <" * 600_000 + '"')), {"ok"}),
    "quotation marks in JSON-LD": (lambda: html("", ld('"headline":"' + 'x "y" ' * 300_000 + '"')), {"ok"}),
    "30,000 rows of a framework": (
        lambda: b"<html><body>" + b'<script>self.__next_f.push([1,"5:[]"])</script>' * 30_000 + b"</body></html>",
        {"js_shell", "empty", "too_short"},
    ),
    "100,000 visible dates": (lambda: html("<span class='date'>12/13/2024 99 11</span>" * 100_000), {"ok"}),
    "3 MB of one paragraph": (lambda: html("<p>" + SENTENCE * 50_000 + "</p>"), {"ok"}),
    "2 MB of digits": (lambda: html("<p>" + "1" * 2_000_000 + "</p>"), {"ok"}),
    "a million references to nothing": (lambda: html("&#1;" * 1_000_000), {"ok"}),
    "4 MB of spaces": (lambda: html("<p>" + " " * 4_000_000 + "x</p>"), {"ok"}),
    "2 MB of braces": (lambda: html("<p>" + "{}" * 1_000_000 + "</p>"), {"ok"}),
    "2 MB of ends of tags": (lambda: html(">" * 2_000_000), {"ok"}),
    "a link of 2 MB": (lambda: html(f"<p>{SENTENCE}<a href='https://o.example/{'x/../' * 400_000}'>l</a></p>"), {"ok"}),
    "60,000 options": (lambda: html("<select>" + "<option>harbour wall</option>" * 60_000), {"ok"}),
    "20,000 links of one byline": (
        lambda: html("<p class='byline'>" + "<a rel='author' href='/author/a'>Ann Lee</a> " * 20_000 + "</p>"),
        {"ok", "not_article"},
    ),
    "20,000 labels of a byline": (lambda: html("<div>By</div><div>Ann Lee</div>" * 20_000), {"ok"}),
    "4,000 labels in one block": (
        lambda: html("<div>" + "<span>By</span> <a href='/x'>Ann Lee</a> " * 4_000 + "</div>"),
        {"ok", "not_article"},
    ),
    "5,000 feet of articles": (
        lambda: html(f"<article><p>{SENTENCE}</p><footer>By Ann Lee</footer></article>" * 5_000),
        {"ok", "not_article"},
    ),
    "50,000 reporters in Korean": (lambda: html("<span>김하늘 기자</span>" * 50_000), {"ok"}),
    "1 MB of joiners": (lambda: html("<p>" + "می\u200c" * 350_000 + "</p>"), {"ok"}),
    "a title of brackets and colons": (lambda: html("", "<title>" + "a: （" * 200_000 + "</title>"), {"ok"}),
    "20,000 days of the week": (lambda: html("<span class='date'>Tue, 11/03/2026</span>" * 20_000), {"ok"}),
    "20,000 standfirsts": (
        lambda: html("<h1>Wall</h1>" + f"<div class='standfirst'>{SENTENCE}x</div>" * 20_000),
        {"ok"},
    ),
    "an attribute that is never closed": (lambda: html('<p x="' + "'" * 2_000_000), {"ok", "error"}),
    **{
        f"1,900 open <{tag}>": (lambda tag=tag: html(f"<{tag}>" * 1_900 + SENTENCE), {"ok", "error"})
        for tag in ("template", "svg", "math", "h1", "table", "ul", "a", "b", "select", "noscript", "object", "details")
    },
    "entities": (lambda: html("&amp;&#x41;&nosuch;" * 200_000), {"ok", "timeout"}),
}  # fmt: skip


# Those that a parser chews on for seconds, or for ever.
SLOW = frozenset(name for name, (_, statuses) in HOSTILE.items() if "timeout" in statuses)
# Those of them that the tests try; benchmarks/extraction/hostile.py tries all.
WORST = (
    "100,000 table rows", "100,000 links", "1,000,000 br", "100,000 attributes, quoted", "4 MB of paragraphs",
)  # fmt: skip
# Those that cost the most CPU time of all, .7 s and more when measured.
HEAVY = (
    *WORST, "10,000 cards", "15,000 consent boxes", "900 author boxes within each other", "60,000 bylines",
    "100,000 visible dates", "15,000 folded parts", "1,500 nested divs", "a 0.4 MB table",
    "300 comments of a page, 40 times", "4,000 headings that are links", "8,000 entries of a live blog",
    "3,000 figures with captions", "5,000 list entries that are links", "60,000 options", "20,000 links of one byline",
    "4,000 labels in one block",
)  # fmt: skip


def hostile(name: str) -> PageToRead:
    return PageToRead(source=name, url="https://hostile.example/a/wall-1234", body=HOSTILE[name][0](), http_status=200)
