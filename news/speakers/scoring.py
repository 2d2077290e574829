"""How likely a choice is right: the sum of its features' weights, and a second sign where one says too little."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path

from news.records import record
from news.speakers.attribution import THIN, Candidate, Option, SpeakerRules, is_told_of_by_name
from news.speakers.clauses import read_clause
from news.speakers.contexts import MARKS, Context, stops
from news.speakers.given_names import given_gender
from news.speakers.name_words import has_form_of_body, is_body
from news.speakers.names import Persons
from news.speakers.words import SpeechWords

WEIGHTS = Path(__file__).parent / "weights.toml"
ASKED = "second_signs"  # the list of kinds of evidence that are wrong too often in a language
LONG_NAME = 3  # words: the first one may be a trade
SPACES = " \u00a0\u202f\n"
_EXPLAINED = re.compile(r",\s([^\n,.;:]{1,60})")


@record
class Antecedent:
    """A person who may be meant."""

    name: str  # in full
    sentences: int  # between the last mention and the pronoun; 0: the same sentence
    roles: frozenset[str]  # of its mentions: first, subject, prepositional, possessive, other
    last_role: str
    mentions: int
    gender: str  # fits, unknown
    is_known: bool  # something shows that it is a person
    speaks: bool  # the last quotation before is this person's
    tells: bool  # a verb of speech has this person as its subject where the person was named last
    order: int  # of the last mentions: 0 the nearest
    asks: bool = False  # this person asked somebody something where named last
    is_unnamed: bool = False  # "a man", "one senior official"
    is_described: bool = False  # an office or a trade stands beside the name
    is_of_several: bool = False  # who do something side by side, or are "they" of a sentence between


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Return the learned weights by table; weights.toml tells what they were learned from."""
    table = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {"sources": table["sources"], "pronouns": table["pronouns"]}


def probability(features: Iterable[str], table: Mapping[str, float]) -> float:
    """Return the probability that logistic regression gives a choice with these features."""
    total = table.get("base", 0.0)
    for feature in features:
        total += table.get(feature, 0.0)
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def antecedent_features(one: Antecedent, among: Sequence[Antecedent]) -> list[str]:
    """Name what speaks for or against a person being meant by a pronoun."""
    others = [other for other in among if other is not one]
    subjects = {"first", "subject"}
    named = [
        f"order {min(one.order, 3)}",
        f"sentence {min(one.sentences, 3)}",
        f"role {_plain(one.last_role)}",
        *(f"near {role}" for role in sorted({_plain(role) for role in one.roles})),
        f"gender {one.gender}",
        "known" if one.is_known else "not known",
    ]
    checks = {
        "often": one.mentions > 1,
        "speaks": one.speaks,
        "tells": one.tells,
        "tells just before": one.tells and one.sentences == 0,
        "another tells": any(other.tells and other.sentences <= one.sentences for other in others),
        "alone": not others,
        "only subject": not any(subjects & other.roles for other in others),
        "nearer first": any(other.sentences <= one.sentences and "first" in other.roles for other in others),
    }
    return [*named, *(name for name, holds in checks.items() if holds)]


def _plain(role: str) -> str:
    """Take one of two joined subjects for a subject: which of the two is meant is asked elsewhere."""
    return "first" if role == "joint" else role


def meant_by_pronoun(among: Sequence[Antecedent], rules: SpeakerRules) -> Antecedent | None:
    """Return whom a pronoun means; None where nobody is sure enough, or two fit, are joined, or both tell."""
    among = _without_strangers(among)
    table = weights()["pronouns"]
    scored = sorted((probability(antecedent_features(one, among), table), -at) for at, one in enumerate(among))
    if not scored or scored[-1][0] < _least(among[-scored[-1][1]], rules):
        return None
    if len(scored) > 1 and scored[-2][0] >= rules.most_other:
        return None
    meant = among[-scored[-1][1]]
    nearer = (chance for chance, at in scored if among[-at].sentences < meant.sentences and _may_be_meant(among[-at]))
    if any(chance >= rules.most_nearer for chance in nearer):
        return None
    if meant.is_of_several and sum(1 for one in among if one.is_of_several) > 1:
        return None
    if meant.sentences and any(one.sentences == 0 and one.last_role == "possessive" and one.is_known for one in among):
        return None  # "Vale's refusal to pay, which he said …"
    if not (meant.tells or meant.speaks) and any(one.tells and one.sentences <= meant.sentences for one in among):
        return None  # "Vale met Reed, who told him no"
    joint = sum(1 for one in among if one.last_role == "joint")
    tellers = sum(1 for one in among if one.tells and one.sentences == meant.sentences)
    if meant.is_unnamed and not ((meant.tells or meant.speaks) and meant.sentences == 0):
        return None
    if (meant.last_role == "joint" and joint > 1) or (meant.tells and tellers > 1):
        return None
    return meant


def meant_beside(said: str, among: Sequence[Antecedent], rules: SpeakerRules, *, was_asked: bool) -> Antecedent | None:
    """Return whom a pronoun beside a quotation means: not who asked, nor of whom the quotation itself tells.

    Args:
        was_asked: who spoke last asked, and somebody answers: "he replied".
    """
    told = [one for one in among if not one.asks and not (was_asked and one.speaks)]
    subjects = [one for one in told if not one.is_unnamed and one.last_role in ("first", "subject", "joint")]
    told = [one for one in told if not (one.is_unnamed and any(other.order < one.order for other in subjects))]
    meant = meant_by_pronoun(told, rules)
    if meant is not None:
        return None if is_told_of_by_name(meant.name, said) else meant
    return meant_by_pronoun([one for one in told if not is_told_of_by_name(one.name, said)], rules)


def _least(one: Antecedent, rules: SpeakerRules) -> float:
    """Return how likely it must be: less for the subject of the sentence just before, more inside a phrase."""
    if not one.is_known or one.last_role in ("prepositional", "possessive"):
        return rules.least_inside
    is_subject = one.sentences == 0 and _is_known_subject(one) and (one.last_role == "first" or one.tells)
    return rules.least_subject if is_subject else rules.least_pronoun


def _without_strangers(among: Sequence[Antecedent]) -> Sequence[Antecedent]:
    """Leave out names that nothing shows to be persons, and that are no subjects, beside a person who fits."""
    if not any(one.sentences <= 1 and one.gender == "fits" and _is_known_subject(one) for one in among):
        return among
    return [one for one in among if one.is_known or one.last_role in ("first", "subject")]


def _is_known_subject(one: Antecedent) -> bool:
    return one.is_known and not one.is_unnamed and one.last_role in ("first", "subject")


def _may_be_meant(one: Antecedent) -> bool:
    """Return whether a person stands where a pronoun often leads: no stranger, and inside no phrase."""
    return one.is_known and not one.is_unnamed and one.last_role in ("first", "subject", "other")


def is_last_subject(one: Antecedent) -> bool:
    """Return whether a person is the subject of the sentence before, or spoke last: who is meant if nobody is named."""
    return one.speaks or (one.sentences <= 1 and one.last_role in ("first", "subject"))


def is_rival(one: Antecedent, meant: Antecedent) -> bool:
    """Return whether a pronoun that tells nothing may mean the object, too: "Vale sacked Reed. He was too slow."."""
    is_object = one.last_role == "other" and one.is_known and not one.is_unnamed
    return is_object and one.sentences == meant.sentences and one.order < meant.order and not meant.tells


def is_sure_antecedent(one: Antecedent, *, most_sentences: int) -> bool:
    """Return whether whom a pronoun means is shown twice: a person named just before who fits, spoke or is the subject.

    Args:
        most_sentences: between the last mention and the pronoun.
    """
    is_subject = one.is_described and one.last_role in ("first", "subject")
    return one.sentences <= most_sentences and one.is_known and (one.gender == "fits" or one.speaks or is_subject)


def goes_straight_on(text: str, end: int, context: Context, known: SpeechWords) -> bool:
    """Return whether neither a sentence nor a name parts a quotation from the words that tell who spoke last.

    Not looked at where the language asks for no second sign.

    Args:
        end: of these words, or of the last quotation.
    """
    if not known.has(ASKED, "continued"):
        return True
    between = text[end : context.outer_start].rstrip(MARKS + SPACES)
    if stops(text, end, end + len(between) - 1):
        return False
    is_whole = not between or between[-1] in ".!?…"
    return is_whole or {"N", "S"}.isdisjoint(read_clause(text, end, end + len(between), known).codes)


def lacks_sign(option: Option, persons: Persons, known: SpeechWords) -> bool:
    """Return whether a name is told by its place alone, where the language asks for a second sign."""
    candidate = option.candidate
    if THIN in option.features or candidate is None or option.speaker is None or candidate.kind == "pronoun":
        return THIN in option.features
    if candidate.kind == "common":
        is_asked = known.has(ASKED, "descriptions") and not known.capitalises_nouns and option.kind == "unnamed"
        return is_asked and _has_name(candidate.words.split(), known)
    if option.kind == "person":
        return known.has(ASKED, "names") and not _is_shown_person(option, candidate, persons, known)
    is_body = option.kind == "body" and _is_shown_body(option, candidate, persons, known)
    return known.has(ASKED, "bodies") and option.kind != "unnamed" and not is_body


def _is_shown_person(option: Option, candidate: Candidate, persons: Persons, known: SpeechWords) -> bool:
    """Return whether an office, a known given name, an age or what is said behind it shows a person."""
    name = option.speaker or ""
    is_long = len([part for part in name.split() if part[0].isupper()]) >= LONG_NAME
    if is_long and not known.head_first and not persons.begins_with_given_name(name):
        return False  # "Boekhandelaar Karim Saadi"
    if any(map(persons.is_title, candidate.words.removesuffix(candidate.name).split())):
        return True
    is_alone = "one word" in option.features
    if given_gender(candidate.name) if is_alone else "no sign of a person" not in option.features:
        return True
    explained = _EXPLAINED.match(persons.text, candidate.end)
    behind = explained.group(1).split() if explained else []
    return any(persons.is_title(word) or word.isdigit() for word in behind)


def _has_name(words: Sequence[str], known: SpeechWords) -> bool:
    """Return whether a name stands in words that should name nobody: "l'arrière Nils Aumont après"."""
    end = next((at for at, word in enumerate(words) if known.codes.get(word) == "R"), len(words))
    return any(first[0].isupper() and last[0].isupper() for first, last in pairwise(words[:end]))


def _is_shown_body(option: Option, candidate: Candidate, persons: Persons, known: SpeechWords) -> bool:
    """Return whether a word for bodies, initials or the same name in another place shows a body."""
    parts = candidate.name.split()
    if any(map(given_gender, parts[:-1])):
        return False  # "la cheffe de groupe Laurence Delvaux"
    is_told_again = persons.text.count(candidate.name) > 1
    is_listed = is_body(candidate.words.split(), known) or has_form_of_body(parts, known)
    return is_listed or is_told_again or any(len(part) > 1 and part.isupper() for part in parts)
