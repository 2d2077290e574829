"""Who said what: quotations by the name of their speaker or by their words, from the snapshot."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from news.errors import InputError
from news.records import record
from storage.snapshot.assistant import AssistantQuestions


@record
class QuotationTold:
    """A quotation, who said it, and where it stands."""

    article_id: int
    url: str
    outlet: str | None
    ordered_at: datetime
    speaker: str | None
    speaker_kind: str | None
    speaker_note: str | None  # why the speaker is not known
    quote: str
    matched_by: Literal["speaker", "words"]


@record
class WhoSaid:
    """The quotations that a name or words find."""

    words: str
    found: int  # all of them
    quotations: tuple[QuotationTold, ...]  # those of the speaker first, then those with the words; the earliest first
    near_speakers: tuple[str, ...]  # where none is found


def who_said(snapshot: Path, words: str, *, most: int = 20, as_of: datetime | None = None) -> WhoSaid:
    """Find quotations by their speaker's name, or by words that stand in them.

    Raises:
        InputError: no word is given.
    """
    if not any(map(str.isalnum, words)):
        raise InputError("Give a speaker's name, or words of the quotation.", subject=words)
    with AssistantQuestions.opened(snapshot, as_of=as_of) as questions:
        rows = questions.who_said(words, most)
        near = [] if rows else [row["speaker"] for row in questions.near_speakers(words)]
    return WhoSaid(
        words=words,
        found=rows[0]["found"] if rows else 0,
        quotations=tuple(
            QuotationTold(**{name: value for name, value in row.items() if name != "found"}) for row in rows
        ),
        near_speakers=tuple(near),
    )
