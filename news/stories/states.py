"""The state of a story by rule: closed, revived, burst, new, active or dormant; the first that holds."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from news.records import StoryState, record


@record
class StateRules:
    """Spans of time that tell states apart; the project's own choice (docs/decisions.md, "stories")."""

    silent_days: int = 14  # without an own text: dormant; the next one revives the story
    revived_days: int = 7  # how long a story counts as revived
    new_days: int = 3  # how long a story counts as new


STATE_RULES = StateRules()


def story_state(
    instants: Sequence[datetime],
    *,
    now: datetime,
    is_closed: bool = False,
    burst: bool = False,
    rules: StateRules = STATE_RULES,
) -> StoryState:
    """Return the state of a story.

    Args:
        instants: `ordered_at` of its own texts (one a copy group, the original's), in any order.
        now: the moment asked about; what came later does not count.
        is_closed: a person closed the story.
        burst: more coverage than expected in the last days (the public macro `story_burst`).
        rules: spans of time.
    """
    told = sorted(at for at in instants if at <= now)
    if is_closed:
        return "closed"
    if not told:
        return "dormant"
    silence = timedelta(days=rules.silent_days)
    ends = [after for before, after in pairwise(told) if after - before >= silence]
    if ends and now - ends[-1] < timedelta(days=rules.revived_days):
        return "revived"
    if burst:
        return "burst"
    if now - told[0] < timedelta(days=rules.new_days):
        return "new"
    return "active" if now - told[-1] < silence else "dormant"
