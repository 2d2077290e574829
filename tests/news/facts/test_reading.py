"""What an editor would have told of real events, day by day: floors under the figures of benchmarks/digest/reading."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import pytest

from benchmarks.digest.reading.events import BODIES, Event, read_events
from benchmarks.digest.reading.measures import Score, Told, score_event
from digest.letter.allot import reading_order
from flows.delivery.digest_content import TellingRules, novel_sentence
from news.facts.novelty import whats_new
from news.records import Article
from storage.snapshot.coverage import OwnText

RULES = TellingRules()


def articles_of(event: Event) -> list[list[Article]]:
    """Return each day's articles."""
    number, days = 0, []
    for day in event.days:
        made = []
        for row in day.rows:
            number += 1
            at = datetime.fromisoformat(row["published_at"])
            made.append(
                Article(
                    article_id=number, url=row["url"], outlet=row["outlet"], title=row["title"], text=row["text"],
                    language="en", first_seen_at=at, ordered_at=at, ordered_by="published", arrived_by="import",
                )
            )  # fmt: skip
        days.append(made)
    return days


def told(new: Sequence[Article], before: Sequence[Article]) -> list[Told]:
    """Return a day's sentences as a digest shows them."""
    words = min(RULES.words_at_most, RULES.words + RULES.words_a_text * len(new))
    by_id = {article.article_id: OwnText(article=article, copies=0, is_news=True) for article in new}
    novel = whats_new(new, before, limit=RULES.sentences, words=words)
    ordered = reading_order([novel_sentence(one, by_id[one.article_id]) for one in novel])
    return [Told(article=str(one.article_id), start=one.place, sentence=one.sentence) for one in ordered]


@cache
def score(source: str) -> Score:
    """Return the score of all events of the sample newsroom, of the real ones, or of those written down later."""
    whole = Score()
    for event in read_events():
        late = "fresh" if event.fold in ("fresh", "unseen", "newest") else "bodies"
        last = event.fold if event.fold == "sealed" else late
        if source != ("newsroom" if event.name in ("harbour", "tarn-vale") else last):
            continue
        days, before, sentences = articles_of(event), [], []
        for new in days:
            sentences.append(told(new, before))
            before += new
        whole.add(score_event(event, sentences, {}))
    return whole


def test_the_sample_newsrooms_events_are_told() -> None:
    found = score("newsroom")
    assert found.main_first >= 0.75 * found.days  # its copies are not collapsed here
    assert found.facts_told >= 0.9 * found.facts
    assert found.repeats <= 0.04 * found.sentences


def test_real_events_are_told() -> None:
    if not BODIES.exists():
        pytest.skip("../shared/data is absent: the reading of real events is NOT checked")
    found = score("bodies")
    assert found.main_first >= 0.95 * found.days
    assert found.facts_told >= 0.88 * found.facts
    assert found.repeats <= 0.03 * found.sentences


def test_events_with_facts_far_down_are_told() -> None:
    if not BODIES.exists():
        pytest.skip("../shared/data is absent: the reading of real events is NOT checked")
    found = score("fresh")
    assert found.facts_told >= 0.68 * found.facts  # 4 facts a day, a third of them after the tenth sentence
    assert found.repeats <= 0.04 * found.sentences


def test_events_on_which_nothing_was_chosen_are_told() -> None:
    if not BODIES.exists():
        pytest.skip("../shared/data is absent: the reading of real events is NOT checked")
    found = score("sealed")
    assert found.main_first >= 0.6 * found.days
    assert found.facts_told >= 0.7 * found.facts
    assert found.repeats <= 0.04 * found.sentences
