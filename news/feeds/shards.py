"""Which of several machines asks which sites: each site has one, and a machine more moves few of them."""

import re

import xxhash

from news.errors import InputError
from news.records import record
from news.urls import host_of, site_of

WRITTEN = re.compile(r"(\d{1,4})/(\d{1,4})")


@record
class Shard:
    """Shard `number` (from 1) of `count`; the only one has every site."""

    number: int = 1
    count: int = 1

    @classmethod
    def parse(cls, words: str) -> "Shard":
        """Read "2/5", the second of five.

        Raises:
            InputError: it is not written so, or there is no such shard.
        """
        found = WRITTEN.fullmatch(words.strip())
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            message = f"--shard {words}: a shard is written K/N, K from 1 to N, such as 2/5 for the second of five."
            raise InputError(message, subject=words)
        return cls(number=int(found[1]), count=int(found[2]))

    def has(self, url: str) -> bool:
        """Return whether this shard asks for `url`, a feed or a page."""
        return self.has_site(site_of(host_of(url)))

    def has_site(self, site: str) -> bool:
        """Return whether this shard asks `site`; a site is paced as one, so it is never asked from two machines."""
        return self.count == 1 or shard_of(site, self.count) == self.number


def shard_of(site: str, count: int) -> int:
    """Return the shard, 1 to `count`, that has `site`.

    Every shard draws a number for the site, and the highest draw has it. A further shard wins only the sites for
    which it draws higher than all before it, one in `count`; no site moves between the others.

    Source: rendezvous hashing, Thaler and Ravishankar 1998, "Using name-based mappings to increase hit rates".
    """
    return max(range(1, count + 1), key=lambda shard: (_draw(site, shard), shard))


def _draw(site: str, shard: int) -> int:
    return int(xxhash.xxh3_64_intdigest(site.encode("utf-8", "surrogatepass"), seed=shard))
