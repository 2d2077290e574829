"""Credits without a name: "the paper reported" means an outlet named before, "local media" nobody, and documents."""

import re
from collections.abc import Iterator, Sequence

from news.origins.cue_rules import CueTable
from news.origins.cue_triggers import Spots
from news.origins.marks import Lines, Mark
from news.origins.name_forms import country_of
from news.records import CitationKind

# What kind of outlet a word may mean; other words mean any.
PAPERS = ("newspaper", "magazine", "online", "unknown")
MEANT_BY = {
    "paper": PAPERS, "newspaper": PAPERS, "daily": PAPERS, "tabloid": PAPERS, "magazine": PAPERS,
    "agency": ("agency",), "newswire": ("agency",), "service": ("agency",), "broadcaster": ("broadcaster",),
}  # fmt: skip


def anaphors(
    lines: Lines, table: CueTable, spots: Spots, named: Sequence[Mark], group: str = "anaphor"
) -> Iterator[Mark]:
    """Bind "the British paper reported" to the nearest outlet of `named` before it."""
    if not any(mark.outlet for mark in named):
        return
    for found in _search(lines, table, spots, "anaphor", group):
        groups = found.groupdict()
        meant = _antecedent(named, found.start(), groups.get("medium") or "", groups.get("adjective"))
        if meant is not None:
            yield Mark(
                cited=meant.cited,
                kind=meant.kind,
                how="verb",
                start=found.start(),
                end=found.end(),
                sentence=lines.sentence_at(found.start()),
                outlet=meant.outlet,
            )


def _antecedent(named: Sequence[Mark], place: int, medium: str, adjective: str | None) -> Mark | None:
    country = country_of(adjective) if adjective else None
    word = medium.rsplit(maxsplit=1)[-1] if medium else ""
    fitting = [
        mark
        for mark in named
        if mark.start < place
        and mark.outlet
        and mark.outlet.kind != "think_tank"
        and (country is None or mark.outlet.country in (country, None))
        and mark.outlet.kind in MEANT_BY.get(word, (mark.outlet.kind,))
    ]
    return max(fitting, key=lambda mark: mark.start, default=None)


def unnamed(lines: Lines, table: CueTable, spots: Spots, taken: Sequence[tuple[int, int]]) -> Iterator[Mark]:
    """Yield the reports that nobody is named for; `taken` are the places of names."""
    for found in _search(lines, table, spots, "unnamed"):
        if not any(first < found.end() and found.start() < last for first, last in taken):
            yield _thing(lines, found.group("what").lower(), "unnamed_report", "unnamed", found)


def documents(lines: Lines, table: CueTable, spots: Spots) -> Iterator[Mark]:
    """Yield the documents that a text rests on, and where it comes back to them."""
    first = table.patterns.get("document", ())
    known: str | None = None
    named = (*_search(lines, table, spots, "document"), *_search(lines, table, spots, "document", "document_again"))
    for found in sorted(named, key=re.Match.start):
        what = " ".join(found.group("what").lower().split())
        is_known = known is not None and known.endswith(what)
        is_first = found.re in first
        if is_first and not is_known:
            known = what
        if known is not None and (is_known or is_first):
            yield _thing(lines, known, "primary_document", "document", found)


def _search(
    lines: Lines, table: CueTable, spots: Spots, purpose: str, group: str | None = None
) -> Iterator["re.Match[str]"]:
    """Look for the patterns of `group` in the sentences that hold one of the purpose's words: most hold none."""
    patterns = table.patterns.get(group or purpose, ())
    numbers = {lines.sentence_at(start) for start, _ in spots.get(purpose, ())} if patterns else set()
    for number in sorted(numbers):
        for pattern in patterns:
            yield from pattern.finditer(lines.text, *lines.sentences[number])


def _thing(lines: Lines, cited: str, kind: CitationKind, how: str, found: "re.Match[str]") -> Mark:
    sentence = lines.sentence_at(found.start())
    return Mark(cited=cited, kind=kind, how=how, start=found.start(), end=found.end(), sentence=sentence)
