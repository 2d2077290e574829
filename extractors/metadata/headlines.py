"""The headline of a page, out of the several it states, without the site's name behind it."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from extractors.dom.prose import latin_length
from extractors.metadata.page_head import PageMetadata

SEPARATOR = re.compile(
    r"\s+(?:[|–—·•:»]|::|-{1,2}|//)\s+|\s*(?:\||--|_)\s*(?=[^\W\d])|\s*[｜丨：]\s*|"
    r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[-－:—–]+(?=\w)"  # without spaces, in scripts that have none
)
_FRONT = re.compile(r"([^:：]{2,40})[:：]\s+(?=\S)")  # "The Harbour Post: a headline"
_BEHIND = re.compile(r"\s*[（(][^（()）]{1,40}[）)]\s*$")
TEASER_SHARES = 0.5  # of its words, with the headline; below, og:title is another sentence
MINIMUM_LETTERS = 4  # what is left of a headline once the site's name is off


def headline(metadata: PageMetadata, url: str | None) -> str | None:
    """Return the headline that a page states, or None.

    og:title comes first: it is what the outlet wants quoted, where JSON-LD's `headline` is often a variant for
    search engines cut to 110 characters, and <title> carries the site's name. It is outvoted only where all three
    others agree, and it has hardly a word in common with them (then it is a teaser for social media) or all its words
    (then it is theirs, shortened).
    """
    names = site_names(metadata, url)
    known = {_letters(t) for t in (metadata.headline, *metadata.headings) if t} - names
    stated = (metadata.meta_title, metadata.headline, *metadata.headings[:1], metadata.page_title)
    titles = [without_site(title or "", names, known) for title in stated]
    others_agree = len(titles) == 4 and titles[1] and len({_letters(title) for title in titles[1:]}) == 1
    differs = _letters(titles[0]) != _letters(titles[1])
    if others_agree and differs and not TEASER_SHARES <= shared_words(titles[0], titles[1]) < 1:
        return titles[1]
    usable = (t for t in titles if len(_letters(t)) >= MINIMUM_LETTERS and _letters(t) not in names)
    return next(usable, None)


def shared_words(title: str, other: str) -> float:
    """Return the share of `title`'s words that stand in `other` too, 0 to 1."""
    words = _words(title)
    return len(words & _words(other)) / len(words) if words else 0.0


def site_names(metadata: PageMetadata, url: str | None) -> frozenset[str]:
    """Return what a page may call its site, as letters only: og:site_name, the host and its labels."""
    host = (urlsplit(metadata.canonical or url or "").hostname or "").removeprefix("www.")
    labels = [label for label in host.split(".") if len(label) > 2]
    spelled = (metadata.site_name or "", host, *labels)
    return frozenset(letters for name in spelled if (letters := _letters(name)))


def without_site(title: str, names: Iterable[str], known: Iterable[str] = ()) -> str:
    """Return `title` without the parts at either end that only name the site, a section of it, or a day.

    Args:
        title: a title as stated.
        names: the site's names, letters only.
        known: other headlines of the page, letters only; one that a title begins or ends with is the title.
    """
    cuts = [*SEPARATOR.finditer(title)]
    if (front := _FRONT.match(title)) and _names_site(front[1], names) and _letters(title) not in known:
        return title[front.end() :].strip()
    for cut in cuts:
        if (letters := _letters(title[: cut.start()])) in known:
            return title[: cut.start()].strip()
        if (bare := _BEHIND.sub("", title[: cut.start()])) and _letters(bare) in known and _letters(bare) != letters:
            return bare.strip()  # "a headline（an outlet） - a portal"
    for cut in reversed(cuts):
        if _letters(title[cut.end() :]) in known:
            return title[cut.end() :].strip()
    for cut in cuts:
        tail = SEPARATOR.split(title[cut.start() :].strip())
        before, behind = latin_length(title[: cut.start()]), latin_length(title[cut.start() :])
        if any(_names_site(part, names) for part in tail) and 2 * before >= behind:
            return title[: cut.start()].strip()
    return _without_site_before(title, cuts, names)


def _without_site_before(title: str, cuts: list[re.Match[str]], names: Iterable[str]) -> str:
    """Return `title` without the site's name in front, and the sections behind that name but before the headline."""
    if cuts and _names_site(title[: cuts[0].start()], names):
        parts = [
            title[start.end() : end] for start, end in zip(cuts, [*(c.start() for c in cuts[1:]), None], strict=True)
        ]
        return max(parts, key=len).strip()
    return title.strip()


def _names_site(part: str, names: Iterable[str]) -> bool:
    letters = _letters(part)
    if len(letters) > 1 and any(letters in (name, "the" + name) or name == "the" + letters for name in names):
        return True
    bare = letters.removeprefix("the")  # "The Harbour Post" on harbourpost.example, or on post.harbour.example
    return len(bare) > 5 and any(bare == first + second for first in names for second in names)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower()))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", text).lower()))
