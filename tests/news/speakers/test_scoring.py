"""What speaks for a choice adds up to a probability, however much of it there is."""

from math import exp

import pytest

from news.speakers.scoring import probability


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ([], 1 / (1 + exp(0.5))),
        (["for"], 1 / (1 + exp(-1.5))),
        (["for", "against"], 1 / (1 + exp(1.5))),
        (["for", "unknown"], 1 / (1 + exp(-1.5))),
        (["much"], 1 / (1 + exp(-19.5))),
        (["too much"], 1.0),
        (["nothing"], 0.0),
    ],
)
def test_weights_add_up_to_a_probability(features: list[str], expected: float) -> None:
    table = {"base": -0.5, "for": 2.0, "against": -3.0, "much": 20.0, "too much": 1e6, "nothing": -1e6}
    assert probability(features, table) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_a_table_without_a_base_begins_at_even_chances() -> None:
    assert probability([], {}) == 0.5
