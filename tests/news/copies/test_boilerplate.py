"""Lines that come back: found in any language, never by copies of one text, and blanked without moving the rest."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.copies.boilerplate import (
    ANY_OUTLET,
    BoilerplateRules,
    LineUse,
    blanked,
    boilerplate_lines,
    is_boilerplate,
    is_rights_line,
    line_key,
    without_boilerplate,
)
from news.records import Article
from tests.news.pieces import article as piece

MATTERS = ["Ferry fares rise", "Comet seen twice", "Orchard loses apples", "Judge fines brewer", "Choir sings again"]


def article(number: int, *lines: str, outlet: str = "Post", title: str | None = None) -> Article:
    return piece(number, "\n".join(lines), outlet=outlet, title=MATTERS[number % 5] if title is None else title)


def three(line: str) -> list[Article]:
    return [article(n, f"What happened on day {'abc'[n]} at the harbour.", line) for n in range(3)]


def test_a_line_of_three_articles_is_boilerplate_in_any_language() -> None:
    for line in ("Related stories", "Lesen Sie auch", "あわせて読みたい", "اقرأ أيضا", "Подпишитесь на рассылку"):
        assert boilerplate_lines(three(line)) == {"Post": frozenset({line_key(line)})}


def test_a_line_of_two_articles_is_not() -> None:
    assert boilerplate_lines(three("Related stories")[:2]) == {}


@pytest.mark.parametrize(
    ("use", "count", "is_found"),
    [
        (LineUse(groups=3, stories=2, outlets=1), 1, True),
        (LineUse(groups=3, stories=1, outlets=1), 1, False),
        (LineUse(groups=2, stories=2, outlets=1), 1, True),
        (LineUse(groups=1, stories=1, outlets=1), 1, False),
        (LineUse(groups=1, stories=1, outlets=1), 2, True),
        (LineUse(groups=9, stories=1, outlets=1), 1, False),
    ],
)
def test_linked_articles_and_those_of_the_batch_count_together(use: LineUse, count: int, is_found: bool) -> None:
    articles, key = three("Read also")[:count], line_key("Read also")
    assert bool(boilerplate_lines(articles, {("Post", key): use})) is is_found


def test_linked_articles_are_not_counted_twice() -> None:
    use = {("Post", line_key("Read also")): LineUse(groups=2, stories=2, outlets=1)}
    assert boilerplate_lines(three("Read also"), use, are_linked=True) == {}


def test_numbers_in_a_line_do_not_hide_it() -> None:
    articles = [article(n, "A story about " + "xyz"[n], f"Reading time: {n + 3} minutes") for n in range(3)]
    lines = boilerplate_lines(articles)["Post"]
    assert is_boilerplate("Reading time: 11 minutes", lines)


def test_copies_of_one_text_do_not_delete_each_other() -> None:
    assert boilerplate_lines([article(n, "One text.", "With two paragraphs.") for n in range(5)]) == {}


def test_a_background_paragraph_of_one_matter_is_prose() -> None:
    articles = three("The wall was built in 1931 and has been mended four times since the war.")
    assert boilerplate_lines([replace(one, title=f"{one.title} beside the Sorrow wall") for one in articles]) == {}
    assert boilerplate_lines(articles) != {}


def test_long_prose_is_never_boilerplate() -> None:
    assert boilerplate_lines(three("word " * 100)) == {}


def test_each_outlet_has_its_own() -> None:
    mail = replace(three("Read also")[1], outlet="Mail", title="Comet seen thrice")
    assert boilerplate_lines([*three("Read also"), mail])["Post"] == frozenset({"read also"})
    assert boilerplate_lines([*three("Read also")[:2], three("Read also")[1]]) == {}


def test_a_line_of_three_outlets_is_everybodys() -> None:
    articles = [replace(one, outlet=name) for one, name in zip(three("The Wire wrote this."), "abc", strict=True)]
    key = line_key("The Wire wrote this.")
    assert boilerplate_lines(articles) == {name: frozenset({key}) for name in "abc"}
    linked = LineUse(groups=4, stories=3, outlets=2)
    fourth = [article(4, "A text.", "The Wire wrote this.", outlet="d")]
    assert boilerplate_lines(fourth, {(ANY_OUTLET, key): linked}) == {"d": frozenset({key})}
    assert boilerplate_lines(fourth, {(ANY_OUTLET, key): replace(linked, stories=2)}, are_linked=True) == {}
    assert boilerplate_lines(fourth, {(ANY_OUTLET, key): replace(linked, outlets=1)}, are_linked=True) == {}


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2014 The Kelmis Press. All rights reserved.",
        "© 2026 Marn Mail",
        "(c) 2019 by the Osk Wire",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "Alle Rechte vorbehalten. Vervielfältigung nur mit Genehmigung des Verlags.",
        "Tous droits réservés.",
        "Riproduzione riservata",
        "本紙記事の無断転載を禁じます。",
    ],
)
def test_a_notice_of_rights_is_known_by_its_words(line: str) -> None:
    assert is_rights_line(line)
    (bare,) = blanked([article(1, "The ferry sails on.", line)], {})
    assert bare.text == "The ferry sails on.\n" + "\n" * len(line)


@pytest.mark.parametrize(
    "line",
    [
        "The court found that the copyright of 1987 had lapsed.",
        "Farmers want the rights to the well, which the county has reserved.",
        "Copyright law is to change in spring, the minister said.",
    ],
)
def test_news_of_rights_is_no_notice(line: str) -> None:
    assert not is_rights_line(line)


LINES = st.lists(st.text(st.characters(exclude_characters="\r"), max_size=30), max_size=8)


@given(LINES, st.sets(st.integers(0, 7)))
def test_blanking_keeps_every_other_character_in_its_place(lines: list[str], chosen: set[int]) -> None:
    text = "\n".join(lines)
    keys = frozenset(line_key(line) for n, line in enumerate(text.split("\n")) if n in chosen and line_key(line))
    blanked = without_boilerplate(text, keys)
    assert len(blanked) == len(text)
    assert all(new in (old, "\n") for old, new in zip(text, blanked, strict=True))
    assert without_boilerplate(blanked, keys) == blanked


@given(st.lists(LINES, min_size=1, max_size=5), st.integers(0, 4))
def test_one_more_copy_changes_nothing(texts: list[list[str]], which: int) -> None:
    articles = [article(n, *lines) for n, lines in enumerate(texts)]
    again = replace(articles[which % len(texts)], article_id=99)
    assert boilerplate_lines([*articles, again]) == boilerplate_lines(articles)


@given(st.permutations([*three("Read also"), article(4, "A text.", "Read also", outlet="Mail")]))
def test_the_order_of_articles_is_nothing(articles: list[Article]) -> None:
    assert boilerplate_lines(articles)["Post"] == frozenset({"read also"})


def test_rules_may_ask_for_more() -> None:
    assert boilerplate_lines(three("Read also"), rules=BoilerplateRules(minimum_groups=4)) == {}


@given(
    st.lists(
        st.sampled_from(("Sign up now", "sign  up NOW", "Call 5 5", "Call 77 12345", "Prose ends here")), max_size=4
    ),
    st.sampled_from((0, 1, 390, 401)),
)
def test_a_text_is_blanked_as_its_lines_are(lines: list[str], gap: int) -> None:
    text = "\n".join(line.replace(" ", " " * (1 + gap), 1) for line in lines)
    held = frozenset({line_key("Sign up now"), line_key("Call 1 1")})
    by_line = "\n".join("\n" * len(line) if line_key(line) in held else line for line in text.split("\n"))
    assert without_boilerplate(text, held) == by_line
