"""A date in words is tried in the languages that may read it: the answer is that of trying them all."""

import pytest

from extractors.metadata.spelled_dates import COMMON, _parsed, languages_of, spelled_date

DATES = (
    "3 mars 2021", "21. Februar 2019", "12 de octubre de 2020", "4 maart 2018", "5 marzo 2022", "9 марта 2023",
    "1 Mayıs 2024", "2 kwietnia 2017", "7. července 2016", "8 Μαΐου 2015", "2021年3月9日", "2021년 3월 9일",
    "१५ मार्च २०२१", "9 مارس 2021", "3. maaliskuuta 2021 klo 12.30", "14 noiembrie 2020", "2021. március 4.",
    "5 tháng 3 2021", "6 Maret 2021", "17 березня 2022", "6 mars 2021 kl 14:05", "10 Things 2021", "5 of 12 2019",
    "3 Uhr 2021 foo 7", "1 x 2 2020",
)  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_few_languages_read_what_all_of_them_read(text: str) -> None:
    assert _parsed(text, *languages_of(text)) == _parsed(text, *COMMON)


def test_no_language_is_made_ready_for_words_that_none_knows() -> None:
    assert languages_of("10 Skarvik 2021") == ("en",)
    assert spelled_date("10 Skarvik 2021", "en") is None
    assert languages_of("3 MÄRZ 2021") == ("en", "de")
