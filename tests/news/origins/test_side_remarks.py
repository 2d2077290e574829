"""What is said beside the main claim carries no claim, and one outlet in two spellings is one."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.seeds import read_outlets
from news.origins.citations import find_citations
from news.origins.described_names import one_spelling
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import find_origins
from tests.news.pieces import article

LEAD = "The yard in Brackwater will close in May, its owner said. "
ASIDES = [
    ("Analysts had expected 180,000 crates, according to MarketWatch.", "MarketWatch"),
    ("The harvest was below the consensus forecast of 30 tons compiled by Reuters.", "Reuters"),
    ('Her party had what The New York Times on Friday called a "rough week".', "The New York Times"),
    ("The tale was mentioned by Newsmax.", "Newsmax"),
    ("She told Bill Marsh of Fox News that it was over.", "Fox News"),
    ("She recalled her phone call with a Washington Examiner reporter.", "Washington Examiner"),
    ("She spoke of it during an appearance on Fox News.", "Fox News"),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(sorted(read_outlets(Path("seeds/outlets.csv")), key=lambda outlet: outlet.outlet))


@pytest.mark.parametrize(("remark", "outlet"), ASIDES)
def test_no_main_claim_rests_on_a_side_remark(gazetteer: Gazetteer, remark: str, outlet: str) -> None:
    found = find_citations(article(1, LEAD + remark, outlet="Vale Daily Wire"), gazetteer)
    assert [(one.cited, one.relation, one.is_lead_claim) for one in found] == [(outlet, "relays", False)]


def test_a_lead_that_tells_where_it_was_said_rests_on_it(gazetteer: Gazetteer) -> None:
    text = "The owner told Bill Marsh of Fox News that the yard will close. It is the last one there."
    found = find_citations(article(1, text, outlet="Vale Daily Wire"), gazetteer)
    assert [(one.cited, one.is_lead_claim) for one in found] == [("Fox News", True)]


def test_letter_case_makes_no_second_outlet(gazetteer: Gazetteer) -> None:
    text = "The ferry is lost, according to the website InVelden.info. Invelden.info reported that nobody was on board."
    found = find_citations(article(1, text, outlet="Vale Daily Wire"), gazetteer)
    assert [one.cited for one in found] == ["InVelden.info", "InVelden.info"]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("iVale", "iVale.fr"), ["iVale", "iVale"]),
        (("Invelden.info", "InVelden.info", "Velden"), ["Invelden.info", "Invelden.info", "Velden"]),
        (("Vale", "vale.de", "vale.fr"), ["Vale", "vale.de", "vale.fr"]),
        (("Tern", "Tern Press Agency"), ["Tern", "Tern"]),
        (("NBC10 Boston", "NBC10"), ["NBC10 Boston", "NBC10 Boston"]),
        (("KUSA", "KUSA-TV", "KUSAK-TV"), ["KUSA", "KUSA", "KUSAK-TV"]),
        (("KUSA", "KUSA-9", "KUSA 9 News", "KUSA9 Action News"), ["KUSA", "KUSA", "KUSA", "KUSA"]),
        (("KUSA 99 Degrees", "Wusa 9"), ["KUSA 99 Degrees", "Wusa 9"]),
        (("Tern", "Tern News", "Tern Press Agency"), ["Tern", "Tern News", "Tern Press Agency"]),
        (("Tern", "Tern Gazette"), ["Tern", "Tern Gazette"]),
        (("The West", "West FM"), ["The West", "West FM"]),
        ((), []),
    ],
)
def test_names_that_differ_by_an_ending_are_one(names: tuple[str, ...], wanted: list[str]) -> None:
    assert list(one_spelling(names).values()) == wanted


def test_remarks_at_the_side_make_no_origin_however_many(gazetteer: Gazetteer) -> None:
    remarks = "The tale was mentioned by Newsmax. Later it was picked up by Newsmax again. The owner did not laugh."
    one = article(1, LEAD + remarks, outlet="Vale Daily Wire")
    (origin, _) = find_origins("s", [one], find_citations(one, gazetteer), [], [], outlets=gazetteer.outlets)
    assert origin.state != "relays"


def test_a_list_of_news_rests_on_none_of_its_sources(gazetteer: Gazetteer) -> None:
    items = ("Wired", "CNET", "Engadget", "CNBC", "Wired")
    text = "\n".join(
        f"The keeper of light {at} says that it was late and dark. [{name}]" for at, name in enumerate(items)
    )
    found = find_citations(article(1, text, outlet="Vale Daily Wire"), gazetteer)
    assert {one.cited for one in found} == set(items)
    assert not any(one.is_lead_claim for one in found[3:])


def test_an_agency_in_the_byline_stands_beside_a_document(gazetteer: Gazetteer) -> None:
    text = "The yard will close in May, its owner said in a statement. Nobody was sad there."
    for byline, agency in (("Reuters", "Reuters"), ("Tom Vale Associated Press", "Associated Press")):
        one = replace(article(1, text, outlet="Vale Daily Wire"), authors=(byline,))
        assert [found.is_lead_claim for found in find_citations(one, gazetteer) if found.cited == agency] == [True]


def test_a_credit_line_again_and_again_is_of_the_pieces_between(gazetteer: Gazetteer) -> None:
    piece = "The keeper of the light says that it was late and dark.\n(With inputs from ANI)\n"
    found = find_citations(article(1, piece * 4, outlet="Vale Daily Wire"), gazetteer)
    assert not any(one.is_lead_claim for one in found)


def test_a_report_taken_in_further_down_carries_no_main_claim(gazetteer: Gazetteer) -> None:
    told = " ".join(f"The keeper of light {at} says that it was late and dark." for at in range(9))
    text = f"{told}\nBRACKWATER (AP) - The yard will close in May, its owner said on Monday.\nNobody was sad there."
    (found,) = find_citations(article(1, text, outlet="Vale Daily Wire"), gazetteer)
    assert (found.cited, found.is_lead_claim) == ("Associated Press", False)
