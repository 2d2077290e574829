"""Mutated feeds: does any lose an entry that stands whole in it?

    python -m benchmarks.feeds.mutated --feeds 100000 --seed 15

Each document has entries of its own whose bytes are known. A mutation strikes one place outside one entry chosen to
survive, or several places anywhere; every entry whose bytes are still there, and that no comment or CDATA section
hides by its own marks, must be among the entries read, with its title and address.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from extractors.feeds.parse import parse_feed
from news.records import FetchedPage

NOW = datetime(2026, 11, 28, tzinfo=UTC)
ADDRESS = "https://feeds.harbour.example/all"
WORDS = "harbour ferry council bridge storm pilot quay tariff vote strike märz été мост 港口 λιμάνι żółw".split()
# What hands, scripts and broken lines put into feeds.
SCRAPS = (
    "&", "<", ">", "&#55357;&#56832;", "&#x110000;", "&#0;", "&nbsp;", "&copy=2", "&unknown;", "<br>", "</b>", "<b>",
    "<gml:pos>1 2</gml:pos>", "<psc:chapter title='x'/>", "<item>", "</item>", "<title>", "</title>", "<entry>",
    "</channel>", "<![CDATA[", "]]>", "<!--", "-->", "<?php echo 1 ?>", '"', "'", "\x00", "\x08", "\ufffe", "\x85",
    "<georss:where/>", "<media:group>", "<itunes:duration>x</itunes:duration>", "<link", "=", "<?xml version='1.0'?>",
    "<!DOCTYPE x [", "{", "[", "<script>", "\udcff", "<xhtml:body>", "xmlns:x='", "&#xD83D;", "<html>", "</rss>",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """An entry as it stands in a document."""

    source: str
    title: str
    url: str


def rss_item(number: int, chance: random.Random) -> Entry:
    """Return an item of RSS, in one of its habits."""
    title = f"{' '.join(chance.choices(WORDS, k=4))} {number}"
    url = f"https://www.harbour.example/{number}?a=1&b={chance.randrange(10**6)}"
    body = f"<p>{' '.join(chance.choices(WORDS, k=30))}</p>"
    shown = f"<![CDATA[{title}]]>" if chance.random() < 0.5 else title
    text = f"<![CDATA[{body}]]>" if chance.random() < 0.6 else body.replace("<", "&lt;")
    parts = [
        f"<title>{shown}</title><link>{url.replace('&', '&amp;')}</link><description>{text}</description>",
        f"<guid isPermaLink='false'>g{number}</guid><pubDate>Tue, 24 Nov 2026 09:15:00 GMT</pubDate>",
    ]
    if chance.random() < 0.3:
        parts.append(f"<content:encoded><![CDATA[{body * 3}]]></content:encoded><dc:creator>Ines Corvo</dc:creator>")
    return Entry(source=f"<item>{''.join(parts)}</item>", title=title, url=url)


def atom_entry(number: int, chance: random.Random) -> Entry:
    """Return an entry of Atom."""
    title = f"{' '.join(chance.choices(WORDS, k=4))} {number}"
    url = f"https://www.harbour.example/{number}?a=1&b={chance.randrange(10**6)}"
    source = (
        f"<entry><title type='text'>{title}</title><id>urn:e:{number}</id><link href='{url.replace('&', '&amp;')}'/>"
        f"<updated>2026-11-24T09:15:00Z</updated><summary>{' '.join(chance.choices(WORDS, k=20))}</summary></entry>"
    )
    return Entry(source=source, title=title, url=url)


def json_item(number: int, chance: random.Random) -> Entry:
    """Return an item of JSON Feed."""
    title = f"{' '.join(chance.choices(WORDS, k=4))} {number}"
    url = f"https://www.harbour.example/{number}?a=1&b={chance.randrange(10**6)}"
    source = (
        f'{{"id": "{number}", "url": "{url}", "title": "{title}", "content_text": "x", "authors": [{{"name": "I"}}]}}'
    )
    return Entry(source=source, title=title, url=url)


def sitemap_url(number: int, chance: random.Random) -> Entry:
    """Return an address of a news sitemap."""
    title = f"{' '.join(chance.choices(WORDS, k=4))} {number}"
    url = f"https://www.harbour.example/{number}?a=1&b={chance.randrange(10**6)}"
    source = (
        f"<url><loc>{url.replace('&', '&amp;')}</loc><news:news><news:publication><news:name>H</news:name>"
        f"<news:language>en</news:language></news:publication><news:title>{title}</news:title>"
        "<news:publication_date>2026-11-24T09:15:00Z</news:publication_date></news:news></url>"
    )
    return Entry(source=source, title=title, url=url)


SPACES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
FORMATS: tuple[tuple[Callable[[int, random.Random], Entry], str, str, str], ...] = (
    (rss_item, f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {SPACES}><channel><title>H</title>'
     "<link>https://www.harbour.example/</link><ttl>60</ttl>", "\n", "</channel></rss>"),
    (rss_item, f'<rss version="2.0" {SPACES}><channel><title>H</title>', "", "</channel></rss>"),
    (atom_entry, '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><id>h</id>', "\n",
     "</feed>"),
    (json_item, '{"version": "https://jsonfeed.org/version/1.1", "title": "H", "items": [', ",\n", "]}"),
    (sitemap_url, '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
     'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">', "\n", "</urlset>"),
)  # fmt: skip


def document(chance: random.Random) -> tuple[str, list[Entry]]:
    """Return a feed and its entries."""
    make, head, between, tail = chance.choices(FORMATS, weights=(5, 2, 3, 1, 1))[0]
    entries = [make(number, chance) for number in range(chance.randrange(2, 7))]
    return head + between.join(entry.source for entry in entries) + tail, entries


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return `data` struck in one to three places."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        place = chance.randrange(len(data) + 1)
        how = chance.randrange(6)
        if how == 0:
            data = data[:place] + chance.choice(SCRAPS).encode("utf-8", "surrogateescape") + data[place:]
        elif how == 1:
            data = data[:place] + data[place + chance.randrange(1, 40) :]
        elif how == 2:
            data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        elif how == 3:
            data = data[:place] if chance.random() < 0.3 else data[:place] + data[place:][:9] * 2 + data[place + 9 :]
        elif how == 4:
            other = chance.randrange(len(data) + 1)
            data = data[:place] + data[other : other + 60] + data[place:]
        else:
            data = data[:place] + bytes(chance.randrange(256) for _ in range(3)) + data[place:]
    return data


def hidden(data: bytes, start: int) -> bool:
    """Return whether the entry at `start` is hidden by a comment or section that both begins and ends."""
    for opener, closer in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>")):
        begin = data.rfind(opener, 0, start)
        if begin >= 0 and (end := data.find(closer, begin)) >= start:
            nxt = data.find(opener, begin + 1)
            if nxt < 0 or nxt > end:
                return True
    return False


def lost_entries(data: bytes, entries: list[Entry]) -> list[Entry]:
    """Return the entries that stand whole in `data` and were not read."""
    parsed = parse_feed(FetchedPage(url=ADDRESS, final_url=ADDRESS, outcome="ok", body=data), now=NOW)
    read = {(entry.title, entry.url) for entry in parsed.entries}
    lost = []
    for entry in entries:
        start = data.find(entry.source.encode())
        if start >= 0 and not hidden(data, start) and (entry.title, entry.url) not in read:
            lost.append(entry)
    return lost


def run(feeds: int, seed: int, show: int = 5) -> tuple[int, int, Counter[str]]:
    """Mutate many feeds; return how many entries stood whole, how many of them were lost, and the outcomes."""
    chance = random.Random(seed)
    whole = lost = 0
    outcomes: Counter[str] = Counter()
    for number in range(feeds):
        text, entries = document(chance)
        data = mutated(text.encode(), chance)
        whole += sum(entry.source.encode() in data for entry in entries)
        missing = lost_entries(data, entries)
        lost += len(missing)
        outcomes["lost" if missing else "kept"] += 1
        if missing and show > 0:
            show -= 1
            sys.stderr.write(f"--- feed {number}, lost {[entry.title for entry in missing]}\n{data!r}\n")
    return whole, lost, outcomes


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=15)
    chosen = options.parse_args()
    began = time.perf_counter()
    whole, lost, outcomes = run(chosen.feeds, chosen.seed)
    print(
        f"{chosen.feeds} feeds, {whole} entries whole, {lost} lost, {outcomes['lost']} feeds with a loss, "
        f"{time.perf_counter() - began:.0f} s"
    )
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
