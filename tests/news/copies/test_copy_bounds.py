"""From where on what two texts share makes them copies: each bound of the measures from both sides."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from news.copies.near_copies import RULES, _judge, find_near_copies
from news.copies.shared_passages import Passage
from news.records import Article
from tests.news.pieces import article, prose


@dataclass
class Measured:
    """A pair of texts that has just these measures: what the judging asks for, and no more."""

    containment: float = 0.9
    longest: int = 50
    run_words: int = 5
    later: int = 2
    earlier: int = 1
    words: int = 300
    covered: float = 0.0
    prose_least: float = 0.9
    prose_most: float = 0.9
    particulars: tuple[float, ...] = (0.9, 0.9)
    other_subjects: bool = False
    passage_words: int = 50
    is_quoted: bool = False
    same: bool = False
    articles: dict[int, Article] = field(default_factory=lambda: {1: article(1, "x"), 2: article(2, "y")})

    def kind(self) -> str | None:
        return _judge(cast(Any, self), cast(Any, self), RULES)[0]

    def is_same(self, pair: object) -> bool:
        return self.same

    def shorter(self, pair: object) -> int:
        return self.words

    def coverage(self, pair: object) -> float:
        return self.covered

    def least_prose_containment(self, pair: object) -> float:
        return self.prose_least

    def prose_containment(self, pair: object) -> float:
        return self.prose_most

    def same_particulars(self, pair: object, least: int) -> tuple[float, ...]:
        return self.particulars

    def have_other_subjects(self, pair: object) -> bool:
        return self.other_subjects

    def telling(self, pair: object, least: int) -> Iterator[Passage]:
        if self.passage_words >= least:
            words = self.passage_words
            yield Passage(at=0, words=words, telling=words, is_quoted=self.is_quoted, a_span=(0, 1), b_span=(0, 1))

    def additions(self, pair: object, rules: object) -> "Measured":
        return self

    def pair(self, one: int, other: int) -> "Measured":
        return self

    lead_words: int = 0

    def is_update(self, rules: object, *, is_other_outlet: bool) -> bool:
        return False


REWRITTEN = Measured(containment=0.59, covered=0.58)
RESPELLED = Measured(containment=0.44, covered=0.75)
PART = Measured(containment=0.40)
PASSAGE = Measured(containment=0.20)
QUOTED = Measured(containment=0.01, is_quoted=True)
CASES = {
    "containment": (Measured(containment=0.60), "near_copy", {"containment": 0.59}, "derived"),
    "words": (Measured(words=25), "near_copy", {"words": 24}, "derived"),
    "coverage": (REWRITTEN, "near_copy", {"covered": 0.57}, "derived"),
    "coverage of a text written anew": (
        replace(REWRITTEN, containment=0.45),
        "near_copy",
        {"containment": 0.44},
        "derived",
    ),
    "coverage of another spelling": (RESPELLED, "near_copy", {"covered": 0.74}, "derived"),
    "coverage without containment": (replace(RESPELLED, containment=0.20), "near_copy", {"containment": 0.19}, None),
    "prose of the shorter": (Measured(prose_least=0.30, prose_most=0.0), "near_copy", {"prose_least": 0.29}, "derived"),
    "prose": (Measured(prose_least=0.0, prose_most=0.30), "near_copy", {"prose_most": 0.29}, "derived"),
    "a particular": (Measured(particulars=(0.51, 0.1)), "near_copy", {"particulars": (0.50, 0.1)}, None),
    "a long run": (Measured(particulars=(0.1, 0.1), longest=100), "near_copy", {"longest": 99}, None),
    "the same subjects": (Measured(), "near_copy", {"other_subjects": True}, None),
    "a part": (PART, "derived", {"containment": 0.39}, "shared_passage"),
    "a part outside quotations": (PART, "derived", {"is_quoted": True}, "shared_passage"),
    "a passage": (PASSAGE, "shared_passage", {"containment": 0.19}, None),
    "words of a passage": (replace(PASSAGE, passage_words=8), "shared_passage", {"passage_words": 7}, None),
    "words of a run": (replace(PASSAGE, longest=8), "shared_passage", {"longest": 7}, None),
    "a quoted passage": (QUOTED, "shared_passage", {"is_quoted": False}, None),
}


@pytest.mark.parametrize("bound", CASES)
def test_a_pair_at_a_bound_is_what_it_is_and_a_step_below_it_is_not(bound: str) -> None:
    measured, kind, less, then = CASES[bound]
    assert (measured.kind(), replace(measured, **less).kind()) == (kind, then)  # type: ignore[arg-type]


@pytest.mark.parametrize(("words", "kind"), [(12, "exact"), (11, None)])
def test_the_same_twelve_words_are_an_exact_copy(words: int, kind: str | None) -> None:
    text = " ".join(prose(9, 60).replace("\n", " ").split()[:words])
    found = find_near_copies([article(1, text), article(2, text)], among=[])
    assert [copy.kind for copy in found if copy.kind in ("exact", "near_copy")] == ([kind] if kind else [])


def test_a_summary_is_an_exact_copy_or_none() -> None:
    told = {1: article(1, "x", text_kind="summary"), 2: article(2, "y")}
    assert Measured(articles=told, same=True).kind() == "exact"
    assert Measured(articles=told).kind() is None
