"""What a sentence denies, and the clause in which it speaks of a claim."""

import re
from itertools import pairwise
from typing import Literal

from news.claims.claim_deeds import tokens_of
from news.claims.claim_words import claim_words
from news.claims.claims import Reading
from news.claims.deed_words import deed_words

_NEAR = 6  # words behind "not" within which stands what it denies
_ADVERB = re.compile(r"\w+ly\b|yet\b|even\b|ever\b|been\b")
_AND_YET = re.compile(r"(?:But |And )?")
_ENDED = re.compile(r"\s*(?:[.,;]|$)|\s+(?:in|on|at|as|through|via)\b")
_NEAR_VERB = 9  # the same behind "denied that"
_PARTED = re.compile(r"[,;:]|\b(?:which|who|because)\b")
_NOT_BUT = re.compile(r"\b(?:not|n't)\b[^.;]*?\bbut\b", re.IGNORECASE)
_PART = re.compile(
    r"[;:()–—]|,(?!\d)|\b(?:but|while|whereas|although|and|if|unless|when|because|since|until|after|before|which|who)\b"
)
_JOINED = re.compile(r"\w (?:that|who|which|because|whose)\b")  # what a claim denies behind it is not its own deed
CLAUSE = re.compile(r"[;:()–—]|,(?!\d)|\b(?:but|while|whereas|although|and)\b")


def denied(claim: Reading, read: Reading) -> Literal["denied", "open", ""]:
    """Return whether a sentence denies what the claim says, or only denies something beside it, which leaves it open.

    A verb that denies is none where the claim holds it, or its contrary.
    """
    known = claim_words(claim.language).opposites
    near = claim_words(claim.language).near
    told = {form for word in claim.words for form in (word, *known.get(word, ()), *near.get(word, ()))}
    verbs = tuple(place for form, place in read.denial_verbs if form not in told)
    if claim.denials:
        if read.denials or verbs:
            return "denied"
        return "open" if _JOINED.search(claim.text[: claim.denials[0]]) else ""
    bearing = tuple(place for place in read.denials if _is_denied(place, told, read))
    is_near = bool(bearing) or any(_is_before(place, told, read) for place in verbs)
    is_near = is_near or (read.falsehood is not None and _all_before(told, read, read.falsehood))
    if is_near and _is_unable(claim, read, bearing or read.denials):
        return "open"
    if is_near and not _is_contrasted(claim, read):
        return "denied"
    places = (*read.denials, *verbs)
    best = clause_of(claim, read, _PART)
    held = {word for word, place in read.places if is_within((place,), best)}
    is_about = is_within(places, best) or any(
        is_within(places, span)
        and any(word in told - held and is_within((place,), span) for word, place in read.places)
        for span in clauses_of(read, _PART)
    )
    return "open" if is_about or is_near or any(_denies_all_before(place, told, read) for place in verbs) else ""


def _denies_all_before(place: int, told: set[str], read: Reading) -> bool:
    """Return whether a verb that denies stands behind what the claim says, and nothing that it denies behind it.

    "…, which her lawyers denied", "…, officials denied in a statement".
    """
    if not _all_before(told, read, place):
        return False
    known, behind = deed_words(read.language), [word for word, start, _ in tokens_of(read.text) if start > place]
    is_by_the_way = known is not None and bool(behind) and behind[0] in known.leading
    return is_by_the_way or not any(start > place for _, start in read.places)


def denies_report(read: Reading) -> bool:
    """Return whether a sentence denies what the one before it says: "That was not true", "He denied the report"."""
    known = claim_words(read.language).report
    if known is None:
        return False
    first = known.match(read.text, len(_AND_YET.match(read.text)[0]))  # type: ignore[index]
    if first is not None and read.falsehood is not None:
        return not read.text[first.end() : read.falsehood].strip()
    behind = (known.match(read.text, _verb_end(read, place)) for _, place in read.denial_verbs)
    return any(found is not None and _ENDED.match(read.text, found.end()) for found in behind)


def _verb_end(read: Reading, place: int) -> int:
    """Return where the word behind a verb begins."""
    return next((start for _, start, _ in tokens_of(read.text) if start > place), len(read.text))


def _is_denied(place: int, wanted: set[str], read: Reading) -> bool:
    """Return whether a denial bears on one of these words: no other word that says something stands between."""
    after = sorted((start, word) for word, start in read.places if start > place and not _is_adverb(read, start))
    if not after or after[0][1] not in wanted:
        return False
    between = read.text[place : after[0][0]]
    return len(between.split()) <= _NEAR and not _PARTED.search(between)


def _is_unable(claim: Reading, read: Reading, denials: tuple[int, ...]) -> bool:
    """Return whether each of these denials is of what can or will be; the claim says what was: "I cannot accept"."""
    known = claim_words(claim.language)
    if claim.is_future or known.unable is None or known.unable.search(claim.text) or not denials:
        return False
    spans = [found.span() for found in known.unable.finditer(read.text.replace("’", "'"))]
    return all(any(start <= place < end for start, end in spans) for place in denials)


def _is_adverb(read: Reading, start: int) -> bool:
    return bool(_ADVERB.match(read.text, start))


def _is_before(place: int, wanted: set[str], read: Reading) -> bool:
    """Return whether one of these words stands soon behind a verb that denies."""
    ends = [start for word, start in read.places if word in wanted and start > place]
    return any(
        len(read.text[place:end].split()) <= _NEAR_VERB and not _PARTED.search(read.text[place:end]) for end in ends
    )


def _all_before(told: set[str], read: Reading, place: int) -> bool:
    """Return whether the claim's words that a sentence holds all stand before a place."""
    held = [start for word, start in read.places if word in told]
    return bool(held) and max(held) < place


def doubted_words(claim: Reading, read: Reading) -> int:
    """Count the claim's words behind "rumours" whose contrary stands before: "alive after rumours that he died"."""
    if not read.discredits or claim.discredits:
        return 0
    known, doubts = claim_words(claim.language), claim_words(claim.language).discredit
    first = doubts.search(read.text) if doubts else None
    if first is None:
        return 0
    before = {word for word, start in read.places if start < first.start()}
    behind = {word for word, start in read.places if start > first.start()}
    return sum(1 for word in claim.words if word in behind - before and known.opposites.get(word, frozenset()) & before)


def was_denied(read: Reading) -> bool:
    """Return whether every denial is of an earlier time, since when it may have been done: "at first refused"."""
    formerly = claim_words(read.language).formerly
    places = (*read.denials, *(place for _, place in read.denial_verbs))
    return formerly is not None and bool(places) and all(formerly.search(read.text[:place]) for place in places)


def _is_contrasted(claim: Reading, read: Reading) -> bool:
    """Return whether the claim's last name stands behind "not … but …": then it is not what is denied."""
    found = _NOT_BUT.search(read.text)
    if found is None:
        return False
    behind = read.text[found.end() :].lower()
    return any(any(word in behind for word in name) for name in claim.names)


def clause_of(claim: Reading, read: Reading, cut: "re.Pattern[str]" = CLAUSE) -> tuple[int, int]:
    """Return from where to where the clause goes that holds most of the claim's words; in doubt the longer one."""
    wanted = frozenset(claim.words)
    contraries = claim_words(claim.language).opposites
    wanted = wanted.union(*(contraries.get(word, frozenset()) for word in wanted))
    held = [place for word, place in read.places if word in wanted]
    held += [read.order[word] for name in claim.names for word in name if word in read.order]
    return max(
        clauses_of(read, cut), key=lambda span: (sum(span[0] <= place < span[1] for place in held), span[1] - span[0])
    )


def clauses_of(read: Reading, cut: re.Pattern[str] = CLAUSE) -> list[tuple[int, int]]:
    """Return from where to where each clause of a sentence goes."""
    cuts = [0, *(found.start() for found in cut.finditer(read.text)), len(read.text)]
    return list(pairwise(cuts))


def is_within(places: tuple[int, ...], span: tuple[int, int]) -> bool:
    """Return whether one of these places lies in the span."""
    return any(span[0] <= place < span[1] for place in places)
