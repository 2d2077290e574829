"""Which outlet does a URL belong to?"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from news.language.segments import letters_of
from news.records import Outlet

NAMELESS = "(unknown outlet)"  # of an article without an address, from a feed without a name


class OutletIndex:
    """Outlets by domain and by name; built once a run, passed around."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        """Index `outlets` by their domains."""
        self.outlets = tuple(outlets)
        self._by_domain: dict[str, Outlet] = {}
        for outlet in sorted((outlet for outlet in self.outlets if outlet.domain), key=_claim_to_domain):
            self._by_domain.setdefault(outlet.domain or "", outlet)
        self._by_name = {outlet.outlet: outlet for outlet in self.outlets}
        named = [(name, outlet) for outlet in self.outlets for name in (outlet.outlet, *outlet.aliases)]
        self._by_alias: dict[str, Outlet | None] = {}
        for name, outlet in named:
            # An alias of two outlets names neither.
            other = self._by_alias.setdefault(name.lower(), outlet)
            self._by_alias[name.lower()] = outlet if other is outlet else None

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
        aggregator's feed never names the outlet of what it lists elsewhere), then the bare domain. A name by which an
        outlet is known becomes its own, so that every table has one key for it.
        """
        if stated:
            return self.own_name(stated)
        found = self.of_url(url)
        if found and found.kind != "aggregator":
            return found.outlet
        host = urlsplit(url).hostname
        if feed_outlet and (not host or not self._is_aggregator(self.own_name(feed_outlet))):
            return self.own_name(feed_outlet)
        return found.outlet if found else (host or NAMELESS).removeprefix("www.")

    def own_name(self, name: str) -> str:
        """Return the name under which an outlet is kept, from a name or domain by which it is called."""
        known = self._by_name.get(name) or self._by_alias.get(name.lower())
        if known is None and "." in name and " " not in name:
            known = self._by_domain.get(name.lower().removeprefix("www."))
        return known.outlet if known else name

    def _is_aggregator(self, name: str) -> bool:
        known = self._by_name.get(name)
        return known is not None and known.kind == "aggregator"


def _claim_to_domain(outlet: Outlet) -> tuple[float, str]:
    """Order the outlets of one domain by who is meant by its bare address: the one whose name is most like it."""
    label = (outlet.domain or "").partition(".")[0]
    return (-fuzz.ratio(label, letters_of(outlet.outlet)), outlet.outlet)
