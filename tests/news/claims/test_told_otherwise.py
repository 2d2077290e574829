"""What is doubted, denied, asked, supposed, thought, foretold, or told of a part of the people, states no claim."""

import tomllib
from pathlib import Path

import pytest

from tests.news.claims.test_constructions import told

CASES = tomllib.loads(Path("tests/fixtures/claims/told_otherwise.toml").read_text("utf-8"))
CLAIMS = (
    ("The court banned fishing in Velm Bay", "the court banned fishing in Velm Bay"),
    ("Anna Berg sued Carl Dorn", "Anna Berg sued Carl Dorn"),
    ("Nine people died in the fire in Velm", "nine people died in the fire in Velm"),
    ("Anna Berg is the mayor of Velm", "Anna Berg is the mayor of Velm"),
)
# who, did, do, done, doing, does, what
DEEDS = (
    ("The court", "banned", "ban", "banned", "banning", "bans", "fishing in Velm Bay"),
    ("Anna Berg", "won", "win", "won", "winning", "wins", "the race in Velm"),
    ("The mayor", "closed", "close", "closed", "closing", "closes", "three schools"),
)


def deeds(frame: str) -> list[tuple[str, str]]:
    found = []
    for who, did, do, done, doing, does, what in DEEDS:
        inner = who.replace("The ", "the ")
        text = frame.format(
            who=who, inner_who=inner, did=did, do=do, done=done, doing=doing, does=does, what=what
        )  # fmt: skip
        found.append((f"{who} {did} {what}", text))
    return found


@pytest.mark.parametrize("frame", CASES["not_for"])
def test_a_claim_inside_a_doubt_is_not_stated(frame: str) -> None:
    sides = [one.side for claim, inner in CLAIMS for one in told(claim, frame.format(claim=claim, inner=inner))]

    assert "for" not in sides


@pytest.mark.parametrize("frame", CASES["for"])
def test_a_claim_that_somebody_reports_is_stated(frame: str) -> None:
    for claim, inner in CLAIMS:
        assert [one.side for one in told(claim, frame.format(claim=claim, inner=inner))] == ["for"], claim


@pytest.mark.parametrize("frame", CASES["deeds_not_for"])
def test_a_deed_that_is_not_done_or_not_surely_is_not_stated(frame: str) -> None:
    assert "for" not in [one.side for claim, text in deeds(frame) for one in told(claim, text)]


@pytest.mark.parametrize("frame", CASES["deeds_for"])
def test_a_deed_that_is_done_is_stated(frame: str) -> None:
    for claim, text in deeds(frame):
        assert [one.side for one in told(claim, text)] == ["for"], claim


@pytest.mark.parametrize("pair", CASES["pairs"])
def test_parts_of_the_people_earlier_times_and_people_without_work(pair: str) -> None:
    claim, sentence, side = (part.strip() for part in pair.split("|"))

    assert ([one.side for one in told(claim, sentence)] == ["for"]) == (side == "for")


@pytest.mark.parametrize("case", CASES["texts"])
def test_who_is_meant_what_is_doubted_and_how_words_are_spelt(case: str) -> None:
    claim, text, side = (part.strip() for part in case.split("|"))

    assert ("for" in [one.side for one in told(claim, text)]) == (side == "for")


@pytest.mark.parametrize("case", CASES["not_against"])
def test_a_figure_that_says_which_thing_is_meant_makes_another_thing(case: str) -> None:
    claim, text = (part.strip() for part in case.split("|"))

    assert [one.side for one in told(claim, text)] == ["unknown"]
