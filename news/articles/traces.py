"""Where an article is spoken of beside its own rows: its addresses and titles in digests, pages and links of others."""

import html
import re
from collections.abc import Iterable

from news.records import record
from news.urls import article_key

ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
MARKUP = re.compile(r"<[^>]*>|[\r\n\t]+")
LEAST_TITLE = 12  # characters; a shorter title is a word that stands in other texts, too
MOST_SOUGHT = 200  # titles that are looked for within longer lines


@record
class Traces:
    """What tells that a text speaks of certain articles."""

    article_ids: frozenset[int]
    urls: frozenset[str]
    titles: frozenset[str]
    short_titles: frozenset[str] = frozenset()  # of a few letters: they tell nothing in a text, only alone

    @classmethod
    def of(cls, article_ids: Iterable[int], urls: Iterable[str], titles: Iterable[str]) -> "Traces":
        """Make traces; what is too short to tell anything is left out."""
        known = {_clean(title) for title in titles}
        long_enough = {title for title in known if len(title) >= LEAST_TITLE}
        return cls(
            article_ids=frozenset(article_ids),
            urls=frozenset(filter(None, urls)),
            titles=frozenset(long_enough),
            short_titles=frozenset(known - long_enough - {""}),
        )

    def are_in(self, words: str) -> bool:
        """Return whether a text, plain or in HTML, names one of the addresses or titles."""
        plain = html.unescape(words)
        if any(self.is_address(found.rstrip(".,;:!?)]}")) for found in set(ADDRESS.findall(plain))):
            return True
        lines = {_clean(line) for line in MARKUP.split(words)}
        if not self.titles.isdisjoint(lines):
            return True
        if len(self.titles) > MOST_SOUGHT:
            return False
        return any(title in line for line in lines if len(line) >= LEAST_TITLE for title in self.titles)

    def is_address(self, url: str) -> bool:
        """Return whether an address is one of the articles', whatever parameters it carries."""
        return url in self.urls or article_key(url) in self.article_ids


def _clean(words: str) -> str:
    return " ".join(html.unescape(words).split())
