"""Speakers without a name: bodies, documents, anonymous sources, and offices whose holder the text names once."""

import re

from news.records import SpeakerKind, record
from news.speakers.candidates import Candidate
from news.speakers.names import Persons
from news.speakers.words import SpeechWords

NOBODY = "the words used name nobody"
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NAME_AFTER = r",?\s+(?P<name>(?:[^\W\d_a-zß-öø-ÿ][\w’'.-]*\s?){2,4})"
_NAME_BEFORE = r"(?P<name>(?:[^\W\d_a-zß-öø-ÿ][\w’'-]*\.?\s){1,3}[^\W\d_a-zß-öø-ÿ][\w’'-]*),\s[^,.\n]{0,40}?\b"
_BELONGS = re.compile(r" (?:of|for) (?:the )?[^\W\d_a-zß-öø-ÿ][\w’'-]+(?: (?:and )?[^\W\d_a-zß-öø-ÿ][\w’'-]+)*")
_OTHER_PREPOSITION = re.compile(r"\s(?:auf|nach|am|im|bei|gegenüber|zum|zu|über|mit)\s")
_TWO_CAPITALS = re.compile(r"\b[^\W\d_a-zß-öø-ÿ][\w’'-]+\s[^\W\d_a-zß-öø-ÿ][\w’'-]+")


@record
class Unnamed:
    """What a phrase without a name comes to."""

    speaker: str | None
    kind: SpeakerKind | None
    note: str = ""


def unnamed_speaker(candidate: Candidate, text: str, persons: Persons, known: SpeechWords) -> Unnamed:
    """Tell a body, a document or an anonymous source by its words; a definite person only where named elsewhere."""
    phrase = candidate.whole.strip(" ,")
    if known.capitalises_nouns:
        phrase = _OTHER_PREPOSITION.split(phrase, maxsplit=1)[0]  # "eine Sprecherin auf Anfrage"
    said = [word.lower() for word in _WORDS.findall(phrase)]
    head = _head(phrase, known)
    if not said or not head:
        return Unnamed(speaker=None, kind=None, note=NOBODY)
    if _is_in(known, "unmeant", head):
        return Unnamed(speaker=None, kind=None, note=NOBODY)
    if _is_in(known, "documents", head):
        return Unnamed(speaker=phrase, kind="document")
    if _is_in(known, "bodies", head) and not known.has("indefinite", said[0]):
        return Unnamed(speaker=phrase, kind="body")
    if known.has("indefinite", said[0]) or _is_in(known, "groups", head) or _is_in(known, "anonymous", head):
        return Unnamed(speaker=lower_first(phrase, known), kind="unnamed")
    if known.has("definite", said[0]):
        return _definite(phrase, head, text[: candidate.start], persons, text)
    return Unnamed(speaker=None, kind=None, note=NOBODY)


def _definite(phrase: str, head: str, before: str, persons: Persons, text: str) -> Unnamed:
    """Give an office to its only holder; a text that has named no person yet leaves it anonymous."""
    if persons.is_title(head) and (holder := _holder(head, text, persons)):
        return Unnamed(speaker=holder, kind="person")
    if any(sign.isdigit() for sign in head):
        return Unnamed(speaker=None, kind=None, note=NOBODY)
    if not any(persons.is_person(found.group()) for found in _TWO_CAPITALS.finditer(before)):
        return Unnamed(speaker=phrase, kind="unnamed")
    return Unnamed(speaker=None, kind=None, note=NOBODY)


def _is_in(known: SpeechWords, name: str, head: str) -> bool:
    """Say whether a word, or the last part of a compound, is in a list."""
    low = head.lower()
    if known.has(name, low):
        return True
    return known.capitalises_nouns and any(len(word) > 3 and low.endswith(word) for word in known.sets.get(name, ()))


def _head(phrase: str, known: SpeechWords) -> str:
    """Return the noun of a phrase: the last word before its first preposition."""
    head = ""
    for word in _WORDS.findall(phrase):
        if known.codes.get(word.lower()) == "R" and head:
            break
        if known.codes.get(word.lower()) not in ("D", "A"):
            head = word
            if known.capitalises_nouns and word[0].isupper():
                break
            if known.head_first and known.codes.get(word.lower()) != "D":
                break
        elif not head and known.has("indefinite", word):
            continue
    return head or (phrase if known.has("indefinite", phrase) else "")


def with_part(words: str, whole: str) -> str:
    """Return the name of a body with what belongs to it: "the Ministry of Works"."""
    belongs = _BELONGS.match(whole, len(words)) if whole.startswith(words) else None
    return words + belongs.group() if belongs else words


def lower_first(phrase: str, known: SpeechWords) -> str:
    """Write the first word small, as inside a sentence."""
    first, _, rest = phrase.partition(" ")
    return f"{first.lower()} {rest}".strip() if first.lower() in known.codes else phrase


def _holder(head: str, text: str, persons: Persons) -> str | None:
    """Return the one person whom the text gives this office; None where it names none or several."""
    role = re.escape(head)
    found = set()
    for pattern in (rf"\b{role}{_NAME_AFTER}", rf"{_NAME_BEFORE}{role}\b"):
        for match in re.finditer(pattern, text):
            name = match.group("name").strip()
            if persons.is_person(name):
                found.add(persons.full(name))
    return found.pop() if len(found) == 1 else None
