"""The cases of ../shared on credits: whom each text relays, and where its claim comes from."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.seeds import read_outlets
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.origin_groups import find_origins
from news.records import Article
from news.speakers.quotations import find_quotes
from tests.news.pieces import article

SHARED = Path(__file__).resolve().parents[4] / "shared" / "cases"
AT = datetime(2026, 11, 28, tzinfo=UTC)
# File, last part of the address, outlets relayed, state of the origin, outlet of the origin.
EXPECTED: list[tuple[str, str, set[str], str, str | None]] = [
    ("citations/in.jsonl", "poll-tracking", {"Fox News"}, "relays", "Fox News"),
    ("citations/in.jsonl", "poll-joint", {"NBC News", "The Wall Street Journal"}, "relays", "NBC News"),
    ("citations/in.jsonl", "poll-hyphen", {"The Washington Post", "ABC News"}, "relays", "The Washington Post"),
    ("citations/in.jsonl", "average", {"RealClearPolitics"}, "relays", "RealClearPolitics"),
    ("citations/in.jsonl", "on-air", {"CNN"}, "relays", "CNN"),
    ("citations/in.jsonl", "on-air-2", {"MSNBC"}, "relays", "MSNBC"),
    ("citations/in.jsonl", "broadcast-of", {"Fox News"}, "relays", "Fox News"),
    ("citations/in.jsonl", "programme-only", {"MSNBC"}, "relays", "MSNBC"),
    ("citations/in.jsonl", "unlisted-told", {"Velden Insider"}, "relays", "Velden Insider"),
    ("citations/in.jsonl", "unlisted-apposition", {"Brugwacht"}, "relays", "Brugwacht"),
    ("citations/in.jsonl", "name-colon", {"Politico", "The Wall Street Journal"}, "relays", "Politico"),
    ("citations/in.jsonl", "bracket", {"Reuters", "Associated Press"}, "relays", "Reuters"),
    ("citations/in.jsonl", "ht-slash", {"The Hill"}, "relays", "The Hill"),
    ("citations/in.jsonl", "wrote-for", {"USA Today"}, "relays", "USA Today"),
    ("citations/in.jsonl", "own-name-sun", {"Velden Sun"}, "relays", "Velden Sun"),
    ("citations/in.jsonl", "mention-moderator", set(), "unknown", None),
    ("citations/in.jsonl", "late-lead", {"The New York Times"}, "relays", "The New York Times"),
    ("languages/in.jsonl", "de-relay", {"Seekurier", "Radio Nordhafen"}, "relays", "Seekurier"),
    ("languages/in.jsonl", "es-relay", {"Agencia Marina", "Radio Costa", "El Faro Nuevo"}, "relays", "Agencia Marina"),
    ("languages/in.jsonl", "fr-relay", {"Le Courrier du Large", "Nord Presse"}, "relays", "Le Courrier du Large"),
    ("languages/in.jsonl", "it-relay", {"Corriere del Porto"}, "relays", "Corriere del Porto"),
    ("languages/in.jsonl", "pt-relay", {"Jornal da Barra", "Rádio Costa"}, "relays", "Jornal da Barra"),
    ("languages/in.jsonl", "ja-relay", {"シーライン"}, "relays", "シーライン"),
    ("languages/in.jsonl", "ko-relay", {"바다통신"}, "relays", "바다통신"),
    ("languages/in.jsonl", "nl-relay", {"Zeekrant", "Omroep Kust"}, "relays", "Zeekrant"),
    ("linking/lang_dateline_primary.jsonl", "artikel-es-0", {"Reuters"}, "relays", "Reuters"),
    ("linking/lang_dateline_primary.jsonl", "artikel-es-2", {"El País"}, "relays", "El País"),
    ("linking/lang_dateline_primary.jsonl", "artikel-es-3", set(), "unknown", None),
    ("linking/lang_dateline_primary.jsonl", "artikel-de-0", {"dpa"}, "relays", "dpa"),
    ("linking/lang_dateline_primary.jsonl", "artikel-de-2", {"Der Spiegel"}, "relays", "Der Spiegel"),
    ("linking/lang_dateline_primary.jsonl", "artikel-ja-0", {"Kyodo News"}, "relays", "Kyodo News"),
    ("linking/lang_dateline_primary.jsonl", "artikel-ja-2", {"Yomiuri Shimbun"}, "relays", "Yomiuri Shimbun"),
    ("linking/language_code_eng_und.jsonl", "story-about-masons", {"Reuters"}, "relays", "Reuters"),
    ("linking/language_code_eng_und.jsonl", "story-about-surveyors", {"Reuters"}, "relays", "Reuters"),
    ("audit/original.jsonl", "a1", {"Reuters"}, "unknown", None),
    ("audit/original.jsonl", "b1", {"Reuters"}, "relays", "Reuters"),
    ("linking/ap_contributed.jsonl", "17", {"Associated Press"}, "unknown", None),
    ("linking/dateline_demoted.jsonl", "10", {"Reuters", "Korean Central News Agency"}, "relays", "Reuters"),
    ("linking/self_credit.jsonl", "1", set(), "primary", None),
    ("linking/self_credit.jsonl", "2", set(), "unknown", None),
    ("linking/self_credit.jsonl", "x4", set(), "unknown", None),
    ("linking/unlisted_outlets.jsonl", "13", {"NationNews Barbados"}, "relays", "NationNews Barbados"),
    ("linking/unlisted_outlets.jsonl", "14", {"KTLA"}, "relays", "KTLA"),
    ("linking/unlisted_outlets.jsonl", "16", {"Tech Mic"}, "relays", "Tech Mic"),
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(sorted(read_outlets(Path("seeds/outlets.csv")), key=lambda outlet: outlet.outlet))


@pytest.mark.parametrize(("file", "name", "relayed", "state", "origin"), EXPECTED, ids=[row[1] for row in EXPECTED])
def test_given_cases(
    file: str, name: str, relayed: set[str], state: str, origin: str | None, gazetteer: Gazetteer
) -> None:
    if not (SHARED / file).is_file():
        pytest.skip("../shared/cases is absent: the given cases are NOT checked")
    lines = (SHARED / file).read_text(encoding="utf-8").splitlines()
    row = next(row for row in map(json.loads, lines) if row["url"].rsplit("/", 1)[-1] == name)
    given = Article(
        article_id=1,
        url=row["url"],
        outlet=row.get("outlet"),
        title=row["title"],
        text=row["text"],
        language=row.get("language"),
        first_seen_at=AT,
        ordered_at=AT,
        ordered_by="published",
        arrived_by="import",
    )
    citations = find_citations(given, gazetteer)
    outlets = {item.cited for item in citations if item.relation == "relays" and item.kind in ("outlet", "agency")}
    assert outlets == relayed
    found = find_origins("s1", [given], citations, [], find_quotes(given))[0]
    assert (found.state, found.origin) == (state, origin)
    assert found.reason
    if found.span_start is not None:
        assert 0 <= found.span_start < (found.span_end or 0) <= len(given.text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry's narrative, Reuters reported on Monday, fell apart when the files were opened.",
        "Figures, as provided by Reuters, show a fall of a tenth.",
    ],
)
def test_no_rule_is_made_for_one_text(text: str, gazetteer: Gazetteer) -> None:
    (found,) = find_citations(article(1, text, outlet="Vale Daily Wire"), gazetteer)
    assert (found.cited, found.relation, found.is_lead_claim) == ("Reuters", "relays", True)
