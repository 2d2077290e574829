"""doctor says who is told of failed runs: an address, channels, or nobody."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows.configuration.channels import Channel
from flows.configuration.settings import Settings
from flows.operations.doctor import _mail

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DESK = Channel(name="desk", kind="webhook", alerts=True)


@pytest.mark.parametrize(
    ("settings", "state", "said"),
    [
        (Settings(), "mind", "Nobody is told"),
        (replace(Settings(), channels=(replace(DESK, alerts=False),)), "mind", "Nobody is told"),
        (replace(Settings(), channels=(DESK,)), "well", "They go to desk."),
    ],
)
def test_who_is_told(settings: Settings, state: str, said: str) -> None:
    (check,) = (one for one in _mail(settings, NOW) if one.what == "alerts")
    assert check.state == state
    assert check.said.startswith(said)
