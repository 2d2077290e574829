"""What sentences say of claims, pair by pair, word for word: every claim of the cases against every sentence."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from news.claims.claim_matching import Context, judge
from news.claims.claims import read_claim
from news.claims.corroboration import ClaimText, Credit, changes_of, independent, sources_of, statements_in
from tests.answers import check, told
from tests.drawn import mark
from tests.news.claims.test_claims import CASES, MOMENT
from tests.news.claims.test_constructions import TOLD
from tests.news.own_texts import pairs
from tests.news.pieces import NOON
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/claims")
NOTHING = Context(headline="", before="")


def judged(claim: str, sentence: str, language: str, around: Context = NOTHING) -> Iterator[str]:
    read = read_claim(claim, language)
    found = judge(read, sentence, around) if read else None
    if found:
        why = f" ({found.why_open})" if found.why_open else ""
        yield f"  {sentence}: {found.side} {found.share:.3g} {told(found.matched_by)} {told(found.figures)}{why}"


def test_what_sentences_say_of_claims_stays() -> None:
    found = []
    for claim in dict.fromkeys(claim for claim, _, _ in CASES if not claim.startswith("Das")):
        found.append(claim)
        for sentence in dict.fromkeys(sentence for _, sentence, _ in CASES):
            found += judged(claim, sentence, "en")
            found += judged(claim, f"She said so. {sentence}", "en", Context(headline=claim, before=sentence))
    check(KEPT / "cases.txt", found)


def test_what_one_report_says_of_another_stays() -> None:
    found = []
    for language in ("en", "de", "es", "fr"):
        told_twice = pairs(language)
        for one, other in zip(told_twice[::2], told_twice[1::2], strict=True):
            around = Context(headline=one, before="", year=2030)
            found += [f"{language} {one}", *judged(one, other, language), *judged(other, one, language)]
            found += judged(one, one, language, around)
    check(KEPT / "pairs.txt", found)


def test_what_claims_are_read_as_stays() -> None:
    claims = [*dict.fromkeys(claim for claim, _, _ in CASES), *pairs("en")[:80], *pairs("de")]
    found = []
    for claim in claims:
        read = read_claim(claim)
        parts = {one.name: getattr(read, one.name) for one in fields(read)} if read else {}
        told_of = {name: part for name, part in parts.items() if part and name not in ("text", "places", "order")}
        found.append(f"{claim}: {told(told_of)}")
    check(KEPT / "claims.txt", found)


def test_who_states_claims_stays() -> None:
    found = []
    for claim in dict.fromkeys(claim for claim, _, _ in CASES):
        read = read_claim(claim, "en")
        assert read is not None
        told_of = [sentence for other, sentence, _ in CASES if other == claim]
        texts = [
            ClaimText(
                article_id=number, url=f"https://paper.example/{number}", outlet=f"Paper {number}", family="",
                title=claim, text=" ".join((*told_of[:number], "It rained.", *told_of[number:])), language="en",
                at=MOMENT if number % 2 else NOON, copy_group_id=number // 2, origin="Wire", origin_state=state,
                credits=(Credit(cited="Herald", start=0, end=10),) if number == 2 else (),
            )
            for number, state in enumerate(("relays", "primary", "unknown", "unknown"))
        ]  # fmt: skip
        statements = [one for text in texts for one in statements_in(read, text)]
        sources = sources_of(statements)
        found.append(f"{claim}: {independent(sources, 'for')} for, {independent(sources, 'against')} against")
        found += [f"  {one.origin} {one.side} {[told.article_id for told in one.statements]}" for one in sources]
        found += [f"  {figure} {told.article_id}" for figure, told in changes_of(statements)]
    check(KEPT / "sources.txt", found)


NUMBER = re.compile(r"\d+")
NAMES = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")


def told_otherwise(sentence: str) -> Iterator[str]:
    """A sentence as it stands, and as others would tell it: denied, asked, quoted, with another figure, of another."""
    bare, names = sentence.rstrip("."), NAMES.findall(sentence)
    yield sentence
    yield f"It is not true that {bare}."
    yield f"{bare}, officials denied."
    yield f"Will it be so: {bare}?"
    yield f"The Herald says {bare}, but others doubt it."
    yield f'The mayor was asked. "{bare}," she said.'
    yield f"If {bare}, the council may act."
    yield f"More than a year ago {bare}, and nothing came of it; prices rose by 7 per cent."
    yield NUMBER.sub(lambda found: str(int(found[0]) + 1), sentence)
    yield NUMBER.sub(lambda found: f"more than {found[0]}", sentence)
    yield sentence.replace(names[0], "Ella Lund") if names else f"Nobody said so. {sentence}"


def test_what_sentences_say_that_are_told_otherwise_stays() -> None:
    found = []
    for claim, sentence in dict.fromkeys((claim, sentence) for claim, sentence, _ in (*TOLD, *CASES)):
        read = read_claim(claim, "en")
        assert read is not None
        text = ClaimText(
            article_id=1, url="", outlet=None, family=None, title=claim, text="", language="en", at=MOMENT,
            copy_group_id=1, origin_state="unknown", origin=None, credits=(),
        )  # fmt: skip
        stated = [list(statements_in(read, replace(text, text=said))) for said in told_otherwise(sentence)]
        sides = " ".join((one[0].side[:3] if one else "-") for one in stated)
        found.append(f"{claim} | {sentence}: {sides} {mark(told(stated))}")
    check(KEPT / "otherwise.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_claims.txt", thresholds("news/claims"))
