"""After `forget` no byte of a text, title, address or page is found in any file of the archive."""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from extractors.fetch.warc_store import keep
from flows.cli import main
from news.records import (
    Announcement,
    Delivery,
    Failure,
    FeedEntry,
    FetchedPage,
    Linkage,
    NearCopy,
    Outlet,
    StoredDigest,
)
from news.urls import article_key
from storage.archive import Archive
from tests.storage.archive_copies import copy_of, imported

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
def archive(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSTHREAD_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.chdir(tmp_path)
    return copy_of(filled, tmp_path / "archive")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that names each article in as many places as there are."""
    folder = tmp_path_factory.mktemp("filled") / "archive"
    rows = [
        {"url": url(n), "title": title(n), "text": text(n), "outlet": OUTLETS[n % 3], "published_at": f"2026-11-2{n}"}
        for n in NUMBERS
    ]
    imported("\n".join(map(json.dumps, rows)), folder)
    keep([page(n) for n in NUMBERS], folder / "pages", now=NOW)
    with Archive.open(folder, now=NOW) as held:
        say_it_everywhere(held)
        held.publish(now=NOW)
    assert main(["site", str(folder / "site"), "--archive", str(folder)]) == 0
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


@pytest.mark.parametrize("subject", [url(1), OUTLETS[1]])
def test_a_site_elsewhere_says_nothing_of_it_once_it_is_built_again(archive: Path, subject: str) -> None:
    build = ["site", str(archive.parent / "public"), "--digests", "--archive", str(archive)]
    assert main(["watches", "add", "all", f'outlet:"{OUTLETS[1]}"', "--archive", str(archive)]) == 0
    assert main(build) == 0
    assert len({line.split(":")[0] for line in found(archive.parent / "public", 1)}) >= 4
    assert main(["watches", "remove", "all", "--archive", str(archive)]) == 0
    assert main(["forget", subject, "--yes"]) == 0
    assert main(build) == 0
    assert found(archive.parent / "public", 1) == []


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


@pytest.mark.parametrize("is_copied", [False, True])
def test_copies_by_others_are_told(archive: Path, capsys: pytest.CaptureFixture[str], is_copied: bool) -> None:
    if is_copied:
        with Archive.open(archive, now=NOW) as held:
            copy = NearCopy(
                article_id=article_key(url(4)), original_id=article_key(url(3)), kind="near_copy", containment=1.0,
                sentence_coverage=1.0, evidence="",
            )  # fmt: skip
            held.links.save(Linkage(read=(), copies=(copy,)), now=NOW)
    assert main(["forget", url(3), "--yes"]) == 0
    assert (f"{url(4)} of others hold the same text" in capsys.readouterr().out) == is_copied


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


# --- rows and files that are nobody's own -------------------------------------------------------------------------

EVERY_TEXT_COLUMN = """
    SELECT table_name, column_name FROM duckdb_columns() AS c
    WHERE schema_name = 'archive' AND data_type = 'VARCHAR' AND NOT starts_with(table_name, 'settled')
        AND database_name = current_database() AND table_name NOT IN ('migrations', 'settings', 'forgotten')
        AND table_name NOT IN (SELECT table_name FROM duckdb_columns()
            WHERE schema_name = 'archive' AND column_name = 'article_id' AND table_name <> 'corrections')
    ORDER BY ALL
"""
# Of tables whose other columns hold names and words of our own, those that can name an article.
OURS = {"term_days": "", "story_profiles": "", "digests": "html body_text subject", "stories": "title first_title"}
VALUES = {"BIGINT": "0", "INTEGER": "0", "DOUBLE": "0.0", "BOOLEAN": "false", "DATE": "DATE '2026-11-28'",
          "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ '2026-11-28 09:00:00+00'"}  # fmt: skip


def name_it(held: Archive, table: str, column: str, words: str) -> None:
    """Add a row that names an article in one column, and says nothing else."""
    columns = held.store.rows(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() "
        "AND schema_name = 'archive' AND table_name = $1 ORDER BY column_index", [table],
    )  # fmt: skip
    values = [
        "$1" if name == column else f"'{column}.{name}'" if kind == "VARCHAR" else VALUES.get(kind, "[]")
        for name, kind in columns
    ]
    names = ", ".join(f'"{name}"' for name, _ in columns)
    held.store.write(f"INSERT INTO archive.{table} ({names}) VALUES ({', '.join(values)})", [words])


@pytest.mark.slow
def test_a_row_of_any_table_that_names_it_goes_or_is_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = f'It is said ("{title(2)}", {url(2)}?utm_medium=rss).'
    with Archive.open(archive, now=NOW) as held:
        columns = held.store.rows(EVERY_TEXT_COLUMN)
        for table, column in columns:
            if OURS.get(table, column) == column or column in OURS[table]:
                name_it(held, table, column, words)
    assert len(columns) > 40
    assert main(["forget", url(2), "--yes"]) == 0
    said = capsys.readouterr().out
    left = set()
    for path in (archive / "store.duckdb", archive / "news.duckdb"):
        with duckdb.connect(str(path), read_only=True) as connection:
            left |= {
                (table, column)
                for table, column in connection.execute(EVERY_TEXT_COLUMN).fetchall()
                if connection.execute(
                    f'SELECT 1 FROM archive.{table} WHERE contains("{column}", $1)', [url(2)]
                ).fetchall()
            }
    told = {(table, column) for table, column in left if f"{column} of {table}" in said or "and " in said}
    assert left == told
    assert {table for table, _ in left} <= {"feeds", "feed_days", "watches", "outlets"}, "these are the operator's own"


def prefect_home(folder: Path, words: str) -> Path:
    """A database with the tables of Prefect that hold what runs say."""
    folder.mkdir(exist_ok=True)
    path = folder / "prefect.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE log (id VARCHAR, name VARCHAR, message TEXT)")
        database.execute("CREATE TABLE artifact (id VARCHAR, key VARCHAR, data JSON)")
        database.execute("CREATE TABLE flow_run_state (id VARCHAR, message VARCHAR)")
        database.execute("CREATE TABLE flow_run (id VARCHAR, name VARCHAR, parameters JSON)")
        escaped = "".join(f"\\{char}" if char in "-.()" else char for char in words)
        for n, said in enumerate(
            (words, json.dumps({"report": json.dumps(f"- {escaped} (new): 1 new")}), "all is well")
        ):
            database.execute("INSERT INTO log VALUES (?, 'n', ?)", [n, said])
            database.execute("INSERT INTO artifact VALUES (?, 'collect-report', ?)", [n, json.dumps(said)])
            database.execute("INSERT INTO flow_run_state VALUES (?, ?)", [n, said])
        database.execute("INSERT INTO flow_run VALUES ('r', 'collect', ?)", [json.dumps({"url": words})])
        database.commit()
    return path


def test_what_runs_said_of_it_is_taken_out_of_prefects_database(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = prefect_home(archive / "prefect", title(2))
    assert main(["forget", url(2), "--yes"]) == 0
    said = capsys.readouterr().out
    assert "6 rows of Prefect's database" in said
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM log").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM artifact").fetchone() == (1,)
        assert database.execute("SELECT count(*), max(message) FROM flow_run_state").fetchone() == (3, "all is well")
        database.execute("DELETE FROM flow_run")
        database.commit()
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert f"1 rows of flow_run (parameters) in {path}" in said, "what other rows stand on is told"
    assert not [1 for file in path.parent.iterdir() if WORD[2].encode() in file.read_bytes()]


def test_a_prefect_database_that_is_held_is_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = prefect_home(archive / "prefect", title(2))
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM log").fetchall()
        assert main(["forget", url(2), "--yes"]) == 0
    assert "while Prefect's server is running" in capsys.readouterr().out


def test_the_tombstone_holds_a_hash_alone(archive: Path) -> None:
    assert main(["forget", url(2), "--yes"]) == 0
    with Archive.open(archive, now=NOW) as held:
        rows = held.store.rows("SELECT subject FROM archive.forgotten")
    assert all(len(subject) == 64 and subject.isalnum() for (subject,) in rows)


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        (OUTLETS[1].upper(), f" Did you mean {OUTLETS[1]!r}?"), (OUTLETS[1][:-1], f" Did you mean {OUTLETS[1]!r}?"),
        ("Bay.example", f" Did you mean {OUTLETS[1]!r}?"), ("qqqq", ""),
    ],
)  # fmt: skip
def test_a_name_that_no_outlet_bears_is_answered_with_those_that_are_like_it(
    archive: Path, capsys: pytest.CaptureFixture[str], named: str, hint: str
) -> None:
    with Archive.open(archive, now=NOW) as held:
        held.outlets.save([Outlet(outlet=OUTLETS[1], domain="bay.example")])
    before = found(archive, 1)
    assert main(["forget", named, "--yes"]) == 2
    assert capsys.readouterr().err == f"newsthread: There is no article and no outlet {named!r}.{hint}\n"
    assert found(archive, 1) == before
