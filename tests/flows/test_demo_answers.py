"""What the sample newsroom answers at each of its moments, and what the demo says, sets and takes away."""

import os
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from email.message import Message
from hashlib import sha256
from pathlib import Path

import pytest

from flows.configuration.settings import DATA
from flows.demo import demo
from flows.demo.newsroom import Answer, Newsroom, serve
from news.errors import InputError, SeedError
from news.records import Digest, StoryLine, StoryUpdate
from tests.answers import check, told
from tests.conftest import HOME
from tests.filled import filled

KEPT = HOME / "tests/fixtures/answers/flows"


def line_of(path: str, answer: Answer) -> str:
    body = answer.body.decode()
    entries = body.count("<item>") + body.count("<entry>") + body.count('"id":')
    digest = sha256(answer.body).hexdigest()[:8]
    return f"  {path}: {answer.status} {answer.content_type} {len(answer.body)} {digest} {entries} entries"


def test_what_the_newsroom_answers_stays() -> None:
    newsroom = Newsroom.read(DATA / "seeds" / "newsroom")
    newsroom.base = "http://newsroom.example"
    found = [told(feed) for feed in newsroom.feed_list()]
    first, second = newsroom.moments
    for moment in (first - timedelta(days=90), first, second):
        newsroom.now = moment
        found.append(f"{moment}")
        for feed in newsroom.feeds:
            found += [line_of(feed["path"], newsroom.answer(feed["path"]))]
        for entry in newsroom.entries[::3]:
            found += [line_of(entry["path"], newsroom.answer(entry["path"]))]
    found += [line_of(path, newsroom.answer(path)) for path in ("/robots.txt", "/nowhere")]
    for at in (newsroom.entries[3]["appears"],):
        newsroom.now = datetime.fromisoformat(at)
        found.append(line_of("as it appears", newsroom.answer(newsroom.entries[3]["path"])))
    found.append(f"{len(newsroom.seen)} asked, the last {newsroom.seen[-1]}")
    check(KEPT / "sample_newsroom.txt", found)


def asked(url: str, **headers: str) -> tuple[int, bytes, Message]:
    """Ask once; return the status, the body and the headers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers


def test_a_page_that_was_seen_is_not_sent_again() -> None:
    newsroom = Newsroom.read(DATA / "seeds" / "newsroom")
    with serve(newsroom):
        status, body, headers = asked(newsroom.base + "/robots.txt")
        assert (status, body[:5], headers["Content-Length"]) == (200, b"User-", f"{len(body)}")
        status, none, again = asked(newsroom.base + "/robots.txt", **{"If-None-Match": headers["ETag"]})
        assert (status, none, again["Content-Type"]) == (304, b"", None)
        assert asked(newsroom.base + "/robots.txt", **{"If-None-Match": '"another"'})[:2] == (200, body)
        status, told_of_it, others = asked(newsroom.base + "/nowhere")
        assert (status, told_of_it, others["ETag"] != headers["ETag"]) == (404, b"not found", True)
        again_none = asked(newsroom.base + "/nowhere", **{"If-None-Match": others["ETag"]})
        assert again_none[:2] == (404, b"not found")
    with pytest.raises(SeedError, match="the sample newsroom cannot be read"):
        Newsroom.read(DATA / "nowhere")


def test_a_demo_takes_away_what_a_demo_left_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "demo"
    demo.empty(folder)
    assert [path.name for path in folder.iterdir()] == [demo.MARK]
    (folder / "pages").mkdir()
    (folder / "prefect").mkdir()
    for name in ("store.duckdb", "digest.html", "mine.txt", "pages/x"):
        (folder / name).write_text("x")
    demo.empty(folder)
    assert sorted(path.name for path in folder.iterdir()) == [demo.MARK, "mine.txt", "prefect"]
    (folder / demo.MARK).unlink()
    with pytest.raises(InputError, match="is not empty, and no demo made it"):
        demo.empty(folder)
    (folder / "mine.txt").unlink()
    demo.empty(folder)  # Prefect's database alone is nobody's


def test_the_environment_is_as_before_when_the_runs_are_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSTHREAD_CONTACT", "mine")
    monkeypatch.delenv("DO_NOT_TRACK", raising=False)
    before = dict(os.environ)
    with demo.environment(demo.demo_environment(tmp_path)):
        differs = {name: value for name, value in os.environ.items() if before.get(name) != value}
    assert dict(os.environ) == before
    assert differs.pop("PREFECT_HOME") == str(tmp_path / "prefect")
    assert (differs["NEWSTHREAD_CONTACT"], differs["DO_NOT_TRACK"]) == ("demo@localhost.invalid", "1")


def test_what_the_demo_says_stays() -> None:
    lines = [filled(StoryLine, story_id=f"s{n}", title=f"Story {n}", articles=n % 3, state="active") for n in range(4)]
    found = [line for story in lines for line in demo._story_lines(story).split("\n")]
    found += [*demo._queries(lines), *demo._queries([])]
    moved = tuple(filled(StoryUpdate, title=f"Story {n}", new_articles=n) for n in range(5))
    for stories in ((), moved[:2], moved):
        counts = {"new_articles": 9, "copies_collapsed": 2, "new_origins": 3, "changed": (1, 2)}
        found.append(demo._new(filled(Digest, stories=stories, **counts)))
    check(KEPT / "demo.txt", found)


def test_the_two_moments_are_a_week_apart() -> None:
    first, second = Newsroom.read(DATA / "seeds" / "newsroom").moments
    assert (first.tzinfo, second - first) == (UTC, timedelta(days=7))
