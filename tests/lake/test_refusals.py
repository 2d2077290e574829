"""What a person sees who names a lake wrongly, or whose lake is not there: one line, and no password in it."""

import subprocess
from pathlib import Path

import duckdb
import pytest

from flows.cli import main
from flows.configuration.settings import read_settings
from news.errors import ArchiveBusy, ArchiveError, SettingsError
from storage.lake import Lake, for_lake, masked, refusal_of
from storage.migrate import migrations, public_files
from tests.conftest import HOME
from tests.lake.conftest import COMMAND, Lakeside

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


def test_an_address_survives_being_a_path() -> None:
    address = "ducklake:postgres:postgresql://news:secret@db.example:5433/news"
    assert Lake.named(str(Path(address))).catalog == address
    assert Lake.named(str(Lake.named(address).place)).postgres == "postgresql://news:secret@db.example:5433/news"


@pytest.mark.parametrize("name", ["ducklake:", "ducklake:postgres:", "ducklake:sqlite:x.db", "ducklake:news.ducklake"])
def test_another_name_is_refused_with_an_example(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=r"a lake is named as in"):
        read_settings({"NEWSTHREAD_ARCHIVE": name}, folder=tmp_path)


@pytest.mark.parametrize(
    "words",
    ["password=hush host=x", "host=x PASSWORD = 'hu sh'", "postgresql://news:hush@db/news", "postgres://n:hu:sh@db/x"],
)
def test_no_password_is_said(words: str) -> None:
    assert "sh" not in masked(words).replace("host", "")


def test_faults_that_pass_are_told_from_those_that_do_not() -> None:
    place = Path(CATALOG)
    lost = duckdb.TransactionException("Failed to commit DuckLake transaction. Transaction conflict - attempting to")
    away = duckdb.IOException('Unable to connect: "password=hush"\n connection to server failed: Connection refused')
    wrong = duckdb.IOException('FATAL: password authentication failed for user "news"')
    assert isinstance(refusal_of(place, lost), ArchiveBusy)
    assert isinstance(refusal_of(place, away), ArchiveBusy)
    assert type(refusal_of(place, wrong)) is ArchiveError
    assert not any("hush" in str(refusal_of(place, error)) for error in (lost, away, wrong))


def test_the_shared_sql_says_nothing_on_a_lake_that_a_lake_lacks() -> None:
    scripts = [path.read_text() for path in (*public_files(), *(path for _, path in migrations()))]
    spoken = [for_lake(script) for script in scripts]
    assert not [script for script in spoken if "COMMENT ON COLUMN" in script or "USING COMPRESSION" in script]
    assert sum(script.count("CREATE ") for script in spoken) == sum(script.count("CREATE ") for script in scripts)
    assert not [script for script in spoken if "DEFAULT []" in script]
    assert sum(script.count("COMMENT ON VIEW") for script in spoken) > 20


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


def test_one_alone_links_and_the_other_says_who_does(planted_lakeside: Lakeside) -> None:
    with planted_lakeside.held():
        done = planted_lakeside.try_("link")
        shard = planted_lakeside.try_("collect", "--shard", "1/2")
    assert done.returncode == 1
    assert "is being written to from 127.0.0.1 since" in done.stderr
    assert shard.returncode == 0, shard.stderr
