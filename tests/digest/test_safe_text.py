import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.safe_text import clean_text, clean_title, safe_url, shorten

CASES = {
    "Plain  words ": "Plain words",
    "Two\r\nlines\tand\u2028more": "Two lines and more",
    "abc\u202efdp.exe": "abcfdp.exe",
    "zero\u200bwidth\ufeff": "zerowidth",
    "soft\u00adhyphen": "softhyphen",
    "می\u200cخواهم": "می\u200cخواهم",  # Persian needs the joiner
    "join\u200cer": "joiner",  # English does not
    "\U0001f468\u200d\U0001f469": "\U0001f468\u200d\U0001f469",
    "a\u200d": "a",
    "Việt Nam, Ærø, Çeşme": "Việt Nam, Ærø, Çeşme",
    "z" + "\u0310" * 50: "z" + "\u0310" * 4,
    "lone \ud800": "lone",
    "\u3164\u115f hidden": "hidden",
    "tag\U000e0067s": "tags",
    "\x1b[31mred": "[31mred",
    "NBSP\u00a0here": "NBSP here",
}


@pytest.mark.parametrize("text", CASES)
def test_only_what_a_reader_can_see_is_left(text):
    assert clean_text(text) == CASES[text]


@given(st.text())
def test_cleaning_twice_is_as_once_and_leaves_one_visible_line(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert cleaned == " ".join(cleaned.split())
    bad = {char for char in cleaned if unicodedata.category(char) in {"Cc", "Cs", "Cn", "Cf"}} - {"\u200c", "\u200d"}
    assert not bad


@given(st.text(st.sampled_from("ab \u200c\u200d\u202e“é日\n")))
def test_the_short_way_and_the_long_way_agree(text):
    # A direction mark keeps a text from the short way, and is dropped in the long one.
    assert clean_text(text) == clean_text(text + " \u202e")


@given(st.text(), st.integers(2, 100))
def test_what_is_shortened_fits(text, chars):
    assert len(shorten(text, chars)) <= chars


def test_titles_are_cut_at_a_word():
    title = clean_title("word " * 100)
    assert title.endswith("word…")
    assert len(title) <= 240


GOOD = [
    "https://x.example/",
    "http://x.example:8080/a?b=c&d=%20#e",
    "https://xn--caf-dma.example/",
    "https://küste.example/ö",
]


@pytest.mark.parametrize("url", GOOD)
def test_plain_web_addresses_stay_as_they_are(url):
    assert safe_url(url) == url


@pytest.mark.parametrize(
    ("text", "chars", "short"),
    [
        ("harbour", 7, "harbour"),
        ("harbours", 7, "harbou…"),
        ("the harbour", 8, "the har…"),  # a word that is less than half of it is no place to cut
        ("the harb our", 10, "the harb…"),
        ("the, harb our", 9, "the, har…"),
        ("harbour - wall", 11, "harbour…"),
    ],
)
def test_a_text_is_cut_at_a_word_that_is_more_than_half_of_it(text, chars, short):
    assert shorten(text, chars) == short
