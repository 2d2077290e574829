"""The words of a claim in one form each, with their contraries, denials and hedges, by language."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import snowballstemmer

from news.claims.deed_words import irregular_verbs
from news.language.segments import words
from news.records import record

_STEMMERS = {
    "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch",
    "pt": "portuguese",
}  # fmt: skip
_ENDINGS = ("s", "es", "ed", "d", "ing", "ings", "er", "ers", "ion", "ions", "al", "e")

_PHRASES = ("place_words", "comparing")  # lists that hold phrases too
_LISTS = ("parts", "believing", "aside", "inverted", "among", "parts_of", "wholes", "narrowing", "narrowed")
_PATTERNS = {  # field -> list of words and phrases that it finds
    "set_phrase": "set_phrases", "condition": "conditions", "parts_behind": "parts_behind", "unable": "unable",
    "denial": "denials", "denial_verb": "denial_verbs", "discredit": "discredits", "report": "reports",
}  # fmt: skip
_SHORT = 3  # letters that a word must have more of, so that "un" makes its contrary


@record
class ClaimWords:
    """What a language's words do to a claim."""

    opposites: Mapping[str, frozenset[str]]  # form -> forms that say the contrary
    same: Mapping[str, str]  # form -> the form that stands for it
    near: Mapping[str, frozenset[str]]  # form -> forms that may stand for it
    light: frozenset[str]  # forms of words that a sentence need not hold: "person"
    aliases: Mapping[frozenset[str], tuple[frozenset[str], ...]]  # a name's words -> those of its other names
    prefixes: tuple[str, ...]  # by which a word becomes its contrary
    doers: tuple[str, ...]  # endings of words for who does something
    set_phrase: "re.Pattern[str] | None"  # where a word of `discredit` casts no doubt
    place_words: frozenset[str]  # before a name that is a place or a time
    comparing: frozenset[str]  # end in such a word and stand between two that are compared
    modal: "re.Pattern[str] | None"  # hedges that bear on what follows them alone
    believing: frozenset[str]  # verbs of who thinks, and does not know
    aside: frozenset[str]  # such verbs behind what they bear on: "…, Berg suspects"
    condition: "re.Pattern[str] | None"  # begins a condition behind what it leaves open
    inverted: frozenset[str]  # begin a condition in front: "Had she won, …"
    among: frozenset[str]  # before a part of all people
    parts_of: frozenset[str]  # nouns for a part of all people
    wholes: frozenset[str]  # words for all of them: "likely voters"
    narrowing: frozenset[str]  # before such a word: a part of them
    narrowed: frozenset[str]  # behind it: a part of them
    once: "re.Pattern[str] | None"  # before what somebody no longer is
    parts: frozenset[str]  # words before a number of some among more, or on top
    parts_behind: "re.Pattern[str] | None"  # such words behind one
    unable: "re.Pattern[str] | None"  # denies what can or will be
    future: "re.Pattern[str] | None"  # behind who says something: what will be
    measured_by: Mapping[str, frozenset[str]]  # unit -> forms of words that it implies
    verbs: frozenset[str]  # forms of irregular verbs
    variants: Mapping[str, frozenset[str]]  # form -> the words as listed that have it
    denial: "re.Pattern[str] | None"
    denial_verb: "re.Pattern[str] | None"  # turns what follows, and says something itself
    hedge: "re.Pattern[str] | None"
    discredit: "re.Pattern[str] | None"  # a report that is passed on as false or doubtful
    formerly: "re.Pattern[str] | None"  # soon before a denial: of an earlier time
    falsehood: "re.Pattern[str] | None"  # says of what stands before it that it is false
    report: "re.Pattern[str] | None"  # stands for what the sentence before says
    passive: "re.Pattern[str] | None"


@cache
def claim_words(language: str) -> ClaimWords:
    """Return the words of a language; of one without a table there are none."""
    table = _tables().get(language, {})
    groups = [*irregular_verbs(language), *table.get("same", ())]
    same = _standing_for(groups, language)
    opposites = _opposites(table.get("opposites", ()), language, same)
    sides = [group for pair in table.get("opposites", ()) for group in pair]  # the words of one side are near ones
    near = _near([*table.get("near", ()), *sides], language, same)
    _add_other_words(near, table, language, same)
    bearing = [*table.get("modals", ()), *table.get("believing", "").split()]
    broader = [line.replace(":", "") for line in table.get("broader", ())]
    return ClaimWords(
        opposites={form: frozenset(forms) for form, forms in opposites.items()},
        near={form: frozenset(others - opposites.get(form, set()) - {form}) for form, others in near.items()},
        light=frozenset(_same(word, language, same) for word in table.get("light", "").split()),
        aliases=_aliases(table.get("aliases", ())),
        prefixes=tuple(table.get("prefixes", ())),
        doers=tuple(table.get("doers", "").split()),
        modal=_any_of(bearing),
        **_as_listed(table),
        once=_any_of(table.get("once", "").split()),
        future=_future(table),
        measured_by={
            unit: frozenset(_same(word, language, same) for word in words.split())
            for unit, words in table.get("measured_by", {}).items()
        },
        same=same,
        verbs=frozenset(_same(word, language, same) for word in table.get("verbs", "").split()),
        variants=_variants([*groups, *sides, *table.get("near", ()), *broader], language, same),
        hedge=_any_of([*table.get("hedges", ()), *bearing]),
        falsehood=_falsehood(table.get("falsehoods", ())),
        formerly=_before(table.get("formerly", ())),
        passive=_any_of((table["passive"],)) if "passive" in table else None,
    )


def _as_listed(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that hold a table's words as they stand, or what finds them."""
    lists = {name: frozenset(table.get(name, "").split()) for name in _LISTS}
    phrases = {name: frozenset(table.get(name, ())) for name in _PHRASES}
    return lists | phrases | {field: _any_of(table.get(name, ())) for field, name in _PATTERNS.items()}


def _standing_for(groups: Sequence[str], language: str) -> dict[str, str]:
    """Return the form that stands for each form of these groups, and for what only looks like a form of them."""
    stem = {word: _stem(word, language) for group in groups for word in group.split()}
    same = {stem[word]: stem[group.split()[0]] for group in groups for word in group.split()}
    past = {word for group in irregular_verbs(language) for word in group.split()[1:]}
    past -= {group.split()[0] for group in groups}
    return same | {made: stem[word] for word in past for made in _inflected(word, language)}


def _opposites(pairs: Iterable[Iterable[str]], language: str, same: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the contrary words of each word that stands on one side of a pair."""
    found: dict[str, set[str]] = {}
    for pair in pairs:
        one, other = ({_same(word, language, same) for word in group.split()} for group in pair)
        for first, second in ((one, other), (other, one)):
            for form in first:
                found.setdefault(form, set()).update(second)
    return found


@lru_cache(maxsize=50_000)
def form_of(word: str, language: str) -> str:
    """Return the form in which a lower-case word is compared."""
    return _same(word, language, claim_words(language).same)


@lru_cache(maxsize=5000)
def contraries_of(word: str, language: str) -> frozenset[str]:
    """Return the forms that say the contrary: those listed, and the word with a prefix such as "un", or without it."""
    known = claim_words(language)
    made = {prefix + word for prefix in known.prefixes}
    made |= {word.removeprefix(prefix) for prefix in known.prefixes if word.startswith(prefix)}
    return known.opposites.get(word, frozenset()) | frozenset(form for form in made if len(form) > _SHORT)


def written_forms(word: str, language: str) -> frozenset[str]:
    """Return the words as they may stand in a text of the same form as `word`, its contraries too: to look them up."""
    known = claim_words(language)
    form = form_of(word, language)
    found = {word, form, *known.variants.get(form, ())}
    for other in (*known.opposites.get(form, ()), *known.near.get(form, ())):
        found |= {other, *known.variants.get(other, ())}
    base = _stem(word, language)
    bases = {base, word} | ({base[:-1] + "y"} if base.endswith("i") else set()) | {base + base[-1:]}
    endings = {base + ending for base in bases for ending in _ENDINGS} if language == "en" else set()
    listed = found | endings
    return frozenset(part for one in listed for part in words(one) if len(part) > 1)


def _near(groups: Any, language: str, same: Mapping[str, str]) -> dict[str, set[str]]:
    """Return for each form those that stand in a group with it."""
    found: dict[str, set[str]] = {}
    for group in groups:
        forms = {_same(word, language, same) for word in group.split()}
        for form in forms:
            found.setdefault(form, set()).update(forms - {form})
    return found


def _synonyms(language: str) -> dict[str, list[str]]:
    """Return for each form those that a thesaurus gives for it."""
    file = resources.files("news.claims").joinpath("tables", f"synonyms_{language}.txt")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    listed = (line.split(": ") for line in lines if not line.startswith("#"))
    return {form: others.split() for form, others in listed}


@cache
def set_phrases() -> tuple["re.Pattern[str] | None", Mapping[str, str]]:
    """Return what finds words that are read as one, of all languages, and how each is read."""
    read = dict(line.split(": ") for table in _tables().values() for line in table.get("phrases", ()))
    return _any_of(read), read


def _add_other_words(
    near: dict[str, set[str]], table: Mapping[str, Any], language: str, same: Mapping[str, str]
) -> None:
    """Add to the near words of each form those that say more than it, and those of a thesaurus."""
    for line in table.get("broader", ()):
        word, others = line.split(":")
        near.setdefault(_same(word, language, same), set()).update(_same(one, language, same) for one in others.split())
    alone = {_same(word, language, same) for word in table.get("alone", "").split()}
    for form, listed_others in _synonyms(language).items():
        if form in alone:
            continue
        others = [one for one in listed_others if one not in alone]
        near.setdefault(same.get(form, form), set()).update(same.get(one, one) for one in others)


def _variants(groups: Any, language: str, same: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return for each form the words as they are listed."""
    found: dict[str, set[str]] = {}
    for word in (word for group in groups for word in group.split()):
        found.setdefault(_same(word, language, same), set()).add(word)
    return {form: frozenset(listed) for form, listed in found.items()}


def _aliases(groups: Any) -> dict[frozenset[str], tuple[frozenset[str], ...]]:
    """Return for each name the other names that stand for it."""
    found = {}
    for group in groups:
        names = [frozenset(name.split()) for name in group.split("|")]
        found.update({name: tuple(names) for name in names})
    return found


def _future(table: Mapping[str, Any]) -> "re.Pattern[str] | None":
    """Return what finds "said that she would": what will be, told by somebody."""
    if "future" not in table:
        return None
    saying, future = ("|".join(map(re.escape, table[name])) for name in ("saying", "future"))
    return re.compile(rf"\b(?:{saying})\b(?:\s+[\w'.]+){{1,6}}?\s+(?P<future>{future})\b", re.IGNORECASE)


def _inflected(past: str, language: str) -> list[str]:
    """Return a form of what was done with the ending of a verb: "founded" is of "to found", no longer of "to find"."""
    made = (past.removesuffix("e") + ending for ending in ("ed", "ing"))
    return [word for word in made if _stem(word, language) == _stem(past, language)]


def _same(word: str, language: str, same: Mapping[str, str]) -> str:
    stem = _stem(word, language)
    return same.get(word) or same.get(stem, stem)


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    name = _STEMMERS.get(language)
    return str(_stemmer(name).stemWord(word)) if name else word


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


def _falsehood(listed: Any) -> "re.Pattern[str] | None":
    """Return what finds "are not accurate", "turned out to be completely false"."""
    if not listed:
        return None
    ends = "|".join(sorted(map(re.escape, listed), key=len, reverse=True))
    return re.compile(rf"\b(?:is|are|was|were|be|been|proved)\s+(?:\w+ly\s+)?(?:{ends})(?!\w)", re.IGNORECASE)


def _before(listed: Any) -> "re.Pattern[str] | None":
    """Return what finds one of these words, or phrases, at most two words before the end of a text."""
    if not listed:
        return None
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\W+(?:\w+\W+){{0,2}}$", re.IGNORECASE)


def _any_of(listed: Any) -> "re.Pattern[str] | None":
    if not listed:
        return None
    parts = sorted(map(re.escape, listed), key=len, reverse=True)
    return re.compile(rf"(?:(?<!\w)|(?=n't))(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = resources.files("news.claims").joinpath("tables", "claim_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
