"""What linking keeps of facts: spans that cut the right words out of the text, for a batch and its stories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.facts.stored_facts import KeepingRules, with_facts
from news.language.text_layers import TextLayers
from news.records import Article, KeptFigure, Linkage, Placement
from tests.news.pieces import article

SECOND = (
    "Divers went down again. At least 19 people died in the sinking, the coast guard said. "
    "The inquiry opens on 9 March."
)


def placed(one: Article, story: str = "s1", *, is_original: bool = True) -> Placement:
    return Placement(
        article_id=one.article_id, version=one.version, copy_group_id=one.article_id, is_original=is_original,
        similarity=1.0, story_id=story,
    )  # fmt: skip


def figures_of(*stored: Article) -> tuple[KeptFigure, ...]:
    """Return the figures of articles as they were kept when these were linked."""
    return kept(list(stored)).figures if stored else ()


def kept(batch: list[Article], stored: list[Article] | None = None, rules: KeepingRules | None = None) -> Linkage:
    known = {one.article_id: one for one in [*(stored or []), *batch]}
    layers = {one.article_id: TextLayers(one.text, one.language) for one in batch}
    places = {key: placed(one) for key, one in known.items()}
    found = Linkage(read=tuple(one.article_id for one in batch))
    return with_facts(found, batch, known, places, figures_of(*(stored or [])), layers, rules or KeepingRules())


def test_figures_and_dates_are_kept_with_the_span_of_their_sentence() -> None:
    one = article(1, SECOND, language="en", version=3)
    found = kept([one])
    (figure,) = found.figures
    assert (figure.raw, figure.value, figure.qualifier, figure.version) == ("19 people", 19, "at least", 3)
    assert SECOND[figure.sentence_start : figure.sentence_end].startswith("At least 19 people died")
    assert SECOND[figure.span_start : figure.span_end] == figure.raw
    (date,) = found.expectations
    assert (date.first_day.month, date.first_day.day, date.raw) == (3, 9, "9 March")
    assert SECOND[date.sentence_start : date.sentence_end] == "The inquiry opens on 9 March."


def test_a_difference_has_a_row_a_side_also_with_articles_of_before() -> None:
    told = "{} miners were killed when the shaft at Kelmis fell in on Sunday."
    first, second = (article(n, f"It rained. Rescuers say {told.format(killed)}") for n, killed in ((1, 31), (2, 40)))
    sides = kept([second], [first]).differences
    assert [(side.article_id, side.figure) for side in sides] == [(1, "31 miners"), (2, "40 miners")]
    assert len({side.difference_id for side in sides}) == 1
    assert first.text[sides[0].sentence_start : sides[0].sentence_end].startswith("Rescuers say 31 miners")
    assert kept([second], [first], KeepingRules(texts=1)).differences == ()
    assert kept([second], [first]).differences == sides  # the same ids again


def test_an_account_keeps_its_figures_without_sentences_and_announces_nothing() -> None:
    found = kept([article(1, SECOND, language="en", text_kind="account")])
    assert [(one.sentence_start, one.sentence_end) for one in found.figures] == [(0, 0)]
    assert (found.expectations, found.differences) == ((), ())


@given(st.lists(st.sampled_from(["12 people died.", "It cost $4m “in all”.", "A vote is due on 9 March.", "No."])))
def test_every_span_lies_within_the_text(parts: list[str]) -> None:
    one = article(1, " ".join(parts), language="en")
    found = kept([one])
    for fact in [*found.figures, *found.expectations]:
        assert 0 <= fact.sentence_start <= fact.span_start < fact.span_end <= fact.sentence_end <= len(one.text)
    assert all(isinstance(figure, KeptFigure) for figure in found.figures)


@pytest.mark.parametrize(("between", "differ"), [(38, True), (39, False)])
def test_the_forty_latest_texts_of_a_story_are_compared(between: int, differ: bool) -> None:
    told = "{} miners were killed when the shaft at Kelmis fell in on Sunday."
    quiet = [article(n, "The ferry goes at noon.", hours=n / 60) for n in range(2, 2 + between)]
    first, last = article(1, told.format(31), hours=0), article(90, told.format(40), hours=1)
    assert bool(kept([last], [first, *quiet]).differences) is differ


def test_a_copy_is_compared_with_nothing() -> None:
    told = "{} miners were killed when the shaft at Kelmis fell in on Sunday."
    first, second = (article(n, told.format(killed)) for n, killed in ((1, 31), (2, 40)))
    places = {1: placed(first), 2: placed(second, is_original=False)}
    found = with_facts(Linkage(read=(2,)), [second], {1: first, 2: second}, places, figures_of(first), {})
    assert found.differences == ()


TOLD = "{} miners were killed when the shaft at Kelmis fell in on Sunday."


@pytest.mark.parametrize(
    ("stands", "sides"),
    [
        (article(1, TOLD.format(31)), 2),
        (article(1, ""), 0),  # its text was retired
        (article(1, TOLD.format(31), version=2), 0),  # a new text, whose figures come when it is linked itself
    ],
)
def test_stored_figures_are_those_that_were_kept_of_the_text_that_stands(stands: Article, sides: int) -> None:
    second = article(2, TOLD.format(40))
    known = {1: stands, 2: second}
    places = {key: placed(one) for key, one in known.items()}
    was_kept = figures_of(article(1, TOLD.format(31)))
    found = with_facts(Linkage(read=(2,)), [second], known, places, was_kept, {})
    assert len(found.differences) == sides
    blank = article(1, "\n" * len(stands.text), version=stands.version)  # nothing is read of it once more
    assert with_facts(Linkage(read=(2,)), [second], {1: blank, 2: second}, places, (), {}).differences == ()
