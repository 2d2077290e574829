"""Whether a sentence states a claim, its contrary, or leaves it open; and by what that was told.

Words, names, figures and denials are compared; nothing is inferred. What is not told by them is unknown.
"""

import re
from functools import lru_cache
from typing import Literal

from news.claims.claim_deeds import deed_of, tokens_of
from news.claims.claim_denials import clause_of, denied, doubted_words, is_within, was_denied
from news.claims.claim_exchanges import is_of_part
from news.claims.claim_figures import figures_told, told_of
from news.claims.claim_hedges import is_open, was_once
from news.claims.claim_held import WordsHeld, implied_words, words_held
from news.claims.claim_names import NamesFound, holds, names_found
from news.claims.claim_roles import role_doubt
from news.claims.claim_rules import MATCH_RULES, MatchRules
from news.claims.claim_words import claim_words, contraries_of, form_of, written_forms
from news.claims.claims import Reading, read_sentence
from news.claims.deed_words import deed_words
from news.records import record

Side = Literal["for", "against", "unknown"]
Touched = tuple[str, WordsHeld, NamesFound]

_BEGINNING, _LONGEST = 3, 5  # letters by which a word is left unread that can be none of the claim's …
_ENDING = 2  # … so many of its end apart, which differs from form to form
_COMPARED = re.compile(r"\b(?:than|below|above|since|(?:up|down) from)\b[^.;]*$")  # … the record set in a year
_BEHIND = re.compile(r"\W+$")
_OWNED = re.compile(r" of (?:the )?[A-Z]")
_COUNTRY = frozenset(("us",))  # "US" is no pronoun
_FEW_FOR_FAR = 3  # words that a claim must have at least, so that a name may stand far away


@record
class Judgement:
    """What a sentence says of a claim."""

    side: Side
    share: float  # of the claim's words
    matched_by: tuple[str, ...]  # "words", "names", "figures", "denial", "contrary word", "another figure", …
    figures: tuple[str, ...]  # those that are the claim's, else of its kind, as they stand
    why_open: str = ""  # what leaves it unknown
    missing: tuple[str, ...] = ()  # words and names of the claim that an unknown one does not hold


@record
class Context:
    """What stands around a sentence."""

    headline: str
    before: str
    lead: str = ""  # how the article begins
    earlier: str = ""  # the sentences before, as many as may say who "he" is
    year: int | None = None  # in which it was published


def judge(claim: Reading, sentence: str, context: Context, rules: MatchRules = MATCH_RULES) -> Judgement | None:
    """Return what a sentence says of a claim; None: it does not speak of it."""
    read = read_sentence(sentence, claim.language)
    if (touched := _touched(claim, read, context, rules)) is None:
        return None
    figures, held, names = touched
    clause = clause_of(claim, read)
    has_verb = _has_verb(claim, held) or (figures == "figures" and bool(claim.figures))
    if not has_verb and held.share < rules.stated:
        return None
    turned = _turned(claim, read, held)
    reasons = {
        **_reasons_of_place(claim, read, held, names, figures, rules, is_turned=turned.is_turned),
        "a hedge or question": is_open(claim, read, clause),
        "a part of the whole": is_of_part(claim, read),
        "an earlier year": _is_past(claim, read, context.year, clause, figures),
        "an earlier time": was_once(claim, read),
        "no deed": not has_verb,
        "a denial beside it": turned.denial == "open",
        "an earlier denial": turned.denial == "denied" and not claim.denials and was_denied(read),
        "a contrary word of somebody else": bool(held.contraries and claim.names) and "names" not in names.told,
        "a doubted report": turned.is_doubted and not (turned.is_denied or turned.doubted_words),
        # "the report of his death is a hoax" is no contrary of "he lives"
        "a denied report": bool(claim.discredits) and turned.is_turned,
        **_role_doubts(claim, read, is_denied=turned.denial == "denied"),
    }
    why_open = next((reason for reason, holds in reasons.items() if holds), "")
    told = {figures: figures, "contrary word": held.contraries, "near word": held.near}
    told |= {"denial": turned.is_denied, "doubted report": turned.is_doubted}
    side = _side(held, len(claim.words), figures, rules, is_open=bool(why_open), is_turned=turned.is_turned)
    short = figures if figures in ("no figure", "another figure") else "not all of its words"
    return Judgement(
        side=side,
        share=held.share,
        matched_by=("words", *names.told, *(word for word, is_told in told.items() if is_told)),
        figures=tuple(other.raw for figure in claim.figures for other in told_of(figure, read, rules)),
        why_open=(why_open or short) if side == "unknown" else "",
        missing=_missing(claim, read, held) if side == "unknown" else (),
    )


@record
class Turned:
    """What turns a sentence from a claim to its contrary, or back."""

    denial: str  # "denied", "open" or ""
    is_denied: bool  # one of the two is denied, the other is not
    is_doubted: bool  # the sentence alone passes it on as a doubtful report
    doubted_words: int
    is_turned: bool


def _turned(claim: Reading, read: Reading, held: WordsHeld) -> Turned:
    denial, doubted = denied(claim, read), doubted_words(claim, read)
    is_denied = bool(claim.denials) != (denial == "denied")
    return Turned(
        denial=denial,
        is_denied=is_denied,
        is_doubted=bool(read.discredits) and not claim.discredits,
        doubted_words=doubted,
        is_turned=is_denied ^ bool((held.contraries + doubted) % 2),
    )


def _touched(claim: Reading, read: Reading, context: Context, rules: MatchRules) -> Touched | None:
    """Return the figures, words and names of a claim that a sentence holds; None: too few."""
    around = tuple(read_sentence(text, claim.language) for text in (context.headline, context.before))
    figures = figures_told(claim, read, around, rules)
    held = words_held(claim, read, around, figures, rules, context.earlier)
    if held.share < rules.touched or held.own < (rules.own_figures if figures == "figures" else rules.own):
        return None
    lead = read_sentence(context.lead, claim.language) if context.lead and claim.names else around[0]
    names = names_found(claim, read, around, lead, is_referred=held.is_referred)
    return None if names is None else (figures, held, names)


def _has_verb(claim: Reading, held: WordsHeld) -> bool:
    deed = deed_of(claim.text, claim.language)
    keys = frozenset((deed.form,)) & claim.keys if deed and not deed.is_light else claim.keys
    return keys <= held.forms


def _missing(claim: Reading, read: Reading, held: WordsHeld) -> tuple[str, ...]:
    """Return the words and names of a claim, as it says them, that a sentence does not hold."""
    names = [name for name in claim.names if not holds(claim, read, name)]
    absent = frozenset(claim.words) - (held.forms - held.outside) - claim_words(claim.language).light
    tokens = tokens_of(claim.text)
    ends = (*(start for _, start, _ in tokens[1:]), len(claim.text))  # "ruled out" is one word
    return tuple(
        _BEHIND.sub("", claim.text[start:end])
        for (word, start, _), end in zip(tokens, ends, strict=True)
        if form_of(word, claim.language) in absent or any(word in name for name in names)
    )


def _reasons_of_place(
    claim: Reading,
    read: Reading,
    held: WordsHeld,
    names: NamesFound,
    figures: str,
    rules: MatchRules,
    *,
    is_turned: bool,
) -> dict[str, bool]:
    """Return which parts of a claim a sentence does not hold itself: it states only what stands in it."""
    is_other = figures == "another figure"
    return {
        "part of it stands elsewhere": not (_is_sure(held, names, figures) or _is_deed_alone(claim, held, names)),
        "not all of its words": not (is_turned or is_other)
        and held.here < rules.stated_own
        and not (held.is_headed and held.number >= rules.in_headline),
        "its names stand elsewhere": not (_is_named_here(claim, read, names) or held.is_referred),
        "its subject stands elsewhere": not is_other and held.here < held.own,
    }


def _role_doubts(claim: Reading, read: Reading, *, is_denied: bool) -> dict[str, bool]:
    """Return why a sentence may tell the deed of others; a deed that is denied is not done."""
    doubt = role_doubt(claim, read, is_denied=is_denied)
    is_told = (doubt == "not done" and is_denied) or (doubt == "no deed" and bool(implied_words(claim)))
    return {} if is_told or not doubt else {doubt: True}


def words_told(claim: Reading, text: str) -> frozenset[int]:
    """Return the numbers of the claim's words that a text holds in any of their forms; names are not looked at."""
    wanted = _wanted(claim.words, claim.language)
    likely = beginnings_of(claim.words, claim.language).findall(text)
    return frozenset(number for word in likely for number in wanted.get(form_of(word.lower(), claim.language), ()))


def may_speak(claim: Reading, told: frozenset[int], around: frozenset[int], rules: MatchRules = MATCH_RULES) -> bool:
    """Return whether a sentence holds enough of a claim's words to be read, by those that it and its context hold."""
    has_figures = claim.figures or claim.counts or claim.months
    own = len(told) + len(implied_words(claim) & frozenset(claim.words)) + bool(claim.subject)
    if own < (rules.own_figures if has_figures else rules.own) * len(claim.words):
        return False
    return own + rules.in_context * len(around - told) >= rules.touched * len(claim.words)


@lru_cache(maxsize=64)
def beginnings_of(words: tuple[str, ...], language: str) -> re.Pattern[str]:
    """Return what finds a word that begins as one of these, or of their contraries, in any of its forms."""
    written = {form for word in words for form in written_forms(word, language)}
    prefixes = claim_words(language).prefixes
    written |= {prefix + form for prefix in prefixes for form in written}
    written |= {form.removeprefix(prefix) for prefix in prefixes for form in written}
    begun = {form[: max(_BEGINNING, min(_LONGEST, len(form) - _ENDING))] for form in written if form}
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, begun)))})\w*", re.IGNORECASE)


@lru_cache(maxsize=64)
def _wanted(words: tuple[str, ...], language: str) -> dict[str, set[int]]:
    """Return the forms that count as one of these words, with the numbers of the words."""
    near = claim_words(language).near
    found: dict[str, set[int]] = {}
    for number, word in enumerate(words):
        for form in (word, *contraries_of(word, language), *near.get(word, ())):
            found.setdefault(form, set()).add(number)
    return found


def _is_past(claim: Reading, read: Reading, year: int | None, clause: tuple[int, int], figures: str) -> bool:
    """Return whether a sentence tells of an earlier year than the article's, which the claim does not name.

    Of a claim with figures the year may stand anywhere in the sentence: "the last was in 2003, when 289 fell ill".
    """
    if year is None or claim.years:
        return False
    if any(told >= year for told, _ in read.years):
        return False  # "in the first quarter of 2023, compared to that of 2022"
    earlier = [place for told, place in read.years if told < year and not _COMPARED.search(read.text[:place])]
    return bool(earlier) if figures else is_within(tuple(earlier), clause)


def _is_named_here(claim: Reading, read: Reading, names: NamesFound) -> bool:
    """Return whether a sentence holds the claim's names, places apart, or a pronoun may stand for those before it."""
    known = deed_words(claim.language)
    if known is not None and "names" in names.told and _OWNED.search(claim.text) and known.owning & read.order.keys():
        missing = [name for name in claim.names if not holds(claim, read, name)]
        return not any(_is_owner(claim, name) for name in missing)  # "her records" are not those "of Lund"
    if names.are_places or known is None:
        return True
    said = read.order.keys() - (_COUNTRY & read.capitals)
    return not names.is_distant and bool(known.pronouns & said)


def _is_owner(claim: Reading, name: frozenset[str]) -> bool:
    """Return whether a claim says "of" right before a name."""
    place = min((claim.order[word] for word in name if word in claim.order), default=0)
    return claim.text[:place].endswith((" of ", " of the "))


def _is_deed_alone(claim: Reading, held: WordsHeld, names: NamesFound) -> bool:
    """Return whether a claim says but a deed of names that all stand in the sentence: its roles say enough."""
    deed = deed_of(claim.text, claim.language)
    return deed is not None and not deed.is_light and held.forms == {deed.form} and names.told == ("names",)


def _is_sure(held: WordsHeld, names: NamesFound, figures: str) -> bool:
    """Return whether the words themselves say enough: half of them as they stand, more where a name is far away."""
    if figures == "figures":
        return True
    if names.is_distant and (held.near or held.number < _FEW_FOR_FAR or held.own < 1.0):
        return False
    return 2 * held.near <= held.number


def _side(held: WordsHeld, words: int, figures: str, rules: MatchRules, *, is_open: bool, is_turned: bool) -> Side:
    share, own = held.share, held.own
    if is_open or figures == "no figure":
        return "unknown"
    if figures == "another figure":
        return "against" if words and own > rules.other_figure and not is_turned else "unknown"
    is_held = own >= (1.0 if held.near and words <= rules.some else _least_own(words, rules))
    is_held |= not held.near and own >= rules.own_of_many and share >= rules.nearly
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
