"""A digest as it was sent becomes a page of the site: its tags stay, its words are handed over to be cut."""

import html
import re
from collections.abc import Callable, Iterator

TAG = re.compile(
    r"""<!--.*?-->|<(?:style|script|title)\b.*?</(?:style|script|title)\s*>|<(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.S
)
LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
QUOTE = re.compile(r"""<div\b[^>]*\bclass\s*=\s*["']?quote\b""")

Cut = Callable[[str, str | None], str]  # words, and the address of their source where they are told as a quotation


def links_in(page: str) -> list[str]:
    """Return the addresses that a page links to, each once."""
    return list(dict.fromkeys(html.unescape(one or other) for one, other in LINK.findall(page)))


def with_words(page: str, cut: Cut) -> str:
    """Return a page in which each run of words between two tags is what `cut` makes of it."""
    return "".join(_parts(page, cut))


def _parts(page: str, cut: Cut) -> Iterator[str]:
    place, link, is_quote = 0, None, False
    for tag in TAG.finditer(page):
        yield _words(page[place : tag.start()], cut, link if is_quote else None)
        yield tag[0]
        place = tag.end()
        if found := LINK.match(tag[0]):
            link = html.unescape(found[1] or found[2])
        is_quote = bool(QUOTE.match(tag[0])) or (is_quote and not tag[0].startswith("</div"))
    yield _words(page[place:], cut, None)


def _words(escaped: str, cut: Cut, source: str | None) -> str:
    """Cut one run; the space around it, and what is not cut, stay as they were written."""
    plain = html.unescape(escaped)
    stripped = plain.strip()
    kept = cut(stripped, source) if stripped else stripped
    if kept == stripped or " ".join(kept.split()) == " ".join(stripped.split()):
        return escaped
    before, _, after = plain.partition(stripped)
    return html.escape(before + kept + after, quote=False)
