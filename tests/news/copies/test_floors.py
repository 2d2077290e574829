"""What the rules find in real articles may only get better: floors.json pins it."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from news.copies.candidates import candidates_within
from news.copies.near_copies import find_near_copies
from news.copies.sketches import runs_all, sketch_all
from news.language.segments import word_count
from news.records import Article
from tests.news.copies.planting import KINDS, plant_all
from tests.news.pieces import article

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text())
LONG = 100  # words


@pytest.fixture(scope="session")
def bodies(shared: Path) -> list[Article]:
    path = shared / "data" / "near_copies" / "bodies.csv"
    if not path.is_file():
        pytest.skip("../shared/data/near_copies is absent: the floors cannot be checked")
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        return [article(int(row["Body ID"]), row["articleBody"], hours=0) for row in csv.DictReader(file)]


def test_labelled_pairs_are_told_apart(shared: Path, bodies: list[Article]) -> None:
    with (shared / "data" / "near_copies" / "pairs.jsonl").open(encoding="utf-8") as file:
        labels = {(pair["b"], pair["a"]): pair["label"] for pair in map(json.loads, file)}
    found = {(copy.article_id, copy.original_id): copy.kind for copy in find_near_copies(bodies, among=[])}
    told = {pair for pair in labels if found.get(pair) in ("exact", "near_copy")}
    meant = {pair for pair, label in labels.items() if label == "near_copy"}
    wrong = {pair: (labels[pair], found.get(pair)) for pair in told ^ meant}
    assert len(told & meant) / len(told) >= FLOORS["labelled pairs"]["precision"], wrong
    assert len(told & meant) / len(meant) >= FLOORS["labelled pairs"]["recall"], wrong


def test_updates_are_no_copies_and_editions_are(bodies: list[Article]) -> None:
    lines = (Path(__file__).parent / "pairs_read.jsonl").read_text(encoding="utf-8").splitlines()
    labels = {(pair["later"], pair["earlier"]): pair["label"] for pair in map(json.loads, lines)}
    copies = find_near_copies(bodies, among=[])
    found = {(copy.article_id, copy.original_id): copy.kind for copy in copies}
    told = {pair for pair in labels if found.get(pair) in ("exact", "near_copy")}
    meant = {pair for pair, label in labels.items() if label == "near_copy"}
    either = {pair for pair, label in labels.items() if label == "near_copy_or_update"}
    updates = {pair for pair, label in labels.items() if label == "update"}
    floors = FLOORS["pairs read"]
    assert len(told & (meant | either)) / len(told) >= floors["precision"], told - meant - either
    assert len(told & meant) / len(meant) >= floors["recall"], meant - told
    assert len(updates - told) / len(updates) >= floors["updates that are no copies"], updates & told
    assert [copy for copy in copies if copy.kind == "update" and not copy.added_sentences] == []


def containments(bodies: list[Article]) -> Iterator[tuple[tuple[int, int], float]]:
    """Every pair that shares a run of words, with its containment: by counting, without any sketch."""
    runs = [set(one.distinct.tolist()) for one in runs_all([body.text for body in bodies])]
    holders: dict[int, list[int]] = {}
    for place, of_one in enumerate(runs):
        for run in of_one:
            holders.setdefault(run, []).append(place)
    shared = Counter(pair for of_one in holders.values() for pair in combinations(of_one, 2))
    for (a, b), count in shared.items():
        yield (a, b), count / min(len(runs[a]), len(runs[b]))


def test_candidates_hold_the_pairs_that_a_full_count_finds(bodies: list[Article]) -> None:
    found = candidates_within(sketch_all([body.text for body in bodies]))
    lengths = [word_count(body.text) for body in bodies]
    hits: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    for (a, b), share in containments(bodies):
        is_long = min(lengths[a], lengths[b]) >= LONG
        groups = {"0.6": share >= 0.6, "0.3, both of 100 words or more": share >= 0.3 and is_long}
        groups["0.3, a shorter one among them"] = share >= 0.3 and not is_long
        for group in (group for group, is_in in groups.items() if is_in):
            all_of[group] += 1
            hits[group] += (a, b) in found
    for group, floor in FLOORS["candidates"].items():
        if group != "what":
            assert hits[group] / all_of[group] >= floor, (group, hits[group], all_of[group])


@pytest.mark.parametrize("kind", KINDS)
def test_planted_copies_are_linked_to_their_originals(bodies: list[Article], kind: str) -> None:
    known = [body for body in bodies if word_count(body.text) >= LONG][:300]
    planted = plant_all([body.text for body in known], kind)
    copies = [article(100_000 + body.article_id, text, hours=1) for body, text in zip(known, planted, strict=True)]
    found = {(copy.article_id - 100_000, copy.original_id) for copy in find_near_copies(copies, among=known)}
    linked = sum((body.article_id, body.article_id) in found for body in known)
    assert linked / len(known) >= FLOORS["planted copies"][kind]
