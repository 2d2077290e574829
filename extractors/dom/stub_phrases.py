"""Phrases that mark pages without an article: not found, out of order, cookies, captchas, subscriptions, no script.

The phrases stand in stub_phrases.toml, by kind and language. Each is believed only beside a sign in the page's
structure (little text, no article in JSON-LD): news uses these words too.
"""

import re
import tomllib
from pathlib import Path

_PHRASES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _compiled(kind: str) -> re.Pattern[str]:
    """Return one expression of the phrases of a kind, in every language."""
    return re.compile("|".join(phrase for group in _PHRASES[kind].values() for phrase in group), re.IGNORECASE)


def plain_part(phrase: str) -> str:
    """Return the longest run of plain characters that a text with the phrase must have, in lower case."""
    bare = phrase
    while (inner := _GROUP.sub("\n", bare)) != bare:
        bare = inner
    return max(_SIGN.sub("\n", _OPTIONAL.sub("\n", bare)).split("\n"), key=len).lower()


_OPTIONAL = re.compile(r"\\?.(?:[?*]|\{0,\d+\})")  # one character that may be missing
_GROUP = re.compile(r"\((?:[^()\\]|\\.)*\)(?:[?*+]|\{\d+,\d+\})?|\[[^\]]*\][?*+]?")
_SIGN = re.compile(r"\\.|[.?*+^$|]|\{[\d,]+\}")
# A text has a phrase about consent only where it has one of these: a search for plain words is ten times as fast.
_CONSENT_PARTS = tuple({plain_part(phrase): None for group in _PHRASES["consent"].values() for phrase in group})


def consent_phrases(text: str) -> list[str]:
    """Return the phrases about consent in a text."""
    lower = text.lower()
    return CONSENT.findall(text) if any(part in lower for part in _CONSENT_PARTS) else []


NOT_FOUND = _compiled("not_found")
OUT_OF_ORDER = _compiled("out_of_order")
CHALLENGE = _compiled("challenge")
CONSENT = _compiled("consent")
NEEDS_SCRIPT = _compiled("needs_script")
SUBSCRIBE = _compiled("subscribe")
ADVERT = _compiled("advert")  # as a whole line
CHROME = _compiled("chrome")  # as a whole line
FOLLOW = _compiled("follow")  # at the beginning of a line that is a link in part
COMMENTS = _compiled("comments")  # as a whole heading
READ_ALSO = _compiled("read_also")  # at the beginning of a line that is mostly a link
