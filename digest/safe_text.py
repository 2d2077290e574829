"""Makes text from feeds and pages harmless: no control, direction or invisible characters, web links only.

Escaping is not done here: the templates escape everything (Jinja2's autoescape). This removes what escaping cannot:
characters that reorder, hide or break lines. Source: Unicode Technical Report 36, section 2.5 (bidirectional text
spoofing) and 3.5 (invisible characters); RFC 5322 2.2 (a header is one line).
"""

import re
import unicodedata
from urllib.parse import urlsplit

from news.records import record


@record
class TextLimits:
    """How long a text or a link from outside may be."""

    title_chars: int = 240  # four lines on a phone; the longest of 2,200 titles in real feeds had 230
    url_chars: int = 2048  # what browsers and mail programs are known to accept (RFC 9110 4.1 asks for 8000)
    marks_in_row: int = 4  # combining marks on one letter; Vietnamese and Hebrew need up to 3


# U+200C and U+200D join letters of Persian, Hindi and others, and emoji: kept between characters that are not ASCII.
_JOINERS = "\u200c\u200d"
_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
# Texts of these characters alone, by far the most, need no look at each one.
_PLAIN = re.compile(r"[\w\x20-\x7e ‘’‚“”„«»‹›–—…·•€£¥°§©、。「」『』！？（）：；，]*")
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")  # Hangul fillers: letters that look like nothing at all
_BLANKS = _BLANK_LETTERS | frozenset("\u034f\u2800\ufffc")
_NOT_TEXT = {"Cc", "Cf", "Cs", "Cn"}
_MARKS = {"Mn", "Me"}


def clean_text(text: str, *, limits: TextLimits = TextLimits()) -> str:
    """Return `text` as one line without control, direction, invisible and unpaired characters."""
    if _PLAIN.fullmatch(text) and _BLANK_LETTERS.isdisjoint(text):
        return " ".join(text.split())
    kept: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        marks = marks + 1 if unicodedata.category(char) in _MARKS else 0
        if char in _BREAKS:
            kept.append(" ")
        elif marks <= limits.marks_in_row and (_is_text(char) or _is_joining(text, index)):
            kept.append(char)
    return " ".join("".join(kept).split())


def _is_text(char: str) -> bool:
    return unicodedata.category(char) not in _NOT_TEXT and char not in _BLANKS


def _is_joining(text: str, index: int) -> bool:
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    return text[index] in _JOINERS and bool(before and after) and not (before.isascii() or after.isascii())


def clean_title(title: str, *, limits: TextLimits = TextLimits()) -> str:
    """Return `title` cleaned and, where it is longer than a title can be, cut at a word, with … for the rest."""
    text = clean_text(title, limits=limits)
    return shorten(text, limits.title_chars)


def shorten(text: str, chars: int) -> str:
    """Return `text` within `chars` characters, cut at a word where there is one."""
    if len(text) <= chars:
        return text
    head = text[: chars - 1]
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > chars // 2 else head).rstrip(" ,;:–-") + "…"


def safe_url(url: str, *, limits: TextLimits = TextLimits()) -> str | None:
    """Return `url` if a reader may follow it, else None: http or https, a host, no name and password before it."""
    if len(url) > limits.url_chars or clean_text(url) != url or re.search(r"[\s<>\"'`\\{}|^]", url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return url if usable and "@" not in parts.netloc else None
