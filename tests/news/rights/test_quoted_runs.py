"""Of one text no more words stand on finished pages than may be quoted, however a page cuts and repeats them."""

from hypothesis import given
from hypothesis import strategies as st

from news.rights.quote_limits import QuoteLimits
from news.rights.quoted_runs import QuotableText, QuotedRuns, Shown

TEXT = (
    "The harbour office closed the north quay on Monday after two piles had given way. Divers found worm holes in "
    "nine more. Repairs will take until spring, the office said. Ferries leave from the fish dock meanwhile, and "
    "lorries wait at the old brewery, where a second queue has formed along the wall."
)
LIMITS = QuoteLimits(words={"*": 20}, share={"*": 0.5})


def text(words: str = TEXT, article_id: int = 1, outlet: str = "Bay Post") -> QuotableText:
    return QuotableText(
        article_id=article_id, outlet=outlet, title="North quay closed after piles gave way", text=words
    )


def test_sentences_stand_until_the_cap_and_are_cut_there() -> None:
    runs = QuotedRuns([text()], LIMITS, Shown())
    first = "The harbour office closed the north quay on Monday after two piles had given way."
    assert runs.fitting(first) == first
    assert runs.fitting("Divers found worm holes in nine more.") == "Divers found worm holes in …"
    assert runs.fitting("Repairs will take until spring, the office said.") == "…"


def test_the_same_words_count_once_also_where_one_run_is_longer() -> None:
    shown = Shown()
    beginning = "The harbour office closed the north quay on Monday …"
    whole = "The harbour office closed the north quay on Monday after two piles had given way."
    for _ in range(3):  # in one digest and in the next
        runs = QuotedRuns([text()], LIMITS, shown)
        assert runs.fitting(beginning) == beginning
        assert runs.fitting(whole) == whole
    assert len(shown.places[1]) == 15


def test_headlines_counts_and_labels_are_no_quotations() -> None:
    runs = QuotedRuns([text()], QuoteLimits(words={"*": 0}), Shown())
    for words in (
        "North quay closed after piles gave way",
        "6 new articles: 4 texts of their own, 2 copies",
        "Bay Post",
    ):
        assert runs.fitting(words) == words
    assert runs.fitting("Divers found worm holes in nine more.") == "…"


def test_a_sentence_among_words_of_ours_is_found() -> None:
    runs = QuotedRuns([text()], QuoteLimits(words={"*": 0}), Shown())
    assert runs.fitting("Since Tuesday this is new in it. Divers found worm holes in nine more.") == (
        "Since Tuesday this is new in it. …"
    )


def test_outlets_have_limits_of_their_own_and_older_versions_count() -> None:
    limits = QuoteLimits(words={"*": 100, "Bay Post": 0}, share={"*": 1.0})
    older = text(TEXT.replace("nine", "eleven"))
    runs = QuotedRuns(
        [older, text(), text("Nobody had asked the divers in Orsel before.", 2, "Gazette")], limits, Shown()
    )
    assert runs.fitting("Divers found worm holes in eleven more.") == "…"
    assert (
        runs.fitting("Nobody had asked the divers in Orsel before.") == "Nobody had asked the divers in Orsel before."
    )


def test_a_text_that_was_retired_is_quoted_no_further_than_a_short_one() -> None:
    runs = QuotedRuns([text("")], QuoteLimits(), Shown())
    long_quotation = " ".join(f"word{n}" for n in range(40))
    assert runs.fitting(long_quotation) == long_quotation, "nothing tells whose words they are"
    kept = runs.fitting(long_quotation, said_by=1)
    assert kept == " ".join(f"word{n}" for n in range(25)) + " …"


WORDS = TEXT.split()


@given(st.lists(st.tuples(st.integers(0, len(WORDS) - 1), st.integers(5, 30)), max_size=12), st.integers(0, 40))
def test_never_more_words_than_allowed(spans: list[tuple[int, int]], most: int) -> None:
    runs = QuotedRuns([text()], QuoteLimits(words={"*": most}, share={"*": 1.0}), Shown())
    shown: set[int] = set()
    for start, length in spans:
        kept = runs.fitting(" ".join(WORDS[start : start + length]))
        if len(WORDS[start : start + length]) >= 5 and kept != "…":
            shown |= set(range(start, start + len(kept.removesuffix(" …").split())))
    assert len(shown) <= most
