"""Who may have said a quotation: phrases beside it that stand where a speaker stands."""

import re
from collections.abc import Iterator, Set

from news.speakers.attribution import (
    ASIDE,
    BEFORE_SUBJECT,
    FROM_BODY,
    LONG_ASIDE,
    NAME,
    NAMED,
    PHRASE,
    TAIL,
    Candidate,
    is_adverbial,
    is_word,
    made_candidate,
)
from news.speakers.clauses import Clause, ends_with_person, is_agent, is_plural, tail_features
from news.speakers.words import NONE, SpeechWords

RIGHT_SUBJECT = re.compile(rf"^,?A*{PHRASE}{TAIL}{ASIDE}A*(?P<verb>[VE])")
RIGHT_INVERTED = re.compile(rf"^,?A*(?P<verb>[VE])A*{PHRASE}{TAIL}(?P<aside>,[^,.:;]{{1,40}}(?=[,.]|$))?")
# Who is addressed may stand first: "explique à l'agence Marine la géologue Inès Béguin".
RIGHT_ADDRESSED = re.compile(
    rf"^,?A*(?P<verb>V)A*R(?:D?[NwsSTL]+(?=D)|D?w(?=NN)){PHRASE}{TAIL}(?P<aside>,[^,.:;]{{1,40}}(?=[,.]|$))?"
)
RIGHT_BESIDE = re.compile(rf"^,?A*(?P<verb>V)A*,w{{1,2}},{PHRASE}{TAIL}(?P<aside>$^)?")  # "constate, amère, la maire"
RIGHT_SOURCE = re.compile(rf"^,?K_*{PHRASE}{TAIL}(?P<aside>,[^,.:;]{{1,40}}(?=[,.]|$))?")
# The speaker of an indirect sentence just before a quotation.
EARLIER_INVERTED = re.compile(rf",A*(?P<verb>V)A*{PHRASE}{TAIL}(?P<aside>,[^,.:;]{{1,40}})?A*\.?$")
EARLIER_SUBJECT = re.compile(rf",{PHRASE}{TAIL}(?P<aside>,[^,.:;]{{1,40}},)?A*(?P<verb>V)[^VEG,.]{{0,6}}\.?$")
EARLIER_FIRST = re.compile(rf"^(?:[RCVG][^,]*,)?[AC]*{PHRASE}{TAIL}{ASIDE}A*(?P<verb>V)")
INSIDE = re.compile(rf",A*(?P<verb>V)A*{PHRASE}{TAIL}(?=[,.]|$)")
INSIDE_DASHES = re.compile(rf"-A*(?P<verb>V)A*{PHRASE}{TAIL}(?P<aside>,[^,.:;-]{{1,40}})?(?=-)")
RIGHT_DOCUMENT = re.compile(rf"^,?A*(?P<verb>V)O?R{PHRASE}{TAIL}")
RIGHT_READ = re.compile(rf"^,?[AOwv]*(?P<verb>[Vwv])O?A*R{PHRASE}{TAIL}")  # "peut-on lire dans le courrier"
RIGHT_HEARD = re.compile(
    rf"^,?A*(?P<verb>V)O?A*R[DNw]{{1,2}}(?P<from>R){PHRASE}{TAIL}"
)  # "hieß es am Montag aus dem Rathaus"
READ_IN = re.compile(rf"^[AOCwv]{{0,3}}(?P<verb>[Vwv])O?R{PHRASE}{TAIL}[^VEG]*$")  # "On peut lire dans le rapport que"
LEFT_READ = re.compile(rf"OA*R{PHRASE}{TAIL}(?P<verb>V)[^VEG]*$")  # "Wie es in dem Gutachten heißt"
LEFT_SUBJECT = re.compile(rf"(?:^|(?<=[,;:.()ACVEGWROv-])|(?<=[wN])(?=D[NwsST]*T)){PHRASE}{TAIL}{ASIDE}A*$")
RIGHT_EXPLAINED = re.compile(rf"^,?A*{NAMED}{LONG_ASIDE}A*(?P<verb>[VE])")
LEFT_EXPLAINED = re.compile(rf"(?:^|(?<=[,;:.(])){NAMED}{LONG_ASIDE}A*$")
# Without a second comma: "Ann Vale, a spokeswoman for the yard said", "his classmate, Ann Vale said".
RIGHT_UNCLOSED = re.compile(rf"^,?A*{NAMED}(?P<aside>,[DTw][^,.:;VEGP]{{1,40}})(?P<verb>V)")
# "“…,” Centre for Boats and Harbours analyst Ann Vale told …"
RIGHT_OF_BODY = re.compile(rf"^,?A*D?N+(?:[RC]D?N+){{1,3}}w{{0,2}}T+{NAMED}A*(?P<verb>V)")
# "“…,” lead researcher and yard scientist Ann Vale said": two roles of one person
RIGHT_OF_TWO_ROLES = re.compile(rf"^,?A*[wT]+C[NwsST]*T{NAMED}A*(?P<verb>V)")
RIGHT_BEHIND_ROLE = re.compile(rf"^,?A*D?[NwsST]*T{TAIL.replace('pp', 'of')},{NAMED}A*(?P<verb>V)")
# "…, on her network, Velden Social, the mayor of Hask, Ann Vale, said"
BEFORE_ITS_HOLDER = re.compile(r"(?<=,)(?=D[^,]*T[^,]*,N(?:L*N)+,A*$)")
# "Speaking on the radio on Friday, Ann Vale, a baker, said"
OPENED = re.compile(rf"^[^,.:;]+,(?={NAMED},[^,.:;]{{1,40}},A*[VE])")
LEFT_WHO = re.compile(rf"{PHRASE}{TAIL},?WA*$")
LEFT_SOURCE = re.compile(rf"K_*{PHRASE}{TAIL}(?P<aside>,[^,.:;]{{1,40}},)?[^VEG]*$")
AFTER_VERB = re.compile(rf"^A*{PHRASE}{TAIL}(?P<aside>,[^,.:;]{{1,40}}(?=[,.:]|$))?")
ADJACENT = re.compile(r"(?P<mod>)(?P<name>N(?:L*N)+|(?<=T)N)(?P<pp>)(?P<pronoun>$^)?(?P<common>$^)?A*$")
FIRST = re.compile(rf"^(?:[RCVG][^,]*,)?[AC]*{PHRASE}{TAIL}(?P<aside>,[^,.:;]{{1,40}},)?")
# In "Vale says Hill pushed him, shouting …" and "Vale left after Hill came, asking …" either may speak.
INNER_SUBJECT = re.compile(rf"[CV]D?{NAME}(?:{TAIL})(?:,[^,.:;]{{1,40}},)?A*[vVE]")
OWN_SUBJECT = re.compile(rf"{PHRASE}{TAIL}{ASIDE}A*$")
# Who is named last before a colon: "…, 71-year-old Ann Vale:", "a note from the Hask Health Office:", "Vale's answer:".
NAMED_LAST = re.compile(
    r"(?P<brings>^|,A?|[vR])(?P<mod>D?[wsT]*)(?P<name>N(?:L*N)+)(?P<pp>)(?P<pronoun>$^)?(?P<common>$^)?(?P<aside>,[^,.:;VEGNPS]{1,40},?)?:$"
)
OWN_ANSWER = re.compile(r"(?:^|,A*)(?P<mod>)(?P<name>N*S)(?P<pp>)(?P<pronoun>$^)?(?P<common>$^)?w:$")
BRINGS_IN = (",", "with")
GOES_ON = ("adding",)  # the first subject speaks on
QUOTES_SOMEBODY = ("quoted", "quotes", "quoting")
QUOTED = "as"  # "quoted Ann Vale as saying", "reported her as saying", "Ann Vale was quoted as saying"
ACTIVELY_QUOTED = re.compile(rf"^,?A*[DNwsSTLA]+[vV]{PHRASE}{TAIL}(?=CG)")
PASSIVELY_QUOTED = re.compile(rf"^,?A*{PHRASE}{TAIL}{ASIDE}A*[vV](?:R[DNwsSTL]+)?(?=CG)")
LEFT_QUOTED = re.compile(rf"(?<=[vV]){PHRASE}{TAIL}$")
QUOTED_DOING = re.compile(rf"(?<=[vV]){PHRASE}{TAIL}{ASIDE}$")
ANOTHERS = re.compile(r"K[^,]*,(?=[^,:]*[Nw][^,:]*[vwE])[^,:]{4,}[,:]$")  # "According to X, Y issued the statement, “"
SHORT_TAIL = 7  # words from a subject to a colon, in which nothing else is named: "Ann Vale war zufrieden:"
THAT = ("that",)  # a clause begins, and its subject is told of: "filings revealed that Ann Vale"
JOINED = re.compile(r"(?:^|,)N{1,2}CN{1,2}$")  # two speak together: "Wright and Lo said"
TO_SAY = ("this", "to", "say")  # "Ann Vale had this to say:"
SPEAKS = frozenset("VEGKP")
TELLS_OF_ANOTHER = frozenset("VGKPNS")
LAST_VERB = re.compile(r"[VEG](?=[^VEG]*$)")
TAIL_SOURCE = re.compile(rf",K_*{PHRASE}{TAIL}(?P<aside>$^)?\.?$")


def behind_candidates(clause: Clause, known: SpeechWords) -> list[Candidate]:
    """Return who is named, or what is read, right after a quotation."""
    found = list(right_candidates(clause, known))
    if known.has("drops_subjects", "yes"):
        found = [one for one in found if not is_adverbial(one, known)]
    if any(one.pattern == "right inverted" and known.head_first for one in found):
        return found
    return [*found, *read_behind(clause, known.sets.get("reads", NONE), known.sets.get("places_of_bodies", NONE))]


def ahead_candidates(clause: Clause, known: SpeechWords, said: str) -> list[Candidate]:
    """Return what is read, or who is named, in the words that lead to a quotation whose first word is `said`."""
    if not known.sets.get("quoting", NONE).isdisjoint(clause.words):
        return []  # "Ann Vale cita al perito Udo Riva: “…”": another one's words
    verb = LAST_VERB.search(clause.codes) if known.capitalises_nouns and clause.codes[:1] == "R" else None
    if verb and clause.codes[-1:] == ":" and clause.codes[verb.end()] in "DTNP":
        clause = clause.part(verb.start())  # "Nach dem Treffen mit Udo Vahl sagte die Ministerin:"
    if (opened := OPENED.match(clause.codes)) and (clause.codes[0] in "RG" or known.has("openings", clause.words[0])):
        clause = clause.part(opened.end())
    found = list(read_before(clause, known.sets.get("reads", NONE))) or list(left_candidates(clause, known))
    is_inner = clause.codes[-1:] == "N" and known.has("predicates", said) and said.islower()  # "said Vale “has left”"
    return [one for one in found if not (is_inner and one.pattern == "left inverted")]


def right_candidates(clause: Clause, known: SpeechWords) -> Iterator[Candidate]:
    """Yield who is named right after a quotation, in some languages behind the verb and whom it addresses."""
    at = int(clause.codes[:1] == ",")
    if opening := next((one for one in known.subject_openings if clause.words[at : at + len(one)] == one), ()):
        clause = clause.part(at + len(opening))
        if RIGHT_SUBJECT.match(clause.codes) is None or clause.codes[:1] == ",":
            return
    for pattern in (ACTIVELY_QUOTED, PASSIVELY_QUOTED):
        if (found := pattern.match(clause.codes)) and clause.words[found.end()] == QUOTED:
            yield from made_candidate("right quoted", clause, found, verb_at=found.end() + 1)
            return
    for name, pattern in (
        ("right inverted", RIGHT_INVERTED),
        ("right subject", RIGHT_SUBJECT),
        ("right subject", RIGHT_EXPLAINED),
        ("right subject", RIGHT_UNCLOSED),
        ("right subject", RIGHT_BEHIND_ROLE),
        ("right subject", RIGHT_OF_BODY),
        ("right subject", RIGHT_OF_TWO_ROLES),
        ("right source", RIGHT_SOURCE),
    ):
        if found := pattern.match(clause.codes):
            if not (found["common"] and is_plural(clause, found.end())):
                yield from made_candidate(name, clause, found)
            break
    if known.head_first and (found := RIGHT_ADDRESSED.match(clause.codes) or RIGHT_BESIDE.match(clause.codes)):
        yield from made_candidate("right inverted", clause, found)


def read_behind(clause: Clause, reads: Set[str], places: Set[str]) -> Iterator[Candidate]:
    """Yield the document in which a quotation is read, or the body from which it is heard.

    Args:
        reads: verbs by which a text is read: "se lee en la carta".
        places: words before a body that says something: "heißt es aus dem Rathaus".
    """
    if (found := RIGHT_HEARD.match(clause.codes)) and clause.words[found.start("from")] in places:
        yield from made_candidate("right document", clause, found, features=(FROM_BODY,))
        return
    for pattern in (RIGHT_DOCUMENT, *((RIGHT_READ,) if reads else ())):
        if (found := pattern.match(clause.codes)) is None:
            continue
        is_heard = clause.words[clause.codes.index("R", found.start("verb"))] in places
        if is_heard or not reads or clause.words[found.start("verb")] in reads:
            features = (FROM_BODY,) if is_heard else ()
            yield from made_candidate("right document", clause, found, features=features)
            return


def read_before(clause: Clause, reads: Set[str]) -> Iterator[Candidate]:
    """Yield the document in which a quotation is read that follows: "On peut lire dans le rapport que"."""
    if reads.isdisjoint(clause.words):
        return
    for pattern in (READ_IN, LEFT_READ):
        if (found := pattern.search(clause.codes)) and clause.words[found.start("verb")] in reads:
            yield from made_candidate("left after preposition", clause, found)
            return


def left_candidates(clause: Clause, known: SpeechWords) -> Iterator[Candidate]:
    """Yield who is named in the words of the sentence that lead to a quotation."""
    codes = clause.codes
    if codes.endswith(":") and (named := list(_named_last(clause, known))):
        return (yield from named)
    verb = LAST_VERB.search(codes)
    if verb is None or clause.words[verb.end() - 3 : verb.end()] == TO_SAY:
        return (yield from _without_verb(clause))
    at = verb.start()
    tail = tail_features(codes[at + 1 :])
    more = (f"verb {codes[at]}", *tail)
    if found := LEFT_SOURCE.search(codes, at):
        return (yield from made_candidate("left source", clause, found))
    if codes[at] == "G":
        if found := _participle_subject(clause, at):
            yield from made_candidate("left participle", clause, found, verb_at=at, features=more)
        return
    if codes[:1] == "R" and "," not in codes[:at] and (found := ADJACENT.search(codes[:at])):
        return (yield from made_candidate("left subject", clause, found, verb_at=at, features=more))
    found = _left_subject(codes[:at], may_explain=known.head_first)
    if found and not (is_word(found) and AFTER_VERB.match(codes[at + 1 :])):
        name = "left subject" if codes[found.start() - 1 : found.start()] != "R" else "left after preposition"
        if name != "left subject" and (inner := codes.rfind("D", found.start() + 1, at)) > 0 and known.head_first:
            return (yield from left_candidates(clause.part(inner), known))  # "In una nota la Regione assicura"
        more = (*more, "after conjunction") if codes[1 : found.start()].endswith("C") else more
        is_joint = found["name"] is not None and JOINED.search(codes[: found.end("name")]) is not None
        if name != "left subject" and codes[at + 1 : at + 2] in ("D", "T", "N"):
            more = (*more, BEFORE_SUBJECT)
        yield from () if is_joint else made_candidate(name, clause, found, verb_at=at, features=more)
        if name == "left subject":
            return
    if found := LEFT_WHO.search(codes[:at]):
        yield from made_candidate("left who", clause, found, verb_at=at, features=more)
        return
    after = clause.part(at + 1)
    if after.words[:1] != THAT and (at > 0 or codes[-1:] == ":") and (found := AFTER_VERB.match(after.codes)):
        yield from made_candidate("left inverted", after, found, features=more)


def _named_last(clause: Clause, known: SpeechWords) -> Iterator[Candidate]:
    """Yield who is named last before a colon in a sentence that tells of nobody else, or whose answer it is."""
    codes = clause.codes
    if (found := OWN_ANSWER.search(codes)) and known.has("answers", clause.words[-2]):
        yield from made_candidate("left source", clause, found)
    elif (found := NAMED_LAST.search(codes)) and TELLS_OF_ANOTHER.isdisjoint(codes[: found.start()]):
        at = found.start()
        is_from = known.has("agents", clause.words[at]) and is_agent(clause, at + 1, known)
        if found["brings"][:1] == "," or known.has("naming", clause.words[at]) or (is_from and codes[at - 1] == "w"):
            yield from made_candidate("left source", clause, found)


def _without_verb(clause: Clause) -> Iterator[Candidate]:
    """Yield who is named where no verb of speech leads to a quotation: "according to …", "Ann Vale: …"."""
    clause = clause.part(1) if clause.codes[:1] == "," else clause  # behind a name in marks
    codes = clause.codes
    if found := LEFT_SOURCE.search(codes):
        yield from () if ANOTHERS.search(codes) else made_candidate("left source", clause, found)
    elif (found := FIRST.match(codes)) and not ends_with_person(clause, found.end()):
        is_label = found.end() >= len(codes) - 1
        is_short = len(codes) - found.end() <= SHORT_TAIL and not any(code in "RDNT" for code in codes[found.end() :])
        more = ("label",) if is_label else ("short tail",) if is_short else ()
        if codes.endswith(":") or clause.words[-3:] == TO_SAY:
            yield from made_candidate("left colon", clause, found, features=more)


def _participle_subject(clause: Clause, at: int) -> "re.Match[str] | None":
    """Match whose participle stands at `at`: of who is quoted "as saying", or "admitting", or of the first phrase."""
    codes = clause.codes
    if clause.words[at - 1] == QUOTED and (found := LEFT_QUOTED.search(codes[: at - 1])):
        return found
    if found := _quoted_doing(clause, at) or _own_subject(clause, at):
        return found
    is_unsure = clause.words[at] not in GOES_ON and INNER_SUBJECT.search(codes[:at], 1) is not None
    return None if is_unsure else FIRST.match(codes[:at])


def _quoted_doing(clause: Clause, at: int) -> "re.Match[str] | None":
    """Match who does what is told of one who is quoted: "The Vale Post quoted the mayor, Ann Lo, admitting that"."""
    found = QUOTED_DOING.search(clause.codes[:at])
    return found if found and clause.words[found.start() - 1] in QUOTES_SOMEBODY else None


def _own_subject(clause: Clause, at: int) -> "re.Match[str] | None":
    """Match who is brought in for the participle: "He was named by friends, with one of them telling the Vale Post"."""
    places = [place for place in range(1, at) if clause.words[place - 1 : place + 1] == BRINGS_IN]
    return OWN_SUBJECT.match(clause.codes[:at], places[-1] + 1) if places else None


def _left_subject(codes: str, *, may_explain: bool) -> "re.Match[str] | None":
    """Return the phrase before a verb; of "Last night a spokesman told" not the night."""
    office = BEFORE_ITS_HOLDER.search(codes) if may_explain else None
    found = LEFT_SUBJECT.search(codes, office.start()) if office else None
    found = found or LEFT_EXPLAINED.search(codes) or LEFT_SUBJECT.search(codes)
    if found is None or not is_word(found):
        return found
    place = found.end("common")
    behind = LEFT_SUBJECT.search(codes, place)
    return behind if behind and codes[place : behind.start()] in ("", ",") else found


def earlier_candidates(clause: Clause) -> Iterator[Candidate]:
    """Yield the speaker of an indirect sentence that a quotation follows: "It was late, said Ann Vale. “…”"."""
    for pattern in (EARLIER_INVERTED, EARLIER_SUBJECT, EARLIER_FIRST):
        if found := pattern.search(clause.codes):
            yield from made_candidate("earlier sentence", clause, found)
            return


def tail_candidates(clause: Clause, *, inverted_only: bool = False) -> Iterator[Candidate]:
    """Yield who speaks at the end of a sentence of which a quotation is a part: "“…” of the boat, Ann Vale said."."""
    if clause.codes[:1] in (",", ".", ":"):
        return
    for pattern in (EARLIER_INVERTED,) if inverted_only else (EARLIER_INVERTED, EARLIER_SUBJECT, TAIL_SOURCE):
        if (found := pattern.search(clause.codes)) and SPEAKS.isdisjoint(clause.codes[: found.start()]):
            yield from made_candidate("right tail", clause, found)
            return


def first_phrase(clause: Clause) -> Iterator[Candidate]:
    """Yield the first phrase of a sentence: most often its subject."""
    if found := FIRST.match(clause.codes):
        yield from made_candidate("first", clause, found)


def inside_candidates(clause: Clause) -> Iterator[Candidate]:
    """Yield who is named within the marks, as French papers do: « We must go, says Ann Vale. It is late. »."""
    if found := INSIDE_DASHES.search(clause.codes) or INSIDE.search(clause.codes):
        yield from made_candidate("inside", clause, found)
