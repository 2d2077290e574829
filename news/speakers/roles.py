"""Speakers without a name: bodies, documents, anonymous sources, and offices whose holder the text names once."""

import re
from collections.abc import Iterator, Sequence

from news.records import SpeakerKind, record
from news.speakers.candidates import Candidate
from news.speakers.names import Persons
from news.speakers.words import ARTICLE, SpeechWords

NOBODY = "the words used name nobody"
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CAPITAL = rf"(?:{ARTICLE})?[^\W\d_a-zß-öø-ÿ]"
_NAME = rf"(?:{_CAPITAL}[\w’'.-]*\s?)"
# "minister Vale"; behind a comma a word alone may begin another clause: "According to the Reporter, Vale left".
_NAME_AFTER = re.compile(
    rf"(?:\s(?:und|and|et|y|e|en)\s\w[\w-]*)?(?:\s+(?P<name>{_NAME}{{1,4}})|,\s+(?P<explained>{_NAME}{{2,4}}))"
)
_NAME_BEFORE = re.compile(rf"(?P<name>(?:{_CAPITAL}[\w’'-]*\.?\s){{1,3}}{_CAPITAL}[\w’'-]*),\s[^,.\n]{{0,40}}$")
LONGEST_BEFORE = 120  # characters of a name and what stands between it and an office
MOST_BETWEEN = 3  # words from an article to its noun
_BELONGS = re.compile(r" (?:of|for) (?:the )?[^\W\d_a-zß-öø-ÿ][\w’'-]+(?: (?:and )?[^\W\d_a-zß-öø-ÿ][\w’'-]+)*")
_OTHER_PREPOSITION = re.compile(r"\s(?:auf|nach|am|im|bei|gegenüber|zum|zu|über|mit)\s")
RELATIVE = ("that", "which")
CUT = ("D", "R", "C", "W")  # codes of words with which no phrase ends
NEAR = 30  # characters behind the words that bring somebody in, where no name may stand
# "the former president Ann Vale" holds no office any more, nor does a deputy hold it.
_NOT_NOW = re.compile(
    r"\b(?:former|late|then|past|ex|ancien(?:ne)?|ehemalige[rn]?|frühere[rn]?|antigu[oa]|voormalige?)[ -](?:\w+ )?$",
    re.I,
)
_NEXT_WORD = re.compile(r"[^\S\n](\w+)")
_TWO_CAPITALS = re.compile(r"\b[^\W\d_a-zß-öø-ÿ][\w’'-]+\s[^\W\d_a-zß-öø-ÿ][\w’'-]+")


@record
class Unnamed:
    """What a phrase without a name comes to."""

    speaker: str | None
    kind: SpeakerKind | None
    note: str = ""


def unnamed_speaker(candidate: Candidate, persons: Persons, known: SpeechWords) -> Unnamed:
    """Tell a body, a document or an anonymous source by its words; a definite person only where named elsewhere."""
    phrase = candidate.whole.partition("[")[0].strip(" ,()")  # a link of Markdown may follow
    if known.capitalises_nouns:
        phrase = _OTHER_PREPOSITION.split(phrase, maxsplit=1)[0]  # "eine Sprecherin auf Anfrage"
    while phrase and known.codes.get(phrase.rpartition(" ")[2].lower()) == "A":
        phrase = phrase.rpartition(" ")[0]  # "the man in black then"
    head = _head(phrase, known)
    if _is_in(known, "documents", head) and phrase.rpartition(" ")[2] in RELATIVE:
        phrase = phrase.rpartition(" ")[0]  # "a note from her son that"
    said = [word.lower() for word in _WORDS.findall(phrase)]
    is_clause = known.has("clause_starts", said[0] if said else "") and known.codes.get("".join(said[1:2])) == "D"
    is_one = _is_in(known, "documents", head) or known.has("anonymous", f"{head}s")
    is_cut = len(said) == 1 and phrase.islower() and is_one  # "the site's About page", a “close” source
    is_cut = is_cut or (len(said) > 1 and known.codes.get(said[-1]) in CUT)  # "a few people in the" comments
    if not said or not head or is_clause or is_cut or _is_in(known, "unmeant", head):
        return Unnamed(speaker=None, kind=None, note=NOBODY)
    if _is_in(known, "documents", head):
        return Unnamed(speaker=lower_first(phrase, known), kind="document")
    if _is_in(known, "bodies", head) and not known.has("indefinite", said[0]):
        return Unnamed(speaker=lower_first(phrase, known), kind="body")
    if known.has("indefinite", said[0]) or _is_in(known, "groups", head) or _is_in(known, "anonymous", head):
        return Unnamed(speaker=lower_first(phrase, known), kind="unnamed")
    if known.has("definite", said[0]):
        explained = persons.text[candidate.end : candidate.cue_end]  # "the host, board member Ann Vale, said"
        if any(persons.is_person(found.group()) for found in _TWO_CAPITALS.finditer(explained)):
            return Unnamed(speaker=None, kind=None, note=NOBODY)
        return _definite(phrase, head, persons.text[: candidate.start], persons, known)
    return Unnamed(speaker=None, kind=None, note=NOBODY)


def _definite(phrase: str, head: str, before: str, persons: Persons, known: SpeechWords) -> Unnamed:
    """Give an office to its only holder; who was named by no more before stays anonymous."""
    holders = _holders(head, persons, known)
    is_another = any(known.has("others", word) for word in phrase.split())  # "the new speaker"
    is_owned = is_another or any(
        word.endswith(("'s", "’s")) for word in phrase.split()
    )  # "the yard's chief" may be another chief
    if persons.is_title(head) and len(holders) == 1 and not is_owned:
        return Unnamed(speaker=holders.pop(), kind="person")
    if any(sign.isdigit() for sign in head):
        return Unnamed(speaker=None, kind=None, note=NOBODY)
    is_told_so = not holders and _was_unnamed(head, before, persons, known)
    if is_told_so or not any(persons.is_person(found.group()) for found in _TWO_CAPITALS.finditer(before)):
        return Unnamed(speaker=lower_first(phrase, known), kind="unnamed")
    return Unnamed(speaker=None, kind=None, note=NOBODY)


def _was_unnamed(head: str, before: str, persons: Persons, known: SpeechWords) -> bool:
    """Say whether the text brings somebody in without a name: "a masked fighter", and later "the fighter"."""
    for start, end in _places(head, before):
        words = before[max(0, start - NEAR) : start].split()
        article = _article_before(words, known)
        if article is None:
            continue
        if article > 0 and words[article - 1].endswith(","):
            return False  # "Ann Vale, a fighter"
        return not any(persons.is_person(name.group()) for name in _TWO_CAPITALS.finditer(before[end : end + NEAR]))
    return False


def _article_before(words: Sequence[str], known: SpeechWords) -> int | None:
    """Return where among the last of `words` an indefinite article stands whose noun comes next."""
    for at in range(len(words) - 1, max(-1, len(words) - 2 - MOST_BETWEEN), -1):
        if known.has("indefinite", words[at]):
            return at
        if not words[at][-1].isalnum():
            return None
    return None


def _places(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands as a whole one."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not text[end : end + 1].isalnum() and not text[at - 1 : at].isalnum():
            yield at, end
        at = text.find(word, end)


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
    is_word = known.codes.get(first.lower(), "T") != "T"  # "Advocate Aurora Health"
    return f"{first.lower()} {rest}".strip() if is_word else phrase


def _holders(head: str, persons: Persons, known: SpeechWords) -> set[str]:
    """Return the persons to whom the text gives an office or a trade."""
    found, text = set[str](), persons.text
    forms = {head, head.capitalize()}
    for start, end in (place for form in forms for place in _places(form, text)):
        is_past = _NOT_NOW.search(text, max(0, start - NEAR), start) is not None
        if (after := _NAME_AFTER.match(text, end)) and not is_past:
            found.add((after["name"] or after["explained"]).strip())
        following = _NEXT_WORD.match(text, end)
        is_subject = following is not None and known.codes.get(following.group(1)) in ("V", "E", "A")
        before = None if is_subject else _NAME_BEFORE.search(text, max(0, start - LONGEST_BEFORE), start)
        if before:
            found.add(before["name"].strip())  # not of "Ann Vale, the minister said"
    return {persons.full(name) for name in found if persons.is_person(name)}
