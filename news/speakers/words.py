"""The words of one language that tell who speaks, each with the code by which clauses are matched."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import field
from functools import cache
from typing import Any, Literal

from news.language.lexicon import lexicon
from news.records import record

Gender = Literal["male", "female"]
GENDERS: tuple[Gender, ...] = ("male", "female")
HEAD_FIRST = ("fr", "es", "it", "pt")  # a noun stands before what describes it: "une porte-parole du chantier"
# Codes of words in a clause. Where a word is in several lists the later one holds.
CODES = (
    ("nouns", "w"),  # that end like verbs or adverbs: "family"
    ("prepositions", "R"),
    ("other_verbs", "v"),
    ("adverbs", "A"),
    ("conjunctions", "C"),
    ("relative", "W"),
    ("other_pronouns", "O"),
    ("definite", "D"),
    ("indefinite", "D"),
    ("male", "P"),
    ("female", "P"),
    ("verbs", "V"),
    ("gerunds", "G"),
    ("evaluative", "E"),
)

# An Arabic or French article that is part of the name behind it: "al-Sunaid", "d'Arcy".
ARTICLE = r"(?:a[lnrstz]|ad|ash|adh|e[ls]|ul|d|l)[-'’]"
_WITH_ARTICLE = re.compile(rf"{ARTICLE}[^\W\d_a-zß-öø-ÿ]")
SIGNS = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", ".": ".", "!": ".", "?": ".", "—": "-", "–": "-", "-": "-"}
SHORT_TITLES = (
    "[DMS]rs?|M[sm]e?|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Prof|St|Jr|Rev|Hon|Capt|Adm|Det|Ofc|Insp|Supt|Cmdr|Brig|Amb|Maj|Cpl|"
    "Pvt|Cllr|Sra|Dra|Dott|On"
)
POSSESSIVE = ("'s", "’s", "s'", "s’")
NONE: frozenset[str] = frozenset()
MOST_CODES = 50_000  # words kept: the news use some 30,000 again and again

PATTERNS = ("speaker_before", "says", "between", "name", "said", "topic", "no_subject")
LISTED = ("leads", "follows", "follows_else")  # each a list of patterns, tried in order
FILLED = ("verbs", "honorifics", "roles", "role_endings", "surnames", "syllables")  # lists that patterns may name


class WordCodes(dict[str, str]):
    """The code of every word and sign met so far: those listed, and the others by their form."""

    def __init__(self, listed: Mapping[str, str], suffixes: Set[str], verb_endings: tuple[str, ...]) -> None:
        """Begin with the words that are listed, and signs."""
        super().__init__({**SIGNS, **listed})
        self._listed, self._suffixes, self._verb_endings = listed, suffixes, verb_endings

    def __missing__(self, word: str) -> str:
        if len(self) > MOST_CODES:
            self.clear()
            self.update({**SIGNS, **self._listed})
        code = self[word] = self._by_form(word)
        return code

    def _by_form(self, word: str) -> str:
        if word[0].isupper():
            if "-" in word and self._listed.get(word.rpartition("-")[2]) == "T":
                return "T"  # "PVDA-voorzitter"
            if word.lower().rstrip(".") in self._suffixes:
                return "N"
            return "S" if word.endswith(POSSESSIVE) else "N"
        if _WITH_ARTICLE.match(word):
            return "S" if word.endswith(POSSESSIVE) else "N"
        if word.endswith(POSSESSIVE):
            return "s"
        if len(word) > 4 and self._verb_endings and word.endswith(self._verb_endings):
            return "w" if "-" in word else "v"  # "the now-deceased owner"
        return "A" if word.endswith("ly") and len(word) > 4 else "w"


@record
class SpeechWords:
    """What is known of one language; words are lower case."""

    codes: Mapping[str, str] = field(default_factory=dict)  # word as it stands, and with a capital -> code
    coded: Mapping[str, str] = field(default_factory=dict)  # the same of any word
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    genders: Mapping[str, Gender] = field(default_factory=dict)  # of whom a word before a name tells it: "mother"
    sources: "re.Pattern[str] | None" = None  # phrases before a name in place of a verb: "according to"
    sources_after: "re.Pattern[str] | None" = None  # the same after a quotation: "so" in German
    own_views: "re.Pattern[str] | None" = None  # phrases for the view of who was named before: "selon lui"
    leads_back: "re.Pattern[str] | None" = None  # begins a sentence that tells who said what stands before it
    subject_openings: tuple[tuple[str, ...], ...] = ()  # before a subject behind a quotation: "as", "is how"
    source_starts: frozenset[str] = frozenset()  # first words of all these
    title_endings: tuple[str, ...] = ()
    noun_endings: tuple[str, ...] = ()  # of nouns that stand before a name: "waitress Ann Vale"
    agent_endings: tuple[str, ...] = ()  # of nouns for persons who do something: "fighter"
    participle_endings: tuple[str, ...] = ()
    people_endings: tuple[str, ...] = ()  # of words for who is from a place: "Achterhoeker"
    adjective_endings: tuple[str, ...] = ()  # of words that stand before a noun with a capital: "Neue Schulden"
    age_endings: tuple[str, ...] = ()  # of words for somebody's age: "41-Jährige"
    trade_endings: tuple[str, ...] = ()  # of capitalised nouns that stand before a name: "Boxer Ali"
    capitalises_nouns: bool = False
    speaks_inside: bool = False  # the speaker may be named within the marks
    head_first: bool = False  # a noun stands before what describes it: "une porte-parole du chantier"

    @property
    def gives_things_gender(self) -> bool:
        """Whether "he" or "she" may as well be a school or a plan, by noun capitals or the head first."""
        return self.capitalises_nouns or self.head_first

    def is_trade(self, word: str) -> bool:
        """Return whether a word may tell what the person is whose name comes next, in languages that say it before."""
        is_noun = self.codes.get(word) in (None, "w", "T") and not self.has("bodies", word)
        return self.head_first and word.islower() and is_noun

    def has(self, name: str, word: str) -> bool:
        """Return whether `word`, in any case, stands in the list `name`."""
        return word.lower() in self.sets.get(name, ())


@cache
def speech_words(language: str | None) -> SpeechWords | None:
    """Return the words of `language`, stated in any form; None where no lexicon has any."""
    words = lexicon(language)
    if words is None or not words.speakers:
        return None
    table = {
        **words.speakers,
        "titles": [*_listed(words.speakers, "titles"), *words.persons.titles],
        "verbs": [*words.speech_verbs, *_listed(words.speakers, "verbs")],
        "several": [word for word, meant in words.persons.pronouns.items() if meant == "plural"],
    }
    return from_table(table, capitalises_nouns=words.has_capital_nouns, head_first=words.language in HEAD_FIRST)


def _listed(table: Mapping[str, str | list[str]], name: str) -> list[str]:
    value = table.get(name, [])
    return value.split() if isinstance(value, str) else value


def from_table(table: Mapping[str, str | list[str]], *, capitalises_nouns: bool, head_first: bool) -> SpeechWords:
    """Read one lexicon's table: each value a list, or words in one string."""
    lists = {name: _listed(table, name) for name in table}
    codes = _codes(lists)
    sets = {name: frozenset(words) for name, words in lists.items()}
    verb_endings = tuple(lists.get("verb_endings", ()))
    views = _views(lists.get("views", ()), lists.get("view_verbs", ()))
    return SpeechWords(
        codes=codes,
        coded=WordCodes(codes, sets.get("suffixes", frozenset()), verb_endings),
        sets=sets,
        genders={
            word: gender
            for gender in GENDERS
            for word in sets.get(f"{gender}_words", ())
            if codes.get(word, "T") == "T"
        },
        sources=_phrases(lists.get("sources", ()), views),
        sources_after=_phrases([*lists.get("sources", ()), *lists.get("sources_after", ())]),
        own_views=_phrases(lists.get("own_views", ())),
        leads_back=_opening(lists.get("leads_back", ())),
        subject_openings=tuple(tuple(words.split()) for words in lists.get("subject_openings", ())),
        source_starts=_first_words([*lists.get("sources", ()), *lists.get("sources_after", ())])
        | {word.capitalize() for word in lists.get("views", ())},
        title_endings=tuple(lists.get("title_endings", ())),
        noun_endings=tuple(lists.get("noun_endings", ())),
        agent_endings=tuple(lists.get("agent_endings", ())),
        people_endings=tuple(lists.get("people_endings", ())),
        adjective_endings=tuple(lists.get("adjective_endings", ())),
        age_endings=tuple(lists.get("age_endings", ())),
        participle_endings=tuple(lists.get("participle_endings", ())),
        trade_endings=tuple(lists.get("trade_endings", ())),
        capitalises_nouns=capitalises_nouns,
        head_first=head_first,
        speaks_inside=lists.get("speaks_inside", ["no"])[0] == "yes",
    )


def _codes(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the code of each listed word, in small letters and where it may open a sentence in capitals."""
    codes: dict[str, str] = {}
    for name, code in CODES:
        for word in lists.get(name, ()):
            codes[word] = code
            if code not in "VE" or word in lists.get("opening_verbs", ()):
                codes[word[0].upper() + word[1:]] = code
    for word in lists.get("titles", ()):
        for form in (word, word.capitalize(), f"{word.capitalize()}.", word.title()):
            codes.setdefault(form, "T")
    return codes


def _first_words(phrases: Iterable[str]) -> frozenset[str]:
    first = {phrase.split()[0] for phrase in phrases}
    first |= {word[: word.index("'") + 1] for word in first if "'" in word}  # "d'après" at the head of a sentence
    return frozenset(first | {word.capitalize() for word in first})


def _opening(phrases: Iterable[str]) -> "re.Pattern[str] | None":
    found = sorted(map(re.escape, phrases), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(found)})(?<=\w)\s|(?:{'|'.join(found)})(?<=')") if found else None


def _views(words: Iterable[str], verbs: Iterable[str]) -> list[str]:
    """Return patterns of words that begin a sentence that tells what somebody thinks: "Für Ann Vale ist"."""
    behind = "|".join(verbs)
    return [rf"(?-i:{word.capitalize()})(?=(?:\s[\w.'’-]+){{1,7}}?\s(?:{behind})\b)" for word in words]


def _phrases(phrases: Iterable[str], views: Sequence[str] = ()) -> "re.Pattern[str] | None":
    longest_first = sorted(phrases, key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"\b(?:{'|'.join([*map(re.escape, longest_first), *views])})\b", re.IGNORECASE)


@record
class Patterns:
    """How one of the two languages says who speaks."""

    forms: Mapping[str, "re.Pattern[str]"]
    listed: Mapping[str, Sequence["re.Pattern[str]"]]
    words: Mapping[str, tuple[str, ...]]
    stops: tuple[str, ...]
    full_name: str
    untitled: "re.Pattern[str] | None"  # a name without an office
    whole_name: "re.Pattern[str] | None"


@cache
def patterns_of(language: str) -> Patterns | None:
    """Return the patterns of `language`; None where its lexicon has none."""
    words = lexicon(language)
    table: Mapping[str, Any] = words.speakers if words else {}
    if "speaker_before" not in table:
        return None
    lists = {
        name: tuple(value.split()) for name, value in table.items() if isinstance(value, str) and name not in PATTERNS
    }

    def filled(pattern: str) -> str:
        for name in FILLED:
            pattern = pattern.replace(f"{{{name}}}", _any_of(lists[name])) if name in lists else pattern
        return pattern

    return Patterns(
        forms={name: re.compile(filled(table[name])) for name in PATTERNS},
        listed={name: [re.compile(filled(one)) for one in table[name]] for name in LISTED},
        words=lists,
        stops=tuple(table["stops"]),
        full_name=filled(table["full_name"]),
        untitled=re.compile(filled(table["untitled"])) if "untitled" in table else None,
        whole_name=re.compile(filled(table["whole_name"])) if "whole_name" in table else None,
    )


def _any_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
