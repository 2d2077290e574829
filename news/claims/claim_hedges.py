"""Whether a sentence leaves open what a claim says: it asks, supposes or thinks so, or tells it of an earlier time."""

import re

from news.claims.claim_deeds import deed_of, is_done, tokens_of
from news.claims.claim_denials import clauses_of, is_within
from news.claims.claim_names import is_reversed
from news.claims.claim_words import claim_words, form_of
from news.claims.claims import Reading
from news.claims.deed_words import deed_words

_PAUSED = re.compile(r"[.;:()\u2013\u2014]|\b(?:but|while|whereas|although|because|since|after|before|when|if)\b")
_ASKED = re.compile(r"\?[\"')\u201d\u2019\]]*\s*$")
_ASIDE = 6  # words of a clause that only says who thinks so: "…, or so the mayor thought"
_JOINED = re.compile(r"^[\s,;:(\u2013\u2014]*(?:but |and |only |even )?")


def is_open(claim: Reading, read: Reading, clause: tuple[int, int]) -> bool:
    """Return whether a sentence leaves open what it says in this clause, or names the two the other way round."""
    deed = deed_of(claim.text, claim.language)
    if (deed is None or deed.is_light) and is_reversed(claim, read):
        return True
    if claim.is_hedged:
        return False
    told = frozenset(place for word, place in read.places if word in _said(claim))
    last = max((place for word, place in read.places if word in claim.words), default=len(read.text))
    hedges = tuple(
        place
        for place in read.hedges
        if place not in told
        and not (claim.is_future and place in read.will_be)
        and not (place in read.modals and place > last)
    )
    is_led = any(place in read.modals and place < clause[0] and _is_listed(read, place, clause) for place in hedges)
    return is_led or is_within(hedges, clause) or _is_asked_or_thought(claim, read, clause, last)


def _said(claim: Reading) -> frozenset[str]:
    """Return the forms of the claim's words, and of those that may stand for them."""
    near = claim_words(claim.language).near
    return frozenset(claim.words).union(*(near.get(word, frozenset()) for word in claim.words))


def _is_asked_or_thought(claim: Reading, read: Reading, clause: tuple[int, int], last: int) -> bool:
    """Return whether a sentence is a question, begins with a condition, or says behind its statement who thinks so."""
    known, words = claim_words(read.language), [word for word, _, _ in tokens_of(read.text)]
    if _ASKED.search(read.text) or (
        words and words[0] in known.inverted and any(place > last for place in read.modals)
    ):
        return True
    if _leads(read):
        return True
    behind = read.text[max(last, clause[1]) :]
    if known.condition and known.condition.match(behind, len(_joint(behind))):
        return True
    return any(_is_belief(claim, read, span) for span in clauses_of(read) if span != clause)


def _leads(read: Reading) -> bool:
    """Return whether a sentence begins with a hedge of all of it: "Reportedly, …", "If polls are right, …"."""
    known, tokens = claim_words(read.language), tokens_of(read.text)
    if not tokens or tokens[0][1] not in read.hedges:
        return False
    return read.text[tokens[0][2] :].startswith(",") or bool(
        known.condition and known.condition.match(read.text, tokens[0][1])
    )


def _joint(text: str) -> str:
    found = _JOINED.match(text)
    return found[0] if found else ""


def _is_belief(claim: Reading, read: Reading, span: tuple[int, int]) -> bool:
    """Return whether a short clause ends with a verb of who thinks: "…, Berg believes"."""
    known = claim_words(read.language)
    tokens = [token for token in tokens_of(read.text) if span[0] <= token[1] < span[1]]
    if not tokens or len(tokens) > _ASIDE or is_within(read.denials, span):
        return False  # "which nobody expected"
    verbs = deed_words(read.language)
    if verbs and len(tokens) > 1 and tokens[-1][0] in verbs.referring | {"so"}:
        tokens = tokens[:-1]  # "others doubt it"
    if tokens[-1][0] not in known.believing | known.aside:
        return False
    return form_of(tokens[-1][0], read.language) not in _said(claim)


def _is_listed(read: Reading, modal: int, clause: tuple[int, int]) -> bool:
    """Return whether a clause goes on with what a modal before it leaves open: "may dislike it, lack …"."""
    known = deed_words(read.language)
    tokens = [token for token in tokens_of(read.text) if clause[0] <= token[1] < clause[1]]
    first = next((number for number, (word, _, _) in enumerate(tokens) if word not in ("and", "or")), None)
    if known is None or first is None or _PAUSED.search(read.text[modal : tokens[first][2]]):
        return False
    word, start, _ = tokens[first]
    following = tokens[first + 1][0] if first + 1 < len(tokens) else ""
    others = known.determiners | known.articles | known.pronouns | known.persons | known.leading | known.joints
    helping = known.be | known.have | known.do | known.will
    is_bare = word not in others | known.referring | helping and not word.endswith(("s", "ed", "ing", "ly"))
    is_followed = following in helping or is_done(following, known)
    return is_bare and not is_done(word, known) and not is_followed and read.text[start].islower()


def was_once(claim: Reading, read: Reading) -> bool:
    """Return whether a sentence says of an earlier time what the claim says of now: "the former mayor"."""
    known, words = claim_words(claim.language), deed_words(claim.language)
    tokens = tokens_of(claim.text)
    if known.once is None or words is None or known.once.search(claim.text):
        return False
    deed = deed_of(claim.text, claim.language)
    is_now = deed is None or (deed.voice == "active" and not is_done(deed.word, words))
    if not is_now or not any(word in words.be - words.past_be or word.endswith("s") for word, _, _ in tokens[1:]):
        return False
    passed, said = words.articles | words.owning, tokens_of(read.text)
    for found in known.once.finditer(read.text):
        behind = [word for word, start, _ in said if start >= found.end() and word not in passed]
        if behind and form_of(behind[0], claim.language) in claim.words:
            return True
    return False
