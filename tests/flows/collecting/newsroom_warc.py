"""The sample newsroom's pages as a WARC file."""

from datetime import UTC, datetime
from pathlib import Path

from extractors.fetch.warc_store import keep
from news.records import FetchedPage
from tests.conftest import HOME

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGES = sorted((HOME / "seeds" / "newsroom" / "pages").rglob("*.html"))
ARTICLES = 50  # among the pages, at least: some are videos, and one asks for consent


def newsroom_warc(folder: Path) -> Path:
    """Keep the pages in `folder`; return the file."""
    pages = [
        FetchedPage(
            url=f"https://{path.parent.name}.example/{path.stem}", final_url=f"https://{path.parent.name}.example/",
            outcome="ok", status=200, body=path.read_bytes(), content_type="text/html", fetched_at=NOW,
        )
        for path in PAGES
    ]  # fmt: skip
    kept = keep(pages, folder, now=NOW)
    assert kept is not None
    return kept.rename(folder / "newsroom.warc.gz")
