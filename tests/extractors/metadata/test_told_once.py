"""A body that is stated twice is read once; one that only begins alike is left as it is."""

import pytest

from extractors.metadata.json_ld import told_once

BODY = "".join(f"The yard number {n} on the north quay will close before the year is out. " for n in range(8)).strip()
OTHER = "".join(f"The crane number {n} stands beside the old market and will be sold. " for n in range(8)).strip()
DESK = "Redaktion der Küste und der Inseln"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{BODY} {BODY}", BODY),
        (f"{BODY}{BODY}", BODY),
        (f"{BODY} {DESK} {BODY}", BODY),  # the desk's name goes, too
        (f"{BODY} {'x' * 59} {BODY}", BODY),
        (f"{BODY} {'x' * 60} {BODY}", f"{BODY} {'x' * 60}"),
        (f"{BODY} {BODY[:430]}", BODY),  # the second telling is cut
        (BODY, BODY),
        (f"{BODY} {OTHER}", f"{BODY} {OTHER}"),
        (f"{BODY} {BODY[:200]} {OTHER}", f"{BODY} {BODY[:200]} {OTHER}"),  # begins alike, and goes on otherwise
        ("The yard. The yard.", "The yard. The yard."),
        ("", ""),
    ],
)
def test_a_body_is_told_once(text: str, told: str) -> None:
    assert told_once(text) == told
