"""What alerts, redirectors, corrections, page forms and feeds' names come to at and around each bound, case by case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

from news.alerts import (
    Alert,
    DeploymentSign,
    FeedSign,
    ReadingSign,
    RunSign,
    StorySign,
    feed_alerts,
    not_told_yet,
    reading_alerts,
    run_alerts,
    story_alerts,
)
from news.articles.feed_outlets import name_in_title, named
from news.articles.outlet_index import OutletIndex
from news.copies.boilerplate import LineUse, boilerplate_lines, is_rights_line, line_keys, without_boilerplate
from news.copies.groups import agreeing, group_copies, pairs_with_originals, with_known
from news.copies.page_templates import without_templates
from news.feeds.cadence import is_skipped
from news.feeds.shards import Shard
from news.records import Citation, Correction, FeedEntry, FeedMemory, NearCopy, ParsedFeed
from news.redirectors import target_of
from news.stories.corrections import read_corrections
from tests.answers import check, told
from tests.news.own_texts import same_matter
from tests.news.pieces import NOON, OUTLETS, article, prose

KEPT = Path("tests/fixtures/answers/news")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def alerts() -> Iterator[Alert]:
    for burst, revived, watches in product((None, date(2026, 3, 3)), (True, False), ((), ("w",))):
        sign = StorySign(
            story_id="s1", title="Quay", copy_groups=3, burst_day=burst, is_revived=revived, watches=watches
        )
        yield from story_alerts([sign], now=NOW)
    for rhythm, silence, status in product(
        (0.0, 3600.0, 86400.0, 172800.0, 180000.0), (71, 72, 73, 144, 145, 200), ("ok", "paused")
    ):
        for outcome in ("", "ok", "timeout") if silence == 200 else ("ok",):
            at = NOW - timedelta(hours=silence)
            sign_of = FeedSign(
                url=f"https://a.example/{rhythm:.0f}-{silence}",
                outlet=None if rhythm else "Post",
                status=status,
                rhythm_seconds=rhythm,
                last_new_at=at,
                last_outcome=outcome,
            )
            yield from feed_alerts([sign_of], now=NOW)
    for recent, read, before, before_read in product((4, 5, 10), (0, 2, 3, 4, 5), (19, 20, 40), (0, 10, 16, 20)):
        signs = ReadingSign(
            outlet=f"{recent} {before}", recent=recent, recent_read=read, before=before, before_read=before_read
        )
        yield from reading_alerts([signs], now=NOW)
    for states, known, is_next, is_on in product(
        (
            (),
            ("FAILED",) * 2,
            ("FAILED",) * 3,
            ("CRASHED", "FAILED", "COMPLETED"),
            ("PENDING", "RUNNING", "PENDING"),
            ("LATE",) * 4,
        ),
        (299, 300, 301),
        (True, False),
        (True, False),
    ):
        runs = tuple(
            RunSign(
                name=f"run {at}", state=state, message="no", due_at=NOW - at * DAY, is_dropped=known == 301 and at == 1
            )
            for at, state in enumerate(states)
        )
        since = NOW - timedelta(seconds=known)
        yield from run_alerts(
            [DeploymentSign(name="read", known_since=since, is_scheduled=is_on, has_next=is_next, runs=runs)], now=NOW
        )


def test_what_alerts_say_stays() -> None:
    raised = list(alerts())
    found = [f"{one.kind} {one.subject} {one.occasion}: {one.said}" for one in raised]
    first = list({one.kind: one for one in raised}.values())
    for days in (0.99, 1, 5.99, 6, 6.99, 7, 13.99, 14):
        before = {one.cause: NOW - days * DAY for one in first}
        found.append(f"{days} days later: {told([one.kind for one in not_told_yet([*first, *first], before)])}")
    check(KEPT / "alerts.txt", found)


def test_where_redirectors_lead_stays() -> None:
    hosts = (
        "google.com",
        "www.google.com",
        "news.google.com",
        "l.facebook.com",
        "l.instagram.com",
        "out.reddit.com",
        "youtube.com",
        "r.search.yahoo.com",
        "de.r.search.yahoo.com",
        "eur01.safelinks.protection.outlook.com",
        "post.example",
    )
    inner = "aHR0cHM6Ly9wb3N0LmV4YW1wbGUvbmV3cy9xdWF5LWNsb3Nlcy0yMDI2"
    paths = (
        "/url",
        "/l.php",
        "/",
        "/redirect",
        f"/rss/articles/{inner}",
        f"/__i/rss/articles/{inner}",
        f"/read/{inner[:19]}",
        f"/articles/{inner}x",
        "/x/RU=https%3a%2f%2fpost.example%2fa/RK=2",
        "/articles/AAAAAAAAAAAAAAAAAAAAAAAA",
    )
    target = "https%3A%2F%2Fpost.example%2Fa"
    queries = (
        "",
        f"url={target}",
        f"q={target}&url=x",
        f"u={target}",
        f"q={target}",
        "url=&u=",
        f"url={target}&p={'x' * 4080}",
    )
    found = []
    for host, path, query in product(hosts, paths, queries):
        lead = target_of(host, path, query)
        if lead is not None:
            found.append(f"{host}{path}?{query[:50]}: {lead}")
    for length in (4096, 4097):
        found.append(f"{length}: {target_of('google.com', '/url', f'q={target}&x='.ljust(length - 4, 'x'))}")
    check(KEPT / "redirectors.txt", found)


def corrections() -> list[Correction]:
    said = (
        ("link", 1, None, "s1"),
        ("split", 1, None, "s2"),
        ("link", 1, None, "s2"),
        ("split", 2, None, "s1"),
        ("split", 1, None, "s2"),
        ("link", 2, None, "s3"),
        ("name", None, None, "s1"),
        ("close", None, None, "s1"),
        ("close", None, None, "s2"),
        ("reopen", None, None, "s1"),
        ("join_copies", 3, 4, None),
        ("split_copies", 4, 3, None),
        ("join_copies", 5, 6, None),
        ("split_copies", 7, None, None),
        ("join_copies", 8, 2, None),
        ("split_copies", 8, 2, None),
        ("join_copies", 9, 1, None),
        ("split_copies", 9, None, None),
        ("join_copies", 9, 5, None),
        ("split_copies", 2, 1, None),
    )
    return [
        Correction(
            corrected_at=NOW + timedelta(hours=at),
            verb=verb,  # type: ignore[arg-type]
            article_id=one,
            other_id=other,
            story_id=story,
            words="Quay",
        )
        for at, (verb, one, other, story) in enumerate(said)
    ]


def test_what_persons_and_credits_change_stays() -> None:
    said = corrections()
    found = [f"{count}: {told(read_corrections(said[:count]))}" for count in range(11)]
    articles = [article(at, prose(1, 80), outlet=OUTLETS[at % 4].outlet, hours=(at * 5) % 12) for at in range(1, 11)]
    pairs = [(at, other) for at in range(2, 11) for other in range(1, at) if (at + other) % 3]
    copies = [
        NearCopy(
            article_id=one,
            original_id=other,
            kind=("exact", "near_copy", "derived", "update")[(one + other) % 4],
            containment=0.5 + one / 50,
            sentence_coverage=0.9,
            evidence="x",
        )
        for one, other in pairs
    ]
    credits_of = [
        Citation(
            article_id=at,
            cited=OUTLETS[(at * 3) % 4].outlet,
            kind=("outlet", "agency", "unnamed_report")[at % 3],
            relation="relays" if at % 4 else "mentions",
        )
        for at in range(1, 11)
    ]
    for count, known, cited in product(range(10, 21), (0, 3, 6), ([], credits_of)):
        former = {at: 1 + at % 2 for at in range(1, 8, 2)}
        groups = group_copies(
            articles[known:], copies, known=articles[:known], groups=former, citations=cited, corrections=said[:count]
        )
        found.append(f"{count} {known} {len(cited)}: {told(dict(sorted(groups.items())))}")
    ids = {one: one % 3 for one in range(1, 10)}
    found.append(told(sorted(pairs_with_originals(pairs, ids, {0: 3, 1: 7}))))
    found.append(told([(one.article_id, one.original_id, one.kind) for one in agreeing(copies, ids)]))
    found.append(str(len(with_known(copies[3:], copies[:6]))))
    check(KEPT / "groups.txt", found)


def test_what_lines_and_forms_of_pages_are_stays() -> None:
    found = []
    lines = (
        "© 2026 Post",
        "All rights reserved.",
        "Copyright: AP, 2026. All rights reserved",
        "The rights of all are reserved for May.",
        "(c) Post Media",
        "Subscribe to our letter for 3 euros a month.",
        "Ann Vale told of it.",
        "x" * 401,
        "x" * 400,
    )
    found += [f"{line[:60]}: {is_rights_line(line)} {len(line_keys(line))}" for line in lines]
    reports = [text for matter in same_matter() for _, _, text in matter]
    for count, outlets, share, linked in product((1, 2, 3, 4), (1, 2, 3), (0, 1), (True, False)):
        told_of = [
            article(
                at,
                f"{reports[at * 3]}\n{lines[5]}" + f"\n{prose(9, 30)}" * share,
                title=f"Matter {'same' * share} {at}x",
                outlet=f"O{at % outlets}",
            )
            for at in range(count)
        ]
        uses = {
            (f"O{at}", key): LineUse(groups=count, stories=outlets, outlets=outlets)
            for at in range(2)
            for key in line_keys(lines[5])
        }
        for known in ({}, uses):
            cut = boilerplate_lines(told_of, known, are_linked=linked)
            left = [len(without_boilerplate(one.text, cut.get(one.outlet or ""))) for one in told_of]
            found.append(
                f"{count} of {outlets} {share} {linked} {len(known)}: {[len(keys) for keys in cut.values()]} {left}"
            )
    menus = [
        article(at, text, title=title, outlet="Post")
        for at, (title, text) in enumerate(
            product(
                ("Ferry back at the quay", "Harbour lamps lit again", "Quay"),
                (
                    "News Sport Weather Ferry " * many + "End. " * ends
                    for many, ends in product((2, 6, 10, 25), (0, 1, 2, 4))
                ),
            )
        )
    ]
    found += [f"{one.title}: {one.text_kind} {len(one.text)}" for one in without_templates(menus, among=menus[:5])]
    check(KEPT / "lines.txt", found)


def test_how_feeds_are_named_and_skipped_stays() -> None:
    titles = (
        "Harbour Post",
        "Harbour Post | Sport",
        "Latest news",
        "RSS: Harbour Post",
        "Harbour Post RSS 2.0 feed",
        "News - Harbour-post",
        "",
        "The Wire » Top",
        "x" * 60,
        "x" * 61,
        "Sport: The Harbourpost",
    )
    hosts = ("harbour-post.example", "feeds.harbourpost.co.uk", "10.0.0.1", "wire.example", "a.b.com")
    index = OutletIndex(OUTLETS)
    found = [f"{title[:30]} of {host}: {name_in_title(title, {host})}" for title, host in product(titles, hosts)]
    for host, other, own in product(hosts, ("harbourpost.co.uk", "elsewhere.example", "b.com"), (0, 1, 2, 3, 5)):
        urls = [f"https://{host}/{at}" for at in range(own)] + [f"https://{at % 2}.{other}/{at}" for at in range(3)]
        entries = tuple(FeedEntry(feed_url="", guid=url, url=url) for url in urls)
        feed = FeedMemory(url=f"https://{host}/feed")
        read = ParsedFeed(feed_url=feed.url, outcome="ok", title="Some Title", entries=entries)
        known = [
            named(feed, one, index, siblings).outlet
            for one in (read, replace(read, entries=entries[:own]))
            for siblings in ({}, {host: "Kin"})
        ]
        found.append(f"{host} {other} {own}: {known}")
    for hours, days, at in product(((), (12,), (11, 13)), ((), (2,), (1, 3)), (NOON, NOW, NOW + DAY)):
        found.append(f"{hours} {days} {at}: {is_skipped(FeedMemory(url='x', skip_hours=hours, skip_days=days), at)}")
    for count, host in product((1, 2, 5), hosts):
        has = [Shard(number=at, count=count).has(f"https://{host}/x") for at in range(1, count + 1)]
        found.append(f"{host} of {count}: {has}")
    check(KEPT / "feeds.txt", found)
