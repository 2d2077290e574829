"""`why` says by which words a speaker is known, whom a pronoun stands for, or why nobody is."""

from flows.linking.explain import Explanation
from news.copies.near_copies import explain_pair
from news.records import Article
from news.speakers.quotations import find_quotes
from news.stories.shared_terms import SharedTerms
from tests.news.pieces import article

FIRST = (
    "The clerk, Ann Vale, opened the yard. “We will not leave this harbour,” she said. “Nobody asked any of us here.”"
)
SECOND = "“The boats are not paid for,” said Tom Reed, a mate. It was late.\nOne note had “no word of it at all” in it."


def explained(first: Article, second: Article) -> str:
    return Explanation(
        first=first,
        second=second,
        measures=explain_pair(first, second),
        places=(None, None),
        origins=((), ()),
        credits=((), ()),
        quotes=(tuple(find_quotes(first)), tuple(find_quotes(second))),
        shared=SharedTerms(similarity=0.0, terms=(), copy_groups=1),
    ).in_words()


def test_speakers_are_told_with_the_words_they_rest_on() -> None:
    told = explained(article(1, FIRST, language="en"), article(2, SECOND, language="en"))
    assert "A “We will not leave this harbour,”: Ann Vale (person), by the words “she said”, named before: “" in told
    assert "Ann Vale, opened the yard" in told
    assert "B “The boats are not paid for,”: Tom Reed (person), by the words “said Tom Reed”\n" in told
    assert "B “no word of it at all”: unknown (" in told


def test_a_page_of_several_matters_is_told_with_its_reason() -> None:
    about = (
        "the mate Tom Reed of Skarn",
        "Joris Hamm of the Kelmis bakers",
        "Edda Vorn of the Lumen",
        "Ruth Alder of Ostmere",
    )
    said = "What happened on Monday is told by {}, who saw it, and by others who came when all of it was over."
    parts = [said.format(one) for one in about]
    told = explained(article(1, "\n".join(parts), title="News in brief"), article(2, SECOND))
    assert "B tells of several" not in told
    assert (
        "  A tells of several matters and follows no story: its headline says so (“News in brief”), and its parts tell "
        "of different things.\n" in told
    )
