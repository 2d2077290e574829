"""After `forget` no byte of a text, title, address or page is found in any file of the archive."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from extractors.fetch.warc_store import keep
from flows.cli import main
from news.records import Announcement, Delivery, Failure, FeedEntry, FetchedPage, StoredDigest
from news.urls import article_key
from storage.archive import Archive

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
OUTLETS = ("Orsel Gazette", "Bay Post", "Lantern Weekly")
WORD = ("zimbelstern", "quarzuhr", "nebelhorn", "walfisch", "kranich", "pelikan")
# What a search of the files looks for: nothing of it may be left of what was forgotten.
NUMBERS = range(6)
FEED = "https://f.example/"


def url(number: int) -> str:
    return f"https://{OUTLETS[number % 3].split()[0].lower()}.example/news/{WORD[number]}-{number}"


def title(number: int) -> str:
    return f"Harbour office hands the {WORD[number]} to Mara Lind"


def text(number: int) -> str:
    said = f"The harbour office handed the {WORD[number]} number {number} to Mara Lind on Monday evening."
    quoted = f'"Nobody had asked for a {WORD[number]} before," said Jonas Vark of berth {number}.'
    return "\n\n".join([said, quoted, f"It will stand at berth {number} beside the old {WORD[number]} until spring."])


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "archive"
    monkeypatch.setenv("NEWSTHREAD_ARCHIVE", str(folder))
    monkeypatch.chdir(tmp_path)
    rows = [
        {"url": url(n), "title": title(n), "text": text(n), "outlet": OUTLETS[n % 3], "published_at": f"2026-11-2{n}"}
        for n in NUMBERS
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert main(["import", "rows.jsonl"]) == 0
    keep([page(n) for n in NUMBERS], folder / "pages", now=NOW)
    with Archive.open(folder, now=NOW) as held:
        say_it_everywhere(held)
        held.publish(now=NOW)
    assert main(["site", str(folder / "site")]) == 0
    (tmp_path / "rows.jsonl").unlink()
    return folder


def page(number: int) -> FetchedPage:
    body = f"<html><h1>{title(number)}</h1>{text(number)}<a href='{url((number + 1) % 6)}'>next</a></html>".encode()
    return FetchedPage(url=url(number), final_url=url(number), outcome="ok", status=200, body=body, fetched_at=NOW)


def say_it_everywhere(held: Archive) -> None:
    """Let entries, failures, alerts, links and digests name every article."""
    for n in NUMBERS:
        body = f"<p><a href='{url(n)}?utm_source=x'>{title(n)}</a></p>"
        digest = StoredDigest(
            digest_id=f"d{n}", name="me", period_start=NOW, period_end=NOW, state="frozen",
            subject=f"{title(n)}: 1 new", html=body,
            body_text=f"{title(n)}\n{url(n)}", content_sha256="0" * 64, created_at=NOW,
        )  # fmt: skip
        held.digests.freeze(digest, Delivery(digest_id=f"d{n}", recipient="me", message_id=f"m{n}", state="pending"))
        with held.store.transaction():
            held.articles.save_failures([Failure(stage="pages", subject=url(n), error=f"gone: {title(n)}", at=NOW)])
            held.store.write(
                "INSERT INTO archive.alerts (kind, subject, occasion, said, raised_at, mail) "
                "VALUES ('burst', 's', '', $1, $2, 'none')",
                [f"Burst: {title(n)}", NOW],
            )
            held.store.write(
                "UPDATE archive.articles SET links = [{'url': $1, 'text': $2}] WHERE url = $3",
                [url(n), title(n), url((n + 1) % 6)],
            )


def needles(number: int) -> list[bytes]:
    return [words.encode() for words in (url(number), title(number), *text(number).split("\n\n"), WORD[number])]


def bytes_of(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Give every file as it is, and unpacked; of DuckDB's files also what every table holds, in every version."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        yield path, path.read_bytes()
        if path.suffix == ".gz":
            yield path, gzip.decompress(path.read_bytes())
        if path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                for (name,) in connection.execute(
                    "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal"
                ).fetchall():
                    yield path, repr(connection.execute(f"FROM {name}").fetchall()).encode()


def found(folder: Path, number: int) -> list[str]:
    return [
        f"{path.name}: {needle.decode()}"
        for path, data in bytes_of(folder)
        for needle in needles(number)
        if needle in data
    ]


def test_nothing_of_a_forgotten_article_is_found_in_any_file(archive: Path) -> None:
    assert len({line.split(":")[0] for line in found(archive, 2)}) >= 4
    assert main(["forget", url(2), "--yes"]) == 0
    assert found(archive, 2) == []
    assert found(archive, 4)


def test_nothing_of_a_forgotten_outlet_is_found_in_any_file(archive: Path) -> None:
    assert main(["forget", OUTLETS[1], "--yes"]) == 0
    assert [line for n in (1, 4) for line in found(archive, n)] == []
    assert found(archive, 0)


def test_what_is_left_is_as_it_was(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", url(2), "--yes"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("1 article removed for good, with ")
    with duckdb.connect(str(archive / "news.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*), count(text) FROM articles").fetchone() == (5, 5)
        assert connection.execute("SELECT count(*) FROM digests").fetchone() == (6,)
        blanked = connection.execute("SELECT body_text FROM digests WHERE body_text LIKE '%was removed%'").fetchall()
        assert 1 <= len(blanked) <= 2
        titles = [name for (name,) in connection.execute("SELECT title FROM stories").fetchall()]
        assert titles
        assert not [name for name in titles if WORD[2] in name]
    assert main(["doctor"]) in (0, 1)
    assert main(["link", "--all"]) == 0


def test_a_digest_that_waits_is_not_sent_without_its_text(archive: Path) -> None:
    assert main(["forget", url(2), "--yes"]) == 0
    with Archive.open(archive, now=NOW) as held:
        states = {item.digest_id: item.state for item in held.digests.deliveries()}
    assert states["d2"] == "failed"
    assert states["d0"] == "pending"


def test_backups_that_hold_it_are_named(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(archive / "backups" / "2026-11-28-010203")]) == 0
    capsys.readouterr()
    assert main(["forget", url(3), "--yes"]) == 0
    assert "Remains: " in (said := capsys.readouterr().out)
    assert "2026-11-28-010203" in said


def test_files_beside_the_archive_that_name_it_are_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "letter.html").write_text(f"<p>{title(3)}</p>")
    assert main(["forget", url(3), "--yes"]) == 0
    assert str(archive / "letter.html") in capsys.readouterr().out
    assert (archive / "letter.html").exists()


def announced(number: int, address: str) -> Announcement:
    entry = FeedEntry(feed_url=FEED, guid=address, url=address, raw_url=address, title=title(number))
    return Announcement(
        entry_id=article_key(address + "#entry"), article_id=article_key(address), entry=entry, feed_outlet=None,
        language=None, first_seen_at=NOW,
    )  # fmt: skip


def test_what_was_forgotten_and_is_announced_again_leaves_no_trace(archive: Path) -> None:
    assert main(["forget", url(2), "--yes"]) == 0
    elsewhere = "https://r.example/a"
    with Archive.open(archive, now=NOW) as held:
        held.feeds.save_polls([], [], [announced(2, url(2))], [], outlets={})
        assert held.feeds.readings_due(now=NOW, limit=10) == []
        held.feeds.save_polls([], [], [announced(2, elsewhere)], [], outlets={})
        with held.store.transaction():
            held.feeds.move([(article_key(elsewhere), article_key(url(2)))])
        held.feeds.save_polls([], [], [announced(2, elsewhere)], [], outlets={})
        assert held.store.rows("SELECT count(*) FROM archive.entries") == [(0,)]


def test_the_tombstone_holds_a_hash_alone(archive: Path) -> None:
    assert main(["forget", url(2), "--yes"]) == 0
    with Archive.open(archive, now=NOW) as held:
        rows = held.store.rows("SELECT subject FROM archive.forgotten")
    assert all(len(subject) == 64 and subject.isalnum() for (subject,) in rows)
