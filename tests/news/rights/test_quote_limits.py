"""Of one text no more is quoted than its outlet's limits allow, however often its sentences come."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.language.segments import word_count
from news.records import ChangedArticle, Difference, QuotedSentence, StatedFigure, StoryLine
from news.records.site import QuoteLine, StoryPage
from news.rights.quote_limits import SHORT_WORDS, Quotation, QuoteLimits, limited_page

NOW = datetime(2026, 11, 28, tzinfo=UTC)
STORY = StoryLine(
    story_id="s1", title="A", first_at=NOW, last_at=NOW, state="active", articles=2, copy_groups=2, outlets=2,
    source_names=(), independent_sources=0, first_hand_reports=0, unknown_reports=2,
    not_read=0, origins_explicit=0, unknown_explicit=2,
    origins_with_text=0, unknown_with_text=2,
)  # fmt: skip
LIMITS = QuoteLimits(words={"*": 50, "Silent Post": 0, "Wire": 30}, share={"*": 0.5, "Tide": 0.1})


@pytest.mark.parametrize(
    ("outlet", "text_words", "allowed"),
    [
        (None, 1000, 50),
        ("Harbour Post", 60, 30),
        ("Harbour Post", 20, SHORT_WORDS),
        ("Wire", 1000, 30),
        ("Tide", 1000, 50),
        ("Tide", 400, 40),
        ("Silent Post", 1000, 0),
        ("Silent Post", 10, 0),
    ],
)
def test_both_limits_hold_and_an_outlets_own_goes_first(outlet: str | None, text_words: int, allowed: int) -> None:
    assert LIMITS.allowed(outlet, text_words) == allowed


def test_no_share_leaves_headlines_alone() -> None:
    assert QuoteLimits(share={"*": 0.0}).allowed("Harbour Post", 1000) == 0


sentences = st.lists(st.text("ab 港の", min_size=1, max_size=80).map(str.strip).filter(bool), max_size=12)


@given(said=sentences, text_words=st.integers(0, 300), again=st.booleans())
def test_what_is_quoted_stays_within_the_limits(said: list[str], text_words: int, again: bool) -> None:
    quotation = Quotation(LIMITS, {1: text_words})
    shown = {quotation.fitting(1, "Wire", sentence) for sentence in said * (2 if again else 1)}
    assert sum(word_count(one) for one in shown) <= LIMITS.allowed("Wire", text_words)
    assert all(one in said or one.removesuffix(" …") in " ".join(said) for one in shown)


def test_a_sentence_again_costs_nothing() -> None:
    quotation = Quotation(LIMITS, {1: 1000})
    sentence = "one two three " * 8
    assert {quotation.fitting(1, "Wire", sentence) for _ in range(5)} == {sentence}
    assert quotation.fitting(1, "Wire", "a b c d e f g") == "a b c d e f …"
    assert quotation.fitting(1, "Wire", "another sentence") == ""
    assert quotation.fitting(2, "Wire", "another text") == "another text"  # of unknown length: a short one


def quoted(sentence: str, article_id: int = 1, outlet: str = "Harbour Post") -> QuotedSentence:
    return QuotedSentence(
        sentence=sentence, article_id=article_id, outlet=outlet, url="https://h.example/", ordered_at=NOW
    )


def test_of_a_silent_outlet_figures_and_links_are_left() -> None:
    page = StoryPage(
        story=STORY,
        differences=(
            Difference(about="dead", sides=(StatedFigure(value="9", quoted=quoted("9 died.", 1, "Silent Post")),)),
        ),
        quotes=(QuoteLine(speaker=None, wordings=(quoted("Never", 1, "Silent Post"), quoted("never.", 2))),),
        changed=(
            ChangedArticle(
                article_id=1, outlet="Silent Post", url="", title="T", change="figure", before="8", after="9 died"
            ),
        ),
    )
    shown = limited_page(page, Quotation(LIMITS, {1: 100, 2: 100}))
    assert [(side.value, side.quoted.sentence) for side in shown.differences[0].sides] == [("9", "")]
    assert [[one.sentence for one in line.wordings] for line in shown.quotes] == [["never."]]
    assert shown.changed == ()


def test_a_wording_that_repeats_the_first_is_not_counted() -> None:
    line = QuoteLine(speaker=None, wordings=(quoted("We go on", 1), quoted("We go on.", 2)))
    quotation = Quotation(LIMITS, {1: 100, 2: 100})
    limited_page(StoryPage(story=STORY, quotes=(line,)), quotation)
    assert quotation.fitting(2, "Harbour Post", "w " * 50) == "w " * 50


@pytest.mark.parametrize(
    ("left", "shown"),
    [(0, ""), (1, "Nobody …"), (2, "Nobody came …"), (3, "Nobody came here.")],
)
def test_a_sentence_is_cut_where_its_words_end(left: int, shown: str) -> None:
    quotation = Quotation(QuoteLimits(words={"*": left}, share={}), {1: 100})
    assert quotation.fitting(1, "Harbour Post", "Nobody came here.") == shown


def test_less_than_a_third_of_a_sentence_is_not_shown() -> None:
    four = Quotation(QuoteLimits(words={"*": 1}, share={}), {1: 100})
    assert four.fitting(1, "Harbour Post", "Nobody came here then.") == ""
    assert four.fitting(1, "Harbour Post", "Nobody came.") == "Nobody …"


@pytest.mark.parametrize(
    ("words", "share", "length", "allowed"),
    [(150, 0.25, 1000, 150), (150, 0.25, 400, 100), (150, 0.25, 40, 25), (20, 0.25, 40, 20), (150, 0.0, 1000, 0)],
)
def test_the_most_of_a_text_that_is_quoted(words: int, share: float, length: int, allowed: int) -> None:
    assert QuoteLimits(words={"*": words}, share={"*": share}).allowed("Harbour Post", length) == allowed


def test_a_text_without_a_share_is_limited_by_its_words() -> None:
    assert QuoteLimits(words={}, share={}).allowed(None, 77) == 77
