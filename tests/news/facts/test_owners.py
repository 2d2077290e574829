"""Two figures are of another's thing, or of another deed, by the words before them."""

import pytest

from news.facts.conflicts import has_another_owner
from news.facts.figures import read_figures
from tests.news.pieces import article

TUNNEL = "The tunnel of Orlo is 40 metres long."
PAIRS = [
    (TUNNEL, "The bridge at Kelmis is 60 metres long.", True),
    (TUNNEL, "The tunnel at Kelmis is 60 metres long.", False),
    (TUNNEL, "The bridge above the tunnel is 60 metres long.", False),  # one of the two stands in both
    ("In Orlo the tunnel is 40 metres long.", "The tunnel is 60 metres long.", False),
    ("The bakery sold 40 loaves.", "The bakery baked 60 loaves.", True),
    ("The bakery sold 40 loaves.", "The bakery sold 60 loaves.", False),
    ("The bakery sold 40 loaves.", "The mill sold 60 loaves.", True),
    ("The bakery of the mill sold 40 loaves.", "The mill sold 60 loaves.", False),
]


@pytest.mark.parametrize(("one", "other", "is_another"), PAIRS)
def test_what_stands_before_a_figure_tells_whose_it_is(one: str, other: str, is_another: bool) -> None:
    (first,), (second,) = read_figures(article(1, one)), read_figures(article(2, other))
    assert has_another_owner(first, second, "") is has_another_owner(second, first, "") is is_another
