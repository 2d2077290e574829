"""A mail server on loopback that keeps messages, or refuses, drops and falls silent where a script tells it to."""

import asyncio
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

DROP = "drop"  # close the connection in place of the answer
SILENCE = "silence"  # never answer

# The moments at which a script may speak: greeting, ehlo, starttls, auth, mail, rcpt, data, end.
Script = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One letter that the post office took."""

    sender: str
    recipient: str
    content: bytes


@dataclass(kw_only=True)
class RunningPostOffice:
    """Where it listens, and what it took."""

    port: int = 0
    letters: list[Kept] = field(default_factory=list)
    transports: list[asyncio.BaseTransport] = field(default_factory=list)


class _Desk(SMTP):
    def __init__(self, office: RunningPostOffice, script: Script, **settings: Any) -> None:
        super().__init__(_Handler(office), hostname="post.example", **settings)
        self._office, self._script, self._moment = office, script, "greeting"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._office.transports.append(transport)
        super().connection_made(transport)

    async def push(self, status: Any) -> None:
        moment, self._moment = self._moment, "end" if self._moment == "data" else ""
        action = self._script.get(moment)
        if action == SILENCE:
            await asyncio.sleep(3600)
        if action == DROP:
            self.transport.abort()
            raise ConnectionResetError
        await super().push(action or status)

    async def smtp_DATA(self, arg: str) -> None:
        action = self._script.get("data")
        self._moment = "data"
        if action and action[:1].isdigit():
            await self.push(action)
        else:
            await super().smtp_DATA(arg)

    async def smtp_EHLO(self, hostname: str) -> None:
        self._moment = "ehlo"
        action = self._script.get("ehlo")
        await (self.push(action) if action else super().smtp_EHLO(hostname))

    async def smtp_MAIL(self, arg: str) -> None:
        self._moment = "mail"
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        self._moment = "rcpt"
        await super().smtp_RCPT(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if "auth" in self._script:
            self._moment = "auth"
            await self.push(self._script["auth"])
        else:
            await super().smtp_AUTH(arg)

    async def smtp_STARTTLS(self, arg: str) -> None:
        self._moment = "starttls"
        await super().smtp_STARTTLS(arg)


class _Handler:
    def __init__(self, office: RunningPostOffice) -> None:
        self._office = office

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        for recipient in envelope.rcpt_tos:
            kept = Kept(sender=envelope.mail_from or "", recipient=recipient, content=envelope.content)
            self._office.letters.append(kept)
        return "250 2.0.0 taken"


def _knows(user: bytes, password: bytes) -> Any:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (user, password), handled=False)

    return check


@contextmanager
def post_office(
    script: Script | None = None,
    *,
    tls: ssl.SSLContext | None = None,
    is_tls_from_start: bool = False,
    login: tuple[str, str] | None = None,
) -> Iterator[RunningPostOffice]:
    """Run a post office on a free port of 127.0.0.1 until the block ends."""
    office = RunningPostOffice()
    settings: dict[str, Any] = {"enable_SMTPUTF8": True, "tls_context": None if is_tls_from_start else tls}
    if login:
        user, password = (part.encode() for part in login)
        settings |= {"authenticator": _knows(user, password), "auth_require_tls": False}

    def desk() -> _Desk:
        return _Desk(office, script or {}, loop=loop, **settings)

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(desk, "127.0.0.1", 0, ssl=tls if is_tls_from_start else None))
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield office
    finally:
        asyncio.run_coroutine_threadsafe(_close(server, office), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(server: asyncio.Server, office: RunningPostOffice) -> None:
    server.close()
    for transport in office.transports:
        transport.abort()  # type: ignore[attr-defined]
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for _ in range(3):  # transports close their sockets in the loop's next rounds
        await asyncio.sleep(0)
