"""A page that is read again stops where its words and statements are the same, whatever stands around them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from json import dumps
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dom.html5 import parse_page, standard_tree
from extractors.metadata.meta_tags import NAMES_READ
from extractors.metadata.page_head import read_metadata
from extractors.pages.extract import extract_article
from extractors.pages.fingerprint import fingerprint
from news.records import PageToRead

SENTENCES = (
    "The ferry company of Skarvik will run two boats fewer from January, because nobody could be found to sail them.",
    "Its director told the town on Tuesday that eleven of forty posts on the bridge stand empty since the spring.",
    "Islanders depend on the early crossing, and the school in Nordby opens an hour later until the summer timetable.",
    "The union says that the pay has not risen in six years, and that crews leave for the oil platforms in the west.",
    "A new agreement is to be signed before the holidays, or the evening crossing will be cut from the plan as well.",
)
DAY = "2026-11-20T08:00:00+01:00"
NOISE = st.fixed_dictionaries({
    "token": st.text("abcdef0123456789", min_size=1, max_size=12),
    "teasers": st.lists(st.sampled_from(["Storm warning lifted", "Choir wins prize", "Bakery to close"]), max_size=3),
    "wraps": st.integers(0, 2),
    "advert": st.booleans(),
})  # fmt: skip
CHANGES = {
    "a word": lambda page: page.replace("eleven of forty", "twelve of forty"),
    "a sentence more": lambda page: page.replace(
        "</article>", "<p>The county has promised help by Friday.</p></article>"
    ),
    "a sentence less": lambda page: page.replace(f"<p>{SENTENCES[2]}</p>", ""),
    "the headline": lambda page: page.replace("Fewer ferries", "More ferries"),
    "an author": lambda page: page.replace("Ada Lindqvist", "Ada Lindgren"),
    "the day": lambda page: page.replace(DAY, "2026-11-19T08:00:00+01:00"),
    "a day of change": lambda page: page.replace('"author"', '"dateModified": "2026-11-21T08:00:00Z", "author"'),
    "free no more": lambda page: page.replace('"author"', '"isAccessibleForFree": false, "author"'),
}


def page(token: str = "0", teasers: tuple[str, ...] | list[str] = (), wraps: int = 0, advert: bool = False) -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    aside = "".join(f"<li><a href='/{token}/{n}'>{teaser}</a></li>" for n, teaser in enumerate(teasers))
    return (
        f"<html lang='en'><head><title>Fewer ferries | Skarvik Post</title><meta name='csrf-token' content='{token}'>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Fewer ferries for Nordby", '
        f'"datePublished": "{DAY}", "author": {{"name": "Ada Lindqvist"}}}}</script>'
        f"<script>var nonce = '{token}';</script></head><body><nav><a href='/?s={token}'>Home</a></nav>"
        f"{'<div>' * wraps}<article data-id='{token}'><h1>Fewer ferries for Nordby</h1>{text}</article>"
        f"{'</div>' * wraps}"
        f"{'<div class=advert><iframe src=/x></iframe></div>' if advert else ''}"
        f"<aside><ul>{aside}</ul></aside><footer>Skarvik Post {token}</footer></body></html>"
    )


def to_read(markup: str, **more: object) -> PageToRead:
    address = "https://skarvik.example/news/fewer-ferries"
    return replace(PageToRead(source=address, url=address, body=markup.encode()), **more)  # type: ignore[arg-type]


@given(NOISE, NOISE)
@settings(max_examples=20)
def test_what_stands_around_the_article_has_no_part_in_it(before: dict[str, object], after: dict[str, object]) -> None:
    first = extract_article(to_read(page(**before)))  # type: ignore[arg-type]
    assert first.status == "ok"
    assert first.fingerprint is not None
    again = extract_article(to_read(page(**after), known=first.fingerprint))  # type: ignore[arg-type]
    assert again.is_same
    assert (again.text, again.fingerprint) == ("", first.fingerprint)


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_the_article_is_read_to_its_end(change: str) -> None:
    first = extract_article(to_read(page()))
    changed = CHANGES[change](page())
    assert changed != page()
    found = extract_article(to_read(changed, known=first.fingerprint))
    assert not found.is_same
    assert replace(found, seconds=0) == replace(extract_article(to_read(changed)), seconds=0)


def test_another_address_is_another_page() -> None:
    first = extract_article(to_read(page()))
    moved = to_read(page(), known=first.fingerprint, url="https://skarvik.example/news/ferries")
    assert not extract_article(moved).is_same


def test_what_is_no_article_has_no_number() -> None:
    front = "".join(f"<h2><a href='/{n}'>Storm warning {n} lifted on the coast</a></h2>" for n in range(30))
    assert extract_article(to_read(f"<html><body>{front}</body></html>")).fingerprint is None


def test_a_page_whose_day_may_be_doubted_when_it_is_older_has_no_number() -> None:
    """Fresh pages show "two hours ago" beside other days; the day that is believed today may not be next week."""
    shown = page().replace("</h1>", "</h1><span>12 October 2026</span>")
    fresh = datetime(2026, 11, 20, 12, tzinfo=UTC)
    first = extract_article(to_read(shown, fetched_at=fresh))
    later = extract_article(to_read(shown, fetched_at=fresh + timedelta(days=9)))
    assert first.published_at != later.published_at
    assert first.fingerprint is None
    settled = extract_article(to_read(page(), fetched_at=fresh))
    assert settled.fingerprint == extract_article(to_read(page(), fetched_at=fresh + timedelta(days=9))).fingerprint


WORDS = st.sampled_from(
    ["Ferries", "Boats > 2", "a 'b' \"c\" & d", "<b>Harbour</b>", "", "2026-11-20", "2026-11-21", "en-GB"]
)
META = st.tuples(
    st.sampled_from(["property", "name", "itemprop", "PROPERTY"]), st.sampled_from(sorted(NAMES_READ)), WORDS
)  # fmt: skip
HEAD = st.one_of(
    META.map(lambda m: f'<meta {m[0]}="{m[1]}" content="{escape(m[2])}">'),
    META.map(lambda m: f"<meta content='{escape(m[2])}' {m[0]}={m[1].upper()}>"),
    WORDS.map(lambda w: f"<title>{escape(w)}</title>"),
    WORDS.map(lambda w: f"<h1 class=x>{w}</h1>"),
    WORDS.map(lambda w: f'<link rel="Canonical" href="https://skarvik.example/{escape(w)}">'),
    WORDS.map(lambda w: f'<base href="/{escape(w)}">'),
    WORDS.map(lambda w: f'<time itemprop="x datePublished" datetime="{escape(w)}">then</time>'),
    WORDS.map(lambda w: f'<time pubdate datetime="{escape(w)}">then</time>'),
    WORDS.map(lambda w: f'<p itemprop="dateModified" content="{escape(w)}">then</p>'),
    WORDS.map(lambda w: f'<script type="Application/LD+json">{dumps({"@type": "Article", "headline": w})}</script>'),
    WORDS.map(lambda w: f"<script>'<meta name=author content={escape(w)}>'</script>"),
)  # fmt: skip
PAGES = st.tuples(WORDS, st.lists(HEAD, max_size=4)).map(
    lambda p: (
        f'<html lang="{escape(p[0])}"><head><title>Skarvik Post</title>{"".join(p[1])}</head><body>x</body></html>'
    )
)


@given(PAGES, PAGES)
@settings(max_examples=150)
def test_pages_whose_metadata_differ_have_different_numbers(one: str, other: str) -> None:
    told, numbers = [], []
    for markup in (one, other):
        parsed = parse_page(markup)
        assert parsed is not None
        told.append(read_metadata(parsed.tree, "https://skarvik.example/a"))
        numbers.append(fingerprint("https://skarvik.example/a", parsed.standard, parsed.markup, "the same words"))
    if told[0] != told[1]:
        assert numbers[0] != numbers[1]
    if one == other:
        assert numbers[0] == numbers[1]


def test_no_page_takes_long_to_tell_its_number() -> None:
    """Marks without end, quotation marks that nobody closed, scripts within scripts: each character is read once."""
    for part in ('itemprop="date', "<meta name=", '<meta "', "<script><script ", "<h1", "pubdate=", "<title><"):
        markup = part * (1_000_000 // len(part))
        started = process_time()
        fingerprint(None, standard_tree(f"<p itemprop=datePublished>{part}</p>"), markup, "")
        assert process_time() - started < 1
