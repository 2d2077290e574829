"""What each question to a snapshot answers of two archives drawn by lot: letters, pages of the site, assistants,
claims."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from news.errors import InputError, WatchError
from news.records import Article
from news.watches.parser import parse_query
from storage.snapshot.article_lines import ArticleLines
from storage.snapshot.article_search import ArticleSearch
from storage.snapshot.assistant import AssistantQuestions
from storage.snapshot.claim_texts import ClaimTexts
from storage.snapshot.coverage import Coverage
from storage.snapshot.coverage_caveats import CoverageCaveats
from storage.snapshot.digest_list import DigestList
from storage.snapshot.site_queries import SiteQueries
from storage.snapshot.story_pages import PAGE_RULES, PageRules, StoryPages
from storage.tables.alerts import AlertRepository
from tests.answers import check, told
from tests.storage.small_archive import EVER, OpenStore, SmallArchive, at, day
from tests.storage.snapshot import drawn_archive, whole_days
from tests.storage.snapshot.drawn_archive import STORIES
from tests.storage.snapshot.test_answers import KEPT, marked

HERE = Path("snapshot")
LONGEST = 330


@dataclass(frozen=True, kw_only=True)
class World:
    """An archive to ask, and of what to ask it."""

    name: str
    make: Callable[[], SmallArchive]
    watch: str
    other: str
    moment: float
    periods: tuple[tuple[float, float], ...]
    search: tuple[str, str]
    claims: tuple[tuple[str, ...], ...]
    queries: tuple[str, ...]

    def kept(self, name: str) -> Path:
        return KEPT / f"{self.name}{name}.txt"


DRAWN = World(
    name="",
    make=drawn_archive.archive.__wrapped__,
    watch="bridge",
    other="quiet",
    moment=61,
    periods=((20.5, 22.0), (0.0, 61.0)),
    search=("bridge", "storm"),
    claims=(
        (), ("bridge",), ("bridge", "storm"), ("bridge", "storm", "dam", "varna"), ("none",), ("bridge", "none"),
        ("bridge", "storm", "ferry", "council", "budget", "school", "museum", "strike"),
    ),
    queries=(
        "bridge", "bridge storm", "bridge OR storm", "bridge -storm", '"council budget"', "brid*", "title:bridge",
        "bridge NEAR/3 storm", "bridge NEAR/1 storm", "outlet:Post", "language:de bridge", "after:2026-04-01 dam",
        "before:2026-03-05", "kind:headline", "NOT bridge", "malmo", "text:dam title:ferry", "author:x", "Malmö",
        "(dam OR ferry) -bridge -storm", "country:GB", "site:news.example dam", "varna~",
    ),
)  # fmt: skip
WHOLE = World(
    name="whole_",
    make=whole_days.archive.__wrapped__,
    watch="dam",
    other="Harbour",
    moment=60,
    periods=((46.0, 47.0), (46.0, 60.0), (58.0, 60.0)),
    search=("dam", "ferry"),
    claims=(("dam",), ("dam", "ferry"), ("shut", "naive", "none"), ("dams", "港口"), ("ferry", "dam", "dams", "naive")),
    queries=(
        "dam", "title:dam", "text:dam", '"the dam"', 'title:"the dam"', 'text:"the dam is"', "dam NEAR/1 ferry",
        "dam NEAR/0 ferry", "title:dam NEAR/2 title:ferry", "dam W/1 ferry", "shut N/3 (dam OR ferry)", "港口", "3-2",
        'author:"ann vale"', "author:ek", "language:de", "outlet:Stray", "after:2026-04-16", "before:2026-04-16",
        "after:2026-04-30 before:2026-04-30", "-dam", "(naive OR dams) -ferry", "DAM", "=Dam", "da?", "dam~ -title:dam",
    ),
)  # fmt: skip
both = pytest.mark.parametrize("world", [DRAWN, WHOLE], ids=["drawn", "whole days"])


@cache
def changed_archive(world: World) -> SmallArchive:
    """The archive of the views' answers, with texts that changed, one that was taken back, and summaries."""
    made = world.make()
    for number in range(3, 150, 10):
        moment = at(min(60.0, 21.0 + number % 40 + (25 if world is WHOLE else 0)))
        where = f"article_id = {number} AND version = 1"
        made.connection.execute(f"UPDATE archive.articles SET superseded_at = '{moment}' WHERE {where}")
        change = ("text and title", "text", "read again", "title")[number // 10 % 4]
        columns = "* REPLACE (2 AS version, 'Harbour news' AS title, text || ' The bridge is shut.' AS text, "
        columns += (
            f"'{change}' AS change, TIMESTAMPTZ '{moment}' AS recorded_at, TIMESTAMPTZ '{EVER}' AS superseded_at)"
        )
        made.connection.execute(f"INSERT INTO archive.articles SELECT {columns} FROM archive.articles WHERE {where}")
    made.index()
    made.as_of(at(world.moment))
    return made


def asked(kind: type[Any], world: World) -> Any:
    return kind(changed_archive(world).connection, HERE)


def line(value: Any) -> str:
    """A value in one line; texts of articles by their number and version."""
    if isinstance(value, Article):
        return f"#{value.article_id}.{value.version}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{told(key)}: {line(one)}" for key, one in sorted(value.items(), key=str)) + "}"
    if isinstance(value, list | tuple):
        return "(" + ", ".join(map(line, value)) + ")"
    if is_dataclass(value):
        names = value.__dataclass_fields__
        return "{" + " ".join(f"{name}={line(getattr(value, name))}" for name in names) + "}"
    return told(value)


def lines(name: str, answer: Any) -> Iterator[str]:
    rows = sorted(answer.items(), key=str) if isinstance(answer, Mapping) else answer
    if isinstance(rows, Iterable) and not isinstance(rows, str):
        told_rows = [line(row) for row in rows]
        yield marked(name, told_rows)
        for said in told_rows[:40]:
            yield f"  {said if len(said) <= LONGEST else f'{said[: LONGEST - 80]}…{len(said)}…{said[-70:]}'}"
    else:
        yield name
        yield f"  {line(answer)}"


@both
def test_what_letters_ask_stays(world: World) -> None:
    coverage = asked(Coverage, world)
    found = [*lines("stories", coverage.stories()), *lines("of a watch", coverage.stories(watch=world.watch))]
    found += lines("since", coverage.stories(since=day(57)))
    for story in (("s6",), ("m1", "s3"))[world is WHOLE]:
        found += lines(f"story {story}", coverage.story(story))
    found += [*lines("begins", coverage.begins_at()), *lines("watch list", coverage.watch_list())]
    found += [*lines("watches", sorted(coverage.watches())), *lines("paged", coverage.with_pages([*STORIES, "s7"]))]
    found += lines("counts", coverage.counts())
    for first, last in world.periods:
        since, until = at(first), at(last)
        for watches in ((), (world.watch,)):
            found += lines(f"moved {first} {watches}", coverage.moved(since, until, watches))
        found += lines(f"quiet {first}", coverage.quiet(since, until, (world.watch,) if first else ()))
        for news, before in ((2, 1), (1, 2))[: 1 + (world is WHOLE)]:
            texts = coverage.own_texts(STORIES, since, until, news=news, before=before)
            found += lines(f"own {first} {news} {before}", texts)
        for most in (1, 9):
            found += lines(f"added {first} {most}", coverage.added_by_copies(STORIES, since, until, most=most))
        found += lines(f"changed {first}", coverage.changed(since, until))
        for mute in ((), ("s1", "Wire")):
            found.append(f"matches {mute} {coverage.matches(since, until, [world.watch, world.other], mute=mute)}")
            found += lines(f"backlog {mute}", coverage.backlog(since, until, mute=mute))
        for outlets, least in ((), 1), (("Post",), 1), (("Post", "Herald"), 2):
            found += lines(f"unheard {outlets} {least}", coverage.unheard(outlets, since, least))
    for last, count in ((day(30), 14), (day(60), 3)):
        found += lines(f"days {last} {count}", coverage.days(STORIES, last=last, count=count))
    found.append(str([coverage.day_of(at(moment)) for moment in (0.0, 0.99, 1.0)]))
    check(world.kept("letters"), found)


@both
def test_what_is_said_of_outages_stays(world: World) -> None:
    caveats = asked(CoverageCaveats, world)
    found = []
    for first in range(0, 60, 12):
        for span in (0, 6, 20):
            found += lines(f"gaps {first} {span}", caveats.gaps(day(first), day(min(60, first + span))))
        for span in (3.0, 30.0):
            found += lines(f"poor {first} {span}", caveats.poor_readings(at(first), at(first + span)))
    for first, last in ((0.0, 1.0), (0.5, 1.0), (-1.0, 5.0), (1.0, 4.9), (1.0, 5.0), (5.0, 9.0)):
        found += lines(f"panel {first} {last}", caveats.panel_changes(at(first), at(last)))
    found += [f"followed {first}: {caveats.followed_since(at(first))}" for first in (-1.0, 0.0, 0.5)]
    found.append(str(caveats.outlets_followed()))
    check(world.kept("caveats"), found)


@both
def test_what_pages_of_the_site_ask_stays(world: World) -> None:
    site = asked(SiteQueries, world)
    stories = site.stories()
    found = [*lines("clock", site.clock()), *lines("stories", stories), *lines("marks", site.marks())]
    found += lines("newest", site.newest([story.story_id for story in stories]))
    found += [*lines("digests", site.digests()), *lines("digest", site.digest("d3"))]
    found += lines("texts", site.texts_at([f"https://news.example/{number}" for number in (1, 3, 13, 900)]))
    found += lines("watches", site.watches())
    for watch in (world.watch, world.other):
        for last in (day(60), day(40)):
            page = site.watch(watch, last=last, stories=stories)
            found += [part for name in page.__dataclass_fields__ for part in lines(name, getattr(page, name))]
            found += lines(f"texts {watch}", site.recent_texts(watch, last=last, most=5))
    for last in (day(31), day(60)):
        found += lines(f"rising {last}", site.rising(last=last))
        listed = site.outlets()
        for page in site.outlet_pages(listed, last=last, stories=stories):
            found += [part for name in page.__dataclass_fields__ for part in lines(name, getattr(page, name))]
    found += lines("outlets", site.outlets())
    articles = asked(ArticleLines, world)
    found += [*lines("of a watch", articles.of_watch(world.watch)), *lines("searched", list(articles.searched())[:40])]
    check(world.kept("site"), found)


@both
def test_what_a_storys_page_shows_stays(world: World) -> None:
    pages = asked(StoryPages, world)
    stories = asked(SiteQueries, world).stories()
    found = []
    small = PageRules(pairs=2, quotations=1, wordings=1, texts=2, quiet_days=2)
    for rules, last in ((PAGE_RULES, day(60)), (small, day(25))):
        for draft in pages.drafts(stories, last=last, rules=rules):
            found.append(f"{draft.page.line.story_id if hasattr(draft.page, 'line') else ''} {last} {rules.pairs}")
            for name in draft.page.__dataclass_fields__:
                found += lines(name, getattr(draft.page, name))
            found += [
                *lines("texts", draft.texts),
                *lines("versions", draft.versions),
                *lines("words", draft.text_words),
            ]
    check(world.kept("story_pages"), found)


@both
def test_what_assistants_ask_stays(world: World) -> None:
    questions = asked(AssistantQuestions, world)
    found = []
    for state, most in ((None, 2), (None, 20), ("active", 20), ("closed", 20)):
        found += lines(f"stories {state} {most}", questions.stories(state, most))
    for story in ("s1", "s6"):
        found += [
            *lines(f"story {story}", questions.story(story)),
            *lines("articles", questions.story_articles(story, 6)),
        ]
    for watch in (world.watch, world.other, "none"):
        found += lines(f"watch {watch}", questions.watch(watch))
    for since in (at(20.0), at(57.0), at(61.0)):
        for watch in (None, world.watch):
            found += lines(f"new since {since} {watch}", questions.new_since(since, watch, 6))
    for words in ("wait", "Vale", "ann vale", "none", ""):
        found += lines(f"who said {words}", questions.who_said(words, 5))
    for name in ("s1", world.watch):
        found += lines(f"coverage {name}", questions.coverage(name, day(10), day(30), 9))
    for name in ("Pos", "Herld", "stor", "bridge", "s"):
        found += lines(f"near {name}", questions.near(name))
    found += lines("digest", questions.digest())
    check(world.kept("assistants"), found)


@both
def test_what_claims_and_searches_find_stays(world: World) -> None:
    texts, search = asked(ClaimTexts, world), asked(ArticleSearch, world)
    found = []
    for words in world.claims:
        candidates = texts.candidates([frozenset((word, f"{word}s")) for word in words])
        found += [*lines(f"claim {words}", candidates.texts), f"  left out {candidates.left_out}"]
    found += [*lines("languages", texts.languages()), *lines("span", texts.span())]
    found += [*lines("unread", texts.unread_languages("en")), *lines("unread", texts.unread_languages("de"))]
    found += lines("outages", texts.outages(day(0), day(30)))
    for query in world.queries:
        try:
            ids = search.matching(parse_query(query))
        except (InputError, WatchError) as error:
            found.append(f"{query}: {str(error)[:60]}")
            continue
        found.append(f"{query}: {len(ids)} {sorted(ids)[:25]}")
        found += lines("  told", search.told(ids, [*world.search], most=3))
        found.append(f"  {search.days(ids)[:3]}")
    found += lines("watches", search.watches())
    digests = asked(DigestList, world)
    found += [*lines("digests", digests.all()), *lines("one", digests.get("d1")), *lines("none", digests.get("x"))]
    found += lines("deliveries", digests.deliveries())
    store = OpenStore(changed_archive(world).connection)
    for moment in (at(23.0), at(33.0), at(60.5)):
        found += lines(f"signs {moment}", AlertRepository(store).stories(now=moment))
    changed_archive(world).as_of(at(world.moment))
    check(world.kept("searches"), found)


def test_an_empty_archive_has_no_clock_and_no_story() -> None:
    empty = SmallArchive().connection
    with pytest.raises(InputError):
        SiteQueries(empty, HERE).clock()
    with pytest.raises(InputError, match="There is no story 's9'"):
        asked(Coverage, DRAWN).story("s9")
