"""Why two articles are, or are not, copies, of one origin, of one story: measures and passages side by side."""

from collections.abc import Sequence
from datetime import date

from news.copies.boilerplate import blanked
from news.copies.near_copies import PairMeasures, explain_pair
from news.language.name_lists import NameList
from news.records import Article, Citation, Origin, Placement, Quote, record
from news.records.links import origin_words
from news.stories.guides import roundup_reason
from news.stories.memory import Frequencies
from news.stories.shared_terms import SharedTerm, SharedTerms, shared_terms, terms_of
from storage.archive_reader import ReadArchive

SHOWN_PASSAGES = 3
SHOWN_TERMS = 8  # names, and as many words
LEAST_SHARE = 0.005  # of the similarity: less is printed as 0 %
NAMED_WIDTH = 30  # characters around the name that a pronoun stands for
SHOWN_QUOTES = 3  # of each article
WIDTH = 160  # characters of a passage that a line shows: it may be the whole article
SENTENCE_WIDTH = 600  # of a sentence, which is the proof


@record
class Explanation:
    """Two articles, held side by side."""

    first: Article
    second: Article
    measures: PairMeasures
    places: tuple[Placement | None, Placement | None]
    origins: tuple[tuple[Origin, ...], tuple[Origin, ...]]
    credits: tuple[tuple[Citation, ...], tuple[Citation, ...]]
    quotes: tuple[tuple[Quote, ...], tuple[Quote, ...]]
    shared: SharedTerms

    def in_words(self) -> str:
        """Say it for a person."""
        return "\n".join(
            [
                f"A  {_named(self.first)}",
                f"B  {_named(self.second)}",
                "",
                f"Copies: {self.measures.kind or 'no'}. {self.measures.reason}",
                f"  containment of word runs {self.measures.containment:.1%}, sentences that stand in both "
                f"{self.measures.sentence_coverage:.0%}, words in the same order {self.measures.in_order:.0%}",
                *self._passages(),
                *(f"  only the later one tells: {_short(sentence)}" for sentence in self.measures.added_sentences),
                "",
                self._origin(),
                *(line for side, found in zip("AB", self.credits, strict=True) for line in _credits(side, found)),
                *self._speakers(),
                "",
                self._story(),
                *self._roundups(),
                *self._shared(),
            ]
        )

    def _passages(self) -> list[str]:
        lines = []
        for passage in self.measures.passages[:SHOWN_PASSAGES]:
            lines.append(f"  A: {_short(self.first.text[slice(*passage.a_span)])}")
            lines.append(f"  B: {_short(self.second.text[slice(*passage.b_span)])}")
        return lines

    def _speakers(self) -> list[str]:
        """Say of the first quotations who spoke, by which words, or why that is not known."""
        sides = zip("AB", (self.first, self.second), self.quotes, strict=True)
        lines = [
            f"  {side} “{_short(quote.quote)}”: {_speaker(article, quote)}"
            for side, article, quotes in sides
            for quote in quotes[:SHOWN_QUOTES]
        ]
        more = sum(max(0, len(quotes) - SHOWN_QUOTES) for quotes in self.quotes)
        return ["", "Speakers:", *lines, *([f"  and {more} more in the view quotes"] if more else [])] if lines else []

    def _origin(self) -> str:
        lines = []
        for basis, name in (("explicit", "by what they credit"), ("text", "with text evidence")):
            a, b = (next((o for o in found if o.basis == basis), None) for found in self.origins)
            if a is None or b is None:
                lines.append(f"{name}: not linked yet")
            elif a.story_id != b.story_id:
                lines.append(f"{name}: not compared, they follow different stories")
            else:
                same = a.origin_group_id == b.origin_group_id
                sides = (f"{side} {origin_words(one.state, one.origin)}" for side, one in (("A", a), ("B", b)))
                lines.append(f"{name}: {'the same' if same else 'not the same'} ({'; '.join(sides)})")
        return "Origin: " + ".\n        ".join(lines) + "." + "".join(self._reasons())

    def _reasons(self) -> list[str]:
        """Say, for each side, the words on which its origin rests, or why it is unknown."""
        lines = []
        for side, found in zip("AB", self.origins, strict=True):
            for origin in found:
                if origin.reason and (origin.basis == "explicit" or origin.reason not in {o.reason for o in found[:1]}):
                    words = f": “{origin.evidence[:SENTENCE_WIDTH]}”" if origin.evidence else ""
                    lines.append(
                        f"\n  {side} {origin_words(origin.state, origin.origin)}, since {_clause(origin.reason)}{words}"
                    )
        return lines

    def _shared(self) -> list[str]:
        """Say which names and words the two share, how rare each is, and how much of the similarity it makes."""
        terms = self.shared.terms
        if not terms:
            return ["  They share no name and no word that says anything."]
        names, words = ([term for term in terms if term.is_name is kind][:SHOWN_TERMS] for kind in (True, False))
        return [
            f"  Similarity of the two by names and words: {self.shared.similarity:.2f} of 1. What makes it:",
            f"  names of several words: {self._terms(names) or 'none of weight'}",
            f"  single words: {self._terms(words) or 'none of weight'}",
        ]

    def _terms(self, terms: Sequence[SharedTerm]) -> str:
        groups = self.shared.copy_groups
        shown = [term for term in terms if term.share >= LEAST_SHARE]
        return "; ".join(f"{t.words} ({t.share:.0%}, in {t.copy_groups} of {groups} texts)" for t in shown)

    def _roundups(self) -> list[str]:
        """Say of a page that tells of several matters why it is taken for one."""
        told = ((side, roundup_reason(article)) for side, article in zip("AB", (self.first, self.second), strict=True))
        return [f"  {side} tells of several matters and follows no story: {why}." for side, why in told if why]

    def _story(self) -> str:
        a, b = self.places
        if a is None or b is None:
            return "Story: not linked yet; newsthread link does it."
        if a.story_id == b.story_id:
            return (
                f"Story: the same, {a.story_id} (similarity to its profile when linked: A {a.similarity:.2f} "
                f"by {a.linked_by}, B {b.similarity:.2f} by {b.linked_by})."
            )
        return f"Story: not the same (A {a.story_id}, B {b.story_id}); newsthread story link overrules it."


def explain(archive: ReadArchive, first: Article, second: Article) -> Explanation:
    """Hold two stored articles side by side, without what linking found to be their outlets' boilerplate."""
    ids = (first.article_id, second.article_id)
    named = {article.outlet for article in (first, second) if article.outlet}
    bare = blanked((first, second), archive.outlets.boilerplate(named))
    places = {item.article_id: item for item in archive.links.placements(ids)}
    origins = archive.links.origins({item.story_id for item in places.values()})
    credits_ = archive.links.citations(ids)
    quotes = sorted(archive.links.quotes(ids), key=lambda quote: quote.span_start)
    return Explanation(
        first=first,
        second=second,
        measures=explain_pair(bare[0], bare[1], names=NameList.of(archive.outlets.all())),
        places=(places.get(ids[0]), places.get(ids[1])),
        origins=(_of(origins, ids[0]), _of(origins, ids[1])),
        quotes=(
            tuple(item for item in quotes if item.article_id == ids[0]),
            tuple(item for item in quotes if item.article_id == ids[1]),
        ),
        shared=shared_terms(bare[0], bare[1], _frequencies(archive, bare)),
        credits=(
            tuple(item for item in credits_ if item.article_id == ids[0]),
            tuple(item for item in credits_ if item.article_id == ids[1]),
        ),
    )


def _frequencies(archive: ReadArchive, articles: Sequence[Article]) -> Frequencies:
    """Return how many copy groups of all days use each term of these articles."""
    return archive.stories.frequencies(terms_of(*articles), since=date.min, until=date.max)


def _of(origins: Sequence[Origin], article_id: int) -> tuple[Origin, ...]:
    return tuple(origin for origin in origins if origin.article_id == article_id)


def _speaker(article: Article, quote: Quote) -> str:
    if quote.speaker is None:
        return f"unknown ({quote.speaker_note})"
    kind = quote.speaker_kind or "person or body"
    if quote.source_start is None:
        return f"{quote.speaker} ({kind})"
    words = article.text[quote.source_start : quote.source_end]
    surname = quote.speaker.rsplit(maxsplit=1)[-1]
    named = article.text.rfind(surname, 0, quote.source_start) if surname not in words else -1
    if named < 0:
        return f"{quote.speaker} ({kind}), by the words “{_short(words)}”"
    place = article.text[max(0, named - NAMED_WIDTH) : named + len(surname) + NAMED_WIDTH].replace("\n", " ")
    return f"{quote.speaker} ({kind}), by the words “{_short(words)}”, named before: “…{place}…”"


def _named(article: Article) -> str:
    return f"{article.outlet or '(no outlet)'}, {article.ordered_at:%Y-%m-%d %H:%M}: {article.title}\n   {article.url}"


def _clause(reason: str) -> str:
    """Return a reason as a clause: "it is credited …", "it rests on …", "its text is …", "only a headline is known"."""
    first = reason.split(maxsplit=1)[0]
    if first in ("its", "only"):
        return reason
    is_state = first in ("not", "credited", "named", "stated") or reason.startswith("a copy")
    return f"it is {reason}" if is_state else f"it {reason}"


def _credits(side: str, found: Sequence[Citation]) -> list[str]:
    leading = [item for item in found if item.is_lead_claim] or list(found[:1])
    return [f"  {side} {item.relation} {item.cited}: {_said(item)}" for item in leading]


def _said(citation: Citation) -> str:
    if citation.span_start is None:
        return f"(outside the text) {citation.sentence or 'in its head'}"
    return _short(citation.sentence or "", SENTENCE_WIDTH)


def _short(passage: str, most: int = WIDTH) -> str:
    line = " ".join(passage.split())
    return line if len(line) <= most else line[: most - 1] + "…"
