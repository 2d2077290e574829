"""Where a text credits somebody: names with a cue, credit lines, "the paper reported", unnamed reports, documents."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from news.language.name_lists import ORDINARY
from news.language.segments import sentences, with_plain_signs
from news.origins.cues import (
    ADDITIONAL,
    ANAPHOR,
    ANAPHOR_WORDS,
    BETWEEN,
    CREDIT_LINE,
    DOCUMENT,
    DOCUMENT_AGAIN,
    DOCUMENT_WORDS,
    FOOTNOTE,
    NUMBERED,
    PICTURE_BEFORE,
    SIGNED_AFTER,
    SIGNED_BEFORE,
    SIGNED_BETWEEN,
    UNNAMED,
    UNNAMED_WORDS,
    Cue,
    cue_at,
)
from news.origins.gazetteer import Gazetteer, Naming, bare_name, country_of
from news.records import Article, CitationKind, Outlet, record

SENTENCE_WORDS = 6  # fewer, or no stop and fewer than the next: a byline, a place, a caption
LINE_WORDS = 15
CREDIT_WORDS = 40
# The name goes on with another capitalised word that is no day: "Time Warner".
GOES_ON = re.compile(
    r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|(?:News|Newspapers?|Newswires?|Magazine|Online|Television|Radio)\b)"
    r"[A-Z][a-z]+"
)
THE_BEFORE = re.compile(r"\b[Tt]he $")
# What kind of outlet a word may mean; other words mean any.
PAPERS = ("newspaper", "magazine", "online", "unknown")
MEANT_BY = {
    "paper": PAPERS, "newspaper": PAPERS, "daily": PAPERS, "tabloid": PAPERS, "magazine": PAPERS,
    "agency": ("agency",), "newswire": ("agency",), "service": ("agency",), "broadcaster": ("broadcaster",),
}  # fmt: skip


@record
class Mark:
    """A place where somebody is credited, before it is weighed."""

    cited: str
    kind: CitationKind
    how: str
    start: int
    end: int
    sentence: int
    outlet: Outlet | None = None
    is_chain: bool = False
    is_lead: bool = False


def _as_meant(names: Iterable[Naming], text: str, own: str) -> Iterator[Naming]:
    """Give a short name, such as "the Post", to the outlet that the text last named in full, or to its own outlet."""
    last: dict[str, Outlet] = (
        {own.rsplit(maxsplit=1)[-1]: Outlet(outlet=own)} if " " in own.removeprefix("The ") else {}
    )
    for name in names:
        said = text[name.start : name.end]
        if name.is_ambiguous and " " not in said and said in last:
            yield replace(name, outlet=last[said])
        else:
            yield name
            if " " in said.removeprefix("The "):
                last[said.rsplit(maxsplit=1)[-1]] = name.outlet


class Reading:
    """One article's text, cut into sentences, with the names that stand in it."""

    def __init__(self, article: Article, gazetteer: Gazetteer) -> None:
        """Read `article`."""
        self.article = article
        self.text = with_plain_signs(article.text)
        self.sentences = sentences(article.text)
        own = bare_name(article.outlet or "")
        named = _as_meant(gazetteer.find(self.text), self.text, article.outlet or "")
        self.names = [name for name in named if bare_name(name.outlet.outlet) != own]
        self.rank = self._ranks()
        self._listed = frozenset(gazetteer.outlets)
        self._low = self.text.lower()
        self._ends = [end for _, end in self.sentences]

    def _ranks(self) -> list[int]:
        """Number the sentences that tell something from 0; captions and bylines take the number of the next."""
        ranks, told = [], 0
        for start, end in self.sentences:
            ranks.append(told)
            sentence = self.text[start:end]
            count = len(sentence.split())
            is_whole = count >= SENTENCE_WORDS and sentence.rstrip("\"')0123456789").endswith((".", "!", "?"))
            if (is_whole or count >= LINE_WORDS) and sentence.strip() != with_plain_signs(self.article.title).strip():
                told += 1
        return ranks

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence in which `place` stands."""
        return min(bisect_right(self._ends, place), len(self.sentences) - 1)

    def marks(self) -> Iterable[Mark]:
        """Yield every place where somebody is credited."""
        named = self._named()
        yield from named
        yield from self._anaphors(named)
        yield from self._unnamed()
        yield from self._documents()

    def _named(self) -> list[Mark]:
        cues: list[Cue | None] = []
        for name in self.names:
            number = self.sentence_at(name.start)
            cues.append(
                None
                if self._is_part_of_longer(name)
                else cue_at(self.text, name.start, name.end, self.sentences[number], is_ambiguous=name.is_ambiguous)
            )
        for at in (*range(1, len(cues)), *range(len(cues) - 2, -1, -1)):
            self._pass_on(cues, at)
        in_lines = {mark.start: mark for mark in (*self._signature(), *self._credit_lines())}
        cued = zip(self.names, cues, strict=True)
        return [
            *in_lines.values(),
            *(self._mark(name, cue) for name, cue in cued if cue and name.start not in in_lines),
        ]

    def _pass_on(self, cues: list[Cue | None], at: int) -> None:
        """Let the names of a list share the cue of one of them: "according to A and B"."""
        is_listed = not self.text.startswith("'s", self.names[at].end)
        if cues[at] is not None or not is_listed or self._is_part_of_longer(self.names[at]):
            return
        for other in (at - 1, at + 1):
            if 0 <= other < len(cues) and (cue := cues[other]) is not None and cue.how in ("verb", "phrase"):
                first, second = sorted((self.names[at], self.names[other]), key=lambda name: name.start)
                if BETWEEN.fullmatch(self.text, first.end, second.start):
                    name = self.names[at]
                    cues[at] = Cue(how=cue.how, start=name.start, end=name.end, is_chain=cue.is_chain)

    def _is_part_of_longer(self, name: Naming) -> bool:
        """Say whether it is part of a name we do not know, "The Seattle Times", or of its owner's."""
        owner = (name.outlet.family or "").removeprefix("The ")
        if len(owner) > name.end - name.start and self.text.endswith(owner, 0, name.end):
            return True
        if not name.is_ambiguous:
            is_one_word = " " not in self.text[name.start : name.end] and name.outlet.kind != "agency"
            return is_one_word and bool(GOES_ON.match(self.text, name.end))
        if name.outlet not in self._listed:
            return False
        if self._has_wrong_article(name):
            return True
        before = self.text[max(0, name.start - 30) : name.start].split()
        longer = name.start > 0 and self.text[name.start - 1] == " " and bool(before) and before[-1][0].isupper()
        if (
            longer
            and before[-1] not in ("The", "A", "An")
            and not country_of(before[-1])
            and not before[-1].endswith(("'s", "s'"))
        ):
            return before[-1][-1] not in ".,:;" and before[-1].lower() not in ORDINARY
        return bool(GOES_ON.match(self.text, name.end))

    def _has_wrong_article(self, name: Naming) -> bool:
        """Say whether an ordinary word stands with "the", or without, where the outlet's name does not.

        "Independent reports say" is not The Independent, "the PA" is an authority and not the agency PA.
        """
        said = self.text[name.start : name.end]
        takes_the = any(form.startswith("The ") for form in (name.outlet.outlet, *name.outlet.aliases))
        if THE_BEFORE.search(self.text, max(0, name.start - 4), name.start):
            return said.isupper() and not takes_the
        opens = name.start == self.sentences[self.sentence_at(name.start)][0]
        return opens and takes_the and not said.isupper() and not said.startswith("The ")

    def _mark(self, name: Naming, cue: Cue) -> Mark:
        start = min(cue.start, name.start)
        if self.text[max(0, start - 4) : start].lower() == "the ":
            start -= 4
        return Mark(
            cited=name.outlet.outlet,
            kind="agency" if name.outlet.kind == "agency" else "outlet",
            how=cue.how,
            start=start,
            end=max(cue.end, name.end),
            sentence=self.sentence_at(name.start),
            outlet=name.outlet,
            is_chain=cue.is_chain,
        )

    def _signature(self) -> Iterator[Mark]:
        """Yield the outlets with which a text ends: "(Reuters)", "- AFP", or a line of nothing else."""
        end, signed = len(self.text), list[Naming]()
        for name in reversed(self.names):
            between = SIGNED_BETWEEN if signed else SIGNED_AFTER
            if self._is_part_of_longer(name) or not between.fullmatch(self.text, name.end, end):
                break
            signed.append(name)
            end = name.start
        if signed and SIGNED_BEFORE.search(self.text[max(0, end - 20) : end]):
            yield from (self._credit(name, end, None) for name in reversed(signed))

    def _credit_lines(self) -> Iterator[Mark]:
        """Yield the outlets of lines that do nothing but give credit, such as a numbered list of sources."""
        footnote, start = FOOTNOTE.search(self.text), 0
        for line in self.text.split("\n"):
            found = CREDIT_LINE.match(line) or self.article.text[start : start + 12].lstrip().startswith("\u00a9")
            if found and len(line.split()) <= CREDIT_WORDS and not PICTURE_BEFORE.search(line):
                for name in self.names:
                    if start <= name.start < start + len(line) and not self._is_part_of_longer(name):
                        mark = self._credit(name, start, footnote)
                        yield replace(mark, is_lead=mark.is_lead and not ADDITIONAL.match(line))
            start += len(line) + 1

    def _credit(self, name: Naming, line: int, footnote: "re.Match[str] | None") -> Mark:
        """Credit one name of such a line; of numbered ones the first note's number carries the lead claim."""
        number = NUMBERED.search(self.text, max(line, name.start - 8), name.start)
        is_lead = number is None or footnote is None or number.group(1) == footnote.group(1)
        mark = self._mark(name, Cue(how="credit", start=name.start, end=name.end))
        return replace(mark, start=name.start, is_lead=is_lead)

    def _anaphors(self, named: Sequence[Mark]) -> Iterable[Mark]:
        """Bind "the British paper reported" to the nearest outlet credited before it."""
        for found in self._search(ANAPHOR, ANAPHOR_WORDS):
            medium = found.group("medium") or found.group("medium2")
            adjective = found.group("adjective") or found.group("adjective2")
            meant = self._antecedent(named, found.start(), medium, adjective)
            if meant is not None:
                yield Mark(
                    cited=meant.cited,
                    kind=meant.kind,
                    how="verb",
                    start=found.start(),
                    end=found.end(),
                    sentence=self.sentence_at(found.start()),
                    outlet=meant.outlet,
                )

    def _antecedent(self, named: Sequence[Mark], place: int, medium: str, adjective: str | None) -> Mark | None:
        country = country_of(adjective) if adjective else None
        fitting = [
            mark
            for mark in named
            if mark.start < place
            and mark.outlet
            and mark.outlet.kind != "think_tank"
            and (country is None or mark.outlet.country in (country, None))
            and mark.outlet.kind in MEANT_BY.get(medium.rsplit(maxsplit=1)[-1], (mark.outlet.kind,))
        ]
        return max(fitting, key=lambda mark: mark.start, default=None)

    def _unnamed(self) -> Iterable[Mark]:
        for found in self._search(UNNAMED, UNNAMED_WORDS):
            group = found.lastgroup or "what"
            if any(name.start < found.end() and found.start() < name.end for name in self.names):
                continue
            yield self._thing(found.group(group).lower(), "unnamed_report", "unnamed", found)

    def _documents(self) -> Iterable[Mark]:
        known: str | None = None
        named = (*self._search(DOCUMENT, DOCUMENT_WORDS), *self._search(DOCUMENT_AGAIN, DOCUMENT_WORDS))
        for found in sorted(named, key=re.Match.start):
            what = " ".join(found.group("what").lower().split())
            is_known = known is not None and known.endswith(what)
            if found.re is DOCUMENT and not is_known:
                known = what
            if known is not None and (is_known or found.re is DOCUMENT):
                yield self._thing(known, "primary_document", "document", found)

    def _search(self, pattern: "re.Pattern[str]", telling: Sequence[str]) -> Iterator["re.Match[str]"]:
        """Look for `pattern` in the sentences that hold one of the `telling` words: most hold none."""
        places = {place for word in telling for place in self._places(word)}
        for number in sorted({self.sentence_at(place) for place in places}):
            yield from pattern.finditer(self.text, *self.sentences[number])

    def _places(self, word: str) -> Iterator[int]:
        at = self._low.find(word)
        while at >= 0:
            yield at
            at = self._low.find(word, at + 1)

    def _thing(self, cited: str, kind: CitationKind, how: str, found: "re.Match[str]") -> Mark:
        sentence = self.sentence_at(found.start())
        return Mark(cited=cited, kind=kind, how=how, start=found.start(), end=found.end(), sentence=sentence)
