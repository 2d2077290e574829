"""Days and times as people write them on a command line: 2026-09-01, yesterday, 7 days ago."""

import re
from datetime import datetime, timedelta, tzinfo

from news.errors import InputError

_AGO = re.compile(r"(?P<count>[0-9]{1,4}) ?(?P<unit>h|hours?|d|days?|w|weeks?)(?: ago)?")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DAYS = {"today": 0, "yesterday": 1}
FORMS = "2026-09-01, 2026-09-01T08:00, today, yesterday, '12 hours', '7 days' or '2 weeks'"


def read_moment(text: str, *, now: datetime, zone: tzinfo, option: str) -> datetime:
    """Return the moment that a person named: a day begins at midnight in `zone`, `7 days` are counted back from `now`.

    Raises:
        InputError: it is none of the forms, or no day of the calendar; the message names `option`.
    """
    words = " ".join(text.casefold().split())
    if words == "now":
        return now
    if words in _DAYS:
        midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - timedelta(days=_DAYS[words])
    if ago := _AGO.fullmatch(words):
        return now - int(ago["count"]) * _UNITS[ago["unit"][0]]
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(f"{option} {text!r} is no day or time; write {FORMS}.", subject=option) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
