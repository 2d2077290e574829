"""How long a collection may fetch: feeds have a part of the time, pages what is left."""

import time
from dataclasses import field, replace

from extractors.fetch.web import WebRules
from news.records import record

FOR_FEEDS = 0.6  # of a run's time: hosts that drip in the feeds leave pages the rest


@record
class RunTime:
    """The limits of one run, which begins when this is made."""

    rules: WebRules = WebRules()
    begun: float = field(default_factory=time.monotonic)

    def for_feeds(self) -> WebRules:
        """Return the limits of fetching feeds from now on."""
        return self._until(FOR_FEEDS * self.rules.run_seconds)

    def for_pages(self) -> WebRules:
        """Return the limits of fetching whatever is left, from now on."""
        return self._until(self.rules.run_seconds)

    def _until(self, seconds: float) -> WebRules:
        left = self.begun + seconds - time.monotonic()
        return replace(self.rules, run_seconds=max(left, 0.0))
