"""Whether a sentence tells a claim's deed of the same actor, done to the same object, and as done.

The order of words around a verb, its voice and its prepositions are compared; a sentence is not parsed.
"""

from functools import lru_cache

from news.claims.claim_deeds import Deed, Doubt, deed_of, deeds_in, forms_of, is_done, tokens_of
from news.claims.claim_exchanges import (
    APOSTROPHES,
    doubt_of_possessor,
    doubt_of_relatives,
    is_by_another,
    is_exchanged,
    is_figure_of_another,
)
from news.claims.claim_subjects import (
    begins_with_another,
    has_another_object,
    has_another_subject,
    is_acted_upon,
    is_beside,
    is_told_of_another,
    places_of,
    word_before,
)
from news.claims.claim_words import contraries_of, form_of
from news.claims.claims import Reading
from news.claims.deed_words import DeedWords, deed_words
from news.language.lexicon import lexicon
from news.records import record

_BY = 8  # words behind a verb among which "by" stands before who does it
_BESIDE = 5  # words between a deed as a noun and who does it
_DENIED = 6  # words before a deed among which it is denied
_LEADS = frozenset(("by", "from"))
_GIVES = {"to": "from", "from": "to"}


@record
class Roles:
    """Who does what to whom in a claim, as words to look for."""

    actors: tuple[frozenset[str], ...]
    objects: tuple[frozenset[str], ...]


def role_doubt(claim: Reading, read: Reading, *, is_denied: bool = False) -> Doubt:
    """Tell why a sentence may not tell the claim's deed of the same people; "": nothing speaks against it."""
    known, deed = deed_words(claim.language), deed_of(claim.text, claim.language)
    if known is None or _stands_word_for_word(claim, read, known):
        return ""
    if _is_turned(claim, read, known) or is_exchanged(claim, read):
        return "other way round"
    if is_figure_of_another(claim, read):
        return "another subject"
    if deed is None:
        return "another subject" if is_told_of_another(claim, read, known) else ""
    roles = _roles(claim, deed, known)
    doubt = doubt_of_relatives(claim, read, deed, roles.actors, roles.objects)
    if doubt or deed.is_light:
        return doubt or _doubt_light(claim, read, deed, known)
    told = deeds_in(read.text, deed, claim.language)
    itself = {one.number for one in told if one.form == deed.form}  # of "nearly closed" the first is no deed
    told = [one for one in told if one.number in itself or not itself & {one.number + 1, one.number + 2}]
    if not told:
        return "no deed"
    if is_denied:
        told = [one for one in told if _is_denied(read, one)] or told
    doubts = [_doubt(claim, read, deed, one, roles, known) for one in told]
    return "" if "" in doubts else doubts[0]


def _stands_word_for_word(claim: Reading, read: Reading, known: DeedWords) -> bool:
    """Return whether a sentence, or a clause of it, begins with the claim's own words, which then mean the same."""
    wanted, said = [word for word, _, _ in tokens_of(claim.text)], tokens_of(read.text)
    for first in range(len(said) - len(wanted) + 1):
        if [word for word, _, _ in said[first : first + len(wanted)]] == wanted:
            before, behind = read.text[: said[first][1]].rstrip(), read.text[said[first + len(wanted) - 1][2] :]
            is_owner = behind[:1] in APOSTROPHES  # "Berg praised Lund's brother"
            return not is_owner and (not before or not before[-1].isalnum() or said[first - 1][0] in known.clauses)
    return False


def _doubt_light(claim: Reading, read: Reading, deed: Deed, known: DeedWords) -> Doubt:
    """Judge a claim such as "Berg made 30 saves": another may do what stands before its first word that is no name."""
    after = {form_of(word, claim.language) for word, _, _ in tokens_of(claim.text)[deed.number + 1 :]} & {*claim.words}
    words = [word for word, _, _ in tokens_of(read.text)]
    if {deed.word, words[1] if len(words) > 1 else ""} <= known.have and begins_with_another(claim, read, known):
        return "another subject"  # "Berg has more than Lund" is nothing that Lund has
    places = [number for number, word in enumerate(words) if form_of(word, read.language) in after]
    verbs = [number for number in range(1, min(places, default=0)) if is_done(words[number], known)]
    if not verbs or deed.voice == "passive":
        return ""
    told = Deed(form=form_of(words[verbs[-1]], read.language), word=words[verbs[-1]], number=verbs[-1], voice="active")
    return "another subject" if has_another_subject(claim, read, told, known) else ""


def _roles(claim: Reading, deed: Deed, known: DeedWords) -> Roles:
    """Return the names before the claim's deed and those behind it that no preposition parts from it."""
    words = [word for word, _, _ in tokens_of(claim.text)]
    before: list[frozenset[str]] = []
    behind: list[frozenset[str]] = []
    for name in (*claim.names, *((frozenset((claim.subject,)),) if _is_own(claim) else ())):
        places = [number for number, word in enumerate(words) if word in name or form_of(word, claim.language) in name]
        if not places:
            continue
        first = places[0] - 1
        while first >= 0 and words[first] in known.articles | known.generic:  # "in New York"
            first -= 1
        leading = words[first] if first >= 0 else ""
        if places[0] > deed.number and leading == "by":
            before += [name] if deed.voice == "passive" else []  # "fired those named by Berg"
        elif leading not in known.leading and not known.clauses & set(words[deed.number : places[0]]):
            (before if places[0] < deed.number else behind).append(name)
    if deed.voice == "passive":
        is_by = "by" in words[deed.number :]
        return Roles(actors=tuple(before[1:]) if is_by else (), objects=tuple(before[:1]))
    return Roles(actors=tuple(before[:1]), objects=tuple(behind[:1]))


def _is_own(claim: Reading) -> bool:
    """Return whether the first word of a claim may be a name that is not among its names."""
    return bool(claim.subject) and not any(claim.subject in name for name in claim.names)


def _doubt(claim: Reading, read: Reading, deed: Deed, told: Deed, roles: Roles, known: DeedWords) -> Doubt:
    if (deed.form in known.affected) != (told.form in known.affected):
        return ""  # who died is whom somebody killed
    is_ahead = deed.voice in ("future", "undone") or claim.is_future
    doubt = _doubt_of_order(claim, read, deed, told, roles, known)
    return doubt or ("not done" if told.voice in ("undone", "future") and not is_ahead else "")


def _doubt_of_order(claim: Reading, read: Reading, deed: Deed, told: Deed, roles: Roles, known: DeedWords) -> Doubt:
    actors = [place for name in roles.actors for place in places_of(claim, read, name)]
    objects = [place for name in roles.objects for place in places_of(claim, read, name)]
    others = [place for name in claim.names for place in places_of(claim, read, name)]
    of_possessor = doubt_of_possessor(claim, read, told, roles.actors, roles.objects) if told.voice == "noun" else ""
    if of_possessor:
        return of_possessor
    if told.voice == "noun" and _is_loose(read, told, roles, actors, objects, known):
        return "no deed"
    is_other_word = told.form not in {deed.form} | contraries_of(deed.form, claim.language) | _said(claim.language)
    if is_other_word and not is_beside(
        read, told, actors if roles.actors else None, objects if roles.objects else None, known
    ):
        return "another subject"
    if told.voice == "passive":
        if roles.actors and is_by_another(claim, read, told):
            return "another subject"
        return _doubt_passive(read, told, actors, objects, has_object=bool(roles.objects))
    if roles.actors and not actors and told.form != deed.form:
        return "another subject"  # a near word, and nobody named who does it
    return _doubt_active(
        claim, read, told, actors, objects, known, is_acting=bool(roles.actors), has_object=bool(roles.objects),
        others=others,
    )  # fmt: skip


def _is_loose(read: Reading, told: Deed, roles: Roles, actors: list[int], objects: list[int], known: DeedWords) -> bool:
    """Return whether a deed told as a noun stands apart from who does it and to whom, or is yet to come."""
    words = [word for word, _, _ in tokens_of(read.text)]
    if known.will & set(words[told.number + 1 : told.number + 1 + _BESIDE]):
        return True
    near_actors = [place for place in actors if _is_beside(words, told.number, place, known)]
    if roles.actors and roles.objects:
        return not (near_actors or (actors and objects) or _is_got(read, told, known))
    if roles.actors:
        return not (near_actors or _is_got(read, told, known))
    return bool(roles.objects) and not any(_is_beside(words, told.number, place, known) for place in objects)


def _is_beside(words: list[str], noun: int, place: int, known: DeedWords) -> bool:
    """Return whether a name stands soon before a noun, or behind it and "of", "by", "for" or the like."""
    if place < noun:
        return noun - place <= _BESIDE
    return place - noun <= _BESIDE and bool(known.linking & set(words[noun + 1 : place]))


def _is_denied(read: Reading, told: Deed) -> bool:
    """Return whether a denial stands soon before a deed."""
    tokens = tokens_of(read.text)
    first, last = tokens[max(0, told.number - _DENIED)][1], tokens[told.number][1]
    return any(first <= place < last for place in (*read.denials, *(place for _, place in read.denial_verbs)))


def _doubt_passive(read: Reading, told: Deed, actors: list[int], objects: list[int], *, has_object: bool) -> Doubt:
    """Judge "A was fired by B": who does it stands behind "by", whom it is done to before."""
    agents = [place for place in actors if place > told.number and _follows_by(read, told.number, place)]
    if actors and not agents and not any(place < told.number for place in objects) and min(actors) < told.number:
        return "other way round"
    if has_object and objects and min(objects) > told.number:
        return "other way round" if _follows_by(read, told.number, min(objects)) else "another subject"
    return ""


def _doubt_active(
    claim: Reading,
    read: Reading,
    told: Deed,
    actors: list[int],
    objects: list[int],
    known: DeedWords,
    *,
    is_acting: bool,
    has_object: bool,
    others: list[int],
) -> Doubt:
    """Judge "B fired A": who does it stands before the verb, whom it is done to behind."""
    if is_acting and told.voice != "noun" and _is_subject(read, told, set(others) - set(actors), known):
        return "other way round"
    is_speech = told.form in _said(claim.language)
    if told.voice == "active" and not is_speech and is_acted_upon(read, told, actors, objects, known):
        return "other way round"
    if is_acting and not actors and begins_with_another(claim, read, known):
        return "another subject"
    if told.voice != "noun" and is_speech:
        return ""  # "…, Berg warned", "warned Berg"
    following = [one for one, _, _ in tokens_of(read.text)[told.number + 1 : told.number + 2]]
    is_given = not objects and told.voice == "noun" and following == ["of"]
    # Who buys from somebody is not whom it is bought from.
    leads = frozenset(("by",)) if told.voice == "active" else _LEADS
    is_given |= _follows_by(read, told.number, min(actors, default=0), leads) or _is_got(read, told, known)
    if actors and min(actors) > told.number and not is_given:
        return "other way round"
    if objects and max(objects) < told.number and not _may_be_passive(claim, read, told, known):
        return "other way round"
    if told.voice == "noun" and objects and min(objects) > told.number and _follows_by(read, told.number, min(objects)):
        return "other way round"
    if is_acting and told.voice != "noun" and has_another_subject(claim, read, told, known):
        return "another subject"
    if has_object and told.voice != "noun" and not objects and not _has_reference(read, told, known):
        return "no object"
    return "another object" if has_another_object(claim, read, told, objects, known) else ""


def _is_got(read: Reading, told: Deed, known: DeedWords) -> bool:
    """Return whether a deed is a noun that somebody gets of who does it: "gained the endorsement of Berg"."""
    words = [word for word, _, _ in tokens_of(read.text)]
    before = {form_of(word, read.language) for word in words[max(0, told.number - 3) : told.number]}
    return told.voice == "noun" and bool(before & forms_of(known.getting, read.language))


def _is_subject(read: Reading, told: Deed, places: set[int], known: DeedWords) -> bool:
    """Return whether one of these words stands right before a verb, and no preposition before it."""
    place = word_before(read, told, known)
    before = tokens_of(read.text)[place - 1][0] if place > 0 else ""
    return place in places and before not in known.leading


def _may_be_passive(claim: Reading, read: Reading, told: Deed, known: DeedWords) -> bool:
    """Return whether a verb behind its object may be passive, "Berg sentenced to life", or a noun: "Berg's arrest"."""
    words = [word for word, _, _ in tokens_of(read.text)]
    if told.voice == "noun" or told.word.endswith("ing"):
        return True
    before, following = words[told.number - 1 : told.number], words[told.number + 1 : told.number + 2]
    is_helped = bool(before) and before[0] in known.have | known.do
    if is_helped or not is_done(told.word, known):
        return False
    return not following or following[0] in known.leading | {"and", "to", "by"} or following[0].endswith("ly")


def _follows_by(read: Reading, verb: int, place: int, leads: frozenset[str] = _LEADS) -> bool:
    """Return whether "by" or "from" stands between a verb and a name soon behind it."""
    words = [word for word, _, _ in tokens_of(read.text)]
    return place - verb <= _BY and bool(leads & set(words[verb + 1 : place]))


def _has_reference(read: Reading, told: Deed, known: DeedWords) -> bool:
    """Return whether something stands behind a verb that may refer to a name before the sentence: "endorsed him"."""
    return any(word in known.referring for word, _, _ in tokens_of(read.text)[told.number + 1 :])


def _is_turned(claim: Reading, read: Reading, known: DeedWords) -> bool:
    """Return whether a sentence says "to" of whom the claim says "from"."""
    for name in claim.names:
        one, other = _leading(claim, claim, name, known), _leading(claim, read, name, known)
        if any(_GIVES.get(word) in other for word in one) and not one & other:
            return True
    return False


def _leading(claim: Reading, read: Reading, name: frozenset[str], known: DeedWords) -> frozenset[str]:
    tokens = tokens_of(read.text)
    found = set()
    for place in places_of(claim, read, name):
        before = place - 1
        while before >= 0 and tokens[before][0] in known.articles | known.generic | name:
            before -= 1
        if before >= 0:
            found.add(tokens[before][0])
    return frozenset(found)


@lru_cache(maxsize=16)
def _said(language: str) -> frozenset[str]:
    words = lexicon(language)
    return frozenset(form_of(verb, language) for verb in words.speech_verbs) if words else frozenset()
