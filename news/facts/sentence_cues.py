"""The phrases by which a sentence is no news or leans on another, by language, ready to search with."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from news.records import record


@cache
def _cues() -> dict[str, Any]:
    text = (resources.files(__package__) / "sentence_cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def cue_list(language: str, name: str) -> list[str]:
    """Return one list of a language's cues; empty where it has none."""
    listed: list[str] = _cues().get(language, {}).get(name, [])
    return listed


@record
class PoorRules:
    """Weights of a logistic model of sentences that a reader judged poor (benchmarks/digest/reading), beside words."""

    base: float = -1.11
    chance: float = -0.72  # for the log odds that it tells a fact of the day
    first: float = 0.65  # the first of its article: the chance above makes too much of it
    denial: float = -0.38
    figure: float = -0.71  # one that the story had not told


POOR_RULES = PoorRules()


@record
class Cues:
    """One language's cues, ready to search with."""

    not_news: re.Pattern[str]
    leaning: re.Pattern[str] | None
    standing: re.Pattern[str] | None  # begins like one that leans, and stands alone: "this week"
    expletive: re.Pattern[str] | None  # … with what it announces: "it is unclear whether"
    cleft: re.Pattern[str] | None  # … and leans all the same: "it was the story that"
    subordinate: re.Pattern[str] | None  # a clause with a pronoun before the main one: "After she was told"
    taken_back: re.Pattern[str] | None  # the next sentence says that this one is not so
    among: re.Pattern[str] | None  # some of whom no word before has named: "will hear three of them"
    linking: re.Pattern[str] | None
    adding: re.Pattern[str] | None  # a speaker's second point: "The minister also said …"
    speech: re.Pattern[str] | None
    pronoun: re.Pattern[str] | None  # one that speaks
    saying: re.Pattern[str] | None  # verbs of speech
    closing: re.Pattern[str] | None  # a speaker without a name closes a sentence: "…, he said."
    caption: re.Pattern[str] | None
    auxiliaries: frozenset[str]  # before a caption's verb they make it none
    photo: re.Pattern[str]  # who took a picture
    past: re.Pattern[str] | None
    attributing: re.Pattern[str] | None  # whose word a sentence is
    personal: re.Pattern[str] | None  # its writer speaks of himself, or comments
    addressed: re.Pattern[str] | None  # … or speaks to the reader, where it names nobody whose word it is
    certainty: re.Pattern[str] | None  # how sure something is, or who finds out
    has_capitals: bool  # its nouns have one
    poor: tuple[
        tuple[re.Pattern[str], float, int], ...
    ]  # words, what one adds to the odds of being poor, how many count


@cache
def cues_of(language: str) -> Cues:
    """Return the cues of a language ("en", "de"); of an unknown one those that hold everywhere."""
    shared, own = _cues()["any"], _cues().get(language, {})
    lists = [*shared["not_news"].items(), *own.get("not_news", {}).items()]
    phrases = [phrase for kind, listed in lists if kind != "caption_verbs" for phrase in listed]
    verbs = own.get("not_news", {}).get("caption_verbs", [])
    photo = [*shared["not_news"]["photo"], *own.get("not_news", {}).get("photo", [])]
    return Cues(
        not_news=re.compile("|".join(_bounded(phrase) for phrase in phrases)),
        leaning=_first_words(own.get("leaning", []), language),
        standing=_first_words(own.get("standing", []), language),
        expletive=_announcing(own.get("expletive", {})),
        cleft=_announcing(own.get("cleft", {})),
        subordinate=_subordinate(own, language),
        taken_back=_either(
            _first_words(own.get("taken_back", []), language), _announcing(own.get("taken_back_by", {}))
        ),
        among=_among(own),
        linking=_first_words(own.get("linking", []), language),
        adding=_adding(own),
        speech=_speech(own),
        pronoun=re.compile(rf"(?<!\w)(?:{'|'.join(own['speech'])})(?!\w)", re.IGNORECASE)
        if own.get("speech")
        else None,
        saying=re.compile("|".join(map(_whole, own["speech_verbs"])), re.IGNORECASE)
        if own.get("speech_verbs")
        else None,
        closing=_speech(own, before=",\\s", after="[.…]?$"),
        caption=re.compile(rf"(?:{'|'.join(map(re.escape, verbs))})\b") if verbs else None,
        auxiliaries=frozenset(own.get("auxiliaries", [])),
        photo=re.compile("|".join(map(_bounded, photo))),
        has_capitals=own.get("has_capitals", False),
        poor=tuple(_poor(own)),
        past=_phrases(own.get("past", [])),
        attributing=_phrases(own.get("attributing", [])),
        personal=_whole_words(own.get("personal", [])),
        addressed=_whole_words(own.get("addressed", [])),
        certainty=_phrases(own.get("certainty", [])),
    )


@cache
def phrases_like(language: str, *names: str) -> re.Pattern[str]:
    """Return what finds the phrases of some of a language's lists; of English where it has none."""
    listed = [phrase for name in names for phrase in cue_list(language, name) or cue_list("en", name)]
    return re.compile("|".join(map(_bounded, listed)))


def poor_words(sentence: str, cues: Cues) -> float | None:
    """Return what the words of a sentence add to the log odds that it is trivia, background or comment."""
    if not cues.poor:
        return None
    return sum(weight * min(most, len(found.findall(sentence))) for found, weight, most in cues.poor)


def _poor(own: dict[str, Any]) -> Iterator[tuple[re.Pattern[str], float, int]]:
    """Yield what finds the words of each weighed list, with what one adds and how many count."""
    for name, (weight, most) in own.get("poor_weights", {}).items():
        found = _whole_words(own[name])
        if found is not None:
            yield found, float(weight), int(most)


def _whole_words(listed: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(_whole, listed)), re.IGNORECASE) if listed else None


def _phrases(listed: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(_bounded, listed))) if listed else None


def _bounded(phrase: str) -> str:
    """Return an expression for a phrase: where it begins with a letter no letter stands before it."""
    return (r"(?<!\w)" if phrase[0].isalnum() and phrase[0].isascii() else "") + re.escape(phrase)


def _first_words(listed: list[str], language: str) -> re.Pattern[str] | None:
    if not listed:
        return None
    end = "" if language == "ja" else r"(?!\w|-\w|['’](?!s\b|re\b))"
    ordered = sorted(listed, key=len, reverse=True)
    return re.compile(rf"[\"'“”‘«»„「『(\s]*(?:{'|'.join(map(re.escape, ordered))}){end}", re.IGNORECASE)


def _subordinate(own: dict[str, Any], language: str) -> re.Pattern[str] | None:
    """Return what finds a clause whose subject is a pronoun, at the start of a sentence."""
    joints, pronouns = own.get("subordinating", []), own.get("speech", [])
    return _first_words([f"{joint} {pronoun}" for joint in joints for pronoun in pronouns], language)


def _either(*patterns: re.Pattern[str] | None) -> re.Pattern[str] | None:
    """Return what finds one of the patterns that there are."""
    sources = [pattern.pattern for pattern in patterns if pattern is not None]
    return re.compile("|".join(f"(?:{source})" for source in sources), re.IGNORECASE) if sources else None


def _announcing(own: dict[str, Any]) -> re.Pattern[str] | None:
    """Return what finds a first word with what it announces, at most so many characters later."""
    if not own:
        return None
    first, then = ("|".join(map(_whole, own[name])) for name in ("first", "then"))
    return re.compile(rf"[\"'“”‘«»„\s]*(?:{first}).{{0,{own['within']}}}(?:{then})", re.IGNORECASE)


def _whole(phrase: str) -> str:
    """Return an expression for a phrase that begins and ends with a word, or with an apostrophe ("qu'")."""
    return rf"(?<!\w){re.escape(phrase)}" + (r"(?!\w)" if phrase[-1].isalnum() else "")


def _among(own: dict[str, Any]) -> re.Pattern[str] | None:
    """Return what finds "of them" in the first clause: no comma and no "and" stands before it."""
    if not own.get("among"):
        return None
    joints = "|".join(map(_whole, own["linking"]))
    return re.compile(rf"(?:(?!{joints}|[,;:–—(]).)*?(?:{'|'.join(map(_whole, own['among']))})", re.IGNORECASE)


def _adding(own: dict[str, Any]) -> re.Pattern[str] | None:
    """Return what a sentence begins with that adds to what its speaker said before."""
    if not own.get("adding") or not own.get("speech_verbs"):
        return None
    also, verb = ("|".join(map(re.escape, own[name])) for name in ("adding", "speech_verbs"))
    return re.compile(
        rf"(?:[^\s“”\"«»„]+\s+){{1,7}}?(?:(?:{also})\s(?:{verb})|(?:{verb})\s(?:{also}))(?!\w)", re.IGNORECASE
    )


def _speech(own: dict[str, Any], before: str = "", after: str = "") -> re.Pattern[str] | None:
    who, verbs = own.get("speech"), own.get("speech_verbs")
    if not who or not verbs:
        return None
    pronoun, verb = "|".join(map(re.escape, who)), "|".join(map(re.escape, verbs))
    spoken = rf"(?:(?:{pronoun})\s(?:\w+\s)?(?:{verb})|(?:{verb})\s(?:{pronoun}))"
    return re.compile(rf"{before}(?<!\w){spoken}(?!\w){after}", re.IGNORECASE)
