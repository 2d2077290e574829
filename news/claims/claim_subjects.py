"""What stands around the verb of a sentence: the word before it, another subject or object, and the claim's names."""

import re
from collections.abc import Iterable
from itertools import chain

from news.claims.claim_deeds import Deed, deed_of, deeds_in, forms_of, is_done, tokens_of
from news.claims.claim_words import claim_words, form_of
from news.claims.claims import Reading, read_sentence
from news.claims.deed_words import DeedWords, deed_words
from news.language.lexicon import lexicon, stop_words
from news.language.segments import sentences

_REACH, _NEXT = 8, 2  # words between a deed and a name, or a noun and whose it is
_BY = frozenset(("by", "from"))
_PHRASE = 5  # words before a noun among which its article stands
_APART = re.compile(r"[,;:()\u2013\u2014]")


def begins_with_another(claim: Reading, read: Reading, known: DeedWords) -> bool:
    """Return whether a sentence begins with one word, its subject and no bearer of the claim: "Facebook took"."""
    words = [word for word, _, _ in tokens_of(read.text)]
    own = {form_of(word, claim.language) for name in claim.names for word in name} | set(claim.words)
    if not read.subject or read.subject in own or words[0].endswith("s") or len(words) < 3:
        return False
    following = words[2] if words[1].endswith("ly") or words[1] in known.links else words[1]
    return is_done(following, known) or following in known.be | known.have | known.will


def word_before(read: Reading, told: Deed, known: DeedWords) -> int:
    """Return the number of the last word before a verb that is no auxiliary; -1: a sign parts them, or none."""
    tokens = tokens_of(read.text)
    place = told.number - 1
    helping = known.be | known.have | known.do | known.will
    passed = helping | known.links | known.undone | {"to", "not", "never", "refused"}
    while place > 0 and tokens[place][0] in passed:
        place -= 1
    if place < 0 or _APART.search(read.text[tokens[place][2] : tokens[told.number][1]]):
        return -1
    return place


def has_another_subject(claim: Reading, read: Reading, told: Deed, known: DeedWords) -> bool:
    """Return whether a name that is none of the claim's stands right before a verb: it does it."""
    tokens = tokens_of(read.text)
    place = word_before(read, told, known)
    if place > 0 and tokens[place][0] in ("who", "that") and tokens[place - 1][0] in known.anybody:
        return True
    if place < 0:
        return False
    if tokens[place][0] in known.relative:
        return _is_antecedent(claim, read, place)
    if not _is_name(read, place):
        return _is_of_another_clause(claim, read, place, known)
    if not is_other_name(claim, read, place):
        return False
    while place >= 0 and _is_name(read, place):
        if not is_other_name(claim, read, place):
            return False
        place -= 1
    before = [word for word, _, _ in tokens[max(0, place - 2) : place + 1]]
    if before[-1:] == ["and"]:
        return _begins_clause(claim, read, place, known)
    return not (known.leading | {"and"}) & {*before}


def is_told_of_another(claim: Reading, read: Reading, known: DeedWords) -> bool:
    """Return whether a word of the claim begins a relative clause of another name: "Vale Records, which owns it"."""
    tokens = tokens_of(read.text)
    return any(
        tokens[number - 1][0] in known.relative and _is_antecedent(claim, read, number - 1)
        for number in range(1, len(tokens))
        if form_of(tokens[number][0], claim.language) in claim.words
    )


def _is_antecedent(claim: Reading, read: Reading, place: int) -> bool:
    """Return whether a relative clause that begins there is of a name that is none of the claim's."""
    first = place - 1
    if first < 0 or not is_other_name(claim, read, first):
        return False
    while first >= 0 and _is_name(read, first):
        if not is_other_name(claim, read, first):
            return False
        first -= 1
    return True


def refers_back(claim: Reading, read: Reading, around: tuple[Reading, ...], earlier: str = "") -> bool:
    """Return whether "he" or "the company" does the claim's deed, and the text before first names whom it names.

    Args:
        earlier: the sentences before, of which the last that names somebody says who is meant.
    """
    known, deed = deed_words(claim.language), deed_of(claim.text, claim.language)
    if known is None or deed is None:
        return False
    tokens, own = tokens_of(read.text), {claim.subject, *(claim.names[0] if claim.names else ())}
    for told in deeds_in(read.text, deed, claim.language):
        place = word_before(read, told, known)
        if place < 0:
            continue
        is_standing = form_of(tokens[place][0], read.language) in forms_of(known.standing, read.language)
        is_led = bool(known.articles & {word for word, _, _ in tokens[max(0, place - _PHRASE) : place]})
        is_named = any(_is_name(read, number) for number in range(max(0, place - 1), place + 1))
        if tokens[place][0] in known.persons or (is_standing and is_led and not is_named):
            spans = reversed(list(sentences(earlier, claim.language)))
            before = (read_sentence(earlier[start:end], claim.language) for start, end in spans)
            return next(
                (bool(first & own) for one in chain(before, reversed(around)) if (first := _first_name(one))), False
            )
    return False


def _first_name(read: Reading) -> frozenset[str]:
    """Return the first word of a text that may be a name, as it stands and as it is compared."""
    for number, (word, start, _) in enumerate(tokens_of(read.text)):
        is_first = number == 0 and word not in stop_words(read.language)
        if _is_name(read, number) or (is_first and read.text[start].isupper()):
            return frozenset((word, form_of(word, read.language)))
    return frozenset()


def _is_of_another_clause(claim: Reading, read: Reading, place: int, known: DeedWords) -> bool:
    """Return whether a noun that the claim does not hold is the subject of a clause behind a joint: "his father"."""
    tokens = tokens_of(read.text)
    words = [word for word, _, _ in tokens]
    own = {claim.subject, *claim.words}.union(*claim.names)
    if words[place] in known.pronouns | known.referring | known.joints | known.anybody or len(words[place]) <= 1:
        return False
    first = place
    while first >= 0 and words[first] not in known.joints:
        if words[first] in own or form_of(words[first], claim.language) in own or words[first] in known.leading:
            return False
        first -= 1
    is_led = words[first + 1 : first + 2] and words[first + 1] in known.determiners
    return first > 0 and bool(is_led) and words[first] != "and"


def _begins_clause(claim: Reading, read: Reading, joint: int, known: DeedWords) -> bool:
    """Return whether "and" begins a clause: a verb stands between the claim's last name before it and it."""
    words = [word for word, _, _ in tokens_of(read.text)]
    own = {word for name in claim.names for word in name} | {claim.subject}
    last = max((number for number in range(joint) if words[number] in own), default=-1)
    return last >= 0 and any(is_done(word, known) or word in known.be for word in words[last + 1 : joint])


def is_acted_upon(read: Reading, told: Deed, actors: list[int], objects: list[int], known: DeedWords) -> bool:
    """Return whether who does the claim's deed stands right behind it, or another begins the sentence of a participle.

    "Berg answered by hitting Lund", "Berg swung at Lund, hitting him": Lund hits nobody.
    """
    tokens, titles = tokens_of(read.text), lexicon(read.language)
    behind = told.number + 1
    passed = known.articles | (titles.persons.titles if titles else frozenset())
    while behind < len(tokens) and tokens[behind][0] in passed:
        behind += 1
    if behind in actors and behind not in objects:
        return True
    before = tokens[told.number - 1][0] if told.number else ""
    is_participle = (
        told.word.endswith("ing") and before not in known.be and not _is_name(read, word_before(read, told, known))
    )
    first = min((place for place in (*actors, *objects) if place < told.number), default=None)
    return is_participle and first is not None and first in objects and first not in actors


def is_beside(read: Reading, told: Deed, actors: list[int] | None, objects: list[int] | None, known: DeedWords) -> bool:
    """Return whether who does a deed told in another word, and to whom it is done, stand right around it.

    None: the claim names none. A pronoun before the deed may stand for who does it.
    """
    words = [word for word, _, _ in tokens_of(read.text)]
    before = range(max(0, told.number - _REACH), told.number)
    behind = range(told.number + 1, told.number + 1 + _REACH)

    def is_led(place: int, leads: frozenset[str]) -> bool:
        between = words[told.number + 1 : place]
        return place in behind and bool(leads & {*between}) and not known.joints & {*between}

    def is_followed(place: int) -> bool:
        return place in behind and not (known.leading | known.joints) & {*words[told.number + 1 : place]}

    def is_right_before(place: int) -> bool:
        between = range(place + 1, told.number)
        return place in before and not any(_is_name(read, one) and one not in (actors or ()) for one in between)

    if told.voice == "noun":
        acts = actors is None or any(0 < told.number - place <= _NEXT or is_led(place, _BY) for place in actors)
        return acts and (objects is None or any(is_led(place, known.linking) for place in objects))
    if told.voice == "passive":
        acts = actors is None or any(is_led(place, _BY) for place in actors)
        return acts and (objects is None or any(is_right_before(place) for place in objects))
    is_pronoun = (
        words[word_before(read, told, known)] in known.persons if word_before(read, told, known) >= 0 else False
    )
    acts = actors is None or is_pronoun or any(is_right_before(place) for place in actors)
    return acts and (objects is None or any(is_followed(place) for place in objects))


def has_another_object(claim: Reading, read: Reading, told: Deed, objects: list[int], known: DeedWords) -> bool:
    """Return whether another name stands right behind a verb, parted from the claim's object by another phrase."""
    behind = [place for place in objects if place > told.number]
    first = told.number + 1
    tokens = tokens_of(read.text)
    if not behind or first >= len(tokens) or told.voice == "noun" or not is_other_name(claim, read, first):
        return False
    return bool(known.parting & {word for word, _, _ in tokens[first : min(behind)]})


def _is_name(read: Reading, place: int) -> bool:
    word, start, _ = tokens_of(read.text)[place]
    words = lexicon(read.language)
    days = {name for names in words.dates.months for name in names} if words else set()
    return read.text[start].isupper() and place > 0 and word not in days and word not in _weekdays(read.language)


def is_other_name(claim: Reading, read: Reading, place: int) -> bool:
    """Return whether a name of none of the claim's bearers stands there."""
    word = tokens_of(read.text)[place][0]
    own = {claim.subject}.union(*claim.names, *(_key(claim, name) for name in claim.names))
    titles = lexicon(read.language)
    is_title = titles is not None and word in titles.persons.titles
    return _is_name(read, place) and not is_title and word not in own and form_of(word, claim.language) not in own


def places_of(claim: Reading, read: Reading, name: frozenset[str]) -> list[int]:
    """Return the numbers of the words of a sentence that stand for a name of the claim."""
    wanted = _key(claim, name)
    found = [
        number
        for number, (word, _, _) in enumerate(tokens_of(read.text))
        if (word in wanted or form_of(word, claim.language) in wanted)
        and not (len(name) > 1 and _is_led_by_another(read, number, wanted | name))
    ]
    runs = [_run_of(read, number) for number in found] if len(name) > 1 else []
    if not any(name <= run for run in runs):
        return found
    return [number for number, run in zip(found, runs, strict=True) if name <= run or run <= name]


def _run_of(read: Reading, number: int) -> frozenset[str]:
    """Return the words with a capital around a word: "Star Road" of "Star Road Two" is another than "Star Road One"."""
    tokens, first, last = tokens_of(read.text), number, number
    while first and read.text[tokens[first - 1][1]].isupper() and read.text[tokens[first - 1][2]] == " ":
        first -= 1
    while last + 1 < len(tokens) and read.text[tokens[last + 1][1]].isupper() and read.text[tokens[last][2]] == " ":
        last += 1
    return frozenset(word for word, _, _ in tokens[first : last + 1])


def _is_led_by_another(read: Reading, number: int, wanted: frozenset[str]) -> bool:
    """Return whether the word before is a name of another: "Cleveland Rams" are no "Los Angeles Rams"."""
    tokens = tokens_of(read.text)
    if (
        number < 2
        or tokens[number - 1][0] in wanted
        or _APART.search(read.text[tokens[number - 1][2] : tokens[number][1]])
    ):
        return False
    words = lexicon(read.language)
    titles = words.persons.titles if words else frozenset()
    return _is_name(read, number - 1) and tokens[number - 1][0] not in titles | stop_words(read.language)


def _key(claim: Reading, name: frozenset[str]) -> frozenset[str]:
    """Return the words by which a name is known: those that few names share, and its other names."""
    known = deed_words(claim.language)
    own = (name - known.generic if known else name) or name
    others: Iterable[frozenset[str]] = claim_words(claim.language).aliases.get(name, ())
    return own.union(*others)


def _weekdays(language: str) -> frozenset[str]:
    words = lexicon(language)
    return frozenset(name for names in words.dates.weekdays for name in names) if words else frozenset()
