"""Whether a sentence states a claim, its contrary, or leaves it open; and by what that was told.

Words, names, figures and denials are compared; nothing is inferred. What is not told by them is unknown.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from news.facts.claim_words import claim_words, form_of
from news.facts.claims import Reading, read_sentence
from news.language.lexicon import lexicon
from news.language.quantities import Quantity
from news.language.segments import each_word
from news.records import record

Side = Literal["for", "against", "unknown"]
_CLAUSE = re.compile(r"[;:()–—]|,(?!\d)|\b(?:but|while|whereas|although|and)\b")


@record
class MatchRules:
    """When a sentence states a claim; measured with benchmarks/corroborate."""

    stated: float = 0.75  # share of the claim's words that a sentence holds which states it
    stated_figures: float = 0.6  # the same where its figures stand there, too
    other_figure: float = 0.75  # share above which a sentence with another figure is about the same
    own_figures: float = 0.3  # as `own`, where the figures stand in the sentence
    contrary: float = 0.65  # the same of one that states its contrary
    touched: float = 0.5  # the same of one that speaks of the matter and leaves it open
    in_context: float = 0.5  # what a word counts that stands in the headline or the sentence before alone
    own: float = 0.4  # share that must stand in the sentence itself
    qualified: float = 0.05  # the same where one is said to be rough: "a little over 1.3 billion"
    tolerance: float = 0.02  # by which two figures may differ and still be one


MATCH_RULES = MatchRules()


@record
class Judgement:
    """What a sentence says of a claim."""

    side: Side
    share: float  # of the claim's words
    matched_by: tuple[str, ...]  # "words", "names", "figures", "denial", "contrary word", "another figure", …
    figures: tuple[str, ...]  # those of the claim's kind, as they stand


@record
class Context:
    """What stands around a sentence."""

    headline: str
    before: str


def judge(claim: Reading, sentence: str, context: Context, rules: MatchRules = MATCH_RULES) -> Judgement | None:
    """Return what a sentence says of a claim; None: it does not speak of it."""
    read = read_sentence(sentence, claim.language)
    figures = _figures(claim, read, rules)
    around = read_sentence(f"{context.headline}. {context.before}", claim.language)
    share, own, contraries = _shares(claim, read, around, rules)
    names = _names(claim, read, around)
    if share < rules.touched or own < (rules.own_figures if figures == "figures" else rules.own) or names is None:
        return None
    clause = _clause(claim, read)
    is_denied = bool(claim.denials) != _denies(claim, read, clause)
    told = ["words", *names]
    told += [
        word for word, is_told in ((figures, figures), ("contrary word", contraries), ("denial", is_denied)) if is_told
    ]
    is_open = (_is_within(read.hedges, clause) and not claim.is_hedged) or _is_reversed(claim, read)
    has_verb = claim.keys <= _held(claim, read) or (figures == "figures" and bool(claim.figures))
    if not has_verb and share < rules.stated:
        return None
    return Judgement(
        side=_side(
            share, own, figures, rules, is_open=is_open or not has_verb, is_turned=is_denied ^ bool(contraries % 2)
        ),
        share=share,
        matched_by=tuple(told),
        figures=tuple(other.raw for figure in claim.figures for other in _of_kind(figure, read)),
    )


def _side(
    share: float, own: float, figures: str, rules: MatchRules, *, is_open: bool, is_turned: bool
) -> Side:  # fmt: skip
    if is_open or figures == "no figure":
        return "unknown"
    if figures == "another figure":
        return "against" if own > rules.other_figure and not is_turned else "unknown"
    if is_turned:
        return "against" if share >= rules.contrary else "unknown"
    return "for" if share >= (rules.stated_figures if figures else rules.stated) else "unknown"


def _denies(claim: Reading, read: Reading, clause: tuple[int, int]) -> bool:
    """Tell whether a sentence denies; a verb that denies is none where the claim holds it, or its contrary."""
    known = claim_words(claim.language).opposites
    told = {*claim.words, *(form for word in claim.words for form in known.get(word, ()))}
    verbs = tuple(place for form, place in read.denial_verbs if form not in told)
    if claim.denials:
        return bool(read.denials or verbs)
    places = (*read.denials, *verbs)
    wanted = frozenset(claim.words)
    held = {word for word, place in read.places if _is_within((place,), clause)}
    return _is_within(places, clause) or any(
        _is_within(places, span)
        and any(word in wanted - held and _is_within((place,), span) for word, place in read.places)
        for span in _clauses(read)
    )


def _held(claim: Reading, read: Reading) -> frozenset[str]:
    """Return the words of a claim that a sentence holds, also as their contrary."""
    known, held = claim_words(claim.language).opposites, _forms(read)
    return frozenset(word for word in claim.words if word in held or known.get(word, frozenset()) & held)


def _clause(claim: Reading, read: Reading) -> tuple[int, int]:
    """Return from where to where the clause goes that holds most of the claim's words; in doubt the longer one."""
    wanted = frozenset(claim.words)
    contraries = claim_words(claim.language).opposites
    wanted = wanted.union(*(contraries.get(word, frozenset()) for word in wanted))
    held = [place for word, place in read.places if word in wanted]
    held += [read.order[word] for name in claim.names for word in name if word in read.order]
    return max(_clauses(read), key=lambda span: (sum(span[0] <= place < span[1] for place in held), span[1] - span[0]))


def _clauses(read: Reading) -> list[tuple[int, int]]:
    cuts = [0, *(found.start() for found in _CLAUSE.finditer(read.text)), len(read.text)]
    return list(pairwise(cuts))


def _is_within(places: tuple[int, ...], span: tuple[int, int]) -> bool:
    return any(span[0] <= place < span[1] for place in places)


def _shares(claim: Reading, read: Reading, around: Reading, rules: MatchRules) -> tuple[float, float, int]:
    """Return the share of the claim's words, that of the sentence itself, and how many stand as their contrary."""
    known = claim_words(claim.language)
    held, near = _forms(read), _forms(around)
    own = contraries = 0
    context = 0.0
    for word in claim.words:
        if word in held:
            own += 1
        elif known.opposites.get(word, frozenset()) & held:
            own += 1
            contraries += 1
        elif word in near:
            context += rules.in_context
    number = len(claim.words) or 1
    return (own + context) / number, own / number, contraries


def _forms(read: Reading) -> frozenset[str]:
    named = {form_of(word, read.language) for name in read.names for word in name}
    counted = {form_of(word, read.language) for figure in read.figures for word, _, _ in each_word(figure.raw)}
    return frozenset(read.words) | named | counted


def _names(claim: Reading, read: Reading, around: Reading) -> list[str] | None:
    """Return how the claim's names were found, or None: one of them is missing."""
    here = [name for name in claim.names if _holds(read, name)]
    missing = [name for name in claim.names if name not in here]
    if not missing:
        return ["names"] if here else []
    if not all(_holds(around, name) for name in missing) or _has_own_subject(claim, read):
        return None
    return ["names", "names around it"] if here else ["names around it"]


def _holds(read: Reading, name: frozenset[str]) -> bool:
    found = sum(1 for word in name if word in read.order)
    return found * 2 >= len(name) if len(name) > 1 else found == 1


def _has_own_subject(claim: Reading, read: Reading) -> bool:
    """Tell whether a sentence begins with a name of its own, so that none from before it is its subject."""
    first = min(read.names, key=lambda name: min(read.order.get(word, 10**6) for word in name), default=None)
    if first is None or any(first & name for name in claim.names):
        return False
    return min(read.order.get(word, 10**6) for word in first) < len(read.text) / 2


def _is_reversed(claim: Reading, read: Reading) -> bool:
    """Tell whether two names stand the other way round: who did it to whom."""
    if len(claim.names) < 2:
        return False
    first, second = (_place(read, name) for name in (claim.names[0], claim.names[-1]))
    if first is None or second is None or first == second:
        return False
    was_passive = _is_agent(claim, _place(claim, claim.names[-1]) or 0)
    is_passive = _is_agent(read, max(first, second))
    return (first > second) != (was_passive != is_passive)


def _is_agent(read: Reading, place: int) -> bool:
    """Tell whether a name follows the word before who does it: "by Rahman", "by the former champion Rahman"."""
    passive = claim_words(read.language).passive
    before = read.text[max(0, place - 12) : place].split()
    return bool(
        passive and (passive.match(" ".join(before[-1:])) or (before[-1:] == ["the"] and passive.match(before[-2])))
    )


def _place(read: Reading, name: frozenset[str]) -> int | None:
    return min((read.order[word] for word in name if word in read.order), default=None)


def _figures(claim: Reading, read: Reading, rules: MatchRules) -> str:
    """Return "figures": the sentence holds all of the claim's; "another figure", "no figure"; "": it has none."""
    told = [_of_quantity(figure, read, rules) for figure in claim.figures]
    told += [_of_count(count, read) for count in claim.counts]
    if claim.months:
        is_same = bool(claim.months & read.months)
        told.append("figures" if is_same else "another figure" if read.months else "no figure")
    for worst in ("no figure", "another figure"):
        if worst in told:
            return worst
    return "figures" if told else ""


def _of_quantity(figure: Quantity, read: Reading, rules: MatchRules) -> str:
    same = _of_kind(figure, read)
    noun = form_of(figure.noun, read.language)
    counted = [value for value, beside in read.counts if figure.noun and beside == noun]
    if any(_agree(figure, other, rules) for other in same) or figure.value in counted:
        return "figures"
    if counted:
        return "another figure"
    if not same or any(other.qualifier or other.low <= figure.value <= other.high for other in same):
        return "no figure"
    return "another figure"


def _of_kind(figure: Quantity, read: Reading) -> list[Quantity]:
    """Return what a sentence tells in the same unit, or of the same things."""
    same = [other for other in read.figures if other.unit == figure.unit]
    if not figure.noun:
        return same
    exact = [other for other in same if _is_noun(other.noun, figure.noun, read.language)]
    if exact or not figure.unit:
        return exact
    return [other for other in same if figure.unit in (other.noun, figure.noun)]


def _is_noun(one: str, other: str, language: str) -> bool:
    return form_of(one, language) == form_of(other, language)


def _agree(one: Quantity, other: Quantity, rules: MatchRules) -> bool:
    step = rules.tolerance * abs(one.value)
    if abs(one.value - other.value) <= step:
        return True
    ends = [end for end in (other.low, other.high) if abs(end) != float("inf")]
    is_range = len(re.findall(r"\d[\d.,]*", other.raw)) > 1
    if is_range:
        return any(abs(end - one.value) <= max(step, abs(other.high - other.low) * 0.05) for end in ends)
    return (
        other.qualifier not in ("", "up to", "less than")
        and other.low <= one.value <= other.high
        and abs(one.value - other.value) <= rules.qualified * abs(one.value)
    )


def _of_count(count: tuple[float, str], read: Reading) -> str:
    value, beside = count
    if (
        count in read.counts
        or any(figure.value == value for figure in read.figures)
        or (not beside and any(value == other for other, _ in read.counts))
    ):
        return "figures"
    months = set(_month_forms(read.language))
    rivals = {other for other, noun in read.counts if noun == beside or (beside in months and noun in months)}
    rivals |= {figure.value for figure in read.figures if figure.noun and form_of(figure.noun, read.language) == beside}
    return "another figure" if beside and rivals else "no figure"


def _month_forms(language: str) -> Iterator[str]:
    words = lexicon(language)
    for names in words.dates.months if words else ():
        yield from (form_of(name, language) for name in names)
