"""What an editor would have told of real events, day by day: floors under the figures of benchmarks/digest/reading."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import pytest

from benchmarks.digest.reading.events import BODIES, Event, read_events
from benchmarks.digest.reading.measures import Score, Told, score_event
from news.facts.novelty import whats_new
from news.records import Article

SENTENCES = 8  # as a digest tells of its first story


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
    """Return a day's sentences as a digest shows them: the best article first, each article's in its order."""
    novel = whats_new(new, before, limit=SENTENCES)
    rank = {one.article_id: number for number, one in reversed([*enumerate(novel)])}
    ordered = sorted(novel, key=lambda one: (rank[one.article_id], one.span_start))
    return [Told(article=str(one.article_id), start=one.span_start, sentence=one.sentence) for one in ordered]


@cache
def score(source: str) -> Score:
    """Return the score of all events of the sample newsroom, of the real ones, or of those written down last."""
    whole = Score()
    for event in read_events():
        last = "fresh" if event.fold in ("fresh", "unseen") else "bodies"
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
    assert found.facts_told >= 0.55 * found.facts  # 4 facts a day, a third of them after the tenth sentence
    assert found.repeats <= 0.04 * found.sentences
