"""Nothing is deleted unasked: folders that hold something are refused, and a script must say --yes."""

import io
from pathlib import Path

import pytest

from flows.cli import main
from flows.demo.demo import KEPT, MARK, empty
from news.errors import InputError
from tests.storage.archive_copies import imported

ROW = '{"url": "https://a.example/%d", "title": "Title %d", "text": "The quay at Orsel closes, item %d."}\n'


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "archive"
    monkeypatch.setenv("NEWSTHREAD_ARCHIVE", str(folder))
    monkeypatch.chdir(tmp_path)
    return imported("".join(ROW % (n, n, n) for n in range(3)), folder)


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    folder = tmp_path / "precious"
    folder.mkdir()
    (folder / "diary.txt").write_text("dear diary")
    return folder


@pytest.mark.parametrize("command", ["demo --archive {}", "site {}", "restore backup --archive {}", "backup {}"])
@pytest.mark.parametrize("option", ["", " --replace"])
def test_a_folder_that_holds_something_else_is_refused(
    archive: Path, precious: Path, command: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "backup"]) == 0
    words = (command.format(precious) + (option if "restore" in command else "")).split()
    assert main(words) == 2
    assert str(precious) in capsys.readouterr().err
    assert [path.name for path in precious.iterdir()] == ["diary.txt"]


def test_init_keeps_the_settings_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "newsthread.toml").write_text("contact = 'me'\n")
    assert main(["init"]) == 2
    assert (tmp_path / "newsthread.toml").read_text() == "contact = 'me'\n"


def test_the_demo_empties_only_what_a_demo_left(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    empty(folder)
    assert (folder / MARK).exists()
    for name in ("store.duckdb", "letter.html", "mine.txt"):
        (folder / name).write_text("x")
    (folder / "pages").mkdir()
    empty(folder)
    assert {path.name for path in folder.iterdir()} == {MARK, "mine.txt"}


def test_the_demo_takes_a_folder_with_nothing_but_the_database_of_prefect(tmp_path: Path) -> None:
    (tmp_path / KEPT).mkdir()
    empty(tmp_path)
    assert (tmp_path / KEPT).exists()


def test_the_demo_refuses_a_real_archive(archive: Path) -> None:
    before = sorted(path.name for path in archive.iterdir())
    with pytest.raises(InputError):
        empty(archive)
    assert sorted(path.name for path in archive.iterdir()) == before


@pytest.mark.parametrize(
    "command", ["forget https://a.example/1", "forget a.example", "retire --older-than 2030-01-01"]
)
def test_without_a_terminal_what_destroys_wants_yes(
    archive: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    before = count(capsys)
    assert main(command.split()) == 2
    assert "--yes" in capsys.readouterr().err
    assert count(capsys) == before


def test_a_day_that_is_none_is_told_with_an_example(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retire", "--older-than", "2025-13-01", "--yes"]) == 2
    assert capsys.readouterr().err == "newsthread: --older-than '2025-13-01' is no day; write it as 2025-01-01.\n"


def count(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["sql", "SELECT count(*) FROM articles", "--csv"]) == 0
    return capsys.readouterr().out


def test_an_import_that_leaves_rows_out_says_so_first_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = ["url,title,text,published_at", "https://d.example/1,One,The ford opens.,2026-11-20"]
    rows += [f"https://d.example/{n},Two,The mill turns.,{day}" for n, day in enumerate(("20/11/26", "Fri"), start=2)]
    (tmp_path / "rows.csv").write_text("\n".join(rows))
    assert main(["import", "rows.csv"]) == 1
    assert capsys.readouterr().out.startswith("2 rows left out. Imported: 1 row")
    assert main(["import", "rows.csv", "--lenient"]) == 0
    assert capsys.readouterr().out.startswith("2 rows left out.")


def test_a_remark_on_a_file_is_no_row_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "url,title,text,mood\nhttps://d.example/1,Süd,Der Kai ist zu.,gut\n"
    (tmp_path / "rows.csv").write_bytes(text.encode("cp1252"))
    assert main(["import", "rows.csv"]) == 0


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[smtp]\npassword = 424242\n", "password: expected text"),
        ('[smtp]\npassword = "hush-hush-7"\n', "never in the file"),
        ('[smtp]\npassword = ["hush-hush-7"]\n', "password"),
        ('password = "hush-hush-7"\n', "password"),
        ("[smtp]\npassword = hush-hush-7\n", "cannot be read"),
        ('smtp = "x"\n', "written as [smtp]"),
        ("smtp = [1]\n", "written as [smtp]"),
        ('archive = "a?b"\n', "without '?'"),
    ],
)
def test_a_wrong_setting_is_said_in_a_line_and_no_secret_is(
    settings: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSTHREAD_ARCHIVE", raising=False)
    (tmp_path / "newsthread.toml").write_text(settings)
    for command in (["link"], ["doctor"], ["doctor", "--json"], ["stories"]):
        assert main(command) in (1, 2)
        told = "".join(capsys.readouterr())
        assert said in told
        assert "424242" not in told
        assert "hush-hush-7" not in told
        assert "Traceback" not in told


def test_a_secret_of_the_environment_is_in_no_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSTHREAD_SMTP_PASSWORD", "hush-hush-7")
    monkeypatch.setenv("NEWSTHREAD_SMTP_PORT", "no number")
    for command in (["doctor"], ["digest", "send"]):
        main(command)
        assert "hush-hush-7" not in "".join(capsys.readouterr())
