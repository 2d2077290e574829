"""How a listed name is written in texts: without article or country, and abbreviations in small letters."""

import pytest

from news.origins.name_forms import plain_name, short_form, small_form


@pytest.mark.parametrize(
    ("name", "small"),
    [("AFP", "Afp"), ("ANSA", "Ansa"), ("AB", None), ("TASSE", None), ("Afp", None), ("A1B", None), ("ÄBC", None)],
)
def test_an_abbreviation_of_three_or_four_letters_has_a_small_form(name: str, small: str | None) -> None:
    assert small_form(name) == small


@pytest.mark.parametrize(
    ("name", "plain", "short"),
    [
        ("The Times", "The Times", "Times"),
        ("ABC (Spain)", "ABC", "ABC"),
        ("la Repubblica", "la Repubblica", "Repubblica"),
        ("Der Spiegel", "Der Spiegel", "Spiegel"),
        ("Times", "Times", "Times"),
        ("O’Hara  Post", "O'Hara Post", "O'Hara Post"),
    ],
)
def test_a_name_stands_without_its_country_and_its_article(name: str, plain: str, short: str) -> None:
    assert (plain_name(name), short_form(name)) == (plain, short)
