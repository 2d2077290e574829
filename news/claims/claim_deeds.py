"""The deed that a claim tells, where a sentence tells it, and whether it is told as done."""

from functools import lru_cache
from itertools import pairwise
from typing import Literal

from news.claims.claim_words import claim_words, contraries_of, form_of
from news.claims.claims import compared
from news.claims.deed_words import DeedWords, deed_words
from news.language.lexicon import lexicon
from news.language.segments import each_word
from news.records import record

# Why a sentence may not tell the claim's deed of the same people.
Doubt = Literal["", "no deed", "other way round", "another subject", "another object", "no object", "not done"]
Voice = Literal["active", "passive", "noun", "undone", "future"]

_LEAST = 3  # letters that a word must have more of, so that "ed" ends a verb
_FARTHEST = 5  # words before a verb among which its auxiliaries stand, and behind one such as "winning"
_OPEN_ENDED = ("ing",)


@record
class Deed:
    """A verb, or its noun, at a place of a sentence."""

    form: str
    word: str
    number: int  # of the word in its sentence
    voice: Voice
    is_light: bool = False  # says little without its noun: "made 30 saves"


@lru_cache(maxsize=512)
def tokens_of(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a sentence in lower case, with their places."""
    return tuple(each_word(compared(text)))


@lru_cache(maxsize=64)
def deed_of(text: str, language: str) -> Deed | None:
    """Return the deed that a claim tells; None: it tells what is, or what it tells is not clear."""
    known = deed_words(language)
    if known is None:
        return None
    tokens = tokens_of(text)
    words = [word for word, _, _ in tokens]
    chosen = _first_verb(words, known, speech_verbs(language))
    if chosen is None or (words[chosen + 1 : chosen + 2] and words[chosen + 1] in known.states):
        return None
    form = form_of(words[chosen], language)
    return Deed(
        form=form, word=words[chosen], number=chosen, voice=voice_of(words, chosen, language),
        is_light=form in forms_of(known.light | known.have, language),
    )  # fmt: skip


@lru_cache(maxsize=64)
def states_of(text: str, language: str) -> dict[str, str]:
    """Return the forms of a claim's verbs that say little beside the word behind them, and its form: "fell ill"."""
    known = deed_words(language)
    words = [word for word, _, _ in tokens_of(text)] if known else []
    return {
        form_of(verb, language): form_of(state, language)
        for verb, state in pairwise(words)
        if known is not None and state in known.states
    }


@lru_cache(maxsize=16)
def speech_verbs(language: str) -> frozenset[str]:
    """Return the verbs behind which stands what somebody says."""
    words = lexicon(language)
    return frozenset(words.speech_verbs) if words else frozenset()


def _first_verb(words: list[str], known: DeedWords, saying: frozenset[str]) -> int | None:
    """Return the number of the main verb: behind the first auxiliary, or the first that looks like what was done."""
    done = next((number for number, word in enumerate(words) if number and is_done(word, known)), None)
    auxiliaries = known.be | known.have | known.do | known.will
    helping = next((number for number, word in enumerate(words) if number and word in auxiliaries), None)
    if helping is None:
        doing = (number for number, word in enumerate(words) if number and _is_doing(word, known))
        return next(doing, None) if done is None else done
    if done is not None and done < helping and (known.joints & set(words[done:helping]) or words[done] in saying):
        return done  # "said that he was", "said he was"
    number = helping
    while number < len(words) and (
        words[number] in auxiliaries | known.links | known.denying or words[number].endswith("ly")
    ):
        number += 1
    if number == len(words):
        return None
    follows_modal = words[number - 1] in known.will | known.do
    is_verb = is_done(words[number], known) or words[number].endswith(_OPEN_ENDED) or follows_modal
    if not is_verb and words[helping] in known.have:
        return helping  # "had three assists"
    return number if is_verb else None


def is_done(word: str, known: DeedWords) -> bool:
    """Return whether a word looks like a verb of what was done."""
    return word in known.past or (word.endswith("ed") and len(word) > _LEAST and word not in known.no_verbs)


def _is_doing(word: str, known: DeedWords) -> bool:
    """Return whether a word is a verb of what somebody does: "owns"."""
    bases = known.present.union(forms[0] for forms in known.irregular)
    return word.endswith("s") and (word[:-1] in bases or (word.endswith("ies") and f"{word[:-3]}y" in bases))


def deeds_in(text: str, deed: Deed, language: str) -> list[Deed]:
    """Return where a sentence tells a claim's deed: in its own words, in near ones, or by its contrary."""
    known = claim_words(language)
    forms = {deed.form} | known.near.get(deed.form, frozenset()) | contraries_of(deed.form, language)
    tokens = tokens_of(text)
    words, capitals = [word for word, _, _ in tokens], [text[start].isupper() for _, start, _ in tokens]
    return [
        Deed(form=form, word=word, number=number, voice=voice_of(words, number, language))
        for number, word in enumerate(words)
        if (form := form_of(word, language)) in forms
        and (form == deed.form or not (number and capitals[number] and capitals[number - 1]))  # "Prompt Security"
    ]


def voice_of(words: list[str], number: int, language: str) -> Voice:
    """Return whether somebody does what a word tells, or it is done to somebody, or has yet to be done."""
    known = deed_words(language)
    if known is None:
        return "noun"
    word = words[number]
    before = _before(words, number, known)
    previous = words[before] if before >= 0 else ""
    if _is_unfinished(words, number, before, known):
        return "undone"
    if previous == "to":
        return "active" if _is_done_by(words, before, language) else "undone"
    if previous in known.undone:
        return "undone"
    if previous in ("and", "or") and before and is_done(words[before - 1], known) and is_done(word, known):
        return voice_of(words, before - 1, language)  # "was convicted and sentenced"
    if previous in known.will:
        return "future"
    if previous in known.be:
        return _behind_be(words, before, word, language)
    if word.endswith(_OPEN_ENDED) and known.will & set(words[number + 1 : number + 1 + _FARTHEST]):
        return "undone"  # "Winning that match would put …"
    if previous in known.have | known.do or word.endswith(_OPEN_ENDED):
        return "active"
    if previous not in known.determiners and _is_doing(word, known):
        return "active"
    if not is_done(word, known) or previous in known.determiners:
        return "noun"
    following = words[number + 1 : number + 3]
    is_by = following[:1] == ["by"] and len(following) > 1 and not following[1][0].isdigit()
    return "passive" if is_by and not following[1].endswith(_OPEN_ENDED) else "active"


def _is_unfinished(words: list[str], number: int, before: int, known: DeedWords) -> bool:
    """Return whether words before a deed say that it was not done, or not surely: "nearly", "said to have"."""
    if number and words[number - 1] in known.nearly and is_done(words[number], known):
        return True
    earlier = words[max(0, before - 1)] if before > 0 else ""
    if words[number].endswith(_OPEN_ENDED):
        return earlier in known.unfinished and words[before] in ("of", "to", "from")
    if words[before] in known.have and earlier == "to":
        return words[_before(words, before - 1, known)] in known.hearsay
    return False


def _before(words: list[str], number: int, known: DeedWords) -> int:
    """Return the number of the last word before one that is no adverb; -1: there is none."""
    before = number - 1
    while before >= 0 and (words[before] in known.links | known.denying or words[before].endswith("ly")):
        before -= 1
    return before


def _behind_be(words: list[str], before: int, word: str, language: str) -> Voice:
    """Return the voice behind a form of "be": "was fired", "is firing", "to be fired", "will be fired"."""
    known = deed_words(language)
    if known is None or not (is_done(word, known) or word.endswith(_OPEN_ENDED)):
        return "noun"
    first = _before(words, before, known)
    while first >= 0 and words[first] in known.be | known.have:
        first = _before(words, first, known)
    if first >= 0 and words[first] in known.will and before - first <= _FARTHEST:
        return "future"
    if first >= 0 and words[first] == "to" and not _is_done_by(words, first, language):
        return "undone"
    return "active" if word.endswith(_OPEN_ENDED) else "passive"


def _is_done_by(words: list[str], place: int, language: str) -> bool:
    """Return whether what stands behind this "to" has been done: "managed to win"."""
    known = deed_words(language)
    before = _before(words, place, known) if known else -1
    if before > 0 and words[before] == "on":
        before -= 1  # "went on to win"
    elif before >= 0 and words[before] == "going":
        return False
    return known is not None and before >= 0 and form_of(words[before], language) in forms_of(known.done_by, language)


@lru_cache(maxsize=16)
def forms_of(words: frozenset[str], language: str) -> frozenset[str]:
    """Return the forms in which listed words are compared."""
    return frozenset(form_of(word, language) for word in words)
