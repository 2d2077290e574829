"""What a site drawn by lot holds, file by file, in each language; what charts, axes, weeks and the index come to."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from digest.labels import known_languages
from digest.safe_text import TextLimits, clean_text, clean_title, safe_url, shorten
from digest.site.axes import day_ticks, value_ticks
from digest.site.charts import ChartRules, health_chart, share_chart, volume_chart
from digest.site.copy_graph import GraphRules, copy_graph
from digest.site.digest_pages import links_in, with_words
from digest.site.feeds import FeedHead, atom, json_feed, lines_of
from digest.site.pages import _percent, slug
from digest.site.search_index import SearchRules, fold, search_mark, search_pieces, terms_of
from digest.site.weeks import WeekRules, by_week, is_sparse
from digest.site.write import stale_stories, write_site
from news.records import StoredDigest, StoryLine
from news.records.site import (
    ArticleLine,
    ChronicleRow,
    CopyPair,
    CoverageDay,
    FrontStory,
    HealthDay,
    OutletPage,
    SearchLine,
    SiteContent,
    StoryNews,
    StoryPage,
    WatchPage,
)
from tests.answers import check, told
from tests.digest.pages import read_page
from tests.drawn import END, POOLS, drawn, mark, several
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/digest")
LONGEST = 1500  # characters of a page's words that are kept; of the rest a mark


def coverage(dice: random.Random, count: int) -> tuple[CoverageDay, ...]:
    """Days one after the other, with gaps, and shares that go with the counts."""
    found = []
    for at in range(count):
        total, articles = dice.choice((None, 0, 3, 40, 400)), dice.choice((None, 0, 1, 2, 9, 30))
        share = articles / total if total and articles is not None else None
        own = None if articles is None else dice.randrange(articles + 2)
        day = END.date() - timedelta(days=count - 1 - at)
        found.append(drawn(CoverageDay, dice, day=day, articles=articles, copy_groups=own, total=total, share=share,
                           share_panel=None if share is None else share * 0.9))  # fmt: skip
    return tuple(found)


def health(dice: random.Random, count: int) -> tuple[HealthDay, ...]:
    return tuple(
        drawn(HealthDay, dice, day=END.date() - timedelta(days=at), polls=(polls := dice.choice((0, 4, 24))),
              polls_ok=dice.randrange(polls + 1))
        for at in range(count)
    )  # fmt: skip


def pairs(dice: random.Random, most: int) -> tuple[CopyPair, ...]:
    """Copies among few articles, each at one moment, so that a text has several originals and outlets several texts."""
    moments = [END - timedelta(hours=dice.choice((0, 1, 5, 30, 31, 80, 400))) for _ in range(9)]
    outlets = [dice.choice((*POOLS["outlet"], None)) for _ in range(9)]
    titles = [dice.choice(POOLS["title"]) for _ in range(9)]
    found = []
    for _ in range(dice.randrange(most)):
        earlier, later = sorted((dice.randrange(4), 4 + dice.randrange(5)), key=lambda at: moments[at])
        found.append(
            drawn(CopyPair, dice, article_id=later, original_id=earlier, outlet=outlets[later], title=titles[later],
                  original_outlet=outlets[earlier], original_title=titles[earlier], ordered_at=moments[later],
                  original_at=moments[earlier], containment=dice.choice((0.5, 0.704, 0.7, 0.71)))
        )  # fmt: skip
    return tuple(found)


def story_page(dice: random.Random, line: StoryLine) -> StoryPage:
    days = coverage(dice, dice.choice((0, 1, 30, 100, 400)))
    return drawn(StoryPage, dice, story=line, days=days, copies=pairs(dice, 12))


def content(dice: random.Random, language: str) -> SiteContent:
    moments = {"first_at": END - timedelta(days=60), "last_at": END - timedelta(hours=5)}
    stories = tuple(drawn(StoryLine, dice, story_id=f"s{at:08x}", **moments) for at in range(dice.choice((3, 6))))
    return drawn(
        SiteContent, dice, title="newsthread", language=language, time_zone=dice.choice(("UTC", "Asia/Tokyo")),
        address=dice.choice(("", "https://site.example/")), stories=stories,
        front=tuple(replace(drawn(FrontStory, dice), story=one) for one in stories[:2]),
        news=tuple(replace(drawn(StoryNews, dice), story_id=one.story_id) for one in stories[1:4]),
        digests=tuple((f"d{at}", dice.choice(POOLS["title"]), END) for at in range(dice.randrange(3))),
        watches=(("ports", "Ports & trade", 210),), outlets=tuple((name, 12, 7) for name in POOLS["outlet"]),
        quote_words=dice.choice(({}, {"*": 25, "Daily Tide": 9})), quote_share=dice.choice(({}, {"*": 0.15})),
    )  # fmt: skip


def site(out: Path, seed: int, language: str) -> Iterator[str]:
    """Write a site twice, the second time without a story, and tell its files."""
    dice = random.Random(seed)
    made = content(dice, language)
    pages = [story_page(dice, line) for line in made.stories]
    parts = {
        "watches": [
            drawn(WatchPage, dice, days=coverage(dice, dice.choice((1, 27, 28, 90))), stories=made.stories[:3])
        ],
        "outlets": [drawn(OutletPage, dice, health=health(dice, 40), stories=made.stories[:2])],
        "digests": [drawn(StoredDigest, dice, digest_id="d1", html="<html><head></head><body>News</body></html>")],
        "searched": several(SearchLine, dice, 12),
    }
    yield f"--- {seed} {language} {told(write_site(out, made, stories=pages, **parts))} {stale_stories(out, made)}"
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name not in ("site.css", "search.js"):
            name, body = path.relative_to(out).as_posix(), path.read_bytes()
            is_marked = name in (".newsthread-site.json", "search/mark.txt")  # they tell the design, not the content
            yield f"{name} {len(body) if is_marked else mark(body)}"
            words = read_page(body.decode()).text if name.endswith(".html") else ""
            yield from words[:LONGEST].split(". ") if language in ("en", "de") else ()
    fewer, marks = replace(made, stories=made.stories[1:]), {"s00000002": "1"}
    yield f"then {stale_stories(out, fewer, marks=marks)} {told(write_site(out, fewer, marks=marks, **parts))}"


@pytest.mark.parametrize("language", known_languages("site"))
def test_what_a_site_holds_stays(language: str, tmp_path: Path) -> None:
    first = 100 * known_languages("site").index(language)
    seeds = range(first, first + (4 if language == "en" else 1))
    found = [line for seed in seeds for line in site(tmp_path / str(seed), seed, language)]
    check(KEPT / f"site_{language}.txt", found)


def test_what_charts_draw_stays() -> None:
    found = []
    for seed in range(40):
        dice = random.Random(200 + seed)
        rules = ChartRules(bins_at_most=dice.choice((5, 120)), height=dice.choice((100.0, 180.0)))
        days = coverage(dice, dice.choice((0, 1, 2, 5, 6, 7, 120, 121, 130)))
        weeks = WeekRules(
            articles_a_day=dice.choice((4.0, 8.0)),
            shortest_days=dice.choice((5, 28)),
            least_total=dice.choice((30, 400)),
        )
        volume, share = volume_chart(days, rules=rules), share_chart(days, rules=rules)
        found.append(f"{len(days)} {volume.top} {volume.days_a_bin} {volume.gap_days} {told(volume.peak)}")
        found += [
            f"  {told(volume.bins[:3])}"[:240],
            f"  {mark(told(volume))} {share.share.path[:60]} {mark(told(share))}",
        ]
        found += [
            f"  {is_sparse(days, rules=one)} {mark(told(by_week(days, rules=one)))}" for one in (weeks, WeekRules())
        ]
        found.append(f"  {mark(told(health_chart(health(dice, len(days)), rules=rules)))}")
        graph = GraphRules(
            rows_at_most=dice.choice((2, 3, 40)),
            step_at_least=dice.choice((16.0, 90.0)),
            day_label=dice.choice((42.0, 200.0)),
        )
        copied = copy_graph(pairs(dice, 14), rules=graph if seed % 2 else GraphRules())
        if copied:
            found.append(
                f"  {told(copied.rows)} {copied.rows_left_out} {copied.width:g} {copied.height:g} {told(copied.days)}"[
                    :240
                ]
            )
            found.append(f"  {[arrow.path for arrow in copied.arrows]}"[:240])
        found.append(f"  {mark(told(copied))}")
    check(KEPT / "charts.txt", found)


def test_where_axes_are_labelled_stays() -> None:
    tops = (
        0,
        0.00005,
        0.0001,
        0.0003,
        0.0004,
        0.00041,
        0.02,
        0.08,
        0.5,
        1,
        3,
        4,
        5,
        8,
        9,
        20,
        21,
        40,
        41,
        99,
        1000,
        123_456,
    )
    found = [
        f"{top:g} {[told(tick.value) for tick in value_ticks(top)]} {told(value_ticks(top, least=0.0001))}"
        for top in tops
    ]
    for count in (0, 1, 6, 7, 12, 13, 18, 19, 30, 31, 42, 43, 84, 85, 150, 153, 154, 330, 800, 1500, 4000):
        days = [date(2025, 11, 3) + timedelta(days=at) for at in range(count)]
        found.append(
            f"{count} "
            + " ".join(f"{tick.day}@{tick.at:g}" for tick in day_ticks(days))
            + f" {mark(told(day_ticks(days)))}"
        )
    check(KEPT / "axes.txt", found)


def test_what_the_index_and_feeds_hold_stays() -> None:
    found = []
    for seed in range(25):
        dice = random.Random(300 + seed)
        lines = several(SearchLine, dice, 30)
        rules = SearchRules(
            piece_postings=dice.choice((1, 4, 30_000)),
            articles=dice.choice((3, 10, 100)),
            outlets=dice.choice((1, 3, 300)),
            term_chars=dice.choice((3, 40)),
        )
        found.append(
            f"{seed} {search_mark(lines, 'design')} "
            + " ".join(f"{name}={mark(piece)}" for name, piece in search_pieces(lines, rules=rules))[:400]
        )
        found += [piece[:300] for name, piece in search_pieces(lines) if "pieces" in name]
        head = FeedHead(
            title=dice.choice(POOLS["title"]),
            path="watches/ports.html",
            address=dice.choice(("", "https://site.example/")),
            language="en",
        )
        rows = lines_of(several(ChronicleRow, dice, 60))
        articles = several(ArticleLine, dice, 60)
        feeds = (
            atom(head, rows, made_at=END),
            json_feed(head, rows),
            atom(head, articles, made_at=END),
            json_feed(head, articles),
        )
        found.append("  " + " ".join(mark(feed) for feed in feeds))
        found += [feed[:700] for feed in feeds if seed < 3]
    many = [
        SearchLine(title=f"n{at} {'odd' * (at % 2)}", outlet=None, day=END.date(), url="", language=None, opening="all")
        for at in range(1301)
    ]
    found.append(
        " ".join(f"{name}={mark(piece)}" for name, piece in search_pieces(many, rules=SearchRules(articles=1300)))
    )
    check(KEPT / "index.txt", found)


LINKS = (
    "https://a.example",
    "http://a.example:0/",
    "https://a.example:8443/x",
    "https://a@b.example/",
    "//a.example",
    "https:///x",
    "https://a.example/a b",
    "https://a.example/" + "x" * 2029,
    "https://a.example/" + "x" * 2030,
    "https://a.example/" + "x" * 2031,
    "https://[::1",
    "ftp://a.example/",
    "https://a.example/<",
)
TEXTS = (
    "plain",
    " two  words\n",
    "\u202eright\u202c",
    "a\u200bb",
    "a\u200cb",
    "ن\u200cه",
    "e" + "\u0301" * 4,
    "e" + "\u0301" * 5,
    "e" + "\u0301" * 6,
    "\u3164",
    "\ud800x",
    "soft\u00adhyphen",
    "tab\there",
    "x\u2028y",
    "👩\u200d🚀",
    "\u200dx",
    "x\u200d",
    "é\u200d",
    "\ufffc",
    "a\u034fb",
)
PAGE = """<html><head><title>a &amp; b</title><style>p {x}</style></head><body>
<!-- no <p> --><p>One &amp; two</p>
<div class="quote"><a href="https://a.example/?x=1&amp;y=2">Said here</a> so it is</div>
<div class=other><a title="z" href='b'>No</a></div>
<div id="q" class='quote'>before <a href="https://c.example/">Again</a></div> after <a href="b">twice</a>
</body></html>"""


def test_what_is_made_of_texts_and_links_stays() -> None:
    found = [f"{text!a} {clean_text(text)!a} {clean_text(text, limits=TextLimits(marks_in_row=1))!a}" for text in TEXTS]
    found += [
        f"{text!a:.40} {fold(text)!a:.60} {sorted(terms_of(text, rules=SearchRules(term_chars=4)))}"[:200]
        for text in (*POOLS["title"], *TEXTS[:-10])
    ]
    found += [f"{len(url)} {url[:30]} {safe_url(url) is not None}" for url in (*LINKS, *POOLS["url"])]
    for words in ("one two three four", "onetwothreefour five", "one, two; three", "x" * 20):
        found += [f"{chars} {shorten(words, chars)}" for chars in range(4, len(words) + 1)]
    found += [
        f"{length} {mark(clean_title('ab ' * (length // 3) + 'c' * (length % 3)))}"
        for length in (238, 239, 240, 241, 242)
    ]
    found += [
        f"{share} {_percent(share)}"
        for share in (None, 0.0, 0.00041, 0.0099, 0.0951, 0.0994, 0.0996, 0.1, 0.104, 0.105, 0.5, 1.0)
    ]
    found += [
        f"{name[:20]} {slug(name)}"
        for name in (
            "a",
            "a-b",
            "-a",
            "con",
            "com1",
            "com10",
            "A b",
            "Küste",
            "港",
            "",
            "x" * 61,
            "x" * 62,
            "a_b",
            "ab " * 20,
        )
    ]
    found += [
        f"{links_in(PAGE)}",
        with_words(PAGE, lambda words, source: f"[{words.upper()}|{source}]"),
        with_words(PAGE, lambda words, source: words),
    ]
    check(KEPT / "texts.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_digest_site.txt", thresholds("digest/site"))
