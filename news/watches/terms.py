"""Words of a query become what is looked for: ways of writing, forms, patterns, phrases."""

import re
import tomllib
from functools import cache
from itertools import product
from pathlib import Path

import stopwordsiso

from news.watches.query import AnyPlace, Form, Near, Pattern, Placed, Words
from news.watches.words import WHOLE_RUNS, folded, words_of

MOST_WAYS = 16  # of writing one phrase; with more, its words are held against the text one by one
SIGNS = "&+#%$€£¥@"
LONGEST_SPELLED = 4  # letters of a word that may stand as "U.S." as well as "US"
_SIGNED = re.compile(rf"[{re.escape(SIGNS)}]\w|\w[{re.escape(SIGNS)}]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.)+[^\W\d_]")
_CAPITALS = re.compile(r"[A-Z]{2,4}|(?:[A-Z]\.){2,4}")
_EDGES = ".,;:!…"


def looked_for(value: str, field: str | None, *, plural: bool, capitals: bool = False) -> Placed | None:
    """Return what a word or phrase asks for; None: it has neither letters nor digits.

    Args:
        plural: its words stand for their plurals and singulars, too.
        capitals: a short word in capitals that is a common word in small letters ("US", "IT") must stand in capitals.
    """
    things = [thing for piece in value.split() if (thing := _piece(piece, field, plural=plural)) is not None]
    if capitals and len(things) == 1 and is_common_in_capitals(value):
        spelled = r"\.?".join(value.replace(".", ""))
        return Form(pattern=rf"(?<!\w){spelled}(?!\w)", ways=_ways(value), field=field)
    return in_a_row(things, field)


def in_a_row(things: list[Placed], field: str | None) -> Placed | None:
    """Return things that stand one after another as one thing."""
    if len(things) < 2:
        return things[0] if things else None
    ways = [thing.ways for thing in things if isinstance(thing, Words)]
    count = 1
    for way in ways:
        count *= len(way)
    if len(ways) == len(things) and count <= MOST_WAYS:
        return Words(ways=tuple(sum(row, ()) for row in product(*ways)), field=field)
    return Near(things=tuple(things), between=0, is_ordered=True, field=field)


def exact(value: str, field: str | None) -> Form | None:
    """Return characters as they are written, case and accents included; None: there are none."""
    pieces = value.split()
    if not pieces:
        return None
    pattern = r"\s+".join(re.sub(r"\\?['’]", "['’]", re.escape(piece)) for piece in pieces)
    words = tuple(words_of(value))
    return Form(pattern=_bounded(pattern, "".join(pieces)), ways=(words,) if words else (), field=field)


def _piece(piece: str, field: str | None, *, plural: bool) -> Placed | None:
    if _SIGNED.search(piece):
        bare = piece.strip(_EDGES)
        pattern = re.escape(bare).replace(r"\&", "&").replace("&", r"\s?&\s?")
        words = tuple(words_of(bare))
        return Form(pattern=_bounded(pattern, bare), ways=(words,) if words else (), is_exact=False, field=field)
    if ("*" in piece or "?" in piece) and words_of(piece):
        return _pattern(piece, field)
    ways = _ways(piece)
    if not ways:
        return None
    if WHOLE_RUNS.search(piece):
        return Pattern(pattern=f"*{ways[0][0]}*", field=field)
    return Words(ways=tuple(dict.fromkeys(form for way in ways for form in _forms(way, plural))), field=field)


def _pattern(piece: str, field: str | None) -> Placed | None:
    """Read a word with wildcards; a hyphen in it separates words."""
    parts = [part for part in re.split(r"[^\w*?]+|_+", folded(piece)) if part.strip("*?")]
    things: list[Placed] = [
        Pattern(pattern=part, field=field) if re.search(r"[*?]", part) else Words(ways=_ways(part), field=field)
        for part in parts
    ]
    return in_a_row(things, field)


def _ways(piece: str) -> tuple[tuple[str, ...], ...]:
    words = tuple(words_of(piece))
    if not words:
        return ()
    if len(words) == 1:
        word = words[0]
        is_spelled = 2 <= len(word) <= LONGEST_SPELLED and word.isascii() and word.isalpha()
        return (words, tuple(word)) if is_spelled else (words,)
    if _INITIALS.fullmatch(piece.strip(",;:!")):
        return (("".join(words),), words)
    is_hyphened = "-" in piece or "‑" in piece or "‐" in piece
    return (words, ("".join(words),)) if is_hyphened else (words,)


def _forms(way: tuple[str, ...], plural: bool) -> list[tuple[str, ...]]:
    if not plural:
        return [way]
    base = way[:-1] if len(way) > 1 and way[-1] == "s" else way
    return [(*base[:-1], form) for form in _numbers(base[-1])]


def _numbers(word: str) -> list[str]:
    """Return an English word's singular and plural, whichever it is."""
    plurals, singulars = _irregular()
    found = [word]
    if word in plurals or word in singulars:
        found += [form for form in (plurals.get(word), singulars.get(word)) if form]
    elif re.search(r"[^aeiou]ies$", word):
        found.append(word[:-3] + "y")
    elif re.search(r"(s|x|z|ch|sh)es$", word):
        found += [word[:-2], word[:-1]]
    elif re.search(r"[^su]s$", word):
        found.append(word[:-1])
    elif re.search(r"[^aeiou]y$", word):
        found.append(word[:-1] + "ies")
    elif re.search(r"(s|x|z|ch|sh)$", word):
        found.append(word + "es")
    else:
        found.append(word + "s")
    return found


@cache
def _irregular() -> tuple[dict[str, str], dict[str, str]]:
    plurals = tomllib.loads((Path(__file__).parent / "plurals.toml").read_text(encoding="utf-8"))
    return plurals, {plural: singular for singular, plural in plurals.items()}


def _bounded(pattern: str, value: str) -> str:
    """Let a form begin and end where words do."""
    first, last = value[0], value[-1]
    start = r"(?<![\w.,])" if first.isdigit() else r"(?<!\w)" if first.isalnum() else ""
    end = r"(?!\w)" if last.isalnum() else f"(?!{re.escape(last)})"
    return start + pattern + end


@cache
def _common_words() -> frozenset[str]:
    return frozenset(stopwordsiso.stopwords("en"))


def is_common_in_capitals(value: str) -> bool:
    """Return whether a short word in capitals is an ordinary English word in small letters."""
    return bool(_CAPITALS.fullmatch(value)) and value.replace(".", "").lower() in _common_words()


def any_of(things: list[Placed], field: str | None) -> Placed:
    """Return several things, of which one is enough, as one thing."""
    return things[0] if len(things) == 1 else AnyPlace(things=tuple(things), field=field)
