"""What every public view and macro answers of one archive drawn by lot, as of two moments, row by row."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from storage.counts.materialise import materialise
from tests.answers import check, told
from tests.storage.small_archive import SmallArchive, at
from tests.storage.snapshot import whole_days
from tests.storage.snapshot.drawn_archive import MOMENTS, archive
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/storage")
SINCE, UNTIL = "DATE '2026-03-03'", "DATE '2026-04-10'"
TRENDS = ("story_burst", "story_concentration", "story_halflife")
# Which tables of stories, of days and of searches are asked; of both archives by names that both have.
ASKED = {
    "days": (
        *(f"coverage_by_day('{name}')" for name in ("s1", "s3", "bridge")),
        f"coverage_by_day('s2', since := {SINCE}, until := {UNTIL})",
        f"panel({SINCE}, {UNTIL})",
        f"share_of_voice(['s1', 'bridge'], {SINCE}, {UNTIL})",
        "share_of_voice(['s2', 's3', 's4'])",
        f"rising_terms({SINCE}, DATE '2026-03-12', baseline_days := 7, minimum := 1)",
        f"rising_terms(DATE '2026-03-20', {UNTIL}, minimum := 2)",
        *(f"{macro}('{name}')" for macro in TRENDS for name in ("s1", "s2", "bridge")),
    ),
    "stories": (
        *(f"{macro}('{name}')" for macro in ("chronicle", "who_copied_whom") for name in ("s1", "s2", "s5")),
        f"unheard(['Post', 'Wire', 'Ledger'], {SINCE})",
        f"unheard(['Herald'], {SINCE}, least := 1)",
        "articles_of(['s1', 'bridge'])",
        "articles_of(['s4'], everything := true)",
        "story_ids(['s1', 'bridge', 's5'])",
    ),
    "searches": (
        "search('bridge')",
        "search('storm ferry', most := 4)",
        f"search('\"council budget\" varna', since := {SINCE}, until := {UNTIL})",
        "search('malmo')",
    ),
}
FROM, TO = "DATE '2026-04-15'", "DATE '2026-04-29'"  # days 45 to 59
ASKED_OF_WHOLE_DAYS = {
    "days": (
        *(f"{macro}('{name}')" for macro in ("coverage_by_day", *TRENDS) for name in ("s4", "s8", "dam")),
        f"coverage_by_day('s2', since := {FROM}, until := {TO})",
        "coverage_by_day('s6', until := DATE '2026-03-20')",
        "coverage_by_day('harbour')",
        *(f"panel(DATE '2026-04-0{first}', DATE '2026-04-1{first}')" for first in (1, 2, 8)),
        f"share_of_voice(['s4', 's3', 's3', 'none'], {FROM}, {TO})",
        f"share_of_voice(['s4', 's3', 's8'], {FROM}, {TO})",
        f"rising_terms({FROM}, {TO}, baseline_days := 3, minimum := 60)",
        "rising_terms(DATE '2026-04-26', DATE '2026-05-05')",
        "rising_terms(DATE '2026-03-30', DATE '2026-04-03')",
    ),
    "stories": (
        *(f"chronicle('{name}')" for name in ("s1", "m1", "s4", "s6")),
        *(f"who_copied_whom('{name}')" for name in ("s3", "s8", "dam")),
        *(f"unheard({outlets}, {FROM})" for outlets in ("['Post', 'Stray']", "['the post']", "['P']", "['Pst']")),
        *(
            f"unheard(['{outlet}'], {FROM}, least := {least})"
            for outlet in ("Wire", "wire", "Herald")
            for least in (0, 3)
        ),
        *(f"story_ids(['{name}'])" for name in ("s2", "m1", "m2", "Harbour", "HARBOUR", "the dam", "Quay", "none", "")),
        "story_ids(['s7', 'The Dam', 'ferry', 'dam', 'Merged m1'])",
        "articles_of(['Bridge', 's7', 'dam', 'dam'])",
        "articles_of(['s3'])",
        "articles_of([], everything := true)",
    ),
    "searches": (
        *(f"search('{words}')" for words in ("dam", '"the dam"', "dam -ferry", 'dam "dam is" -"dam ferry"', "港口")),
        *(
            f"search('{words}')"
            for words in ("-dam", "", "naive AND dam", "dam OR ferry", "title:dam", "ferry*", "n w")
        ),
        f"search('dam', since := {FROM}, until := {FROM}, most := 3)",
        "search('3-2 dam ferry', most := 0)",
    ),
}
AGREE = tuple(
    f"figures_agree(10, {low}, {high}, '{sign}', 12, 11, 13, '{other}')"
    for low, high in ((9, 11), (9.5, 10.5))
    for sign in ("", "about", "at least")
    for other in ("", "at most")
)
TEN = "TIMESTAMPTZ '2026-03-10 00:00:00+00'"
HOURS = (0, 71, 72, 73, 335, 336, 337)
STATES = tuple(
    f"story_state({closed}, {burst}, {TEN} - to_hours({first}), {TEN} - to_hours({last}), {TEN} - to_hours({before}), "
    f"{TEN} - to_hours({again}), {TEN})"
    for closed, burst in (("true", "true"), ("false", "true"), ("false", "false"))
    for first, last, before, again in ((72, 0, 0, 0), (71, 71, 9, 0), (400, 336, 400, 64), (400, 335, 400, 65))
)
EDGES = (
    "1969-12-31 23:59:59.999999",
    "1970-01-01 00:00:00",
    "2026-03-29 00:59:59",
    "2026-03-29 23:00:00",
    "0001-01-01 00:00:00",
)
DAYS = tuple(
    f"day_in(TIMESTAMPTZ '{moment}+00', '{zone}')"
    for moment in EDGES
    for zone in ("UTC", "Europe/Berlin", "Asia/Tokyo")
)
UNREAD = tuple(
    f"is_unread_day(DATE '2026-03-0{day}', {is_covered}, {total}, {since})"
    for day in (1, 2, 3)
    for is_covered in ("NULL", "true", "false")
    for total in ("NULL", 0, 1)
    for since in ("NULL::DATE", "DATE '2026-03-02'")
)
SPANS = tuple(f"story_phase({TEN} - to_hours({hours}), {TEN})" for hours in (*HOURS, "NULL"))
TERMS = ('a -b "c d"', '-"x y" -', "“A b” and c && d", "n w", "x or y", "near/2 y", "title:x", "a* b", "!x", "+x", "||")
SMALL = (
    *AGREE,
    *STATES,
    *SPANS,
    *DAYS,
    *UNREAD,
    *(f"(SELECT list((is_excluded, term, words)) FROM (FROM search_terms('{words}') ORDER BY ALL))" for words in TERMS),
    *(f"first_place('Ä dam, the Dam is', '{term}')" for term in ("dam", "the", "is off", "none", "a")),
    *(f"excerpt(repeat('word ', 41) || 'end', {place})" for place in (1, 2, 6, 7, 8, 9)),
    *(f"excerpt(repeat('long', 51)[:{length}], 1)" for length in (199, 200, 201, 202)),
    "snippet(repeat('one two  three ', 30) || 'dam', 'dam')",
    "search_key('dam')",
    "search_words('港口dam ที่')",
    "no_such_name('story', 'brige', 'bridge')",
    *(f"burst_sigma({expected}, {deviation})" for expected in (0, 0.5, 4, 9) for deviation in (0, 1, 5)),
    *(f"is_burst({n}, {expected}, 2.0, {days})" for n in (2, 3, 4, 9) for expected in (0, 1, 3) for days in (0, 6, 7)),
    *(f"is_steady({read}, 10)" for read in (8, 9, 10)),
    *(f"is_mostly_read({missing}, 10)" for missing in (4, 5, 6)),
    *(f"burst_expectation({n}, 7.0, 3)" for n in (0, 1, 7)),
    *(f"is_readable_page('{status}')" for status in ("ok", "partial_paywall", "gone")),
    *(f"cut_out('harbour', {first}, {last})" for first in (0, 2) for last in (0, 2, 5, 9)),
    *(f"folded('{words}')" for words in ("Malmö  Storm!", "", "U.S. 3-2", "Ça va?")),
    *(f"search_words('{words}')" for words in ("a bridge", "the U.S. dam", "", "x y")),
    *(
        f"excerpt('one two three four five six seven eight nine ten eleven twelve harbour', {place})"
        for place in (1, 30, 70)
    ),
    *(f"snippet('one two three four five six seven harbour eight nine', '{term}')" for term in ("harbour", "none")),
    "least_burst()",
    "burst_days()",
    "silent_for()",
    "revived_for()",
    "new_for()",
    "is_settled()",
)


def rows(made: SmallArchive, asked: str) -> list[str]:
    """Return the rows, each in a line, or what refuses the question."""
    try:
        return [f"  {told(row)}" for row in made.ask(f"SELECT * FROM {asked} ORDER BY ALL")]
    except duckdb.Error as error:
        return [f"  {str(error).splitlines()[0]}"]


def questions(made: SmallArchive, group: str, asked: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield every view but the vocabulary, or the macros of one group with each kind of their arguments."""
    views = "SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal ORDER BY 1"
    yield from asked[group] if group in asked else (name for (name,) in made.ask(views) if name != "vocabulary")


def marked(asked: str, answers: list[str]) -> str:
    """Return the question with the number of rows, and a mark of what they hold beyond what is kept of them."""
    return f"{asked}: {len(answers)} {sha256(chr(10).join(answers).encode()).hexdigest()[:10]}"


def answers_of(made: SmallArchive, group: str, asked: Mapping[str, Sequence[str]], *, whole: int = 90) -> Iterator[str]:
    """Yield each question with its mark and rows; of many rows every fourth."""
    for question in questions(made, group, asked):
        answers = rows(made, question)
        yield marked(question, answers)
        yield from (line[:242] for line in answers[:: 1 if len(answers) < whole else 4])


GROUPS = ("views", *ASKED)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_what_views_and_macros_answer_stays(moment: float, group: str) -> None:
    made = archive()
    made.as_of(at(moment))
    check(KEPT / f"day_{moment:.0f}_{group}.txt", answers_of(made, group, ASKED))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("moment", "zone"), [(46.0, "Pacific/Honolulu"), (60.0, "UTC")])
def test_what_they_answer_where_all_coincides_stays(moment: float, zone: str, group: str) -> None:
    """Of rows that begin, end and follow each other at the very bounds (whole_days.py), and of names that are alike."""
    made = whole_days.archive()
    made.as_of(at(moment))
    made.zone(zone)
    check(KEPT / f"whole_{moment:.0f}_{group}.txt", answers_of(made, group, ASKED_OF_WHOLE_DAYS, whole=30))


@pytest.fixture(scope="module")
def settled_archive() -> tuple[SmallArchive, dict[str, list[str]]]:
    """An archive as a snapshot answers of it, in another zone, with what the store answered."""
    made = archive.__wrapped__()
    made.as_of(None)
    made.zone("Asia/Tokyo")
    counted = {group: [marked(asked, rows(made, asked)) for asked in questions(made, group, ASKED)] for group in GROUPS}
    materialise(made.connection)
    return made, counted


@pytest.mark.parametrize("group", GROUPS)
def test_a_snapshot_answers_as_the_store_of_which_it_is_made(
    settled_archive: tuple[SmallArchive, dict[str, list[str]]], group: str
) -> None:
    """Without a moment, in another zone: by counting, then from what is counted already."""
    made, counted = settled_archive
    check(KEPT / f"now_{group}.txt", counted[group])
    assert made.one("SELECT is_settled()")
    assert [marked(asked, rows(made, asked)) for asked in questions(made, group, ASKED)] == counted[group]


def one(made: SmallArchive, asked: str) -> str:
    """Return the answer, or what refuses the question."""
    try:
        return told(made.one(f"SELECT {asked}"))
    except duckdb.Error as error:
        return str(error).splitlines()[0]


def test_what_small_macros_answer_stays() -> None:
    made = archive()
    check(KEPT / "small.txt", (f"{asked}: {one(made, asked)}" for asked in SMALL))


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_storage.txt", thresholds("storage"))
    check(KEPT / "numbers_storage_snapshot.txt", thresholds("storage/snapshot"))
    check(KEPT / "numbers_storage_counts.txt", thresholds("storage/counts"))
    check(KEPT / "numbers_storage_recovery.txt", thresholds("storage/recovery"))
