import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from news.copies.groups import COPIES, agreeing, group_copies, pairs_with_originals
from news.copies.near_copies import find_near_copies
from news.records import Article, Citation, Correction, CorrectionVerb, NearCopy
from tests.news.pieces import NOON, article, prose


def copy(article_id: int, original_id: int, kind: str = "near_copy", share: float = 0.9) -> NearCopy:
    return NearCopy(
        article_id=article_id,
        original_id=original_id,
        kind=kind,  # type: ignore[arg-type]
        containment=share,
        sentence_coverage=share,
        evidence="",
    )


def credit(article_id: int, cited: str) -> Citation:
    return Citation(article_id=article_id, cited=cited, kind="agency", relation="relays", is_lead_claim=True)


def said(verb: CorrectionVerb, one: int, other: int | None = None, hours: int = 0) -> Correction:
    return Correction(corrected_at=NOON + timedelta(hours=hours), verb=verb, article_id=one, other_id=other)


A, B, C, D = (article(number) for number in (1, 2, 3, 4))


def test_an_article_alone_is_a_group_of_one() -> None:
    assert group_copies([A], []) == {1: (1, True)}


def test_copies_stand_around_the_earliest() -> None:
    assert group_copies([C, A, B], [copy(2, 1), copy(3, 1)]) == {1: (1, True), 2: (1, False), 3: (1, False)}


def test_a_copy_of_a_copy_is_not_chained_to_the_original() -> None:
    assert group_copies([A, B, C], [copy(2, 1), copy(3, 2)]) == {1: (1, True), 2: (1, False), 3: (3, True)}


def test_derived_texts_and_shared_passages_never_merge_groups() -> None:
    places = group_copies([A, B, C], [copy(2, 1, "derived"), copy(3, 1, "shared_passage")])
    assert places == {1: (1, True), 2: (2, True), 3: (3, True)}


def test_an_article_joins_the_group_with_which_it_shares_most() -> None:
    assert group_copies([A, B, C], [copy(3, 1, share=0.7), copy(3, 2, share=0.8)])[3] == (2, False)


def test_the_original_is_the_one_that_the_others_credit() -> None:
    wire = article(3, outlet="Reuters")
    found = group_copies([A, B, wire], [copy(2, 1), copy(3, 1)], citations=[credit(1, "Reuters"), credit(2, "Reuters")])
    assert found == {1: (1, False), 2: (1, False), 3: (1, True)}


def test_an_outlet_that_credits_itself_wins_nothing_by_it() -> None:
    wire = article(3, outlet="Reuters")
    assert group_copies([A, wire], [copy(3, 1)], citations=[credit(3, "Reuters")])[1] == (1, True)


def test_a_later_arrival_that_is_older_becomes_the_original_and_the_id_stays() -> None:
    older = article(9, hours=-5)
    places = group_copies([older], [copy(2, 9), copy(3, 9)], known=[B, C], groups={2: 2, 3: 2})
    assert places == {9: (2, True), 2: (2, False)}


def test_known_articles_whose_place_does_not_change_are_not_told() -> None:
    assert group_copies([C], [copy(3, 1)], known=[A, B], groups={1: 1, 2: 1}) == {3: (1, False)}


def test_a_founder_whose_text_changed_leaves_its_id_to_its_copies() -> None:
    places = group_copies([A], [], known=[B], groups={1: 1, 2: 1})
    assert places[1][1] is True
    assert places[1][0] != 1


def test_all_anew_keeps_the_ids_that_were_given() -> None:
    older = article(9, hours=-5)
    edges = [copy(2, 9), copy(3, 9), copy(3, 2)]
    assert group_copies([B, C, older], edges, groups={2: 2, 3: 2, 9: 2}) == {9: (2, True), 2: (2, False), 3: (2, False)}


def test_a_person_parts_two_articles_and_no_text_brings_them_together() -> None:
    assert group_copies([A, B], [copy(2, 1)], corrections=[said("split_copies", 2, 1)])[2] == (2, True)
    assert group_copies([A, B], [copy(2, 1)], corrections=[said("split_copies", 2)])[2] == (2, True)


def test_a_person_joins_what_no_text_joins() -> None:
    assert group_copies([A, B], [], corrections=[said("join_copies", 2, 1)]) == {1: (1, True), 2: (1, False)}


def test_joined_to_a_copy_is_joined_to_its_group() -> None:
    assert group_copies([A, B, C], [copy(2, 1)], corrections=[said("join_copies", 3, 2)])[3] == (1, False)


def test_the_latest_word_holds() -> None:
    words = [said("join_copies", 2, 1, hours=1), said("split_copies", 2, 1, hours=2)]
    assert group_copies([A, B], [copy(2, 1)], corrections=words)[2] == (2, True)
    words.append(said("join_copies", 2, 1, hours=3))
    assert group_copies([A, B], [copy(2, 1)], corrections=words)[2] == (1, False)


def test_a_newcomer_found_through_a_copy_is_compared_with_the_original_too() -> None:
    assert pairs_with_originals({(9, 2)}, groups={1: 1, 2: 1}, originals={1: 1}) == {(9, 2), (9, 1)}


def test_a_pair_of_two_groups_is_no_near_copy() -> None:
    pairs = [copy(2, 1), copy(3, 2), copy(4, 1, "update")]
    group_of = {key: group for key, (group, _) in group_copies([A, B, C, D], pairs).items()}
    assert [pair.kind for pair in agreeing(pairs, group_of)] == ["near_copy", "derived", "update"]


def test_an_update_has_a_group_of_its_own_and_its_copies_join_it() -> None:
    places = group_copies([A, B, C], [copy(2, 1, "update"), copy(3, 2), copy(3, 1, "update")])
    assert places == {1: (1, True), 2: (2, True), 3: (2, False)}


# --- laws -----------------------------------------------------------------------------------------------------


def newsroom(chance: random.Random) -> list[Article]:
    reports = [prose(number, 160) for number in range(4)]
    batch = []
    for number in range(1, 21):
        text = chance.choice(reports)
        words = text.split(" ")
        text = chance.choice(
            [text, " ".join(words[: len(words) // 2]), text + prose(50 + number, 60), prose(number + 90, 120)]
        )
        batch.append(article(number, text, hours=chance.randint(0, 30)))
    return batch


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_linking_all_gives_the_same_groups_whatever_the_order_of_arrival_was(seed: int, other: int) -> None:
    batch = newsroom(random.Random(seed))
    partitions = set()
    for order in (seed, other):
        arrived = list(batch)
        random.Random(order).shuffle(arrived)
        groups: dict[int, int] = {}
        for newcomer in arrived:
            known = [item for item in batch if item.article_id in groups]
            edges = find_near_copies([newcomer], among=known)
            places = group_copies([newcomer], edges, known=known, groups=groups)
            groups |= {article_id: group for article_id, (group, _) in places.items()}
        again = group_copies(arrived, find_near_copies(arrived, among=[]), groups=groups)
        members: dict[int, set[int]] = {}
        for article_id, (group, _) in again.items():
            members.setdefault(group, set()).add(article_id)
        partitions.add(frozenset(frozenset(group) for group in members.values()))
        originals = [group for group, is_original in again.values() if is_original]
        assert sorted(originals) == sorted(members), "each group has one original"
        assert set(again) == {item.article_id for item in batch}, "each article stands in one group"
    assert len(partitions) == 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_grouping_twice_changes_nothing(seed: int) -> None:
    batch = newsroom(random.Random(seed))
    edges = find_near_copies(batch, among=[])
    once = group_copies(batch, edges)
    assert group_copies(batch, edges, groups={key: group for key, (group, _) in once.items()}) == once
    later = [replace(item) for item in reversed(batch)]
    assert group_copies(later, edges[::-1]) == once


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sets(st.tuples(st.integers(1, 20), st.integers(1, 20)), max_size=4))
def test_no_near_copy_stands_in_two_groups(seed: int, parted: set[tuple[int, int]]) -> None:
    batch = newsroom(random.Random(seed))
    edges = find_near_copies(batch, among=[])
    words = [said("split_copies", one, other) for one, other in parted if one != other]
    group_of = {key: group for key, (group, _) in group_copies(batch, edges, corrections=words).items()}
    agreed = agreeing(edges, group_of)
    assert [(pair.article_id, pair.original_id) for pair in agreed] == [
        (edge.article_id, edge.original_id) for edge in edges
    ]
    assert all(group_of[p.article_id] == group_of[p.original_id] for p in agreed if p.kind in COPIES)
