"""Each command with --json prints one JSON document, as docs/json-schemas.json describes it."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flows.cli import main
from flows.commands.loading import MODULES, loaded
from flows.demo.newsroom import Newsroom, serve
from tests.conftest import HOME
from tests.flows.newsdesk import with_news
from tests.post_office import post_office
from tests.storage.archive_copies import copy_of
from tools.write_json_schemas import PRINTED, TARGET, written

ROWS = (
    '{"url": "https://a.example/1", "title": "Harbour wall", "text": "The harbour wall will be mended in May."}\n'
    '{"url": "https://b.example/2", "title": "Harbour wall", "text": "The harbour wall was mended in June."}\n'
)
ON_ARCHIVE = [
    ("stories", ["stories"]),
    ("watches list", ["watches", "list"]),
    ("feeds list", ["feeds", "list"]),
    ("digest list", ["digest", "list"]),
    ("link", ["link"]),
    ("plant-seeds", ["plant-seeds"]),
    ("corroborate", ["corroborate", "The council approved the contract."]),
    ("search", ["search", "harbour AND (wall OR pier)"]),
    ("who-said", ["who-said", "Osei-Lund"]),
    ("sql", ["sql", "SELECT * FROM articles LIMIT 2"]),
    ("site", ["site", "site"]),
    ("doctor", ["doctor"]),
    ("digest send", ["digest", "send"]),
]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, with no settings of the machine."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("NEWSTHREAD_"):
            monkeypatch.delenv(name)


def printed(words: list[str], command: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what a command prints, which fits the schema of its name."""
    capsys.readouterr()
    assert main([*words, "--json"]) in (0, 1)
    document = json.loads(capsys.readouterr().out)
    schema = json.loads(TARGET.read_text(encoding="utf-8"))["commands"][command]
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def test_the_schemas_are_those_of_the_records() -> None:
    assert TARGET.read_text(encoding="utf-8") == written(), "run python -m tools.write_json_schemas"


def test_every_command_with_json_has_a_schema() -> None:
    found = [name for command in sorted(MODULES) for name in with_json(loaded(command), command)]
    assert sorted(found) == sorted(set(PRINTED) - {"collect --shard"})


def with_json(command: Any, name: str) -> list[str]:
    """Return the names of a command and of its sub-commands, as far as they take --json."""
    inner = getattr(command, "commands", {}).items()
    own = [name] if any("--json" in option.opts for option in command.params) else []
    return own + [found for word, one in inner for found in with_json(one, f"{name} {word}")]


@pytest.mark.parametrize(("command", "words"), ON_ARCHIVE, ids=[command for command, _ in ON_ARCHIVE])
def test_what_is_printed_fits(
    command: str, words: list[str], newsroom_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy_of(newsroom_archive, tmp_path / "archive")
    assert printed(words, command, capsys) is not None


def test_a_story_and_why_fit(newsroom_archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy_of(newsroom_archive, tmp_path / "archive")
    story = printed(["stories"], "stories", capsys)[0]["story_id"]
    shown = printed(["story", story], "story", capsys)
    first, second = [str(row["article_id"]) for row in shown["chronicle"][:2]]
    assert printed(["why", first, second], "why", capsys)["origins"]


def test_what_an_import_prints_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rows.jsonl").write_text(ROWS, encoding="utf-8")
    assert printed(["import", "rows.jsonl"], "import", capsys)


def test_what_a_collection_prints_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSTHREAD_PRIVATE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("NEWSTHREAD_CONTACT", "tests@localhost.invalid")
    newsroom = Newsroom.read(HOME / "seeds" / "newsroom")
    with serve(newsroom):
        newsroom.now = newsroom.moments[-1]
        feed = newsroom.feed_list()[0].url
        (tmp_path / "feeds.txt").write_text(f"{feed}\n", encoding="utf-8")
        assert printed(["feeds", "check", feed], "feeds check", capsys)[0]["outcome"] == "ok"
        assert printed(["collect", "--feeds", "feeds.txt"], "collect", capsys)["collected"]["outcomes"] == {"ok": 1}
        assert printed(["collect", "--shard", "1/1", "--all"], "collect --shard", capsys)["feeds_due"] == 1


def test_what_a_delivery_prints_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with post_office() as office:
        with_news(tmp_path / "archive", office.port).send()
    assert printed(["digest", "list"], "digest list", capsys)["deliveries"]
