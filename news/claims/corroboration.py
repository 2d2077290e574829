"""Who states a claim and who its contrary: the sentences, grouped by the organisation on which each rests."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from news.claims.claim_denials import denies_report
from news.claims.claim_matching import Context, Judgement, Side, judge, may_speak, words_told
from news.claims.claim_paraphrases import paraphrases
from news.claims.claim_rules import MATCH_RULES, MatchRules
from news.claims.claim_words import claim_words
from news.claims.claims import Reading, capitals_in, initials_in, read_sentence
from news.language.codes import is_read
from news.language.segments import sentences
from news.language.text_language import reading_language
from news.records import record

SIDES: tuple[Side, ...] = ("for", "against", "unknown")

BEFORE = 600  # letters before a sentence in which stands who "he" is
LEAD = 400  # letters from the beginning of a text: whom and which place it is about
MOST_TEXTS = 400  # read for one claim, the likeliest first


@record
class Credit:
    """A passage in which a text passes on what an outlet or agency reported."""

    start: int
    end: int
    cited: str


@record
class ClaimText:
    """An article in which a claim may stand, and where its own main claim comes from."""

    article_id: int
    url: str
    outlet: str | None
    family: str | None
    title: str
    text: str
    language: str | None
    at: datetime
    copy_group_id: int
    origin_state: str  # relays, primary or unknown
    origin: str | None
    credits: tuple[Credit, ...]


@record
class Statement:
    """A sentence that speaks of a claim."""

    side: Side
    sentence: str
    outlet: str | None
    at: datetime
    url: str
    article_id: int
    origin: str | None  # the organisation on which it rests; None: not known
    copy_group_id: int
    share: float  # of the claim's words that it holds
    matched_by: tuple[str, ...]
    figures: tuple[str, ...]  # those that are the claim's, else of its kind, as they stand
    why_open: str = ""  # of an unknown one: what leaves it open
    missing: tuple[str, ...] = ()  # of such a one: words and names of the claim that it does not hold


@record
class Source:
    """What one independent source says, earliest first; of an unknown origin one text."""

    origin: str | None
    side: Side
    statements: tuple[Statement, ...]


def statements_in(claim: Reading, text: ClaimText, rules: MatchRules = MATCH_RULES) -> Iterable[Statement]:
    """Yield the sentences of an article that speak of a claim; of a text in another language none.

    Where one of them denies the claim, or passes it on as a doubtful report, no other of the same text states it.
    """
    if reading_language(text.language, text.text) != claim.language or not is_read(claim.language):
        return
    if not _is_named(claim, text):
        return
    told = _told(claim, text, rules)
    is_doubted = not (claim.is_denied or claim.discredits) and any(_is_doubt(one, rules) for one in told)
    for one in told:
        is_open = one.side == "for" and is_doubted
        yield replace(one, side="unknown", why_open="the text doubts it elsewhere") if is_open else one


def _told(claim: Reading, text: ClaimText, rules: MatchRules) -> list[Statement]:
    """Return what the sentences of a text say of a claim, or of it in another construction where that says more."""
    found = dict(_statements(claim, text, rules))
    for other in paraphrases(claim.text, claim.language):
        for place, one in _statements(other, text, rules):
            if one.side != "unknown" and (place not in found or found[place].side == "unknown"):
                found[place] = replace(one, matched_by=(*one.matched_by, "another construction"))
    return [found[place] for place in sorted(found)]


def _is_doubt(one: Statement, rules: MatchRules) -> bool:
    """Return whether a sentence denies a claim, or passes it on as a doubtful report; not its contrary as one."""
    if one.side == "against":
        return "denial" in one.matched_by
    is_of_it = "doubted report" in one.matched_by and "contrary word" not in one.matched_by
    return is_of_it and one.share >= rules.stated


def _is_named(claim: Reading, text: ClaimText) -> bool:
    """Return whether a text holds the claim's names whole, somewhere: Nelson alone may be another of that name."""
    capitals = capitals_in(f"{text.title}. {text.text}") if claim.names else frozenset()
    known = claim_words(claim.language).aliases
    others = {name: known.get(name, ()) for name in claim.names}
    return all(
        any(other <= capitals for other in others[name])
        or len(name - capitals) <= len(name) // 3
        or _is_short(claim, name, text, capitals)
        for name in claim.names
    )


def _is_short(claim: Reading, name: frozenset[str], text: ClaimText, capitals: frozenset[str]) -> bool:
    """Return whether a text holds a claim's name by its initials, or the name whose initials the claim has."""
    if len(name) == 1:
        return next(iter(name)) in initials_in(f"{text.title}. {text.text}")
    return any(words == name and short in capitals for short, words in claim.initials.items())


def _names_sought(claim: Reading, text: ClaimText, lead: str) -> list[re.Pattern[str]]:
    """Return what finds the claim's names that the lead does not hold: they stand in a sentence or right before it."""
    if claim.initials:
        return []
    capitals = capitals_in(lead)
    known, sought = claim_words(claim.language).aliases, []
    for name in claim.names:
        words = name.union(*known.get(name, ()))
        if not words & capitals and not (len(name) == 1 and _is_short(claim, name, text, capitals)):
            sought.append(re.compile("|".join(map(re.escape, sorted(words))), re.IGNORECASE))
    return sought


def _statements(claim: Reading, text: ClaimText, rules: MatchRules) -> Iterator[tuple[int, Statement]]:
    """Yield where a sentence begins that speaks of a claim, and what it says."""
    before, told_before, told_above = "", frozenset[int](), words_told(claim, text.title)
    places = list(sentences(text.text, claim.language))
    lead = f"{text.title}. {text.text[:LEAD]}"
    sought = _names_sought(claim, text, lead)
    for (start, end), (_, after) in zip(places, [*places[1:], *places[-1:]], strict=True):
        sentence = text.text[start:end]
        told, around = words_told(claim, sentence), told_before | told_above
        is_named = all(name.search(sentence) or name.search(before) for name in sought)
        context = Context(
            headline=text.title,
            before=before,
            lead=lead,
            year=text.at.year,
            earlier=text.text[max(0, start - BEFORE) : start],
        )
        before, told_before = sentence, told
        if not is_named or (claim.words and not may_speak(claim, told, around, rules)):
            continue
        found = judge(claim, sentence, context, rules)
        if found is not None and found.side == "for" and not claim.is_denied and end < after:
            found = _answered(found, read_sentence(text.text[end:after].strip(), claim.language))
        if found is not None:
            yield start, Statement(
                side=found.side, sentence=sentence, outlet=text.outlet, at=text.at, url=text.url,
                article_id=text.article_id, origin=_origin(text, start, end), copy_group_id=text.copy_group_id,
                share=found.share, matched_by=found.matched_by, figures=found.figures, why_open=found.why_open,
                missing=found.missing,
            )  # fmt: skip


def _answered(found: Judgement, behind: Reading) -> Judgement:
    """Return what a sentence says, left open where the next one denies it."""
    return replace(found, side="unknown", why_open="the next sentence denies it") if denies_report(behind) else found


def _origin(text: ClaimText, start: int, end: int) -> str | None:
    """Return on whom a sentence rests: who is credited in it, else the article's own origin."""
    for credit in text.credits:
        if credit.start < end and start < credit.end:
            return credit.cited
    if text.origin_state == "relays":
        return text.origin
    return text.family or text.outlet if text.origin_state == "primary" else None


def sources_of(statements: Iterable[Statement]) -> list[Source]:
    """Group statements by side and independent source, the earliest first.

    Known origins stand before unknown ones of the same moment. Texts of unknown origin are one source a copy group.
    """
    groups: dict[tuple[Side, str | int], list[Statement]] = {}
    for statement in sorted(statements, key=lambda one: (one.at, one.article_id)):
        key = (statement.side, statement.origin or statement.copy_group_id)
        groups.setdefault(key, []).append(statement)
    found = [Source(origin=told[0].origin, side=told[0].side, statements=tuple(told)) for told in groups.values()]
    return sorted(found, key=lambda source: (SIDES.index(source.side), source.statements[0].at))


def independent(sources: Sequence[Source], side: Side) -> int:
    """Count the known origins on a side; unknown ones are counted by `unknown_origins`."""
    return sum(1 for source in sources if source.side == side and source.origin is not None)


def unknown_origins(sources: Sequence[Source], side: Side) -> int:
    """Count the texts on a side of which nobody knows where they have it from."""
    return sum(1 for source in sources if source.side == side and source.origin is None)


def changes_of(statements: Iterable[Statement]) -> list[tuple[str, Statement]]:
    """Return the figures told of the claim's matter in order of time, each where it first stands.

    A sentence that leaves the claim open may speak of another event: its figures are not among them.
    """
    seen: dict[str, Statement] = {}
    told = (one for one in statements if one.side != "unknown")
    for statement in sorted(told, key=lambda one: (one.at, one.article_id)):
        for figure in statement.figures:
            seen.setdefault(figure, statement)
    return list(seen.items()) if len(seen) > 1 else []
