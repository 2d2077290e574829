import json
from pathlib import Path

import pytest

from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import find_origins
from news.records import Article, Citation, GivenCitation, Link
from news.speakers.quotations import find_quotes
from tests.news.pieces import OUTLETS, article

GAZETTEER = Gazetteer.of(OUTLETS)

# What a text says, and whom it credits; "!" marks the outlet on which the lead claim rests, "~" a mere mention.
CREDITED = [
    ("The Financial Times reported that the yard will close.", ["Financial Times!"]),
    ("The FT has also reported that the yard will close.", ["Financial Times!"]),
    ("The yard will close, Reuters reported on Monday.", ["Reuters!"]),
    ("The yard will close, reports the BBC.", ["BBC News!"]),
    ("According to the Japanese newspaper Yomiuri Shimbun, the yard will close.", ["Yomiuri Shimbun!"]),
    ("The yard will close, as first reported by the Financial Times.", ["Financial Times!"]),
    ("“It will close,” the owner told AFP.", ["Agence France-Presse!"]),
    ("In an interview with the BBC the owner said it would close.", ["BBC News!"]),
    ("The plan was described in a report in The Times on Friday.", ["The Times!"]),
    ("The yard will close, according to Reuters and the Financial Times.", ["Reuters!", "Financial Times!"]),
    ("A Financial Times investigation found that the yard will close.", ["Financial Times!"]),
    ("An AP analysis shows that the yard will close.", ["Associated Press!"]),
    ("The yard will close, Japan’s Yomiuri Shimbun, which has the most readers, reported.", ["Yomiuri Shimbun!"]),
    ("Reuters reported, citing the Financial Times, that the yard will close.", ["Reuters", "Financial Times!"]),
    ("SEOUL (Reuters) - The yard will close within a year, its owner says.", ["Reuters!"]),
    ("WASHINGTON, March 3 (AP) — The yard will close within a year, its owner says.", ["Associated Press!"]),
    ("(AFP) – The yard will close within a year, its owner says.", ["Agence France-Presse!"]),
    ("OSLO (Reuters) - The yard will close, the Financial Times reported on Monday.", ["Reuters", "Financial Times!"]),
    ("The yard will close within a year, its owner says.\nWith AFP", ["Agence France-Presse!"]),
    ("The yard will close within a year, its owner says.\nSource: Reuters", ["Reuters!"]),
    ("It will close.1\nHe owes.2\nSources: 1Reuters.com, 2The Financial Times.", ["Reuters!", "Financial Times"]),
    ("This article was originally published by Global Times.", ["Global Times!"]),
    ("The yard will close. Reuters contributed to this report.", ["Reuters"]),
    ("A hopeful view, as provided by CSIS.", ["Center for Strategic and International Studies~"]),
    ("The Brackwater Times said on Monday that the yard will close.", ["Brackwater Times!"]),
    ("The yard will close, reports the North Vale Herald.", ["North Vale Herald!"]),
    ("The BBC said it would move its newsroom.", ["BBC News~"]),
    ("AFP and Reuters reported that the yard will close.", ["Agence France-Presse!", "Reuters!"]),
    ("OSLO (Reuters) - The yard will close, its owner told Reuters. Its head told Reuters so.", ["Reuters!"] * 3),
]  # fmt: skip

UNCREDITED = [
    "The owner has worked for Reuters and for the BBC.",
    "It is high time the yard closed, said the owner.",
    "In time reported cases fell.",
    "Time Warner said on Monday that the yard will close.",
    "Photo: Reuters",
    "Ships in the bay. (AP Photo/Ann Vale)",
    "US Navy/AFP",
    "Ann Vale of the Center for Strategic and International Studies said the yard will close.",
    "The ap is free, according to ap users, and many a ft of rope is left.",
    "The yard will close, its owner said.",
]


def told(citations: list[Citation]) -> list[str]:
    marks = {True: "!", False: ""}
    return [item.cited + ("~" if item.relation == "mentions" else marks[item.is_lead_claim]) for item in citations]


@pytest.mark.parametrize(("text", "expected"), CREDITED)
def test_credits_are_read(text: str, expected: list[str]) -> None:
    assert told(find_citations(article(1, text), GAZETTEER)) == expected


@pytest.mark.parametrize("text", UNCREDITED)
def test_names_without_a_cue_credit_nobody(text: str) -> None:
    assert find_citations(article(1, text), GAZETTEER) == []


def test_an_outlet_does_not_cite_itself() -> None:
    text = "The owner told the Harbour Post that the yard will close. The Harbour Post reported it first."
    assert find_citations(article(1, text, outlet="Harbour Post"), GAZETTEER) == []


def test_the_paper_is_the_outlet_named_last_and_of_its_country() -> None:
    text = (
        "The Financial Times reported on Sunday that the yard will close. The British paper also said that men go.\n"
        "The paper noted that nobody was asked.\n"
        "The Yomiuri Shimbun reported otherwise on Monday. The Japanese paper added that talks go on.\n"
        "The paper reported a date. The British newspaper said there was none."
    )
    assert [item.cited for item in find_citations(article(1, text), GAZETTEER)] == [
        "Financial Times", "Financial Times", "Financial Times",
        "Yomiuri Shimbun", "Yomiuri Shimbun", "Yomiuri Shimbun", "Financial Times",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outlet", "text", "cited"),
    [
        (None, "The North Vale Times reported that it will close. The Times said men go.", 2 * ["North Vale Times"]),
        (None, "The Global Times reported that it will close. The owner told The Times so.", 2 * ["Global Times"]),
        (None, "The Times reported that the yard will close.", ["The Times"]),
        ("North Vale Times", "“It will close,” the owner told The Times.", []),
        ("The Times", "“It will close,” the owner told The Times.", []),
    ],
)  # fmt: skip
def test_a_short_name_means_the_outlet_named_in_full_before_or_the_articles_own(
    outlet: str | None, text: str, cited: list[str]
) -> None:
    assert [item.cited for item in find_citations(article(1, text, outlet=outlet), GAZETTEER)] == cited


def test_the_agency_is_never_a_newspaper() -> None:
    text = "The Financial Times reported that the yard will close. The agency said its inspectors were there."
    assert [item.cited for item in find_citations(article(1, text), GAZETTEER)] == ["Financial Times"]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("One regional report explains: “The men were asked.”", "one regional report"),
        ("The yard will close, according to local media.", "local media"),
        ("Local media reported that the yard will close.", "local media"),
        ("State media have said that the yard will close.", "state media"),
    ],
)
def test_reports_without_a_name_are_told_as_such(text: str, cited: str) -> None:
    (found,) = find_citations(article(1, text), GAZETTEER)
    assert (found.cited, found.kind) == (cited, "unnamed_report")


def test_a_document_is_cited_once_under_its_first_name() -> None:
    text = (
        "The yard will close within a year. Ministers said so in a joint statement after their talks.\n"
        "The joint statement speaks of debts. The statement also condemned the strike."
    )
    found = find_citations(article(1, text), GAZETTEER)
    assert {(item.cited, item.kind) for item in found} == {("joint statement", "primary_document")}
    assert found[0].is_lead_claim


def test_the_lead_claim_is_told_in_the_first_sentences_only() -> None:
    text = (
        "The yard will close. "
        + "Nobody on the quay was much surprised by that. " * 6
        + "Reuters reported it last year."
    )
    (found,) = find_citations(article(1, text), GAZETTEER)
    assert (found.relation, found.is_lead_claim) == ("relays", False)


def test_bylines_and_captions_are_not_counted_as_sentences() -> None:
    text = (
        "By Ann Vale\nSunday 1 March\nThe yard\nAll of it will close within the year. Men wait at the gate today.\n"
        + ("The Financial Times reported it on Sunday.")
    )
    (found,) = find_citations(article(1, text), GAZETTEER)
    assert found.is_lead_claim


def test_each_citation_has_its_sentence_and_span_as_they_stand() -> None:
    text = "Men wait.\nThe yard will close, the Financial\u00a0Times reported – and soon."
    (found,) = find_citations(article(1, text), GAZETTEER)
    assert found.sentence == "The yard will close, the Financial\u00a0Times reported – and soon."
    assert text[found.span_start : found.span_end] == "the Financial\u00a0Times reported"


def test_an_agency_in_the_byline_is_relayed() -> None:
    (found,) = find_citations(article(1, "The yard will close.", authors=("Reuters",)), GAZETTEER)
    assert (found.cited, found.is_lead_claim, found.sentence) == ("Reuters", True, "Reuters")


@pytest.mark.parametrize(("words", "relation"), [("will close", "mentions"), ("reportedly", "relays")])
def test_a_link_to_another_outlets_article_names_it_with_the_sentence_it_stands_in(words: str, relation: str) -> None:
    link = Link(url="https://www.ft.com/content/the-yard-will-close", text=words)
    (found,) = find_citations(article(1, f"The yard {words}. Men wait.", links=(link,)), GAZETTEER)
    assert (found.cited, found.relation, found.sentence) == ("Financial Times", relation, f"The yard {words}.")


def test_a_link_to_a_front_page_or_below_the_text_credits_nobody_for_the_claim() -> None:
    links = (
        Link(url="https://www.ft.com/", text="yard"),
        Link(url="https://www.bbc.com/news/a-story-of-old", text="Read more"),
    )
    (found,) = find_citations(article(1, "The yard will close. Men wait.", links=links), GAZETTEER)
    assert (found.cited, found.relation) == ("BBC News", "mentions")


def test_a_link_to_a_section_credits_nobody() -> None:
    link = Link(url="https://www.ft.com/world/asia", text="will close")
    assert find_citations(article(1, "The yard will close. Men wait.", links=(link,)), GAZETTEER) == []


def test_what_a_page_says_it_is_based_on_is_its_lead() -> None:
    found = find_citations(article(1, "The yard will close.", based_on="https://ft.com/content/123"), GAZETTEER)
    assert told(found) == ["Financial Times!"]


def test_an_account_has_the_citations_of_its_head_and_no_sentence() -> None:
    given = GivenCitation(cited="Financial Times", kind="outlet", relation="relays", is_lead_claim=True)
    account = article(1, "Reuters reported nothing.", text_kind="account", given_citations=(given,))
    (found,) = find_citations(account, GAZETTEER)
    assert (found.cited, found.sentence, found.span_start) == ("Financial Times", None, None)


def test_other_languages_are_not_read() -> None:
    text = "Reuters reported that the yard will close."
    assert find_citations(article(1, text, language="sv"), GAZETTEER) == []


# --- the seed documents ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def seeds(shared: Path) -> list[Article]:
    paths = sorted((shared / "seeds").glob("*.txt"))
    return [article(number, path.read_bytes().decode(), outlet="") for number, path in enumerate(paths)]


def listed() -> Gazetteer:
    from extractors.seeds import read_outlets

    return Gazetteer.of(read_outlets(Path("seeds/outlets.csv")))


def test_the_seed_documents_credit_exactly_whom_a_careful_reader_finds(shared: Path, seeds: list[Article]) -> None:
    truth = json.loads((shared / "seeds" / "truth.json").read_text(encoding="utf-8"))["cross"]
    expected = {(int(edge["from_"][:3]), bare(edge["to"])) for edge in truth["provenance_edges"] if edge["explicit"]}
    found = {
        (seed.article_id, bare(item.cited, item.kind)) for seed in seeds for item in find_citations(seed, listed())
    }
    assert found == expected
    assert not found & {(int(edge["from_"][:3]), bare(edge["to"])) for edge in truth["provenance_negative"]}


def bare(cited: str, kind: str = "") -> str:
    if kind == "unnamed_report" or cited.startswith("(unnamed"):
        return "unnamed"
    return "joint statement" if cited.endswith("joint statement") else cited.removeprefix("The ")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Reuters", [("Reuters", True)]),
        ("(Reuters)", [("Reuters", True)]),
        ("Reuters / AFP", [("Reuters", True), ("Agence France-Presse", True)]),
        ("AFP contributed to this report.", [("Agence France-Presse", False)]),
    ],
)
def test_a_line_at_the_end_that_only_gives_credit_gives_it(line: str, expected: list[tuple[str, bool]]) -> None:
    told = article(1, "The yard on the north quay will close.\n" * 3 + line)
    found = find_citations(told, Gazetteer.of(OUTLETS))
    assert [(citation.cited, citation.is_lead_claim) for citation in found] == expected


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The yard will close, the Nikkei reported.", ["Nikkei"]),
        ("The yard will close, the Nikkei's paper reported.", []),  # somebody's
        ("The yard will close, Nikkei's paper reported.", ["Nikkei"]),
    ],
)
def test_a_word_with_the_and_an_ending_is_somebodys(text: str, cited: list[str]) -> None:
    assert [citation.cited for citation in find_citations(article(1, text), Gazetteer.of(OUTLETS))] == cited


def test_a_link_leads_only_where_its_words_say_that_somebody_reports() -> None:
    background = Link(url="https://www.ft.com/content/the-yard-will-close", text="will close")
    report = Link(url="https://www.ft.com/content/the-yard-will-close", text="first reported")
    text = "The yard will close, it was first reported. Men wait."
    leads = [
        find_citations(article(1, text, links=(link,)), GAZETTEER)[0].is_lead_claim for link in (background, report)
    ]
    assert leads == [False, True]


@pytest.mark.parametrize("stated", ["financialtimes", "FinancialTimes", "ft", "ft.com", "www.ft.com"])
def test_an_outlet_stated_as_its_host_is_written_does_not_credit_itself(stated: str) -> None:
    link = Link(url="https://www.ft.com/content/the-yard-will-close", text="first reported")
    text = "The yard will close, a spokesman told the Financial Times, it was first reported."
    assert find_citations(article(1, text, outlet=stated, links=(link,)), GAZETTEER) == []


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The yard will close, Brugwacht reported on Monday.", ["Brugwacht"]),
        ("The yard will close, as first reported by Brugwacht.", ["Brugwacht"]),
        ("Ann Lo wrote in Brugwacht that the yard will close.", ["Brugwacht"]),
        ("Brugwacht's reporter Ann Lo said that the yard will close.", ["Brugwacht"]),
        # Firms, offices and pollsters are linked as well.
        ("According to Brugwacht's data report, half of the yards will close.", []),
        ("A Brugwacht survey found that half of the yards will close.", []),
        ("A survey by the Brugwacht Foundation found it.", []),
        ("The National Institute on Brugwacht has also estimated it.", []),
        ("Brugwacht reported $3 million in earnings.", []),
        ("Brugwacht claims a share of the market with its boats.", []),
        ("The plan was made.\nSource: Brugwacht\nIt is a good plan for all of the yards here.", []),
    ],
)
def test_a_name_told_by_its_link_alone_is_an_outlets_where_it_reports(text: str, cited: list[str]) -> None:
    link = Link(url="https://www.brugwacht.nl/2026/the-yard-will-close", text="close")
    found = find_citations(article(1, text, links=(link,)), Gazetteer.of(OUTLETS))
    assert [one.cited for one in found if one.relation == "relays"] == cited


def test_an_essay_of_long_ago_is_no_lead() -> None:
    text = "In 1971, her essay for the Financial Times asked why the yards had no women. It is still read."
    told = article(1, text)
    citations = find_citations(told, GAZETTEER)
    assert find_origins("s", [told], citations, [], [])[0].state == "unknown"


@pytest.mark.parametrize(
    ("said", "state"),
    [("“We will never sail again,” Ann Lo said.", "primary"), ("“We will never sail again,” a sign said.", "unknown")],
)
def test_only_somebody_with_a_name_makes_a_report_of_ones_own(said: str, state: str) -> None:
    told = article(1, f"The yard will close in May, and nobody here knows what comes then. {said}")
    assert find_origins("s", [told], [], [], find_quotes(told))[0].state == state


@pytest.mark.parametrize(
    ("outlet", "cited"),
    [
        ("Breitbart News", "The New York Times"),
        ("The Guardian", "The Times"),
        (None, "The Times"),
        ("Los Angeles Times", None),
        ("The New York Times", None),
    ],
)
def test_the_times_is_that_of_the_reader_s_country(outlet: str | None, cited: str | None) -> None:
    told = article(1, "Mr Vale left the yard, The Times reported on Friday.", outlet=outlet)
    assert [one.cited for one in find_citations(told, listed())] == ([cited] if cited else [])
