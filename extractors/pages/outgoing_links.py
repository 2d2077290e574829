"""Links in an article's text that lead to other sites: what it cites without naming it."""

import re
from collections.abc import Iterable

from extractors.metadata.page_head import site
from extractors.pages.text_lines import TextLink, head
from news.records import Link
from news.urls import canonical_url, host_of

MAXIMUM_LINKS = 50
# Buttons to share or follow, stores and trackers; in the text of every page, cited by none.
NO_CITATION = re.compile(
    r"(?:facebook|twitter|x|linkedin|pinterest|reddit|telegram|whatsapp|tumblr)\.(?:com|me)/"
    r"(?:sharer|share|intent|dialog|shareArticle|pin/create|submit|send|msg)|//(?:wa|t)\.me/|api\.whatsapp\.com|"
    r"(?:apps\.apple|itunes\.apple|play\.google)\.com/|news\.google\.com|//g\.co/",
    re.IGNORECASE,
)


def outgoing_links(
    links: Iterable[TextLink], text: str, base: str | None, *, own: Iterable[str | None]
) -> tuple[Link, ...]:
    """Return the links of the article's text that lead to other sites, in order, each address once.

    Args:
        links: what `links_in` found on the page.
        text: the article's text; links of lines that it does not have are left out.
        base: what relative addresses are relative to.
        own: addresses of the page's own site.
    """
    heads = {head(line) for line in text.splitlines()}
    sites = {site(host_of(address)) for address in own if address}
    found: dict[str, Link] = {}
    for link in links:
        url = _other_site(link.href, base, sites) if link.head in heads else None
        if url and len(found) < MAXIMUM_LINKS:
            found.setdefault(url, Link(url=url, text=link.text[:200]))
    return tuple(found.values())


def link_density(links: Iterable[TextLink], text: str) -> float:
    """Return the share of the text's characters that stand in links, 0 to 1."""
    heads = {head(line) for line in text.splitlines()}
    linked = sum(len(link.text) for link in links if link.head in heads)
    return round(min(1.0, linked / max(1, len(text))), 3)


def _other_site(href: str, base: str | None, own: set[str]) -> str | None:
    if not href.strip().lower().startswith(("http://", "https://", "//")) or NO_CITATION.search(href):
        return None
    if site(host_of(href.strip())) in own:
        return None  # most of them; spares the canonical form
    url = canonical_url(href, base)
    return url if url and site(host_of(url)) not in own else None
