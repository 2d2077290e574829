"""Prefect is given its automations once; what a person switched off stays off; Prefect's own schema takes them."""

import json
import subprocess
import sys
from typing import Any

import pytest

from flows.operations.automations import automations, ship
from tests.conftest import HOME

NAMES = [
    "newsthread: a run failed",
    "newsthread: a planned run did not begin",
    "newsthread: the snapshot is old",
]


class Server:
    """Keeps automations as Prefect does: an id to each, defaults put in, lists sorted."""

    def __init__(self, blocks: tuple[dict[str, Any], ...] = ()) -> None:
        self.kept: list[dict[str, Any]] = []
        self.blocks = list(blocks)

    def automations(self) -> list[dict[str, Any]]:
        return self.kept

    def notification_blocks(self) -> list[dict[str, Any]]:
        return self.blocks

    def make_automation(self, automation: dict[str, Any]) -> None:
        trigger = {"id": "t", "after": [], "expect": [], "match": {}, "match_related": {}} | automation["trigger"]
        trigger["expect"] = sorted(trigger["expect"])
        self.kept.append({"id": f"id of {automation['name']}", "tags": [], **automation, "trigger": trigger})

    def renew_automation(self, automation_id: str, automation: dict[str, Any]) -> None:
        self.kept = [one for one in self.kept if one["id"] != automation_id]
        self.make_automation(automation)


def shipped(server: Server) -> list[str]:
    return ship(server)  # type: ignore[arg-type]


def test_they_are_made_once() -> None:
    server = Server()
    assert shipped(server) == NAMES
    assert shipped(server) == []
    assert [one["name"] for one in server.kept] == NAMES
    assert {one["actions"][0]["type"] for one in server.kept} == {"do-nothing"}
    assert all("event feed alone" in one["description"] for one in server.kept)  # an action that its page draws empty


def test_what_a_person_switched_off_stays_off_when_it_is_renewed() -> None:
    server = Server()
    shipped(server)
    server.kept[0]["enabled"] = False
    assert shipped(server) == []
    server.blocks = [{"id": "b1", "name": "newsthread"}]
    assert shipped(server) == NAMES
    by_name = {one["name"]: one for one in server.kept}
    assert [by_name[name]["enabled"] for name in NAMES] == [False, True, True]
    assert {one["actions"][0]["block_document_id"] for one in server.kept} == {"b1"}
    assert not any("event feed alone" in one["description"] for one in server.kept)


def test_a_block_of_another_name_tells_nobody() -> None:
    server = Server(({"id": "b2", "name": "somebody else's"},))
    shipped(server)
    assert {one["actions"][0]["type"] for one in server.kept} == {"do-nothing"}


CHECK = """
import json, sys
from prefect.events.schemas.automations import AutomationCore
print([AutomationCore.model_validate(one).name for one in json.load(sys.stdin)])
"""


@pytest.mark.parametrize("block", [None, "6b9d4b1e-0f5c-4d8f-9a51-0d5d0a4f9a11"])
def test_prefect_takes_them(block: str | None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        cwd=HOME,
        input=json.dumps(automations(block)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == str(NAMES), done.stderr[-1500:]
