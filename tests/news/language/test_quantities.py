"""Figures that differ are told side by side, each with its whole sentence; figures of different things are not."""

from news.facts.figures import differences_of
from news.records import Article
from tests.news.pieces import article


def told(*texts: str, kind: str = "full") -> list[Article]:
    return [article(number, text, text_kind=kind) for number, text in enumerate(texts, start=1)]


def sides(articles: list[Article], **more: object) -> list[set[str]]:
    return [{side.value for side in found.sides} for found in differences_of(articles, **more)]  # type: ignore[arg-type]


def test_the_same_thing_counted_differently_is_a_difference() -> None:
    one = "The fire destroyed 140 wooden houses on the northern shore overnight."
    other = "Some say the fire destroyed 95 wooden houses on the northern shore."
    (found,) = differences_of(told(one, other))
    assert [side.quoted.sentence for side in found.sides] == [one, other]
    assert found.about.startswith("house")


def test_different_things_in_the_same_unit_are_none() -> None:
    one = "The Port Authority of Velm pays 38 million crowns to the shipyard that built the pilot boats."
    other = "Holders of 90 million crowns of Port Authority of Velm debt have a right that few of them noticed."
    assert sides(told(one, other)) == []


def test_only_what_is_news_is_told_and_an_account_is_never_quoted() -> None:
    one = "The fire destroyed 140 wooden houses on the northern shore overnight."
    other = "Some say the fire destroyed 95 wooden houses on the northern shore."
    assert sides(told(one, other), news={2}) == [{"140 wooden houses", "95 wooden houses"}]
    assert sides(told(one, other), news={3}) == []
    assert sides(told(one, other, kind="account")) == []


def test_a_side_is_shown_with_its_whole_quotation() -> None:
    one = 'He went on. "It is late. The fire destroyed 140 wooden houses on the northern shore," said Ida Moe.'
    other = "Some say the fire destroyed 95 wooden houses on the northern shore."
    (found,) = differences_of(told(one, other))
    assert found.sides[0].quoted.sentence == one.removeprefix("He went on. ")
