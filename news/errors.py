"""Every error we raise on purpose.

    NewsError             carries .subject: the URL, file or name at fault
    ├── SettingsError     newsthread.toml, a feed list or the environment cannot be read (says where)
    ├── SeedError         a file in seeds/ cannot be read (says which line)
    ├── WatchError        a watch's query cannot be read (says where)
    ├── InputError        what a person asked for cannot be done as asked (a file, an id, a query)
    ├── MailError         the mail server refused us, not one recipient
    ├── SchedulerError    Prefect's server does not answer, or refuses
    └── ArchiveError      DuckDB refused: schema, version, disk
        └── ArchiveBusy   another process is writing

What the outside does is no error: it is an outcome (`FetchedPage.outcome`, `Extraction.status`).
"""


class NewsError(Exception):
    """A fault that we, or the person who runs us, can mend: what is wrong, and what to do, in one line."""

    def __init__(self, message: str, *, subject: str = "") -> None:
        """Keep `message` for the person and `subject`, the URL, file or name at fault."""
        super().__init__(message)
        self.subject = subject

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling: errors cross process borders."""
        return (_rebuild, (type(self), str(self), self.subject))


def _rebuild(kind: type[NewsError], message: str, subject: str) -> NewsError:
    return kind(message, subject=subject)


class SettingsError(NewsError):
    """newsthread.toml, a feed list or the environment cannot be read."""


class SeedError(NewsError):
    """A file in seeds/ cannot be read."""


class WatchError(NewsError):
    """A watch's query cannot be read."""


class InputError(NewsError):
    """What a person asked for cannot be done as asked."""


class MailError(NewsError):
    """The mail server refused us, not one recipient: no attempt is counted."""


class SchedulerError(NewsError):
    """Prefect's server does not answer, or refuses."""


class ArchiveError(NewsError):
    """DuckDB refused: schema, version, disk."""


class ArchiveBusy(ArchiveError):
    """Another process is writing to the archive."""
