"""What somebody should know before the next digest: signs become alerts, each told once for its cause."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from news.records import READ_FEED, SILENT_DAYS, record

Cause = tuple[str, str, str]
AlertKind = Literal["burst", "revival", "silent_feed", "poor_reading", "run_failed", "run_missing", "damage"]


@record
class Alert:
    """One thing worth knowing at once; kind, subject and occasion are its cause."""

    kind: AlertKind
    subject: str  # a story's id, a feed's address, an outlet's or a deployment's name
    occasion: str = ""  # what sets it apart from an earlier one of the same subject: the day of a burst
    said: str  # one line for a person
    raised_at: datetime

    @property
    def cause(self) -> Cause:
        """What it is about, whenever it is raised."""
        return self.kind, self.subject, self.occasion


@record
class AlertRules:
    """Every number of the alerts; the project's own choice where no source is named.

    A condition that lasts is told again after a while: it may have been overlooked. The spans are at least a day.
    """

    again_days: Mapping[str, int]
    silent_times: float = 3.0  # the feed's own rhythm
    shortest_rhythm_seconds: float = 86400.0  # three times a day: from Friday evening to Monday noon is no silence
    recent_days: int = 2  # of readings that are compared with those before
    baseline_days: int = 28
    recent_articles: int = 5  # fewer tell nothing
    baseline_articles: int = 20
    fallen_share: float = 0.5  # of the share of texts read before
    runs_missing: int = 3  # in a row that did not complete: one may be cut off, two may wait for it
    unscheduled_seconds: float = 300.0  # Prefect plans ahead once a minute


ALERT_RULES = AlertRules(
    again_days={
        "burst": 7,  # of the same day: it shows on the next one, too
        "revival": SILENT_DAYS,  # no story can revive again sooner
        "silent_feed": 7,
        "poor_reading": 7,
        "run_failed": 1,
        "run_missing": 1,
        "damage": 6,  # the deep check is weekly
    }
)


# --- signs: what the archive says ---------------------------------------------------------------------------------


@record
class StorySign:
    """A story that bursts, or revived, with the watches that match it."""

    story_id: str
    title: str
    copy_groups: int
    burst_day: date | None = None  # None: no alarm on the last day or the one before
    is_revived: bool = False
    watches: tuple[str, ...] = ()


@record
class FeedSign:
    """A feed and when it last brought something new."""

    url: str
    outlet: str | None
    status: str
    rhythm_seconds: float  # mean gap between its entries; 0: it never brought two
    last_new_at: datetime  # or since when we follow it, if it never brought anything
    last_outcome: str


@record
class ReadingSign:
    """How well an outlet's pages gave a text lately, and before."""

    outlet: str
    recent: int  # articles
    recent_read: int  # of them, with a text in full or up to a paywall
    before: int
    before_read: int


@record
class RunSign:
    """One run that was to be, as the scheduler tells of it."""

    name: str
    state: str  # "COMPLETED", "FAILED", "CRASHED", "CANCELLED", "RUNNING", "PENDING", "SCHEDULED", …
    message: str
    due_at: datetime
    is_dropped: bool = False  # missed while nothing ran, and left to a newer one


@record
class DeploymentSign:
    """A deployment, its runs of the last day, the newest first, and whether another is planned."""

    name: str
    known_since: datetime
    is_scheduled: bool  # it has a schedule that is not paused
    has_next: bool
    runs: tuple[RunSign, ...]


def story_alerts(signs: Sequence[StorySign], *, now: datetime) -> Iterator[Alert]:
    """Yield an alert for every burst, and for every revival of a story that a watch follows."""
    for sign in signs:
        if sign.burst_day is not None:
            day = sign.burst_day
            message = f"“{sign.title}” bursts: well above its 7-day baseline on {day:%d %B}."
            yield Alert(kind="burst", subject=sign.story_id, occasion=str(day), said=message, raised_at=now)
        if sign.is_revived and sign.watches:
            message = f"“{sign.title}” is back after two weeks of silence or more ({', '.join(sign.watches)})."
            yield Alert(kind="revival", subject=sign.story_id, said=message, raised_at=now)


def feed_alerts(signs: Sequence[FeedSign], *, now: datetime, rules: AlertRules = ALERT_RULES) -> Iterator[Alert]:
    """Yield an alert for every feed that has been silent three times its rhythm; one that is paused is left alone."""
    for sign in signs:
        rhythm = max(sign.rhythm_seconds, rules.shortest_rhythm_seconds)
        silence = now - sign.last_new_at
        if sign.status == "paused" or silence <= timedelta(seconds=rules.silent_times * rhythm):
            continue
        said = sign.last_outcome.replace("_", " ")
        why = "" if sign.last_outcome in {"", *READ_FEED} else f"; the last poll said {said}"
        usual = f", usually every {_span(sign.rhythm_seconds)}" if sign.rhythm_seconds else ""
        message = f"{sign.outlet or 'A feed'} has brought nothing new for {silence.days} days{usual}{why}: {sign.url}"
        yield Alert(kind="silent_feed", subject=sign.url, said=message, raised_at=now)


def reading_alerts(signs: Sequence[ReadingSign], *, now: datetime, rules: AlertRules = ALERT_RULES) -> Iterator[Alert]:
    """Yield an alert for every outlet of whose pages half as many as before, or fewer, give a text."""
    for sign in signs:
        if sign.recent < rules.recent_articles or sign.before < rules.baseline_articles or not sign.before_read:
            continue
        if sign.recent_read / sign.recent > rules.fallen_share * sign.before_read / sign.before:
            continue
        message = (
            f"{sign.outlet}: {sign.recent_read} of the last {sign.recent} pages gave a text, "
            f"{sign.before_read} of {sign.before} before; its pages may have changed."
        )
        yield Alert(kind="poor_reading", subject=sign.outlet, said=message, raised_at=now)


def run_alerts(signs: Sequence[DeploymentSign], *, now: datetime, rules: AlertRules = ALERT_RULES) -> Iterator[Alert]:
    """Yield an alert for every deployment with a run that failed, and for each that does not run at all."""
    for sign in signs:
        failed = next((run for run in sign.runs if run.state in ("FAILED", "CRASHED")), None)
        if failed is not None:
            message = f"{failed.name} {'failed' if failed.state == 'FAILED' else 'was cut off'}: {failed.message}"
            yield Alert(kind="run_failed", subject=sign.name, said=message, raised_at=now)
        if why := _why_missing(sign, now, rules):
            yield Alert(kind="run_missing", subject=sign.name, said=f"{sign.name} does not run: {why}", raised_at=now)


def _why_missing(sign: DeploymentSign, now: datetime, rules: AlertRules) -> str:
    young = now - sign.known_since < timedelta(seconds=rules.unscheduled_seconds)
    if sign.is_scheduled and not sign.has_next and not young:
        return "it has a schedule, but nothing is planned; look at the server's log."
    lately = [run for run in sign.runs if not run.is_dropped][: rules.runs_missing]
    if len(lately) < rules.runs_missing or any(run.state in ("COMPLETED", "RUNNING") for run in lately):
        return ""
    states = ", ".join(run.state.lower() for run in lately)
    return f"of its last {len(lately)} runs, since {lately[-1].due_at:%d %B %H:%M} UTC, none completed ({states})."


def _span(seconds: float) -> str:
    hours = max(round(seconds / 3600), 1)
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours} hours" if hours > 1 else "hour"


# --- once a cause -------------------------------------------------------------------------------------------------


def not_told_yet(
    found: Sequence[Alert], last_told: Mapping[Cause, datetime], *, rules: AlertRules = ALERT_RULES
) -> list[Alert]:
    """Return the alerts whose cause was not told lately, each cause once.

    Args:
        last_told: when each cause was told last.
    """
    new: dict[Cause, Alert] = {}
    for alert in found:
        last = last_told.get(alert.cause)
        if last is None or alert.raised_at - last >= timedelta(days=rules.again_days[alert.kind]):
            new.setdefault(alert.cause, alert)
    return list(new.values())
