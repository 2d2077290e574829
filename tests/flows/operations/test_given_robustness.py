"""Every given case of robustness, one by one, with the given files and the given hostile server."""

import gzip
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from extractors.feeds.parse import parse_feed
from extractors.fetch.address_guard import PrivateHosts
from extractors.fetch.limits import WebRules
from extractors.fetch.warc_store import keep
from extractors.fetch.web import fetch_as_they_come
from flows.cli import main
from news.records import FetchedPage, FetchRequest
from tests.conftest import SHARED

FOLDER = SHARED / "cases" / "robustness"
CASES = (
    [json.loads(line) for line in (FOLDER / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    if FOLDER.is_dir()
    else []
)
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
PORT = 9200  # of the given server
LIMITS = WebRules(total_seconds=2.0, read_seconds=1.0, connect_seconds=2.0, run_seconds=25.0)

pytestmark = pytest.mark.skipif(not CASES, reason="../shared is absent: the given cases of robustness are not tried")


@pytest.fixture
def hostile() -> Iterator[None]:
    """The given server: drips, bombs, and robots.txt of ten megabytes."""
    with subprocess.Popen([sys.executable, str(FOLDER / "evil.py")], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        is_ready = server.stdout.readline() == "ready\n"
        try:
            if not is_ready:
                pytest.skip(f"port {PORT} is taken: the given server cannot listen")
            yield
        finally:
            server.kill()


def fetched(bad: list[str], good: list[str], kind: str) -> tuple[Counter[tuple[str, str]], float]:
    """Ask all in one run; return what came of each sort, and how long it took."""
    requests = [FetchRequest(url=url, kind=kind) for url in (*bad, *good)]  # type: ignore[arg-type]
    begun, came = time.monotonic(), Counter[tuple[str, str]]()
    groups = fetch_as_they_come(
        requests, user_agent="t", private_hosts=PrivateHosts.parse("127.0.0.0/8"), group=500, rules=LIMITS
    )
    for group in groups:
        for place, page in group:
            came["bad" if place < len(bad) else "good", page.outcome] += 1
    return came, time.monotonic() - begun


def test_each_case_has_its_test() -> None:
    assert {case["file"] for case in CASES} == {
        "collect_json.sh", "numeric_password.toml", "surrogate_pair.xml", "run_seconds_not_a_bound.py",
        "robots_block.py", "forget_leaves_bytes.sh",
    }  # fmt: skip


@pytest.mark.slow
def test_collect_json_prints_one_document(
    hostile: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSTHREAD_PRIVATE_HOSTS", "127.0.0.0/8")
    monkeypatch.setenv("NEWSTHREAD_CONTACT", "tests@localhost.invalid")
    (tmp_path / "feeds.txt").write_text(f"http://127.78.0.36:{PORT}/f/ok2/1\n")
    done = main(["collect", "--now", "--feeds", "feeds.txt", "--archive", str(tmp_path / "A"), "--json"])
    assert done == 0
    assert json.loads(capsys.readouterr().out)["collected"]["outcomes"] == {"ok": 1}


def test_a_password_that_is_a_number_is_refused_without_being_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSTHREAD_SETTINGS", str(FOLDER / "numeric_password.toml"))
    assert main(["doctor", "--archive", str(tmp_path / "A")]) != 0
    said = "".join(capsys.readouterr())
    assert "password" in said
    assert "424242" not in said


def test_a_pair_of_references_is_one_character() -> None:
    body = (FOLDER / "surrogate_pair.xml").read_bytes()
    url = "http://x.test/f"
    page = FetchedPage(url=url, final_url=url, outcome="ok", status=200, body=body, content_type="application/rss+xml")
    feed = parse_feed(page, now=NOW)
    assert (feed.outcome, len(feed.entries)) == ("ok", 2)
    titles = "".join(entry.title for entry in feed.entries)
    assert any(ord(char) > 0xFFFF or char == "\ufffd" for char in titles)
    assert not any(0xD800 <= ord(char) <= 0xDFFF for char in titles)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "first", "bad", "path", "good", "honest"),
    [("feed", 1, 198, "f/bigdrip", 30, "f/ok2"), ("page", 150, 8, "p/ok", 40, "p/ok")],
    ids=["hosts that drip", "robots.txt of ten megabytes"],
)
def test_hostile_hosts_hold_no_run_beyond_its_time_and_the_honest_are_read(
    hostile: None, kind: str, first: int, bad: int, path: str, good: int, honest: str
) -> None:
    hostile_ones = [f"http://127.78.0.{first + n}:{PORT}/{path}/{n}" for n in range(bad)]
    honest_ones = [f"http://127.78.0.{200 + n}:{PORT}/{honest}/{n}" for n in range(good)]
    came, took = fetched(hostile_ones, honest_ones, kind)
    assert took < LIMITS.run_seconds + 10
    assert came["good", "ok"] == good


def test_forget_leaves_no_byte_of_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    archive, url = tmp_path / "A", "http://127.78.0.7/p/ok/xxe"
    row = {"url": url, "title": "Council votes on the harbour plan", "text": "The council voted on Tuesday. " * 9}
    other = {"url": "http://127.78.0.8/p/ok/1", "title": "A ferry slip closes", "text": "The old slip closed. " * 9}
    Path("rows.jsonl").write_text("\n".join(map(json.dumps, (row, other))))
    assert main(["import", "rows.jsonl", "--archive", str(archive)]) == 0
    keep(
        [FetchedPage(url=url, final_url=url, outcome="ok", status=200, body=b"<p>words</p>", fetched_at=NOW)],
        archive / "pages", now=NOW,
    )  # fmt: skip
    assert main(["forget", url, "--yes", "--archive", str(archive)]) == 0
    for path in (archive / "store.duckdb", archive / "news.duckdb"):
        assert b"ok/xxe" not in path.read_bytes()
        with duckdb.connect() as connection:
            (found,) = connection.execute(
                "SELECT position('ok/xxe' IN content::VARCHAR) FROM read_blob($1)", [str(path)]
            ).fetchall()
        assert found == (0,)
    assert not [path for path in (archive / "pages").glob("*.gz") if b"ok/xxe" in gzip.decompress(path.read_bytes())]
