"""What reading the whole archive proves: its files and backups, and the pages that are kept beside them."""

from collections.abc import Iterator

from extractors.fetch.warc_store import PagesRead, read_pages
from flows.configuration.settings import Settings
from news.errors import ArchiveError
from news.language.segments import counted
from storage.maintenance.deep_check import Finding, deep_check
from storage.recovery.page_sums import PageSums


def deep_findings(settings: Settings) -> list[Finding]:
    """Read all of an archive; nothing is changed.

    Raises:
        ArchiveBusy: another process is writing to it.
    """
    found = deep_check(settings.archive)
    try:
        known = PageSums(settings.archive).whole()
    except ArchiveError:
        known = frozenset()  # the deep check has told of it
    pages = read_pages(settings.archive / "pages")
    return [*found, *(finding for read in pages for finding in _of_pages(read, is_known=read.path.name in known))]


def _of_pages(read: PagesRead, *, is_known: bool) -> Iterator[Finding]:
    """Tell what reading a file of pages brought.

    Args:
        is_known: its bytes are those that a run left: what cannot be unpacked was cut then, and told of once.
    """
    if read.changed:
        message = (
            f"{read.path}: {counted(read.changed, 'kept page')} cannot be what was fetched, by the digests beside them."
        )
        yield Finding(what="pages", said=message, is_wrong=True)
    if read.unread:
        message = (
            f"{read.path}: {counted(read.unread, 'piece')} of kept pages cannot be unpacked: damaged, or cut when a "
            f"run was ended; {counted(read.pages, 'page')} can."
        )
        yield Finding(what="pages", said=message, is_wrong=not is_known)
    if not read.changed and not read.unread:
        yield Finding(what="pages", said=f"{read.path}: {counted(read.pages, 'page')} as fetched.")
