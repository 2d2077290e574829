"""A date in words is tried in the languages that may read it: the answer is that of trying them all."""

import htmldate.extractors
import pytest
from htmldate.extractors import get_external_parser

from extractors.metadata.spelled_dates import COMMON, _parsed, few_languages_date, languages_of, spelled_date

DATES = (
    "3 mars 2021", "21. Februar 2019", "12 de octubre de 2020", "4 maart 2018", "5 marzo 2022", "9 марта 2023",
    "1 Mayıs 2024", "2 kwietnia 2017", "7. července 2016", "8 Μαΐου 2015", "2021年3月9日", "2021년 3월 9일",
    "१५ मार्च २०२१", "9 مارس 2021", "3. maaliskuuta 2021 klo 12.30", "14 noiembrie 2020", "2021. március 4.",
    "5 tháng 3 2021", "6 Maret 2021", "17 березня 2022", "6 mars 2021 kl 14:05", "10 Things 2021", "5 of 12 2019",
    "3 Uhr 2021 foo 7", "1 x 2 2020",
)  # fmt: skip

# What htmldate may ask dateparser for: dates in languages that are seldom met, and texts that are none.
SEARCHED = (
    "November 20 15:23 2019", "12 Must-Have Data Analysis Tools for 2026", "3 Januari 2024", "20. listopada 2019",
    "20 พฤศจิกายน 2562", "20 नवंबर 2019", "Dydd Llun 20 Tachwedd 2019", "20 Samhain 2019", "2019 m. lapkričio 20 d.",
    "20 Novemba 2019", "Posted 3 Mai 2019 by admin", "٢٠ نوفمبر ٢٠١٩", "Wed 3 Feb 2021 EST", "20 d’abril de 2019",
    "2020 m. gruodžio 3", "3 oktobar 2019", "3 október 2019", "Isnin 3 Disember 2019", "3 detsember 2019",
    "2019年11月20日", "Vol 12 No 3 2020",
)  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_few_languages_read_what_all_of_them_read(text: str) -> None:
    assert _parsed(text, *languages_of(text)) == _parsed(text, *COMMON)


def test_no_language_is_made_ready_for_words_that_none_knows() -> None:
    assert languages_of("10 Skarvik 2021") == ("en",)
    assert spelled_date("10 Skarvik 2021", "en") is None
    assert languages_of("3 MÄRZ 2021") == ("en", "de")


@pytest.mark.parametrize("text", SEARCHED)
def test_a_search_in_few_languages_finds_what_one_in_all_finds(text: str) -> None:
    assert htmldate.extractors._external_date is few_languages_date
    assert few_languages_date(text) == get_external_parser().get_date_data(text)["date_obj"]
