"""Every given case of a feed through `newsthread collect` and `newsthread feeds add`, each a run of the program."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import HOME
from tests.flows.collecting.loopback import Site, serving
from tests.flows.collecting.test_given_feeds import BY_FIELD, CASES, FOLDER, as_stated, given, served

pytestmark = pytest.mark.skipif(not CASES, reason="../shared is absent: the given feeds are not read")

SETTINGS = """
contact = "tests@localhost.invalid"
private_hosts = "127.0.0.1"
archive = "archive"
workers = 1
"""


def newsthread(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder that has settings."""
    (folder / "newsthread.toml").write_text(SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", *words]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "PYTHONPATH": str(HOME)},
    )


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """Serve every case and let the program collect them twice, the second time at once."""
    folder = tmp_path_factory.mktemp("program")
    with serving() as site:
        for case in BY_FIELD:
            body = (FOLDER / case["file"]).read_bytes()
            if case["file"] == "ascending-2100.xml":
                body = re.sub(rb"<link>[^<]*</link>", b"", body)  # the pages are nobody's
            site.put(f"/{case['file']}", body, case["content_type"])
        blocked = site.put("/blocked/1", "no", "text/html", status=403)
        text = (FOLDER / "fulltext-beside-teaser.xml").read_text(encoding="utf-8")
        site.put("/fulltext-beside-teaser.xml", re.sub(r"https://[^<]*/blocked/1", blocked, text))
        for name in ("same-link-items.xml", "no-link-outlet.xml"):
            served(site, given(name), f"/{name}")
        served(site, given("ttl-304.xml"), "/ttl-304.xml", ETag='"1"')
        feeds = [site.base + path for path in site.pages if path != "/blocked/1"]
        (folder / "feeds.txt").write_text("\n".join(feeds), encoding="utf-8")
        for words in (("--feeds", "feeds.txt"), ("--now",)):
            done = newsthread(folder, "collect", *words)
            assert done.returncode == 0, done.stdout + done.stderr
        yield site, folder


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "archive" / "store.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("case", BY_FIELD, ids=lambda case: case["file"])
def test_a_case_told_by_field_is_collected_by_the_program(collected: tuple[Site, Path], case: dict[str, Any]) -> None:
    site, folder = collected
    column = "count(*)" if case["field"] == "n" else case["field"]
    sql = f"SELECT {column} FROM archive.entries WHERE feed_url = '{site.base}/{case['file']}'"
    found = [as_stated(value) for (value,) in rows(folder, sql)]
    expected = [case["expected"]] if case["field"] == "n" else case["expected"]
    assert sorted(map(str, found)) == sorted(map(str, expected))


def test_texts_links_outlets_and_wishes_are_kept_by_the_program(collected: tuple[Site, Path]) -> None:
    site, folder = collected
    [(text, kind)] = rows(folder, f"SELECT text, text_kind FROM archive.articles WHERE url = '{site.base}/blocked/1'")
    assert (len(text) > 1_500, kind) == (True, "full")
    of = f"SELECT count(DISTINCT article_id) FROM archive.entries WHERE feed_url = '{site.base}/same-link-items.xml'"
    assert rows(folder, of) == [(4,)]
    outlets = (
        "SELECT DISTINCT outlet FROM archive.articles WHERE article_id IN (SELECT article_id FROM archive.entries "
        f"WHERE feed_url = '{site.base}/no-link-outlet.xml')"
    )
    assert rows(folder, outlets) == [("Tidewater Post",)]
    waits = f"SELECT next_at - last_polled_at FROM archive.feeds WHERE url = '{site.base}/ttl-304.xml'"
    assert site.seen.count("/ttl-304.xml") == 2
    [(wait,)] = rows(folder, waits)
    assert wait >= timedelta(hours=12)


def test_lists_and_pages_are_followed_by_the_program(site: Site, tmp_path: Path) -> None:
    site.put("/", (FOLDER / "discovery-page.html").read_bytes(), "text/html")
    for path in ("/feed", "/rss", "/rss.xml", "/feed.xml", "/index.xml", "/feed.json", "/comments/feed"):
        site.put(path, (FOLDER / "ttl-304.xml").read_bytes())
    assert newsthread(tmp_path, "feeds", "add", site.base + "/").returncode == 0
    assert rows(tmp_path, "SELECT url FROM archive.feeds") == [(site.base + "/feed",)]
    assert [path for path in site.seen if path != "/robots.txt"] == ["/", "/feed"]
    refused = newsthread(tmp_path, "collect", "--feeds", str(FOLDER / "not-addresses.opml"))
    assert refused.returncode != 0
    assert "mailto:desk@tw.example" in refused.stderr + refused.stdout
    newsthread(tmp_path, "collect", "--feeds", str(FOLDER / "raw-ampersand.opml"))
    address = "https://www.tidewater-post.example/feed?section=ports&region=north&format=rss"
    assert (address,) in rows(tmp_path, "SELECT url FROM archive.feeds")


def test_every_given_case_is_tried_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    others = {case["file"] for case in CASES} - {case["file"] for case in BY_FIELD}
    assert {name for name in others if f'"{name}"' not in source} == set()
    assert len(CASES) == 29
