"""What each command hands on to the work behind it, what it prints and with which code it ends, option by option."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.cli import main
from flows.configuration.settings import Settings
from tests.answers import check

KEPT = Path("tests/fixtures/answers/flows")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COMMANDS = (
    "collect", "digest", "archive", "watches", "up", "site", "sql", "first_steps", "stories", "questions", "options",
)  # fmt: skip
WORK = (
    "flows.collecting.pipeline.collect_all", "flows.collecting.pipeline.collect_sites",
    "flows.collecting.pipeline.link_and_publish",
    "flows.collecting.import_files.import_articles", "flows.collecting.import_files.check_files",
    "flows.local_backfill.backfill_here",
    "flows.collecting.seeds.plant", "flows.collecting.extract_files.extract_paths",
    "flows.collecting.extract_files.extract_again",
    "flows.collecting.accept_pages.accept_pages", "flows.collecting.subscriptions.follow",
    "flows.collecting.subscriptions.read_list",
    "flows.delivery.preview.preview", "flows.delivery.send_digests.send_digests",
    "flows.delivery.send_test.send_test",
    "flows.delivery.send_test.send_test_to_channel", "storage.maintenance.backup.back_up",
    "storage.maintenance.backup.verify",
    "storage.maintenance.backup.restore", "storage.maintenance.compact.compact",
    "storage.parquet_files.publish_parquet",
    "storage.maintenance.retire.retire", "flows.linking.watches.add_watch", "flows.linking.watches.remove_watch",
    "flows.delivery.search.try_watch", "flows.delivery.search.is_watch", "flows.delivery.search.how_often",
    "flows.operations.up.run_everything",
    "flows.operations.run_monitor.watch_over_at", "flows.collecting.hubs.listen", "flows.delivery.site.print_site",
    "flows.operations.doctor.examine", "flows.operations.doctor.mend", "flows.demo.demo.demonstrate",
    "flows.linking.corrections.correct_story",
    "flows.linking.corrections.correct_copies", "flows.operations.forget.forget",
    "storage.snapshot.export.write_answer", "flows.delivery.search.search", "flows.commands.questions.corroborate",
    "flows.delivery.who_said.who_said", "storage.snapshot.sql.vocabulary", "flows.commands.sql.draw_name",
    "flows.commands.sql.draw",
)  # fmt: skip
LINES = (
    "collect", "collect --all", "collect --feeds f.txt", "collect --shard 2/3", "collect --shard 0/3", "link",
    "link --all",
    "import a.jsonl b.csv", "import --lenient a.jsonl", "backfill a.warc.gz --workers 3",
    "backfill a.warc.gz",
    "plant-seeds", "plant-seeds --documents d", "extract a.html", "extract", "reextract", "reextract --outlet Post",
    "reextract --accept https://h.example/1",
    "feeds add https://h.example/", "feeds add https://h.example/ --outlet Post", "digest preview",
    "digest preview --since 2026-11-20 --until 2026-11-21",
    "digest preview --since 2026-11-21 --until 2026-11-21", "digest preview --reader ida --html a.html",
    "digest preview --text a.txt --eml a.eml",
    "digest send", "digest send --again", "digest send --resend-unknown", "digest send --test me@h.example",
    "digest send --test-channel desk --reader ida",
    "backup b", "backup --verify b", "restore b", "restore --replace b", "compact", "publish-parquet",
    "publish-parquet p", "retire --older-than 2026-01-01 --yes",
    "watches add quay harbour", "watches add quay harbour --title Quay", "watches remove quay",
    "up", "up --port 4300", "watch-over",
    "watch-over --archive nowhere", "listen", "listen --port 9000 --host 0.0.0.0", "site s", "site s --archive a",
    "doctor",
    "doctor --deep", "doctor --mend", "demo", "demo --archive d",
    "story link 5 s1", "story close s1", "story s1 s2", "copies join 1 2", "copies split 1 2", "forget 5 --yes",
    "forget Post --yes",
    "sql --csv --json x", "sql --csv --guard x", "sql --json x", "sql --parquet a.parquet --as-of 2026-11-20 x",
    "sql --csv --seconds 5 x",
    "sql x", "sql x --as-of 2026-11-20 --seconds 9", "sql x --as-of yesterday", r"sql \d",
    r"sql \dstories;", "search quay",
    "search quay --most 3 --as-of 2026-11-20",
    "who-said Ida", "who-said Ida --most 2 --as-of yesterday", "corroborate x",
    "corroborate x --language de --as-of 2026-11-20",
)  # fmt: skip


class Nothing:
    """No, none and nothing, whatever it is asked or told."""

    def __getattr__(self, name: str) -> Any:
        return Nothing()

    def __call__(self, *given: Any, **more: Any) -> Any:
        return Nothing()

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __repr__(self) -> str:
        return "nothing"

    def __len__(self) -> int:
        return 0

    def __gt__(self, other: object) -> bool:
        return False


class Done(SimpleNamespace):
    """What any work comes to: it says so, and every question to it is answered with no."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return {"rows": 3, "tables": (1, 2), "claim": "It is so."}.get(name, Nothing())

    def in_words(self) -> str:
        return "done"

    told = in_words

    def __str__(self) -> str:
        return "done"

    def __iter__(self) -> Iterator[str]:
        return iter(())


def said(value: Any) -> str:
    if isinstance(value, Settings):
        return "SETTINGS"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}"
    if isinstance(value, Done):
        return "THE ARCHIVE"
    if hasattr(value, "write"):
        return "the standard output"
    if callable(value) and not is_dataclass(value):
        return "a function"
    if is_dataclass(value):
        told = {name: getattr(value, name) for name in value.__dataclass_fields__ if name not in ("rules",)}
        return f"{type(value).__name__}({', '.join(f'{name}={said(one)}' for name, one in told.items())})"
    return (
        "PROGRESS"
        if type(value).__name__.endswith("Progress")
        else str(value)
        if isinstance(value, Path)
        else repr(value)
    )


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def recorder(name: str) -> Any:
        def work(*args: Any, **more: Any) -> Any:
            given = [*map(said, args), *(f"{key}={said(value)}" for key, value in more.items())]
            found.append(f"{name}({', '.join(given)})")
            return Done()

        return work

    @contextmanager
    def opened(*args: Any, **more: Any) -> Iterator[Any]:
        found.append(f"opened({', '.join([*map(said, args), *(f'{key}={value}' for key, value in more.items())])})")
        yield Done(store="STORE"), Settings(), NOW

    for path in WORK:
        module, name = path.rsplit(".", 1)
        monkeypatch.setattr(importlib.import_module(module), name, recorder(name))
    patched = {
        "opened": opened, "present": lambda: NOW, "snapshot_of": lambda archive: Path(f"SNAPSHOT of {archive}"),
        "known_snapshot": lambda archive: Path(f"SNAPSHOT of {archive}"), "read_settings": lambda *given,
        **more: Settings(),
        "progress": lambda: type("Progress", (), {})(),
    }  # fmt: skip
    for command in COMMANDS:
        module = importlib.import_module(f"flows.commands.{command}")
        for name, stand_in in patched.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, stand_in)
    monkeypatch.setattr(sys, "stdin", type("Closed", (), {"isatty": lambda self: False, "read": lambda self: ""})())
    return found


def test_what_commands_hand_on_stays(calls: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for line in LINES:
        calls.clear()
        try:
            code: object = main(line.split())
        except SystemExit as error:
            code = f"exit {error.code}"
        printed = capsys.readouterr()
        found.append(f"{line}: {code}")
        found += [f"  {call}" for call in calls]
        found += [f"  | {one}"[:160] for one in (printed.out + printed.err).splitlines()[:6]]
    check(KEPT / "commands.txt", found)
