"""Which of a claim's words a sentence holds: as they stand, by a near word, by their contrary, or around it."""

from news.claims.claim_deeds import states_of, tokens_of
from news.claims.claim_names import holds
from news.claims.claim_rules import MatchRules
from news.claims.claim_subjects import refers_back
from news.claims.claim_words import claim_words, contraries_of, form_of
from news.claims.claims import Reading
from news.language.segments import each_word
from news.records import record


@record
class WordsHeld:
    """Which of a claim's words a sentence holds."""

    share: float  # of the claim's words, those around the sentence counted in part
    own: float  # share of those in the sentence itself
    is_headed: bool  # one word alone is missing, and stands in the headline or the sentence before
    here: float  # the same, the claim's first word not counted where it stands as a name around the sentence alone
    contraries: int  # of them as their contrary
    near: int  # of them as a word that may stand for it
    number: int  # of the claim's words
    forms: frozenset[str]  # those that are held
    outside: frozenset[str] = frozenset()  # of them the claim's first word, where it stands around the sentence alone
    is_referred: bool = False  # a pronoun, or "the company", does it, and may stand for whom the text before names


def words_held(
    claim: Reading, read: Reading, around: tuple[Reading, ...], figures: str, rules: MatchRules, earlier: str = ""
) -> WordsHeld:
    """Return which of the claim's words a sentence holds: as they stand, as their contrary, or as a near word."""
    if not claim.words:  # its names and figures say all: "Anna Berg is 17 years old"
        return WordsHeld(
            share=1.0, own=1.0, here=1.0, is_headed=False, contraries=0, near=0, number=0, forms=frozenset()
        )
    known = claim_words(claim.language)
    is_referred = refers_back(claim, read, around, earlier)
    plain = frozenset(read.words)  # without names: "Prompt Security" secures nothing
    held, close = _forms(read), frozenset().union(*map(_forms, around))
    names_close = {form_of(word, claim.language) for one in around for word in one.capitals}
    implied = implied_words(claim) if figures == "figures" else frozenset()
    states = states_of(claim.text, claim.language)
    forms, contraries, near, context, outside = set(), 0, 0, 0.0, set[str]()
    needed = [word for word in claim.words if word not in known.light] or claim.words
    for word in needed:
        if word in held or word in implied or (word in states and states[word] in held):
            forms.add(word)
        elif word == claim.subject and holds(claim, read, frozenset((tokens_of(claim.text)[0][0],))):
            forms.add(word)  # "Swedish" by "Sweden"
        elif word == claim.subject and (is_referred or word in names_close):
            forms.add(word)
            outside.add(word)
        elif known.near.get(word, frozenset()) & plain:
            forms.add(word)
            near += 1
        elif _is_contrary(word, held, read):
            forms.add(word)
            contraries += 1
        elif word in close:
            context += rules.in_context
    number, elsewhere = len(needed), 0 if is_referred else len(outside)
    if number > 1 and contraries == len(forms):  # "Stare down" tells nothing of shares that rose
        forms, contraries = set(), 0
    return WordsHeld(
        share=(len(forms) + context) / number, own=len(forms) / number, contraries=contraries, near=near, number=number,
        forms=frozenset(forms), is_referred=is_referred, here=(len(forms) - elsewhere) / number,
        is_headed=not elsewhere and number - len(forms) == 1 and {*needed} - forms <= close, outside=frozenset(outside),
    )  # fmt: skip


def implied_words(claim: Reading) -> frozenset[str]:
    """Return the words that the claim's figures imply by their unit: "$15" is what something costs."""
    known = claim_words(claim.language).measured_by
    units = [unit for figure in claim.figures for unit in (figure.unit, figure.noun)]
    return frozenset().union(*(known.get(unit, frozenset()) for unit in units))


def _is_contrary(word: str, held: frozenset[str], read: Reading) -> bool:
    """Return whether a sentence holds a word's contrary; who does something is none: "employers" of "unemployment"."""
    known = claim_words(read.language)
    found = contraries_of(word, read.language) & held
    if not found or found & known.opposites.get(word, frozenset()):
        return bool(found)
    said = [told for told, _, _ in tokens_of(read.text) if form_of(told, read.language) in found]
    return not said or any(not told.endswith(known.doers) for told in said)


def _forms(read: Reading) -> frozenset[str]:
    named = {form_of(word, read.language) for name in read.names for word in name}
    counted = {form_of(word, read.language) for figure in read.figures for word, _, _ in each_word(figure.raw)}
    return frozenset(read.words) | named | counted
