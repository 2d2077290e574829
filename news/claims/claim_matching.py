"""Whether a sentence states a claim, its contrary, or leaves it open; and by what that was told.

Words, names, figures and denials are compared; nothing is inferred. What is not told by them is unknown.
"""

from typing import Literal

from news.claims.claim_denials import clause_of, denied, doubted_words, is_within
from news.claims.claim_figures import figures_told, of_kind
from news.claims.claim_rules import MATCH_RULES, MatchRules
from news.claims.claim_words import claim_words, form_of
from news.claims.claims import Reading, read_sentence
from news.language.segments import each_word
from news.records import record

Side = Literal["for", "against", "unknown"]


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
    figures = figures_told(claim, read, rules)
    around = read_sentence(f"{context.headline}. {context.before}", claim.language)
    share, own, contraries = _shares(claim, read, around, rules)
    doubted = doubted_words(claim, read)
    names = _names(claim, read, around)
    if share < rules.touched or own < (rules.own_figures if figures == "figures" else rules.own) or names is None:
        return None
    clause = clause_of(claim, read)
    denial = denied(claim, read, clause)
    is_denied = bool(claim.denials) != (denial == "denied")
    is_doubted = bool(read.discredits) and not claim.discredits
    told = ["words", *names]
    told += [
        word
        for word, is_told in (
            (figures, figures), ("contrary word", contraries), ("denial", is_denied), ("doubted report", is_doubted)
        )
        if is_told
    ]  # fmt: skip
    is_open = (is_within(read.hedges, clause) and not claim.is_hedged) or _is_reversed(claim, read)
    has_verb = claim.keys <= _held(claim, read) or (figures == "figures" and bool(claim.figures))
    if not has_verb and share < rules.stated:
        return None
    is_turned = is_denied ^ bool((contraries + doubted) % 2)
    is_open |= not has_verb or denial == "open" or (is_doubted and not (is_denied or doubted))
    is_open |= bool(claim.discredits) and is_turned  # "the report of his death is a hoax" is no contrary of "he lives"
    return Judgement(
        side=_side(share, own, len(claim.words), figures, rules, is_open=is_open, is_turned=is_turned),
        share=share,
        matched_by=tuple(told),
        figures=tuple(other.raw for figure in claim.figures for other in of_kind(figure, read)),
    )


def _side(
    share: float, own: float, words: int, figures: str, rules: MatchRules, *, is_open: bool, is_turned: bool
) -> Side:
    if is_open or figures == "no figure":
        return "unknown"
    if figures == "another figure":
        return "against" if words and own > rules.other_figure and not is_turned else "unknown"
    is_held = own >= _least_own(words, rules)
    if is_turned:
        return "against" if is_held and share >= rules.contrary else "unknown"
    if figures:
        return "for" if share >= rules.stated_figures else "unknown"
    return "for" if is_held and share >= rules.stated else "unknown"


def _least_own(words: int, rules: MatchRules) -> float:
    """Return the share of a claim's words that a sentence itself must hold: of few words all, since each says much."""
    if words <= rules.few:
        return 1.0
    return (words - 1) / words if words <= rules.some else rules.own_of_many


def _held(claim: Reading, read: Reading) -> frozenset[str]:
    """Return the words of a claim that a sentence holds, also as their contrary."""
    known, held = claim_words(claim.language).opposites, _forms(read)
    return frozenset(word for word in claim.words if word in held or known.get(word, frozenset()) & held)


def _shares(claim: Reading, read: Reading, around: Reading, rules: MatchRules) -> tuple[float, float, int]:
    """Return the share of the claim's words, that of the sentence itself, and how many stand as their contrary."""
    if not claim.words:
        return 1.0, 1.0, 0  # its names and figures say all: "Anna Berg is 17 years old"
    known = claim_words(claim.language)
    held, near = _forms(read), _forms(around)
    near_names = {form_of(word, claim.language) for word in around.capitals}
    own = contraries = 0
    context = 0.0
    for word in claim.words:
        if word in held or (word == claim.subject and word in near_names):
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
    found = sum(1 for word in name if word in read.order and word in read.capitals)
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
