"""What a person sees who names a lake wrongly, or whose lake is not there: one line, and no password in it."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from flows.cli import main
from flows.configuration.settings import read_settings
from news.errors import SettingsError
from storage.lake import Lake
from storage.lake_store import ALONE, HOLDER, OURS, TURN
from tests.conftest import HOME
from tests.lake.conftest import COMMAND, Lakeside
from tests.lake.postgres import FAST, Postgres, running_postgres

CATALOG = "ducklake:postgres:host=127.0.0.1 port=1 user=news dbname=news password=hush-hush"


def test_a_lake_is_named_in_the_environment_and_keeps_a_folder_for_what_is_this_machines_own(tmp_path: Path) -> None:
    said = {"NEWSTHREAD_ARCHIVE": CATALOG, "NEWSTHREAD_DATA": str(tmp_path / "data")}
    settings = read_settings(said, folder=tmp_path)
    assert settings.lake == Lake(catalog=CATALOG, data=f"{tmp_path}/data/")
    assert settings.archive == Path("archive")
    assert str(settings.snapshot) == CATALOG


def test_a_lake_is_named_in_a_settings_file_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "newsthread.toml").write_text(f'archive = "{CATALOG}"\ndata = "files"\n')
    settings = read_settings({"NEWSTHREAD_SETTINGS": str(tmp_path / "newsthread.toml")})
    assert settings.lake == Lake(catalog=CATALOG, data=f"{tmp_path}/files/")


def test_object_storage_stays_as_it_is_written(tmp_path: Path) -> None:
    said = {"NEWSTHREAD_ARCHIVE": CATALOG, "NEWSTHREAD_DATA": "s3://news/archive/"}
    lake = read_settings(said, folder=tmp_path).lake
    assert lake is not None
    assert lake.data == "s3://news/archive/"


@pytest.mark.parametrize("name", ["ducklake:", "ducklake:postgres:", "ducklake:sqlite:x.db", "ducklake:news.ducklake"])
def test_another_name_is_refused_with_an_example(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=r"a lake is named as in"):
        read_settings({"NEWSTHREAD_ARCHIVE": name}, folder=tmp_path)


def test_without_the_extensions_the_way_to_them_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSTHREAD_ARCHIVE", CATALOG)
    assert main(["collect"]) == 1
    said = capsys.readouterr().err
    assert "`make setup-lake`" in said
    assert said.count("\n") == 1


# --- with the extensions ----------------------------------------------------------------------------------------------


def test_a_server_that_is_away_is_named_in_one_line(lakeside: Lakeside) -> None:
    away = Lakeside(catalog=CATALOG, data=lakeside.data, folder=lakeside.folder)
    for words in (["stories"], ["link"], ["sql", "FROM stories"]):
        done = away.try_(*words)
        assert done.returncode == 1, done
        assert done.stderr.startswith("newsthread: ducklake:postgres:host=127.0.0.1 port=1")
        assert "refused" in done.stderr
        assert done.stderr.count("\n") == 1
        assert "hush" not in done.stderr


def test_a_question_stays_in_the_lake(planted_lakeside: Lakeside) -> None:
    assert "5" in planted_lakeside.run("sql", "SELECT count(*) FROM articles", "--csv")
    for sql in (
        "FROM postgres_query('__ducklake_metadata_news', 'SELECT 1')",
        "FROM query('FROM post' || 'gres_query(1)')",
        "FROM __ducklake_metadata_news.public.ducklake_snapshot",
        "FROM read_csv('/etc/passwd')",
        "DELETE FROM archive.articles",
    ):
        done = planted_lakeside.try_("sql", sql)
        assert done.returncode == 2, (sql, done.stdout)
        assert done.stderr.count("\n") == 1


def test_saving_does_not_look_for_pandas_at_every_value(lakeside: Lakeside) -> None:
    told = subprocess.run(
        [COMMAND.with_name("python"), "-m", "tests.lake.sought_modules", lakeside.catalog, f"{lakeside.data}/"],
        cwd=HOME, env=lakeside.environment, text=True, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert told.stdout == "0\n", told.stderr  # 404 before, and 17 of the 29 s in which a first lake is planted


@pytest.mark.parametrize(
    ("held", "is_told"),
    [(f"{OURS}, {ALONE}", True), (f"{OURS}, {TURN}", False), (f"5, {ALONE}", False), (f"{ALONE}, {OURS}", False)],
)
def test_only_who_holds_the_lock_that_is_asked_for_is_its_holder(postgres: Postgres, held: str, is_told: bool) -> None:
    said = postgres.ask(f"SELECT pg_advisory_lock({held}); {HOLDER.format(ours=OURS, key=ALONE)}", "postgres")
    assert said.startswith("127.0.0.1|") == is_told
    assert bool(said) == is_told


def test_a_holder_over_a_socket_of_the_server_is_this_machine(planted: Path) -> None:
    with TemporaryDirectory() as sockets:
        Path(sockets).chmod(0o777)  # the server is another user's
        with running_postgres(options=f"{FAST} -k {sockets}", kept=planted / "databases") as server:
            sql = f"SELECT pg_advisory_lock({OURS}, {ALONE}); {HOLDER.format(ours=OURS, key=ALONE)}"
            assert server.ask(sql, "postgres", host=sockets).startswith("this machine|")


def test_one_alone_links_and_the_other_says_who_does(planted_lakeside: Lakeside) -> None:
    with planted_lakeside.held():
        done = planted_lakeside.try_("link")
        shard = planted_lakeside.try_("collect", "--shard", "1/2")
    assert done.returncode == 1
    assert "is being written to from 127.0.0.1 since" in done.stderr
    assert shard.returncode == 0, shard.stderr
