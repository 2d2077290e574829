"""Results become counts and Failure rows."""

from datetime import datetime

from news.records import Extraction, Failure, FetchedPage, is_readable

QUIET = frozenset({"ok", "not_modified"})


def failure_of_page(page: FetchedPage, stage: str, now: datetime) -> Failure | None:
    """Return the failure to keep of a fetch, or None where it went well."""
    if page.outcome in QUIET:
        return None
    status = f" ({page.status})" if page.status else ""
    detail = f": {page.error}" if page.error else ""
    return Failure(stage=stage, subject=page.url, error=f"{page.outcome}{status}{detail}", at=now)


def failure_of_reading(extraction: Extraction, now: datetime) -> Failure | None:
    """Return the failure to keep of a page that gave no article, or None."""
    if is_readable(extraction.status) or extraction.status == "no_link":
        return None
    detail = f": {extraction.reason}" if extraction.reason else ""
    return Failure(stage="pages", subject=extraction.source, error=f"{extraction.status}{detail}", at=now)
