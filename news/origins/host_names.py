"""Outlets named by a host: a domain in the text, or a linked host whose letters are those of a name."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from news.records import Link

DOMAIN_END = re.compile(
    r"\.(?:com|org|net|info|de|fr|es|it|nl|pt|at|ch|be|eu|me|tv|ie|co\.uk|com\.br|com\.au|co\.nz|co\.za|news|media|"
    r"online|live|today)\b(?![/@\w-]|\.\w)"
)
DOMAIN_BEFORE = re.compile(r"(?<![\w@/.-])(?:www\.)?([A-Za-z\d][\w-]{2,30})$")
LEAST_LABEL = 5  # letters of a host's name; shorter ones stand in any text


def by_domain(text: str) -> Iterator[tuple[int, int]]:
    """Yield the domains that a text names, "Cleveland.com"."""
    for found in DOMAIN_END.finditer(text):
        before = DOMAIN_BEFORE.search(text, max(0, found.start() - 40), found.start())
        if before:
            yield before.start(1), found.end()


def by_link(text: str, links: Iterable[Link]) -> Iterator[tuple[int, int]]:
    """Yield the names whose letters are those of a linked host, "Brugwacht" for brugwacht.nl."""
    for label in {_label(link.url) for link in links}:
        if len(label) < LEAST_LABEL:
            continue
        loose = r"[ .&'’-]{0,2}".join(map(re.escape, label))
        for found in re.finditer(rf"\b{loose}\b", text, re.IGNORECASE):
            if found.group()[0].isupper():
                yield found.span()


def _label(url: str) -> str:
    parts = (urlsplit(url).hostname or "").lower().removeprefix("www.").split(".")
    if len(parts) < 2:
        return ""
    is_shared = len(parts) > 2 and len(parts[-2]) <= 3  # "co.uk"
    return re.sub(r"\W", "", parts[-3] if is_shared else parts[-2])
