"""The automations that Prefect is given: what it tells of by itself, to people who work in its pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.operations.prefect_api import PrefectApi
from news.records import record

BLOCK = "newsthread"  # a notification block of this name, made by a person in Prefect's pages, is who is told
TAGGED = {
    "prefect.resource.role": "tag",
    "prefect.resource.id": "prefect.tag.newsthread",
}  # in prefect.yaml
FLOW_RUNS = {"prefect.resource.id": "prefect.flow-run.*"}
ALONE = f"Seen in the event feed alone: {BLOCK!r} names no notification block yet (newsthread up looks at its start)."
SAID = "{{ automation.description }}{% if flow_run %} {{ flow_run.name }}: {{ flow_run.state.message }}{% endif %}"


@record
class AutomationRules:
    """After how long something is told, in seconds. Chosen, not measured: runs are a quarter hour apart."""

    late_seconds: int = 900
    stale_seconds: int = 86400


RULES = AutomationRules()


def automations(block_id: str | None = None, rules: AutomationRules = RULES) -> list[dict[str, Any]]:
    """Return the automations as Prefect's API takes them.

    Args:
        block_id: the notification block that tells people; None: Prefect's feed of events alone shows it.
        rules: after how long.
    """
    failed = ["prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut"]
    begun = ["prefect.flow-run.Running", "prefect.flow-run.Cancelled", "prefect.flow-run.Crashed"]
    runs = {"match": FLOW_RUNS, "match_related": TAGGED, "for_each": ["prefect.resource.id"]}
    described = [
        (
            "newsthread: a run failed",
            "A run of newsthread failed, or its process died.",
            {"posture": "Reactive", "expect": failed, "within": 0, **runs},
        ),
        (
            "newsthread: a planned run did not begin",
            f"A run of newsthread was late, and {rules.late_seconds // 60} minutes later it had not begun.",
            {
                "posture": "Proactive",
                "after": ["prefect.flow-run.Late"],
                "expect": begun,
                "within": rules.late_seconds,
                **runs,
            },
        ),
        (
            "newsthread: the snapshot is old",
            f"No new snapshot was published for {rules.stale_seconds // 3600} hours.",
            {"posture": "Proactive", "expect": ["newsthread.snapshot.published"], "within": rules.stale_seconds},
        ),
    ]
    return [_automation(name, description, trigger, block_id) for name, description, trigger in described]


def _automation(name: str, description: str, trigger: Mapping[str, Any], block_id: str | None) -> dict[str, Any]:
    # Prefect's first pages draw "do-nothing" as an empty box, and break on a list without an action.
    action: dict[str, Any] = {"type": "do-nothing"}
    if not block_id:
        description = f"{description} {ALONE}"
    else:
        action = {"type": "send-notification", "block_document_id": block_id, "subject": name, "body": SAID}
    trigger = {"type": "event", "threshold": 1, **trigger}
    return {"name": name, "description": description, "enabled": True, "trigger": trigger, "actions": [action]}


def ship(api: PrefectApi) -> list[str]:
    """Make the automations that the server lacks, and renew those that differ; return the names of both.

    One that a person switched off stays off.

    Raises:
        SchedulerError: the server refuses, or does not answer.
    """
    known = {one["name"]: one for one in api.automations()}
    changed = []
    for wanted in automations(_block(api.notification_blocks())):
        old = known.get(wanted["name"])
        if old is None:
            api.make_automation(wanted)
        elif not _says_the_same(wanted, old):
            api.renew_automation(old["id"], wanted | {"enabled": old["enabled"]})
        else:
            continue
        changed.append(wanted["name"])
    return changed


def _block(blocks: Sequence[Mapping[str, Any]]) -> str | None:
    return next((str(block["id"]) for block in blocks if block["name"] == BLOCK), None)


def _says_the_same(wanted: Any, actual: Any) -> bool:
    """Return whether the server's answer has all that is wanted; it adds keys of its own, and sorts lists."""
    if isinstance(wanted, Mapping):
        left_out = ("enabled",)
        return all(_says_the_same(value, actual.get(key)) for key, value in wanted.items() if key not in left_out)
    if isinstance(wanted, list):
        if all(isinstance(item, str) for item in wanted):
            return sorted(wanted) == sorted(actual or ())
        return len(wanted) == len(actual or ()) and all(map(_says_the_same, wanted, actual))
    return bool(wanted == actual)
