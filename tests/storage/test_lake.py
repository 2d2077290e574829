"""How a lake is named, what its refusals say, and what of the shared SQL a lake lacks; tests/lake asks a server."""

from pathlib import Path

import duckdb
import pytest

from news.errors import ArchiveBusy, ArchiveError
from storage.lake import Lake, for_lake, masked, refusal_of
from storage.migrate import migrations, public_files

CATALOG = "ducklake:postgres:host=127.0.0.1 port=1 user=news dbname=news password=hush-hush"


def test_an_address_survives_being_a_path() -> None:
    address = "ducklake:postgres:postgresql://news:secret@db.example:5433/news"
    assert Lake.named(str(Path(address))).catalog == address
    assert Lake.named(str(Lake.named(address).place)).postgres == "postgresql://news:secret@db.example:5433/news"


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
