"""A machine from end to end: `newsthread up`, its deployments, letters, accidents; in the order of a day."""

import os
import signal
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.configuration.settings import present
from flows.operations.processes import MARK, environments
from flows.operations.run_monitor import MISSED, RUN_ID, tidy
from tests.flows.conftest import PASSWORD, SCHEDULED, House, start, stop, until

pytestmark = [pytest.mark.prefect, pytest.mark.machine]
DEPLOYMENTS = (*SCHEDULED, "print-site")


def test_up_is_ready_with_every_deployment_and_its_next_run_planned(house: House) -> None:
    deployments = {item["name"]: item for item in house.api.deployments()}
    assert set(deployments) >= set(DEPLOYMENTS)
    assert all(item["global_concurrency_limit"]["limit"] == 1 for item in deployments.values())

    def unplanned() -> set[str]:
        planned = {run["deployment_id"] for run in house.api.runs(states=["SCHEDULED"])}
        return {name for name in SCHEDULED if deployments[name]["id"] not in planned}

    until(lambda: not unplanned(), "every deployment's next run to be planned", 90)


def test_a_second_up_is_refused_in_one_line_that_names_the_first(house: House) -> None:
    done = house.command("up", "--port", str(house.port + 1))
    assert done.returncode == 2
    assert done.stderr.strip().count("\n") == 0
    assert f"up already on {house.archive} (process {house.process.pid}, http://127.0.0.1:{house.port})" in done.stderr


def test_each_deployment_runs_to_its_end_and_one_letter_is_delivered(house: House) -> None:
    for name in SCHEDULED:
        run = house.bring_forward(name)
        assert (run["state"]["type"], run["name"].startswith(f"{name} ")) == ("COMPLETED", True), run["state"]
    assert [letter.recipient for letter in house.office.letters] == ["reader@example.org"]
    assert house.ask("SELECT state FROM deliveries") == [("sent",)]
    assert list((house.archive / "backups").glob("*/manifest.json"))


def test_the_web_edition_follows_a_collection_without_being_asked_for(house: House) -> None:
    until(lambda: house.runs_of("print-site", "COMPLETED"), "the site to be built")
    assert (house.archive / "site" / "index.html").exists()


def test_a_run_is_one_screen_with_a_report_and_the_health_of_feeds(house: House) -> None:
    (run,) = [run for run in house.api.runs(states=["COMPLETED"]) if run["name"].startswith("collect-news")][:1]
    artifacts = house.api._ask("POST", "/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}})
    kinds = {item["key"]: item["type"] for item in artifacts}
    assert kinds["collect-report"] == "markdown"
    assert kinds["feed-health"] == "table"
    assert list(kinds.values()).count("progress") >= 2
    tasks = house.api._ask("POST", "/task_runs/count", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    assert tasks <= 50


def test_doctor_finds_all_well(house: House) -> None:
    said = {line[7:16].strip(): line[:5].strip() for line in house.command("doctor").stdout.splitlines()}
    assert {name: said[name] for name in ("server", "schedule", "worker", "runs")} == {
        "server": "ok", "schedule": "ok", "worker": "ok", "runs": "ok",
    }  # fmt: skip


def in_mid_run(house: House) -> tuple[str, int]:
    """Start a collection and return its id and process once it waits for the newsroom."""
    house.newsroom.asked.clear()
    house.newsroom.doors.clear()
    run_id = house.api.start("collect-news/collect-news", {"all_feeds": True})
    until(house.newsroom.asked.is_set, "the collection to ask for a feed")
    return run_id, next(pid for pid, value in environments(RUN_ID) if value == run_id)


def test_a_worker_and_run_killed_in_mid_run_are_found_within_ten_minutes(house: House) -> None:
    house.newsroom.now = house.newsroom.moments[-1]
    run_id, run_process = in_mid_run(house)
    os.kill(parent_of(run_process), signal.SIGKILL)
    os.kill(run_process, signal.SIGKILL)
    until(lambda: "The worker ended (-9) and is started again" in house.said(), "up to see it", 30)
    assert not [line for line in tidy(house.api, now=present()) if line.startswith("Ended")], "it may yet be alive"
    ended = tidy(house.api, now=present() + timedelta(minutes=9))
    assert [line for line in ended if "Its process is gone" in line]
    assert house.api._ask("GET", f"/flow_runs/{run_id}")["state"]["type"] == "CRASHED"


def parent_of(pid: int) -> int:
    with open(f"/proc/{pid}/stat") as file:
        return int(file.read().rpartition(")")[2].split()[1])


def test_a_server_killed_in_mid_run_is_started_again_and_nothing_is_lost_or_doubled(house: House) -> None:
    run_id, _ = in_mid_run(house)
    ours = [pid for pid, value in environments(MARK) if value == str(house.process.pid)]  # others may run here, too
    os.kill(next(pid for pid in ours if b"server" in command_of(pid)), signal.SIGKILL)
    until(lambda: not house.api.is_ready(), "the server to be gone", 10)
    house.newsroom.doors.set()
    until(house.api.is_ready, "the server to be back", 90)
    if house.until_over(run_id)["state"]["type"] != "COMPLETED":  # then the next one repairs all
        assert house.run("collect-news", all_feeds=True)["state"]["type"] == "COMPLETED"
    assert house.ask("SELECT count(*), count(DISTINCT url) FROM articles") == [(66, 66)]


def command_of(pid: int) -> bytes:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read()
    except OSError:
        return b""


def test_the_keeper_is_told_once_of_the_run_that_was_cut_off(house: House) -> None:
    def notices() -> list[bytes]:
        return [letter.content for letter in house.office.letters if letter.recipient == "keeper@example.org"]

    for _ in range(2):  # beside the rounds that `up` makes itself
        assert house.command("watch-over").returncode == 0
    assert len([text for text in notices() if b"was cut off" in text]) == 1


def test_no_letter_is_doubled_by_any_of_it(house: House) -> None:
    assert house.run("send-digest")["state"]["type"] == "COMPLETED"
    assert [letter.recipient for letter in house.office.letters].count("reader@example.org") == 1


def test_secrets_stand_in_no_log_artifact_parameter_or_database(house: House) -> None:
    kept = [path for path in house.folder.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in kept)
    assert [path for path in kept if PASSWORD.encode() in path.read_bytes()] == []


def test_ctrl_c_ends_everything_and_leaves_no_run_at_work(house: House) -> None:
    in_mid_run(house)
    assert stop(house) == 0
    house.newsroom.doors.set()
    assert [pid for pid, value in environments(MARK) if value == str(house.process.pid)] == []
    assert house.said().strip().endswith("newsthread is down.")


def three_hours_pass(house: House) -> list[str]:
    """Let everything planned be overdue, as after a machine was off for three hours; return the runs concerned."""
    with closing(sqlite3.connect(house.archive / "prefect" / "prefect.db")) as database, database:
        runs = database.execute(
            """UPDATE flow_run SET
                expected_start_time = strftime('%Y-%m-%d %H:%M:%f000', expected_start_time, '-3 hours'),
                next_scheduled_start_time = strftime('%Y-%m-%d %H:%M:%f000', next_scheduled_start_time, '-3 hours')
            WHERE state_type = 'SCHEDULED' AND auto_scheduled RETURNING id, state_id"""
        ).fetchall()
        database.executemany(
            """UPDATE flow_run_state SET state_details = json_set(state_details, '$.scheduled_time',
                strftime('%Y-%m-%dT%H:%M:%fZ', state_details ->> '$.scheduled_time', '-3 hours'))
            WHERE id = ?""",
            [(state,) for _, state in runs],
        )
    return [run for run, _ in runs]


def test_up_starts_again_sooner_and_after_three_hours_one_run_does_the_work_of_all(house: House) -> None:
    first_start, begun = house.ready_seconds, present()
    passed = three_hours_pass(house)
    start(house)
    assert house.ready_seconds < first_start

    def since(run: dict[str, Any]) -> bool:
        return bool(run["end_time"]) and datetime.fromisoformat(run["end_time"]) > begun

    for name in ("collect-news", "send-digest"):
        until(lambda name=name: [run for run in house.runs_of(name, "COMPLETED") if since(run)], f"{name} to run")
        overdue = [run for run in house.runs_of(name) if run["id"] in passed and run["state"]["type"] != "SCHEDULED"]
        dropped = [run for run in overdue if run["state"]["message"] == MISSED]
        assert len(overdue) - len(dropped) <= 1 < len(overdue)
        assert set(map(str, dropped)) >= set(map(str, overdue[1:])), "the newest is the one that is kept"
    assert house.ask("SELECT count(*), count(DISTINCT url) FROM articles") == [(66, 66)]
    sent = sorted(letter.recipient for letter in house.office.letters)
    assert sent == ["keeper@example.org", "reader@example.org"], "of the whole day: one notice, one letter"
    at_work = house.api.runs(states=["RUNNING", "PENDING"])
    assert [run["name"] for run in at_work if datetime.fromisoformat(run["state"]["timestamp"]) < begun] == []
    assert stop(house) == 0
