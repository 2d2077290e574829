"""Whether a sentence names whom a claim names, itself or by what stands around it, and in the same order."""

import re
from itertools import pairwise

from news.claims.claim_words import claim_words
from news.claims.claims import Reading
from news.claims.deed_words import deed_words
from news.language.lexicon import lexicon
from news.records import record

_NUMERALS = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiv", "xvi"))
_JOINED = re.compile(r"\w+-[a-z]")  # "Korea-born" is nobody's name
_FAR = 10**6  # behind every place of a sentence


@record
class NamesFound:
    """How a claim's names were found."""

    told: tuple[str, ...]  # "names", "names around it", "names of the article"
    is_distant: bool  # one of them stands neither in the sentence nor right before it
    are_places: bool  # those that do not stand in the sentence are places or times; there may be none


def names_found(
    claim: Reading, read: Reading, around: tuple[Reading, ...], lead: Reading, *, is_referred: bool = False
) -> NamesFound | None:
    """Return how the claim's names were found: in the sentence, before it, or in the article's lead; None: not all."""
    here = [name for name in claim.names if holds(claim, read, name)]
    missing = [name for name in claim.names if name not in here]
    if not missing:
        return NamesFound(told=("names",) if here else (), is_distant=False, are_places=True)
    if any(_is_place(claim, name) for name in missing) and _has_own_place(claim, read):
        return None
    is_near = all(
        any(holds(claim, one, name) for one in around) or (is_referred and name == claim.names[0]) for name in missing
    )
    if _has_own_subject(claim, read) or not (is_near or all(holds(claim, lead, name) for name in missing)):
        return None
    told = "names around it" if is_near else "names of the article"
    are_places = all(_is_place(claim, name) for name in missing)
    return NamesFound(told=("names", told) if here else (told,), is_distant=not is_near, are_places=are_places)


def holds(claim: Reading, read: Reading, name: frozenset[str]) -> bool:
    """Return whether a text holds a claim's name, or what stands for it: "American", or the name's initials."""
    known = claim_words(read.language).aliases.get(name)
    if known is not None:
        return any(all(word in read.order and word in read.capitals for word in other) for other in known)
    found = _found_together(read, name)
    if _NUMERALS & name and not _NUMERALS & name <= found:
        return False
    if len(found) * 2 >= len(name) and (found == name or _tells(claim, read, found, name)):
        return True
    if len(name) == 1 and read.initials.get(next(iter(name))):
        return True
    return any(words == name and short in read.capitals for short, words in claim.initials.items())


def _found_together(read: Reading, name: frozenset[str]) -> set[str]:
    """Return the words of a name that stand in one name of a text: "Cleveland Rams" are no "Los Angeles Rams"."""
    runs = [run & name for run in read.names]
    best = max(runs, key=len, default=frozenset())
    return set(best) or {word for word in name if word in read.order and word in read.capitals}


def _tells(claim: Reading, read: Reading, found: set[str], name: frozenset[str]) -> bool:
    """Return whether a part of a name is enough: not what many names share, nor a surname behind another first name."""
    known = deed_words(claim.language)
    if known is not None and not found - known.generic:
        return False
    last = max(name, key=lambda word: claim.order.get(word, 0))
    return not (_is_of_another(read, last) if last in found else _leads_to_another(read, found, name))


def _is_of_another(read: Reading, last: str) -> bool:
    """Return whether a surname stands behind another first name wherever it stands: "Bill Clinton" is not Hillary."""
    words = lexicon(read.language)
    titles = words.persons.titles if words else frozenset()
    before = re.findall(rf"(?<!\w)(?:([^\W\d_][\w'-]*)\.? )?{re.escape(last)}(?!\w)", read.text, re.IGNORECASE)
    return bool(before) and all(first[:1].isupper() and first.lower() not in titles for first in before)


def _leads_to_another(read: Reading, found: set[str], name: frozenset[str]) -> bool:
    """Return whether first names stand before another surname wherever they stand: "James Biden" is not James Comer."""
    firsts = "|".join(map(re.escape, sorted(found)))
    behind = re.findall(rf"(?<!\w)(?:{firsts})(?: ([A-Z\u00c0-\u00de][\w-]*))?", read.text, re.IGNORECASE)
    return bool(behind) and all(word and word[:1].isupper() and word.lower() not in name for word in behind)


def is_reversed(claim: Reading, read: Reading) -> bool:
    """Return whether two names stand the other way round: who did it to whom. A place or a time does nothing."""
    acting = [name for name in claim.names if not _is_place(claim, name) and not _is_attribute(claim, name)]
    placed = [(place, name) for name in acting if (place := _place(read, name)) is not None]
    for (one, first), (other, second) in pairwise(placed):
        was_passive = _is_agent(claim, _place(claim, second) or 0)
        is_passive = _is_agent(read, max(one, other))
        if one != other and first != second and (one > other) != (was_passive != is_passive):
            return True
    return False


def _is_attribute(claim: Reading, name: frozenset[str]) -> bool:
    """Return whether a name says of which kind something is: "a California poll"."""
    place = _place(claim, name)
    if place is None:
        return False
    before = re.findall(r"[\w']+", claim.text[:place].lower())[-1:]
    known = deed_words(claim.language)
    following = re.match(r"\w+ ([a-z]+)", claim.text[place:])
    is_led = known is not None and bool(before) and before[0] in known.articles
    return is_led and known is not None and following is not None and following[1] not in known.leading | known.past


def _is_place(claim: Reading, name: frozenset[str]) -> bool:
    before = re.findall(r"[\w']+", claim.text[: _place(claim, name) or 0].lower())
    before = before[:-1] if before[-1:] == ["the"] else before
    known = claim_words(claim.language)
    return bool(before) and before[-1] in known.place_words and " ".join(before[-2:]) not in known.comparing


def _has_own_subject(claim: Reading, read: Reading) -> bool:
    """Return whether a sentence begins with a name of its own, so that none from before it is its subject."""
    first = min(read.names, key=lambda name: min(read.order.get(word, _FAR) for word in name), default=None)
    if first is None or any(first & name for name in claim.names):
        return False
    place = min(read.order.get(word, _FAR) for word in first)
    return place < len(read.text) / 2 and not _JOINED.match(read.text, place)


def _has_own_place(claim: Reading, read: Reading) -> bool:
    """Return whether a sentence tells of a place that the claim does not name: "fell ill on the island of Sund"."""
    others = [name for name in read.names if not any(name & known for known in claim.names)]
    return any(_is_place(read, name) for name in others)


def _is_agent(read: Reading, place: int) -> bool:
    """Return whether a name follows the word before who does it: "by Rahman", "by the former champion Rahman"."""
    passive = claim_words(read.language).passive
    before = read.text[max(0, place - 12) : place].split()
    return bool(
        passive and (passive.match(" ".join(before[-1:])) or (before[-1:] == ["the"] and passive.match(before[-2])))
    )


def _place(read: Reading, name: frozenset[str]) -> int | None:
    return min((read.order[word] for word in name if word in read.order), default=None)
