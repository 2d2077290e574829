"""The views of facts: sentences cut from the right version, differences that still stand, new facts by day."""

import pytest

from tests.storage.small_archive import EVER, SmallArchive, at, day

TEXT = "It rained. Twelve boats sank. The rest is quiet."


def figure(
    archive: SmallArchive,
    number: int,
    raw: str,
    value: float,
    *,
    spread: float = 0.5,
    noun: str = "boat",
    start: int = 11,
) -> None:
    archive.row("figures", article_id=number, version=1, raw=raw, value=value, low=value - spread, high=value + spread,
                unit="", noun=noun, qualifier="", span_start=start, span_end=start + len(raw), sentence_start=11,
                sentence_end=29, recorded_at=at(0), superseded_at=EVER)  # fmt: skip


@pytest.fixture
def archive() -> SmallArchive:
    made = SmallArchive()
    made.story("s1", "The storm")
    made.told(1, "s1", "a", 1, text=TEXT)
    made.told(2, "s1", "b", 2, text=TEXT)
    made.told(3, "s1", "c", 3, text=TEXT)
    figure(made, 1, "Twelve boats", 12)
    return made


def test_a_sentence_is_cut_from_the_version_that_was_read(archive: SmallArchive) -> None:
    assert archive.ask("SELECT raw, value, sentence FROM figures") == [("Twelve boats", 12.0, "Twelve boats sank.")]
    archive.connection.execute("UPDATE archive.articles SET superseded_at = ? WHERE article_id = 1", [at(4)])
    archive.article(1, "a", 1, version=2, text="All is well again, and nobody sank.", recorded_at=at(4))
    assert archive.one("SELECT sentence FROM figures") == "Twelve boats sank."
    archive.connection.execute("UPDATE archive.articles SET text = ''")  # as retiring does
    assert archive.one("SELECT sentence FROM figures") is None


def test_a_day_to_come_is_told_with_its_sentence(archive: SmallArchive) -> None:
    archive.row("expectations", article_id=1, version=1, first_day=day(20), last_day=day(20), is_deadline=False,
                raw="21 March", span_start=11, span_end=17, sentence_start=11, sentence_end=29, recorded_at=at(2),
                superseded_at=EVER)  # fmt: skip
    assert archive.ask("SELECT first_day, raw, sentence FROM expectations") == [
        (day(20), "21 March", "Twelve boats sank.")
    ]
    assert archive.ask("SELECT kind, fact, day FROM developments WHERE kind = 'date'") == [("date", "21 March", day(1))]
    archive.as_of(at(1.5))
    assert archive.ask("FROM expectations") == []


def side(archive: SmallArchive, number: int, words: str, story: str = "s1") -> None:
    archive.row("differences", story_id=story, difference_id=7, about="boats", article_id=number, version=1,
                figure=words, sentence_start=11, sentence_end=29, recorded_at=at(0), superseded_at=EVER)  # fmt: skip


def test_a_difference_stands_while_two_of_its_sides_do(archive: SmallArchive) -> None:
    side(archive, 1, "twelve")
    side(archive, 2, "14")
    assert archive.ask("SELECT about, figure, outlet, sentence FROM differences ORDER BY ordered_at") == [
        ("boats", "twelve", "a", "Twelve boats sank."),
        ("boats", "14", "b", "Twelve boats sank."),
    ]
    archive.connection.execute("UPDATE archive.placements SET story_id = 's9' WHERE article_id = 2")
    assert archive.ask("FROM differences") == []


def test_a_fact_is_new_where_an_own_text_of_the_story_first_has_it(archive: SmallArchive) -> None:
    figure(archive, 2, "12 boats", 12)
    figure(archive, 2, "14 crews", 14, noun="crew", start=20)
    figure(archive, 3, "some 10 boats", 10, spread=5)  # rounded: it agrees with twelve
    figure(archive, 3, "31 boats", 31, start=20)
    figure(archive, 3, "31 boats", 31, start=25)
    told = "SELECT fact, outlet, day, is_beginning FROM developments ORDER BY ordered_at, fact"
    assert archive.ask(told) == [
        ("Twelve boats", "a", day(1), True),
        ("14 crews", "b", day(2), False),
        ("31 boats", "c", day(3), False),
    ]
    archive.connection.execute("UPDATE archive.placements SET is_original = false WHERE article_id = 3")
    assert len(archive.ask(told)) == 2  # a copy brings nothing
    archive.as_of(at(1))
    assert [fact for fact, *_ in archive.ask(told)] == ["Twelve boats"]


def test_quotations_and_sources_are_developments_once(archive: SmallArchive) -> None:
    for number in (1, 2):
        archive.row("quotes", article_id=number, quote=f"Go home {number}", speaker=None, span_start=0, span_end=4,
                    quote_group_id=7, recorded_at=at(0), superseded_at=EVER)  # fmt: skip
        for kind, cited in (("agency", "Meridian"), ("unnamed_report", "media")):
            archive.row("citations", article_id=number, cited=cited, kind=kind, relation="relays", is_explicit=True,
                        is_lead_claim=True, recorded_at=at(0), superseded_at=EVER)  # fmt: skip
    told = "SELECT kind, fact, article_id FROM developments WHERE kind <> 'figure' ORDER BY kind"
    assert archive.ask(told) == [("quotation", "Go home 1", 1), ("source", "Meridian", 1)]


def test_a_quotation_too_short_for_a_group_is_told_once(archive: SmallArchive) -> None:
    for number, words in ((1, "a ball of flame"), (2, "A ball of flame,"), (3, "a wall of flame")):
        archive.row("quotes", article_id=number, quote=words, speaker=None, span_start=0, span_end=4,
                    quote_group_id=number, recorded_at=at(0), superseded_at=EVER)  # fmt: skip
    told = "SELECT fact, article_id FROM developments WHERE kind = 'quotation' ORDER BY article_id"
    assert archive.ask(told) == [("a ball of flame", 1), ("a wall of flame", 3)]
