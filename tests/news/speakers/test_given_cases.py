"""The cases of ../shared with quotations, file by file: who says each of them."""

import json
from pathlib import Path

import pytest

from news.speakers.quotations import find_quotes
from tests.news.pieces import article

SHARED = Path(__file__).resolve().parents[4] / "shared" / "cases"
# File, last part of the address, the speakers of its quotations in order.
EXPECTED: list[tuple[str, str, list[str]]] = [
    ("citations/in.jsonl", "on-air", ["Lena Orth"]),
    ("citations/in.jsonl", "name-colon", ["Marla Stent", "Edwin Harle"]),
    ("citations/in.jsonl", "wrote-for", ["Cameron Dale"]),
    ("citations/in.jsonl", "late-lead", ["Oriana Pell", "Oriana Pell"]),
    ("languages/in.jsonl", "de-relay", ["Ada Holm"]),
    ("languages/in.jsonl", "de-colon", ["Jon Feld", "Jon Feld"]),
    ("languages/in.jsonl", "de-guillemets", ["der Rat", "Ada Holm"]),
    ("languages/in.jsonl", "es-relay", ["Juan Roble"]),
    ("languages/in.jsonl", "fr-relay", ["Anne Rive"]),
    ("languages/in.jsonl", "it-relay", ["Ugo Riva"]),
    ("languages/in.jsonl", "nl-relay", ["Jan Dijk"]),
    ("languages/in.jsonl", "pt-relay", ["Rui Praia"]),
    ("languages/in.jsonl", "ja-relay", ["海野太郎"]),
    ("languages/in.jsonl", "ko-relay", ["김바다"]),
    ("linking/lang_dateline_primary.jsonl", "artikel-es-0", ["Inés Quirós"]),
    ("linking/lang_dateline_primary.jsonl", "artikel-es-1", ["Inés Quirós"]),
    ("linking/lang_dateline_primary.jsonl", "artikel-de-0", ["Ines Quandt"]),
    ("linking/lang_dateline_primary.jsonl", "artikel-de-1", ["Ines Quandt"]),
    ("linking/lang_dateline_primary.jsonl", "artikel-ja-0", ["九条"]),
    ("linking/lang_dateline_primary.jsonl", "artikel-ja-1", ["九条"]),
    ("newcomer/quotes.jsonl", "1", ["Nadia Thorsby", "Nadia Thorsby", "Karel Obrecht"]),
    ("newcomer/quotes.jsonl", "2", ["Agda Villemoes", "Pia Sandoval"]),
    ("newcomer/quotes.jsonl", "3", ["Torben Lyhne", "Esme Routledge"]),
    ("newcomer/quotes.jsonl", "4", ["Mathilde Krane"]),
]


@pytest.mark.parametrize(("file", "name", "speakers"), EXPECTED, ids=[f"{row[0]}#{row[1]}" for row in EXPECTED])
def test_given_cases(file: str, name: str, speakers: list[str]) -> None:
    if not (SHARED / file).is_file():
        pytest.skip("../shared/cases is absent: the given cases are NOT checked")
    rows = map(json.loads, (SHARED / file).read_text(encoding="utf-8").splitlines())
    row = next(row for row in rows if row["url"].rsplit("/", 1)[-1] == name)
    found = find_quotes(article(1, row["text"], language=row.get("language")))
    assert [quote.speaker for quote in found] == speakers


def test_no_given_quotation_is_passed_over() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/cases is absent: the given cases are NOT checked")
    pinned = {(file, name) for file, name, _ in EXPECTED}
    missed = []
    for file in sorted({file for file, _, _ in EXPECTED}):
        for row in map(json.loads, (SHARED / file).read_text(encoding="utf-8").splitlines()):
            name = row["url"].rsplit("/", 1)[-1]
            if (file, name) not in pinned and find_quotes(article(1, row["text"], language=row.get("language"))):
                missed.append((file, name))
    assert missed == []
