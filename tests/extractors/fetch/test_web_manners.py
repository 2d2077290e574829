"""Requests are conditional, spaced, one at a time for a host, and silent when a host asks for it."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from extractors.fetch.web import PrivateHosts, WebRules, fetch_as_they_come, fetch_pages
from news.errors import SettingsError
from news.records import FetchedPage, FetchRequest
from tests.faulty_server import FaultyServer

LOOPBACK = PrivateHosts.parse("127.7.0.0/16")
QUICK = WebRules(total_seconds=2.0, read_seconds=1.0, connect_seconds=1.0)
# An address in a spelling that only the resolver reads: let through by its range, and paced like any public host.
PACED_HOST = "0x7f070001"
PACED = WebRules(total_seconds=2.0, feed_spacing_seconds=0.15, page_spacing_seconds=0.3)


def fetch(requests: Sequence[FetchRequest], *, rules: WebRules = QUICK) -> list[FetchedPage]:
    return fetch_pages(
        requests, user_agent="newsthread/0 (+mailto:us@example.org)", private_hosts=LOOPBACK, rules=rules
    )


def test_validators_go_out_byte_for_byte_and_bring_a_304() -> None:
    with FaultyServer() as server:
        url = server.url("ok")
        (first,) = fetch([FetchRequest(url=url)])
        (second,) = fetch([FetchRequest(url=url, etag=first.etag, last_modified=first.last_modified)])
    sent = server.asked[1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == (first.etag, first.last_modified)
    assert first.etag is not None
    assert first.etag.startswith('W/"')
    assert second.outcome == "not_modified"
    assert (second.etag, second.last_modified) == (first.etag, first.last_modified)


@pytest.mark.parametrize("etag", ['"a b"', "unquoted", 'W/"x', '"ü"', "'; DROP", '""', "a" * 1000])
def test_a_validator_is_opaque(etag: str) -> None:
    with FaultyServer() as server:
        fetch([FetchRequest(url=server.url("ok"), etag=etag)])
    assert server.asked[0].headers["if-none-match"].encode("latin-1") == etag.encode()


@pytest.mark.parametrize("etag", ["a\r\nX-Evil: 1", "a\nb", "\udcff"])
def test_a_validator_that_cannot_be_sent_does_no_harm(etag: str) -> None:
    with FaultyServer() as server:
        (page,) = fetch([FetchRequest(url=server.url("ok"), etag=etag)])
    assert "x-evil" not in {name for asked in server.asked for name in asked.headers}
    assert page.outcome == "ok"


def test_a_request_says_who_asks_and_carries_no_cookie_and_no_referrer() -> None:
    with FaultyServer() as server:
        fetch([FetchRequest(url=server.url("r301"))])
    for asked in server.asked:
        assert asked.headers["user-agent"] == "newsthread/0 (+mailto:us@example.org)"
        assert asked.headers["accept-encoding"] == "gzip, deflate"
        assert not {"cookie", "referer"} & set(asked.headers)


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    with FaultyServer() as server:
        assert fetch([FetchRequest(url=server.url("ok"))])[0].outcome == "ok"


def test_results_stand_in_the_order_of_the_requests() -> None:
    hosts = [f"127.7.0.{number}" for number in range(1, 9)]
    with FaultyServer(hosts=hosts, latency=0.01) as server:
        requests = [FetchRequest(url=server.url(f"ok/{n}", hosts[n % 8])) for n in range(40)]
        pages = fetch_pages(requests, user_agent="t", private_hosts=LOOPBACK)
    assert [page.url for page in pages] == [request.url for request in requests]


def test_pages_come_in_groups_while_a_host_hangs() -> None:
    hosts = [f"127.7.0.{number}" for number in range(1, 9)]
    with FaultyServer(hosts=hosts) as server:
        urls = [server.url("hang", hosts[0]), *(server.url(f"ok/{n}", hosts[1 + n % 7]) for n in range(21))]
        requests = [FetchRequest(url=url) for url in urls]
        groups = list(fetch_as_they_come(requests, user_agent="t", private_hosts=LOOPBACK, rules=QUICK, group=7))
    assert [len(group) for group in groups] == [7, 7, 7, 1]
    arrived = [(place, page.url) for group in groups for place, page in group]
    assert sorted(arrived) == list(enumerate(urls))
    assert groups[-1][0][1].outcome == "timeout"


def test_who_takes_no_more_pages_ends_the_fetching() -> None:
    with FaultyServer() as server:
        requests = [FetchRequest(url=server.url(f"ok/{n}")) for n in range(500)]
        groups = fetch_as_they_come(
            requests, user_agent="t", private_hosts=LOOPBACK, rules=WebRules(at_once=2), group=5
        )
        assert len(next(groups)) == 5
        groups.close()  # type: ignore[attr-defined]
        assert len(server.asked) < 30


def test_a_host_has_one_connection_at_most_also_through_redirects() -> None:
    hosts = ["127.7.0.1", "127.7.0.2"]
    with FaultyServer(hosts=hosts, latency=0.01) as server:
        pages = fetch([FetchRequest(url=server.url(path, host)) for host in hosts for path in ("ok", "r308", "ok/2")])
    assert {page.outcome for page in pages} == {"ok"}
    assert max(server.most_open.values()) == 1


def test_a_connection_is_kept_for_the_next_request_to_a_host_and_closed_after_the_last() -> None:
    hosts = ["127.7.0.1", "127.7.0.2"]
    with FaultyServer(hosts=hosts) as server:
        fetch([FetchRequest(url=server.url(path, host)) for path in ("ok", "ok/2", "ok/3") for host in hosts])
    for host in hosts:
        closing = ["close" in asked.headers.get("connection", "") for asked in server.asked if asked.host == host]
        assert closing == [False, False, True]


def gaps(server: FaultyServer) -> list[float]:
    return [later.at - sooner.at for sooner, later in pairwise(server.asked)]


@pytest.mark.parametrize(("kind", "spacing"), [("feed", 0.15), ("page", 0.3)])
def test_two_requests_to_one_public_host_are_spaced(kind: str, spacing: float) -> None:
    with FaultyServer() as server:
        requests = [FetchRequest(url=server.url(f"ok/{n}", PACED_HOST), kind=kind) for n in range(4)]  # type: ignore[arg-type]
        began = time.monotonic()
        pages = fetch_pages(requests, user_agent="t", private_hosts=LOOPBACK, rules=PACED)
    assert {page.outcome for page in pages} == {"ok"}
    articles = [asked for asked in server.asked if asked.path != "/robots.txt"]
    # From the beginning, not from one to the next: a busy machine may be late with any of them, and never early.
    assert len(articles) == 4
    assert all(asked.at - began >= number * spacing for number, asked in enumerate(articles))


def test_hosts_let_through_by_name_are_not_paced() -> None:
    with FaultyServer() as server:
        fetch([FetchRequest(url=server.url(f"ok/{n}")) for n in range(5)])
    assert all(gap < 0.5 for gap in gaps(server))


@pytest.mark.parametrize(("fault", "seconds"), [("r429", 7200), ("r503", 600), ("r429none", 3600)])
def test_too_many_requests_hold_the_whole_host_and_no_other(fault: str, seconds: float) -> None:
    hosts = ["127.7.0.1", "127.7.0.2"]
    with FaultyServer(hosts=hosts) as server:
        first, held, other = fetch(
            [
                FetchRequest(url=server.url(fault)),
                FetchRequest(url=server.url("ok")),
                FetchRequest(url=server.url("ok", hosts[1])),
            ]
        )
    assert (first.outcome, held.outcome, other.outcome) == ("throttled", "held", "ok")
    assert held.retry_after_seconds == pytest.approx(seconds, abs=5)
    assert server.paths(hosts[0]) == [f"/{fault}"]


def test_a_host_that_cannot_be_reached_is_left_alone_after_three_attempts() -> None:
    pages = fetch([FetchRequest(url=f"http://127.7.0.1:1/{n}") for n in range(5)])
    assert [page.outcome for page in pages] == ["connect"] * 3 + ["held"] * 2


def test_requests_that_were_not_begun_in_time_are_held_and_stay_due() -> None:
    with FaultyServer() as server:
        pages = fetch([FetchRequest(url=server.url("ok"))], rules=WebRules(run_seconds=-1))
    assert pages[0].outcome == "held"
    assert pages[0].retry_after_seconds is None
    assert not server.asked


ROBOTS = b"User-agent: *\nDisallow: /private\nAllow: /ok\n\nUser-agent: newsthread\nDisallow: /ok/no\n"


def test_robots_are_obeyed_for_pages_asked_once_and_not_asked_for_feeds() -> None:
    with FaultyServer(robots={"127.7.0.1": ROBOTS}) as server:
        feed, allowed, refused = fetch(
            [
                FetchRequest(url=server.url("ok/no")),
                FetchRequest(url=server.url("ok/yes"), kind="page"),
                FetchRequest(url=server.url("ok/no"), kind="page"),
            ]
        )
    assert (feed.outcome, allowed.outcome, refused.outcome) == ("ok", "ok", "robots")
    assert server.paths() == ["/ok/no", "/robots.txt", "/ok/yes"]


def test_robots_hold_for_the_place_that_a_redirect_leads_to() -> None:
    with FaultyServer(robots={"127.7.0.1": b"User-agent: *\nDisallow: /ok\n"}) as server:
        (page,) = fetch([FetchRequest(url=server.url("r301"), kind="page")])
    assert page.outcome == "robots"
    assert "/ok" not in server.paths()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("r404", "ok"), ("r410", "ok"), ("r403plain", "robots"), ("r401", "robots"), ("r500", "robots")],
)
def test_absent_robots_allow_and_failing_robots_forbid(status: str, outcome: str) -> None:
    with FaultyServer() as server:
        server.robots_fault = status
        (page,) = fetch([FetchRequest(url=server.url("ok"), kind="page")])
    assert page.outcome == outcome


def test_a_crawl_delay_is_honoured() -> None:
    with FaultyServer(robots={"127.7.0.1": b"User-agent: *\nCrawl-delay: 0.6\n"}) as server:
        requests = [FetchRequest(url=server.url(f"ok/{n}", PACED_HOST), kind="page") for n in range(2)]
        fetch_pages(requests, user_agent="t", private_hosts=LOOPBACK, rules=PACED)
    assert server.asked[2].at - server.asked[1].at >= 0.55


def test_of_a_file_that_is_no_page_only_the_beginning_is_read() -> None:
    with FaultyServer() as server:
        (page,) = fetch([FetchRequest(url=server.url("video"), kind="page")])
    assert page.outcome == "ok"
    assert page.content_type == "video/mp4"
    assert page.wire_bytes < 1_000_000


def test_a_feed_that_moved_is_asked_at_its_new_address_and_known_by_its_old() -> None:
    with FaultyServer() as server:
        (page,) = fetch([FetchRequest(url="http://old.example.org/feed", at=server.url("ok"))])
    assert (page.url, page.final_url, page.outcome) == ("http://old.example.org/feed", server.url("ok"), "ok")


@pytest.mark.parametrize(
    "text", ["", " ", "10.0.0.0/8", "127.0.0.1, ::1 fe80::/10", "intranet news.local:", "localhost"]
)
def test_private_hosts_are_read(text: str) -> None:
    if text.endswith(":"):
        with pytest.raises(SettingsError, match=r"news\.local:"):
            PrivateHosts.parse(text)
    else:
        assert bool(PrivateHosts.parse(text).names or PrivateHosts.parse(text).networks) == bool(text.strip())


@pytest.mark.parametrize("text", ["10.0.0.0/33", "http://x", "a/b", "1.2.3", "999.1.1.1", "*"])
def test_what_is_no_private_host_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="is neither a host, an address nor a range"):
        PrivateHosts.parse(text)


def test_a_crawl_delay_of_a_day_is_cut_to_our_longest() -> None:
    rules = replace(PACED, longest_crawl_delay_seconds=0.3)
    with FaultyServer(robots={"127.7.0.1": b"User-agent: *\nCrawl-delay: 86400\n"}) as server:
        requests = [FetchRequest(url=server.url(f"ok/{n}", PACED_HOST), kind="page") for n in range(2)]
        pages = fetch_pages(requests, user_agent="t", private_hosts=LOOPBACK, rules=rules)
    assert [page.outcome for page in pages] == ["ok", "ok"]
    assert server.asked[2].at - server.asked[1].at >= 0.28
