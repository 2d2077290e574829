"""Which outlet does a URL belong to?"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from news.records import Outlet


class OutletIndex:
    """Outlets by domain and by name; built once a run, passed around."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        """Index `outlets` by their domains."""
        self.outlets = tuple(outlets)
        self._by_domain = {outlet.domain: outlet for outlet in self.outlets if outlet.domain}
        self._by_name = {outlet.outlet: outlet for outlet in self.outlets}

    def of_url(self, url: str) -> Outlet | None:
        """Return the outlet with the longest domain that ends the URL's host, or None."""
        labels = (urlsplit(url).hostname or "").split(".")
        for start in range(len(labels)):
            found = self._by_domain.get(".".join(labels[start:]))
            if found:
                return found
        return None

    def name_for(self, url: str, *, stated: str | None = None, feed_outlet: str | None = None) -> str:
        """Return the outlet's name for an article.

        What the row or entry states comes first, then the outlet of the URL's domain, then the feed's (an
        aggregator's feed never names the outlet of what it lists), then the bare domain.
        """
        if stated:
            return stated
        found = self.of_url(url)
        if found and found.kind != "aggregator":
            return found.outlet
        if feed_outlet and not self._is_aggregator(feed_outlet):
            return feed_outlet
        return (urlsplit(url).hostname or url).removeprefix("www.")

    def _is_aggregator(self, name: str) -> bool:
        known = self._by_name.get(name)
        return known is not None and known.kind == "aggregator"

    def family_of(self, outlet: str) -> str:
        """Return the owner's name; an outlet that we do not know is its own family."""
        known = self._by_name.get(outlet)
        return (known.family or known.outlet) if known else outlet
