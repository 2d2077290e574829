"""Nobody's site is asked by a stranger: without a contact only hosts of one's own are."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from extractors.fetch.address_guard import PrivateHosts
from flows.configuration.settings import Settings
from news.errors import InputError

RESERVED = (".example", ".invalid", ".test", ".localhost")  # names that are nobody's: RFC 6761


def require_contact(settings: Settings, urls: Iterable[str]) -> None:
    """Refuse to ask the sites at `urls` while nobody could be reached about it.

    Raises:
        InputError: no contact is set, and a host is neither one of `private_hosts` nor a name reserved for trials.
    """
    if settings.contact:
        return
    own = PrivateHosts.parse(settings.private_hosts)
    for url in urls:
        host = urlsplit(url).hostname
        if host and not own.has_host(host) and not host.endswith(RESERVED):
            message = (
                f"No contact is set, so {host} is not asked: publishers must be able to reach you. "
                "Set contact in newsthread.toml, a mail address or a page (newsthread init writes the file)."
            )
            raise InputError(message, subject=host)
