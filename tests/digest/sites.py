"""A hand-made site for the digest package's tests: small, fictional, with one of everything."""

from datetime import UTC, date, datetime, timedelta

from news.records import StoryLine
from news.records.site import (
    ArticleLine,
    ChronicleRow,
    CopyPair,
    CoverageDay,
    FeedLine,
    FrontStory,
    HealthDay,
    OriginLine,
    OutletPage,
    OutletShare,
    QuoteLine,
    ReadingWeek,
    RisingTerm,
    SiteContent,
    StoryNews,
    StoryPage,
    WatchPage,
)
from tests.digest.letters import days, digest, rich_story, said

NOW = datetime(2031, 3, 26, 6, tzinfo=UTC)
FIRST = date(2031, 2, 1)
URL = "https://meridian.example/7"
OUTLETS = ("Meridian News", "Harbour Post", "Daily Tide", "Küstenkurier", "Commerce Weekly", "Sund Gazette")


def line(story_id="s000000001a", title="Dock strike spreads to three more ports", **given):
    counts = {
        "first_at": datetime(2031, 2, 1, 9, tzinfo=UTC),
        "last_at": NOW - timedelta(hours=4),
        "state": "burst",
        "articles": 38,
        "copy_groups": 17,
        "outlets": 14,
        "independent_sources": 2,
        "source_names": ("Keldish Broadcasting", "Tarnside Gazette"),
        "first_hand_reports": 2,
        "unknown_reports": 1,
        "not_read": 0,
        "origins_explicit": 5,
        "unknown_explicit": 3,
        "origins_with_text": 4,
        "unknown_with_text": 1,
    }
    return StoryLine(story_id=story_id, title=title, **(counts | given))


def coverage(count=54):
    rows = []
    for index in range(count):
        is_gap = index in (20, 21, 22, 40)
        articles = None if is_gap else (index * 7 % 11) * (3 if index > 45 else 1) % 14
        own = None if articles is None else (articles + 1) // 2
        rows.append(
            CoverageDay(
                day=FIRST + timedelta(days=index),
                articles=articles,
                copy_groups=own,
                origins=own and min(own, 2),
                total=None if is_gap else 400,
                share=None if articles is None else articles / 400,
                share_panel=None if articles is None else articles / 480,
                is_covered=not is_gap,
                outlets_missing=6 if is_gap else 0,
            )
        )
    return tuple(rows)


def chronicle():
    titles = ("Crews walk out at Velm", "Talks fail after nine hours", "Strike spreads to three more ports")
    return tuple(
        ChronicleRow(
            day=FIRST + timedelta(days=18 * index),
            ordered_at=datetime(2031, 2, 1, 9, tzinfo=UTC) + timedelta(days=18 * index),
            is_dated=index != 1,
            outlet=OUTLETS[index] if index < 2 else None,
            title=title,
            url=f"https://x.example/{index}",
            article_id=index,
            copies=index * 3,
            phase=("begins", "continues", "revives")[index],
            origin_state=("primary", "relays", "unknown")[index],
            origin="Meridian News" if index == 1 else None,
            is_new_origin=index < 2,
            new_sources=("Port Authority",) if index == 2 else (),
            new_quotes=index,
        )
        for index, title in enumerate(titles)
    )


def copies():
    pairs = [
        (0, 1, "exact", True),
        (0, 2, "near_copy", False),
        (1, 3, "derived", True),
        (0, 4, "near_copy", False),
        (2, 5, "shared_passage", False),
    ]
    start = NOW - timedelta(days=2)
    moments = {0: 0, 1: 2, 2: 5, 3: 11, 4: 26, 5: 30}
    return tuple(
        CopyPair(
            article_id=later,
            original_id=earlier,
            outlet=OUTLETS[later],
            original_outlet=OUTLETS[earlier],
            kind=kind,
            title=f"Headline {later}",
            original_title=f"Headline {earlier}",
            is_retitled=later % 2 == 0,
            is_credited=is_credited,
            containment=0.97 if kind != "shared_passage" else 0.08,
            sentence_coverage=0.9,
            evidence="crews at Orla, Brand and Sund would stop work from midnight",
            ordered_at=start + timedelta(hours=moments[later]),
            original_at=start + timedelta(hours=moments[earlier]),
        )
        for earlier, later, kind, is_credited in pairs
    )


def story_page(story=None, **given):
    wordings = (
        said("“We have not been offered a single hour of talks,” she said.", "Meridian News", 2),
        said("“We have not had an hour of talks,” she said.", "Daily Tide", 3),
    )
    parts = {
        "days": coverage(),
        "chronicle": chronicle(),
        "copies": copies(),
        "origins": (
            OriginLine(origin="Meridian News", state="relays", articles=9, outlets=OUTLETS[:3]),
            OriginLine(origin=None, state="primary", articles=2, outlets=OUTLETS[1:2]),
            OriginLine(origin=None, state="unknown", articles=1, outlets=OUTLETS[5:]),
        ),
        "differences": rich_story().differences,
        "quotes": (QuoteLine(speaker="Mara Lindqvist", wordings=wordings),),
        "changed": digest().changed,
        "watches": ("ports",),
    }
    return StoryPage(story=story or line(), **(parts | given))


def watch_page():
    return WatchPage(
        watch="ports",
        title="Ports and trade",
        query='port* AND (strike OR "dock workers")',
        days=coverage(),
        stories=(line(), line("s000000002b", "Bridge inquiry reopened", state="revived")),
        rising=(RisingTerm(term="stevedores", n=14, baseline_n=1, z=4.6),),
        outlets=tuple(
            OutletShare(outlet=name, copy_groups=9 - index, share=(9 - index) / 39)
            for index, name in enumerate(OUTLETS)
        ),
        articles=(ArticleLine(article_id=7, ordered_at=NOW, outlet=OUTLETS[0], title="Crews walk out", url=URL),),
    )


def outlet_page(outlet="Harbour Post"):
    health = tuple(
        HealthDay(
            day=FIRST + timedelta(days=index),
            polls=0 if index == 20 else 24,
            polls_ok=0 if index == 20 else 24 - (20 if index in (21, 22) else index % 3),
            entries=40,
            articles=12,
            extraction_ok=11,
            is_read=index not in (20, 21, 22),
        )
        for index in range(54)
    )
    week = ReadingWeek(
        week=FIRST, articles=80, full_texts=70, partial_texts=4, without_text=6, failed_pages=3, undated=2
    )
    return OutletPage(
        outlet=outlet,
        family="Sound Media",
        domain="harbourpost.example",
        kind="newspaper",
        country="NO",
        articles=120,
        own_texts=71,
        copied_by=(("Daily Tide", 9),),
        copied_from=(("Meridian News", 41),),
        feeds=(
            FeedLine(
                feed_url="https://harbourpost.example/rss", status="failing", last_ok_at=NOW, note="403 since Monday"
            ),
        ),
        health=health,
        weeks=(week,),
        stories=(line(),),
    )


def site_content(**given):
    front = (
        FrontStory(
            story=line(),
            newest=said("Crews at three more ports stop work at midnight", "Harbour Post"),
            days=days(0, 0, 1, None, None, 2, 1, 0, 0, 3, 2, 1, 4, 6),
        ),
        FrontStory(
            story=line("s000000002b", "Bridge inquiry reopened", state="revived", articles=4, copy_groups=4),
            newest=said("Der Ausschuss lädt zwei Ingenieure vor", "Küstenkurier", language="de"),
            days=days(0, 0, 0, None, None, 0, 0, 0, 0, 0, 0, 0, 0, 2),
        ),
    )
    parts = {
        "title": "newsthread",
        "made_at": NOW,
        "front": front,
        "moved": 2,
        "since": NOW - timedelta(days=3),
        "stories": tuple(one.story for one in front),
        "watches": (("ports", "Ports and trade", 210),),
        "outlets": tuple((name, 120, 71) for name in OUTLETS),
        "digests": (("d0123456789ab", "Dock strike spreads: 2 new, 1 changed | 26 Mar", NOW),),
        "gaps": digest().gaps,
        "outlets_followed": 12,
        "news": (
            StoryNews(
                story_id="s000000001a",
                title="Dock strike spreads",
                updated_at=NOW,
                new_articles=2,
                new_copies=1,
                sentences=(said("Crews at three ports <b>stop</b> work at midnight."),),
            ),
        ),
    }
    return SiteContent(**(parts | given))
