"""Markup from feeds becomes plain text: nothing that a browser would take for a tag is left."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!?])")  # never closed: kept as a sign, but no longer able to begin a tag
_BLOCK_WORDS = (
    "p br div li ul ol tr td th table hr h1 h2 h3 h4 h5 h6 img blockquote figure figcaption section article header"
    " footer pre dd dt iframe"
)
_BLOCKS = frozenset(_BLOCK_WORDS.split())


def _any_of(words: Iterable[str]) -> str:
    """Return an expression of `words` in any case; letter by letter, since IGNORECASE passes no word over at once."""
    return "|".join(
        "".join(f"[{sign}{sign.upper()}]" if sign.isalpha() else sign for sign in word) for word in sorted(words)
    )


_SILENT = ("script", "style", "template", "noscript", "iframe", "svg", "head")
_SILENT_TAG = re.compile(rf"<(?:{_any_of(_SILENT)})")
_HIDING = re.compile(  # comments, and the tags of what is silent
    rf"<!--.*?(?:-->|\Z)|</?({_any_of(_SILENT)})(?![A-Za-z0-9:-])[^<>]*>", re.DOTALL
)
_A_BLOCK = rf"({_any_of(_BLOCKS)})(?![A-Za-z0-9:-])[^<>]*>"
_BLOCK_TAG = re.compile(rf"<[/!?]?{_A_BLOCK}")
_ANY_TAG = re.compile(rf"<(?:[/!?]?(?:{_A_BLOCK}|[A-Za-z][^<>]*>)|!\[CDATA\[|[!?][^<>]*>?)")  # where no comment begins
_LINE_ENDS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"  # and other control characters that are spaces
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")
_FORMATTING_WORDS = (
    "a abbr acronym b bdi bdo big br cite del em font i img ins kbd mark q s small span strike strong sub sup tt u"
    " var wbr"
)
_FORMATTING = frozenset(_FORMATTING_WORDS.split())  # tags that titles are dressed with, also where one is never closed
_TITLE_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>")
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
    text = _visible(_OPEN_TAG.sub("< ", _without_tags(text)) if "<" in text else text)
    return cut(" ".join(text.split()), longest)


def plain_title(markup: str, *, is_text: bool, longest: int) -> str:
    """Return a title on one line; tags that it speaks of stay ("Why browsers drop the <marquee> tag").

    Args:
        markup: as the feed has it.
        is_text: the feed says that it is text, so that nothing in it is a tag.
        longest: characters; the rest is cut at a word.
    """
    if "<" not in unescape(markup):
        return plain_text(markup, longest=longest)
    if is_text:
        words = _INVISIBLE.sub("", unescape(markup) if "<" not in markup else markup).split()
        return cut(" ".join(words), longest)
    kept: list[str] = []

    def hidden(tag: re.Match[str]) -> str:
        if not _is_spoken_of(tag, markup_seen):
            return tag[0]
        kept.append(tag[0])
        return f"\ue000{len(kept) - 1}\ue001"

    markup_seen = unescape(markup)
    plain = plain_text(_TITLE_TAG.sub(hidden, markup_seen.replace("\ue000", "")), longest=longest)
    return re.sub("\ue000(\\d+)\ue001", lambda place: kept[int(place[1])], plain)


def _is_spoken_of(tag: re.Match[str], title: str) -> bool:
    """Return whether a tag is a word of its title: bare, no formatting, and without a partner that it would close."""
    name = tag[2].lower()
    if tag[3].strip(" /") or name in _FORMATTING or name in _SILENT:
        return False
    partner = f"<{name}" if tag[1] else f"</{name}"
    return partner not in title.lower()


def plain_paragraphs(markup: str, *, longest: int = 200_000) -> str:
    """Return the words of `markup`, one paragraph a line. Linear in the length of `markup`."""
    text = markup[: longest * 5]
    if "<" not in text and "&lt;" in text:
        text = unescape(text)  # escaped once more than it should be
    for space in _LINE_ENDS:
        text = text.replace(space, " ")
    text = unescape(_without_tags(text, block="\n")).replace("\xa0", " ")
    if text.replace("\n", " ").isprintable():  # no space but " ", so that most lines are tidy when they are stripped
        lines = [" ".join(line.split()) if "  " in line else line.strip() for line in text.split("\n") if line]
    else:
        lines = [" ".join(line.split()) for line in _INVISIBLE.sub("", text).split("\n")]
    return "\n".join(filter(None, lines))[:longest]


def cut(text: str, longest: int) -> str:
    """Return at most `longest` characters of a line, cut at a word."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0]


def _visible(text: str) -> str:
    """Return `text` without invisible signs; most texts have none, which is told at once."""
    if text.isprintable():
        return text
    spaced = text.replace("\n", " ").replace("\xa0", " ").replace("\t", " ")
    return text if spaced.isprintable() else _INVISIBLE.sub("", text)


def _without_tags(text: str, block: str = " ") -> str:
    """Drop tags; what stands between the tags of a script goes with them, a block's tag leaves `block`."""
    if "<" not in text and "]]>" not in text:
        return text
    pieces: list[str] = []
    for part in _spoken(text) if "<!--" in text or _SILENT_TAG.search(text) else (text,):
        apart = _ANY_TAG.split(part)  # words and the names of blocks by turns
        apart[1::2] = [block if name else "" for name in apart[1::2]]
        pieces += apart
    return "".join(pieces).replace("]]>", "")


def _spoken(text: str) -> Iterator[str]:
    """Yield what stands outside of comments, and of tags that hide what stands in them; of that the blocks alone."""
    silent_until: str | None = None
    place = 0
    for tag in _HIDING.finditer(text):
        part = text[place : tag.start()]
        yield part if silent_until is None else _blocks_alone(part)
        place = tag.end()
        name = (tag[1] or "").lower()
        is_end = text.startswith("</", tag.start())
        if silent_until is not None:
            silent_until = None if is_end and name == silent_until else silent_until
        elif name and not is_end and not tag[0].endswith("/>"):
            silent_until = name
        if name in _BLOCKS:
            yield "<p>"
    yield text[place:] if silent_until is None else _blocks_alone(text[place:])


def _blocks_alone(text: str) -> str:
    return "<p>" * len(_BLOCK_TAG.findall(text))
