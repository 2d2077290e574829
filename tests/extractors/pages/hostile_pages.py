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
    "entities": (lambda: html("&amp;&#x41;&nosuch;" * 200_000), {"ok", "timeout"}),
}  # fmt: skip


# Those that a parser chews on for seconds, or for ever.
SLOW = frozenset(name for name, (_, statuses) in HOSTILE.items() if "timeout" in statuses)
# Those of them that the tests try; benchmarks/extraction/hostile.py tries all.
WORST = (
    "100,000 table rows", "100,000 links", "1,000,000 br", "100,000 attributes, quoted", "4 MB of paragraphs",
)  # fmt: skip


def hostile(name: str) -> PageToRead:
    return PageToRead(source=name, url="https://hostile.example/a/wall-1234", body=HOSTILE[name][0](), http_status=200)
