"""A run that was cancelled because another was at work says which one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.operations.collisions import PREFECTS, name_collisions

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(minutes: float) -> str:
    return (NOW + timedelta(minutes=minutes)).isoformat()


def run(name: str, state: str, *, deployment: str = "d1", message: str = "", **more: Any) -> dict[str, Any]:
    state_of = {"type": state, "message": message, "timestamp": more.pop("timestamp", at(-5))}
    return {"id": f"id of {name}", "name": name, "deployment_id": deployment, "state": state_of, **more}


class Server:
    def __init__(self, *runs: dict[str, Any]) -> None:
        self.kept = list(runs)

    def runs(self, *, states: list[str], since: datetime) -> list[dict[str, Any]]:
        return [one for one in self.kept if one["state"]["type"] in states]

    def end_run(self, run_id: str, *, state: str, message: str) -> None:
        (one,) = (one for one in self.kept if one["id"] == run_id)
        one["state"] |= {"type": state, "message": message}


CANCELLED = "collect-news 12:00"


@pytest.mark.parametrize(
    ("other", "is_named"),
    [
        (run("first", "RUNNING", start_time=at(-20), end_time=None), True),
        (run("first", "COMPLETED", start_time=at(-20), end_time=at(-1)), True),
        (run("first", "COMPLETED", start_time=at(-20), end_time=at(-6)), False),  # it had ended before
        (run("first", "RUNNING", start_time=at(-4), end_time=None), False),  # it began later
        (run("first", "RUNNING", deployment="d2", start_time=at(-20), end_time=None), False),
    ],
)
def test_the_run_that_was_at_work_is_named(other: dict[str, Any], is_named: bool) -> None:
    server = Server(run(CANCELLED, "CANCELLED", message=PREFECTS), other)
    assert name_collisions(server, now=NOW) == ([CANCELLED] if is_named else [])  # type: ignore[arg-type]
    said = server.kept[0]["state"]["message"]
    assert said == ("first was at work since 11:40 UTC; the next run does what is due." if is_named else PREFECTS)
    assert name_collisions(server, now=NOW) == []  # type: ignore[arg-type]


def test_what_a_person_cancelled_is_left_alone() -> None:
    server = Server(
        run(CANCELLED, "CANCELLED", message="by hand"), run("first", "RUNNING", start_time=at(-20), end_time=None)
    )
    assert name_collisions(server, now=NOW) == []  # type: ignore[arg-type]
    assert server.kept[0]["state"]["message"] == "by hand"
