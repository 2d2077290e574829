"""What the words of a name and those around it tell: a person, a body, a trade before the name."""

import re
from collections.abc import Callable, Iterable, Sequence

from news.records import SpeakerKind
from news.speakers.given_names import given_gender
from news.speakers.words import ARTICLE, NONE, SHORT_TITLES, SpeechWords

CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
TITLES = rf"(?:{SHORT_TITLES})\."
PART = rf"(?:(?:{ARTICLE})?{CAPITAL}(?:[\w’']|-(?={CAPITAL}))+|(?:{CAPITAL}\.)+|{TITLES})"
SUFFIX = re.compile(r",? (?:Jr|Sr)\b\.?|,? I{2,3}\b")
LINK_WORDS = frozenset("de van von der den al bin el la le di da dos del du ten ter".split())
# "der" and "den" only follow another: "von der Leyen", but "Großteil der Produkte" is no name.
LINKS = r"(?:(?:de|van|von)[^\S\n](?:der|den|la)|de|van|von|al|bin|el|la|le|di|da|dos|del|du|ten|ter)"
BEFORE = re.compile(rf"(?:{PART}[^\S\n](?:{LINKS}[^\S\n])*){{1,5}}$")
WORD_AFTER = re.compile(r"\W{0,2}(\w+)")
CAPITALS_AFTER = re.compile(rf"(?: (?:{ARTICLE})?{CAPITAL}[\w’'-]+)+")
NAME_AFTER = re.compile(
    rf"(?: (?:van|von|zu|de|den|der|ten|ter|da|di|dos)){{0,2}}{CAPITALS_AFTER.pattern}"
)  # of a given name
NAME_GOES_ON = re.compile(rf" {CAPITAL}\w+")  # "Prince Edward Island"
LONGEST_INITIALS = 3
LONGEST_WORD = 25  # characters
# "ExtremeTech" is no person, "LaRovere" is one.
_INNER_CAPITAL = re.compile(r"^(?!(?:Ma?c|D[aeiu]|Del|L[aeo]|V[ao]n|Fitz|St)[A-Z])\w*[a-z][A-Z]")
_AGE = re.compile(r", \d{1,2},")
_QUOTED = re.compile(r"[\"“„«\n]")
_WORD = re.compile(r"\w+")
_SECOND_SURNAME = re.compile(r" [A-ZÁÉÍÓÚÑ][a-záéíóúñü]+(?=[,.;:)])")
_ELIDED_NOUN = re.compile(r"^(?:.*\s)?(?:[LD]|Un|All|Dell)['’](?=[a-zß-öø-ÿ])\S*\s")  # "L'avvocato Dario Riva"
_AT_JOINT = re.compile(r"(['’])(?=\w*$)")  # "all'Ambiente"
_BELONGS = re.compile(
    r"(?: (?:of|for)|(?:(?<=ommittee)|(?<=ommission)|(?<=ouncil)) on) (?:the )?"
    rf"{CAPITAL}[\w’'-]+(?: (?:and )?{CAPITAL}[\w’'-]+)*"
)
_BELONGS_BY_NOUNS = re.compile(  # "la Cour des comptes"
    r" (?:des|du|del|della|dei|delle|degli|dos|das)(?: [^\W\d_]{4,}){1,2}$"
)
_AFTER_ELISION = re.compile(r"\b((?:[lds]|dell|all|nell|dall|un|qu)['’]) (?=\w)", re.IGNORECASE)
LEAST_CAPITALS = 3  # of an abbreviation: "CBS Detroit"; "JD Vance" has two
SHORT_FORM = 3  # signs of "St." with its stop
LONGEST_NAME = 5  # parts of a person's name
WINDOW = 150  # characters behind a name that are looked at


def is_body(parts: Sequence[str], known: SpeechWords) -> bool:
    """Return whether a word of a name makes it a body: "Ministry"; "Ann Mirror" may be a person, "Daily Mirror" not."""
    lows, lists = [part.lower() for part in parts], known.sets
    if len(lows) > 1 and lows[0] in lists.get("directions", NONE):
        return True  # "South Africa", "Cape Town"
    if len(lows) == 1:
        return lows[0] in lists.get("bodies", NONE) or lows[0] in lists.get("known_bodies", NONE)
    is_given = bool(parts) and given_gender(parts[0]) is not None
    is_second = bool(lows) and lows[-1] in lists.get("names_too", NONE) and lows[0] not in lists.get("towns", NONE)
    if is_second and (len(lows) == 2 or not is_given):  # "Clinton White House" has another word
        return not is_given
    is_listed = not lists.get("known_bodies", NONE).isdisjoint(lows[:1]) or "&" in lows[1:-1]  # "Google Maps"
    is_whole = (is_listed and not is_given) or known.has("named_bodies", " ".join(lows))
    return is_whole or not lists.get("bodies", NONE).isdisjoint(lows)


def without_body(parts: list[str], known: SpeechWords) -> list[str]:
    """Leave out the body that a person's name says he is of: "Ann Vale von der Universität Hamburg"."""
    links = known.sets.get("links", NONE)
    joint = next((at for at, part in enumerate(parts) if at > 1 and part in links), len(parts))
    is_of_body = len(parts) > joint and given_gender(parts[0]) is not None and is_body(parts[joint:], known)
    return parts[:joint] if is_of_body else parts


def has_form_of_body(parts: Sequence[str], known: SpeechWords) -> bool:
    """Return whether the letters of a name are not a person's: "ExtremeTech", "Cage UK", a run of many words."""
    if len(parts) == 1:
        return _INNER_CAPITAL.match(parts[0]) is not None
    if len(parts) > LONGEST_NAME or given_gender(parts[0]):
        return len(parts) > LONGEST_NAME
    short = [part for part in parts if part.isalpha() and part.isupper() and not known.has("suffixes", part)]
    return any(len(part) >= LEAST_CAPITALS or (len(part) > 1 and part == parts[-1]) for part in short)


def is_before_name(word: str, known: SpeechWords) -> bool:
    """Return whether a capitalised word stands before a given name and is no part of it: "NDP", "Australian"."""
    if known.capitalises_nouns:
        return len(word) > LEAST_CAPITALS and word.isalpha()
    if len(word) > 1 and word.isalpha() and word.isupper():
        return True
    if any(known.has(name, word) for name in ("not_names", "bodies", "peoples")):
        return True
    return len(word) > 4 and bool(known.noun_endings) and word.lower().endswith(known.noun_endings)


def given_name_at(parts: Sequence[str], is_word: Callable[[str], bool], known: SpeechWords) -> int:
    """Return where the given name stands behind words that are none: "NDP MP Carl Angus", "Waitress Ann Vale".

    Args:
        is_word: says whether the text has a capitalised word in small letters, too.
    """
    for at, part in enumerate(parts[:-1]):
        if given_gender(part.partition("-")[0]):
            before = parts[at - 1]
            return at if at == 0 or is_before_name(before, known) or is_word(before) else 0
    return 0


def is_office(word: str, known: SpeechWords) -> bool:
    """Return whether a capitalised noun before a name is an office or a trade, where all nouns have capitals."""
    if not known.capitalises_nouns or len(word) < 6 or given_gender(word):
        return False
    return word.lower().endswith(known.trade_endings)


def is_title(word: str, known: SpeechWords) -> bool:
    """Return whether a word is an office or a form of address."""
    low = word.lower().rstrip(".")
    if low in known.sets["links"]:
        return False
    if low in known.sets["titles"] or word.rpartition("-")[2] in known.sets["titles"]:  # "PVDA-voorzitter"
        return True
    return len(low) > 5 and bool(known.title_endings) and low.endswith(known.title_endings)


def is_trade(word: str, known: SpeechWords) -> bool:
    """Return whether a capitalised noun is an office or trade by its list or its ending: "Ex-Profi", "Kommentator"."""
    low = word.lower().rpartition("-")[2]
    return low in known.sets["titles"] or low.endswith(known.title_endings or "\n") or is_office(word, known)


def is_no_name(word: str, known: SpeechWords) -> bool:
    """Return whether a word before a name is a day, a participle, a conjunction: "Wednesday Vale", "Obwohl Vale"."""
    is_other = known.has("days", word) or known.codes.get(word) in ("C", "A", "R")
    is_participle = len(word) > 4 and word.endswith(known.participle_endings or "\n")
    return (is_other or is_participle) and given_gender(word) is None


def tells_kind(text: str, ends: Iterable[int], known: SpeechWords) -> SpeakerKind | None:
    """Say what follows a name of one word: an age, "he" or "her" for a person, "its" or "spokesman" for a body."""
    sets, person, body = known.sets, 0, 0
    persons = sets.get("male", NONE) | sets.get("female", NONE) | sets.get("of_persons", NONE)
    bodies = sets.get("of_bodies", NONE)
    for end in ends:
        if _AGE.match(text, end) or text.startswith(", who ", end):
            person += 2
        stop = _QUOTED.search(text, end, end + WINDOW)
        for word in _WORD.findall(text[end : stop.start() if stop else end + WINDOW].lower()):
            if word in persons:
                person += 1
            elif word in bodies:
                body += 1
    if person > 2 * body:
        return "person"
    return "body" if body > max(1, 2 * person) else None


def suffix_after(text: str, end: int, form: str, known: SpeechWords) -> "re.Match[str] | None":
    """Match what follows a surname and is part of the name: "Jr", in Spanish a second surname."""
    if found := SUFFIX.match(text, end):
        return found
    is_double = "y" in known.sets.get("name_joints", NONE) and given_gender(form.split(maxsplit=1)[0]) is not None
    return _SECOND_SURNAME.match(text, end) if is_double else None


def own_part(before: str) -> str:
    """Leave out what owns the name: "Cruz's South Carolina" is not Cruz."""
    owner = max(before.rfind("'s "), before.rfind("’s "), before.rfind("s' "))
    return before[owner + 3 :] if owner >= 0 else before


def part_before(found: "re.Match[str]", known: SpeechWords) -> str:
    """Return what is a name's of the capitals before it, not what an office is for: "ministra dei Trasporti".

    In English only where one is sent to it: "ambassador to Britain Liu Xiaming".
    """
    before = own_part(found.group())
    if not known.head_first and not known.has(
        "sent_to", found.string[max(0, found.start() - 4) : found.start()].strip()
    ):
        return before
    before = _ELIDED_NOUN.sub("", before) if known.head_first else before
    parts, words = before.split(" "), found.string[max(0, found.start() - 2 * LONGEST_WORD) : found.start()].lower()
    of, _, last = _AT_JOINT.sub(r"\1 ", words).rstrip().rpartition(" ")
    if (known.codes.get(last) != "R" and not last.endswith(("'", "’"))) or given_gender(parts[0]):
        return before
    is_office = of.rpartition(" ")[2].rpartition("'")[2] in known.sets["titles"]
    given = next((at for at, part in enumerate(parts) if at and given_gender(part)), int(is_office))
    return " ".join(parts[given:])


def after_headline(text: str) -> int:
    """Return where the text begins after a first line that capitalises most of its words."""
    end = text.find("\n")
    line = text[: max(end, 0)].split()
    if len(line) > 3 and sum(1 for word in line if word[:1].isupper()) * 10 >= len(line) * 6:
        return end
    return 0


def begins_sentence(word: str, known: SpeechWords) -> bool:
    """Return whether a capitalised word is an ordinary one: "But Trump"; "Will" may be a name."""
    return word[:1].isupper() and known.has("ordinary", word) and given_gender(word) is None


def is_within(text: str, parts: Sequence[str], known: SpeechWords) -> bool:
    """Return whether a word that is also a name stands with its capital within a sentence: "Witness You Meng"."""
    at = text.find(" ".join(parts)) if known.has("names_like_words", parts[0]) else -1
    return at > 1 and text[at - 1] == " " and text[at - 2].isalnum()


def titled(text: str, bare: str, places: Iterable[int], known: SpeechWords) -> str | None:
    """Return a name of one word with the title that belongs to it, where the text gives it one: "Sir Keir"."""
    for at in places:
        title = text[max(0, at - LONGEST_WORD) : at - 1].rpartition(" ")[2] if text[at - 1 : at] == " " else ""
        title = title.rpartition("\n")[2].rpartition("(")[2]
        is_whole = not NAME_GOES_ON.match(text, at + len(bare))
        if title[:1].isupper() and is_whole and known.has("name_titles", title):
            return f"{title} {bare}"
    return None


def of_persons(counts: dict[str, int], is_word: Callable[[str], bool], known: SpeechWords) -> dict[str, int]:
    """Leave out forms that begin with an ordinary word ("Comet Abernath"), where one begins with a given name.

    Args:
        is_word: says whether the text has a capitalised word in small letters, too.
    """
    sure = {
        given: count
        for given, count in counts.items()
        if not known.has("ordinary", given) and not is_no_name(given, known)
    }
    counts = sure or counts  # "Will Vale come?" tells no Will
    kept = {given: count for given, count in counts.items() if given_gender(given) or not is_word(given)}
    listed = {given: count for given, count in kept.items() if given_gender(given)}
    return (listed if known.capitalises_nouns else None) or kept


def in_small_letters(bare: str, text: str) -> str:
    """Write a label as the text writes the name: "VALE:" of Ann Vale."""
    if not bare.isupper() or len(bare) <= LONGEST_INITIALS or (named := bare.title()) not in text:
        return bare
    return named


def with_part(words: str, whole: str, known: SpeechWords) -> str:
    """Return the name of a body with what belongs to it: "the Ministry of Works"; not with its head."""
    if not whole.startswith(words):
        return words
    belongs = _BELONGS.match(whole, len(words)) or _BELONGS_BY_NOUNS.match(whole, len(words))
    is_part = belongs is not None and not any(is_title(word, known) for word in belongs.group().split()[:-2])
    return words + belongs.group() if belongs and is_part else words


def lower_first(phrase: str, known: SpeechWords) -> str:
    """Write the first word small, as inside a sentence."""
    first, _, rest = phrase.partition(" ")
    is_word = known.codes.get(first.lower(), "T") != "T"  # "Advocate Aurora Health"
    return as_written(f"{first.lower() if is_word else first} {rest}".strip())


def as_written(words: str) -> str:
    """Return words that spaces part with their articles at their nouns: "l'Intérieur"."""
    return _AFTER_ELISION.sub(r"\1", words)


def compounds_of(offices: set[str], known: SpeechWords, text: str) -> set[str]:
    """Return the words of a text that end with an office, as German has them: "Außenminister"."""
    if not (known.capitalises_nouns and offices):
        return set()
    ends = "|".join(map(re.escape, offices))
    return {found.group() for found in re.finditer(rf"\b[A-ZÄÖÜ][\w-]*(?:{ends})\b", text)}


def kind_behind(before: Sequence[str], known: SpeechWords, *, is_of: bool, is_title: bool) -> SpeakerKind | None:
    """Tell a person from a body by the word before a name: "chef de groupe X", but "du groupe X", "van Museum X"."""
    if known.has("named_after", before[-1]):
        return "body"
    if is_title or not known.has("bodies", before[-1]):
        return None
    is_bare = is_of and (before[-1].istitle() or known.has("bare_of", before[-2]))
    return "person" if is_bare and known.head_first else "body"  # "the association Blue Dune"


def is_placed(start: int, text: str, known: SpeechWords) -> bool:
    """Return whether a name stands behind a participle: "the authors of a study published in The Lancet wrote"."""
    before = text[max(0, start - 2 * LONGEST_WORD) : start].rpartition("\n")[2].lower().split()[-3:]
    if before and known.codes.get(before[-1]) == "D":
        before.pop()
    if len(before) < 2 or not known.has("places_before", before[-1]):
        return False
    return before[-2].endswith(tuple(known.sets.get("verb_endings", ("\n",)))) and before[-2].isalpha()


def to_stop(name: str, known: SpeechWords) -> str:
    """Cut a name where a sentence ends in it: "Hugo Paz. El", but not "St. Clair"."""
    parts = name.split()
    begins = [
        at for at, part in enumerate(parts) if known.codes.get(part.lower(), "N") in "DRCAO" or part[1:2] in ("'", "’")
    ]
    at = next((at for at in begins if at and len(parts[at - 1]) > SHORT_FORM and parts[at - 1][-1] == "."), len(parts))
    return " ".join(parts[:at]).rstrip(".") if at < len(parts) else name
