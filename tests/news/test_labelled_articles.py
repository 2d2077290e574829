"""Quality that any clone can guard: invented articles whose labels were written before the code read them.

The floors are what was found at first sight. They estimate nothing of real news: docs/method.md does.
"""

import json
import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.stories.ours import run_ours
from benchmarks.stories.scores import bcubed
from news.copies.groups import group_copies
from news.copies.near_copies import find_near_copies
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import find_origins
from news.records import Article, NearCopy, Outlet
from news.speakers.quotations import find_quotes

QUALITY = Path(__file__).resolve().parents[1] / "fixtures" / "quality"
FLOORS = json.loads((QUALITY / "floors.json").read_text(encoding="utf-8"))["articles"]


@cache
def labels() -> list[dict[str, Any]]:
    return tomllib.loads((QUALITY / "articles.toml").read_text(encoding="utf-8"))["article"]  # type: ignore[no-any-return]


@cache
def outlets() -> list[Outlet]:
    told = tomllib.loads((QUALITY / "articles.toml").read_text(encoding="utf-8"))["outlet"]
    return [
        Outlet(
            outlet=row["name"],
            aliases=tuple(row.get("aliases", ())),
            domain=row["domain"],
            kind=row["kind"],
            country="",
        )
        for row in sorted(told, key=lambda row: str(row["name"]))
    ]


@cache
def articles() -> dict[str, Article]:
    found = {}
    for number, row in enumerate(sorted(labels(), key=lambda row: str(row["at"])), start=1):
        at = datetime.fromisoformat(row["at"])
        found[row["id"]] = Article(
            article_id=number,
            url=f"https://{number}.example/{row['id']}",
            outlet=row["outlet"],
            title=row["title"],
            text=row["text"].strip(),
            language="en",
            first_seen_at=at,
            ordered_at=at,
            ordered_by="published",
            arrived_by="feed",
        )
    return found


@cache
def copies() -> list[NearCopy]:
    return find_near_copies(list(articles().values()), among=[])


def test_copies_are_told_from_reports_of_the_same_event() -> None:
    ids = {article.article_id: key for key, article in articles().items()}
    found = {(ids[one.article_id], ids[one.original_id]) for one in copies() if one.kind in ("exact", "near_copy")}
    meant = {(row["id"], row["copy_of"]) for row in labels() if "copy_of" in row}
    assert len(found & meant) / len(found) >= FLOORS["copies"]["precision"], found - meant
    assert len(found & meant) / len(meant) >= FLOORS["copies"]["recall"], meant - found


def test_stories_are_kept_apart_and_together() -> None:
    given = list(articles().values())
    true = {row["id"]: row["story"] for row in labels()}
    scores = bcubed(run_ours(given, batch=10), [true[key] for key in articles()])
    assert scores.precision >= FLOORS["stories"]["precision"]
    assert scores.recall >= FLOORS["stories"]["recall"]


def origins() -> Iterator[tuple[str, str, str]]:
    """Yield each article's id with what was found and what is meant: an outlet, "own" or "unknown"."""
    given = list(articles().values())
    gazetteer = Gazetteer.of(outlets())
    groups = {key: group for key, (group, _) in group_copies(given, copies()).items()}
    found = {}
    for story in {row["story"] for row in labels()}:
        told = [articles()[row["id"]] for row in labels() if row["story"] == story]
        ids = {article.article_id for article in told}
        credited = [citation for article in told for citation in find_citations(article, gazetteer)]
        quotes = [quote for article in told for quote in find_quotes(article)]
        linked = [copy for copy in copies() if {copy.article_id, copy.original_id} <= ids]
        for origin in find_origins(story, told, credited, linked, quotes, groups, outlets()):
            if origin.basis == "explicit":
                found[origin.article_id] = origin.origin or {"primary": "own"}.get(origin.state, "unknown")
    for row in labels():
        yield row["id"], found[articles()[row["id"]].article_id], row["origin"]


def test_whose_reporting_an_article_rests_on() -> None:
    wrong = [(key, found, meant) for key, found, meant in origins() if found not in (meant, "unknown")]
    stated = [found for _, found, _ in origins() if found != "unknown"]
    assert 1 - len(wrong) / len(stated) >= FLOORS["origins"]["precision"], wrong
    known = [(key, found, meant) for key, found, meant in origins() if meant != "unknown"]
    missed = [told for told in known if told[1] != told[2]]
    assert 1 - len(missed) / len(known) >= FLOORS["origins"]["recall"], missed


def test_nobody_who_relays_passes_for_independent() -> None:
    taken = [(key, meant) for key, found, meant in origins() if found == "own" and meant not in ("own", "unknown")]
    assert len(taken) <= FLOORS["origins"]["relays called own"], taken


def test_who_says_what() -> None:
    stated = right = meant = 0
    wrong = []
    for row in labels():
        article = articles()[row["id"]]
        quotes = find_quotes(article)
        for words, speaker in row.get("said", ()):
            at = article.text.index(words)
            found = next((quote.speaker for quote in quotes if quote.span_start - 2 <= at < quote.span_end), None)
            meant += bool(speaker)
            stated += bool(found)
            right += bool(found) and found == speaker
            if (found or "") != speaker:
                wrong.append((row["id"], found, speaker))
    assert right / stated >= FLOORS["speakers"]["precision"], wrong
    assert right / meant >= FLOORS["speakers"]["found"], wrong
