"""The timetable: every key is one that Prefect knows, every entrypoint loads, every parameter fits; no server."""

import json
import re
import subprocess
import sys
import zoneinfo
from typing import Any

import pytest

from tests.conftest import HOME

# Prefect is imported in a process of its own, so that this one stays free of it.
CHECK = """
import json, sys, yaml
sys.path.insert(0, ".")
from prefect.cli.deploy._models import DeploymentConfig, RawScheduleConfig
from prefect.events.schemas.deployment_triggers import DeploymentEventTrigger
from prefect.flows import load_flow_from_entrypoint
known = {field.alias or name for name, field in DeploymentConfig.model_fields.items()}
times = {field.alias or name for name, field in RawScheduleConfig.model_fields.items()}
told = yaml.safe_load(open(sys.argv[1]))
events = set(DeploymentEventTrigger.model_fields)
found = []
for deployment in told["deployments"]:
    flow = load_flow_from_entrypoint(deployment["entrypoint"])
    flow.validate_parameters(deployment.get("parameters", {}))
    times_of, triggers = deployment.get("schedules", []), deployment.get("triggers", [])
    found.append({
        "name": deployment["name"], "flow": flow.name, "unknown": sorted(set(deployment) - known),
        "unknown_times": sorted({key for s in times_of for key in s} - times),
        "unknown_events": sorted({key for t in triggers for key in t} - events),
        "schedules": times_of, "triggers": triggers, "limit": deployment["concurrency_limit"],
        "pool": deployment["work_pool"]["name"], "description": deployment["description"],
        "parameters": flow.parameters.model_dump()["properties"],
    })
print(json.dumps({"top": sorted(told), "deployments": found}))
"""


@pytest.fixture(scope="module", params=["prefect.yaml", "docs/many-machines.yaml"])
def told(request: pytest.FixtureRequest) -> dict[str, Any]:
    command = [sys.executable, "-c", CHECK, request.param]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def test_the_deployments_are_there_and_named_like_their_flows(told: dict[str, Any]) -> None:
    one = {"collect-news", "link-coverage", "print-site", "send-digest", "keep-archive"}
    many = {"collect-shard-1", "collect-shard-2", "link-coverage", "send-digest", "keep-archive"}
    assert {item["name"] for item in told["deployments"]} in (one, many)
    assert all(re.sub(r"-\d+$", "", item["name"]) == item["flow"] for item in told["deployments"])


def test_every_parameter_has_a_type_and_a_description(told: dict[str, Any]) -> None:
    for item in told["deployments"]:
        for name, said in item["parameters"].items():
            assert said.get("type") or said.get("anyOf"), (item["name"], name)
            assert len(said.get("description") or "") > 10, (item["name"], name)


def test_prefect_knows_every_key(told: dict[str, Any]) -> None:
    assert set(told["top"]) <= {"name", "prefect-version", "build", "push", "pull", "deployments", "definitions"}
    wrong = [item["unknown"] + item["unknown_times"] + item["unknown_events"] for item in told["deployments"]]
    assert not any(wrong)


def test_every_schedule_has_a_slug_and_a_zone_that_exists(told: dict[str, Any]) -> None:
    for item in told["deployments"]:
        assert item["schedules"] or item["triggers"], item["name"]
        for schedule in item["schedules"]:
            assert schedule["slug"]
            zoneinfo.ZoneInfo(schedule["timezone"])


def test_no_deployment_overlaps_itself(told: dict[str, Any]) -> None:
    for item in told["deployments"]:
        # A tick that is left out comes again; a snapshot that is left out may be the last for hours.
        strategy = "CANCEL_NEW" if item["schedules"] else "ENQUEUE"
        assert item["limit"] == {"limit": 1, "collision_strategy": strategy}
