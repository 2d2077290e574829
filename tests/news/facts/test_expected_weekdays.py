"""Weekdays to come: the verb of their clause tells them from the days that were."""

from datetime import date

import pytest

from news.facts.expectations import read_expectations
from tests.news.pieces import article

FRIDAY = date(2026, 3, 6)  # pieces.article is of Sunday, 1 March 2026
AHEAD = [
    ("en", "The court will rule on Friday."), ("en", "The board must answer by Friday, a clerk said."),
    ("en", "The court will rule this Friday."), ("en", "On Friday, the court will hear the miners."),
    ("en", "The clerk said the vote is due on Friday."), ("de", "Das Gericht will am Freitag entscheiden."),
    ("de", "Am Freitag soll das Urteil fallen."), ("fr", "Le tribunal tranchera vendredi."),
    ("es", "El juez decidirá el viernes."), ("pt", "O juiz decidirá na sexta-feira."),
    ("it", "Il giudice deciderà venerdì."),
    ("nl", "De rechter zal vrijdag beslissen."),
]  # fmt: skip
PAST = [
    ("en", "The court ruled on Friday."), ("en", "The mayor said on Friday that the port will close."),
    ("en", "The mayor, who fell ill on Friday, will not speak."), ("en", "The ship must have sunk on Friday."),
    ("en", "At least 10 may have died."), ("en", "They may vote."), ("en", "The port is busy this week."),
    ("de", "Das Gericht hat am Freitag entschieden."),
    ("de", "Der Rat teilte am Freitag mit, der Hafen werde schließen."),
    ("fr", "Le tribunal a tranché vendredi."), ("es", "El juez decidió el viernes."),
    ("it", "Il giudice ha deciso venerdì."),
    ("nl", "De rechter besliste vrijdag."), ("pl", "Sąd orzeknie w piątek 6 marca 2026."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), AHEAD)
def test_a_weekday_to_come_is_awaited(language: str, text: str) -> None:
    (found,) = read_expectations(article(1, text, language=language))
    assert (found.first_day, found.last_day) == (FRIDAY, FRIDAY)
    assert text[found.span_start : found.span_end] == found.raw


@pytest.mark.parametrize(("language", "text"), PAST)
def test_a_weekday_that_was_is_not(language: str, text: str) -> None:
    assert read_expectations(article(1, text, language=language)) == []
