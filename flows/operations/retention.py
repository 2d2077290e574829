"""What is kept for how long: the settings retain_days and retain_pages_days, carried out."""

from datetime import datetime, timedelta

from extractors.fetch.warc_store import drop_before
from flows.configuration.settings import Settings
from news.language.segments import counted
from storage.archive import Archive
from storage.maintenance.retire import retire
from storage.recovery.page_sums import PageSums

EVERY_OTHER = "*"  # outlets that retain_days does not name


def drop_old(archive: Archive, settings: Settings, *, now: datetime) -> str:
    """Drop the texts and the fetched pages that are past their time; return what went, in one line.

    A text's age is that of its article, a page's that of the file of its day. What was learnt from the texts stays.
    """
    today = now.astimezone(settings.zone).date()
    named = {outlet: days for outlet, days in settings.retain_days.items() if outlet != EVERY_OTHER}
    texts = sum(
        retire(archive, older_than=today - timedelta(days=days), now=now, of=[outlet]).versions
        for outlet, days in named.items()
    )
    if days := settings.retain_days.get(EVERY_OTHER):
        texts += retire(archive, older_than=today - timedelta(days=days), now=now, but=named).versions
    files = 0
    if settings.retain_pages_days:
        files = drop_before(settings.archive / "pages", today - timedelta(days=settings.retain_pages_days))
        PageSums(settings.archive).accept()
    return f"Past their time: {counted(texts, 'text')} and {counted(files, 'day')} of fetched pages dropped."
