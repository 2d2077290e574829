"""Signs in the archive → alerts → kept, and mailed where somebody asked for it: each once for its cause."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from digest.mail.operator_notice import notice
from digest.mail.smtp import SendState, send
from flows.configuration.settings import Settings
from flows.delivery.notices import alert_notices, notify_at_once, send_notices
from flows.delivery.preview import domain_of
from flows.delivery.send_digests import office_of
from news.alerts import ALERT_RULES, Alert, feed_alerts, not_told_yet, reading_alerts, story_alerts
from news.errors import MailError, SettingsError
from news.records import record
from storage.archive import Archive

STALE = timedelta(days=1)  # a notice that could not be sent for so long is no longer one
STATES: dict[SendState, str] = {"sent": "sent", "try_later": "pending", "refused": "failed", "unknown": "failed"}


@record
class Alerted:
    """The alerts of one run, and what became of their mail."""

    alerts: tuple[Alert, ...]
    mailed: str = ""  # in words; "": nothing waited

    def in_words(self) -> str:
        """Say each alert in a line, then what became of the mail."""
        return "\n".join([*(alert.said for alert in self.alerts), *filter(None, [self.mailed])])


def alert(archive: Archive, settings: Settings, *, now: datetime) -> Alerted:
    """Raise the alerts that the archive gives reason for, keep them, and mail what waits."""
    new = raise_alerts(archive, settings, alerts_of_the_news(archive, now=now), now=now)
    outcomes = [mail_alerts(archive, settings, now=now), notify(archive, settings, now=now)]
    return Alerted(alerts=tuple(new), mailed="\n".join(filter(None, outcomes)))


def alerts_of_the_news(archive: Archive, *, now: datetime) -> list[Alert]:
    """Return what the archive gives reason to tell: bursts, revivals, silent feeds, pages that ceased to be read."""
    repository = archive.alerts
    return [
        *story_alerts(repository.stories(now=now), now=now),
        *feed_alerts(repository.feeds(), now=now),
        *reading_alerts(repository.readings(now=now, rules=ALERT_RULES), now=now),
    ]


def raise_alerts(archive: Archive, settings: Settings, found: Sequence[Alert], *, now: datetime) -> list[Alert]:
    """Keep those alerts whose cause was not told lately, and mail what waits; return them."""
    new = not_told_yet(found, archive.alerts.last_told())
    notices = alert_notices(new, settings, now=now)
    archive.alerts.keep(new, mail="pending" if settings.alerts_to else "none", notices=notices)
    return new


def notify(archive: Archive, settings: Settings, *, now: datetime) -> str:
    """Send what waits for channels; return what became of it, or "" where nothing waited."""
    deliveries = send_notices(archive, settings, now=now)
    return "\n".join(
        f"{one.recipient}: {one.state}" + (f" ({one.last_code})" if one.last_code else "") for one in deliveries
    )


def mail_alerts(archive: Archive, settings: Settings, *, now: datetime) -> str:
    """Send what waits in one notice; return what became of it, or "" where nothing waited.

    Alerts are claimed before the first byte goes out: one whose sender died is not sent again.
    """
    since, repository = now - STALE, archive.alerts
    repository.set_mail("claimed", "failed", since=since)
    waiting = repository.in_mail("pending", since=since)
    if not (waiting and settings.alerts_to):
        return ""
    repository.set_mail("pending", "claimed", since=since)
    state, errors = _sent(settings, waiting, now)
    repository.set_mail("claimed", STATES[state], since=since)
    return errors


def mail_at_once(settings: Settings, alerts: Sequence[Alert], *, now: datetime) -> str:
    """Send alerts that the archive cannot keep; return what became of it."""
    mailed = _sent(settings, alerts, now)[1] if settings.alerts_to else ""
    return " ".join(filter(None, [mailed, notify_at_once(settings, alerts, now=now)]))


def _sent(settings: Settings, alerts: Sequence[Alert], now: datetime) -> tuple[SendState, str]:
    """Send one notice; where the server or the settings refuse, nothing was sent."""
    try:
        office = office_of(settings, is_needed=True)
        message = notice(
            [alert.said for alert in alerts],
            sender=settings.mail.sender,
            recipient=settings.alerts_to,
            domain=domain_of(settings.mail.sender),
            now=now,
        )
        state = send(message, office).state
    except (MailError, SettingsError) as error:
        return "try_later", f"The alerts could not be mailed: {error}"
    return state, f"{len(alerts)} alerts to {settings.alerts_to}: {state}."


def as_event(alert: Alert) -> dict[str, Any]:
    """Return the alert as an event of Prefect, to which automations can be tied."""
    return {
        "id": str(uuid4()),
        "event": f"newsthread.alert.{alert.kind}",
        "occurred": alert.raised_at.isoformat(),
        "resource": {
            "prefect.resource.id": f"newsthread.{alert.kind}.{alert.subject}",
            "prefect.resource.name": alert.subject,
        },
        "payload": {"said": alert.said, "occasion": alert.occasion},
    }
