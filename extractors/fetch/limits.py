"""Every number of fetching, with its unit and where it comes from."""

from news.feeds.cadence import ScheduleRules
from news.records import record

_SCHEDULE = ScheduleRules()  # a host rests in a run as long as its feeds rest between runs


@record
class WebRules:
    """Sizes, timeouts and pauses of our requests.

    Anchors: one connection and at least 5 s between article pages as Media Cloud's story-indexer does; 15 MiB and
    20 s in miniflux/v2, 10 MiB in feedbin (here less); five redirects, web ports only.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 10.0  # between two pieces of an answer
    total_seconds: float = 30.0  # of one request with its redirects, waiting for our turn apart
    run_seconds: float = 600.0  # after that no request is begun; the rest is "held", and stays due
    grace_seconds: float = 5.0  # for requests under way at the end of the run; what is cut off then is "held", too
    wire_bytes: int = 5_000_000
    decoded_bytes: int = 10_000_000
    decoded_ratio: float = 200.0  # decoded to wire; real feeds stay below 60
    ratio_from_bytes: int = 262_144  # decoded; before that the ratio says nothing
    bodies_bytes: int = 16_777_216  # decoded, of all bodies being read; beyond it the large ones take turns
    large_bytes: int = 262_144  # decoded; what a body holds that needs no turn
    large_at_once: int = 3
    turn_seconds: float = 10.0  # a large body waits for its turn, holding one of `at_once`, and no
    # longer than a request may take; then it is "held"
    gzip_members: int = 1000  # of one body; a file of 4 MB can have 200,000 empty ones
    socket_bytes: int = 32_768  # of the system's buffer: what the parser of heads may have to chew in one go
    redirects: int = 5
    url_characters: int = 2048
    header_bytes: int = 16_384  # of one header field or line
    validator_characters: int = 1024  # a longer one is not kept
    at_once: int = 64
    keepalive_seconds: float = 8.0  # a little longer than the pause between two pages of a host
    feed_spacing_seconds: float = 1.0  # between the starts of two requests to one host
    page_spacing_seconds: float = 5.0
    longest_crawl_delay_seconds: float = 60.0
    failed_connects: int = 3  # of one host in a run, after which the rest of it is held
    failed_hold_seconds: float = 600.0
    hold_seconds: float = _SCHEDULE.hold_seconds  # of a host that answers 429 or 503 without Retry-After
    longest_hold_seconds: float = _SCHEDULE.longest_hold_seconds
    robots_bytes: int = 512_000  # what is read of robots.txt; RFC 9309 (2.5) asks for 500 KiB at least
    reads_tdm_file: bool = False  # one more request to each host of pages in a run: /.well-known/tdmrep.json
    robots_threads: int = 2  # that read and ask rules, off the event loop
