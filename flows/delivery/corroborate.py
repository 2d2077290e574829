"""A claim held against the archive: who states it, who its contrary, and what was not read."""

from datetime import date, datetime
from pathlib import Path

from news.claims.claim_deeds import tokens_of
from news.claims.claim_paraphrases import paraphrases
from news.claims.claim_words import claim_words, form_of, written_forms
from news.claims.claims import Reading, read_claim
from news.claims.corroboration import (
    SIDES,
    Source,
    Statement,
    changes_of,
    independent,
    sources_of,
    statements_in,
    unknown_origins,
)
from news.errors import InputError
from news.language.codes import language_code, read_languages
from news.records import CoverageGap, record
from storage.snapshot.claim_texts import claim_texts

LEAST_SAID = 2  # words, names and figures: "Trump" is no claim


@record
class Corroboration:
    """What an archive holds of a claim; nothing is concluded from it."""

    claim: str
    language: str
    sources: tuple[Source, ...]
    independent: dict[str, int]  # side -> sources of known origin
    unknown_origins: dict[str, int]  # side -> texts of unknown origin, counted apart
    since: datetime | None  # when a sentence first stated it
    figures: tuple[tuple[str, Statement], ...]  # told of its matter over time
    searched_words: tuple[str, ...]
    texts_read: int
    texts_left_out: int  # as likely ones that were not read, since there are too many
    articles: int
    first_at: datetime | None
    last_at: datetime | None
    unread_languages: tuple[tuple[str | None, int], ...]
    outages: tuple[CoverageGap, ...]
    followed_since: date | None  # what is older came later and is not all there was; None: the whole span was followed


def corroborate(
    snapshot: Path, claim: str, *, language: str | None = None, as_of: datetime | None = None
) -> Corroboration:
    """Find the sentences of the archive that state a claim or its contrary.

    Raises:
        InputError: the claim is empty, says too little, or stands in a language that is not read.
    """
    read = _claim(claim, language)
    looked_up = _looked_up(read)
    with claim_texts(snapshot, as_of=as_of) as questions:
        found = questions.candidates(tuple(looked_up.values()))
        statements = [statement for text in found.texts for statement in statements_in(read, text)]
        articles, first_at, last_at = questions.span()
        outages = questions.outages(first_at.date(), last_at.date()) if first_at and last_at else []
        followed = questions.followed_since(first_at) if first_at else None
        unread = questions.unread_languages(read.language)
    sources = sources_of(statements)
    return Corroboration(
        claim=claim,
        language=read.language,
        sources=tuple(sources),
        independent={side: independent(sources, side) for side in SIDES},
        unknown_origins={side: unknown_origins(sources, side) for side in SIDES},
        since=min((one.at for one in statements if one.side == "for"), default=None),
        figures=tuple(changes_of(statements)),
        searched_words=tuple(_as_said(read, word) for word in looked_up),
        texts_read=len(found.texts),
        texts_left_out=found.left_out,
        articles=articles,
        first_at=first_at,
        last_at=last_at,
        unread_languages=tuple(unread),
        outages=tuple(outages),
        followed_since=followed,
    )


def _claim(claim: str, language: str | None) -> Reading:
    if not claim.strip():
        raise InputError("Say a claim: one sentence that is true or not.", subject="CLAIM")
    read = read_claim(claim, language_code(language)) if language is None or language_code(language) else None
    if read is None:
        known = ", ".join(sorted(code for code in read_languages() if claim_words(code).denial is not None))
        if language is not None:
            raise InputError(f"--language {language!r}: claims are read in {known} alone.", subject="--language")
        raise InputError(
            f"Claims are read in {known}; this one seems to be in another language (--language says which).",
            subject=claim,
        )
    if not (read.words or read.figures) or len(read.words) + len(read.figures) + len(read.names) < LEAST_SAID:
        raise InputError(
            "The claim says too little: give a sentence with a verb or a noun beside its names.", subject=claim
        )
    return read


def _as_said(read: Reading, form: str) -> str:
    """Return the claim's own word for a form that is looked up: "noise" for "nois"."""
    words = (word for word, _, _ in tokens_of(read.text))
    return next((word for word in words if form in (word, form_of(word, read.language))), form)


def _looked_up(read: Reading) -> dict[str, frozenset[str]]:
    """Return the words by which texts are found, each with the forms in which it may stand."""
    found = {word: written_forms(word, read.language) for word in read.words}
    for name in read.names:
        found |= {word: frozenset((word,)) for word in name}
    for other in paraphrases(read.text, read.language):
        more = frozenset().union(*(written_forms(word, read.language) for word in {*other.words} - {*read.words}))
        found |= {word: found[word] | more for word in {*read.words} - {*other.words}}
    return found
