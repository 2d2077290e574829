"""Many days to come in one long sentence: the work grows with their number."""

import pytest

from news.facts.expectations import read_expectations
from tests.growth import growth
from tests.news.pieces import article


@pytest.mark.parametrize("piece", ["it will open by Friday ", "on 3 May 2031 and ", "in May 2019 and "])
def test_the_work_grows_with_the_number_of_days(piece: str) -> None:
    assert growth(lambda size: read_expectations(article(1, piece * size)), 60, 6) < 14
