"""Where an article is spoken of beside its own rows: its addresses and titles in digests, pages and links of others."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from news.records import record
from news.urls import article_key

ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
MARKUP = re.compile(r"<[^>]*>|[\r\n\t]+")
ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)  # as JSON and Markdown write a character
BREAKS = {"n": "\n", "r": "\n", "t": "\t"}
BEGINNINGS = re.compile(r"\b\w|[^\w\s]|[\u2e80-\uffff]")  # where a title may begin within a line
LEAST_TITLE = 12  # characters; a shorter title is a word that stands in other texts, too
MOST_ESCAPES = 3  # Markdown within JSON within JSON, as Prefect keeps a report
MOST_SOUGHT = 200  # titles that are looked for one by one within longer lines


@record
class Traces:
    """What tells that a text speaks of certain articles."""

    article_ids: frozenset[int]
    urls: frozenset[str]
    titles: frozenset[str]
    short_titles: frozenset[str] = frozenset()  # of a few letters: they tell nothing in a text, only alone
    by_beginning: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the titles by their first characters

    @classmethod
    def of(cls, article_ids: Iterable[int], urls: Iterable[str], titles: Iterable[str]) -> "Traces":
        """Make traces; what is too short to tell anything is left out."""
        known = {_clean(title) for title in titles}
        long_enough = {title for title in known if len(title) >= LEAST_TITLE}
        begun: dict[str, tuple[str, ...]] = {}
        for title in long_enough:
            begun[title[:LEAST_TITLE]] = (*begun.get(title[:LEAST_TITLE], ()), title)
        return cls(
            by_beginning=begun,
            article_ids=frozenset(article_ids),
            urls=frozenset(filter(None, urls)),
            titles=frozenset(long_enough),
            short_titles=frozenset(known - long_enough - {""}),
        )

    def are_in(self, words: str) -> bool:
        """Return whether a text, plain, in HTML, JSON or Markdown, names one of the addresses or titles."""
        if self._are_plainly_in(words):
            return True
        for _ in range(MOST_ESCAPES):
            if "\\" not in words:
                return False
            words = ESCAPED.sub(_unescaped, words)
            if self._are_plainly_in(words):
                return True
        return False

    def _are_plainly_in(self, words: str) -> bool:
        plain = html.unescape(words)
        if any(self.is_address(found.rstrip(".,;:!?)]}")) for found in set(ADDRESS.findall(plain))):
            return True
        lines = {_clean(line) for line in MARKUP.split(words)}
        if not self.titles.isdisjoint(lines):
            return True
        longer = [line for line in lines if len(line) > LEAST_TITLE]
        if len(self.titles) <= MOST_SOUGHT:
            return any(title in line for line in longer for title in self.titles)
        return any(self._begins_one(line) for line in longer)

    def _begins_one(self, line: str) -> bool:
        """Return whether a title stands anywhere in a line, however many titles there are."""
        for found in BEGINNINGS.finditer(line):
            titles = self.by_beginning.get(line[found.start() : found.start() + LEAST_TITLE], ())
            if any(line.startswith(title, found.start()) for title in titles):
                return True
        return False

    def is_address(self, url: str) -> bool:
        """Return whether an address is one of the articles', whatever parameters it carries."""
        return url in self.urls or article_key(url) in self.article_ids


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else BREAKS.get(found[2], found[2])


def _clean(words: str) -> str:
    return " ".join(html.unescape(words).split())
