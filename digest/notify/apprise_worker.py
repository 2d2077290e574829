"""Sends one message through Apprise, in a process of its own: asked on standard input, answered on standard output.

Apprise says only whether a message went. This process keeps the last answer of each request that it made, so that a
refusal can be told from a lost answer. It follows no redirect, and its answer holds no address.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from news.records import HandedOver


class Answers:
    """What the requests of one message came to."""

    def __init__(self) -> None:
        """Begin with none."""
        self.codes: list[int] = []
        self.fault: Exception | None = None  # of the last request; None: it was answered

    def listening(self, send: Callable[..., Any]) -> Callable[..., Any]:
        """Return `requests`' own way of sending, with what came of it kept."""

        def sending(*arguments: Any, **named: Any) -> Any:
            self.fault = None
            try:
                answer = send(*arguments, **named)
            except Exception as error:
                self.fault = error
                raise
            self.codes.append(answer.status_code)
            return answer

        return sending

    def verdict(self, was_sent: bool) -> dict[str, Any]:
        """Return state, code and text; where it cannot be known whether a message went, it is unknown."""
        import requests

        code = self.codes[-1] if self.codes else None
        if was_sent:
            return {"state": "sent", "code": code, "text": ""}
        kind = type(self.fault).__name__ if self.fault else ""
        if any(200 <= one < 300 for one in self.codes):
            return {"state": "unknown", "code": code, "text": f"a part of it went {kind}".rstrip()}
        if isinstance(self.fault, requests.TooManyRedirects):
            return {"state": "refused", "code": code, "text": "redirects are not followed"}
        if self.fault is not None:
            return {"state": "try_later" if _is_before_sending(self.fault) else "unknown", "code": None, "text": kind}
        if code is None:
            return {"state": "unknown", "code": None, "text": "the service says only that it failed"}
        return asdict(HandedOver.answered(code))


def _is_before_sending(error: Exception) -> bool:
    """Return whether a request failed before anything of it can have arrived."""
    import requests
    from urllib3.exceptions import NewConnectionError

    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def send(asked: dict[str, Any]) -> dict[str, Any]:
    """Send the message that was asked for; return what became of it."""
    import apprise
    import requests

    answers = Answers()
    vars(requests.sessions)["DEFAULT_REDIRECT_LIMIT"] = 0  # of this process: whatever a plug-in asks for
    requests.Session.send = answers.listening(requests.Session.send)  # type: ignore[method-assign]
    asset = apprise.AppriseAsset(http_redirects=False, async_mode=False)
    service = apprise.Apprise.instantiate(asked["address"], asset=asset, suppress_exceptions=True)
    if service is None:
        return {"state": "refused", "code": None, "text": "no address that Apprise knows"}
    service.socket_connect_timeout = service.socket_read_timeout = float(asked["seconds"])
    service.overflow_mode = apprise.OverflowMode.TRUNCATE
    was_sent = service.notify(body=asked["body"], title=asked["title"], body_format=apprise.NotifyFormat.TEXT)
    return answers.verdict(bool(was_sent))


def main() -> None:
    """Answer one question; whatever a plug-in prints goes nowhere."""
    asked = json.loads(sys.stdin.buffer.readline())
    out, sys.stdout = sys.stdout, sys.stderr
    try:
        said = send(asked)
    except Exception as error:  # a plug-in of any make: its words may hold the address
        said = {"state": "unknown", "code": None, "text": type(error).__name__}
    out.write(json.dumps(said))


if __name__ == "__main__":
    main()
