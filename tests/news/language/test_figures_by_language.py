"""Numbers in nine languages: separators of CLDR, currencies of ISO 4217, and what is no figure at all."""

import tomllib
from itertools import product
from pathlib import Path

import pytest

from news.facts.figures import agrees, differences_of, read_figures
from news.language.codes import read_languages
from news.language.quantities import read_quantities
from tests.news.pieces import article

CASES = tomllib.loads((Path(__file__).parent / "figures.toml").read_text(encoding="utf-8"))


def test_every_language_has_cases() -> None:
    assert set(CASES) == set(read_languages())


@pytest.mark.parametrize(
    ("language", "text", "wanted"), [(language, text, w) for language, rows in CASES.items() for text, *w in rows]
)
def test_figures_are_read_as_readers_of_the_language_do(language: str, text: str, wanted: list[str]) -> None:
    found = [(pytest.approx(quantity.value), quantity.unit) for quantity in read_quantities(text, language)]
    assert found == [(float(figure.split()[0]), figure.split()[1]) for figure in wanted]
    assert all(text[q.start : q.end] == q.raw for q in read_quantities(text, language))


def test_two_dollars_are_two_currencies() -> None:
    texts = (
        "The council approved a grant of A$6 million for the Velm ferry repairs on Monday.",
        "On Monday the council approved a grant of US$4 million for the Velm ferry repairs.",
    )
    assert differences_of([article(n, text, text_kind="full") for n, text in enumerate(texts, 1)]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Le port de Velm emploie 1 200 personnes depuis lundi.",
            "Le port de Velm emploie 1200 personnes depuis lundi.",
        ),
        ("El puente de Velm costó 1.500 euros a la villa.", "El puente de Velm costó 1500 euros a la villa."),
        ("The state gave ₹1,20,000 crore to the ports of Velm.", "The state gave ₹1.2 trillion to the ports of Velm."),
        ("Clerks of Velm removed 30 lakh voters.", "Clerks of Velm removed 3 million voters."),
    ],
)
def test_two_spellings_of_one_figure_agree(one: str, other: str) -> None:
    articles = [article(n, text, text_kind="full") for n, text in enumerate((one, other), 1)]
    pairs = product(*map(read_figures, articles))
    assert [agrees(first, second) for first, second in pairs if first.unit == second.unit] == [True]
    assert differences_of(articles) == []


def test_nothing_is_read_in_another_language() -> None:
    assert read_figures(article(1, "Most kosztował 1500 euro, mówi burmistrz Velm.", language="pl")) == []
