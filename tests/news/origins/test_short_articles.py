"""Short articles of our own, written before the rules read them: credits, states of origins and speakers."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.seeds import read_outlets
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.name_forms import bare_name, plain_name
from news.origins.origin_groups import find_origins
from news.records import Quote
from news.speakers.quotations import LEAST_WORDS, find_quotes
from tests.news.pieces import article

CASES = Path("tests/fixtures/attribution")
FLOORS = {
    "one": {"precision": 0.98, "recall": 0.96, "states": 1.0, "speakers right": 0.92, "speakers found": 0.8},
    "two": {"precision": 0.96, "recall": 0.98, "states": 0.96},  # credits and states alone
    "three": {"precision": 0.98, "recall": 0.94, "states": 0.89},
    "five": {"precision": 0.98, "recall": 0.83, "states": 0.93},
    "steps": {"precision": 0.98, "recall": 0.93, "states": 0.94},
    "three_speakers": {"speakers right": 0.99, "speakers found": 0.81},
    "five_speakers": {"speakers right": 0.95, "speakers found": 0.75},  # first sight, as it stands
    "two_speakers": {"precision": 0.75, "recall": 0.75, "states": 0.75, "speakers right": 0.95, "speakers found": 0.72},
}


def cases(name: str) -> list[dict[str, Any]]:
    read: dict[str, list[dict[str, Any]]] = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    return read["case"]


def plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def said_by(quotes: list[Quote], said: list[str]) -> Iterator[tuple[str, Quote | None]]:
    """Yield each speaker that is wanted, with the quotation whose first words stand before it."""
    for line in said:
        first, _, speaker = line.partition(" => ")
        yield speaker, next((one for one in quotes if plain(one.quote).startswith(plain(first))), None)


def is_right(quote: Quote, wanted: str) -> bool:
    """Say whether a speaker is the one that is wanted; words may be more or fewer than those in the case."""
    name, mine = plain(re.sub(r"^\[\w+\] ", "", wanted)), plain(quote.speaker or "")
    return wanted != "?" and (mine in name or name in mine)


def is_whole(first: str, text: str) -> bool:
    """Say whether a quotation is long enough to be read for its speaker."""
    found = re.search(rf"“({re.escape(first)}[^”]*)”", text)
    return found is None or len(found.group(1).split()) >= LEAST_WORDS


def measured(name: str, gazetteer: Gazetteer) -> dict[str, float]:
    def key(outlet: str) -> str:
        listed = gazetteer.named(outlet)
        return bare_name(plain_name(listed.outlet if listed else outlet))

    counts: Counter[str] = Counter()
    for number, case in enumerate(cases(name), start=1):
        one = article(number, case["text"], outlet=case.get("outlet", "Vale Daily Wire"))
        citations, quotes = find_citations(one, gazetteer), find_quotes(one)
        got = {key(c.cited) for c in citations if c.relation == "relays" and c.kind in ("outlet", "agency")}
        wanted = {key(outlet) for outlet in case["cited"]}
        counts.update(right=len(got & wanted), found=len(got), meant=len(wanted))
        (origin, _) = find_origins("s", [one], citations, [], quotes, outlets=gazetteer.outlets)
        if "state" in case:
            counts.update(states=1, right_states=origin.state == case["state"])
        whole = [line for line in case.get("said", ()) if is_whole(line.partition(" => ")[0], case["text"])]
        for speaker, quote in said_by(quotes, whole):
            is_stated = quote is not None and quote.speaker is not None
            is_good = is_stated and is_right(quote, speaker)  # type: ignore[arg-type]
            counts.update(known=speaker != "?", stated=is_stated, right_speakers=is_good)
    return {
        "precision": counts["right"] / max(1, counts["found"]),
        "recall": counts["right"] / max(1, counts["meant"]),
        "states": counts["right_states"] / max(1, counts["states"]),
        "speakers right": counts["right_speakers"] / max(1, counts["stated"]),
        "speakers found": counts["right_speakers"] / max(1, counts["known"]),
    }


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(read_outlets(Path("seeds/outlets.csv")))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_short_articles_are_read_as_well_as_before(name: str, gazetteer: Gazetteer) -> None:
    found = measured(name, gazetteer)
    assert all(found[what] >= least for what, least in FLOORS[name].items()), found
