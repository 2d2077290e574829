"""Which of the moments that publishers state may be used to order and count."""

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # earlier claims come from templates and clocks that never ran
AHEAD = timedelta(minutes=10)  # how far a publisher's clock may run ahead of ours


def is_plausible(moment: datetime, *, now: datetime) -> bool:
    """Return whether a moment is not in the future, and not before 1990."""
    return EARLIEST <= moment <= now + AHEAD
