"""Words between quotations, each with a one-letter code, so that clauses are matched as short strings."""

import re

from news.records import record
from news.speakers.words import SpeechWords

# Initials and titles with their full stop, a word with its joints, a sign.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.)+(?:[^\W\d_]\b)?"
    r"|(?:[DMS]rs?|M[sm]e?|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Prof|St|Jr|Rev|Hon|Capt|Adm|Sra|Dra|Dott|On)\."
    r"|[DRI]-\w+\."
    r"|\w+(?:['’&-]\w+)*['’]?|[^\w\s]"
)
# Articles that lose their vowel stand apart, and so do subjects behind their verb: "l'élève", "a-t-elle dit".
_ELIDED = re.compile(
    r"(?:[LlDdSs]|[Dd]ell|[Aa]ll|[Nn]ell|[Dd]all|[Uu]n|[Qq]u)['’](?=\w)|\w+(?=-(?:t-)?(?:ils?|elles?|on)\b)|-(?:t-)?(?:ils?|elles?|on)\b|"
    + _TOKEN.pattern
)
_SIGNS = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", ".": ".", "!": ".", "?": ".", "—": "-", "–": "-", "-": "-"}
_QUOTES = "\"'“”‘’„«»‹›「」『』"
_POSSESSIVE = ("'s", "’s", "s'", "s’")


@record
class Clause:
    """The words of one stretch of text."""

    codes: str  # one letter a word
    words: tuple[str, ...]
    starts: tuple[int, ...]  # in the text
    ends: tuple[int, ...]

    def part(self, first: int, last: int | None = None) -> "Clause":
        """Return the words from `first` up to `last`."""
        return Clause(
            codes=self.codes[first:last],
            words=self.words[first:last],
            starts=self.starts[first:last],
            ends=self.ends[first:last],
        )

    def text(self, first: int, last: int) -> str:
        """Return words joined by spaces."""
        return " ".join(self.words[first:last])


def read_clause(text: str, start: int, end: int, known: SpeechWords, *, follows: bool = False) -> Clause:
    """Cut `text` from `start` to `end` into coded words.

    N capitalised word, S possessive one, T title, L link inside a name, w other word, s possessive, D determiner,
    P he or she, O other pronoun, V verb of speech, G its participle, E verb of judgement, A adverb or auxiliary,
    R preposition, C conjunction, W who, K "according to", v another verb.
    """
    codes: list[str] = []
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    table, links = known.codes, known.sets["links"]
    sources = known.sources_after if follows else known.sources
    source = sources.search(text, start, end) if sources else None
    token = _ELIDED if known.head_first else _TOKEN
    for found in token.finditer(text, start, end):
        word = found.group()
        code = table.get(word) or _SIGNS.get(word)
        if code is None:
            if word in _QUOTES:
                continue
            code = _code_of(word, known)
        if source and source.start() <= found.start() < source.end():
            if found.start() > source.start():
                continue
            code = "K"
        if code == "N" and words and words[-1] in links:
            _join(codes, words, links)
        if code in "RCAOD" and word[0].isupper() and codes and codes[-1] in "NT":
            code = "N"  # "Al From"
        if code == "T" and word in known.sets["surname_titles"] and codes and codes[-1] == "N":
            code = "N"
        codes.append(code)
        words.append(word)
        starts.append(found.start())
        ends.append(found.end())
    return Clause(codes="".join(codes), words=tuple(words), starts=tuple(starts), ends=tuple(ends))


def _join(codes: list[str], words: list[str], links: frozenset[str]) -> None:
    """Make the small words between two parts of a name links of it: "Ursula von der Leyen"."""
    at = len(words) - 1
    while at >= 0 and words[at] in links:
        at -= 1
    if at >= 0 and codes[at] == "N" and words[at + 1] not in ("der", "den", "la", "le", "el"):
        codes[at + 1 :] = "L" * (len(words) - at - 1)


def _code_of(word: str, known: SpeechWords) -> str:
    if word[0].isupper():
        if word.lower().rstrip(".") in known.sets["suffixes"]:
            return "N"
        return "S" if word.endswith(_POSSESSIVE) else "N"
    if word.endswith(_POSSESSIVE):
        return "s"
    if len(word) > 4 and known.verb_endings and word.endswith(known.verb_endings):
        return "v"
    return "A" if word.endswith("ly") and len(word) > 4 else "w"
