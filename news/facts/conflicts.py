"""Signs that two sentences with unequal figures tell of two things: another event, place, whole, subject or hour."""

import re
from datetime import timedelta
from functools import lru_cache

from news.facts.bound_words import is_money
from news.facts.figure_signs import Listed, Signs, signs_of, told
from news.facts.sentence_terms import STEM_LETTERS
from news.language.lexicon import lexicon, stop_words
from news.language.names import read_names
from news.language.segments import words
from news.language.terms import fold
from news.records import Figure, record

_WORD = re.compile(r"[^\W\d_]+")

_CAPITAL = re.compile(r"(?<=\s)[A-ZÀ-Þ][\w’'-]+")
_SOON = 12  # characters after an "and" in which another fate begins

_once = lru_cache(maxsize=4096)  # figures, each compared with many others


@record
class ConflictRules:
    """When the time between two sentences makes a count that moved a change, and no difference."""

    moves: timedelta = timedelta(hours=6)  # tolls are told anew within hours


CONFLICT_RULES = ConflictRules()


def are_of_two_things(first: Figure, second: Figure) -> bool:
    """Return whether the sentences of two figures say that they are about two things, whatever words they share.

    In a language without signs nobody can tell, so they may be.
    """
    signs = signs_of(first.language)
    if signs is None or signs != signs_of(second.language):
        return True
    if _numbered(first) != _numbered(second) or _modes(first) != _modes(second):
        return True
    return not is_money(first) and (
        _apart(_causes(first), _causes(second))
        or _wholes(first) != _wholes(second)
        or _are_two_agents(first, second)
        or bool(signs.two_places.search(first.sentence)) != bool(signs.two_places.search(second.sentence))
        or (bool(first.noun) and (_are_two_places(first, second) or _are_two_venues(first, second)))
        or _apart(frozenset(signs.reason.findall(first.sentence)), frozenset(signs.reason.findall(second.sentence)))
        or (first.unit == "%" and _are_two_subjects(first, second))
    )


def signs_for(figure: Figure) -> Signs:
    """Return the signs of the language of a figure that is compared; English where it has none."""
    signs = signs_of(figure.language) or signs_of("en")
    assert signs is not None
    return signs


def clause_of(figure: Figure) -> str:
    """Return the part of the sentence between two clause marks in which the figure stands."""
    place = figure.sentence.find(figure.raw)
    if place < 0:
        return figure.sentence
    end = place + len(figure.raw)
    marks = signs_for(figure).clause
    cuts = [0, *(found.end() for found in marks.finditer(figure.sentence, 0, place)), len(figure.sentence)]
    begins = max(cut for cut in cuts if cut <= place)
    after = marks.search(figure.sentence, end)
    return figure.sentence[begins : after.start() if after else len(figure.sentence)]


def claim_of(figure: Figure) -> tuple[str, str]:
    """Return what a figure's clause says before and after it, without who says it.

    What stands before its clause and begins with a preposition belongs to it: "In the whole province, 12 people died".
    """
    clause, signs = clause_of(figure), signs_for(figure)
    place = max(0, clause.find(figure.raw))
    opening = figure.sentence[: figure.sentence.find(clause)]
    front = _without_source(opening, signs) if signs.front.match(opening) else ""
    after = clause[place + len(figure.raw) :]
    ends = (found.start() for found in signs.also.finditer(after) if _tells_another(after[found.end() :], signs))
    return f"{front} {_without_source(clause[:place], signs)}", after[: next(ends, len(after))]


def _tells_another(text: str, signs: Signs) -> bool:
    """Return whether what follows an "and" is another count or another fate: "and injured 12", "and 12 injured"."""
    return text[:1].isdigit() or any(told(signs.fates, f" {text.lower()} "[:_SOON]))


def _without_source(before: str, signs: Signs) -> str:
    before = signs.attributing.sub(" ", before)
    ends = [found.end() for found in _WORD.finditer(before) if found[0].lower() in signs.speech]
    return before[max(ends, default=0) :]


def has_another_owner(first: Figure, second: Figure, fate: str) -> bool:
    """Return whether two figures are another one's, or of another deed: whose, and the verb, stand before them.

    The dead and the missing are told by anybody, in any words, and a rank belongs to a post; a bridge is not as long as
    a tunnel.
    """
    signs = signs_for(first)
    if is_money(first) or first.unit == "star" or fate in signs.rising | signs.falling | signs.told_by_all:
        return False
    one, other = _before(first), _before(second)
    if one and other and one[0] not in _stems(second.sentence) and other[0] not in _stems(first.sentence):
        return True
    return not fate and bool(first.noun) and _verb(first) != _verb(second) and bool(_verb(first) and _verb(second))


@_once
def _before(figure: Figure) -> tuple[str, ...]:
    """Return the stems that stand before a figure in its clause; none where they tell who says it."""
    clause = clause_of(figure)
    found = words(clause[: max(0, clause.find(figure.raw))])
    if not figure.sentence.startswith(clause[:1]) or signs_for(figure).speech & set(found):
        return ()
    stops = stop_words(figure.language)
    return tuple(fold(word, STEM_LETTERS) for word in found if word not in stops)


@_once
def _verb(figure: Figure) -> str:
    """Return the stem right before a figure, empty where it says nothing."""
    before = words(figure.sentence[: figure.sentence.find(figure.raw)])
    return "" if not before or before[-1] in stop_words(figure.language) else fold(before[-1], STEM_LETTERS)


@_once
def _stems(sentence: str) -> set[str]:
    return {fold(word, STEM_LETTERS) for word in words(sentence)}


def is_change(first: Figure, second: Figure, fate: str, rules: ConflictRules = CONFLICT_RULES) -> bool:
    """Return whether a count was told anew hours later: the dead become more, the missing fewer."""
    earlier, later = sorted((first, second), key=lambda figure: figure.at)
    if later.at - earlier.at < rules.moves:
        return False
    signs = signs_for(first)
    return fate in (signs.rising if later.value > earlier.value else signs.falling)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other


@_once
def _numbered(figure: Figure) -> frozenset[str]:
    return frozenset(signs_for(figure).numbered.findall(figure.sentence.lower()))


@_once
def _causes(figure: Figure) -> frozenset[str]:
    return _told_in(signs_for(figure).causes, figure.sentence)


@_once
def _modes(figure: Figure) -> frozenset[str]:
    return _told_in(signs_for(figure).modes, " ".join(claim_of(figure)))


@_once
def _wholes(figure: Figure) -> frozenset[str]:
    """Return what a count is told of: the whole country, one place of several, those who did it among them."""
    return _told_in(signs_for(figure).wholes, figure.sentence)


def _told_in(listed: Listed, text: str) -> frozenset[str]:
    return frozenset(told(listed, f" {text.lower()} "))


def _are_two_places(first: Figure, second: Figure) -> bool:
    """Return whether each sentence names a place beside its figure that the other sentence does not."""
    one, other = _place_of(first), _place_of(second)
    return bool(one) and bool(other) and one not in second.sentence and other not in first.sentence


def _are_two_agents(first: Figure, second: Figure) -> bool:
    """Return whether a sentence says who or what killed so many, and the other knows nothing of that.

    Where both say it, the first words for it are compared: a raid by soldiers is none by gunmen.
    """
    one, other = _agent(first), _agent(second)
    if _causes(first) & _causes(second):
        return False
    if one and other:
        return one[0] not in other and other[0] not in one
    told_in = _grouped(second if one else first)
    return bool(one or other) and not any(word in told_in for word in one or other)


@_once
def _agent(figure: Figure) -> tuple[str, ...]:
    signs = signs_for(figure)
    before = figure.sentence[: figure.sentence.find(figure.raw)]
    found = signs.deed.search(before)
    return _groups(_without_source(before[: found.start()], signs), figure) if found else ()


@_once
def _grouped(figure: Figure) -> frozenset[str]:
    return frozenset(_groups(figure.sentence, figure))


def _groups(text: str, figure: Figure) -> tuple[str, ...]:
    """Return the words of a text that say something and are no names, each as its group or stem."""
    signs, stops = signs_for(figure), stop_words(figure.language)
    named = (word for word in words(_CAPITAL.sub(" ", text)) if word not in stops)
    return tuple(signs.group_of(word) or fold(word, STEM_LETTERS) for word in named)


def _are_two_venues(first: Figure, second: Figure) -> bool:
    """Return whether each sentence says "at the station", "at the church", and the other has not that word."""
    venue = signs_for(first).venue
    one, other = venue.findall(first.sentence), venue.findall(second.sentence)
    return (
        bool(one)
        and bool(other)
        and all(word not in second.sentence for word in one)
        and all(word not in first.sentence for word in other)
    )


@_once
def _place_of(figure: Figure) -> str:
    """Return the first place after a figure, else the last before it."""
    at = figure.sentence.find(figure.raw)
    before, after = figure.sentence[:at], figure.sentence[at + len(figure.raw) :]
    pattern, known = signs_for(figure).place, lexicon(figure.language)
    days = known.dates.names if known else frozenset()
    named = (*pattern.findall(after), *reversed(pattern.findall(before)))
    places = [name for name in named if name.lower() not in days]
    return places[0] if places else ""


def _are_two_subjects(first: Figure, second: Figure) -> bool:
    """Return whether the names before two shares differ, or else the words that open their sentences."""
    if _apart(_names_before(first), _names_before(second)):
        return True
    return not (_names_before(first) or _names_before(second)) and _apart(_opening(first), _opening(second))


@_once
def _names_before(figure: Figure) -> frozenset[str]:
    end = figure.sentence.find(figure.raw)
    names = (name.words.split() for name in read_names(figure.sentence) if name.start < end)
    return frozenset(part.lower() for name in names for part in name if part[0].isupper()) - _opening(figure)


@_once
def _opening(figure: Figure) -> frozenset[str]:
    found = re.match(r"[A-ZÀ-Þ][\w’'-]+", figure.sentence)
    return frozenset({found[0].lower()} if found else ())
