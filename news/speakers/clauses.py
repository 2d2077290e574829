"""Words between quotations, each with a one-letter code, so that clauses are matched as short strings."""

import re
from collections.abc import Iterator, Sequence

from news.records import record
from news.speakers.given_names import given_gender
from news.speakers.name_words import as_written, is_trade
from news.speakers.words import NONE, SHORT_TITLES, SpeechWords

# Initials and titles with their full stop, a word with its joints, a sign.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.)+(?:[^\W\d_]\b)?"
    rf"|(?:{SHORT_TITLES})\."
    r"|[DRI]-\w+\."
    r"|\w+(?:['’&-]\w+)*['’]?|[^\w\s\"'“”‘’„«»‹›「」『』]"
)
# Articles that lose their vowel stand apart, and so do subjects behind their verb: "l'élève", "a-t-elle dit".
_ELIDED = re.compile(
    r"(?:[LlSsd]|dell|all|nell|dall|[Uu]n|[Qq]u|(?:D|Dell|All|Nell|Dall)(?=['’][^\W\dA-ZÀ-Þ]))['’](?=\w)|\w+(?=-(?:t-)?(?:ils?|elles?|on)\b)|-(?:t-)?(?:ils?|elles?|on)\b|"
    + _TOKEN.pattern
)
_OFFICE_OF = re.compile(r"TR(?=[DNwsS]+NN)[DNwsS]+")  # "secretary of state Ann Vale"
_OF_PLACE = re.compile(r"(?<=T)RD?N+(?=NN)")  # "ministro dei Trasporti Aldo Riva"
_INSIDE_NAME = re.compile(r"(?<=[NT])[RCAODT]")
_BARE_ARTICLE = re.compile(r"D[NwsS]*$")  # "the San Diego Republican"
OF = ("of", "for", "at", "de", "du", "des", "di", "da", "do", "von", "van", "der")  # "Ann Christian Head of School"
_NOUN_OF_SOURCE = re.compile(r"K_*D?[NwsST]*G")
_TWO_OFFICES = re.compile(r"[NT]C[NT](?=NN)")
_SHARED_ENDING = re.compile(r"[NT]-(?:,[NT]-)*C(?=[NT])")
# Two who do something side by side: "Ann Vale read it and Ida Brook watched her".
_TWO_DO = re.compile(
    r"^(?:[DNwsST]*[DwsST])?(?P<one>N(?:L*N)*)(?:,[^,]*,)?A*[VEv][^VEvAGCWK:;]*(?P<joint>C)(?:[DNwsST]*[DwsST])?"
    r"(?P<other>N(?:L*N)*)(?:,[^,]*,)?A*[VEv]"
)
_OPENED = re.compile(r"N,D?[wsS]*T,N")  # a word before an office and its holder
_PASSIVE = re.compile(r"A+vR[DNws]*w$")
_NOT_FIRST = ("der", "den", "la", "le", "el")  # links that only follow another: "von der"


@record
class Clause:
    """The words of one stretch of text, or of several; where they stand is worked out when asked."""

    codes: str  # one letter a word
    words: tuple[str, ...]
    spans: tuple[tuple[str, int, int, int], ...]  # text, start, end and number of words of each stretch

    def part(self, first: int) -> "Clause":
        """Return the words from `first` on."""
        text, _, end, _ = self.spans[-1]
        start = self.starts(first + 1)[first] if first < len(self.words) else end
        words = self.words[first:]
        return Clause(codes=self.codes[first:], words=words, spans=((text, start, end, len(words)),))

    def text(self, first: int, last: int) -> str:
        """Return words joined by spaces."""
        return " ".join(self.words[first:last])

    def name(self, first: int, last: int) -> str:
        """Return words as the text writes them: an article that has lost its vowel stands at its noun."""
        return as_written(self.text(first, last))

    def starts(self, count: int) -> list[int]:
        """Return where the first `count` words stand in the text: between them are spaces and quotation marks only."""
        places: list[int] = []
        for text, start, _, length in self.spans:
            first, place = len(places), start
            for word in self.words[first : min(first + length, count)]:
                place = text.find(word, place)
                places.append(place)
                place += len(word)
        return places


def read_clause(text: str, start: int, end: int, known: SpeechWords, *, follows: bool = False) -> Clause:
    """Cut `text` from `start` to `end` into coded words.

    N capitalised word, S possessive one, T title, L link inside a name, w other word, s possessive, D determiner,
    P he or she, O other pronoun, V verb of speech, G its participle, E verb of judgement, A adverb or auxiliary,
    R preposition, C conjunction, W who, K "according to", _ the rest of such a phrase, v another verb.

    Args:
        follows: the words come after a quotation, where more words may stand for "according to".
    """
    token = _ELIDED if known.head_first else _TOKEN
    words = token.findall(text, start, end)
    codes = [*map(known.coded.__getitem__, words)]
    if not known.sets["links"].isdisjoint(words):
        _join(codes, words, known)
    if (joints := known.sets.get("name_joints")) and not joints.isdisjoint(words):
        _join_surnames(codes, words, joints)
    if "V" in codes or "E" in codes:
        _unspeak(codes, words, known)
        _as_spoken(codes, words, known)
    line = _with_joint_offices("".join(codes), words, known)
    if _OPENED.match(line) and words[0].endswith(known.participle_endings or "\n") and not given_gender(words[0]):
        line = f"R{line[1:]}"  # "Reacting, the mayor, Ann Vale, said"; not "Manning, the mayor, said"
    if "TR" in line and known.head_first:
        line = _OF_PLACE.sub(lambda found: _before_given_name(found, words), line)
    if "TR" in line and not known.head_first:
        line = _OFFICE_OF.sub(lambda found: _of_its_body(found, words, known), line)
    for found in _INSIDE_NAME.finditer(line):
        at = found.start()
        is_title = line[at] == "T"
        if _is_surname(line, words, at, known) if is_title else words[at][0].isupper():
            line = f"{line[:at]}N{line[at + 1 :]}"  # "Al From", "Peter King"
    if not known.source_starts.isdisjoint(words):
        sources = known.sources_after if follows else known.sources
        if sources and (source := sources.search(text, start, end)):
            line = _with_source(line, text, start, source, token)
            line = _NOUN_OF_SOURCE.sub(lambda found: _as_noun(found, words, known), line, count=1)
    return Clause(codes=line, words=tuple(words), spans=((text, start, end, len(words)),))


def _before_given_name(found: "re.Match[str]", words: list[str]) -> str:
    """Make of what somebody is the head words of the office, where a given name stands behind it."""
    line, start = found.string, found.start()
    at = next(
        (at for at in range(line.index("N", start) + 1, found.end() + 1) if given_gender(words[at])), found.end() + 1
    )
    return "w" * (at - start) + line[at : found.end()] if at <= found.end() else found.group()


def _of_its_body(found: "re.Match[str]", words: list[str], known: SpeechWords) -> str:
    """Make an office with its body words of the name behind them: "head of the yard's office Ann Vale"."""
    line, start = found.group(), found.start()
    for at in range(3, len(line) - 1):
        is_name = line[at : at + 2] == "NN" and given_gender(words[start + at]) is not None
        if is_name and known.has("bodies", words[start + at - 1]):
            return f"{'w' * (at - 1)}T{line[at:]}"
    return line


def _as_noun(found: "re.Match[str]", words: list[str], known: SpeechWords) -> str:
    """Make a participle the noun that it is behind "according to": "a job posting"."""
    return f"{found.group()[:-1]}w" if known.has("documents", words[found.end() - 1]) else found.group()


def _with_joint_offices(line: str, words: list[str], known: SpeechWords) -> str:
    """Make offices before one name words of it: "Kommentator und Ex-Profi Jens Vale", "Bau- und Verkehrsminister"."""
    if known.capitalises_nouns and "-" in line:
        line = _SHARED_ENDING.sub(lambda found: "w" * len(found.group()), line)
    for found in _TWO_OFFICES.finditer(line) if known.capitalises_nouns else ():
        at = found.start()
        if all(is_trade(words[place], known) for place in (at, at + 2)):
            line = f"{line[:at]}www{line[at + 3 :]}"
    return line


def _is_surname(line: str, words: list[str], at: int, known: SpeechWords) -> bool:
    """Return whether a title is the last word of a name: "Peter King", "Anna Richter" behind a given name."""
    goes_on = line[at + 1 : at + 2] in ("N", "T") or "".join(words[at + 1 : at + 2]) in OF
    ends_name = words[at][0].isupper() and not goes_on and line[at - 1] == "N" and not _BARE_ARTICLE.search(line[:at])
    return words[at] in known.sets["surname_titles"] or (ends_name and given_gender(words[at - 1]) is not None)


def _unspeak(codes: list[str], words: list[str], known: SpeechWords) -> None:
    """Make verbs of speech other words where nobody speaks: "continued to fall", "was told", "the alleged abuse"."""
    for at, code in enumerate(codes):
        if code not in "VE":
            continue
        auxiliary = at - 2 if at > 1 and codes[at - 1] == "A" else at - 1
        is_passive = at > 0 and (known.has("passive", words[at - 1]) or known.has("passive", words[auxiliary]))
        if at > 0 and known.has("articles", words[at - 1]) and words[at].endswith(known.participle_endings or "\n"):
            codes[at] = "w"
        elif known.has("particle_verbs", words[at]) and not known.has("particles", "".join(words[at + 1 : at + 2])):
            codes[at] = "v"  # "points to"
        elif at > 0 and codes[at - 1] == "N" and words[at][0].isupper():
            codes[at] = "N"  # "Frequently Asked Questions"
        elif is_passive or (words[at + 1 : at + 2] == ["to"] and known.has("before_infinitive", words[at])):
            codes[at] = "v"


def _as_spoken(codes: list[str], words: list[str], known: SpeechWords) -> None:
    """Make verbs of speech nouns behind an article ("la denuncia"), and join to a verb what belongs to it ("s'en")."""
    nouns, with_verb = known.sets.get("nouns_too", NONE), known.sets.get("with_verb", NONE)
    for at in range(1, len(codes)):
        if codes[at] not in "VE":
            continue
        if codes[at - 1] == "D" and words[at] in nouns:
            codes[at] = "T" if words[at] in known.sets["titles"] else "w"
            continue
        before = at - 2 if at > 1 and codes[at - 1] == "A" else at - 1
        if words[before] in with_verb:  # "s'en réjouit", "l'a assuré"
            codes[before] = "A"


def joined(parts: Sequence[Clause]) -> Clause:
    """Return several stretches as one; names on both sides of what is left out are two."""
    parts = [_closed(one) if f"{one.codes[-1:]}{then}" == "NN" else one for one, then in _with_next(parts)]
    return Clause(
        codes="".join(part.codes for part in parts),
        words=tuple(word for part in parts for word in part.words),
        spans=tuple(span for part in parts for span in part.spans),
    )


def _with_next(parts: Sequence[Clause]) -> Iterator[tuple[Clause, str]]:
    """Yield each stretch and the code with which the next one begins."""
    yield from zip(parts, [*(part.codes[:1] for part in parts[1:]), ""], strict=False)


def _closed(part: Clause) -> Clause:
    """Add a comma that the text does not have."""
    text, start, end, length = part.spans[-1]
    spans = (*part.spans[:-1], (text, start, end, length + 1))
    return Clause(codes=f"{part.codes},", words=(*part.words, ""), spans=spans)


def _with_source(line: str, text: str, start: int, source: "re.Match[str]", token: "re.Pattern[str]") -> str:
    """Code a phrase such as "according to" as one K; its other words count as no words."""
    first = len(token.findall(text, start, source.start()))
    length = len(token.findall(text, source.start(), source.end()))
    return f"{line[:first]}K{'_' * (length - 1)}{line[first + length :]}"


def _join_surnames(codes: list[str], words: list[str], joints: frozenset[str]) -> None:
    """Make "and" a link within a name of two surnames, where a comma closes it: "the lawyer, Rui Prates e Melo,"."""
    for at in range(3, len(words) - 1):
        is_between = words[at] in joints and codes[at - 2 : at] == ["N", "N"] and codes[at + 1] == "N"
        is_one = given_gender(words[at - 2]) is not None and given_gender(words[at + 1]) is None
        if is_between and is_one and codes[at - 3] == "," and codes[at + 2 : at + 3] in ([","], [")"], []):
            codes[at] = "L"


def _join(codes: list[str], words: list[str], known: SpeechWords) -> None:
    """Make the small words between two parts of a name links of it: "Ursula von der Leyen"."""
    links = known.sets["links"]
    for end in range(2, len(words)):
        if codes[end] != "N" or words[end - 1] not in links:
            continue
        at = end - 1
        while at >= 0 and words[at] in links:
            at -= 1
        if at < 0 or codes[at] != "N" or words[at + 1] in _NOT_FIRST or _is_whole(codes, words, at, known):
            continue
        codes[at + 1 : end] = "L" * (end - at - 1)


def _is_whole(codes: list[str], words: list[str], at: int, known: SpeechWords) -> bool:
    """Return whether a name ends before "von": "Ann Vale von der Charité", "der Verteidiger von Ann Vale"."""
    if words[at + 1] not in known.sets.get("affiliating", NONE):
        return False
    if known.capitalises_nouns and is_trade(words[at], known) and codes[at - 1 : at] == ["D"]:
        return True
    if at == 0 or codes[at - 1] != "N" or given_gender(words[at]) is not None:
        return False
    return given_gender(words[at - 1]) is not None or codes[at - 2 : at - 1] == ["T"]


def tail_features(tail: str) -> tuple[str, ...]:
    """Describe what stands between the verb and the quotation."""
    last = tail[-1:] or "none"
    length = "0" if len(tail) < 2 else "short" if len(tail) < 8 else "long"
    return (f"ends {last if last in ',:CA' else 'word'}" if tail else "ends verb", f"tail {length}")


def two_doing(clause: Clause, known: SpeechWords) -> tuple[int, ...]:
    """Return where two names stand that do something side by side: "Ann Vale read it and Ida Brook watched her"."""
    found = _TWO_DO.match(clause.codes)
    if found is None or not known.has("coordinating", clause.words[found.start("joint")]):
        return ()
    return found.start("one"), found.start("other")


def is_agent(clause: Clause, start: int, known: SpeechWords) -> bool:
    """Return whether a phrase has who does or says something: "welcomed by", "a reply from"; not "gifts from"."""
    if start < 1 or not known.has("agents", clause.words[start - 1]):
        return False
    if _PASSIVE.search(clause.codes[: start - 1]):
        return True  # "was met with laughter by"
    return clause.codes[start - 2 : start - 1] != "w" or known.has("documents", clause.words[start - 2])


def issues_words(clause: Clause, verb: int, known: SpeechWords) -> bool:
    """Return whether a subject publishes words of its own: "issued a statement"; not "posted his wife's letter"."""
    if not known.has("issuing", clause.words[verb]):
        return False
    issued = next(
        (at for at in range(verb + 1, verb + 6) if known.has("issued", "".join(clause.words[at : at + 1]))), 0
    )
    after = "".join(clause.words[issued + 1 : issued + 2])
    return issued > 0 and "," not in clause.codes[verb:issued] and not known.has("others_own", after)


def is_plural(clause: Clause, at: int) -> bool:
    """Return whether a word that may be a verb of speech is a noun: "reads one of the top comments"."""
    return clause.codes[at : at + 1] == "V" and clause.words[at].endswith("s")


def ends_with_person(clause: Clause, first: int) -> bool:
    """Return whether a person without a name stands right before the colon: "Ann Vale had advice from her mother:"."""
    return len(clause.words) > first + 2 and clause.codes[-2] == "T" and clause.codes[-3] in "DwsS"
