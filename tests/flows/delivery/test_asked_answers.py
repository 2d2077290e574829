"""What telling a digest and writing a site ask of the archive and hand on, every limit and span of time in it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flows.delivery import digest_content, site
from flows.delivery.digest_content import tell
from flows.delivery.site import PRINT_RULES, SiteOptions
from news.records import (
    ChangedVersion,
    Digest,
    NovelSentence,
    Reader,
    StoryLine,
    StoryUpdate,
)
from storage.snapshot.coverage import OwnText
from tests.answers import check
from tests.conftest import HOME
from tests.filled import filled
from tests.news.pieces import article

KEPT = HOME / "tests/fixtures/answers/flows"
NOW, DAY = datetime(2026, 11, 22, 12, tzinfo=UTC), timedelta(days=1)
READER = Reader(name="ida", address="ida@h.example", watches=("quay",), mute=("s2",), unheard=("quay",))
TEXTS = [
    OwnText(
        article=article(n, f"Text {n} of the quay.", title=f"Title {n}", hours=-200.0 * n * n), copies=n, is_news=n < 3
    )
    for n in range(1, 5)
]
NOVEL = NovelSentence(
    article_id=1, sentence="Text 1 of the quay.", span_start=0, span_end=9, facts=(), told_before=0.0, score=0.7
)


def novel_in(new: Any, *_: Any, **__: Any) -> list[NovelSentence]:
    return [NOVEL] if new else []


def added_in(copies: Any, *_: Any, **__: Any) -> list[NovelSentence]:
    return [replace(NOVEL, article_id=one.article_id) for one, _ in copies]


def update(number: int, state: Any = "active") -> StoryUpdate:
    counts = {"lead_worth": 0.0, "differences": (), "sentences": (), "headlines": ()}
    return filled(StoryUpdate, story_id=f"s{number}", title=f"Story {number}", state=state, **counts)


def said(value: Any) -> str:
    """A value in few words: stories and texts by their ids, many things by their number and their ends."""
    if isinstance(value, datetime):
        return f"{value:%d %H:%M}"
    if isinstance(value, OwnText):
        return f"text {value.article.article_id}"
    for name in ("story_id", "article_id", "query"):
        if is_dataclass(value) and hasattr(value, name):
            return f"{type(value).__name__} {getattr(value, name)}"
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        return f"{type(value).__name__}({', '.join(f'{name}={said(one)}' for name, one in told.items())})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{said(key)}: {said(one)}" for key, one in [*value.items()][:4]) + f"}} {len(value)}"
    if isinstance(value, list | tuple) and len(value) > 4:
        return f"[{said(value[0])} … {said(value[-1])}] {len(value)}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(said, value))}]"
    return "{" + ", ".join(sorted(map(said, value))) + "}" if isinstance(value, set | frozenset) else str(value)


class Asked:
    """Answers what it was given for each question, and notes the questions."""

    def __init__(self, found: list[str], **answers: Any) -> None:
        self.found, self.answers = found, answers

    def __getattr__(self, name: str) -> Any:
        if name in ("notes", "lines", "story_pages"):
            return self

        def answer(*args: Any, **more: Any) -> Any:
            given = [*map(said, args), *(f"{key}={said(one)}" for key, one in more.items())]
            self.found.append(f"  {name}({', '.join(given)})")
            answered = self.answers.get(name, ())
            return answered(*args, **more) if callable(answered) else answered

        return answer

    def __str__(self) -> str:
        return "THE ARCHIVE"


def in_memory(module: Any, monkeypatch: pytest.MonkeyPatch, asked: Asked, *names: str) -> None:
    @contextmanager
    def coverage_of(snapshot: Path, as_of: Any) -> Iterator[Asked]:
        asked.found.append(f"  coverage of {snapshot} as of {said(as_of)}")
        yield asked

    monkeypatch.setattr(module, "coverage_of", coverage_of)
    for name in names:
        monkeypatch.setattr(module, name, getattr(asked, name))


def texts_of(ids: Any, *_: Any, **__: Any) -> dict[str, list[OwnText]]:
    return dict.fromkeys([*ids][:2], TEXTS)


def test_what_telling_a_digest_asks_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    version = filled(ChangedVersion, article_id=9, old_title="A", title="B")
    asked = Asked(
        found, moved=[update(n, "revived" if n == 1 else "active") for n in range(50)], rank_stories=lambda some: some,
        quiet=[(f"q{n}", f"Quiet {n}") for n in range(15)], own_texts=texts_of, days=defaultdict(tuple),
        day_of=lambda at: at.date(), added_by_copies=lambda ids, *_, **__: {ids[1]: [(TEXTS[0].article, ("x",))]},
        changed=[version, version], with_pages=("s0",), whats_new=novel_in, what_copies_add=added_in,
        differences_of=[], awaited=[], is_aside=lambda title, language: title == "Title 2",
        changed_article=lambda one: None, backlog=((), ()),
        compose_digest=lambda *_, **__: filled(Digest, stories=(update(1),), quiet=(("q1", "Quiet"),), unheard=()),
    )  # fmt: skip
    in_memory(
        digest_content, monkeypatch, asked, "rank_stories", "whats_new", "what_copies_add", "differences_of", "awaited",
        "is_aside", "changed_article", "compose_digest",
    )  # fmt: skip
    for url in (None, "https://site.example/"):
        digest = tell(Path("news.duckdb"), READER, since=NOW - DAY, until=NOW, site_url=url)
        found.append(f"→ {digest.pages}")
    check(KEPT / "asked_by_digests.txt", [line[:400] for line in found if "([], [" not in line])


def test_what_is_filled_into_a_story_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    asked = Asked(found, whats_new=novel_in, what_copies_add=added_in, differences_of=[])
    in_memory(digest_content, monkeypatch, asked, "whats_new", "what_copies_add", "differences_of")
    added = [(article(7, "It adds that the quay stays shut. It is so."), ("It adds that the quay stays shut.",))]
    for state in ("revived", "active"):
        for texts in ([], TEXTS):
            for copies in ((), added):
                one = digest_content.fill(update(1, state), texts, (), added=copies if texts else ())
                told = [(each.article_id, each.sentence, each.copies, each.is_added) for each in one.sentences]
                heads = [each.sentence for each in one.headlines]
                found.append(f"→ {told} {heads} {one.lead_worth} {one.quiet_days} {one.days}")
    check(KEPT / "filled.txt", found)


def test_what_a_site_asks_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    lines = [filled(StoryLine, story_id=f"s{n}", state="active" if n % 2 else "dormant") for n in range(260)]
    asked = Asked(
        found, clock=(NOW, NOW.date(), "UTC"), stories=lines, moved=[update(n) for n in range(1, 300)],
        rank_stories=lambda some: some, own_texts=texts_of, whats_new=[NOVEL], days=defaultdict(tuple), newest={},
        watches=[("quay", "Quay", 3)], outlets=(), digests=(), drafts=lambda some, **_: [*some],
        finished=lambda some, **_: [f"page {one.story_id}" for one in some], rising=[], recent_texts=[TEXTS[0].article],
    )  # fmt: skip
    in_memory(site, monkeypatch, asked, "rank_stories", "whats_new", "finished")

    class Pool:
        map = staticmethod(map)

        def __init__(self, workers: int | None, mp_context: Any) -> None:
            found.append(f"  a pool of {workers} {mp_context is not None}")

        def __enter__(self) -> "Pool":
            return self

        def __exit__(self, *_: object) -> None:
            found.append("  the pool is closed")

    monkeypatch.setattr(site, "ProcessPoolExecutor", Pool)
    for has_digests in (True, False):
        options = SiteOptions(title="T", address="https://s.example/", is_indexed=True, has_digests=has_digests)
        made: Any = site.site_content(asked, asked, options, PRINT_RULES)  # type: ignore[arg-type]
        found.append(f"→ {said(replace(made, front=made.front[:1]))}")
        found.append(f"→ {len(made.front)} {len(made.news)} {made.since} {made.moved}")
    for count in (200, 201, 260):
        steps: list[int] = []
        step = partial(steps.append, 1)
        pages = site.story_pages(asked, made, lines[:count], NOW.date(), 3, PRINT_RULES, step)  # type: ignore[arg-type]
        found.append(f"→ {len([*pages])} pages, {len(steps)} steps")
    small = replace(PRINT_RULES, batch=100, chunk=30, alone=259)
    found.append(f"→ {len([*site.story_pages(asked, made, lines, NOW.date(), None, small, lambda: None)])} pages")  # type: ignore[arg-type]
    marks = site.marks_of(lines[:2], {"s0": "recorded"}, date(2026, 11, 22))
    found.append(f"→ {marks} {site.spelled('quay', 'The “Quays”, a quay.')} {site.spelled('mole', 'The quay.')}")
    found.append(f"→ {site.lead_worth(None)} {site.lead_worth(({}, []))} {site.lead_worth(({}, [NOVEL]))}")
    check(KEPT / "asked_by_sites.txt", [line[:900] for line in found])
