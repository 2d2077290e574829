"""What the flows hand on to the work behind them and leave in Prefect's pages, with the work and Prefect in memory.

Prefect is imported where it is asked: every process that collects the tests would import it otherwise.
"""

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.collecting.pipeline import ALERT, POLL, STEPS, Collected, CollectionResult, PagesRead, Polled, Published
from flows.configuration.settings import Settings
from flows.delivery.alerts import Alerted
from flows.linking.link import Linked
from flows.progress import Progress
from news.alerts import Alert
from news.errors import ArchiveBusy, InputError, MailError
from news.records import FeedMemory, StoryUpdate
from tests.answers import check
from tests.conftest import HOME
from tests.filled import filled

KEPT = HOME / "tests/fixtures/answers/flows"
NOW, THEN = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DIR, FILE = Path("dir"), Path("list.opml")
BUSY = ArchiveBusy("It is busy.", subject="x")
FULL = Settings(
    archive=Path("a"), site_address="https://s.example/", site_folder=Path("sites"), site_indexed=True, workers=3,
    seed_documents=Path("docs"), backups_kept=2, retain_days={"*": 9},
)  # fmt: skip
# flow or task, what it is given, and what then happens differently: an error of the work behind it, or an answer.
RUNS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("collect_news.collect_news", {}, {}),
    ("collect_news.collect_news", {"archive": DIR, "feeds": FILE, "all_feeds": True, "now": THEN}, {}),
    ("collect_news.collect_news", {}, {"collect_all": BUSY}),
    ("collect_shard.collect_shard", {"shard": "2/3"}, {}),
    ("collect_shard.collect_shard", {"shard": "1/3", "archive": DIR, "feeds": FILE, "all_feeds": True}, {}),
    ("collect_shard.collect_shard", {"shard": "2/3"}, {"collect_sites": SimpleNamespace(failed=True)}),
    ("collect_shard.collect_shard", {"shard": "2/3"}, {"collect_sites": BUSY}),
    ("link_coverage.link_coverage", {}, {}),
    ("link_coverage.link_coverage", {"archive": DIR, "now": THEN}, {}),
    ("link_coverage.link_coverage", {}, {"link_and_publish": BUSY}),
    ("plant_seeds.plant_seeds", {}, {}),
    ("plant_seeds.plant_seeds", {"archive": DIR, "documents": DIR, "now": THEN}, {}),
    ("plant_seeds.plant_seeds", {}, {"settings": FULL}),
    ("print_site.print_site", {"archive": DIR, "out": FILE}, {}),
    ("print_site.write_pages", {"archive": None, "out": None}, {}),
    ("print_site.write_pages", {"archive": DIR, "out": None}, {"settings": FULL}),
    ("print_site.write_pages", {"archive": DIR, "out": DIR}, {"settings": FULL}),
    ("send_digest.send_digest", {"archive": DIR, "now": THEN}, {}),
    ("send_digest.write_letters", {"archive": DIR, "now": THEN}, {}),
    ("send_digest.write_letters", {"archive": None, "now": None}, {}),
    ("keep_archive.keep_archive", {}, {}),
    ("keep_archive.keep_archive", {"archive": DIR, "backups": FILE, "now": THEN}, {"retire_old": ""}),
    ("keep_archive.check_deep", {"archive": None, "now": None}, {}),
    ("keep_archive.check_deep", {"archive": None, "now": None}, {"store": True}),
    ("keep_archive.check_deep", {"archive": None, "now": None}, {"store": True, "deep_findings": ["pages"]}),
    ("keep_archive.check_deep", {"archive": DIR, "now": THEN}, {"store": True, "deep_findings": ["pages!", "sum!"]}),
    ("keep_archive.check_deep", {"archive": DIR, "now": THEN}, {"store": True, "deep_findings": ["pages!", "store!"]}),
    ("keep_archive.check_deep", {"archive": DIR, "now": THEN}, {"store": True, "settings": Settings(lake="l")}),
    ("keep_archive.retire_old", {"archive": DIR, "now": THEN}, {}),
    ("keep_archive.retire_old", {"archive": DIR, "now": THEN}, {"settings": FULL}),
    ("keep_archive.retire_old", {"archive": None, "now": None}, {"settings": Settings(retain_pages_days=9)}),
    ("keep_archive.write_backup", {"archive": DIR, "backups": None, "now": THEN}, {}),
    ("keep_archive.write_backup", {"archive": None, "backups": FILE, "now": None}, {"superseded": ()}),
    ("keep_archive.write_backup", {"archive": None, "backups": None, "now": None}, {"settings": FULL}),
    ("keep_archive.compact_store", {"archive": DIR, "now": THEN}, {}),
]  # fmt: skip
WORK = (
    "as_tasks", "collect_all", "collect_sites", "link_and_publish", "tell_of_snapshot", "show", "plant", "write_site",
    "write_pages", "write_letters", "send_digests", "check_deep", "retire_old", "write_backup", "compact_store",
    "mail_at_once", "drop_old", "back_up", "compact",
)  # fmt: skip

TASKS = ("check_deep", "retire_old", "write_backup", "compact_store")


class Done(SimpleNamespace):
    """What any work comes to: it says so."""

    failed, published, rows = False, "the published", 7

    def in_words(self) -> str:
        return "done"

    def __str__(self) -> str:
        return "done"


def said(value: Any) -> str:
    if isinstance(value, Settings):
        return f"SETTINGS of {value.archive}"
    if isinstance(value, datetime):
        return f"{value:%d %H:%M}"
    if is_dataclass(value):
        left_out = ("time", "rules")
        told = {name: getattr(value, name) for name in value.__dataclass_fields__ if name not in left_out}
        return f"{type(value).__name__}({', '.join(f'{name}={said(one)}' for name, one in told.items())})"
    if isinstance(value, list):
        return f"[{', '.join(map(said, value))}]"
    return "PROGRESS" if isinstance(value, Progress) else str(value)


def in_one_line(name: str, args: Any, more: Any) -> str:
    return f"{name}({', '.join([*map(said, args), *(f'{key}={said(value)}' for key, value in more.items())])})"


def worked(flow: str, given: dict[str, Any], happens: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run a flow's or task's own function, everything that it calls replaced by what notes the call."""
    module_name, name = flow.split(".")
    module = importlib.import_module(f"flows.{module_name}")
    function, found = getattr(module, name).fn, list[str]()
    settings = happens.get("settings", Settings())

    def recorder(what: str) -> Any:
        def work(*args: Any, **more: Any) -> Any:
            found.append(in_one_line(what, args, more))
            answer = happens.get(what, f"{what} did." if what in TASKS else Done())
            if isinstance(answer, Exception):
                raise answer
            return answer

        return work

    @contextmanager
    def opened(*args: Any, **more: Any) -> Iterator[Any]:
        found.append(in_one_line("opened", args, more))
        archive = Done(store="STORE", publish=lambda now: found.append(f"published at {said(now)}"))
        yield archive, settings, more.get("now") or NOW
        found.append("closed")

    def findings(settings: Settings) -> list[Any]:
        told = happens.get("deep_findings", ["store", "pages"])
        return [SimpleNamespace(what=one.strip("!"), said=f"{one} said.", is_wrong="!" in one) for one in told]

    def log(level: str) -> Any:
        return lambda text, *args: found.append(f"{level}: {text % args if args else text}")

    stand_ins = {
        "opened": opened, "present": lambda: NOW, "deep_findings": findings,
        "read_settings": lambda archive=None: replace(settings, archive=archive or settings.archive),
        "get_run_logger": lambda: SimpleNamespace(info=log("info"), error=log("error")),
        "superseded": lambda folder, kept: happens.get("superseded", (folder / f"old of {kept}",)),
    }  # fmt: skip
    with monkeypatch.context() as patched:
        patched.setattr(Path, "exists", lambda self: happens.get("store", False))
        for what in {*WORK, *stand_ins} & {*vars(module)} - {name}:
            patched.setattr(module, what, stand_ins.get(what) or recorder(what))
        if module_name == "keep_archive":
            patched.setattr(module.shutil, "rmtree", lambda path: found.append(f"removed {path}"))
        try:
            found.append(f"→ {function(**given)}")
        except Exception as error:
            found.append(f"{type(error).__name__}: {error}")
    return found


def test_what_flows_hand_on_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = []
    for flow, given, happens in RUNS:
        told = ", ".join(f"{name}={said(one)}" for name, one in (given | happens).items())
        lines += [f"{flow} {told}", *(f"  {line}" for line in worked(flow, given, happens, monkeypatch))]
    for flow in dict.fromkeys(flow for flow, _, _ in RUNS):
        module, name = flow.split(".")
        one = getattr(importlib.import_module(f"flows.{module}"), name)
        tries = getattr(one, "retry_delay_seconds", None), getattr(one, "task_run_name", None)
        lines.append(
            f"{flow}: {one.name} {one.retries} {tries} {getattr(one, 'flow_run_name', None).__class__.__name__}"
        )
    check(KEPT / "flows.txt", lines)


@pytest.mark.parametrize(
    ("error", "is_worth"),
    [(None, False), (BUSY, True), (MailError("no", subject="x"), True), (InputError("no", subject="x"), False)],
)
def test_what_may_pass_is_tried_again(error: Exception | None, is_worth: bool) -> None:
    from flows.session import is_worth_another_try

    def result() -> None:
        if error:
            raise error

    assert is_worth_another_try(None, None, SimpleNamespace(result=result)) is is_worth


@pytest.mark.parametrize("alone", [True, False])
def test_a_step_is_a_task_that_opens_the_archive_for_itself(alone: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.operations import step_tasks
    from flows.operations.artifacts import RunProgress

    found: list[str] = []

    @contextmanager
    def opened(*args: Any, **more: Any) -> Iterator[Any]:
        found.append(in_one_line("opened", args, more))
        yield "ARCHIVE", "SETTINGS", None

    def log(level: str) -> Any:
        return lambda text, *args: found.append(f"{level}: {text % args}")

    def work(archive: Any, settings: Any, request: Any, progress: Any) -> Any:
        found.append(f"{archive} {settings} {request} {type(progress) is RunProgress}")
        return Linked() if request.now == NOW else Alerted(alerts=(ALERTS[0], ALERTS[0]))

    monkeypatch.setattr(step_tasks, "opened", opened)
    monkeypatch.setattr(step_tasks, "step_task", lambda name: lambda function: found.append(name) or function)
    logger = SimpleNamespace(info=log("info"), warning=log("warning"))
    monkeypatch.setattr(step_tasks, "get_run_logger", lambda: logger)
    for now in (NOW, THEN):
        request: Any = SimpleNamespace(now=now)
        answer = step_tasks.as_tasks(DIR, request, alone=alone)(replace(POLL, work=work))
        level = "info" if now == NOW else "warning"
        lines = [f"{level}: {line}" for line in answer.in_words().splitlines()]
        assert lines
        opening = f"opened(dir, now={said(now)}, alone={alone})"
        assert found == [POLL.name, opening, f"ARCHIVE SETTINGS {request} True", *lines]
        found.clear()


# --- what runs show in Prefect's pages ----------------------------------------------------------------------------

ALERTS = (
    Alert(kind="burst", subject="s1", said="It bursts.", raised_at=NOW),
    Alert(kind="run_failed", subject="d", said="It failed.", raised_at=NOW),
)
FEEDS = tuple(
    FeedMemory(
        url=f"https://f{n:02}.example/", status=status, failures_in_row=n, interval_seconds=60.0 * n + 29, **more
    )
    for n, (status, more) in enumerate(
        [
            ("ok", {"last_new_at": NOW - HOUR, "outlet": "Post"}), ("ok", {"last_new_at": NOW - 9 * HOUR}), ("ok", {}),
            ("failing", {"last_new_at": NOW, "last_outcome": "timeout"}), ("gone", {"last_outcome": "gone"}),
            ("failing", {"last_new_at": NOW - HOUR}), ("paused", {}), *([("ok", {})] * 40),
        ]
    )
)  # fmt: skip


def story(number: int, title: str) -> StoryUpdate:
    counts = {"new_articles": 5, "new_copies": 2, "articles": 9}
    return filled(StoryUpdate, story_id=f"s{number}", title=title, state="running", **counts)


def result(**differs: Any) -> CollectionResult:
    polled = Polled(due=4, outcomes={"ok": 2, "not_modified": 1, "gone": 1}, new_entries=3, feeds=FEEDS)
    read = PagesRead(statuses={"ok": 3, "gone": 1, "partial_paywall": 2}, new=4, changed=1)
    moved = (story(0, r"A [new] *quay* \ `x`" "\n  {y}_#+-!|~<z>(1)"), *(story(n, f"T{n}") for n in range(1, 20)))
    given = {
        "collected": Collected(polled=polled, read=read), "linked": Linked(articles=6, copies=2),
        "alerted": Alerted(alerts=ALERTS), "published": Published(snapshot=Path("a/b"), is_new=True, moved=moved),
    }  # fmt: skip
    return CollectionResult(**given | differs)


def test_what_a_collection_leaves_in_prefects_pages_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.operations import artifacts

    found: list[str] = []
    for name in ("create_markdown_artifact", "create_table_artifact", "emit_event"):
        monkeypatch.setattr(artifacts, name, lambda *args, name=name, **more: found.append(f"{name} {args} {more}"))
    artifacts.show(result(), at=NOW, site="https://s.example/")
    quiet = replace(
        result(), alerted=Alerted(alerts=()), published=Published(snapshot=Path("a/b"), is_new=False, moved=()),
        collected=Collected(
            polled=Polled(due=0, outcomes={}, new_entries=0, feeds=FEEDS[:3]),
            read=PagesRead(statuses={}, new=0, changed=0),
        ),
    )  # fmt: skip
    artifacts.show(quiet, at=NOW, site="")
    artifacts.show(replace(result(), alerted=Alerted(alerts=())), at=NOW, site="")
    for one in (result().published, quiet.published):
        artifacts.tell_of_snapshot(one)
        found.append("told of a snapshot")
    found += [str(row) for row in artifacts.health(FEEDS, NOW)]
    check(KEPT / "artifacts.txt", [line for told in found for line in told.replace("\\n", "\n").split("\n")])


def test_a_run_is_named_after_its_flow_and_the_moment_at_which_it_was_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.operations import artifacts

    monkeypatch.setattr(artifacts, "present", lambda: THEN)
    for planned, name in ((NOW, "collect-news Sun 22 Nov 12:00"), (None, "collect-news Sun 01 Nov 00:00")):
        flow_run = SimpleNamespace(flow_name="collect-news", scheduled_start_time=planned)
        monkeypatch.setattr(artifacts, "runtime", SimpleNamespace(flow_run=flow_run))
        assert artifacts.run_name() == name


def test_a_bar_moves_with_the_work_and_ends_where_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.operations import artifacts

    shown: list[Any] = []
    monkeypatch.setattr(artifacts, "UPDATE_SECONDS", 30.0)
    monkeypatch.setattr(artifacts, "create_progress_artifact", lambda *given, **more: shown.append((given, more)) or 7)
    monkeypatch.setattr(artifacts, "update_progress", lambda bar, progress: shown.append((bar, progress)))
    with artifacts.RunProgress().stage("pages", 0) as step:
        step()
    assert shown == []
    with suppress(KeyError), artifacts.RunProgress().stage("pages", 4) as step:
        step()
        step()
        step()
        raise KeyError
    assert shown == [((0.0,), {"key": "progress-pages", "description": "pages: 4"}), (7, 75.0)]
    assert not [one for one in threading.enumerate() if "_move" in one.name]


def test_a_bar_is_moved_where_there_is_something_to_show(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.operations import artifacts

    shown: list[Any] = []
    monkeypatch.setattr(artifacts, "update_progress", lambda bar, progress: shown.append(progress))
    shares, waits = [0.0, 25.0, 25.0, 75.0], iter([False, False, False, False, True])
    over: Any = SimpleNamespace(wait=lambda seconds: next(waits))
    turns = iter([0.0, 25.0, 25.0, 25.0, 75.0, 75.0, 100.0])
    artifacts._move(7, lambda: next(turns), over)
    assert (shown, len(shares)) == ([25.0, 75.0, 100.0], 4)


# --- assets -------------------------------------------------------------------------------------------------------


def test_every_step_but_the_alerts_makes_an_asset_of_the_one_before() -> None:
    from flows.operations.assets import OF_STEPS, SNAPSHOT, step_task

    made = [step.name for step in STEPS if step is not ALERT]
    assert list(OF_STEPS) == made
    chain = [OF_STEPS[name] for name in made]
    assert [of for _, of in chain] == [(), *((asset,) for asset, _ in chain[:-1])]
    assert chain[-1][0] is SNAPSHOT
    for step in STEPS:
        one = step_task(step.name)(lambda: None)
        assert (one.name, one.task_run_name) == (step.name, step.name)
        assert (type(one).__name__ == "MaterializingTask") is (step is not ALERT)


def test_digests_and_site_are_made_of_the_snapshot() -> None:
    from flows.operations.assets import SNAPSHOT
    from flows.print_site import write_pages
    from flows.send_digest import write_letters

    for task, key in ((write_letters, "newsthread://digests"), (write_pages, "newsthread://site")):
        assert [asset.key for asset in task.assets] == [key]
        assert [asset.key for asset in task.asset_deps] == [SNAPSHOT.key]


def test_every_asset_has_a_name_and_says_what_it_is() -> None:
    from flows.operations.assets import OF_STEPS

    for asset, _ in OF_STEPS.values():
        assert asset.properties is not None
        assert asset.properties.name
        assert asset.properties.description


# --- a backfill on a cluster --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lake", [None, "a lake"])
def test_a_backfill_links_and_publishes_but_on_a_lake(lake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("prefect_dask")
    from flows import backfill_pages as module

    found: list[str] = []

    @contextmanager
    def opened(*args: Any, **more: Any) -> Iterator[Any]:
        found.append(in_one_line("opened", args, more))
        archive = Done(publish=lambda now: found.append(f"published at {said(now)}"))
        yield archive, SimpleNamespace(lake=lake, __str__=lambda: "SETTINGS"), NOW

    def backfill(archive: Any, files: Any, read_all: Any, *, now: datetime, say: Any) -> str:
        found.append(f"backfill {archive} {files} {read_all.keywords} {said(now)} {say is module.logger.info}")
        return "done"

    def link(archive: Any, settings: Any, *, now: datetime) -> Done:
        found.append(f"link {archive} {settings.lake} {said(now)}")
        return Done()

    for name, stand_in in (("opened", opened), ("backfill", backfill), ("link", link)):
        monkeypatch.setattr(module, name, stand_in)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 3)
    told: list[str] = []
    monkeypatch.setattr(module.logger, "info", told.append)
    for given, ahead in (({}, 6), ({"archive": DIR, "workers": 5}, 10)):
        found.clear()
        assert module.backfill_pages.fn([FILE], **given) == "done"
        last = [] if lake else ["link done None 22 12:00", "published at 22 12:00"]
        opening = f"opened({given.get('archive')}, alone=False)"
        assert found == [opening, f"backfill done [{FILE!r}] {{'ahead': {ahead}}} 22 12:00 True", *last]
    assert told == ([] if lake else ["done", "done"])


def test_batches_are_handed_out_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("prefect_dask")
    from flows import backfill_pages as module

    at_once: list[int] = []
    running: list[Any] = []

    def submit(batch: Any, outlets: Any, now: datetime) -> Any:
        running.append(batch)
        at_once.append(len(running))
        return SimpleNamespace(result=lambda: (batch, outlets, said(now)))

    def as_completed(futures: Any) -> Iterator[Any]:
        running.pop()
        yield futures[-1]

    monkeypatch.setattr(module, "read_one", SimpleNamespace(submit=submit))
    monkeypatch.setattr(module, "as_completed", as_completed)
    batches: Any = ["a", "b", "c", "d"]
    done: Any = [*module.read_on_cluster(batches, ["o"], NOW, ahead=2)]  # type: ignore[list-item]
    assert sorted(batch for batch, *_ in done) == batches
    assert {rest for _, *rest_ in done for rest in rest_} == {("o",), "22 12:00"}
    assert at_once == [1, 2, 2, 2]
    assert [*module.read_on_cluster([], [], NOW, ahead=2)] == []


def test_a_cluster_is_that_of_an_address_or_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("prefect_dask")
    from flows import backfill_pages as module

    monkeypatch.setattr(module, "DaskTaskRunner", lambda **given: given)
    monkeypatch.setattr(module.os, "cpu_count", lambda: None)
    assert module.cluster(workers=3, address="tcp://a") == {"address": "tcp://a"}  # type: ignore[comparison-overlap]
    for workers, wanted in ((3, 3), (None, 1)):
        made: Any = module.cluster(workers=workers)
        assert made == {
            "cluster_kwargs": {
                "n_workers": wanted, "threads_per_worker": 1, "processes": True, "dashboard_address": None,
                "silence_logs": 40,
            }
        }  # fmt: skip
