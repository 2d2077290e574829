from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.letter.allot import DigestRules, also_moved, also_words, count_words, story_words
from digest.letter.compose import DigestInputs, compose_digest, digest_key, rank_stories
from digest.letter.phrases import is_empty
from news.errors import SettingsError
from news.records import Difference as Differing
from news.records import Reader
from tests.digest.letters import END, START, days, digest, rich_story, said, story

ANNA = Reader(name="anna", address="anna@reader.example")


def composed(updates, reader=ANNA, **given):
    when = {"period_start": START, "period_end": END}
    when |= {name: given.pop(name) for name in ("period_start", "period_end", "rules") if name in given}
    return compose_digest(reader, DigestInputs(updates=updates, **given), **when)


def test_new_origins_rank_before_bursts_and_bursts_before_new_texts():
    origin = story("s3", new_origins=1)
    burst = story("s2", state="burst", new_articles=1)
    texts = story("s1", new_articles=9)
    copies = story("s0", new_articles=9, new_copies=9)
    assert rank_stories([copies, texts, burst, origin]) == [origin, burst, texts, copies]


def long_story(number, words=100):
    sentences = (said("word " * (words // 2), article_id=number), said("other " * (words // 2), "B", number + 100))
    return story(f"s{number}", sentences=sentences)


def test_a_letter_is_cut_by_whole_stories_and_the_rest_is_counted_and_named():
    letter = composed([long_story(number) for number in range(30)])
    news = sum(story_words(shown, DigestRules()) for shown in letter.stories)
    assert 1200 <= news <= DigestRules().words_at_most
    assert len(letter.stories) + letter.left_out == 30
    assert all(len(shown.sentences) == 2 for shown in letter.stories)
    assert len(letter.also_moved) == letter.left_out  # each has one sentence, for which room is left
    assert all(also.quoted for also in letter.also_moved)
    assert news + sum(map(also_words, letter.also_moved)) <= DigestRules().words_at_most


def test_of_very_many_stories_some_have_their_name_alone_and_the_rest_are_counted():
    letter = composed([long_story(number, words=240) for number in range(60)])
    assert len(letter.also_moved) == DigestRules().also_moved_at_most
    assert len(letter.stories) + letter.left_out == 60


def test_counts_cover_what_is_left_out():
    letter = composed([replace(long_story(number), new_articles=3, new_copies=1) for number in range(30)])
    assert (letter.new_articles, letter.copies_collapsed) == (90, 30)


def test_the_top_story_is_told_however_long_it_is():
    sentences = tuple(said("word " * 60, f"Outlet {number}", number) for number in range(4))
    letter = composed([story(sentences=sentences)], rules=DigestRules(words_at_most=50))
    assert len(letter.stories) == 1


def test_a_sentence_too_long_for_a_letter_is_left_out_whole():
    letter = composed([story(sentences=(said("word " * 61, article_id=1), said("Short.", article_id=2)))])
    assert [quoted.sentence for quoted in letter.stories[0].sentences] == ["Short."]


def test_the_same_sentence_is_told_once():
    letter = composed([story(sentences=(said("Same.", "A", 1), said("Same.", "B", 2)))])
    assert [quoted.outlet for quoted in letter.stories[0].sentences] == ["A"]


def test_headlines_of_articles_already_quoted_are_not_repeated():
    letter = composed(
        [story(sentences=(said("One.", article_id=1),), headlines=(said("H1", article_id=1), said("H2", article_id=2)))]
    )
    assert [quoted.sentence for quoted in letter.stories[0].headlines] == ["H2"]


def test_what_a_reader_mutes_is_neither_shown_nor_counted():
    reader = replace(ANNA, mute=("s-muted", "Loud Daily"))
    loud = story("s-loud", sentences=(said("Loud.", "Loud Daily"),))
    both = story("s-both", sentences=(said("Loud.", "Loud Daily"), said("Quiet.", "Calm Daily")))
    letter = composed([story("s-muted"), loud, both], reader, quiet=[("s-muted", "Muted")])
    assert [shown.story_id for shown in letter.stories] == ["s-both"]
    assert [quoted.outlet for quoted in letter.stories[0].sentences] == ["Calm Daily"]
    assert (letter.new_articles, letter.quiet) == (2, ())


def test_headlines_of_a_muted_outlet_are_not_shown():
    both = story(
        sentences=(said("One.", "Calm Daily", 1),), headlines=(said("H2", "Loud Daily", 2), said("H3", "A", 3))
    )
    letter = composed([both], replace(ANNA, mute=("Loud Daily",)))
    assert [quoted.sentence for quoted in letter.stories[0].headlines] == ["H3"]


def test_changes_and_quiet_stories_that_have_no_room_are_counted():
    change = digest().changed[0]
    rules = DigestRules()
    changed = [replace(change, article_id=number) for number in range(rules.changed_at_most + 3)]
    quiet = [(f"s{number}", f"Story {number}") for number in range(rules.quiet_at_most + 2)]
    letter = composed([story()], changed=changed, quiet=quiet)
    assert (len(letter.changed), letter.left_out_changed) == (rules.changed_at_most, 3)
    assert (len(letter.quiet), letter.left_out_quiet) == (rules.quiet_at_most, 2)


def test_a_difference_with_one_side_left_is_none():
    letter = composed([rich_story()], replace(ANNA, mute=("Commerce Weekly",)))
    assert letter.stories[0].differences == ()
    assert composed([rich_story()]).stories[0].differences != ()


def test_stories_without_news_are_not_told_as_moved():
    assert is_empty(composed([story(new_articles=0)]))


def test_outages_and_quiet_stories_alone_are_no_reason_to_write():
    assert is_empty(digest(updates=[], changed=[], due=[]))
    assert not is_empty(digest(updates=[]))
    assert not is_empty(composed([story()]))


def test_dates_are_told_from_today_on_in_order():
    due = digest().due[0]
    cases = [replace(due, day=END.date() + timedelta(days=ahead)) for ahead in (9, -1, 0)]
    assert [date.day for date in digest(due=cases).due] == [END.date(), END.date() + timedelta(days=9)]


def test_the_longest_outages_come_first():
    gap = digest().gaps[0]
    letter = digest(gaps=[replace(gap, outlet=f"O{days}", days=days) for days in (1, 9, 3, 2, 8, 4, 7)])
    assert [gap.days for gap in letter.gaps] == [9, 8, 7, 4, 3, 2]
    assert letter.left_out_gaps == 1


def test_a_time_zone_that_does_not_exist_is_refused_by_name():
    with pytest.raises(SettingsError, match="Mars/Base"):
        composed([], replace(ANNA, time_zone="Mars/Base"))


def test_the_id_is_that_of_reader_and_period():
    assert digest_key("anna", START, END) == digest_key("anna", START.astimezone(), END)
    assert (
        len(
            {
                digest_key("anna", START, END),
                digest_key("ben", START, END),
                digest_key("anna", START, END + timedelta(seconds=1)),
            }
        )
        == 3
    )


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(1, 200)), max_size=40), st.randoms())
def test_the_order_of_updates_changes_nothing(shapes, shuffler):
    updates = [
        replace(long_story(index, words), new_origins=origins, new_articles=new)
        for index, (origins, new, words) in enumerate(shapes)
    ]
    mixed = list(updates)
    shuffler.shuffle(mixed)
    assert composed(mixed) == composed(updates)


def test_words_of_scripts_without_spaces_are_counted_by_two_characters():
    assert count_words("港湾労働者の組合") == 5
    assert count_words("three short words") == 3


def test_days_without_a_text_are_no_chart():
    assert composed([story(days=days(0, None, 0))]).stories[0].days == ()


def test_a_story_whose_texts_are_of_one_day_has_no_chart():
    letter = composed([story("s1", days=days(0, 3)), story("s2", days=days(2, 1))])
    assert [len(shown.days) for shown in letter.stories] == [0, 2]


def test_of_stories_alike_one_whose_headline_asks_comes_last_and_the_one_with_most_news_first():
    alike = {"new_articles": 1, "articles": 1, "new_origins": 1}
    asked = story("s1", title="Who is the captain of the ferry?", **alike)
    soft = replace(story("s2", title="Ten plants for a kitchen", **alike), lead_worth=0.2)
    hard = replace(story("s3", title="Ferry sinks off Orsel", **alike), lead_worth=0.6)
    assert [one.story_id for one in rank_stories([asked, soft, hard])] == ["s3", "s2", "s1"]


# Documented in docs/reader.md or on the rules themselves: what a letter holds at most, whatever there is to tell.
AT_MOST = {
    "stories": 24, "also_moved": 20, "changed": 5, "quiet": 10, "due": 5, "unheard": 8, "poor_readings": 6,
    "panel_changes": 6, "gaps": 6,
}  # fmt: skip
LEFT_OUT = ("stories", "changed", "quiet", "due", "unheard", "gaps")


def a_letter_of(many):
    """Return a letter of which every part had `many` things to tell, each in one short sentence."""
    numbers = range(many)
    short = [story(f"s{at:03}", sentences=(said("Crews stop work.", article_id=at),)) for at in numbers]
    full = digest()
    return digest(
        updates=short,
        quiet=[(f"q{at}", "Fishing rights") for at in numbers],
        changed=[replace(full.changed[0], article_id=at) for at in numbers],
        due=[replace(full.due[0], story_id=f"s{at}") for at in numbers],
        unheard=[replace(full.unheard[0], story_id=f"u{at}") for at in numbers],
        poor_readings=[replace(full.poor_readings[0], outlet=f"Outlet {at}") for at in numbers],
        panel_changes=[replace(full.panel_changes[0], outlet=f"Outlet {at}") for at in numbers],
        gaps=[replace(full.gaps[0], outlet=f"Outlet {at}", days=at + 1) for at in numbers],
    )


@pytest.mark.parametrize(("part", "most"), AT_MOST.items())
def test_a_part_of_a_letter_holds_so_much_and_no_more(part, most):
    assert len(getattr(a_letter_of(50), part)) == most


@pytest.mark.parametrize("part", LEFT_OUT)
def test_what_a_part_has_no_room_for_is_counted(part):
    letter = a_letter_of(40)
    left = letter.left_out if part == "stories" else getattr(letter, f"left_out_{part}")
    assert len(getattr(letter, part)) + left == 40


def test_a_story_tells_two_differences_of_four_sides_each():
    side = rich_story().differences[0].sides[0]
    told = Differing(about="crowns", sides=tuple(replace(side, value=f"{at} million") for at in range(9)))
    shown = digest(updates=[replace(rich_story(), differences=(told,) * 5)]).stories[0]
    assert [len(one.sides) for one in shown.differences] == [4, 4]


@pytest.mark.parametrize(("words", "is_told"), [(60, True), (61, False)])
def test_a_sentence_of_more_than_sixty_words_is_a_list(words, is_told):
    long = said("word " * words, article_id=2)
    shown = digest(updates=[story(sentences=(said("Crews stop work."), long))]).stories[0]
    assert (long in shown.sentences) == is_told


@pytest.mark.parametrize(("chars", "is_told"), [(600, True), (601, False)])
def test_a_sentence_without_spaces_of_more_than_six_hundred_characters_is_a_list(chars, is_told):
    long = said("x" * chars, article_id=2)
    shown = digest(updates=[story(sentences=(said("Crews stop work."), long))]).stories[0]
    assert (long in shown.sentences) == is_told


def test_a_story_that_comment_alone_tells_comes_after_the_news():
    comment = story("s1", title="OPINION: Ports must pay", new_origins=3)
    news = story("s2", title="Ferry sinks off Orsel")
    assert rank_stories([comment, news]) == [news, comment]


def test_a_story_that_is_not_told_in_full_has_a_sentence_or_a_link() -> None:
    sentence, headline = said("Crews stop work."), said("Crews walk out", "Daily Tide", 3)
    assert also_moved(story(sentences=(sentence,), headlines=(headline,))).quoted == sentence
    assert also_moved(story(sentences=(), headlines=(headline,))).quoted == replace(headline, sentence="")
    assert also_moved(story(sentences=(), headlines=())).quoted is None


def test_where_there_is_no_room_for_its_sentence_its_link_stays() -> None:
    long = [story(f"s{at:03}", sentences=(said("word " * 59 + "end.", article_id=at),)) for at in range(40)]
    also = composed(long, rules=DigestRules(words_at_most=500)).also_moved
    assert {bool(one.quoted and one.quoted.url) for one in also} == {True}
    assert {bool(one.quoted and one.quoted.sentence) for one in also} == {True, False}
