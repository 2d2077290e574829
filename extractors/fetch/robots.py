"""robots.txt: whether a page may be read, and how slowly. For article pages only."""

import re

from protego import Protego

from extractors.fetch.reservations import licenses_in, reserved_by_file
from news.records import FetchedPage, Outcome, Reservation, record

PRODUCT = "newsthread"
_UNREACHABLE = frozenset({"timeout", "connect", "tls", "dns", "private_address", "bad_url", "protocol"})
# Who is spoken to: "User-agent: x", and what Protego takes for it.
_SPOKEN_TO = re.compile(r"^(\s*user[- ]?agent\b\s*:?)([^#\n]*)", re.IGNORECASE | re.MULTILINE)


@record
class RobotsRules:
    """What one host's robots.txt says to us."""

    parsed: Protego | None = None  # None: there are no rules, `outcome` decides
    outcome: Outcome = "ok"  # anything else: no page of the host may be read, and why
    error: str | None = None
    licenses: tuple[Reservation, ...] = ()  # that it names
    tdm_file: bytes = b""  # the host's tdmrep.json, where it was asked for
    crawl_delay: float = 0.0  # the pause that is asked for between two requests, in seconds

    def may_read(self, url: str) -> bool:
        """Return whether `url` may be read; with many rules it takes a tenth of a second."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, PRODUCT))

    def reservations(self, url: str) -> tuple[Reservation, ...]:
        """Return what the files of the host reserve for `url`."""
        return self.licenses + (reserved_by_file(self.tdm_file, url) if self.tdm_file else ())


def robots_from(page: FetchedPage) -> RobotsRules:
    """Read the answer to a request for robots.txt; half a megabyte of rules takes some tenths of a second.

    A host that is throttled needs no rules: its gate is shut anyway.
    Absent (4xx): everything is allowed; refused (401, 403) or failing (5xx): nothing is, until it can be read.

    Source: RFC 9309 section 2.3.1; refusals as fundus reads them.
    """
    if page.outcome in {"ok", "truncated"}:
        parsed = _parsed(page.body)
        licenses = licenses_in(page.body)
        return RobotsRules(
            parsed=parsed, licenses=licenses, crawl_delay=float((parsed and parsed.crawl_delay(PRODUCT)) or 0.0)
        )
    is_shut = page.outcome == "held" and page.retry_after_seconds is not None
    if page.outcome in {"empty", "gone", "redirect_loop", "throttled"} or is_shut:
        return RobotsRules()
    if page.outcome == "http_error" and page.status is not None and 400 <= page.status < 500:
        return RobotsRules()
    if page.outcome in _UNREACHABLE or page.outcome == "held":
        return RobotsRules(outcome=page.outcome, error=page.error)
    reason = page.error or page.outcome
    return RobotsRules(outcome="robots", error=f"robots.txt cannot be read ({reason}), so no page of the host is")


def _parsed(body: bytes) -> Protego | None:
    text = body.decode("utf-8-sig", errors="replace")
    return Protego.parse(_SPOKEN_TO.sub(_to_us, text)) if "<html" not in text[:1000].lower() else None


def _to_us(line: re.Match[str]) -> str:
    """Return a line that says who is spoken to, with one name for all that are not us.

    Protego keeps every rule once for each of the group's names: half a megabyte of many names and many rules would
    take it minutes and gigabytes.
    """
    name = line[2].strip().lower()
    bare = name.replace("*", "")
    return line[0] if name == "*" or (bare and bare in PRODUCT) else f"{line[1]} other"
