"""Rules of looking after runs, with an API in memory: zombies, missed and future runs, signs; and of doctor."""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.configuration.settings import TIMETABLE, MailSettings, Settings
from flows.operations import doctor, doctor_prefect, run_monitor
from flows.operations.collisions import PREFECTS, name_collisions
from flows.operations.doctor import Check
from flows.operations.run_monitor import (
    AT_ONCE,
    MISSED,
    WatchRules,
    drop_missed,
    end_zombies,
    forget_future,
    known_api,
    signs_of_runs,
    told_file,
)
from news.alerts import DeploymentSign
from news.errors import ArchiveError
from news.records import Channel, FeedMemory, Reader, Watch

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RULES = WatchRules()


def run(name: str = "r", **differs: Any) -> dict[str, Any]:
    state = {"type": "RUNNING", "message": None, "timestamp": NOW.isoformat()} | differs.pop("state", {})
    given = {
        "id": name, "name": name, "deployment_id": "d", "created": NOW.isoformat(), "auto_scheduled": True,
        "expected_start_time": NOW.isoformat(), "start_time": None, "end_time": None, "state": state,
    }  # fmt: skip
    return given | differs


class Api:
    """A server that has these runs, and remembers what was asked of it."""

    def __init__(self, *runs: dict[str, Any], beats: dict[str, datetime] | None = None) -> None:
        self.all, self.beats = list(runs), beats or {}
        self.ended: list[tuple[str, str, str]] = []
        self.forgotten: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.places: list[dict[str, Any]] = []

    def runs(self, **asked: Any) -> list[dict[str, Any]]:
        self.asked.append(asked)
        wanted = asked.get("states")
        return [one for one in self.all if not wanted or one["state"]["type"] in wanted]

    def last_heartbeat(self, run_id: str, *, since: datetime) -> datetime | None:
        return self.beats.get(run_id)

    def end_run(self, run_id: str, *, state: str, message: str) -> None:
        self.ended.append((run_id, state, message))

    def forget(self, run_id: str) -> None:
        self.forgotten.append(run_id)

    def deployments(self) -> list[dict[str, Any]]:
        return self.places


@pytest.fixture(autouse=True)
def _alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_monitor, "environments", lambda name: [(1, "alive")] if "RUN_ID" in name else [])


def ago(seconds: float) -> str:
    return (NOW - timedelta(seconds=seconds)).isoformat()


@pytest.mark.parametrize(
    ("one", "beat", "rules", "is_ended"),
    [
        (run(state={"timestamp": ago(239)}), None, RULES, False),
        (run(state={"timestamp": ago(240)}), None, RULES, True),
        (run(state={"timestamp": ago(-240)}), None, RULES, True),  # a sign of the future is none
        (run(state={"timestamp": ago(900)}), NOW - 239 * SECOND, RULES, False),
        (run(state={"timestamp": ago(900)}), NOW - 240 * SECOND, RULES, True),
        (run(state={"timestamp": ago(100)}), NOW - 900 * SECOND, RULES, False),
        (run("alive", state={"timestamp": ago(900)}), None, RULES, False),
        (run(state={"timestamp": ago(0)}), None, AT_ONCE, True),
        (run(state={"type": "PENDING", "timestamp": ago(900)}), None, RULES, True),
        (run(state={"type": "CANCELLING", "timestamp": ago(900)}), None, RULES, True),
        (run(state={"type": "COMPLETED", "timestamp": ago(900)}), None, RULES, False),
        (run(state={"type": "SCHEDULED", "timestamp": ago(900)}), None, RULES, False),
    ],
)
def test_a_run_without_a_process_and_a_sign_of_life_is_ended(
    one: dict[str, Any], beat: datetime | None, rules: WatchRules, is_ended: bool
) -> None:
    api = Api(one, beats={one["id"]: beat} if beat else {})
    told = list(end_zombies(api, now=NOW, rules=rules))  # type: ignore[arg-type]
    assert [(run_id, state) for run_id, state, _ in api.ended] == ([(one["id"], "CRASHED")] if is_ended else [])
    assert len(told) == is_ended


@pytest.mark.parametrize(
    ("created", "changed", "is_forgotten"),
    [(0, 0, False), (-120, 0, False), (-121, 0, True), (0, -120, False), (0, -121, True)],
)
def test_runs_of_a_time_to_come_are_forgotten(created: float, changed: float, is_forgotten: bool) -> None:
    api = Api(
        run("a", created=ago(created), state={"timestamp": ago(changed)}),
        run("alive", created=ago(-999)),
    )
    told = list(forget_future(api, now=NOW, rules=RULES))  # type: ignore[arg-type]
    assert api.forgotten == (["a"] if is_forgotten else [])
    assert len(told) == is_forgotten
    assert api.asked == [{"since": NOW}]


def test_of_missed_runs_the_newest_of_each_deployment_is_kept() -> None:
    waits = {"type": "SCHEDULED"}
    api = Api(
        run("c", state=waits), run("b", state=waits), run("x", state=waits, auto_scheduled=False), run("a",
        state=waits),
        run("other", state=waits, deployment_id="e"), run("running"),
    )  # fmt: skip
    told = list(drop_missed(api, now=NOW, rules=RULES))  # type: ignore[arg-type]
    assert api.ended == [("b", "CANCELLED", MISSED), ("a", "CANCELLED", MISSED)]
    assert told == ["Dropped 2 missed runs; the newest is kept."]
    assert api.asked == [{"states": ["SCHEDULED"], "until": NOW - 60 * SECOND}]


def test_a_deployment_is_told_with_its_runs_of_the_last_day() -> None:
    api = Api(
        run("a", state={"type": "FAILED", "message": " no \n room "}), run("b", state={"message": "x" * 301}),
        run("c", state={"message": "y" * 300}), run("d", state={"message": MISSED}), run("e", deployment_id="idle"),
        run("f", deployment_id="d", state={"type": "SCHEDULED"}),
    )  # fmt: skip
    active, still = {"active": True}, {"active": False}
    for name, paused, schedules in (
        ("d", False, [still, active]),
        ("idle", True, [active]),
        ("none", False, [still]),
        ("bare", False, []),
    ):
        api.places.append({"id": name, "name": name, "created": ago(9), "paused": paused, "schedules": schedules})
    signs = signs_of_runs(api, now=NOW)  # type: ignore[arg-type]
    assert [(one.name, one.is_scheduled, one.has_next, len(one.runs)) for one in signs] == [
        ("d", True, True, 5), ("idle", False, False, 1), ("none", False, False, 0), ("bare", False, False, 0),
    ]  # fmt: skip
    assert [(one.message[:9], len(one.message), one.is_dropped) for one in signs[0].runs] == [
        ("no room", 7, False), ("x" * 9, 300, False), ("y" * 9, 300, False), (MISSED[:9], len(MISSED), True),
        ("no reason", 15, False),
    ]  # fmt: skip
    assert signs[0].known_since == NOW - 9 * SECOND
    assert api.asked == [{"since": NOW - timedelta(days=1), "until": NOW}, {"states": ["SCHEDULED"]}]


def test_an_empty_plan_counts_from_when_it_was_first_seen(tmp_path: Path) -> None:
    settings = Settings(archive=tmp_path)
    bare = DeploymentSign(name="d", known_since=NOW - timedelta(days=9), is_scheduled=True, has_next=False, runs=())
    signs = [bare, replace(bare, name="planned", has_next=True), replace(bare, name="paused", is_scheduled=False)]
    first = run_monitor._with_patience(signs, settings, NOW)
    assert [one.known_since for one in first] == [NOW, bare.known_since, bare.known_since]
    again = run_monitor._with_patience(signs, settings, NOW + SECOND)
    assert again[0].known_since == NOW
    stamp = told_file(settings).stat().st_mtime_ns
    run_monitor._with_patience(signs, settings, NOW + 2 * SECOND)
    assert told_file(settings).stat().st_mtime_ns == stamp
    run_monitor._with_patience(signs[1:], settings, NOW)
    assert run_monitor._with_patience(signs, settings, NOW + 9 * SECOND)[0].known_since == NOW + 9 * SECOND
    told_file(settings).write_text("{")
    assert run_monitor._told(told_file(settings)) == {}


def test_where_prefect_is(tmp_path: Path) -> None:
    assert known_api(tmp_path, {"PREFECT_API_URL": "http://x/api"}) == "http://x/api"
    assert known_api(tmp_path, {}) == "http://127.0.0.1:4200/api"
    (tmp_path / "prefect").mkdir()
    lock = tmp_path / "prefect" / "up.lock"
    for text, address in (
        ('{"api": "http://y/api"}', "http://y/api"),
        ("{}", "http://127.0.0.1:4200/api"),
        ("{", "http://127.0.0.1:4200/api"),
    ):
        lock.write_text(text)
        assert known_api(tmp_path, {"PREFECT_API_URL": ""}) == address


CANCELLED = {"type": "CANCELLED", "message": PREFECTS, "timestamp": NOW.isoformat()}


@pytest.mark.parametrize(
    ("other", "is_named"),
    [
        (run("o", start_time=ago(60)), True),
        (run("o", start_time=ago(0)), True),
        (run("o", start_time=ago(-1)), False),
        (run("o", start_time=ago(60), end_time=ago(0)), True),
        (run("o", start_time=ago(60), end_time=ago(1)), False),
        (run("o", start_time=None), False),
        (run("o", start_time=ago(60), deployment_id="e"), False),
        (run("o", start_time=ago(60), state={"type": "COMPLETED"}), True),
        (run("o", start_time=ago(60), state={"type": "CANCELLED"}), False),
    ],
)
def test_a_run_that_was_cancelled_for_another_says_which(other: dict[str, Any], is_named: bool) -> None:
    api = Api(run("r", state=CANCELLED), other)
    assert name_collisions(api, now=NOW) == (["r"] if is_named else [])  # type: ignore[arg-type]
    assert [(run_id, state) for run_id, state, _ in api.ended] == ([("r", "CANCELLED")] if is_named else [])
    assert [one["since"] for one in api.asked] == [NOW - timedelta(hours=2), NOW - timedelta(hours=24)]
    assert name_collisions(Api(run("r", state=CANCELLED | {"message": "else"}), other), now=NOW) == []  # type: ignore[arg-type]


# --- doctor -------------------------------------------------------------------------------------------------------


def seen(found: Any) -> list[tuple[str, str]]:
    return [(one.what, one.state) for one in found]


def feed(**differs: Any) -> FeedMemory:
    return FeedMemory(**{"url": "https://f.example/", "status": "ok", **differs})


def test_each_state_of_a_check_has_its_mark() -> None:
    marks = [Check(what="feeds", state=state, said="x").in_words() for state in ("well", "mind", "wrong")]  # type: ignore[arg-type]
    assert marks == ["ok     feeds     x", "mind   feeds     x", "WRONG  feeds     x"]


@pytest.mark.parametrize(
    ("statuses", "state", "said"),
    [
        ((), "mind", "0 followed, 0 failing; newsthread feeds add URL follows one."),
        (("ok", "new", "paused"), "well", "3 followed, 0 failing."),
        (("ok", "failing"), "mind", "2 followed, 1 failing: 1."),
        (("gone",) * 4, "mind", "4 followed, 4 failing: 0, 1, 2."),
    ],
)
def test_feeds_that_fail_or_are_gone_are_to_be_minded(statuses: tuple[Any, ...], state: str, said: str) -> None:
    (told,) = doctor._feeds([feed(url=str(n), status=status) for n, status in enumerate(statuses)])
    assert (told.state, told.said) == (state, said)


def test_hubs_are_well_where_one_pushes() -> None:
    own = Settings(websub_address="https://n.example/hub")
    asked, pushed = feed(hub_asked_at=NOW), feed(hub_asked_at=NOW, pushed_until=NOW + SECOND)
    assert seen(doctor._hubs([asked], Settings(), NOW)) == []
    assert seen(doctor._hubs([feed()], own, NOW)) == []
    assert seen(doctor._hubs([asked], own, NOW)) == [("hubs", "mind")]
    assert seen(doctor._hubs([asked, pushed], own, NOW)) == [("hubs", "well")]
    assert seen(doctor._hubs([replace(pushed, pushed_until=NOW)], own, NOW)) == [("hubs", "mind")]
    (told,) = doctor._hubs([asked, pushed], own, NOW)
    assert told.said.startswith("1 of 2 feeds with a hub are pushed")


@pytest.mark.parametrize(
    ("hours", "age"),
    [(0.9, "fresh"), (1, "1 hour old"), (47, "47 hours old"), (48, "2 days old"), (71, "3 days old")],
)
def test_how_old_a_snapshot_is(tmp_path: Path, hours: float, age: str) -> None:
    path = tmp_path / "news.duckdb"
    path.write_bytes(b"")
    os.utime(path, (NOW.timestamp() - 3600 * hours,) * 2)
    assert doctor._age(path, NOW) == age


def test_a_snapshot_that_is_damaged_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    path.write_bytes(b"no database" * 1000)
    told = doctor._snapshot(path, 3, NOW)
    assert told.state == "wrong"
    assert re.search(r"[^.]: newsthread link publishes it anew\.$", told.said)


def test_a_clock_that_ran_ahead_is_told_and_a_watch_that_cannot_be_read() -> None:
    assert seen(doctor._clock({})) == []
    (told,) = doctor._clock({("articles", "first_seen_at"): 3})
    assert (told.state, "3 in articles.first_seen_at" in told.said) == ("wrong", True)
    assert seen(doctor._watches([Watch(watch="a", query="quay")], [])) == []
    assert seen(doctor._watches([Watch(watch="a", query="quay AND ("), Watch(watch="b", query="x")], [])) == [
        ("watches", "wrong")
    ]


def test_a_reader_of_a_watch_that_is_not_there_is_told() -> None:
    reader = Reader(name="anna", address="anna@reader.example", watches=("ports", "a"), at_once=("quay",))
    told = list(doctor._watches([Watch(watch="a", query="quay")], [reader, replace(reader, watches=(), at_once=())]))
    assert [(one.state, one.said.split(",")[0]) for one in told] == [
        ("wrong", "The reader 'anna' follows 'ports'"),
        ("wrong", "The reader 'anna' follows 'quay'"),
    ]


@pytest.mark.parametrize(
    ("settings", "states"),
    [
        (Settings(), ["mind", "mind"]),
        (Settings(alerts_to="me@h.example"), ["mind", "well", "wrong"]),
        (Settings(readers=(Reader(name="ida", address="i@h.example"),)), ["well", "mind", "wrong"]),
        (Settings(channels=(Channel(name="desk", alerts=True),)), ["mind", "well"]),
        (Settings(channels=(Channel(name="desk"),)), ["mind", "mind"]),
        (Settings(alerts_to="x@h.example", mail=MailSettings(host="m", sender="s@h.example", user="u")), ["mind",
        "well", "mind"]),
        (Settings(alerts_to="x@h.example", mail=MailSettings(host="127.0.0.1", port=9, sender="s@h.example")),
        ["mind", "well", "wrong"]),
    ],
)  # fmt: skip
def test_who_is_told_and_whether_mail_can_go(settings: Settings, states: list[str]) -> None:
    assert [one.state for one in doctor._mail(settings, NOW)] == states


def test_a_channel_is_well_where_its_secrets_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "channel_address", lambda channel: "https://h.example")
    monkeypatch.delenv("NEWSTHREAD_CHANNEL_HOOK_SECRET", raising=False)
    both = Settings(channels=(Channel(name="desk"), Channel(name="hook", kind="webhook")))
    assert seen(doctor._channels(both, NOW)) == [("channel", "well"), ("channel", "wrong")]


def test_files_that_others_may_read_and_a_full_disk_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(snapshot: Path, sql: str) -> None:
        raise ArchiveError("It cannot be read.", subject="x")

    monkeypatch.setattr(doctor, "ask", broken)
    for name, mode in (("store.duckdb", 0o600), ("index.duckdb", 0o640), ("news.duckdb", 0o644)):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(mode)
    for free, state in ((2_000_000_000, "well"), (1_999_999_999, "wrong")):
        monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder, free=free: type("U", (), {"free": free}))
        assert seen([doctor._snapshot(tmp_path / "news.duckdb", 0, NOW)]) == [("snapshot", "wrong")]
        found = list(doctor._files(tmp_path, share_snapshot=False))
        assert seen(found) == [("files", "mind"), ("disk", state)]
        assert "read index.duckdb, news.duckdb;" in found[0].said
    os.truncate(tmp_path / "store.duckdb", 1_500_000_000)  # a hole, no bytes
    (tmp_path / "index.duckdb").chmod(0o600)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: type("U", (), {"free": 2_999_999_999}))
    assert seen(doctor._files(tmp_path, share_snapshot=True)) == [("disk", "wrong")]
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: type("U", (), {"free": 3_000_000_000}))
    assert seen(doctor._files(tmp_path, share_snapshot=True)) == [("disk", "well")]


def test_an_archive_that_is_not_there_yet_is_no_fault(tmp_path: Path) -> None:
    assert seen(doctor._archive(Settings(archive=tmp_path), NOW)) == [("archive", "mind")]
    assert doctor._deep(Settings(archive=tmp_path)) == []
    assert seen(doctor._settings(Settings(contact="me@h.example"), NOW))[1] == ("contact", "well")
    assert seen(doctor._settings(Settings(), NOW))[1] == ("contact", "wrong")


@pytest.mark.parametrize(
    ("seconds", "state"), [((), "wrong"), ((89,), "well"), ((90,), "wrong"), ((900, 10), "well"), ((None,), "wrong")]
)
def test_a_worker_that_was_heard_of_within_a_minute_and_a_half_lives(seconds: tuple[Any, ...], state: str) -> None:
    api: Any = Api()
    api.workers = lambda pool: [{"last_heartbeat_time": one and ago(one)} for one in seconds]
    told = doctor_prefect._worker(api, NOW)
    assert told[:2] == ("worker", state)
    assert ("the last was heard of at 2026-11-22 11:58" in told[2]) is (seconds == (90,))


@pytest.mark.parametrize(
    ("paused", "schedules", "is_left", "state"),
    [
        (False, [], False, "well"),
        (False, [{"active": True}, {"active": False}], False, "well"),
        (False, [{"active": False}], False, "mind"),
        (True, [{"active": True}], False, "mind"),
        (False, [], True, "wrong"),
    ],
)
def test_deployments_that_are_missing_or_paused_are_told(
    paused: bool, schedules: list[Any], is_left: bool, state: str
) -> None:
    api: Any = Api()
    api.url = "http://x/api"
    names = re.findall(r"^  - name: (\S+)", TIMETABLE.read_text(encoding="utf-8"), re.MULTILINE)
    api.places = [{"name": name, "paused": False, "schedules": []} for name in names[1:]]
    api.places += [] if is_left else [{"name": names[0], "paused": paused, "schedules": schedules}]
    api.places.append({"name": "another", "paused": True, "schedules": []})
    told = doctor_prefect._deployments(api)
    assert told[:2] == ("schedule", state)
    assert (names[0] in told[2]) is (state != "well")


def test_runs_without_a_process_are_told() -> None:
    api: Any = Api(run("gone", state={"timestamp": ago(900)}), run("alive", state={"timestamp": ago(900)}))
    assert doctor_prefect._zombies(api, NOW)[1] == "wrong"
    assert "gone" in doctor_prefect._zombies(api, NOW)[2]
    assert doctor_prefect._zombies(Api(run("alive")), NOW)[1] == "well"  # type: ignore[arg-type]
