"""What every public view and macro answers of one archive drawn by lot, as of two moments, row by row."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path

from storage.counts.materialise import materialise
from tests.answers import check, told
from tests.storage.small_archive import EVER, SmallArchive, at, day
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/storage")
OUTLETS = ("Post", "Herald", "Ledger", "Wire", "Tribune", "Gazette")
STORIES = ("s1", "s2", "s3", "s4", "s5")
WORDS = (
    "harbour",
    "bridge",
    "ferry",
    "council",
    "budget",
    "storm",
    "school",
    "museum",
    "strike",
    "dam",
    "Varna",
    "Malmö",
)
MOMENTS = (21.5, 61.25)  # days; rows begin and end at each
SINCE, UNTIL = "DATE '2026-03-03'", "DATE '2026-04-10'"
TRENDS = ("story_burst", "story_concentration", "story_halflife")
ASKED = (
    *(f"coverage_by_day('{name}')" for name in ("s1", "s3", "bridge")),
    f"coverage_by_day('s2', since := {SINCE}, until := {UNTIL})",
    *(f"{macro}('{name}')" for macro in TRENDS for name in ("s1", "s2", "bridge")),
    *(f"{macro}('{name}')" for macro in ("chronicle", "who_copied_whom") for name in ("s1", "s2", "s5")),
    f"share_of_voice(['s1', 'bridge'], {SINCE}, {UNTIL})",
    "share_of_voice(['s2', 's3', 's4'])",
    f"rising_terms({SINCE}, DATE '2026-03-12', baseline_days := 7, minimum := 1)",
    f"rising_terms(DATE '2026-03-20', {UNTIL}, minimum := 2)",
    f"unheard(['Post', 'Wire', 'Ledger'], {SINCE})",
    f"unheard(['Herald'], {SINCE}, least := 1)",
    "articles_of(['s1', 'bridge'])",
    "articles_of(['s4'], everything := true)",
    "story_ids(['s1', 'bridge', 's5'])",
    f"panel({SINCE}, {UNTIL})",
    "search('bridge')",
    "search('storm ferry', most := 4)",
    f"search('\"council budget\" varna', since := {SINCE}, until := {UNTIL})",
    "search('malmo')",
)
ONE_STORY = """
UPDATE archive.differences SET story_id = placed.story_id, difference_id = ascii(right(placed.story_id, 1))
FROM archive.placements AS placed
WHERE placed.article_id = differences.article_id
"""
AGREE = tuple(
    f"figures_agree(10, {low}, {high}, '{sign}', 12, 11, 13, '{other}')"
    for low, high in ((9, 11), (9.5, 10.5))
    for sign in ("", "about", "at least")
    for other in ("", "at most")
)
SMALL = (
    *AGREE,
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


@cache
def archive() -> SmallArchive:
    """Sixty days of six outlets and five stories, with copies, merges, watches and holes in the polls."""
    made, chance = SmallArchive(), random.Random(20)
    made.connection.begin()  # one transaction: a thousand rows cost a tenth
    for number, outlet in enumerate(OUTLETS):
        made.outlet(outlet, "Post Group" if number < 2 else outlet)
        made.feed(outlet, added=float(number), status="paused" if number == 4 else "ok", last_polled=59.0 - number)
        made.polled(outlet, range(number, 30 + 6 * number), ok=4 - number % 3)
        made.polled(outlet, range(40 + number, 60), polls=2, ok=number % 2 * 2)
    for story in STORIES:
        made.story(
            story,
            f"Story {story}",
            known=2.0 * STORIES.index(story),
            is_closed=story == "s4",
            first_title=f"First {story}",
        )
    made.row(
        "stories",
        story_id="s6",
        title="Gone",
        is_closed=False,
        merged_into="s2",
        recorded_at=at(30),
        superseded_at=EVER,
    )
    for number in range(1, 150):
        an_article(made, number, chance)
    made.told(160, "s2", "Post", 30.0, title="Dam shut", text="The dam is shut.")
    made.told(159, "s2", "Herald", 30.0, group=160, title="Shut", text="The dam is shut.")  # a copy of the same minute
    made.watch("bridge", *range(3, 140, 7), known=1.0)
    made.watch("quiet", known=40.0)
    links(made, chance)
    at_the_moments(made)
    made.connection.commit()
    return made


def at_the_moments(made: SmallArchive) -> None:
    """Let some rows of each table with history begin, and others end, at the very moment that is asked."""
    with_history = """
        SELECT table_name FROM duckdb_columns() WHERE schema_name = 'archive' AND column_name = 'superseded_at'
        AND NOT starts_with(table_name, 'settled') ORDER BY 1
    """
    for (table,) in made.ask(with_history):
        for place, moment in enumerate(map(at, MOMENTS)):
            begins = f"UPDATE archive.{table} SET recorded_at = $1 WHERE rowid % 13 = {place} AND recorded_at <= $1"
            ends = f"UPDATE archive.{table} SET superseded_at = $1 WHERE rowid % 13 = {4 + place} AND recorded_at < $1"
            made.ask(begins, moment)
            made.ask(ends, moment)
    for number, moment in enumerate((*MOMENTS, 40.0)):
        made.feed(f"Late {number}", added=moment, status=("ok", "gone", "paused")[number])
        made.row(
            "reservations", article_id=number, outlet="Post", kind=("tdm", "noai", "tdm")[number], stated_in="page",
            statement="No.", policy=None, seen_at=at(moment),
        )  # fmt: skip


def an_article(made: SmallArchive, number: int, chance: random.Random) -> None:
    story, outlet = STORIES[min(chance.randrange(7), 4)], chance.choice((*OUTLETS, None))
    burst = 20 + chance.random() * 2 if number % 4 == 0 else chance.random() * 58
    words = " ".join(chance.choices(WORDS, k=14))
    made.told(
        number,
        story,
        outlet,
        round(burst * 4) / 4,
        group=number - 1 if number % 6 == 5 else None,
        title=" ".join(chance.choices(WORDS, k=4)),
        text=f"{words}. {words.title()} 12 people.",
        ordered_by=chance.choice(("published", "published", "first_seen", "estimated")),
        text_kind=chance.choice(("full", "full", "partial", "headline", "summary")),
        language=chance.choice(("en", "de", None)),
        arrived_by=chance.choice(("feed", "feed", "import")),
        page_status=chance.choice(("ok", "ok", "gone", "partial_paywall")),
        word_count=number * 3,
        agreement=chance.choice((None, 0.4, 0.9)),
        link_density=chance.choice((None, 0.1)),
        is_date_plausible=number % 19 != 0,
        is_seed=number % 40 == 0,
        seen=min(60.0, round(burst * 4) / 4 + number % 5),
    )
    group, state = (number - 1 if number % 6 == 5 else number), chance.choice(("relays", "primary", "unknown"))
    made.origin(
        number, story, group, state, chance.choice(OUTLETS) if state == "relays" else None, recorded_at=at(burst)
    )


def links(made: SmallArchive, chance: random.Random) -> None:
    for number in range(5, 150, 6):
        copy = {
            "article_id": number,
            "original_id": number - 1,
            "kind": chance.choice(("exact", "near_copy", "update")),
        }
        made.row(
            "copies",
            **copy,
            containment=0.9,
            sentence_coverage=0.8,
            evidence="harbour",
            added_sentences=["More."],
            recorded_at=at(number / 3),
            superseded_at=EVER,
        )
    for number in range(2, 150, 3):
        known = {
            "article_id": number,
            "recorded_at": at(number / 3),
            "superseded_at": at(50) if number % 4 == 0 else EVER,
        }
        credit = {"cited": chance.choice(OUTLETS), "kind": chance.choice(("outlet", "agency", "unnamed_report"))}
        made.row(
            "citations",
            **known,
            **credit,
            relation=chance.choice(("relays", "mentions")),
            is_explicit=number % 2 == 0,
            is_lead_claim=number % 5 == 0,
            span_start=number % 3,
            span_end=9,
            sentence="It says.",
        )
        made.row(
            "quotes",
            **known,
            quote="We wait.",
            speaker=chance.choice((None, "Ann Vale")),
            span_start=1,
            span_end=9,
            quote_group_id=number // 9,
            speaker_kind=chance.choice((None, "person", "body")),
        )
        spans = {"version": 1, "span_start": 0, "span_end": 5, "sentence_start": 0, "sentence_end": 20}
        made.row(
            "figures",
            **known,
            **spans,
            raw="12 people",
            value=12.0 + number % 3,
            low=11.0,
            high=14.0,
            unit="people",
            noun="dead",
            qualifier=chance.choice(("", "at least")),
        )
        made.row(
            "expectations",
            **known,
            **spans,
            first_day=day(number // 2),
            last_day=day(number // 2 + number % 4),
            is_deadline=number % 2 == 0,
            raw="in May",
        )
        ends = {name: spans[name] for name in ("version", "sentence_start", "sentence_end")}
        made.row(
            "differences",
            **known,
            **ends,
            story_id=chance.choice(STORIES),
            difference_id=number // 6,
            about="dead",
            figure=str(number),
        )
    made.connection.execute(ONE_STORY)
    for number, word in product(range(60), WORDS):
        groups = 1 + number % 3 + 9 * (number in (9, 30) and word < "c")
        made.row("term_days", day=day(number), term=word, copy_groups=groups)
    for number in range(8):
        state = ("sent", "failed", "later", "claimed")[number % 4]
        made.row(
            "notices",
            notice_id=f"n{number}",
            channel="x",
            content="News",
            created_at=at(number),
            attempts=number,
            state=state,
            claimed_at=at(number),
            sent_at=at(number),
        )
        made.row(
            "failures",
            stage=("feed", "page")[number % 2],
            subject=f"x{number}",
            error="timeout",
            at=at(number * 7),
            times=number,
            first_at=at(number),
        )
        made.row(
            "digests",
            digest_id=f"d{number}",
            name="daily",
            period_start=at(number),
            period_end=at(number + 1),
            state=("sent", "made")[number % 2],
            subject="News",
            html="",
            body_text="",
            content_sha256="0",
            created_at=at(number + 1),
        )
        made.row(
            "deliveries",
            digest_id=f"d{number}",
            recipient="a@b.example",
            message_id="m",
            attempts=number,
            last_code=None,
            state=("sent", "failed", "later", "claimed")[number % 4],
            claimed_at=at(number),
            sent_at=at(number) + timedelta(hours=1),
        )


def rows(made: SmallArchive, asked: str) -> list[str]:
    return [f"  {told(row)}" for row in made.ask(f"SELECT * FROM {asked} ORDER BY ALL")]


def questions(made: SmallArchive) -> Iterator[str]:
    """Every view but the vocabulary, and every macro with each kind of its arguments."""
    views = "SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal ORDER BY 1"
    yield from (name for (name,) in made.ask(views) if name != "vocabulary")
    yield from ASKED


def marked(asked: str, answers: list[str]) -> str:
    """Return the question with the number of rows, and a mark of what they hold beyond what is kept of them."""
    return f"{asked}: {len(answers)} {sha256(chr(10).join(answers).encode()).hexdigest()[:10]}"


def test_what_views_and_macros_answer_stays() -> None:
    made = archive()
    for moment in MOMENTS:
        made.as_of(at(moment))
        found = []
        for asked in questions(made):
            answers = rows(made, asked)
            found += [marked(asked, answers), *(line[:242] for line in answers[:: 1 if len(answers) < 90 else 4])]
        check(KEPT / f"day_{moment:.0f}.txt", found)


def test_a_snapshot_answers_as_the_store_of_which_it_is_made() -> None:
    """Without a moment, in another zone: by counting, then from what is counted already."""
    made = archive.__wrapped__()
    made.as_of(None)
    made.zone("Asia/Tokyo")
    counted = [marked(asked, rows(made, asked)) for asked in questions(made)]
    check(KEPT / "now.txt", counted)
    materialise(made.connection)
    assert made.one("SELECT is_settled()")
    assert [marked(asked, rows(made, asked)) for asked in questions(made)] == counted


def test_what_small_macros_answer_stays() -> None:
    made = archive()
    check(KEPT / "small.txt", (f"{asked}: {told(made.one(f'SELECT {asked}'))}" for asked in SMALL))


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_storage.txt", thresholds("storage"))
    check(KEPT / "numbers_storage_snapshot.txt", thresholds("storage/snapshot"))
    check(KEPT / "numbers_storage_counts.txt", thresholds("storage/counts"))
    check(KEPT / "numbers_storage_recovery.txt", thresholds("storage/recovery"))
