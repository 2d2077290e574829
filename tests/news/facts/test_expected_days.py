"""Days and months without a year: only a sign of the time to come makes them awaited."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.facts.expectations import read_expectations
from news.language.codes import read_languages
from tests.news.pieces import article

CASES = tomllib.loads((Path(__file__).parent / "expected_days.toml").read_text(encoding="utf-8"))
WRITTEN = datetime(2024, 11, 18, 12, tzinfo=UTC)  # a Monday


def test_every_language_has_cases() -> None:
    assert set(CASES) == set(read_languages())


@pytest.mark.parametrize(
    ("language", "text", "wanted"), [(language, text, w) for language, rows in CASES.items() for text, *w in rows]
)
def test_only_a_time_to_come_is_awaited(language: str, text: str, wanted: list[str]) -> None:
    found = read_expectations(article(1, text, language=language, ordered_at=WRITTEN))
    days = [f"{one.first_day}" if one.first_day == one.last_day else f"{one.first_day}/{one.last_day}" for one in found]
    assert days == wanted


@pytest.mark.parametrize(
    ("language", "text", "is_deadline"),
    [
        ("en", "The work must be done by May 2025.", True),
        ("en", "It ends by the end of next year.", True),
        ("en", "The shop will be shut from March until May 2025.", False),
        ("en", "The office will be his until 2027.", False),
        ("en", "The bridge may not open until March 2025.", False),
        ("en", "The term has been extended until the end of 2026.", False),
        ("en", "The firms have until March 2025 to answer.", True),
        ("en", "The judge gave them until 3 March 2025 to answer.", True),
        ("de", "Der Vertrag läuft bis 2027.", False),
        ("de", "Die Straße soll bis 2027 fertig sein.", True),
        ("de", "Die Firmen haben bis März 2025 Zeit.", True),
        ("fr", "Le pont sera fermé jusqu'au 3 mars 2025.", False),
        ("fr", "Les firmes ont jusqu'au 3 mars 2025 pour répondre.", True),
        ("es", "El puente estará cerrado hasta el 3 de marzo de 2025.", False),
        ("es", "Las firmas tienen hasta el 3 de marzo de 2025.", True),
        ("it", "Il ponte sarà chiuso fino al 3 marzo 2025.", False),
        ("it", "Il ponte sarà pronto entro il 3 marzo 2025.", True),
        ("pt", "A ponte estará fechada até 3 de março de 2025.", False),
        ("pt", "A ponte deve ficar pronta até 3 de março de 2025.", True),
        ("nl", "De brug is dicht tot 3 maart 2025.", False),
        ("nl", "De firma's hebben tot 3 maart 2025.", True),
        ("ja", "橋は2027年までに完成する予定だ。", True),
        ("ja", "契約は2027年まで続く予定だ。", False),
    ],
)
def test_how_long_something_lasts_is_no_deadline(language: str, text: str, is_deadline: bool) -> None:
    found = read_expectations(article(1, text, language=language, ordered_at=WRITTEN))
    assert found[-1].is_deadline == is_deadline
