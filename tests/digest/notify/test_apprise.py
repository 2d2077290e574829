"""What a message through Apprise came to, by the answers of a service on loopback, and by what broke off."""

from collections.abc import Iterator
from contextlib import suppress
from email.charset import CHARSETS
from importlib.util import find_spec
from typing import Any

import pytest

from digest.notify.apprise_worker import Answers, _is_before_sending, send
from digest.notify.content import ShortText
from digest.notify.through_apprise import through_apprise
from news.records import HandedOver
from tests.receiver import Receiver, receiver

requests = pytest.importorskip("requests")
if find_spec("apprise") is None:
    pytest.skip("Apprise is not installed", allow_module_level=True)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise's plug-ins
SENT, LATER, REFUSED, UNKNOWN = "sent", "try_later", "refused", "unknown"


@pytest.fixture(scope="module")
def service() -> Iterator[Receiver]:
    with receiver() as kept:
        yield kept


@pytest.fixture(autouse=True)
def _requests_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker change requests, and Apprise how mail is encoded, as in a process of its own; take that back."""
    monkeypatch.setitem(CHARSETS, "utf-8", CHARSETS["utf-8"])
    monkeypatch.setattr(requests.Session, "send", requests.Session.send)
    monkeypatch.setitem(vars(requests.sessions), "DEFAULT_REDIRECT_LIMIT", 30)


def asked(service: Receiver, path: str, **more: Any) -> dict[str, Any]:
    address = f"json://127.0.0.1:{service.port}/{path}"
    return {"address": address, "title": "Quay", "body": "It closes.", "seconds": 5} | more


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("ok", (SENT, 200, "")),
        ("404", (REFUSED, 404, "")),
        ("503", (LATER, 503, "")),
        ("429", (LATER, 429, "")),
        ("drop", (UNKNOWN, None, "ConnectionError")),
        ("redirect", (REFUSED, None, "redirects are not followed")),
    ],
)
def test_what_the_service_answers_is_what_became_of_the_message(
    service: Receiver, path: str, said: tuple[str, int | None, str]
) -> None:
    answer = send(asked(service, path))
    assert (answer["state"], answer["code"], answer["text"]) == said
    assert b"It closes." in service.bodies(f"/{path}")[-1]


def test_a_service_that_is_not_there_may_be_tried_again_and_one_that_is_none_may_not(service: Receiver) -> None:
    assert send(asked(service, "ok", address="json://127.0.0.1:9/ok"))["state"] == LATER
    assert send(asked(service, "ok", address="nothing"))["text"] == "no address that Apprise knows"
    assert send(asked(service, "hang", seconds=0.2)) == {"state": UNKNOWN, "code": None, "text": "ReadTimeout"}


class Answer:
    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


def sent(*outcomes: int | Exception) -> Answers:
    """Send once for each outcome, an answer's status or a fault."""
    answers = Answers()
    for outcome in outcomes:

        def once(outcome: int | Exception = outcome) -> Answer:
            if isinstance(outcome, Exception):
                raise outcome
            return Answer(outcome)

        with suppress(OSError):
            answers.listening(once)()
    return answers


DROPPED, SLOW = requests.ConnectionError("gone"), requests.ConnectTimeout("slow")


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ((), (UNKNOWN, None, "the service says only that it failed")),
        ((199,), (REFUSED, 199, "")),
        ((200, 500), (UNKNOWN, 500, "a part of it went")),
        ((299, DROPPED), (UNKNOWN, 299, "a part of it went ConnectionError")),
        ((300,), (REFUSED, 300, "redirects are not followed")),
        ((404, SLOW), (LATER, None, "ConnectTimeout")),
        ((SLOW, 404), (REFUSED, 404, "")),
        ((500, DROPPED), (UNKNOWN, None, "ConnectionError")),
        ((307, requests.TooManyRedirects("x")), (REFUSED, 307, "redirects are not followed")),
    ],
)
def test_requests_one_after_the_other_are_judged_together(
    outcomes: tuple[int | Exception, ...], said: tuple[str, int | None, str]
) -> None:
    answer = sent(*outcomes).verdict(was_sent=False)
    assert (answer["state"], answer["code"], answer["text"]) == said
    assert sent(*outcomes).verdict(was_sent=True)["state"] == SENT


@pytest.mark.parametrize(
    ("error", "is_before"),
    [(SLOW, True), (requests.exceptions.SSLError("x"), True), (DROPPED, False), (ValueError(), False)],
)
def test_only_what_failed_before_the_message_went_is_tried_again(error: Exception, is_before: bool) -> None:
    assert _is_before_sending(error) is is_before


def test_a_process_of_its_own_sends_and_tells(service: Receiver) -> None:
    there = f"json://127.0.0.1:{service.port}/"
    text = ShortText(title="Quay", body="It closes.")
    assert through_apprise(text, address=f"{there}ok", seconds=5) == HandedOver(state="sent", code=200)
    assert through_apprise(text, address=f"{there}410", seconds=5) == HandedOver(state="refused", code=410)
