"""Connections that end when a server floods them with interim answers, such as "100 Continue"."""

import functools

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.http_parser import RawResponseMessage

MOST_INTERIM = 100  # answers 1xx before a final one; real servers send one or two


class Protocol(ResponseHandler):
    """aiohttp's protocol of one connection, which by itself reads interim answers without end."""

    _interim = 0

    def feed_data(self, data: tuple[RawResponseMessage, aiohttp.StreamReader], size: int = 0) -> None:
        """Take one answer from the parser; too many interim ones in a row end the connection."""
        is_interim = 100 <= data[0].code < 200 and data[0].code != 101
        self._interim = self._interim + 1 if is_interim else 0
        if self._interim <= MOST_INTERIM:
            super().feed_data(data, size)
        elif self._interim == MOST_INTERIM + 1:
            reason = f"more than {MOST_INTERIM} interim answers"
            self.set_exception(HttpProcessingError(code=data[0].code, message=reason))
            if self.transport is not None:
                self.transport.abort()


class Connector(aiohttp.TCPConnector):
    """aiohttp's connector, with our protocol."""

    def __init__(self, **given: object) -> None:
        """Take what aiohttp's connector takes."""
        super().__init__(**given)  # type: ignore[arg-type]
        # aiohttp offers no other way to say which protocol a connection speaks.
        self._factory = functools.partial(Protocol, loop=self._loop)  # type: ignore[assignment]
