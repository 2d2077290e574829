"""The command line: one clear line for every mistake, the right exit code, never a traceback; nothing is lost."""

import fcntl
import json
import os
import subprocess
import sys
from importlib import import_module
from io import StringIO
from pathlib import Path
from subprocess import PIPE, Popen, run

import duckdb
import pytest
import typer

from flows.cli import main
from flows.commands.loading import COMMANDS, MODULES, loaded
from tests.conftest import HOME
from tests.storage import archive_copies

ROW = (
    '{"url": "https://a.example/%d", "title": "Title %d", "text": "A text on the harbour, number %d, of some length."}'
)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, with no settings of the machine."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("NEWSTHREAD_"):
            monkeypatch.delenv(name)


def write_rows(path: Path, *numbers: int) -> Path:
    path.write_text("".join(ROW % (n, n, n) + "\n" for n in numbers), encoding="utf-8")
    return path


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    rows = write_rows(tmp_path / "rows.jsonl", 1, 2, 3).read_text(encoding="utf-8")
    folder = archive_copies.imported(rows, tmp_path / "archive")
    capsys.readouterr()
    return folder


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the complaint, which is one line on standard error."""
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("newsthread:")]
    assert len(said) == 1
    return said[0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["collect", "--feeds", "nowhere.txt"], 2, "The feed list nowhere.txt cannot be opened: No such file"),
        (["sql", "FROM articles"], 1, "run newsthread collect or newsthread import first"),
        (["stories"], 1, "run newsthread collect or newsthread import first"),
        (["watches", "list"], 1, "run newsthread collect or newsthread import first"),
        (["import", "nowhere.jsonl"], 2, "nowhere.jsonl"),
        (["extract", "nowhere.html"], 2, "nowhere.html does not exist"),
        (["watches", "add", "w", "(port AND"], 2, "w"),
        (["watches", "add", "w", "port NOT"], 2, "w"),
        (["plant-seeds", "--documents", "nowhere"], 2, "nowhere is not a folder"),
        (["watches", "add", " ", "port"], 2, "A watch needs a name"),
        (["digest", "show", "d1"], 1, "run newsthread collect or newsthread import first"),
        (["collect", "--archive", "/proc/nowhere"], 1, "/proc/nowhere cannot be used"),
    ],
)
def test_a_mistake_is_one_line_that_names_it(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert said in one_line(capsys)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["why", "1", "2"], "There is no article '1'"),
        (["story", "nosuch"], "There is no story 'nosuch'; no name is like it."),
        (["story", "link"], "story link takes ARTICLE and STORY"),
        (["story", "split", "https://no.example/"], "There is no article"),
        (["copies", "marry", "1", "2"], "join or split"),
        (["forget", "Nobody's Gazette"], "no article and no outlet"),
        (["watches", "remove", "ports"], "There is no watch 'ports' (there: none)"),
        (["sql", "SELECT 1", "--seconds", "0"], "0 seconds is no time limit"),
        (["sql", "SELECT 1", "--seconds", "nan"], "nan seconds is no time limit"),
        (["sql", "SELECT 1", "--seconds", "1e12"], "1e+12 seconds is no time limit"),
        (["sql", "SELECT 1", "--csv", "--json"], "one of --csv, --json and --parquet"),
        (["digest", "preview", "--since", "2026-09-02", "--until", "2026-09-01"], "is not before 2026-09-01"),
    ],
)
def test_a_mistake_beside_an_archive_is_one_line(
    imported: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in one_line(capsys)


def test_the_list_of_commands_says_what_the_commands_say() -> None:
    for module, helps in COMMANDS.items():
        commands = typer.main.get_group(import_module(f"flows.commands.{module}").app).commands
        assert {name: command.get_short_help_str(200) for name, command in commands.items()} == helps


def test_every_command_takes_an_archive() -> None:
    top = [loaded(name) for name in MODULES]
    commands = [one for command in top for one in getattr(command, "commands", {"": command}).values()]
    lacking = {one.name for one in commands if not any("--archive" in option.opts for option in one.params)}
    assert lacking == {"init"}  # which writes the file that says where the archive is


@pytest.mark.parametrize("arguments", [["nonsense"], ["collect", "--nonsense"], ["why", "1"]])
def test_a_wrong_command_is_the_callers_mistake(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text"),
    [("feeds.toml", "[[feeds]]\nurl = 3"), ("feeds.opml", "<opml><body>"), ("feeds.txt", "not an address\n")],
)
def test_an_unreadable_feed_list_names_file_and_place(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text)
    assert main(["collect", "--feeds", name]) == 2
    assert name in one_line(capsys)


def test_an_archive_that_is_being_written_to_names_the_process(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (imported / "store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        assert main(["link"]) == 1
        assert "being written to by process 4711" in one_line(capsys)
        assert main(["sql", "SELECT count(*) AS n FROM articles", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": 3}]
    assert main(["link"]) == 0


def test_an_archive_of_a_newer_version_is_refused(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(str(imported / "store.duckdb")) as connection:
        connection.execute("INSERT INTO archive.migrations VALUES (9999, 'x', now(), '9.9')")
    (imported / "checksums.json").unlink()  # a newer version would have left its own
    assert main(["link"]) == 1
    assert "newer newsthread" in one_line(capsys)


def test_a_file_that_is_no_archive_is_named(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (imported / "store.duckdb").write_text("this is no database, however long it may be " * 200)
    assert main(["link"]) == 1
    assert "store.duckdb is not a DuckDB file" in one_line(capsys)


def test_a_store_made_by_duckdb_1_5_is_refused(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray((imported / "store.duckdb").read_bytes())
    at = data.index(b"v2.0.0")
    data[at : at + 6] = b"v1.5.5"
    (imported / "store.duckdb").write_bytes(bytes(data))
    assert main(["link"]) == 1
    assert "was written by DuckDB v1.5.5" in one_line(capsys)


def test_bad_rows_are_named_and_the_rest_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_rows(tmp_path / "rows.jsonl", 1, 2)
    path.write_text(path.read_text() + 'no json\n{"url": "ftp://x", "title": "t"}\n' + ROW % (3, 3, 3) + "\n")
    assert main(["import", str(path)]) == 1
    said = capsys.readouterr().out
    assert "3 rows: 3 new articles" in said
    assert "rows.jsonl, line 3" in said
    assert "rows.jsonl, line 4" in said


def test_an_article_without_address_has_no_outlet_and_no_word_gives_orders_to_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"title": "No address", "text": "A text."},
        {"title": "\x1b[31mRed", "text": "B\x9b.", "outlet": "\x1b[0mX"},
    ]
    (tmp_path / "odd.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["import", "odd.jsonl"]) == 0
    capsys.readouterr()
    question = "SELECT title, text, outlet FROM articles ORDER BY title"
    assert main(["sql", question, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [tuple(row.values()) for row in told] == [("No address", "A text.", None), ("[31mRed", "B.", "[0mX")]


def test_importing_twice_is_as_once(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "rows.jsonl"]) == 0
    assert "0 new articles, 0 changed, 3 known already" in capsys.readouterr().out


def test_what_is_no_page_and_what_is_no_feed_are_said_and_the_run_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.html").write_bytes(b"%PDF-1.7 not a page")
    assert main(["extract", "a.html", "--jsonl"]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "non_html"


def test_a_preview_promises_no_letter_to_see_again(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", "preview"]) == 0
    assert main(["digest", "preview", "--html", "letter.html"]) == 0
    for letter in (capsys.readouterr().out, Path("letter.html").read_text(encoding="utf-8")):
        assert "Period" in letter
        assert "digest show" not in letter


def test_a_preview_of_a_time_before_the_archive_says_so(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    span = ["digest", "preview", "--since", "2001-01-01", "--until", "2001-02-01"]
    for words in (span, [*span, "--html", "letter.html"]):
        assert main(words) == 0
        assert "The archive held nothing until " in capsys.readouterr().out
    assert main(["digest", "preview", "--since", "2001-01-01"]) == 0
    assert "held nothing" not in capsys.readouterr().out


def test_a_watch_that_is_not_there_is_named(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stories", "--watch", "harbours"]) == 2
    assert "There is no watch 'harbours' (there: none)" in one_line(capsys)


def test_a_watch_that_takes_anothers_place_says_so_and_keeps_its_title(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*words: str) -> str:
        assert main(["watches", *words]) == 0
        return capsys.readouterr().out

    assert told("add", "ports", "harbour", "--title", "Of harbours") == "The watch 'ports' matches 3 articles.\n"
    assert told("add", "ports", "harbour") == "The watch 'ports' matches 3 articles.\n"
    replaced = "The watch 'ports' matches 1 article. Until now it looked for harbour and matched 3.\n"
    assert told("add", "ports", "title:3") == replaced
    assert json.loads(told("list", "--json")) == [
        {"watch": "ports", "query": "title:3", "title": "Of harbours", "articles": 1}
    ]
    assert told("remove", "ports") == "ports is removed.\n"
    assert json.loads(told("list", "--json")) == []
    assert main(["sql", "SELECT count(*) AS n FROM watch_matches", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": 0}]


def test_the_watches_are_listed_while_the_archive_is_written_to(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watches", "add", "ports", "harbour OR\n  (port AND crane)"]) == 0
    capsys.readouterr()
    with (imported / "store.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(["watches", "list"]) == 0
    assert "harbour OR (port AND crane)" in capsys.readouterr().out


def test_a_watch_that_is_tried_tells_how_often_it_would_match(capsys: pytest.CaptureFixture[str]) -> None:
    days = ("2026-03-01", "2026-03-01", "2026-03-10")
    rows = [{"url": f"https://a.example/{n}", "title": f"Port {n}", "published_at": day} for n, day in enumerate(days)]
    Path("rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["import", "rows.jsonl"]) == 0
    for query, said in [
        ("port", "3 articles on 2 days of the 10 from 2026-03-01 to 2026-03-10: 0.30 a day."),
        ("title:2", "1 article on 1 day, 2026-03-10."),
        ("crane", "Nothing in the archive matches."),
    ]:
        capsys.readouterr()
        assert main(["watches", "test", query]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == said


def test_an_article_that_is_split_from_nothing_keeps_its_story(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = ["sql", "SELECT article_id, story_id FROM articles ORDER BY url", "--json"]
    assert main(["story", "split", "https://a.example/3"]) == 0
    capsys.readouterr()
    assert main(query) == 0
    before = capsys.readouterr().out
    assert main(["story", "split", "https://a.example/3"]) == 2
    assert "https://a.example/3 stands alone already" in one_line(capsys)
    assert main(query) == 0
    assert capsys.readouterr().out == before


def test_stories_stand_as_sql_tells_them_however_long_nothing_was_collected(
    capsys: pytest.CaptureFixture[str], newsroom_archive: Path
) -> None:
    assert main(["stories", "--json", "--archive", str(newsroom_archive)]) == 0
    listed = {story["story_id"]: story["state"] for story in json.loads(capsys.readouterr().out)}
    query = "SELECT story_id, state FROM stories WHERE copy_groups > 1"
    assert main(["sql", query, "--json", "--archive", str(newsroom_archive)]) == 0
    assert listed == {row["story_id"]: row["state"] for row in json.loads(capsys.readouterr().out)}
    assert "revived" in listed.values()


@pytest.mark.parametrize(
    ("options", "is_file", "cell"),
    [([], True, "'=1"), ([], False, "=1"), (["--no-guard"], True, "=1"), (["--guard"], False, "'=1")],
)
def test_csv_in_a_file_holds_no_formulas(
    imported: Path, tmp_path: Path, options: list[str], is_file: bool, cell: str
) -> None:
    words = [sys.executable, "-m", "flows.cli", "sql", "SELECT '=1' AS a", "--csv", *options]
    environment = {**os.environ, "PYTHONPATH": str(HOME), "NEWSTHREAD_ARCHIVE": str(imported)}
    with (tmp_path / "a.csv").open("w") as file:
        done = subprocess.run(words, cwd=HOME, env=environment, stdout=file if is_file else PIPE, text=True, check=True)
    assert (done.stdout or (tmp_path / "a.csv").read_text()) == f"a\n{cell}\n"


@pytest.mark.parametrize("form", [[], ["--csv"], ["--json"]])
def test_a_reader_that_goes_away_ends_the_command_quietly(imported: Path, form: list[str]) -> None:
    words = [sys.executable, "-m", "flows.cli", "sql", "SELECT repeat('x', 1000) FROM range(3000)", *form]
    environment = {**os.environ, "PYTHONPATH": str(HOME), "NEWSTHREAD_ARCHIVE": str(imported)}
    with Popen(words, cwd=HOME, env=environment, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
@pytest.mark.parametrize("words", [["sql", "SELECT 1"], ["sql", "SELECT 1", "--csv"], ["stories", "--json"]])
def test_a_full_disk_behind_the_output_is_one_line(imported: Path, words: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(HOME), "NEWSTHREAD_ARCHIVE": str(imported)}
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "flows.cli", *words]
        done = run(command, cwd=HOME, env=environment, stdout=full, stderr=PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "newsthread: The disk is full: what was to be written is not whole; free some space.\n"


def test_a_digest_that_was_never_sent_is_named(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", "show", "d1"]) == 2
    assert "There is no digest 'd1'" in one_line(capsys)


def test_a_query_with_a_mistake_gets_duckdbs_hint(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "SELECT titel FROM articles"]) == 2
    assert "title" in one_line(capsys)


def test_a_forgotten_article_is_gone_and_stays_gone(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "https://a.example/2", "--yes"]) == 0
    assert main(["import", "rows.jsonl"]) == 0
    capsys.readouterr()
    assert main(["sql", "SELECT count(*) AS n FROM articles", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": 2}]


@pytest.mark.parametrize(("word", "left"), [("n\n", 3), ("y\n", 2)])
def test_a_person_is_asked_before_anything_is_removed(
    imported: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, word: str, left: int
) -> None:
    terminal = StringIO(word)
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", terminal)
    assert main(["forget", "https://a.example/2"]) == 0
    assert "for good?" in capsys.readouterr().out
    assert main(["sql", "SELECT count(*) AS n FROM articles", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": left}]


def test_a_persons_word_on_a_story_outlives_linking_anew(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", "SELECT article_id, story_id FROM articles ORDER BY url", "--json"]) == 0
    first, second, _ = json.loads(capsys.readouterr().out)
    if first["story_id"] == second["story_id"]:
        assert main(["story", "split", str(second["article_id"])]) == 0
    else:
        assert main(["story", "link", str(second["article_id"]), first["story_id"]]) == 0
    assert main(["link", "--all"]) == 0
    capsys.readouterr()
    assert main(["sql", "SELECT story_id FROM articles ORDER BY url", "--json"]) == 0
    after = [row["story_id"] for row in json.loads(capsys.readouterr().out)]
    assert (after[0] == after[1]) != (first["story_id"] == second["story_id"])


def test_a_story_that_its_last_article_left_still_answers_and_comes_back_under_its_id(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def story_of(number: int) -> str:
        capsys.readouterr()
        query = f"SELECT story_id FROM articles WHERE url = 'https://a.example/{number}'"
        assert main(["sql", query, "--json"]) == 0
        return str(json.loads(capsys.readouterr().out)[0]["story_id"])

    assert main(["story", "split", "https://a.example/3"]) == 0
    left, joined = story_of(3), story_of(1)
    assert left != joined
    assert main(["story", "link", "https://a.example/3", joined]) == 0
    for words in (["story", left, "--json"], ["link", "--all"], ["story", left, "--json"]):
        capsys.readouterr()
        assert main(words) == 0
        told = capsys.readouterr().out
        assert words[0] == "link" or json.loads(told)["story"]["story_id"] == joined
    assert story_of(3) == joined
    assert main(["story", "split", "https://a.example/3"]) == 0
    assert main(["link", "--all"]) == 0
    assert story_of(3) == left
    capsys.readouterr()
    assert main(["story", left, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["story"]["story_id"] == left


def test_a_story_that_was_closed_by_mistake_is_reopened(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = ["sql", "SELECT story_id, state FROM stories ORDER BY articles DESC LIMIT 1", "--json"]
    assert main(query) == 0
    before = json.loads(capsys.readouterr().out)[0]
    for verb, state in (("close", "closed"), ("reopen", before["state"])):
        assert main(["story", verb, before["story_id"]]) == 0
        assert main(["link", "--all"]) == 0
        capsys.readouterr()
        assert main(query) == 0
        assert json.loads(capsys.readouterr().out) == [before | {"state": state}]


@pytest.mark.parametrize("title", ["", " \n"])
def test_a_story_is_not_named_nothing(imported: Path, capsys: pytest.CaptureFixture[str], title: str) -> None:
    assert main(["sql", "SELECT story_id FROM stories LIMIT 1", "--json"]) == 0
    story_id = json.loads(capsys.readouterr().out)[0]["story_id"]
    assert main(["story", "name", story_id, title]) == 2
    assert "story name takes STORY and TITLE" in one_line(capsys)
    assert main(["story", "name", story_id, "A \x1b[31mport\nand more"]) == 0
    capsys.readouterr()
    assert main(["sql", f"SELECT title FROM stories WHERE story_id = '{story_id}'", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"title": "A [31mport and more"}]


def test_linking_anew_changes_nothing(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = ["sql", "SELECT article_id, copy_group_id, story_id FROM articles ORDER BY ALL", "--json"]
    assert main(query) == 0
    before = capsys.readouterr().out
    assert main(["link", "--all"]) == 0
    capsys.readouterr()
    assert main(query) == 0
    assert capsys.readouterr().out == before


def test_linking_anew_keeps_what_was_learnt_from_retired_texts(capsys: pytest.CaptureFixture[str]) -> None:
    old = "The port of Halden will close for a week in March, Reuters reported on Monday, after a storm. "
    new = "Cranes at the port of Halden stand still again, Reuters reported on Friday, since nobody mended them."
    texts = [("2020", old * 9), ("2020", old * 9), ("2024", new)]
    rows = [
        {"url": f"https://a.example/{n}", "title": f"Port {n}", "text": text, "published_at": f"{year}-03-01"}
        for n, (year, text) in enumerate(texts)
    ]
    Path("rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["import", "rows.jsonl"]) == 0
    assert main(["retire", "--older-than", "2022-01-01", "--yes"]) == 0
    learnt = "SELECT article_id, story_id, copy_group_id, cited FROM articles LEFT JOIN citations USING (article_id)"
    told = []
    for words in (["link", "--all"], ["story", "close"], ["story", "close"]):
        capsys.readouterr()
        assert main(["sql", f"{learnt} ORDER BY ALL", "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
        assert main([*words, told[0][0]["story_id"]] if words[0] == "story" else words) in (0, 2)
    assert told[0] == told[1] == told[2]
    assert len({row["article_id"] for row in told[0] if row["cited"] == "Reuters"}) == 3


@pytest.mark.parametrize(
    "words",
    [
        "backup b", "compact", "retire --older-than 2020-01-01", "link", "why 1 2", "story link 1 s", "story close s",
        "copies join 1 2", "forget 1", "watches test port", "watches remove w", "feeds list",
        "feeds export list.opml", "digest send", "reextract", "watch-over",
    ],
)  # fmt: skip
def test_what_asks_keeps_or_corrects_an_archive_makes_none(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words.split(), "--archive", "mistyped"]) == 2
    assert "There is no archive in mistyped" in one_line(capsys)
    assert not Path("mistyped").exists()


@pytest.mark.parametrize("words", ["feeds import nowhere.toml", "import nowhere.csv", "collect --feeds no.toml"])
def test_what_cannot_be_read_makes_no_archive_either(words: str) -> None:
    assert main([*words.split(), "--archive", "mistyped"]) == 2
    assert not Path("mistyped").exists()


def test_doctor_says_that_the_store_of_an_archive_is_missing(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (imported / "store.duckdb").unlink()
    for command in (["doctor"], ["doctor", "--deep"]):
        assert main([*command, "--json"]) == 1
        told = capsys.readouterr().out
        assert "store.duckdb is missing" in told
        assert "There is no archive" not in told
    assert not (imported / "store.duckdb").exists()


def test_doctor_says_that_a_contact_is_missing(imported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "No contact is set" in said
    assert "holds 3 articles" in said
    assert "news.duckdb is there to be read, fresh." in said


def test_a_snapshot_that_lacks_articles_is_told_and_published_anew(
    imported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {path: path.read_bytes() for path in (imported / "news.duckdb", imported / "news.published.json")}
    assert main(["import", str(write_rows(tmp_path / "more.jsonl", 4))]) == 0
    for path, content in files.items():  # as when a run was killed before it published
        path.write_bytes(content)
    main(["doctor"])
    assert "holds 3 of 4 articles; newsthread link publishes it anew" in capsys.readouterr().out
    assert main(["link"]) == 0
    main(["doctor"])
    assert "news.duckdb is there to be read, fresh." in capsys.readouterr().out


def test_a_snapshot_that_something_wrote_over_is_told_and_published_anew(
    imported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (imported / "news.duckdb").write_bytes(b"PAR1 is no database")
    assert main(["doctor"]) == 1
    assert "newsthread link publishes it anew" in capsys.readouterr().out
    assert main(["link"]) == 0
    assert main(["sql", "FROM articles"]) == 0


def test_seeds_are_planted_as_accounts_without_the_originals(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plant-seeds"]) == 0
    assert main(["plant-seeds"]) == 0
    assert "0 new or richer than before" in capsys.readouterr().out
    query = "SELECT text_kind, published_at IS NULL AS undated, is_seed FROM articles ORDER BY ordered_at"
    assert main(["sql", query, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["undated"] for row in rows] == [False, False, True, True, True]
    assert {row["text_kind"] for row in rows} == {"account"}


def test_the_originals_replace_the_accounts(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plant-seeds"]) == 0
    assert main(["plant-seeds", "--documents", str(shared / "seeds")]) == 0
    capsys.readouterr()
    query = (
        "SELECT count(*) AS n, count(DISTINCT copy_group_id) AS groups, count(DISTINCT story_id) AS stories, "
        "any_value(text_kind) AS kind FROM articles"
    )
    assert main(["sql", query, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": 5, "groups": 5, "stories": 1, "kind": "full"}]


def test_the_module_can_be_run(tmp_path: Path) -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "--help"], cwd=HOME, capture_output=True, text=True, check=True
    )
    assert "plant-seeds" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["corroborate", "Harbour"], "The claim says too little"),
        (["corroborate", "The harbour is shut", "--as-of", "yesterdy"], "--as-of 'yesterdy' is no day or time"),
        (["search", "harbour", "--as-of", "yesterdy"], "--as-of 'yesterdy' is no day or time"),
        (["digest", "preview", "--since", "soon"], "--since 'soon' is no day or time"),
        (["stories", "--since", "soon"], "--since 'soon' is no day or time"),
        (["digest", "preview", "--html", "archive"], "archive is a folder; name a file"),
        (["stories", "--archive", "rows.jsonl"], "rows.jsonl is a file; --archive names the folder"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(
    imported: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in one_line(capsys)
