"""What is left of an archive when articles are forgotten or retired: every table, row by row."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from news.errors import InputError
from storage.maintenance.forget import forget, traces_of
from storage.maintenance.naming_rows import remove_names
from storage.maintenance.retire import retire
from storage.tables.search_index import SearchIndex
from storage.tables.story_profiles import NUMBER
from tests.answers import check, told
from tests.storage.small_archive import EVER, OpenStore, SmallArchive, at, day
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/storage")
TABLES = """
    SELECT table_name FROM duckdb_tables() WHERE schema_name = 'archive' AND table_name NOT LIKE 'settled%'
    AND table_name NOT IN ('migrations', 'settings') ORDER BY 1
"""
TITLE = "The quay of Orlo is shut"
URL = "https://news.example/1"


def an_archive() -> SmallArchive:
    """Six articles, of which the first is to go, and whatever may name it."""
    made = SmallArchive()
    made.begin()
    made.outlet("Post", "Post Group")
    made.outlet("Wire", "Wire")
    for name, first in (("s1", TITLE), ("s2", "Ferries go at noon"), ("s3", f"{TITLE}, again"), ("s4", TITLE)):
        made.story(name, first, first_title=first)
    texts = {
        1: (TITLE, "The quay of Orlo is shut to lorries. Divers look at it.", "s1", "Post", None),
        2: (TITLE, "The quay of Orlo is shut to lorries. Divers look at it.", "s1", "Wire", 1),
        3: ("Ferries go at noon", "Ferries go at noon, as ever.", "s2", "Wire", None),
        4: ("Lamps are lit", "Lamps are lit on the mole.", "s3", "Wire", None),
        5: ("A quay elsewhere", "A quay elsewhere is open.", "s1", "Wire", None),
        6: (TITLE, "Another text of this headline alone.", "s4", "Post", None),
    }
    for number, (title, text, story, outlet, group) in texts.items():
        linked = (
            [{"url": URL, "text": "there"}, {"url": "https://other.example/", "text": "x"}] if number in (3, 4) else []
        )
        made.told(
            number,
            story,
            outlet,
            float(number),
            group=group,
            title=title,
            text=text,
            links=linked,
            based_on=URL if number == 4 else None,
        )
    for number, kind in ((2, "exact"), (5, "update")):
        made.row("copies", article_id=number, original_id=1, kind=kind, containment=0.9, sentence_coverage=0.8,
        evidence="x",
                 added_sentences=[], recorded_at=at(1), superseded_at=EVER)  # fmt: skip
    for number in (1, 3):
        made.origin(number, texts[number][2], number, "primary")
    made.watch("quay", 1, 5)
    for word, groups in (("quay", 3), ("lorries", 1), ("divers", 2), ("lamps", 1)):
        made.row("term_days", day=day(1), term=word, copy_groups=groups)
    for number, words in enumerate((f"Read {URL} today", "Nothing of it", f"As told: {TITLE}.")):
        made.row("digests", digest_id=f"d{number}", name="daily", period_start=at(0), period_end=at(number + 1),
        state="frozen",
                 subject=TITLE if number == 2 else "News", html=f"<p>{words}</p>", body_text=words,
                 content_sha256="0", created_at=at(2))  # fmt: skip
        for recipient, state in (("a", "pending"), ("b", "later"), ("c", "sent"), ("d", "sending")):
            made.row("deliveries", digest_id=f"d{number}", recipient=recipient, message_id="m", attempts=1, state=state)
        made.row(
            "failures",
            stage="page",
            subject=(URL, "https://other.example/x", "x")[number],
            error=words,
            at=at(1),
            times=1,
            first_at=at(1),
        )
        made.row("alerts", kind="burst", subject="s1", occasion="", said=words, raised_at=at(1), mail="none")
    for outlet in ("Post", "Gone"):
        made.row("furniture", outlet=outlet, line="Read more", found_at=at(1))
    made.commit()
    return made


def crowded() -> SmallArchive:
    """The same, with old versions, announcements, profiles of stories, copies both ways, and rows of before."""
    made = an_archive()
    made.begin()
    now, before = (at(5), EVER), (at(1), at(5))
    for number, url, title, (begun, ended) in (
        (1, "https://news.example/old", "The quay of Orlo is shut, at first", before),
        (3, URL, "Ferries", before),
    ):
        made.article(number, "Post", 1.0, version=0, url=url, title=title, text="Divers of before.", recorded_at=begun,
                     superseded_at=ended)  # fmt: skip
    made.article(7, "Post", 2.0, version=1, title=" ", text="", url="https://news.example/7")
    made.place(7, "s4", known=2.0)
    for number, other, kind, (begun, ended) in (
        (1, 4, "near_copy", now),
        (3, 1, "exact", before),
        (6, 7, "near_copy", now),
        (7, 6, "shared_passage", now),
    ):
        made.row("copies", article_id=number, original_id=other, kind=kind, containment=0.9, sentence_coverage=0.8,
                 evidence="x", added_sentences=[], recorded_at=begun, superseded_at=ended)  # fmt: skip
    for number, guid, raw_url, title in (
        (1, "https://news.example/guid", "https://news.example/raw?utm_source=x", "The quay, as announced"),
        (3, "tag:3", None, "Ferries"),
        (6, None, URL, f" {TITLE} "),
    ):
        made.row("entries", entry_id=number, article_id=number, feed_url="https://post.example/feed", guid=guid,
                 raw_url=raw_url, url=f"https://news.example/{number}", title=title, summary="", authors=[],
                 is_zone_known=True, is_date_plausible=True, first_seen_at=at(1))  # fmt: skip
    for story, terms in (("s1", ("quay", "lorries", "divers")), ("s2", ("ferries",)), ("s4", ())):
        ((key,),) = made.ask(f"SELECT {NUMBER.format('$1::VARCHAR')}", story)
        made.row("story_profiles", story_id=story, story=key, length=1.0, terms="\n".join(terms),
                 weights=[0.5] * len(terms), copy_groups=[1 + len(term) % 2 for term in terms])  # fmt: skip
        for term in terms:
            ((number,),) = made.ask(f"SELECT {NUMBER.format('$1::VARCHAR')}", term)
            made.row("story_keys", term=number, story=key, weight=0.5)
    for words in (f"Not {URL}", f"Called {TITLE}", "Nothing"):
        made.row("corrections", article_id=1, story_id="s1", corrected_at=at(2), verb="move", words=words)
    made.commit()
    return made


def contents(made: SmallArchive) -> Iterator[str]:
    for (table,) in made.ask(TABLES):
        for row in made.ask(f"SELECT * FROM archive.{table} ORDER BY ALL"):
            if table != "postings":
                yield f"  {table} {told(row)}"[:900]


def difference(before: list[str], after: list[str]) -> list[str]:
    return [f"-{line}" for line in before if line not in after] + [f"+{line}" for line in after if line not in before]


@pytest.mark.parametrize("make", [an_archive, crowded], ids=["forgotten", "crowded"])
@pytest.mark.parametrize("ids", [(1,), (1, 2, 5), (3,), (6,), (99,)])
def test_what_forgetting_removes_stays(make: Callable[[], SmallArchive], ids: tuple[int, ...]) -> None:
    made = make()
    store = OpenStore(made.connection)
    SearchIndex(store).refresh()
    before = list(contents(made))
    traces = traces_of(store, ids)
    found = [str([sorted(map(str, named)) for named in (traces.article_ids, traces.urls, traces.titles)])]
    with store.transaction():
        found.append(told(forget(store, ids, subject=URL, now=at(9))))
    found += difference(before, list(contents(made)))
    found.append(str(sorted(made.ask("SELECT DISTINCT doc FROM archive.postings"))))
    check(KEPT / f"{'forgotten' if make is an_archive else 'crowded'}_{'_'.join(map(str, ids))}.txt", found)


def test_what_names_an_article_goes_or_is_told() -> None:
    made = an_archive()
    made.row("feeds", url=URL, outlet="Post", status="ok", interval_seconds=900.0, fail_score=0.0, failures_in_row=0,
             redirect_count=0, conditional=True, added_at=at(0))  # fmt: skip
    made.watch(URL)
    store = OpenStore(made.connection)
    before = list(contents(made))
    with store.transaction():
        told_of_it = remove_names(store, traces_of(store, (1,)))
    check(KEPT / "unnamed.txt", [told(told_of_it), *difference(before, list(contents(made)))])


def test_what_retiring_drops_stays() -> None:
    found = []
    for older, outlets, but in (
        (day(4), (), ()),
        (day(6), ("Wire",), ()),
        (day(9), (), ("Wire",)),
        (day(3), ("Post",), ("Post",)),
    ):
        made = an_archive()
        made.connection.execute("UPDATE archive.articles SET is_seed = true WHERE article_id = 5")
        made.connection.execute(
            "UPDATE archive.articles SET text_kind = 'headline', page_text = 'x' WHERE article_id = 4"
        )
        before = list(contents(made))
        archive: Any = SimpleNamespace(store=OpenStore(made.connection))
        done = retire(archive, older_than=older, of=outlets, but=but, now=at(9))
        found += [f"{older} {outlets} {but}: {told(done)}", *difference(before, list(contents(made)))]
    check(KEPT / "retired.txt", found)
    nothing: Any = None
    with pytest.raises(InputError):
        retire(nothing, older_than=day(10), now=at(9))


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_storage_maintenance.txt", thresholds("storage/maintenance"))
    check(KEPT / "numbers_storage_tables.txt", thresholds("storage/tables"))
    check(KEPT / "numbers_storage_imports.txt", thresholds("storage/imports"))
