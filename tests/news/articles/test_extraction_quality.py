"""Agreement with the feed's summary: high where the text begins with it, none where nothing can be told."""

from hypothesis import given
from hypothesis import strategies as st

from news.articles.extraction_quality import summary_agreement

LEAD = "The council voted on Monday to widen the northern wall before the winter storms arrive."


def test_a_text_that_holds_its_summary_agrees() -> None:
    assert summary_agreement(LEAD.split(" before", maxsplit=1)[0], f"{LEAD}\nMore of it.") == 1.0


def test_a_cookie_wall_agrees_with_nothing() -> None:
    assert summary_agreement(LEAD, "We and our partners store and access information on your device.") == 0.0


def test_too_little_tells_nothing() -> None:
    assert summary_agreement("Wall widened", LEAD) is None
    assert summary_agreement(LEAD, "") is None


@given(st.text(), st.text())
def test_agreement_is_a_share(summary: str, text: str) -> None:
    found = summary_agreement(summary, text)
    assert found is None or 0 <= found <= 1
