"""Markup from feeds becomes plain text: nothing that a browser would take for a tag is left."""

import re
from html import unescape

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[/!?]?([A-Za-z][A-Za-z0-9:-]*)[^<>]*>|<[!?][^<>]*>?", re.DOTALL
)
_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!?])")  # never closed: kept as a sign, but no longer able to begin a tag
_BLOCK_WORDS = (
    "p br div li ul ol tr td th table hr h1 h2 h3 h4 h5 h6 img blockquote figure figcaption section article header"
    " footer pre dd dt iframe"
)
_BLOCKS = frozenset(_BLOCK_WORDS.split())
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "head"})
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")
_ROUNDS = 3  # feeds escape what was escaped; more rounds would undo what an article says about markup


def plain_text(markup: str, *, longest: int = 20_000) -> str:
    """Return the words of `markup` on one line: no tags, scripts, comments, entities or invisible signs.

    Escaped tags are taken for tags too, since most feeds escape twice. Linear in the length of `markup`.

    Args:
        markup: HTML, escaped HTML or plain text.
        longest: characters; the rest is cut at a word.
    """
    text = markup[: longest * 20]
    for _ in range(_ROUNDS):
        if "<" not in text and "&" not in text:
            break
        plain = unescape(_without_tags(text))
        if plain == text:
            break
        text = plain
    text = _INVISIBLE.sub("", _OPEN_TAG.sub("< ", _without_tags(text)) if "<" in text else text)
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0]


def _without_tags(text: str) -> str:
    """Drop tags; what stands between the tags of a script goes with them, a block's tag leaves a space."""
    pieces: list[str] = []
    silent_until: str | None = None
    place = 0
    for tag in _TAG.finditer(text):
        if silent_until is None:
            pieces.append(text[place : tag.start()])
        place = tag.end()
        name = (tag[1] or "").lower()
        is_end = text.startswith("</", tag.start())
        if silent_until is not None:
            silent_until = None if is_end and name == silent_until else silent_until
        elif name in _SILENT and not is_end and not tag[0].endswith("/>"):
            silent_until = name
        if name in _BLOCKS:
            pieces.append(" ")
    if silent_until is None:
        pieces.append(text[place:])
    return "".join(pieces)
