"""Whatever a server does, a request ends in a typed outcome, in time, and nothing of a private address is read."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.feeds.parse import parse_feed
from extractors.fetch.web import PrivateHosts, WebRules, fetch_pages
from news.records import FetchedPage, FetchRequest
from tests.faulty_server import FAULTS, FaultyServer

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LOOPBACK = PrivateHosts.parse("127.7.0.0/16")
RULES = WebRules(total_seconds=2.0, read_seconds=1.5, connect_seconds=1.5)
SLACK = 1.0  # seconds that an outcome may come after the limit

# The outcome of fetching and parsing together; two where a busy machine may meet the clock first.
OUTCOMES = {
    "ok": "ok", "badenc": "ok", "deflate": "ok", "rawdeflate": "ok", "members": "ok", "gzfile": "ok",
    "cs_wrong": "ok", "cs_none": "ok", "cs_lie": "ok", "billion": "ok", "external": "ok",
    "r301": "ok", "r302": "ok", "r308": "ok", "rmixed": "ok",
    "hang": "timeout", "drip": "timeout", "driphead": "timeout",
    "reset": "truncated", "truncgz": "truncated", "trunccl": "truncated", "truncchunk": "truncated",
    "resetearly": "connect", "br": "bad_encoding", "badgzip": "bad_encoding",
    "empty": "empty", "r204": "empty", "html": "not_a_feed", "pdf": "not_a_feed", "video": "not_a_feed",
    "lie304": "http_error", "r404": "http_error", "r500": "http_error", "rnone": "http_error",
    "huge": "too_large timeout", "bomb": "too_large timeout", "densebomb": "too_large timeout",
    "bighead": "protocol timeout", "longhead": "protocol", "garbage": "protocol",
    "loop": "redirect_loop", "rself": "redirect_loop", "rbad": "bad_url", "tofile": "bad_url", "todecimal": "bad_url",
    "topriv": "private_address", "topriv_dns": "private_address", "tomapped": "private_address",
    "tonat64": "private_address", "tohex": "private_address", "toport": "private_address",
    "tometadata": "private_address",
    "r429": "throttled", "r429date": "throttled", "r429none": "throttled", "r503": "throttled",
    "r503none": "throttled", "r403": "blocked", "r403plain": "blocked", "r401": "blocked", "r410": "gone",
}  # fmt: skip
HOSTS = [f"127.7.0.{number}" for number in range(1, len(FAULTS) + 1)]


@pytest.fixture(scope="module")
def server() -> Iterator[FaultyServer]:
    with FaultyServer(hosts=HOSTS) as server:
        yield server


@pytest.fixture(scope="module")
def pages(server: FaultyServer) -> dict[str, FetchedPage]:
    """Every fault at once, each on a host of its own."""
    requests = [FetchRequest(url=server.url(fault, host)) for fault, host in zip(FAULTS, HOSTS, strict=True)]
    fetched = fetch_pages(requests, user_agent="newsthread-test", private_hosts=LOOPBACK, rules=RULES)
    return dict(zip(FAULTS, fetched, strict=True))


def outcome(page: FetchedPage) -> str:
    return parse_feed(page, now=NOW).outcome if page.outcome == "ok" else page.outcome


def test_the_table_names_every_fault_of_the_server() -> None:
    assert set(OUTCOMES) == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_has_its_outcome_within_the_limit(pages: dict[str, FetchedPage], fault: str) -> None:
    page = pages[fault]
    assert outcome(page) in OUTCOMES[fault].split()
    assert page.seconds <= RULES.total_seconds + SLACK
    assert page.outcome == "ok" or not page.body
    assert page.outcome in {"ok", "not_modified"} or page.error


def test_no_byte_of_a_private_address_is_read(pages: dict[str, FetchedPage], server: FaultyServer) -> None:
    assert server.secrets_told == 0
    assert not any(b"secret" in page.body for page in pages.values())


@pytest.mark.parametrize("fault", ["ok", "badenc", "deflate", "members", "gzfile", "cs_wrong", "cs_lie"])
def test_what_can_be_read_is_read_rightly(pages: dict[str, FetchedPage], fault: str) -> None:
    parsed = parse_feed(pages[fault], now=NOW)
    assert parsed.title == "Kräfte der Küste"
    assert [entry.title for entry in parsed.entries] == [f"Größe {n}" for n in range(10)]


def test_a_charset_named_by_the_document_alone_is_used(pages: dict[str, FetchedPage]) -> None:
    assert parse_feed(pages["cs_none"], now=NOW).title == "Погода"


@pytest.mark.parametrize("fault", ["billion", "external"])
def test_entities_are_neither_expanded_nor_fetched(pages: dict[str, FetchedPage], fault: str) -> None:
    parsed = parse_feed(pages[fault], now=NOW)
    said = parsed.title or ""
    assert len(said) < 10
    assert "root:" not in repr(parsed)


@pytest.mark.parametrize(("fault", "seconds"), [("r429", 7200), ("r429date", 5400), ("r503", 600), ("r429none", None)])
def test_retry_after_is_read_in_seconds_and_as_a_date(
    pages: dict[str, FetchedPage], fault: str, seconds: float | None
) -> None:
    assert pages[fault].retry_after_seconds == seconds


def test_a_new_address_is_told_only_after_permanent_redirects(pages: dict[str, FetchedPage]) -> None:
    told = {fault for fault, page in pages.items() if page.new_url is not None}
    assert told == {"r301", "r308"}
    assert (pages["r308"].new_url or "").endswith("/ok")


@pytest.mark.parametrize(
    "url",
    ["", "file:///etc/passwd", "ftp://example.org/", "http://", "http://[::1", "http://127.0.0.1:{secret}/",
     "http://localhost:{secret}/", "http://[::ffff:127.0.0.1]:{secret}/", "http://127.1:{secret}/",
     "http://0x7f.1:{secret}/", "http://[::]:{secret}/", "http://0.0.0.0:{secret}/", "http://example.org:99999/",
     "http://" + "a" * 300 + ".org/", "http://exa mple.org/", "http://example.org/" + "a" * 3000, "http://\udcff.org/"],
)  # fmt: skip
def test_no_address_makes_a_request_raise_or_reach_inwards(server: FaultyServer, url: str) -> None:
    request = FetchRequest(url=url.format(secret=server.secret_port))
    (page,) = fetch_pages([request], user_agent="newsthread-test", private_hosts=PrivateHosts(), rules=RULES)
    assert page.outcome in {"bad_url", "private_address", "dns", "connect"}
    assert server.secrets_told == 0


def test_a_host_that_does_not_answer_is_a_connect_fault() -> None:
    request = FetchRequest(url="http://127.7.0.1:1/")
    (page,) = fetch_pages([request], user_agent="newsthread-test", private_hosts=LOOPBACK, rules=RULES)
    assert page.outcome == "connect"


def test_a_host_that_speaks_no_tls_is_a_tls_fault() -> None:
    with FaultyServer(hosts=["127.7.2.1"]) as server:
        request = FetchRequest(url=f"https://127.0.0.1:{server.secret_port}/")  # it answers before it is asked
        everything = PrivateHosts.parse("127.0.0.0/8")
        (page,) = fetch_pages([request], user_agent="newsthread-test", private_hosts=everything, rules=RULES)
    assert page.outcome == "tls"


def test_a_name_that_nobody_knows_is_a_dns_fault() -> None:
    request = FetchRequest(url="http://nowhere.invalid/")
    (page,) = fetch_pages([request], user_agent="newsthread-test", private_hosts=LOOPBACK, rules=RULES)
    assert page.outcome in {"dns", "timeout"}


MEASURE = """
import sys
from pathlib import Path
from extractors.fetch.web import PrivateHosts, WebRules, fetch_pages
from news.records import FetchRequest
private = PrivateHosts.parse("127.7.0.0/16")
rules = WebRules(total_seconds=20, read_seconds=20)
def peak_kib():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
def fetch(urls):
    return fetch_pages([FetchRequest(url=url) for url in urls], user_agent="t", private_hosts=private, rules=rules)
fetch(sys.argv[1:2])
before = peak_kib()
pages = fetch(sys.argv[2:])
print(peak_kib() - before, *{page.outcome for page in pages})
"""


@pytest.mark.parametrize("fault", ["bomb", "densebomb", "huge"])
def test_sixty_four_bombs_at_once_grow_memory_by_no_more_than_64_mib(fault: str) -> None:
    hosts = [f"127.7.1.{number}" for number in range(1, 65)]
    with FaultyServer(hosts=hosts) as server:
        urls = [server.url("ok"), *(server.url(fault, host) for host in hosts)]
        command = [sys.executable, "-c", MEASURE, *urls]
        began = time.monotonic()
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout.split()
    assert said[1:] == ["too_large"]
    assert int(said[0]) <= 64 * 1024
    assert time.monotonic() - began < 60
