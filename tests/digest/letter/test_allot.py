"""How much of each story is told: the first always, the next as they fit, then one sentence more in turn."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.letter.allot import DigestRules, allot, count_words, reading_order, story_words, without_least
from digest.letter.day_bars import bars, number_label
from news.records import QuotedSentence
from tests.digest.letter.test_compose import digest

NOON = datetime(2031, 3, 26, 12, tzinfo=UTC)
RULES = DigestRules(sentences_least=1, sentences_at_most=3, stories_at_most=3, headlines_at_most=1)


def said(words, article_id=1, *, place=0, leans=False, title=""):
    return QuotedSentence(
        sentence=" ".join(["word"] * words), article_id=article_id, outlet="Tide", url="", ordered_at=NOON,
        place=place, leans=leans, title=title,
    )  # fmt: skip


def story(*sentences, title="A title", headlines=()):
    return replace(digest().stories[0], title=title, sentences=sentences, headlines=headlines, differences=())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("three words here", 3),
        ("\u3040\u3041", 2),  # one run, and one word of two signs
        ("\u9fff\u9fff\u9fff\u9fff", 3),
        ("\ua000\ua000\ua000\ua000", 1),
        ("\u0e00\u0e7f", 2),
        ("\u0dff\u0e80", 1),
        ("\u303f\u303f", 1),
    ],
)
def test_two_signs_of_a_script_without_spaces_are_a_word(text, words):
    assert count_words(text) == words


def test_a_story_s_words_are_its_title_sentences_headlines_and_the_titles_of_what_is_told():
    told = story(
        said(10, 1, title="One two three"), said(5, 1, title="One two three"), headlines=(said(4, 2), said(7, 3))
    )
    assert story_words(told, RULES) == 2 + 10 + 5 + 3 + 4


@pytest.mark.parametrize(
    ("room", "sentences"),
    [
        (0, [1]),  # the first story is told whatever the room
        (21, [1]),
        (23, [1]),  # there is room left for a sentence of the other
        (24, [1, 1]),
        (34, [2, 1]),  # then one more in turn, from the top
        (43, [2, 1]),
        (44, [2, 2]),
        (54, [3, 2]),
        (64, [3, 3]),
        (999, [3, 3]),
    ],
)
def test_each_story_has_a_sentence_before_any_has_two(room, sentences):
    ranked = [story(*(said(10, place=n) for n in range(5))) for _ in range(2)]
    assert [len(told.sentences) for told in allot(ranked, room, RULES)] == sentences


@pytest.mark.parametrize(("room", "told"), [(33, [2]), (43, [2]), (44, [3]), (63, [3]), (64, [2, 2]), (74, [3, 2])])
def test_a_story_that_does_not_fit_in_full_has_room_for_one_sentence(room, told):
    rules = replace(RULES, sentences_least=2)
    ranked = [story(*(said(10, place=n) for n in range(3))), story(said(10), said(30, place=9))]
    assert [len(one.sentences) for one in allot(ranked, room, rules)] == told


def test_no_more_stories_than_may_be_are_told():
    assert len(allot([story(said(1))] * 5, 999, RULES)) == 3


def test_a_headline_goes_when_a_sentence_of_its_article_is_told():
    told = story(said(10, 1), said(10, 2), headlines=(said(3, 2), said(3, 3)))
    (short,) = allot([told], 15, RULES)
    (full,) = allot([told], 99, RULES)
    assert [quoted.article_id for quoted in short.headlines] == [2, 3]
    assert [quoted.article_id for quoted in full.headlines] == [3]


def test_leads_are_read_first_with_what_leans_on_them_then_the_rest_by_article():
    best, other = said(1, 7, place=50), said(1, 8, place=0)
    leaning, rest, late = said(1, 8, place=5, leans=True), said(1, 8, place=9), said(1, 7, place=90, leans=False)
    after = said(1, 8, place=12, leans=True)
    assert reading_order([best, late, rest, other, leaning, after]) == (best, other, leaning, late, rest, after)


def test_a_lead_with_little_news_is_read_after_the_others():
    best, weak, strong = (replace(said(1, number), chance=chance) for number, chance in ((7, 0.2), (8, 0.4), (9, 0.5)))
    assert reading_order([best, weak, strong]) == (best, strong, weak)


def likely(article_id, chance, *, place=0, leans=False, words=1):
    return replace(said(words, article_id, place=place, leans=leans, title=f"Title {article_id}"), chance=chance)


def test_the_sentence_likeliest_to_be_news_is_second_where_the_first_is_not_it():
    best, second, third = likely(7, 0.5), likely(8, 0.6), likely(9, 0.7)
    later, leaning, beyond = likely(7, 0.8, place=50), likely(7, 0.1, place=60, leans=True), likely(8, 0.9, place=50)
    assert reading_order([best, second, third]) == (best, third, second)
    assert reading_order([third, second, best]) == (third, second, best)
    assert reading_order([best, second, later, leaning]) == (best, later, leaning, second)
    assert reading_order([best, second, beyond]) == (best, second, beyond)  # no article begins in its middle


def test_of_a_letter_too_long_go_the_sentences_that_tell_least_for_their_words():
    first = story(likely(1, 0.1), likely(2, 0.1), likely(3, 0.9, words=9), likely(4, 0.3))
    other = story(likely(5, 0.1), likely(6, 0.1), likely(7, 0.15), likely(7, 0.1, place=9, leans=True))
    whole = replace(digest(), stories=(first, other))
    kept = without_least(whole, len("word")).stories
    assert (kept[0], kept[1].sentences) == (first, other.sentences[:3])  # what leans goes before what it leans on
    kept = without_least(whole, 2 * len("word")).stories
    assert kept[0] == first
    assert [quoted.sentence for quoted in kept[1].headlines] == ["Title 7"]
    kept = without_least(whole, 10_000).stories
    assert [len(short.sentences) for short in kept] == [2, 2]
    assert without_least(replace(whole, stories=kept), 1).stories == kept


@pytest.mark.parametrize(
    ("counts", "heights"),
    [([10, 5, 0, None], [30, 15, 1, 0]), ([1000, 1], [30, 3]), ([0, None], [1, 0]), ([None], [0]), ([], [])],
)
def test_a_day_s_bar_is_as_high_as_its_count(counts, heights):
    drawn = bars([(NOON.date(), count) for count in counts])
    assert [bar.height for bar in drawn] == heights
    assert [bar.count for bar in drawn] == counts


@pytest.mark.parametrize(
    ("count", "label"),
    [(None, "–"), (0, "0"), (999, "999"), (1000, "1.0k"), (9949, "9.9k"), (10_000, "10k"), (123_456, "123k")],
)
def test_a_number_has_four_characters(count, label):
    assert number_label(count) == label
