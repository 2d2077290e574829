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


def plain_parts(phrase: str) -> tuple[str, ...]:
    """Return plain strings, in lower case, of which a text with the phrase must have one; none: it may have no such."""
    return _of_group(_TOKEN.findall(phrase)[::-1])


def _of_group(tokens: list[str]) -> tuple[str, ...]:
    """Return those of alternatives, up to the end of their group; the tokens are read from the end of the list."""
    found = [_of_alternative(tokens)]
    while tokens and tokens.pop() == "|":
        found.append(_of_alternative(tokens))
    return tuple(dict.fromkeys(part for parts in found for part in parts)) if all(found) else ()


def _of_alternative(tokens: list[str]) -> tuple[str, ...]:
    """Return the longest run of plain characters, or the strings of a group of which the shortest is longer."""
    found: list[tuple[str, ...]] = []
    run = ""
    while tokens and tokens[-1] not in ("|", ")"):
        token = tokens.pop()
        group = _of_group(tokens) if token.startswith("(") else ()
        times = tokens.pop() if tokens and _TIMES.match(tokens[-1]) else ""
        is_plain, may_lack = _PLAIN.match(token), times.startswith(("?", "*", "{0"))
        if is_plain and not may_lack:
            run += token
        if not is_plain or times:
            found += [(run,), () if may_lack or token.startswith("(?!") else group]
            run = ""
    surest = max([*found, (run,)], key=lambda parts: min(map(len, parts), default=0))
    return tuple(map(_folded, surest)) if all(surest) else ()


_TOKEN = re.compile(r"\\.|\[[^\]]*\]|\(\?[:!]|[?*+]|\{[\d,]+\}|.", re.DOTALL)
_TIMES = re.compile(r"[?*+]|\{[\d,]+\}")
_PLAIN = re.compile(r"[^\\\[(.^$]")


def _folded(text: str) -> str:
    """Return a text without case, with one i for the four of Turkish: `re` takes them for one where it ignores case."""
    return text.casefold().replace("ı", "i").replace("\u0307", "")


def _parts_of(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the phrases of a kind, each behind every string of which a text with it has one.

    A search for a plain string is ten times as fast as one for a phrase.
    """
    phrases = [phrase for group in _PHRASES[kind].values() for phrase in group]
    return tuple((part, re.compile(p, re.IGNORECASE)) for p in phrases for part in plain_parts(p) or ("",))


def consent_phrases(text: str) -> list[str]:
    """Return the phrases about consent in a text."""
    folded = _folded(text)
    return CONSENT.findall(text) if any(part in folded for part, _ in _CONSENT_PARTS) else []


def asks_to_subscribe(text: str) -> bool:
    """Return whether a text asks to subscribe, or to sign in, to read on."""
    folded = _folded(text)
    return any(part in folded and phrase.search(text) for part, phrase in _SUBSCRIBE_PARTS)


_CONSENT_PARTS, _SUBSCRIBE_PARTS = _parts_of("consent"), _parts_of("subscribe")
NOT_FOUND = _compiled("not_found")
OUT_OF_ORDER = _compiled("out_of_order")
CHALLENGE = _compiled("challenge")
CONSENT = _compiled("consent")
NEEDS_SCRIPT = _compiled("needs_script")
ADVERT = _compiled("advert")  # as a whole line
CHROME = _compiled("chrome")  # as a whole line
FOLLOW = _compiled("follow")  # at the beginning of a line that is a link in part
COMMENTS = _compiled("comments")  # as a whole heading
READ_ALSO = _compiled("read_also")  # at the beginning of a line that is mostly a link
