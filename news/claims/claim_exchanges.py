"""Whether a sentence gives what a claim says to another name, place or figure, or says it of a part of the people."""

import re
from itertools import combinations

from news.claims.claim_deeds import Deed, Doubt, forms_of, tokens_of
from news.claims.claim_denials import CLAUSE
from news.claims.claim_subjects import is_other_name, places_of
from news.claims.claim_words import claim_words, form_of
from news.claims.claims import Reading
from news.claims.deed_words import deed_words

Names = tuple[frozenset[str], ...]
APOSTROPHES = ("'", "\u2019")
_POSSESSING = re.compile(r"['\u2019]s?\s*$")
_GROUP = 5  # words that name a part of all people
_SHARES = frozenset(("percent", "most", "majority", "half", "third", "quarter", "many"))
_SIGN = re.compile(r"\s*[,.;:()\u2013\u2014]")
_RELATED = 2  # words behind "Berg's" or before "of Berg" among which stands who is meant


def doubt_of_possessor(claim: Reading, read: Reading, told: Deed, acting: Names, affected: Names) -> Doubt:
    """Judge "Berg's praise of Lund": whose deed a noun is stands before it, and whom it is done to behind "of"."""
    tokens = tokens_of(read.text)
    before, behind = told.number - 1, told.number + 2
    if before > 0 and tokens[before][0] == "s":
        before -= 1
    is_possessor = before >= 0 and bool(_POSSESSING.search(read.text[tokens[before][1] : tokens[told.number][1]]))
    if not is_possessor or [word for word, _, _ in tokens[told.number + 1 : behind]] != ["of"]:
        return ""
    actors, objects = (
        {place for name in names for place in places_of(claim, read, name)} for names in (acting, affected)
    )
    if before in objects:
        return "other way round"
    if acting and before not in actors and is_other_name(claim, read, before):
        return "another subject"
    known = deed_words(claim.language)
    behind += known is not None and behind < len(tokens) and tokens[behind][0] in known.articles
    is_other = behind < len(tokens) and behind not in objects and is_other_name(claim, read, behind)
    return "another object" if affected and is_other else ""


def doubt_of_relatives(claim: Reading, read: Reading, deed: Deed, acting: Names, affected: Names) -> Doubt:
    """Judge "Berg's mother praised Lund": where a claim's name only says whose mother it is, another is meant.

    Where the claim names nobody before its deed, or behind it, the word next to it is looked at: "the deputy mayor".
    """
    forms = [form_of(word, claim.language) for word, _, _ in tokens_of(claim.text)]
    before = next((form for form in reversed(forms[: deed.number]) if form in claim.words), "")
    behind = next((form for form in forms[deed.number + 1 :] if form in claim.words), "")
    known = deed_words(claim.language)
    is_referred = known is not None and bool(known.persons & read.order.keys())  # "her mother said that she won"
    if not is_referred and any(_is_of_relative(claim, read, name) for name in acting or (frozenset((before,)),)):
        return "another subject"
    is_other = any(_is_of_relative(claim, read, name) for name in affected or (frozenset((behind,)),))
    return "another object" if is_other else ""


def _is_of_relative(claim: Reading, read: Reading, name: frozenset[str]) -> bool:
    """Return whether a name stands in a sentence only as in "Berg's mother" or "a rival of Berg"."""
    known, places = deed_words(claim.language), places_of(claim, read, name)
    if known is None:
        return False
    said = {form_of(word, claim.language) for word, _, _ in tokens_of(claim.text)}
    near = claim_words(claim.language).near
    wanted = forms_of(known.relatives, claim.language) - said.union(*(near.get(form, frozenset()) for form in said))
    tokens = tokens_of(read.text)
    forms = [form_of(word, claim.language) for word, _, _ in tokens]

    def is_of_one(place: int) -> bool:
        first = last = place
        while first and (tokens[first - 1][0] in name | known.articles or _is_capital(read, first - 1)):
            first -= 1
        while last + 1 < len(tokens) and tokens[last + 1][0] in name:
            last += 1
        before, behind = forms[max(0, first - 1 - _RELATED) : max(0, first - 1)], forms[last + 1 : last + 2 + _RELATED]
        is_led = first > 1 and tokens[first - 1][0] in ("of", "to") and bool(wanted & {*before[-1:]})
        owned = read.text[tokens[last][2] :]
        if first and tokens[first - 1][0] in known.deputies and forms[first - 1] not in said:
            return True
        return is_led or (owned[:1] in APOSTROPHES and bool(wanted & {*behind[1:]}))

    return bool(places) and all(map(is_of_one, places))


def is_by_another(claim: Reading, read: Reading, told: Deed) -> bool:
    """Return whether a name that is none of the claim's stands right behind the verb and "by"."""
    known, words = deed_words(claim.language), [word for word, _, _ in tokens_of(read.text)]
    place = told.number + 1
    if known is None or words[place : place + 1] != ["by"]:
        return False
    place += 1 + (words[place + 1 : place + 2] != [] and words[place + 1] in known.articles)
    return place < len(words) and is_other_name(claim, read, place)


def _is_capital(read: Reading, place: int) -> bool:
    return read.text[tokens_of(read.text)[place][1]].isupper()


def is_exchanged(claim: Reading, read: Reading) -> bool:
    """Return whether two names each stand behind the claim's word that the other follows: "found in A, lost in B"."""
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
    """Return whether the claim's figure stands in a clause of another name, another of its kind elsewhere."""
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
    cuts = [found.start() for found in CLAUSE.finditer(text)]
    return max((cut for cut in cuts if cut <= place), default=0), min(
        (cut for cut in cuts if cut > place), default=len(text)
    )


def is_of_part(claim: Reading, read: Reading) -> bool:
    """Return whether a sentence says of some people what the claim says of all: "leads among women", "young voters"."""
    known, tokens = claim_words(read.language), tokens_of(read.text)
    own = {*claim.words, claim.subject, *(form_of(word, claim.language) for name in claim.names for word in name)}
    is_shared = any(word in _SHARES for word, _, _ in tokens)
    for number, (word, start, _) in enumerate(tokens):
        if number and not _holds_own(read, start, own):
            continue
        if word in known.among and _is_narrow(read, number + 1, own, is_any=True):
            return True
        before = tokens[number - 1][0] if number else ""
        is_share = word == "of" and (before in _SHARES or before[:1].isdigit())
        if (is_share or word == "with") and _is_narrow(read, number + 1, own, is_any=False):
            return True
        is_own = form_of(word, read.language) in own
        if is_own and is_shared and (word in known.wholes or before == "of") and _is_narrowed(read, number, own):
            return True
    return False


def _holds_own(read: Reading, place: int, own: set[str]) -> bool:
    """Return whether a clause holds a word of the claim: "…; rivalry among the towns is expected" does not."""
    first, last = _clause(read.text, place)
    return any(form_of(word, read.language) in own for word, start, _ in tokens_of(read.text) if first <= start < last)


def _is_narrow(read: Reading, first: int, own: set[str], *, is_any: bool) -> bool:
    """Return whether words that begin there name a part of all people which the claim does not name."""
    known, verbs = claim_words(read.language), deed_words(read.language)
    if verbs is None:
        return False
    tokens = tokens_of(read.text)
    ending = verbs.be | verbs.have | verbs.do | verbs.will | verbs.leading | verbs.joints
    found: list[str] = []
    for place in range(first, min(first + _GROUP, len(tokens))):
        word, _, end = tokens[place]
        if word in ending or word in known.narrowed:
            break
        found.append(word)
        if _SIGN.match(read.text, end):
            break
    place = first + len(found)
    is_cut = not found or bool(_SIGN.match(read.text, tokens[place - 1][2]))
    is_limited = not is_cut and place < len(tokens) and tokens[place][0] in known.narrowed
    rest = {word for word in found if word not in known.wholes | verbs.articles | verbs.owning}
    rest = {word for word in rest if form_of(word, read.language) not in own}
    is_whole = any(word in known.wholes for word in found)
    is_part = bool(rest & known.parts_of) or (is_whole and (is_limited or bool(rest & known.narrowing)))
    return is_part or (is_any and (bool(rest) or is_limited))


def _is_narrowed(read: Reading, number: int, own: set[str]) -> bool:
    """Return whether a word for all people is made one for a part of them by the words beside it."""
    known, tokens = claim_words(read.language), tokens_of(read.text)
    before = tokens[number - 1][0] if number else ""
    is_cut = number + 1 == len(tokens) or bool(_SIGN.match(read.text, tokens[number][2]))
    behind = "" if is_cut else tokens[number + 1][0]
    beside = {word for word in (before,) if word in known.narrowing} | {
        word for word in (behind,) if word in known.narrowed
    }
    return any(form_of(word, read.language) not in own for word in beside)
