"""The prose of a page is counted once and kept up while parts of it are taken out."""

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from extractors.dom.rescue import PageProse, ProseCount

SENTENCE = "The ferry to Skarn leaves at seven, and nobody on the quay knows when it comes back."
PAGE = "<html><body><h1>Ferries</h1>{}<p>" + SENTENCE + "</p></body></html>"
BOX = st.recursive(
    st.integers(0, 3).map(lambda count: f"<p>{SENTENCE}</p>" * count),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"<div class='box'>{''.join(parts)}</div>"),
    max_leaves=12,
)


@given(st.lists(BOX, max_size=5).map("".join), st.integers(0, 400))
def test_the_rest_is_what_a_new_count_finds(boxes: str, least: int) -> None:
    tree = document_fromstring(PAGE.format(boxes))
    prose = PageProse(tree)
    for box in tree.findall(".//div"):
        prose.take_out(box, least=least)
        assert prose.rest == ProseCount().within(tree)
    assert prose.rest >= min(least, ProseCount().within(document_fromstring(PAGE.format(boxes))))


def test_a_part_goes_once_and_only_where_enough_stays() -> None:
    tree = document_fromstring(PAGE.format(f"<div id='outer'><div id='inner'><p>{SENTENCE}</p></div></div>"))
    outer, inner = tree.findall(".//div")
    prose = PageProse(tree)
    assert not prose.take_out(outer, least=100)
    assert prose.take_out(outer, least=50)
    assert not prose.take_out(inner, least=0)  # it went with the outer one
    assert prose.rest == ProseCount().within(tree) > 0
