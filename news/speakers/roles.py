"""Whom a phrase means: by name, as a body, document or anonymous source, or by an office that one person holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from news.records import SpeakerKind, record
from news.speakers.attribution import KNOWN_BODY, NOBODY, SURE_BESIDE, Candidate, Option
from news.speakers.given_names import given_gender
from news.speakers.mentions import TWO_CAPITALS, is_elsewhere, may_name_somebody, names_somebody, of_age, tells_of_texts
from news.speakers.name_words import compounds_of, is_placed, kind_behind, lower_first, to_stop, with_part
from news.speakers.names import Persons
from news.speakers.referents.bodies import body_meant, group_meant
from news.speakers.referents.firms import whole_body
from news.speakers.referents.holders import meant_in_full, short_forms
from news.speakers.words import ARTICLE, NONE, SpeechWords

GROUPS = ("groups", "anonymous", "documents")  # lists of words that are no names where a sentence begins with them
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ELIDED_WORDS = re.compile(rf"[^\W_]+['’](?=\s|$)|{_WORDS.pattern}")
_CAPITAL = rf"(?:{ARTICLE})?[^\W\d_a-zß-öø-ÿ]"
_NAME = rf"(?:{_CAPITAL}[\w’'.-]*\s?)"
# "minister Vale"; behind a comma a word alone may begin another clause: "According to the Reporter, Vale left".
_NAME_AFTER = re.compile(
    rf"(?:\s(?:und|and|et|y|e|en)\s\w[\w-]*)?(?:\s(?:van|für|des|du|del|dei|della|dello|degli|do|da)\s(?P<place>{_CAPITAL}[\w-]+))?"
    rf"(?:\s+(?P<name>{_NAME}{{1,4}})|,\s+(?P<explained>{_NAME}{{2,4}}))"
)
_NAME_BEFORE = re.compile(rf"(?P<name>(?:{_CAPITAL}[\w’'-]*\.?\s){{1,3}}{_CAPITAL}[\w’'-]*),\s[^,.\n]{{0,40}}$")
ALONE = 2  # words of an article and an office
MOST_NAMES = 4  # pairs of capitalised words looked at before an office
LONGEST_BEFORE = 120  # characters of a name and what stands between it and an office
MOST_BETWEEN = 3  # words from an article to its noun
_OTHER_PREPOSITION = re.compile(r"\s(?:auf|nach|am|im|bei|gegenüber|zum|zu|über|mit)\s")
# Three capitalised words and more behind a preposition: a place, and who holds the office there.
_NAMES_BEHIND = re.compile(rf"(?<= )(?:{_CAPITAL}[\w’'-]+(?: (?:d[aeio]s?|del|della|von|van|la|le))? ?){{3,}}$")
RELATIVE = ("that", "which")
CUT = ("D", "R", "C", "W")  # codes of words with which no phrase ends
NEAR = 30  # characters behind the words that bring somebody in, where no name may stand
# "the former president Ann Vale" holds no office any more, nor does a deputy hold it.
_NOT_NOW = re.compile(
    r"\b(?:former|late|then|past|ex|ancien(?:ne)?|ehemalige[rn]?|frühere[rn]?|antigu[oa]|voormalige?)[ -](?:\w+ )?$",
    re.I,
)
_EXPLAINED_BY_NAME = re.compile(rf",\s[^,.;\n]{{0,40}}?{_CAPITAL}[\w’'-]+\s{_CAPITAL}")
_NEXT_WORD = re.compile(r"[^\S\n](\w+)")


@record
class Unnamed:
    """What a phrase without a name comes to."""

    speaker: str | None
    kind: SpeakerKind | None
    note: str = ""


_NOBODY = Unnamed(speaker=None, kind=None, note=NOBODY)


def is_surname(words: str, persons: Persons, known: SpeechWords) -> bool:
    """Return whether an office is a person's surname in this text: "King" of Peter King."""
    return words in known.sets.get("surname_titles", NONE) and " " in persons.full(words)


def is_name(candidate: Candidate, persons: Persons, known: SpeechWords) -> bool:
    """Return whether capitals make a name: not where every noun has one, unless a person is known by it."""
    full = persons.full(candidate.name)
    if not known.capitalises_nouns:
        is_common = persons.is_word(candidate.name) or any(known.has(name, candidate.name) for name in GROUPS)
        is_common = is_common and not candidate.name.isupper()  # "Witnesses said"; "SITE said"
        return not (is_common and full == candidate.name)
    if candidate.before_name.endswith("T") and persons.bare(candidate.name):
        return True
    if len(full.split()) > 1 and persons.is_person(candidate.name):
        is_bare = not candidate.before_name.startswith("D") or "T" in candidate.before_name
        return is_bare or persons.is_known_person(full)
    return not candidate.before_name and persons.begins_with_given_name(full)


def named_speaker(candidate: Candidate, features: list[str], persons: Persons, known: SpeechWords) -> Option:
    """Return whom a name means in this text, in full, with what tells a person from a body."""
    speaker = meant_in_full(candidate.words, candidate.name, persons, known)
    kind = persons.kind(candidate.name, candidate.before_name)
    before = candidate.words.removesuffix(candidate.name).split()
    is_title = candidate.before_name.endswith("T")
    is_of = [known.codes.get(word) for word in before[-2:-1]] == ["R"] and any(map(persons.is_title, before[:2]))
    if before and candidate.words.endswith(candidate.name):
        kind = kind_behind(before, known, is_of=is_of, is_title=is_title) or kind
    features.append("full name" if len(speaker.split()) > 1 else "one word")
    features += () if persons.is_known_person(speaker) else ("no sign of a person",)
    is_whole = with_part(candidate.words, candidate.whole, known) == candidate.whole
    if kind == "body" and is_whole and any(known.has("bodies", part) for part in candidate.name.split()):
        features.append(KNOWN_BODY)
    is_firm = known.has("firms", speaker) and candidate.pattern in SURE_BESIDE  # "Twitter said"
    named = Option(
        pattern=candidate.pattern, speaker=None, kind=None, candidate=candidate, features=tuple(features), note=NOBODY
    )
    if (whole := whole_body(candidate.words, known)) and whole != candidate.name:
        return replace(named, speaker=whole, kind="body", note="")
    is_there = kind != "person" and is_placed(candidate.start, persons.text, known)
    if is_there or (known.has("not_names", speaker) and not is_firm):
        return named
    is_described = (is_firm or kind == "body") and candidate.before_name != "" and candidate.words[0] != "@"
    is_anybody = is_described and known.has("indefinite", candidate.words.split()[0])  # "an Iowa Democrat", "the Texan"
    is_anybody |= is_described and (persons.is_title(candidate.name) or persons.is_people(candidate.name))
    is_definite = is_anybody and known.has("definite", candidate.words.split()[0])
    if is_definite and names_somebody(persons, persons.text[: candidate.start]):
        return named  # "the Dane" is somebody whom the text names
    is_single = is_described and " " not in candidate.name
    if kind == "body" and is_single and candidate.name.endswith(known.people_endings or "\n"):
        return named  # "de Achterhoeker"
    kind = "unnamed" if is_anybody else "body" if is_firm else kind
    words = lower_first(with_part(candidate.words, candidate.whole, known), known) if is_described else speaker
    words = (kind == "body" and body_meant(words, persons.text[: candidate.start], persons, known)) or words
    return replace(named, speaker=words, kind=kind, note="")


def unnamed_speaker(candidate: Candidate, persons: Persons, known: SpeechWords) -> Unnamed:
    """Tell a body, a document or an anonymous source by its words; a definite person only where named elsewhere."""
    phrase = candidate.whole.partition("[")[0].strip(" ,()")  # a link of Markdown may follow
    if known.capitalises_nouns:
        phrase = _OTHER_PREPOSITION.split(phrase, maxsplit=1)[0]  # "eine Sprecherin auf Anfrage"
    while phrase and known.codes.get(phrase.rpartition(" ")[2].lower()) == "A":
        phrase = phrase.rpartition(" ")[0]  # "the man in black then"
    phrase = _without_tail(phrase, known)
    head = _head(phrase, known)
    if known.has("places_behind_offices", "yes") and persons.is_title(head) and (run := _NAMES_BEHIND.search(phrase)):
        return _behind_its_place(run.group().split(), phrase, persons, known)
    if _is_in(known, "documents", head) and phrase.rpartition(" ")[2] in RELATIVE:
        phrase = phrase.rpartition(" ")[0]  # "a note from her son that"
    said = [word.lower() for word in _words(phrase, known)]
    is_clause = known.has("clause_starts", said[0] if said else "") and known.codes.get("".join(said[1:2])) == "D"
    is_one = _is_in(known, "documents", head) or known.has("anonymous", f"{head}s")
    is_cut = len(said) == 1 and phrase.islower() and is_one and not known.head_first  # a “close” source
    is_cut = is_cut or (len(said) > 1 and known.codes.get(said[-1]) in CUT)  # "a few people in the" comments
    if known.has("lone", phrase) and candidate.pattern in SURE_BESIDE:
        is_explained = names_somebody(persons, persons.text[candidate.end : candidate.cue_end])
        is_text = known.has("of_documents", candidate.verb) or tells_of_texts(persons.text[: candidate.start], known)
        return _NOBODY if is_explained or is_text else Unnamed(speaker=phrase.lower(), kind="unnamed")
    if not said or not head or is_clause or is_cut or _is_in(known, "unmeant", head):
        return _NOBODY
    if _is_in(known, "documents", head):
        return Unnamed(speaker=lower_first(phrase, known), kind="document")
    if _is_in(known, "bodies", head) and not known.has("indefinite", said[0]):
        meant = body_meant(phrase, persons.text[: candidate.start], persons, known)
        return Unnamed(speaker=meant or lower_first(phrase, known), kind="body")
    is_group = _is_in(known, "groups", head) and not known.has("single_articles", said[0])
    if known.has("indefinite", said[0]) or is_group or _is_in(known, "anonymous", head):
        told = group_meant(phrase, persons.text[: candidate.start], known) or lower_first(phrase, known)
        return Unnamed(speaker=told, kind="unnamed")
    if known.has("definite", said[0]) or said[0].endswith(("'s", "’s")):
        if may_name_somebody(persons, persons.text[candidate.end : candidate.cue_end], known):
            return _NOBODY
        return _definite(candidate, phrase, head, persons, known)
    return _NOBODY


def _behind_its_place(run: Sequence[str], phrase: str, persons: Persons, known: SpeechWords) -> Unnamed:
    """Tell the holder who stands behind the place of an office without a comma: "il sindaco di Velma Dario Riva"."""
    if _is_in(known, "bodies", run[0]) or known.has("named_after", run[0]):
        told = Unnamed(speaker=lower_first(phrase, known), kind="unnamed")
        return told if known.head_first else _NOBODY  # "of the Fondazione Dario Riva"
    at = next((at for at, part in enumerate(run) if at and persons.begins_with_given_name(part)), 0)
    is_hers = any(persons.is_title(part) or given_gender(part) or part.lower() in known.genders for part in run[:at])
    if at == 0 or is_hers or known.has("indefinite", phrase.partition(" ")[0]):
        return _NOBODY  # "l'avvocato di Donna Maria Prati", "un portavoce di Velma Dario Riva"
    return Unnamed(speaker=persons.full(" ".join(run[at:])), kind="person")


def _without_tail(phrase: str, known: SpeechWords) -> str:
    """Leave out where and in which paper somebody said it: "the Ministry of Works in a statement"."""
    words = phrase.split()
    at = next((at for at, word in enumerate(words) if at > 1 and known.has("tail_starts", word)), len(words))
    return " ".join(words[:at])


def _definite(candidate: Candidate, phrase: str, head: str, persons: Persons, known: SpeechWords) -> Unnamed:
    """Give an office to its only holder; who was named by no more before stays anonymous, and so does somebody's."""
    before = persons.text[: candidate.start]
    if aged := of_age(phrase, persons, known):
        return Unnamed(speaker=aged, kind="person")
    called = _holders({head, head.capitalize()}, persons, known)
    kin = _holders(_kin_forms(head, known, persons.text), persons, known)
    kin = kin if not called and _is_nearest(kin, before, persons) else set()
    holders = called | kin | _holders(short_forms(head, known), persons, known)
    is_another = any(known.has("others", word) for word in phrase.split())  # "the new speaker"
    is_owned = is_another or any(
        word.endswith(("'s", "’s")) for word in phrase.split()
    )  # "the yard's chief" may be another chief
    is_other = any(is_elsewhere(phrase, head, one, persons, known) for one in holders)
    is_meant = bool(called) or len(phrase.split()) == ALONE or _is_nearest(holders, before, persons)
    if persons.is_title(head) and len(holders) == 1 and not (is_owned or is_other) and is_meant:
        return Unnamed(speaker=holders.pop(), kind="person")
    if any(sign.isdigit() for sign in head):
        return _NOBODY
    is_kin = head.lower() in known.genders and known.head_first and len(phrase.split()) > ALONE  # "la madre de uno"
    is_somebodys = (is_owned and not is_another) or known.has("owners", phrase.partition(" ")[0]) or is_kin
    is_office = persons.is_title(head) or is_kin
    is_described = is_somebodys and is_office and candidate.pattern in SURE_BESIDE[:2]  # "his mother said"
    is_described = is_described and _EXPLAINED_BY_NAME.match(persons.text, candidate.end) is None
    is_told_so = not holders and (is_described or _was_unnamed(head, before, persons, known))
    if is_told_so or not may_name_somebody(persons, before, known):
        return Unnamed(speaker=lower_first(phrase, known), kind="unnamed")
    return _NOBODY


def _is_nearest(holders: set[str], before: str, persons: Persons) -> bool:
    """Return whether the one who holds an office is the person named last: "the Republican governor"."""
    names = [found.group(1) for found in TWO_CAPITALS.finditer(before)]
    named = [name for name in names[-MOST_NAMES:] if persons.is_person(name)]
    surname = min(holders, default="").rpartition(" ")[2]
    return bool(surname) and before.rfind(surname) >= before.rfind(named[-1] if named else surname)


def _was_unnamed(head: str, before: str, persons: Persons, known: SpeechWords) -> bool:
    """Return whether the text brings somebody in without a name: "a masked fighter", and later "the fighter"."""
    for start, end in _places(head, before):
        words = before[max(0, start - NEAR) : start].split()
        article = _article_before(words, known)
        if article is None:
            continue
        if article > 0 and words[article - 1].endswith(",") and persons.is_person(words[article - 1].rstrip(",")):
            return False  # "Ann Vale, a fighter"; not "to the Vale News, a spokesman said"
        return not names_somebody(persons, before[end : end + NEAR])
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
    """Return whether a word, or the last part of a compound, is in a list."""
    low = head.lower()
    if known.has(name, low):
        return True
    return known.capitalises_nouns and any(len(word) > 3 and low.endswith(word) for word in known.sets.get(name, ()))


def _words(phrase: str, known: SpeechWords) -> list[str]:
    """Return the words of a phrase; an article that has lost its vowel is one: "l'entreprise"."""
    return [*map(str, (_ELIDED_WORDS if known.head_first else _WORDS).findall(phrase))]


def _head(phrase: str, known: SpeechWords) -> str:
    """Return the noun of a phrase: the last word before its first preposition."""
    head = ""
    for word in _words(phrase, known):
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


def _kin_forms(head: str, known: SpeechWords, text: str) -> set[str]:
    """Return other words for an office: a judge is called "le magistrat" later."""
    called = (entry.split() for entry in known.sets.get("same_office", NONE))
    low = head.lower().rpartition("-")[2] if known.capitalises_nouns else head.lower()  # "CDU-Politiker"
    found = {office for word, *offices in called if low in (word, f"{word}n") for office in offices}
    return found | {office.capitalize() for office in found} | compounds_of(found, known, text)


def _holders(forms: set[str], persons: Persons, known: SpeechWords) -> set[str]:
    """Return the persons to whom the text gives an office or a trade, written in one of these forms."""
    found, text = set[str](), persons.text
    for start, end in (place for form in forms for place in _places(form, text)):
        after = None if _NOT_NOW.search(text, max(0, start - NEAR), start) else _NAME_AFTER.match(text, end)
        if after and given_gender(after["place"] or "") is None:  # "de advocaat van Bart Holm" is somebody else
            found.add(to_stop((after["name"] or after["explained"]).strip(), known))
        following = _NEXT_WORD.match(text, end)
        is_subject = following is not None and known.codes.get(following.group(1)) in ("V", "E", "A")
        before = None if is_subject else _NAME_BEFORE.search(text, max(0, start - LONGEST_BEFORE), start)
        if before:
            found.add(before["name"].strip())  # not of "Ann Vale, the minister said"
    return {persons.full(name) for name in found if persons.is_person(name)}
