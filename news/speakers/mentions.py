"""The persons whom one sentence names, or brings in without a name: each with its role in the sentence."""

import re
from collections.abc import Iterator

from news.records import record
from news.speakers.attribution import ASIDE_NAME, KIN_NAME
from news.speakers.candidates import FIRST
from news.speakers.clauses import Clause, is_agent, issues_words, two_doing
from news.speakers.names import Persons
from news.speakers.referents.holders import meant_in_full
from news.speakers.words import ARTICLE, Gender, SpeechWords

_NAMES = re.compile(r"(?P<mod>(?:[DNwsST]*[DwsST])?)(?P<name>N(?:L*N)*S?|S)")
_CLAUSE_SUBJECT = re.compile(
    r"(?:^|(?<=[,;:.()CVGWOv-]))(?:[DNwsST]*[DwsST])?(?P<name>N(?:L*N)*)(?:R[DNwsST]+)*(?:,(?:[^,]*,)?)?A*(?P<verb>[VEvw])"
)

# A person without a name as the subject, up to the verb: "A man from Hask, who is 41, said".
_SOMEONE = re.compile(
    r"^(?:[RCA][^,N]*,)?[AC]*(?:Nw(?=D))?(?P<phrase>(?:D|N*[Ss])[NwsSTL]*?[wT](?![NwsTSL])|DD?(?=,|A*[VEv]))(?P<tail>(?:R(?:Dv|[DNwsSTLA])+)*)(?:,[^,]*,|WA*[^,V]*)?A*(?P<verb>.)?"
)
_EXPLAINED = re.compile(r"[^,]{0,12},(?:[DTw]*N(?:L*N)|N,)")
_ACTS = ("NA", "NV", "NE", "Nv", "NC", "NW", "S", "SN", "Sw", "ST", "SA")  # "said Vale would", "said Vale's boat"
_NAMED_LAST = re.compile(r"(?:,A*VA*|K_*)$")  # ", said Ann Vale", "according to Ann Vale"
_OF_BODY = re.compile(r"^[AC]*D?N+(?:RD?N+)+[wT]+$")  # "Museum of Fine Arts conservator Ann Vale left"
_DESCRIBED = re.compile(r",(?:[DNwsS]{0,4}T|W|w,)")
_WHO_TELLS = re.compile(r"(?:,[^,]{1,40}){0,2},?WA*V")  # "Ann Vale, an adviser, who concluded"
_SAID_BY = re.compile(r"A(?P<verb>v)A*(?:R[DNw]+)?R$")
_AFTER_VERB = re.compile("[VEv]A*$")  # where a subject stands, too, in German: "gestern sprach Ann Vale"

_CAPITAL = rf"(?:{ARTICLE})?[^\W\d_a-zß-öø-ÿ]"
_NAME_AGED = rf"(?P<name>(?:{_CAPITAL}[\w’'-]*\.?\s){{{{1,3}}}}{_CAPITAL}[\w’'-]*)(?:,\s|\s\(){{age}}(?=[,).;\s])"
TWO_CAPITALS = re.compile(r"\b(?=([^\W\d_a-zß-öø-ÿ][\w’'-]+\s[^\W\d_a-zß-öø-ÿ][\w’'-]+))")  # they may overlap
_DOES = re.compile("A*[VEv]")
NEAR_OFFICE = 50  # characters before a name in which its office stands, and of what place it is
NEAR_TEXTS = 250  # characters before "one" in which texts may be told of
MOST_TO_TEXT = 4  # words from a verb to the text that it is told of: "read aloud a letter"


@record
class Mention:
    """One place where a person is named."""

    name: str  # in full
    role: str  # first, subject, joint, prepositional, possessive, other
    at: int
    tells: bool = False  # it is the subject of a verb of speech
    asks: bool = False  # it asks somebody something: who answers is somebody else
    is_unnamed: bool = False
    is_described: bool = False  # as a person: "Governor Vale", "Ann Vale, 41,", "Ann Vale, a teacher"
    gender: Gender | None = None  # of one without a name
    is_of_several: bool = False  # who do something side by side, or of whom the next sentence tells as "they"


def named_in(clause: Clause, persons: Persons, known: SpeechWords) -> Iterator[Mention]:
    """Yield the persons of one sentence, each with its role and place."""
    subjects = {found.start("name"): found.end("verb") - 1 for found in _CLAUSE_SUBJECT.finditer(clause.codes)}
    is_joined = clause.codes[:2] in ("CN", "CT") and known.has("coordinating", clause.words[0])
    first = FIRST.match(f"A{clause.codes[1:]}" if is_joined else clause.codes)  # "But Ann Vale, 48, said"
    first_at = _first_name(first) if first else -1
    if (someone := _SOMEONE.match(clause.codes)) and (unnamed := _unnamed(clause, someone, persons, known)):
        yield unnamed
    starts: list[int] = []
    two = two_doing(clause, known)
    for found in _NAMES.finditer(clause.codes):
        (start, end), mod = found.span("name"), found.start("mod")
        words = clause.text(start, end)
        before = clause.codes[start - 1 : start]
        is_last = _is_last(clause.codes, mod, end)
        is_explained = start == first_at and first is not None and not first["name"]  # "His wife, Catriona, left."
        is_open = start in two or (is_explained and end == start + 1)
        is_open = is_open and persons.kind(words, clause.codes[mod:start]) != "body"  # "Ladd and Reed": a surname
        if not (is_open or persons.is_person(words, clause.codes[mod:start])) or _is_participle(clause, end):
            continue
        is_topic = mod == 1 and clause.codes[0] == "R" and known.has("topics", clause.words[0])
        is_of_body = before in ("w", "T") and _OF_BODY.match(clause.codes[:start]) is not None
        is_first = start == first_at or (is_topic and clause.codes[end : end + 1] == ",") or is_of_body
        role = _role(clause, found, known, is_first=is_first, is_subject=is_last or start in subjects)
        starts = starts or clause.starts(len(clause.words))
        told_by = start - (1 if before == "T" else 2)  # "Mrs Vale", "his wife, Catriona,"
        gender = known.genders.get(clause.words[told_by].lower().rstrip(".")) if before == "T" or is_explained else None
        verb = subjects.get(start, -1)
        if role == "subject" and verb < 0 and (behind := _AFTER_VERB.search(clause.codes[:mod])):
            verb = behind.start()
        is_teller = is_last or _is_told_by(clause, mod, known) or _is_who_tells(clause.codes, end)
        yield Mention(
            name=meant_in_full(clause.text(start - (before == "T"), end), words, persons, known, gender=gender),
            role=role,
            at=starts[start],
            tells=is_teller or (verb >= 0 and (clause.codes[verb] == "V" or issues_words(clause, verb, known))),
            asks=asks_somebody(clause, verb, known),
            is_of_several=start in two,
            gender=gender if is_explained else None,
            is_described=before == "T" or is_explained or _is_described(clause.codes, start, end),
        )


def _is_last(codes: str, mod: int, end: int) -> bool:
    """Return whether a name stands behind what it tells: ", said Ann Vale"."""
    is_behind = mod > 0 and codes[mod - 1] in "VAK_" and codes[end - 1 : end + 1] not in _ACTS
    return is_behind and _NAMED_LAST.search(codes[:mod]) is not None


def _is_who_tells(codes: str, end: int) -> bool:
    """Return whether words behind a name say what it tells: "Ann Vale, who concluded"."""
    return codes[end : end + 1] in (",", "W") and _WHO_TELLS.match(codes, end) is not None


def _is_described(codes: str, start: int, end: int) -> bool:
    """Return whether a full name is followed by what somebody is: "Ann Vale, a teacher"."""
    return end > start + 1 and _DESCRIBED.match(codes, end) is not None


def _role(clause: Clause, found: "re.Match[str]", known: SpeechWords, *, is_first: bool, is_subject: bool) -> str:
    """Tell what a name is in its sentence."""
    (start, end), mod, codes = found.span("name"), found.start("mod"), clause.codes
    if codes[end - 1] == "S":
        return "possessive"
    if is_joint(codes, start, end):
        return "joint"
    if is_first:
        return "first"
    if is_subject or (known.capitalises_nouns and _AFTER_VERB.search(codes[:mod])):
        return "subject"
    is_inside = "R" in codes[max(0, mod - 1) : start] and not is_agent(clause, mod, known)
    return "prepositional" if is_inside else "other"


def is_titled(text: str, office: str) -> bool:
    """Return whether a text gives an office to somebody by name, so that its holder is no stranger."""
    return re.search(rf"\b(?i:{re.escape(office)})(?:\s\w+){{0,4}},?\s+[A-ZÀ-Þ]\w+\s[A-ZÀ-Þ]", text) is not None


def _is_told_by(clause: Clause, mod: int, known: SpeechWords) -> bool:
    """Return whether something is said by a person: "That was pointed out on Tuesday by Ann Vale"."""
    found = _SAID_BY.search(clause.codes[:mod])
    if found is None or not known.has("agents", clause.words[mod - 1]):
        return False
    return known.codes.get(clause.words[found.start("verb")]) == "V"


def _unnamed(clause: Clause, found: "re.Match[str]", persons: Persons, known: SpeechWords) -> Mention | None:
    """Return the subject of a sentence where it is a person without a name: "A man stood up", "Vale's wife left"."""
    start, end = found.span("phrase")
    words = clause.words[start:end]
    head, first = words[-1].lower(), words[0].lower()
    gender = known.genders.get(head)
    is_person = gender is not None or any(known.has(name, head) for name in ("titles", "anonymous"))
    is_lone = known.has("lone", " ".join(words))  # "Another shrugged."
    is_trade = head.endswith(known.agent_endings or "\n") and not known.has("documents", head)
    is_one = known.has("single", first) or (gender is not None and _is_owned(clause.codes[start:end], first, known))
    is_told = known.has("definite", first) and known.has("judging_bodies", "yes") and is_person
    is_one = is_one or (is_told and not is_titled(persons.text, head))
    if not (is_lone or ((is_person or is_trade) and is_one)) or _EXPLAINED.match(clause.codes, end):
        return None
    words = (
        *words,
        *(clause.words[slice(*found.span("tail"))] if found["tail"] and clause.codes[start] == "D" else ()),
    )
    return Mention(
        name=" ".join((first if clause.codes[start] == "D" else words[0], *words[1:])),
        role="first",
        at=clause.starts(start + 1)[start],
        tells=found["verb"] == "V" and (is_person or is_lone),
        asks=asks_somebody(clause, found.start("verb"), known),
        is_unnamed=True,
        gender=gender,
    )


def _is_owned(codes: str, first: str, known: SpeechWords) -> bool:
    """Return whether a phrase says whose somebody is: "his wife", "Vale's wife"."""
    return known.has("owners", first) or "S" in codes or "s" in codes


def _is_participle(clause: Clause, end: int) -> bool:
    """Return whether the first word of a sentence describes the pronoun that follows: "Mortified, she thanked him"."""
    return end == 1 and (clause.codes == "N," or clause.codes.startswith("N,P"))


def _first_name(first: "re.Match[str]") -> int:
    """Return where the name of a sentence's first phrase stands: in it, or in the words that explain it."""
    if first["name"]:
        return first.start("name")
    aside = first["aside"] or ""
    inner = ASIDE_NAME.match(aside) or ((first["common"] or "").endswith("T") and KIN_NAME.match(aside))
    return first.start("aside") + inner.start("name") if inner else -1


def tells_of_others_words(clause: Clause, persons: Persons, known: SpeechWords) -> bool:
    """Return whether a sentence tells of words that may be quoted behind it: "a letter", "a song", "his wife said"."""
    teller = clause.codes.find("V")
    for at, word in enumerate(clause.words):
        is_somebody = word.lower() in known.genders or any(known.has(name, word) for name in ("groups", "of_others"))
        if (is_somebody or persons.is_title(word)) and _DOES.match(clause.codes, at + 1):
            return True
        if 0 <= teller < at <= teller + MOST_TO_TEXT and known.has("documents", word):
            return True
        if 0 <= teller < at and known.has("works", word):
            return True
    return False


def is_joint(codes: str, start: int, end: int) -> bool:
    """Return whether a name is one of two joined by a conjunction: "A and B argued"."""
    after, before = codes[end : end + 6], codes[max(0, start - 6) : start]
    if re.search(r"R[^,;VvEwAGW]*$", codes[:start]):
        return False  # "between A and B"
    # "Vale and the mayor, Ann Reed,"
    is_explained = re.search(r"NC[DTw]+,$", codes[max(0, start - 8) : start]) or re.match(r"C[DTw]+,N", codes[end:])
    return bool(re.match(r"C[DTw]*[NT]", after) or re.search(r"NC[DTw]*$", before) or is_explained)


def asks_somebody(clause: Clause, verb: int, known: SpeechWords) -> bool:
    """Return whether a subject asks somebody something: "asked Ann Vale", "asked whether"; not "asked for calm"."""
    if not 0 <= verb < len(clause.words) or clause.codes[verb] != "V" or not known.has("asking", clause.words[verb]):
        return False
    return clause.codes[verb + 1 : verb + 2] in ("N", "T", "P") or known.has(
        "questions", "".join(clause.words[verb + 1 : verb + 2])
    )


def names_somebody(persons: Persons, words: str) -> bool:
    """Return whether some words name a person in two words: "the host, board member Ann Vale, said"."""
    return any(persons.is_person(found.group(1)) for found in TWO_CAPITALS.finditer(words))


def may_name_somebody(persons: Persons, words: str, known: SpeechWords) -> bool:
    """Return whether some words name a person; where a second sign is asked for, any two capitalised words may."""
    if names_somebody(persons, words) or not known.has("second_signs", "descriptions"):
        return names_somebody(persons, words)
    pairs = (found.group(1).split() for found in TWO_CAPITALS.finditer(words))
    return any(known.codes.get(first, "T") == "T" and known.codes.get(last, "T") == "T" for first, last in pairs)


def is_elsewhere(phrase: str, head: str, holder: str, persons: Persons, known: SpeechWords) -> bool:
    """Return whether somebody holds an office of another place: "the Hask manager" is not "Orsel manager Ann Vale"."""
    places = [word for word in phrase.split()[1:] if word[0].isupper() and word.isalpha()]
    if known.has("second_signs", "descriptions") and not known.capitalises_nouns:
        led = persons.text.partition(holder)[0][-NEAR_OFFICE:]
        return any(word[0].isupper() and word not in led for word in phrase.partition(head)[0].split()[1:])
    held = re.search(rf"([^\W\d_a-zß-öø-ÿ]\w+) {re.escape(head)} {re.escape(holder)}", persons.text)
    return bool(places) and held is not None and held.group(1) not in places


def of_age(phrase: str, persons: Persons, known: SpeechWords) -> str | None:
    """Return the only person of an age by which a phrase calls somebody: "the 29-year-old" of "Ann Vale, 29,"."""
    age = next((word.partition("-")[0] for word in phrase.split() if word.endswith(known.age_endings or "\n")), "")
    if not age.isdigit():
        return None
    found = (before["name"] for before in re.finditer(_NAME_AGED.format(age=age), persons.text))
    named = {persons.full(name) for name in found if persons.is_person(name)}
    return named.pop() if len(named) == 1 else None


def tells_of_texts(before: str, known: SpeechWords) -> bool:
    """Return whether texts are told of shortly before: "Notes were read out. “…,” said one"."""
    words = re.findall(r"\b\w+s\b", before[-NEAR_TEXTS:])
    return any(known.has("documents", word[:-1]) for word in words)
