"""Speakers on labelled news that is not ours: floors where the data are present, skipped where they are not."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from news.speakers.quotations import find_quotes
from tests.news.pieces import article

FIXTURES = Path(__file__).parents[2] / "fixtures" / "speakers"
FLOORS = json.loads((FIXTURES / "floors.json").read_text(encoding="utf-8"))["labelled"]
DATA = Path(__file__).parents[4] / "shared" / "data"
HERE = DATA / "citations"
pytestmark = pytest.mark.skipif(not HERE.exists(), reason="../shared/data/citations is not here: nothing is measured")


def lines(path: Path) -> Iterator[dict[str, object]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def rates(texts: dict[str, tuple[str, str]], labels: dict[str, list[tuple[int, int, str]]]) -> tuple[float, float]:
    """Precision of the stated speakers, judged by surname, and the share of labels that is found and right."""
    stated = right = count = 0
    for number, (key, marked) in enumerate(labels.items(), start=1):
        text, language = texts[key]
        found = find_quotes(article(number, text, language=language))
        for start, end, speaker in marked:
            count += 1
            one = next((quote for quote in found if quote.span_start < end and start < quote.span_end), None)
            if one is not None and one.speaker:
                stated += 1
                said, wanted = one.speaker.lower().split(), speaker.lower().split()
                right += said[-1] in wanted or wanted[-1] in said
    return right / stated, right / count


@pytest.mark.parametrize("source", ["named", "pronoun"])
def test_english_speakers_keep_their_floors(source: str) -> None:
    texts = {str(row["id"]): (str(row["text"]), "en") for row in lines(HERE / "polnear_train.jsonl")}
    labels: dict[str, list[tuple[int, int, str]]] = {}
    with (FIXTURES / "pronouns.csv").open(encoding="utf-8") as rows:
        read = csv.DictReader(rows) if source == "pronoun" else lines(HERE / "speakers_train.jsonl")
        for row in read:
            if row["speaker"]:
                labels.setdefault(str(row["id"]), []).append((int(row["start"]), int(row["end"]), str(row["speaker"])))
    precision, found = rates(texts, labels)
    assert precision >= FLOORS[source]["precision"]
    assert found >= FLOORS[source]["found"]


def test_german_speakers_keep_their_floors() -> None:
    pages = {row["url"]: str(row["text"]) for row in lines(DATA / "extraction" / "fundus" / "truth.jsonl")}
    rows = [row for row in lines(HERE / "other_languages.jsonl") if row["language"] == "de"]
    texts = {str(row["id"]): (pages[row["url"]], "de") for row in rows}
    labels = {
        str(row["id"]): [(one["start"], one["end"], one["speaker"]) for one in row["quotes"] if one["speaker"]]  # type: ignore[attr-defined]
        for row in rows
    }
    precision, found = rates(texts, labels)
    assert precision >= FLOORS["german"]["precision"]
    assert found >= FLOORS["german"]["found"]
