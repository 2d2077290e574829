"""Lines that come back: found in any language, never by copies of one text, and blanked without moving the rest."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from news.copies.boilerplate import (
    BoilerplateRules,
    boilerplate_lines,
    is_boilerplate,
    line_key,
    without_boilerplate,
)
from news.records import Article

NOON = datetime(2025, 11, 3, 12, tzinfo=UTC)


def article(number: int, *lines: str) -> Article:
    text = "\n".join(lines)
    return Article(
        article_id=number, url=f"https://post.example/{number}", outlet="Post", title=str(number), text=text,
        first_seen_at=NOON, ordered_at=NOON, ordered_by="first_seen", arrived_by="feed",
    )  # fmt: skip


def three(line: str) -> list[Article]:
    return [article(n, f"What happened on day {'abc'[n]} at the harbour.", line) for n in range(3)]


def test_a_line_of_three_articles_is_boilerplate_in_any_language() -> None:
    for line in ("Related stories", "Lesen Sie auch", "あわせて読みたい", "اقرأ أيضا", "Подпишитесь на рассылку"):
        assert boilerplate_lines({"Post": three(line)}) == {"Post": frozenset({line_key(line)})}


def test_a_line_of_two_articles_is_not() -> None:
    assert boilerplate_lines({"Post": three("Related stories")[:2]}) == {}


def test_numbers_in_a_line_do_not_hide_it() -> None:
    articles = [article(n, "A story about " + "xyz"[n], f"Reading time: {n + 3} minutes") for n in range(3)]
    lines = boilerplate_lines({"Post": articles})["Post"]
    assert is_boilerplate("Reading time: 11 minutes", lines)


def test_copies_of_one_text_do_not_delete_each_other() -> None:
    copies = [article(n, "One text.", "With two paragraphs.") for n in range(5)]
    assert boilerplate_lines({"Post": copies}, copy_groups=dict.fromkeys(range(5), 7)) == {}
    assert boilerplate_lines({"Post": copies}) != {}


def test_a_background_paragraph_of_one_story_is_prose() -> None:
    articles = three("The wall was built in 1931 and has been mended four times since the war.")
    assert boilerplate_lines({"Post": articles}, stories=dict.fromkeys(range(3), "s1")) == {}
    assert boilerplate_lines({"Post": articles}, stories={0: "s1", 1: "s1", 2: "s2"}) != {}


def test_long_prose_is_never_boilerplate() -> None:
    assert boilerplate_lines({"Post": three("word " * 100)}) == {}


def test_each_outlet_has_its_own() -> None:
    found = boilerplate_lines({"Post": three("Read also"), "Mail": three("Read also")[:1]})
    assert found == {"Post": frozenset({"read also"})}


LINES = st.lists(st.text(st.characters(exclude_characters="\r"), max_size=30), max_size=8)


@given(LINES, st.sets(st.integers(0, 7)))
def test_blanking_keeps_every_other_character_in_its_place(lines: list[str], chosen: set[int]) -> None:
    text = "\n".join(lines)
    keys = frozenset(line_key(line) for n, line in enumerate(text.split("\n")) if n in chosen and line_key(line))
    blanked = without_boilerplate(text, keys)
    assert len(blanked) == len(text)
    assert all(new in (old, "\n") for old, new in zip(text, blanked, strict=True))
    assert without_boilerplate(blanked, keys) == blanked


@given(st.lists(LINES, min_size=1, max_size=6), st.integers(0, 5))
def test_one_more_copy_changes_nothing(texts: list[list[str]], which: int) -> None:
    articles = [article(n, *lines) for n, lines in enumerate(texts)]
    groups = {n: n for n in range(len(texts))}
    copied = texts[which % len(texts)]
    before = boilerplate_lines({"Post": articles}, copy_groups=groups)
    more = [*articles, article(99, *copied)]
    assert boilerplate_lines({"Post": more}, copy_groups={**groups, 99: which % len(texts)}) == before


def test_rules_may_ask_for_more() -> None:
    assert boilerplate_lines({"Post": three("Read also")}, rules=BoilerplateRules(minimum_groups=4)) == {}
