"""The archive in a notebook: `newsthread.open("archive").sql("FROM stories")` gives a relation of DuckDB.

    import newsthread

    with newsthread.open("archive") as archive:
        archive.sql("FROM stories ORDER BY articles DESC LIMIT 5").show()
        frame = archive.df("FROM coverage_by_day($1)", ["s0123456789"])

The published snapshot is opened, read-only: the archive goes on collecting meanwhile.
"""

from news.errors import ArchiveError, InputError, NewsError
from storage.snapshot.notebook import OpenArchive
from storage.snapshot.notebook import open_archive as open  # noqa: A004 - as sqlite3 and gzip name it

__all__ = ["ArchiveError", "InputError", "NewsError", "OpenArchive", "open"]
