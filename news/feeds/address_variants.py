"""Spellings of one address: http and https, with and without www., m. or amp, with and without a slash at its end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from news.records import Announcement, Article
from news.urls import key_of_canonical

_HOST_PREFIX = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_HOST_FORMS = ("", "www.", "m.", "amp.")
_AMP_END = re.compile(r"(?:/amp|\.amp)?/?$")
_AMP_WORDS = frozenset({"amp", "amp=1", "amp=true", "outputType=amp", "_amp=true"})


def folded(url: str) -> tuple[str, str, str] | None:
    """Return host, path and query of `url` without what only spells it; None: it is no page of a site."""
    parts = urlsplit(url)
    if not parts.hostname or parts.fragment or parts.path in {"", "/"}:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if pair not in _AMP_WORDS)
    return _HOST_PREFIX.sub("", parts.netloc), _AMP_END.sub("", parts.path), query


def variant_keys(url: str) -> list[int]:
    """Return the article keys of the other spellings of a canonical address."""
    parts = folded(url)
    if parts is None:
        return []
    host, path, query = parts
    end = f"?{query}" if query else ""
    spellings = {
        f"{scheme}://{form}{host}{path}{tail}{end}"
        for scheme in ("https", "http")
        for form in _HOST_FORMS
        for tail in ("", "/", "/amp", "/amp/")
    }
    return [key_of_canonical(spelling) for spelling in sorted(spellings - {url})]


def joined(announcements: Sequence[Announcement], known_titles: Mapping[int, str]) -> list[Announcement]:
    """Return the announcements with the article key of another spelling of their address, where that is known.

    Two spellings are one article where their headlines agree: nothing speaks against it. Where they differ, both stay:
    a page taken for two is found again as a copy, two pages taken for one are lost.

    Args:
        announcements: of one round of polls.
        known_titles: headlines of the articles that were announced before, by article key.
    """
    met: dict[tuple[tuple[str, str, str], str], int] = {}
    result = []
    for item in announcements:
        title = _plain(item.entry.title)
        place = folded(item.entry.url or "")
        if place is None or not title:
            result.append(item)
            continue
        key = item.article_id
        if key not in known_titles:
            twins = (twin for twin in variant_keys(item.entry.url or "") if twin in known_titles)
            same = (twin for twin in twins if _plain(known_titles[twin]) == title)
            key = next(same, met.get((place, title), key))
        met.setdefault((place, title), key)
        result.append(item if key == item.article_id else replace(item, article_id=key))
    return result


def joined_articles(articles: Sequence[Article], known: Mapping[int, Article]) -> list[Article]:
    """Return the articles, each under the address of another spelling that is known or came before it.

    Two spellings are one article where headline and text are the same. An article that is known by its own address
    stays under it.

    Args:
        known: stored articles under any spelling of these addresses, by key.
    """
    met: dict[tuple[tuple[str, str, str] | None, str, str], Article] = {}
    for article in known.values():
        met.setdefault(_same_parts(article), article)
    result = []
    for article in articles:
        first = met.setdefault(_same_parts(article), article)
        is_other = article.article_id not in known and folded(article.url) is not None
        result.append(replace(article, article_id=first.article_id, url=first.url) if is_other else article)
    return result


def _same_parts(article: Article) -> tuple[tuple[str, str, str] | None, str, str]:
    """Return what is the same of two spellings of one article: page, headline and text."""
    return folded(article.url), _plain(article.title), " ".join(article.text.split())


def _plain(title: str) -> str:
    return " ".join(title.lower().split())
