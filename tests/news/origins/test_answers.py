"""Whom some two thousand small texts credit, and on whom the articles of small stories rest, word for word."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

from extractors.seeds import read_outlets
from news.copies.groups import group_copies
from news.copies.near_copies import find_near_copies
from news.copies.quote_groups import group_quotes
from news.language.name_lists import NameList
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import find_origins
from news.records import Article, Origin, Outlet
from news.speakers.quotations import find_quotes
from tests.answers import check, told
from tests.news.own_texts import LANGUAGES, credited_texts, quotations, stories
from tests.news.pieces import OUTLETS, article
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/origins")
MOST = dict.fromkeys(LANGUAGES, 36) | {"en": 180}  # texts of which stories are made
OWN = "Vale Daily Wire"
SAMPLED = 25  # of the outlets: one in so many
SIGNS = ("is_ambiguous", "is_ordinary", "is_shared", "is_short", "is_small", "needs_article")


@cache
def outlets() -> list[Outlet]:
    return sorted(read_outlets(Path("seeds/outlets.csv")), key=lambda outlet: outlet.outlet)


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.of(outlets())


@cache
def names() -> NameList:
    return NameList.of(outlets())


def credited(text: str, language: str) -> Iterator[str]:
    for one in find_citations(article(1, text, outlet=OWN, language=language), gazetteer()):
        flags = " ".join(flag for flag in ("is_explicit", "is_lead_claim") if getattr(one, flag))
        yield f"{one.span_start}-{one.span_end} {one.kind} {one.relation} {one.cited} {flags}".rstrip()


def in_threes(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (texts[start : start + 3] for start in range(0, len(texts), 3))


def small_stories() -> Iterator[list[Article]]:
    """Stories of five articles: three sentences with credits, a quotation, and a copy of the first with more to it."""
    for language in LANGUAGES:
        said = quotations(language)
        for number, lines in enumerate(in_threes(credited_texts(language)[: MOST[language]])):
            quoted = said[number % len(said)]
            told = [*lines, quoted, f"{lines[0]} {said[(number + 1) % len(said)]}"]
            yield [article(at, text, language=language) for at, text in enumerate(told, start=1)]
    for number, texts in enumerate(in_threes(stories("en"))):
        yield [article(10 * number + at, text) for at, text in enumerate(texts, start=1)]


def origins(articles: list[Article]) -> list[Origin]:
    citations = [found for item in articles for found in find_citations(item, gazetteer())]
    quotes = group_quotes(
        [quote for item in articles for quote in find_quotes(item)],
        moments={item.article_id: item.ordered_at for item in articles},
    )
    copies = find_near_copies(articles, among=[], names=names())
    groups = {key: place[0] for key, place in group_copies(articles, copies, citations=citations).items()}
    return find_origins("s1", articles, citations, copies, quotes, groups, OUTLETS)


def test_whom_texts_credit_stays() -> None:
    found = []
    for language in LANGUAGES:
        for text in (*credited_texts(language), *quotations(language), *stories(language)):
            answers = list(credited(text, language))
            found += [f"{language} {text[:60]}", *(f"  {answer}" for answer in answers)] if answers else []
    check(KEPT / "citations.txt", found)


def test_on_whom_articles_rest_stays() -> None:
    found = []
    for texts in small_stories():
        found.append(f"{texts[0].language} {texts[0].text[:60]}")
        rows = origins(texts)
        ids = {key: at for at, key in enumerate(dict.fromkeys(one.origin_group_id for one in rows))}
        for one in rows:
            where = f"{one.span_start}-{one.span_end} " if one.span_start is not None else ""
            what = f"{one.basis} {one.state} group {ids[one.origin_group_id]}"
            found.append(f"  {one.article_id} {what} {one.origin}: {where}{one.reason}")
    check(KEPT / "origins.txt", found)


def test_how_outlets_may_be_written_stays() -> None:
    # By a checksum of its name, not by its number: one more outlet changes its own lines alone.
    sample = [one for one in outlets() if crc32(one.outlet.encode()) % SAMPLED == 0]
    known = Gazetteer.of([*OUTLETS, *sample])
    found = [f"{name}: {told(known.names_of(name, name))}" for name in known.names]
    found += [f"{letters}: {outlet.outlet}" for letters, outlet in known.by_letters.items()]
    for form, entries in known.entries.items():
        for one in entries:
            signs = " ".join(sign for sign in SIGNS if getattr(one, sign))
            found.append(f"{form}: {one.outlet.outlet} {signs}".rstrip())
    check(KEPT / "outlets.txt", sorted(found))


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_origins.txt", thresholds("news/origins"))
