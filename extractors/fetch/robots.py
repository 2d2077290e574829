"""robots.txt: whether a page may be read, and how slowly. For article pages only."""

from protego import Protego

from news.records import FetchedPage, Outcome, record

PRODUCT = "newsthread"
_UNREACHABLE = frozenset({"timeout", "connect", "tls", "dns", "private_address", "bad_url", "protocol"})


@record
class RobotsRules:
    """What one host's robots.txt says to us."""

    parsed: Protego | None = None  # None: there are no rules, `outcome` decides
    outcome: Outcome = "ok"  # anything else: no page of the host may be read, and why
    error: str | None = None

    def may_read(self, url: str) -> bool:
        """Return whether `url` may be read."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, PRODUCT))

    def crawl_delay(self, longest: float) -> float:
        """Return the pause that is asked for between two requests, in seconds, at most `longest`."""
        asked = self.parsed.crawl_delay(PRODUCT) if self.parsed is not None else None
        return min(float(asked or 0.0), longest)


def robots_from(page: FetchedPage) -> RobotsRules:
    """Read the answer to a request for robots.txt.

    A host that is throttled or held needs no rules: its gate is shut anyway.
    Absent (4xx): everything is allowed; refused (401, 403) or failing (5xx): nothing is, until it can be read.

    Source: RFC 9309 section 2.3.1; refusals as fundus reads them.
    """
    if page.outcome in {"ok", "truncated"}:
        return RobotsRules(parsed=_parsed(page.body))
    if page.outcome in {"empty", "gone", "redirect_loop", "throttled", "held"}:
        return RobotsRules()
    if page.outcome == "http_error" and page.status is not None and 400 <= page.status < 500:
        return RobotsRules()
    if page.outcome in _UNREACHABLE:
        return RobotsRules(outcome=page.outcome, error=page.error)
    said = page.error or page.outcome
    return RobotsRules(outcome="robots", error=f"robots.txt cannot be read ({said}), so no page of the host is")


def _parsed(body: bytes) -> Protego | None:
    text = body.decode("utf-8-sig", errors="replace")
    return Protego.parse(text) if "<html" not in text[:1000].lower() else None
