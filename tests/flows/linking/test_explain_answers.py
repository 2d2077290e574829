"""What is said of two articles held side by side, line by line, in each case: copies, origins, stories, speakers."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.linking.explain import Explanation, _speaker
from news.copies.near_copies import explain_pair
from news.records import Article, Citation, Origin, Placement, Quote
from news.stories.shared_terms import SharedTerm, SharedTerms
from tests.answers import check

KEPT = Path("tests/fixtures/answers/flows")
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = (
    "The harbour board has closed the old quay to lorries until the spring, said Ida Wolff on Monday. “We wait for the "
    "frost to go,” she said. The lamps of the mole are lit, and the ferry goes at noon as it did before the storm."
)


def article(number: int, text: str = TEXT, **differs: Any) -> Article:
    given: dict[str, Any] = {
        "article_id": number, "url": f"https://h.example/{number}", "outlet": "Post", "title": "Quay closed",
        "text": text,
        "language": "en", "first_seen_at": AT, "ordered_at": AT, "ordered_by": "published", "arrived_by": "feed",
    }  # fmt: skip
    return Article(**given | differs)


def place(number: int, story: str = "s1", by: Any = "rule") -> Placement:
    return Placement(
        article_id=number, copy_group_id=1, is_original=True, story_id=story, similarity=0.456, linked_by=by
    )


def origin(number: int, **differs: Any) -> Origin:
    given: dict[str, Any] = {
        "article_id": number, "story_id": "s1", "basis": "explicit", "origin_group_id": 1, "state": "relays",
        "origin": "Wire",
        "reason": "credited in the lead", "evidence": "the Wire reported",
    }  # fmt: skip
    return Origin(**given | differs)


def quote(**differs: Any) -> Quote:
    start = TEXT.index("“")
    given: dict[str, Any] = {
        "article_id": 1, "quote": "We wait for the frost to go,", "speaker": "Ida Wolff", "speaker_kind": "person",
        "source": "she", "source_start": TEXT.index("she said"), "source_end": TEXT.index("she said") + 8,
        "speaker_note": "",
        "span_start": start, "span_end": start + 30, "quote_group_id": 1,
    }  # fmt: skip
    return Quote(**given | differs)


def citation(**differs: Any) -> Citation:
    given: dict[str, Any] = {
        "article_id": 1, "cited": "Wire", "kind": "agency", "relation": "relays", "is_lead_claim": True,
        "span_start": 3,
        "span_end": 9, "sentence": "As the Wire reported.",
    }  # fmt: skip
    return Citation(**given | differs)


def term(words: str, *, is_name: bool, share: float = 0.25) -> SharedTerm:
    return SharedTerm(words=words, is_name=is_name, share=share, copy_groups=3)


NOTHING = SharedTerms(similarity=0.0, terms=(), copy_groups=40)


def base() -> Explanation:
    first, second = (
        article(1),
        article(2, TEXT.replace("lamps", "lights") + " The board meets again in May, it says.", outlet=None),
    )
    return Explanation(
        first=first, second=second, measures=explain_pair(first, second), places=(place(1), place(2)),
        origins=((origin(1),), (origin(2),)), credits=((), ()), quotes=((), ()), shared=NOTHING,
    )  # fmt: skip


def cases() -> dict[str, Explanation]:
    here = base()
    many = tuple(term(f"name {n}", is_name=True) for n in range(9)) + tuple(
        term(f"word{n}", is_name=False) for n in range(9)
    )
    own = origin(1, state="primary", origin=None, reason="its text is its own", evidence=None)
    by_text = origin(1, basis="text", origin_group_id=2, reason="a copy of an older text")
    return {
        "copies": here,
        "unlike": replace(here, second=article(2, "A wholly other matter."), measures=explain_pair(here.first,
        article(2, "No."))),
        "not linked": replace(here, places=(None, place(2)), origins=((), (origin(2),))),
        "not linked, the other": replace(here, places=(place(1), None), origins=((origin(1),), ())),
        "another story": replace(here, places=(place(1), place(2, "s2")), origins=((origin(1),), (origin(2,
        story_id="s2"),))),
        "by a person": replace(here, places=(place(1, by="person"), place(2))),
        "another origin": replace(here, origins=((origin(1),), (origin(2, origin_group_id=2, origin="Ledger"),))),
        "own reporting": replace(here, origins=((own,), (origin(2, state="unknown", origin=None, reason="not told",
        evidence=None),))),
        "by text": replace(here, origins=((origin(1), by_text), (origin(2), replace(by_text, article_id=2)))),
        "by text, one side": replace(here, origins=((origin(1), by_text), (origin(2),))),
        "by text, the same reason": replace(here, origins=((origin(1), replace(by_text,
        reason="credited in the lead")), (origin(2),))),
        "without a reason": replace(here, origins=((origin(1, reason=None),), (origin(2, evidence="x" * 700),))),
        "named": replace(here, origins=((origin(1, reason="named as its source"),), (origin(2,
        reason="rests on a document"),))),
        "stated, and a headline alone": replace(here, origins=((origin(1, reason="stated in its head"),),
        (origin(2, state="unknown", origin=None, evidence=None, reason="only a headline or a summary is known"),))),
        "credits": replace(here, credits=((citation(), citation(cited="Ledger", is_lead_claim=False)),
        (citation(is_lead_claim=False), citation(cited="x", is_lead_claim=False)))),
        "credits elsewhere": replace(here, credits=((citation(span_start=None),), (citation(span_start=None,
        sentence=None),))),
        "a long credit": replace(here, credits=((citation(sentence="x" * 601),), (citation(sentence="y" * 600),))),
        "speakers": replace(here, quotes=((quote(), quote(speaker=None, speaker_note="two persons are near")),
        (quote(speaker_kind=None, source_start=None),))),
        "many speakers": replace(here, quotes=((quote(),) * 4, (quote(),) * 5)),
        "shared": replace(here, shared=SharedTerms(similarity=0.512, terms=many, copy_groups=40)),
        "shared names": replace(here, shared=SharedTerms(similarity=0.5, terms=(term("Ida Wolff", is_name=True,
        share=0.666),), copy_groups=40)),
        "shared words": replace(here, shared=SharedTerms(similarity=0.5, terms=(term("quay", is_name=False),),
        copy_groups=40)),
    }  # fmt: skip


def test_what_is_said_of_two_articles_stays() -> None:
    found = []
    for name, explanation in cases().items():
        found += [name, *(f"  {line}" for line in explanation.in_words().split("\n"))]
    for at, words in (
        (0, TEXT),
        (5, TEXT.replace("Ida Wolff", "the head")),
        (9, "Ida Wolff was there. " + "x " * 60 + "she said"),
    ):
        start = words.index("she said")
        one = quote(source_start=start, source_end=start + 8)
        found.append(
            f"{at}: {_speaker(article(1, words), one)} / {_speaker(article(1, words), replace(one, speaker='she'))}"
        )
    check(KEPT / "explain.txt", found)
