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
from news.speakers.find import find_quotes

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
    ("linking/ap_contributed.jsonl", "17", {"Associated Press"}, "unknown", None),
    ("linking/dateline_demoted.jsonl", "10", {"Reuters", "Korean Central News Agency"}, "relays", "Reuters"),
    ("linking/self_credit.jsonl", "1", set(), "unknown", None),
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
    article = Article(
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
    citations = find_citations(article, gazetteer)
    outlets = {item.cited for item in citations if item.relation == "relays" and item.kind in ("outlet", "agency")}
    assert outlets == relayed
    found = find_origins("s1", [article], citations, [], find_quotes(article))[0]
    assert (found.state, found.origin) == (state, origin)
    assert found.reason
    if found.span_start is not None:
        assert 0 <= found.span_start < (found.span_end or 0) <= len(article.text)
