from math import isclose, sqrt

from hypothesis import given
from hypothesis import strategies as st

from news.stories.memory import Frequencies
from news.stories.profiles import Idf
from news.stories.term_matrix import Wording
from news.stories.thresholds import STORY_RULES

DAM = {"dam": 2.0, "river": 1.0, "said": 1.0}
TAX = {"tax": 1.0, "said": 2.0}
RARITY = Idf(Frequencies(counts={"said": 90, "river": 3}, total=100), STORY_RULES)
GROUPS = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.5, 9.0), max_size=8), max_size=5)


def test_the_rarest_terms_come_first() -> None:
    dam, tax = Wording([DAM, TAX]).vectors(RARITY, 2)
    assert (list(dam), list(tax)) == (["dam", "river"], ["tax", "said"])


def test_a_group_counts_once_for_a_term_and_only_where_it_is_asked_for() -> None:
    wording = Wording([DAM, TAX])
    assert wording.tally([0, 1]) == {"dam": 1, "river": 1, "said": 2, "tax": 1}
    assert wording.tally([1]) == {"said": 1, "tax": 1}


@given(GROUPS)
def test_every_vector_has_length_1_or_no_term(groups: list[dict[str, float]]) -> None:
    for terms, vector in zip(groups, Wording(groups).vectors(RARITY, 8), strict=True):
        assert vector.keys() == terms.keys()
        assert not terms or isclose(sqrt(sum(weight * weight for weight in vector.values())), 1.0)


def test_a_term_of_one_in_a_hundred_is_less_rare_than_one_of_as_many_in_thousands() -> None:
    young, old = (
        Idf(Frequencies(counts={"dam": 1}, total=total), STORY_RULES) for total in (100, STORY_RULES.telling_groups)
    )
    assert young.of("dam") / young.highest < old.of("dam") / old.highest


def test_short_texts_have_higher_bars_and_full_ones_the_same() -> None:
    name = STORY_RULES.least_name
    short, full, long = (STORY_RULES.day_bar(name, terms, is_headline=False) for terms in (30, 150, 900))
    assert short > full == long == STORY_RULES.join_text - STORY_RULES.join_credit * name
    assert STORY_RULES.memory_bar(0, 30) > STORY_RULES.memory_bar(0, 150)


def test_a_full_text_that_shares_no_name_has_a_higher_bar() -> None:
    named, nameless = (STORY_RULES.day_bar(names, 150, is_headline=False) for names in (STORY_RULES.least_name, 0))
    assert nameless - named >= STORY_RULES.nameless


def test_only_an_archive_of_some_dozens_keeps_more_than_the_heaviest_terms() -> None:
    few, more, many = (STORY_RULES.terms_kept(groups) for groups in (5, 60, 100_000))
    assert few > more == many == STORY_RULES.article_terms
