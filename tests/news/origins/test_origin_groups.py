import json
from collections import Counter
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from news.copies.groups import group_copies
from news.copies.near_copies import find_near_copies
from news.copies.quote_groups import group_quotes
from news.language.name_lists import NameList
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import find_origins
from news.records import Article, Basis, GivenCitation, Origin, Outlet
from news.speakers.quotations import find_quotes
from tests.news.pieces import OUTLETS, article, prose

CLOSES = "The yard on the north quay will close before the year is out. "
SAID = "We shall not leave this harbour before every one of the boats has been paid for"


def origins(*articles: Article, outlets: list[Outlet] = OUTLETS) -> list[Origin]:
    """All of linking that origins rest on, for the articles of one story."""
    gazetteer = Gazetteer.of(outlets)
    citations = [found for item in articles for found in find_citations(item, gazetteer)]
    quotes = group_quotes(
        [quote for item in articles for quote in find_quotes(item)],
        moments={item.article_id: item.ordered_at for item in articles},
    )
    copies = find_near_copies(articles, among=[], names=NameList.of(outlets))
    groups = {key: place[0] for key, place in group_copies(articles, copies, citations=citations).items()}
    return find_origins("s1", articles, citations, copies, quotes, groups, outlets)


def told(rows: list[Origin], basis: Basis = "explicit") -> dict[int, str]:
    return {row.article_id: row.origin or row.state for row in rows if row.basis == basis}


def counts(rows: list[Origin], basis: Basis) -> tuple[int, int]:
    """Known origins, and unknown ones."""
    states: dict[int, set[str]] = {}
    for row in rows:
        if row.basis == basis:
            states.setdefault(row.origin_group_id, set()).add(row.state)
    unknown = sum(1 for held in states.values() if held == {"unknown"})
    return len(states) - unknown, unknown


def test_every_article_has_one_row_for_each_basis() -> None:
    rows = origins(article(1, CLOSES), article(2, prose(1, 60)))
    assert Counter((row.article_id, row.basis) for row in rows) == Counter(
        {(1, "explicit"): 1, (1, "text"): 1, (2, "explicit"): 1, (2, "text"): 1}
    )


def test_who_credits_nobody_and_quotes_nobody_is_unknown() -> None:
    assert told(origins(article(1, CLOSES + prose(1, 100)))) == {1: "unknown"}


@pytest.mark.parametrize(
    "text",
    [
        CLOSES + f"“{SAID},” said Ann Vale on the quay.",
        CLOSES + "The Harbour Post has seen the letter of the owners.",
        CLOSES + "The letter was shown to the Post by a man of the yard.",
        CLOSES + "Ann Vale told this newspaper that it was so.",
        "The yard will close, the ministers said in a joint statement on Sunday.",
        "The yard will close, according to court documents of last Monday.",
        "Five people familiar with the plan told the Harbour Post that the yard will close.",
    ],
)
def test_own_quotations_documents_and_sights_make_a_report_primary(text: str) -> None:
    assert told(origins(article(1, text, outlet="Harbour Post"))) == {1: "primary"}


@pytest.mark.parametrize(
    ("language", "kind", "reason"),
    [
        (None, "headline", "only a headline or a summary is known"),
        (None, "summary", "only a headline or a summary is known"),
        ("en", "headline", "only a headline or a summary is known"),
        ("tr", "summary", "not read in this language"),
        (None, "full", "not read in this language"),
    ],
)
def test_a_headline_is_not_said_to_be_in_a_language_that_is_not_read(
    language: str | None, kind: str, reason: str
) -> None:
    (explicit, text) = origins(article(1, language=language, text_kind=kind))
    assert {explicit.reason, text.reason} == {reason}


def test_a_lead_that_rests_on_nameless_persons_is_unknown_whatever_is_quoted_below() -> None:
    text = "Five people with knowledge of the plan have confirmed that the yard will close.\n" + prose(1, 60)
    assert told(origins(article(1, f"{text}\n“{SAID},” said Ann Vale."))) == {1: "unknown"}


def test_a_quotation_that_another_had_first_is_not_ones_own() -> None:
    counted = "The men of the yard counted all the boats on the quay in the rain that came from the north."
    first = article(1, f"{counted}\n{prose(1, 80)}\n“{SAID},” said Ann Vale.", outlet="Harbour Post")
    second = article(2, CLOSES + prose(2, 80) + f"\n“{SAID},” said Ann Vale.")
    rows = origins(first, second)
    assert told(rows) == {1: "primary", 2: "unknown"}
    assert told(rows, "text") == {1: "primary", 2: "Harbour Post"}
    assert (counts(rows, "explicit"), counts(rows, "text")) == ((1, 1), (1, 0))


@pytest.mark.parametrize(
    ("hours", "ordered_by", "rests_on"),
    [(1, "published", "unknown"), (9, "published", "Harbour Post"), (1, "first_seen", "Harbour Post")],
)
def test_what_came_before_a_report_does_not_rest_on_it(hours: float, ordered_by: str, rests_on: str) -> None:
    nameless = f"The yard will close, two people familiar with the matter said.\n“{SAID},” said Ann Vale."
    one = article(1, nameless + prose(1, 80), hours=hours, ordered_by=ordered_by)
    own = article(
        2, f"{CLOSES}“{SAID},” Ann Vale told the Harbour Post. {prose(2, 80)}", outlet="Harbour Post", hours=5
    )
    rows = origins(*sorted((one, own), key=lambda item: item.ordered_at))
    assert told(rows) == {1: "unknown", 2: "primary"}
    assert told(rows, "text") == {1: rests_on, 2: "primary"}
    assert counts(rows, "text") == (1, 0)


def test_who_credits_one_outlet_within_three_days_shares_an_origin() -> None:
    text = CLOSES + "The Financial Times reported it on Sunday. "
    rows = origins(*(article(at, text + prose(at, 80), hours=hours) for at, hours in ((1, 0), (2, 70), (3, 80))))
    groups = {row.article_id: row.origin_group_id for row in rows if row.basis == "explicit"}
    assert groups == {1: 1, 2: 1, 3: 3}


def test_the_relayed_outlets_own_article_belongs_to_the_group() -> None:
    own = article(1, CLOSES + f"“{SAID},” Ann Vale told the Financial Times.", outlet="Financial Times")
    relay = article(2, CLOSES + "The Financial Times reported it on Sunday. " + prose(2, 80))
    rows = origins(own, relay)
    assert told(rows) == {1: "primary", 2: "Financial Times"}
    assert counts(rows, "explicit") == (1, 0)


def test_an_outlet_named_far_down_is_no_origin() -> None:
    text = CLOSES + f"“{SAID},” said Ann Vale.\n" + prose(1, 300) + "\nReuters reported last year that it was in debt."
    assert told(origins(article(1, text))) == {1: "primary"}


def test_a_short_article_is_looked_at_to_its_last_line() -> None:
    text = CLOSES + f"“{SAID},” said Ann Vale.\n" + prose(1, 100) + "\nReuters reported "
    assert told(origins(article(1, text + "on Monday that it was in debt."))) == {1: "unknown"}
    assert told(origins(article(1, text + "last year that it was in debt."))) == {1: "primary"}


def test_who_credits_several_others_far_down_is_no_primary() -> None:
    named = (
        "Reuters reported it. The Financial Times said so too. The BBC reported more. The Global Times reported all."
    )
    text = f"{CLOSES}“{SAID},” said Ann Vale.\n{prose(1, 400)}\n{named}"
    assert told(origins(article(1, text))) == {1: "unknown"}


def test_a_quotation_told_to_others_is_no_evidence_of_ones_own() -> None:
    to_others = f"{CLOSES}{prose(1, 300)}\n“{SAID},” Ann Vale told Reuters.\n{prose(2, 200)}"
    to_local_media = f"{CLOSES}{prose(1, 300)}\n“{SAID},” Ann Vale told local TV.\n{prose(2, 200)}"
    few_words = f"{CLOSES}{prose(1, 300)}\nThey spoke of a “day of shame” there.\n{prose(2, 200)}"
    by_the_same = f"{CLOSES}{prose(1, 300)}\nAnn Vale told Reuters much. “{SAID},” said Vale.\n{prose(2, 200)}"
    to_unlisted = f"{CLOSES}{prose(1, 300)}\n“{SAID},” one captain told the Orme Free-Lantern.\n{prose(2, 200)}"
    for text in (to_others, to_local_media, few_words, by_the_same, to_unlisted):
        assert told(origins(article(1, text))) == {1: "unknown"}, text


def test_a_copy_has_its_originals_origin_credited_or_not() -> None:
    wire = f"OSLO (Reuters) - {CLOSES}“{SAID},” said Ann Vale.\n" + prose(3, 150)
    original = article(1, wire, outlet="Reuters")
    credited, silent = article(2, wire), article(3, wire.removeprefix("OSLO (Reuters) - "))
    assert told(origins(original, credited, silent)) == {1: "primary", 2: "Reuters", 3: "Reuters"}


def test_shared_prose_is_text_evidence() -> None:
    report = prose(4, 240)
    first = article(1, f"{CLOSES}“{SAID},” said Ann Vale.\n" + report, outlet="Harbour Post")
    second = article(2, report[: len(report) // 2] + prose(5, 150))
    rows = origins(first, second)
    assert told(rows) == {1: "primary", 2: "unknown"}
    assert told(rows, "text") == {1: "primary", 2: "Harbour Post"}


def test_a_text_in_a_language_that_is_not_read_is_unknown() -> None:
    assert told(origins(article(1, "Reuters reported it. " + prose(1, 60), language="de"))) == {1: "unknown"}


def test_an_outlets_second_print_of_its_own_report_relays_nobody() -> None:
    report = f"{CLOSES}“{SAID},” said Ann Vale.\n" + prose(3, 150)
    rows = origins(*(article(at, report, outlet="Harbour Post") for at in (1, 2)))
    assert told(rows) == {1: "primary", 2: "primary"}


@pytest.mark.parametrize(("hours", "is_joined"), [(-240, False), (-24, True), (24, True), (240, False)])
def test_a_relay_belongs_to_a_report_of_these_days(hours: float, is_joined: bool) -> None:
    own = article(1, CLOSES + f"“{SAID},” Ann Vale told us.", outlet="Financial Times", hours=hours)
    relay = article(2, CLOSES + "The Financial Times reported it on Sunday. " + prose(2, 80), hours=0)
    groups = {row.origin_group_id for row in origins(own, relay) if row.basis == "explicit"}
    assert (len(groups) == 1) is is_joined


def test_of_two_reports_a_relay_has_read_the_last_before_it() -> None:
    own = [
        article(
            at,
            prose(at, 80) + f"\nAnn Vale told the Financial Times of {at} boats.",
            outlet="Financial Times",
            hours=at,
        )
        for at in (1, 9, 30)
    ]
    relay = article(4, CLOSES + "The Financial Times reported it on Sunday. " + prose(7, 80), hours=12)
    groups = {row.article_id: row.origin_group_id for row in origins(*own, relay) if row.basis == "explicit"}
    assert groups == {1: 1, 9: 9, 30: 30, 4: 9}


@pytest.mark.parametrize(("said", "is_joined"), [("We will not leave this harbour", False), (SAID, True)])
def test_a_short_quotation_joins_nobody(said: str, is_joined: bool) -> None:
    rows = origins(*(article(at, prose(at, 90) + f"\n“{said},” said Ann Vale.") for at in (1, 2)))
    groups = {row.origin_group_id for row in rows if row.basis == "text"}
    assert (len(groups) == 1) is is_joined


def test_an_account_has_the_origin_that_its_head_gives() -> None:
    given = GivenCitation(cited="Financial Times", kind="outlet", relation="relays", is_lead_claim=True)
    rows = origins(
        article(1, CLOSES, text_kind="account", given_citations=(given,)), article(2, CLOSES, text_kind="account")
    )
    assert told(rows) == {1: "Financial Times", 2: "unknown"}


def test_the_order_of_rows_changes_nothing() -> None:
    batch = [
        article(at, CLOSES + (f"“{SAID},” said Ann Vale. " if at % 2 else "Reuters reported it. ") + prose(at, 90))
        for at in range(1, 9)
    ]
    assert origins(*batch) == origins(*batch[::-1])


@pytest.mark.parametrize(
    "credited",
    [
        article(1, "The yard will close, Reuters and the Financial Times reported. Nikkei reported it first."),
        article(1, CLOSES, authors=("By Reuters", "Associated Press", "Agence France-Presse")),
        article(1, CLOSES, text_kind="account", given_citations=tuple(
            GivenCitation(cited=name, kind="outlet", relation="relays", is_lead_claim=True)
            for name in ("Nikkei", "AFP")
        )),
        article(1, CLOSES + f"“{SAID},” said Ann Vale. “{CLOSES},” said Ben Moor. “It is late,” he said."),
    ],
    ids=["in the text", "in the byline", "in the head", "quotations"],
)  # fmt: skip
def test_the_order_of_citations_and_quotations_changes_nothing(credited: Article) -> None:
    citations, quotes = find_citations(credited, Gazetteer.of(OUTLETS)), find_quotes(credited)
    expected = find_origins("s1", [credited], citations, (), quotes)
    assert len(citations) + len(quotes) > 1
    assert {
        find_origins("s1", [credited], given, (), said)[0]
        for given in permutations(citations)
        for said in permutations(quotes)
    } == {expected[0]}


# --- real and sample articles ---------------------------------------------------------------------------------

SEED_DAYS = {0: (3, 27), 1: (3, 26), 2: (3, 28), 3: (3, 29), 4: (7, 28)}  # 2024; three of them estimated


def listed() -> list[Outlet]:
    from extractors.seeds import read_outlets

    return read_outlets(Path("seeds/outlets.csv"))


@pytest.fixture(scope="session")
def seeds(shared: Path) -> list[Article]:
    found = []
    for number, path in enumerate(sorted((shared / "seeds").glob("*.txt"))):
        at = datetime(2024, *SEED_DAYS[number], 8, tzinfo=UTC)
        found.append(article(number, path.read_bytes().decode(), outlet="", ordered_at=at, first_seen_at=at))
    return found


def test_the_seed_documents_have_three_known_origins_and_one_unknown_and_none_with_text_evidence(
    shared: Path, seeds: list[Article]
) -> None:
    truth = json.loads((shared / "seeds" / "truth.json").read_text(encoding="utf-8"))["cross"]["origin_groups"]
    rows = origins(*seeds, outlets=listed())
    assert (counts(rows, "explicit"), counts(rows, "text")) == ((3, 1), (3, 0))
    for basis, wanted in (("explicit", "explicit_only"), ("text", "with_text_evidence")):
        groups: dict[int, set[int]] = {}
        for row in rows:
            if row.basis == basis:
                groups.setdefault(row.origin_group_id, set()).add(row.article_id)
        expected = [{int(name[:3]) for name in group} for group in truth[wanted]["groups"]]
        assert sorted(groups.values(), key=min) == sorted(expected, key=min)


def test_the_seed_documents_hold_no_copies_and_one_shared_quotation(seeds: list[Article]) -> None:
    (found,) = find_near_copies(seeds, among=[], names=NameList.of(listed()))
    assert (found.article_id, found.original_id, found.kind) == (3, 1, "shared_passage")
    assert len(found.evidence.replace("-", " ").split()) == 14
    assert found.evidence in seeds[3].text


@pytest.mark.parametrize(
    "told_by",
    [
        f"“{SAID},” she writes in her memoir.",
        f"“{SAID},” wrote Ann Vale in a post on X.",
        f"A plaque at the gate reads: “{SAID}.”",
        f"“{SAID}”",
        f"As Ann Vale once wrote, “{SAID}.”",
    ],
)
def test_what_stood_written_makes_no_report_ones_own(told_by: str) -> None:
    assert told(origins(article(1, CLOSES + told_by, outlet="Harbour Post"))) == {1: "unknown"}


def test_what_stands_outside_the_text_is_shown_as_it_stands_there() -> None:
    based = "https://www.ft.com/content/the-yard-will-close"
    rows = origins(
        article(1, CLOSES, authors=("Reuters",)),
        article(2, prose(1, 60), based_on=based),
    )
    explicit = {row.article_id: row for row in rows if row.basis == "explicit"}
    assert (explicit[1].origin, explicit[1].reason, explicit[1].evidence) == (
        "Reuters", "named in the byline", "Reuters",
    )  # fmt: skip
    assert (explicit[2].origin, explicit[2].reason, explicit[2].evidence) == (
        "Financial Times", "links to it as its source", based,
    )  # fmt: skip
    assert {row.span_start for row in rows if row.state == "relays"} == {None}


@pytest.mark.parametrize(
    ("headline", "state"),
    [
        ("Five things to know this Friday", "unknown"),
        ("Morning briefing: the dam, the budget, the ferry", "unknown"),
        ("Two towns below the dam are emptied", "primary"),
    ],
)
def test_what_gathers_several_matters_is_nobodys_own_report(headline: str, state: str) -> None:
    text = (
        "The towns by the dam are empty, Governor Jonas Reim told reporters on Thursday. Parliament passed the budget "
        "by 88 votes to 80. The ferry to Skarn is out of service until Tuesday because of a broken ramp."
    )
    assert told(origins(article(1, text, title=headline))) == {1: state}
