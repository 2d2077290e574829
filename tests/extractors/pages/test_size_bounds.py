"""A page that nobody reads is cut to what its parsers can read in time; any other stays whole."""

import pytest
from lxml import html

from extractors.dom.html5 import MAXIMUM_ELEMENTS, MAXIMUM_OF, parse_page
from extractors.pages.listings import Structure


def page(elements: int, name: str = "i", before: str = "") -> str:
    return f"<html><head></head><body>{before}<p>{f'<{name}>w</{name}>' * elements}</p><p>The last.</p></body></html>"


@pytest.mark.parametrize(
    ("elements", "is_cut"),
    [(10, False), (11_000, False), (MAXIMUM_ELEMENTS - 5, False), (MAXIMUM_ELEMENTS - 4, True), (30_000, True)],
)
def test_a_page_has_at_most_so_many_elements(elements: int, is_cut: bool) -> None:
    parsed = parse_page(page(elements))
    assert parsed is not None
    assert parsed.is_cut == is_cut
    assert ("The last." in parsed.markup) == (elements < MAXIMUM_ELEMENTS)
    assert sum(1 for _ in parsed.tree.iter()) == (MAXIMUM_ELEMENTS + 1 if is_cut else elements + 5)


@pytest.mark.parametrize(("headings", "is_cut"), [(MAXIMUM_OF["h1"], False), (MAXIMUM_OF["h1"] + 1, True)])
def test_a_large_page_has_at_most_so_many_headings(headings: int, is_cut: bool) -> None:
    parsed = parse_page(page(11_000, before="<h1>x</h1>" * headings))
    assert parsed is not None
    assert (parsed.is_cut, len(parsed.tree.xpath("//h1"))) == (is_cut, MAXIMUM_OF["h1"])
    small = parse_page(page(10, before="<h1>x</h1>" * headings))
    assert small is not None
    assert len(small.tree.xpath("//h1")) == headings


def test_a_group_is_told_by_shares_of_its_entries() -> None:
    kinds = ("<h2><a href='/{n}'>One</a></h2>", "<a href='/user/p{n}'>p{n}</a>", "Now €9.50", "")
    inner = [kind.format(n=n) for kind, count in zip(kinds, (1, 2, 3, 2), strict=True) for n in range(count)]
    entries = "".join(f"<div class='one'>{one}<p>{'x' * 90}</p></div>" for one in inner)
    (group,) = Structure(html.document_fromstring(f"<body><section>{entries}</section></body>"), "").groups
    assert (group.entries, group.people) == (8, 2)
    assert (group.headed, group.signed, group.priced, group.linked) == (1 / 8, 2 / 8, 3 / 8, 3 / 8)
    assert 90 < group.mean < 110
