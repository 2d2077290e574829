"""Prefect's server, asked over its REST API: importing Prefect would take seconds and 80 MB in every command."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from news.errors import SchedulerError

ANSWER_SECONDS = 20.0  # a server on a busy machine answers late; one that is gone refuses at once
BUSY = 503  # SQLite was locked by another request of the server; its own clients try again, too
PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds
NOTHING: Mapping[int, Any] = {}


class PrefectApi:
    """The few questions and orders that we have for a Prefect server."""

    def __init__(self, url: str) -> None:
        """Talk to the API at `url`, such as http://127.0.0.1:4200/api."""
        self.url = url.rstrip("/")

    def is_ready(self) -> bool:
        """Return whether the server answers."""
        try:
            return bool(self._ask("GET", "/health"))
        except SchedulerError:
            return False

    def deployments(self) -> list[dict[str, Any]]:
        """Return every deployment."""
        return list(self._ask("POST", "/deployments/filter", {}))

    def workers(self, pool: str) -> list[dict[str, Any]]:
        """Return the workers of a pool, also those that are gone; none where there is no such pool."""
        return list(self._ask("POST", f"/work_pools/{pool}/workers/filter", {}, instead={404: []}))

    def make_pool(self, pool: str) -> None:
        """Make a pool of local processes, unless it is there."""
        self._ask("POST", "/work_pools/", {"name": pool, "type": "process"}, instead={409: None})

    def runs(
        self,
        *,
        states: list[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 200,
    ) -> list[dict[str, Any]]:
        """Return flow runs, the last to be expected first.

        Args:
            states: types such as "RUNNING"; None: all.
            since: only those expected at or after this moment.
            until: only those expected at or before this moment.
        """
        span = {"after_": since and since.isoformat(), "before_": until and until.isoformat()}
        wanted: dict[str, Any] = {"expected_start_time": {name: at for name, at in span.items() if at}}
        if states is not None:
            wanted["state"] = {"type": {"any_": states}}
        body = {"flow_runs": wanted, "sort": "EXPECTED_START_TIME_DESC", "limit": limit}
        return list(self._ask("POST", "/flow_runs/filter", body))

    def last_heartbeat(self, run_id: str, *, since: datetime) -> datetime | None:
        """Return when this run last said that it lives, or None."""
        wanted = {
            "event": {"name": ["prefect.flow-run.heartbeat"]},
            "resource": {"id": [f"prefect.flow-run.{run_id}"]},
            "occurred": {"since": since.isoformat()},
            "order": "DESC",
        }
        found = self._ask("POST", "/events/filter", {"filter": wanted, "limit": 1})["events"]
        return instant(found[0]["occurred"]) if found else None

    def end_run(self, run_id: str, *, state: str, message: str) -> None:
        """Put a run into a final state, such as "CRASHED", whatever it is in."""
        body = {"state": {"type": state, "message": message}, "force": True}
        self._ask("POST", f"/flow_runs/{run_id}/set_state", body)

    def forget(self, run_id: str) -> None:
        """Remove a run as if it had never been; one that is gone is forgotten already."""
        self._ask("DELETE", f"/flow_runs/{run_id}", instead={404: None})

    def automations(self) -> list[dict[str, Any]]:
        """Return every automation."""
        return list(self._ask("POST", "/automations/filter", {"limit": 200}))

    def make_automation(self, automation: Mapping[str, Any]) -> None:
        """Make an automation."""
        self._ask("POST", "/automations/", dict(automation))

    def renew_automation(self, automation_id: str, automation: Mapping[str, Any]) -> None:
        """Put another automation in the place of one that is there."""
        self._ask("PUT", f"/automations/{automation_id}", dict(automation))

    def notification_blocks(self) -> list[dict[str, Any]]:
        """Return the blocks that can tell a person something."""
        body = {"block_schemas": {"block_capabilities": {"all_": ["notify"]}}, "limit": 200}
        return list(self._ask("POST", "/block_documents/filter", body))

    def emit(self, events: list[dict[str, Any]]) -> None:
        """Tell the server of events."""
        if events:
            self._ask("POST", "/events", events)

    def start(self, deployment: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Ask for a run of `deployment` (flow/deployment) now; return its id."""
        found = self._ask("GET", f"/deployments/name/{deployment}")
        body = {"parameters": dict(parameters or {}), "state": {"type": "SCHEDULED"}}
        return str(self._ask("POST", f"/deployments/{found['id']}/create_flow_run", body)["id"])

    def _ask(self, method: str, path: str, body: Any = None, *, instead: Mapping[int, Any] = NOTHING) -> Any:
        """Return the answer, or what `instead` holds for the status of a refusal; a busy server is asked again."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 (the address is our own server's, from settings)
            self.url + path, data=data, method=method, headers={"Content-Type": "application/json"}
        )
        for pause in (*PAUSES, None):
            try:
                with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 (as above)
                    text = answer.read()
                return json.loads(text) if text else None
            except urllib.error.HTTPError as error:
                if error.code == BUSY and pause is not None:
                    error.close()
                    time.sleep(pause)
                elif error.code in instead:
                    error.close()
                    return instead[error.code]
                else:
                    raise self._refusal(path, error) from error
            except (OSError, urllib.error.URLError) as error:
                message = f"Prefect's server at {self.url} does not answer; start it with newsthread up."
                raise SchedulerError(message, subject=self.url) from error
        return None

    def _refusal(self, path: str, error: urllib.error.HTTPError) -> SchedulerError:
        with error:
            reply = error.read(300).decode(errors="replace")
        message = f"Prefect's server at {self.url} refused {path} ({error.code}): {reply}"
        return SchedulerError(message, subject=self.url)


def instant(text: str) -> datetime:
    """Read a moment as the server writes it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
