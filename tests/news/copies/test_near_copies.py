import random
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.copies.boilerplate import blanked, line_key
from news.copies.candidates import candidates_within
from news.copies.near_copies import NearCopyRules, explain_pair, find_near_copies
from news.copies.sketches import containment, sketch_all
from news.records import Article, NearCopy
from tests.news.pieces import article, prose

PAIRS = [
    pair
    for name in ("templates", "copies", "updates")
    for pair in tomllib.loads(Path(f"tests/fixtures/near_copies/{name}.toml").read_text(encoding="utf-8"))["pair"]
]
REPORT = prose(1, 300)
LETTER = "“" + prose(2, 160).replace("\n", " ") + "”"


def kinds(*articles: Article) -> dict[tuple[int, int], str]:
    return {(copy.article_id, copy.original_id): copy.kind for copy in find_near_copies(articles, among=[])}


def halves(text: str) -> tuple[str, str]:
    words = text.split(" ")
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


def test_the_same_words_are_an_exact_copy_whatever_the_signs_and_the_case() -> None:
    assert kinds(article(1, REPORT), article(2, REPORT.upper().replace(".", " —"))) == {(2, 1): "exact"}


@pytest.mark.parametrize(
    "copy",
    [
        halves(REPORT)[0],
        halves(REPORT)[1] + "\n" + halves(REPORT)[0],
        REPORT + "\n" + prose(3, 120),
        prose(4, 40) + "\n" + REPORT,
        " ".join("wuzz" if at % 20 == 7 else word for at, word in enumerate(REPORT.split(" "))),
    ],
    ids=["truncated", "halves swapped", "with paragraphs added", "with another beginning", "every 20th word changed"],
)
def test_cut_reordered_wrapped_and_retouched_texts_are_near_copies(copy: str) -> None:
    assert kinds(article(1, REPORT), article(2, copy)) == {(2, 1): "near_copy"}


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["name"] for pair in PAIRS])
def test_templates_are_no_copies_and_retouched_reports_are(pair: dict[str, str]) -> None:
    found = explain_pair(article(1, pair["a"]), article(2, pair["b"]))
    assert (found.kind or "") == pair["kind"], found.reason


def test_a_person_is_told_that_two_reports_follow_one_template() -> None:
    pair = PAIRS[0]
    assert "one template" in explain_pair(article(1, pair["a"]), article(2, pair["b"])).reason


def test_half_of_the_prose_within_a_text_of_its_own_is_derived() -> None:
    assert kinds(article(1, REPORT), article(2, halves(REPORT)[0] + prose(5, 160))) == {(2, 1): "derived"}


def test_a_reprinted_letter_makes_no_copy_of_two_articles() -> None:
    one, other = LETTER + "\n" + prose(6, 60), prose(7, 60) + "\n" + LETTER
    assert kinds(article(1, one), article(2, other)) == {(2, 1): "shared_passage"}


def test_texts_of_their_own_are_not_linked() -> None:
    assert kinds(article(1, REPORT), article(2, prose(8, 300))) == {}


def test_short_notices_are_never_near_copies() -> None:
    one = "The council meets on Tuesday at seven in the town hall of Vale; all are welcome."
    other = "The council meets on Thursday at seven in the town hall of Vale; all are welcome."
    assert "near_copy" not in kinds(article(1, one), article(2, other)).values()


@pytest.mark.parametrize(
    ("notice", "is_copy"),
    [
        ("No trains today.", False),
        ("The ferry to Orlo does not sail on Sunday morning.", False),
        ("The ferry to Orlo does not sail on Sunday morning because of the storm.", True),
    ],
)
def test_notices_of_a_few_words_are_no_copies_of_each_other(notice: str, is_copy: bool) -> None:
    found = kinds(article(1, notice), article(2, notice)).values()
    assert any(kind in ("exact", "near_copy") for kind in found) is is_copy


def test_a_quotation_links_texts_that_share_nothing_else_even_where_one_gives_it_as_reported_speech() -> None:
    said = "we shall not leave the harbour before every one of these boats has been paid for its nets"
    one = prose(9, 150) + f"\n“Well, {said},” she said.\n" + prose(10, 100)
    other = prose(11, 250) + f"\nShe told them that {said}.\n" + prose(12, 60)
    (found,) = find_near_copies([article(1, one), article(2, other)], among=[])
    assert (found.kind, found.evidence) == ("shared_passage", said)
    assert found.containment < 0.1


def test_names_and_titles_alone_are_no_shared_passage() -> None:
    named = "US President Aron Bidel and Sorrenian Prime Minister Fumi Kishada of the Keldish Democratic Party"
    one = prose(13, 150) + f"\n“It was {named} who came,” he said.\n"
    other = prose(14, 150) + f"\nOn Sunday {named} met.\n"
    assert kinds(article(1, one), article(2, other)) == {}


def test_two_editions_of_one_url_are_versions_and_no_copies() -> None:
    assert kinds(article(1, REPORT), replace(article(2, REPORT), url=article(1).url)) == {}


@pytest.mark.parametrize("kind", ["account", "headline"])
def test_what_is_not_the_outlets_text_takes_no_part(kind: str) -> None:
    assert kinds(article(1, REPORT), article(2, REPORT, text_kind=kind)) == {}


def test_a_feeds_summary_is_only_ever_an_exact_copy() -> None:
    summary = REPORT.split("\n")[0]
    assert kinds(article(1, REPORT), article(2, summary, text_kind="summary")) == {}
    assert kinds(article(1, summary, text_kind="summary"), article(2, summary, text_kind="summary")) == {
        (2, 1): "exact"
    }


def test_the_earlier_article_is_the_original_whatever_the_order_of_rows() -> None:
    late, early = article(1, REPORT, hours=9), article(2, REPORT, hours=1)
    for batch in ([late, early], [early, late]):
        (found,) = find_near_copies(batch, among=[])
        assert (found.article_id, found.original_id) == (1, 2)


def test_an_outlets_marked_lines_count_for_nothing() -> None:
    line = prose(15, 120).replace("\n", " ")
    one, other = (
        article(1, prose(16, 60) + "\n" + line, outlet="A"),
        article(2, line + "\n" + prose(17, 60), outlet="A"),
    )
    assert kinds(one, other) != {}
    assert find_near_copies(blanked([one, other], {"A": frozenset({line_key(line)})}), among=[]) == []


def test_evidence_stands_word_for_word_in_the_article() -> None:
    copy = article(2, prose(18, 30) + "\n\n" + REPORT.replace(". ", ".  ").replace("\n", "\n\n"))
    (found,) = find_near_copies([article(1, REPORT), copy], among=[])
    assert found.evidence in copy.text
    assert len(found.evidence.split()) == NearCopyRules().evidence_words


def test_chinese_copies_are_found_by_runs_of_characters() -> None:
    chance = random.Random(3)
    text = "。".join("".join(chr(chance.randint(0x4E00, 0x5F00)) for _ in range(20)) for _ in range(20))
    other = "。".join("".join(chr(chance.randint(0x4E00, 0x5F00)) for _ in range(20)) for _ in range(20))
    assert kinds(article(1, text), article(2, text[:200]), article(3, other)) == {(2, 1): "near_copy"}


def test_given_candidates_are_the_only_pairs_looked_at() -> None:
    batch = [article(1, REPORT), article(2, REPORT), article(3, REPORT)]
    found = find_near_copies(batch, among=[], candidates=[(2, 1), (2, 1), (9, 1)])
    assert [(copy.article_id, copy.original_id) for copy in found] == [(2, 1)]


def test_known_articles_are_linked_to_newcomers_only() -> None:
    known = [article(1, REPORT), article(2, REPORT)]
    found = find_near_copies([article(3, REPORT)], among=known)
    assert {copy.article_id for copy in found} == {3}


def test_a_wire_story_in_500_outlets_in_one_day_is_found_in_each() -> None:
    chance = random.Random(5)
    wire = prose(20, 400).split(". ")
    copies = []
    for number in range(500):
        told = [sentence for sentence in wire if chance.random() < 0.9]
        copies.append(article(number + 2, ". ".join((*told, prose(1000 + number, 40))), hours=1 + number / 100))
    original = article(1, ". ".join(wire), hours=0)
    others = [article(600 + number, prose(2000 + number, 200)) for number in range(100)]
    found = find_near_copies([*copies, original, *others], among=[])
    linked = {copy.article_id for copy in found if copy.original_id == 1 and copy.kind == "near_copy"}
    assert linked == {copy.article_id for copy in copies}


def test_a_formula_that_many_texts_use_makes_no_candidates() -> None:
    formula = prose(30, 60)
    texts = [prose(3000 + number, 300) + "\n" + formula for number in range(200)]
    assert len(candidates_within(sketch_all(texts))) <= len(texts)


def test_a_person_sees_every_measure_and_the_passages_side_by_side() -> None:
    a, b = article(1, REPORT), article(2, halves(REPORT)[0] + prose(5, 160))
    told = explain_pair(a, b)
    assert told.kind == "derived"
    assert 0.4 <= told.containment < 0.6
    first = told.passages[0]
    assert a.text[slice(*first.a_span)].split() == b.text[slice(*first.b_span)].split()
    assert "runs of words" in told.reason


def test_why_not_is_told_too() -> None:
    told = explain_pair(article(1, REPORT), article(2, prose(8, 300), text_kind="account"))
    assert told.kind is None
    assert "no text of its own" in told.reason


# --- laws -----------------------------------------------------------------------------------------------------

texts = st.lists(
    st.sampled_from("the of a harbour dredger court night rose said boats nets five north".split()), max_size=80
)


@given(texts, texts)
def test_containment_is_within_0_to_1_and_symmetrical(a: list[str], b: list[str]) -> None:
    one, other = sketch_all([" ".join(a), " ".join(b)])
    runs = [np.unique(one.runs), np.unique(other.runs)]
    assert 0.0 <= containment(*runs) <= 1.0
    assert containment(*runs) == containment(*runs[::-1])
    if len(runs[0]):
        assert containment(runs[0], runs[0]) == 1.0


def made_batch(chance: random.Random) -> list[Article]:
    """Articles of three reports: whole, cut, wrapped, reordered, quoted, and some of their own."""
    batch = []
    for number in range(1, 25):
        source = prose(100 + chance.randint(0, 2), 200)
        text = chance.choice(
            [source, halves(source)[0], source + prose(number, 80), halves(source)[1] + prose(number, 90)]
        )
        batch.append(article(number, text if number % 5 else prose(number, 150), hours=chance.randint(0, 40)))
    return batch


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_within_a_batch_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    batch = made_batch(chance)
    expected = find_near_copies(batch, among=[])
    chance.shuffle(batch)
    assert find_near_copies(batch, among=[]) == expected


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_doing_it_twice_changes_nothing(seed: int) -> None:
    batch = made_batch(random.Random(seed))
    once: list[NearCopy] = find_near_copies(batch, among=[])
    assert find_near_copies(batch, among=batch) == once
    assert find_near_copies([*batch, *batch], among=[]) == once


def added(earlier: str, later: str) -> tuple[str, ...]:
    (copy,) = find_near_copies([article(1, earlier), article(2, later)], among=[])
    assert copy.kind == "near_copy"
    return copy.added_sentences


SEARCH = next(pair["a"] for pair in PAIRS if pair["name"] == "one sentence added at the end")
DIVER = "A diver from Brackwater is expected on Saturday with a sonar that sees to eighty metres."


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (SEARCH, ()),
        (f"{SEARCH} {DIVER}", (DIVER,)),
        (f"{DIVER}\n{SEARCH}\nWhy was the pier not closed by anybody in winter?", (DIVER,)),
        (SEARCH.replace("Crews are searching the Osk reservoir", "Osk reservoir is searched by crews"), ()),
        (f"{SEARCH}\nFollow us for more of this: https://keldon.example/news", ()),
    ],
    ids=["the same", "at the end", "before it, and a question", "a sentence turned round", "an address"],
)
def test_what_a_copy_adds_is_told_with_it(later: str, told: tuple[str, ...]) -> None:
    if later == SEARCH:
        (copy,) = find_near_copies([article(1, SEARCH), article(2, later)], among=[])
        assert (copy.kind, copy.added_sentences) == ("exact", ())
    else:
        assert added(SEARCH, later) == told


def test_a_copy_that_is_shorter_adds_nothing() -> None:
    assert added(f"{SEARCH} {DIVER}", SEARCH) == ()


def test_a_person_is_told_what_a_copy_adds() -> None:
    assert explain_pair(article(2, f"{SEARCH} {DIVER}"), article(1, SEARCH)).added_sentences == (DIVER,)


def test_what_two_pages_of_one_outlet_share_beside_their_headlines_is_no_copy() -> None:
    one = article(1, REPORT, outlet="Marn Mail", title="Ferry fares rise by a fifth")
    other = article(2, REPORT + "\n" + prose(3, 60), outlet="Marn Mail", title="Comet visible tonight over Osk")
    assert kinds(one, other) == {}
    assert "page's form" in explain_pair(one, other).reason
    assert kinds(one, article(2, other.text, outlet="Sund Post", title=other.title)) == {(2, 1): "near_copy"}


MATCH = (
    "{} played {} at a sold-out ground on match day nine of the Northern League, and it ended {} before {} people.\n"
    "Anna Holm was named player of the match. The next round of the Northern League is played on Saturday, when all "
    "matches kick off at three. Tickets are sold at the clubs' shops and on the pages of the Northern League.\n"
    "The table, the fixtures and statistics of all players can be found on the pages of the Northern League. Readers "
    "of this report also receive the weekly letter of the Northern League on Mondays."
)
ROVERS = MATCH.format("Rovers", "Athletic", "2-1", "12,040"), "Rovers 2-1 Athletic: full-time report"
HARBOUR = MATCH.format("Harbour", "Rangers", "1-1", "12,240"), "Harbour 1-1 Rangers: full-time report"


@pytest.mark.parametrize(
    ("one", "other", "outlets", "kind"),
    [
        (ROVERS, HARBOUR, ("League Wire", "League Wire"), None),
        (ROVERS, (ROVERS[0], HARBOUR[1]), ("League Wire", "League Wire"), "exact"),
        (ROVERS, (HARBOUR[0], "Northern League, match day nine"), ("League Wire", "League Wire"), "near_copy"),
        (ROVERS, HARBOUR, ("League Wire", "Skarn Post"), "near_copy"),
    ],
    ids=["another match", "the same under another headline", "a headline without its names", "another outlet"],
)
def test_one_outlets_reports_whose_headlines_name_others_are_no_copies(
    one: tuple[str, str], other: tuple[str, str], outlets: tuple[str, str], kind: str | None
) -> None:
    found = explain_pair(
        article(1, one[0], title=one[1], outlet=outlets[0]), article(2, other[0], title=other[1], outlet=outlets[1])
    )
    assert found.kind == kind, found.reason
