"""What each question to a snapshot answers of one archive drawn by lot: letters, pages of the site, assistants,
claims."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
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
from tests.storage.snapshot.test_answers import KEPT, STORIES, archive, marked

HERE = Path("snapshot")
PERIODS = ((20.5, 22.0), (0.0, 61.0))
LONGEST = 330


@cache
def changed_archive() -> SmallArchive:
    """The archive of the views' answers, with texts that changed, one that was taken back, and summaries."""
    made = archive.__wrapped__()
    for number in range(3, 150, 10):
        moment = at(min(60.0, 21.0 + number % 40))
        where = f"article_id = {number} AND version = 1"
        made.connection.execute(f"UPDATE archive.articles SET superseded_at = '{moment}' WHERE {where}")
        change = ("text and title", "text", "read again", "title")[number // 10 % 4]
        columns = "* REPLACE (2 AS version, 'Harbour news' AS title, text || ' The bridge is shut.' AS text, "
        columns += (
            f"'{change}' AS change, TIMESTAMPTZ '{moment}' AS recorded_at, TIMESTAMPTZ '{EVER}' AS superseded_at)"
        )
        made.connection.execute(f"INSERT INTO archive.articles SELECT {columns} FROM archive.articles WHERE {where}")
    made.index()
    made.as_of(at(61))
    return made


def asked(kind: type[Any]) -> Any:
    return kind(changed_archive().connection, HERE)


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


def test_what_letters_ask_stays() -> None:
    coverage = asked(Coverage)
    found = [*lines("stories", coverage.stories()), *lines("of a watch", coverage.stories(watch="bridge"))]
    found += lines("since", coverage.stories(since=day(57)))
    for story in ("s6",):
        found += lines(f"story {story}", coverage.story(story))
    found += lines("counts", coverage.counts())
    for first, last in PERIODS:
        since, until = at(first), at(last)
        for watches in ((), ("bridge",)):
            found += lines(f"moved {first} {watches}", coverage.moved(since, until, watches))
        found += lines(f"quiet {first}", coverage.quiet(since, until, ("bridge",) if first else ()))
        for news, before in ((2, 1),):
            texts = coverage.own_texts(STORIES, since, until, news=news, before=before)
            found += lines(f"own {first} {news} {before}", texts)
        for most in (1, 9):
            found += lines(f"added {first} {most}", coverage.added_by_copies(STORIES, since, until, most=most))
        found += lines(f"changed {first}", coverage.changed(since, until))
    for last, count in ((day(30), 14), (day(60), 3)):
        found += lines(f"days {last} {count}", coverage.days(STORIES, last=last, count=count))
    found.append(str([coverage.day_of(at(moment)) for moment in (0.0, 0.99, 1.0)]))
    check(KEPT / "letters.txt", found)


def test_what_is_said_of_outages_stays() -> None:
    caveats = asked(CoverageCaveats)
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
    check(KEPT / "caveats.txt", found)


def test_what_pages_of_the_site_ask_stays() -> None:
    site = asked(SiteQueries)
    stories = site.stories()
    found = [*lines("clock", site.clock()), *lines("stories", stories), *lines("marks", site.marks())]
    found += lines("newest", site.newest([story.story_id for story in stories]))
    found += [*lines("digests", site.digests()), *lines("digest", site.digest("d3"))]
    found += lines("texts", site.texts_at([f"https://news.example/{number}" for number in (1, 3, 13, 900)]))
    found += lines("watches", site.watches())
    for watch in ("bridge", "quiet"):
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
    articles = asked(ArticleLines)
    found += [*lines("of a watch", articles.of_watch("bridge")), *lines("searched", list(articles.searched())[:40])]
    check(KEPT / "site.txt", found)


def test_what_a_storys_page_shows_stays() -> None:
    pages = asked(StoryPages)
    stories = asked(SiteQueries).stories()
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
    check(KEPT / "story_pages.txt", found)


def test_what_assistants_ask_stays() -> None:
    questions = asked(AssistantQuestions)
    found = []
    for state, most in ((None, 2), (None, 20), ("active", 20), ("closed", 20)):
        found += lines(f"stories {state} {most}", questions.stories(state, most))
    for story in ("s1", "s6"):
        found += [
            *lines(f"story {story}", questions.story(story)),
            *lines("articles", questions.story_articles(story, 6)),
        ]
    for watch in ("bridge", "quiet", "none"):
        found += lines(f"watch {watch}", questions.watch(watch))
    for since in (at(20.0), at(57.0), at(61.0)):
        for watch in (None, "bridge"):
            found += lines(f"new since {since} {watch}", questions.new_since(since, watch, 6))
    for words in ("wait", "Vale", "ann vale", "none", ""):
        found += lines(f"who said {words}", questions.who_said(words, 5))
    for name in ("s1", "bridge"):
        found += lines(f"coverage {name}", questions.coverage(name, day(10), day(30), 9))
    for name in ("Pos", "Herld", "stor", "bridge", "s"):
        found += lines(f"near {name}", questions.near(name))
    found += lines("digest", questions.digest())
    check(KEPT / "assistants.txt", found)


def test_what_claims_and_searches_find_stays() -> None:
    texts, search = asked(ClaimTexts), asked(ArticleSearch)
    found = []
    for words in (
        (), ("bridge",), ("bridge", "storm"), ("bridge", "storm", "dam", "varna"), ("none",), ("bridge", "none"),
        ("bridge", "storm", "ferry", "council", "budget", "school", "museum", "strike"),
    ):  # fmt: skip
        candidates = texts.candidates([frozenset((word, f"{word}s")) for word in words])
        found += [*lines(f"claim {words}", candidates.texts), f"  left out {candidates.left_out}"]
    found += [*lines("languages", texts.languages()), *lines("span", texts.span())]
    found += [*lines("unread", texts.unread_languages("en")), *lines("unread", texts.unread_languages("de"))]
    found += lines("outages", texts.outages(day(0), day(30)))
    for query in (
        "bridge", "bridge storm", "bridge OR storm", "bridge -storm", '"council budget"', "brid*", "title:bridge",
        "bridge NEAR/3 storm", "bridge NEAR/1 storm", "outlet:Post", "language:de bridge", "after:2026-04-01 dam",
        "before:2026-03-05", "kind:headline", "NOT bridge", "malmo", "text:dam title:ferry", "author:x", "Malmö",
        "(dam OR ferry) -bridge -storm", "country:GB", "site:news.example dam", "varna~",
    ):  # fmt: skip
        try:
            ids = search.matching(parse_query(query))
        except (InputError, WatchError) as error:
            found.append(f"{query}: {str(error)[:60]}")
            continue
        found.append(f"{query}: {len(ids)} {sorted(ids)[:25]}")
        found += lines("  told", search.told(ids, ["bridge", "storm"], most=3))
        found.append(f"  {search.days(ids)[:3]}")
    found += lines("watches", search.watches())
    digests = asked(DigestList)
    found += [*lines("digests", digests.all()), *lines("one", digests.get("d1")), *lines("none", digests.get("x"))]
    found += lines("deliveries", digests.deliveries())
    store = OpenStore(changed_archive().connection)
    for moment in (at(23.0), at(33.0), at(60.5)):
        found += lines(f"signs {moment}", AlertRepository(store).stories(now=moment))
    changed_archive().as_of(at(61))
    check(KEPT / "searches.txt", found)


def test_an_empty_archive_has_no_clock_and_no_story() -> None:
    empty = SmallArchive().connection
    with pytest.raises(InputError):
        SiteQueries(empty, HERE).clock()
    with pytest.raises(InputError, match="There is no story or watch 's9'"):
        asked(Coverage).story("s9")
