"""Whether a sentence gives what a claim says of one name, place or figure to another of them."""

import re
from itertools import combinations

from news.claims.claim_deeds import tokens_of
from news.claims.claim_subjects import places_of
from news.claims.claim_words import form_of
from news.claims.claims import Reading

_CLAUSE = re.compile(r"[;:()–—]|,(?!\d)|\b(?:but|while|whereas|although|and)\b")


def is_exchanged(claim: Reading, read: Reading) -> bool:
    """Tell whether two names each stand behind the claim's word that the other follows: "found in A, lost in B"."""
    for one, other in combinations(claim.names, 2):
        first, second = _followed(claim, claim, one), _followed(claim, claim, other)
        if len(first) != 1 or len(second) != 1 or first == second:
            continue
        of_one, of_other = _followed(claim, read, one), _followed(claim, read, other)
        if first <= of_other and second <= of_one and not first & of_one and not second & of_other:
            return True
    return False


def _followed(claim: Reading, read: Reading, name: frozenset[str]) -> frozenset[str]:
    """Return the claim's words that stand last before a name, wherever it stands."""
    forms = [form_of(word, claim.language) for word, _, _ in tokens_of(read.text)]
    wanted = frozenset(claim.words) - {form_of(word, claim.language) for word in name}
    found = set()
    for place in places_of(claim, read, name):
        before = next((forms[number] for number in range(place - 1, -1, -1) if forms[number] in wanted), "")
        found |= {before} if before else set()
    return frozenset(found)


def is_figure_of_another(claim: Reading, read: Reading) -> bool:
    """Tell whether the claim's figure stands in a clause of another name, and another figure of its kind elsewhere."""
    own = {word for name in claim.names for word in name} | {claim.subject}
    for figure in claim.figures:
        same = [other for other in read.figures if other.unit == figure.unit and other.noun == figure.noun]
        told = [other for other in same if other.value == figure.value]
        if len(same) < 2 or len(told) != 1:
            continue
        start, end = _clause(read.text, told[0].start)
        named = {word for name in read.names for word in name if start <= read.order.get(word, -1) < end}
        is_own_elsewhere = any(word in read.order and not start <= read.order[word] < end for word in own)
        if named and not named & own and is_own_elsewhere:
            return True
    return False


def _clause(text: str, place: int) -> tuple[int, int]:
    cuts = [found.start() for found in _CLAUSE.finditer(text)]
    return max((cut for cut in cuts if cut <= place), default=0), min(
        (cut for cut in cuts if cut > place), default=len(text)
    )
