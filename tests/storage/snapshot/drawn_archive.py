"""An archive drawn by lot: sixty days of six outlets and five stories, at every hour of the day."""

import random
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from itertools import product

from tests.storage.small_archive import EVER, SmallArchive, at, day

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
ONE_STORY = """
UPDATE archive.differences SET story_id = placed.story_id, difference_id = ascii(right(placed.story_id, 1))
FROM archive.placements AS placed
WHERE placed.article_id = differences.article_id
"""


@cache
def archive() -> SmallArchive:
    """Sixty days of six outlets and five stories, with copies, merges, watches and holes in the polls."""
    made, chance = SmallArchive(), random.Random(20)
    made.begin()  # one transaction: a thousand rows cost a tenth
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
    made.commit()
    return made


def at_the_moments(made: SmallArchive, moments: Sequence[float] = MOMENTS) -> None:
    """Let some rows of each table with history begin, and others end, at the very moment that is asked."""
    with_history = """
        SELECT table_name FROM duckdb_columns() WHERE schema_name = 'archive' AND column_name = 'superseded_at'
        AND NOT starts_with(table_name, 'settled') ORDER BY 1
    """
    for (table,) in made.ask(with_history):
        for place, moment in enumerate(map(at, moments)):
            begins = f"UPDATE archive.{table} SET recorded_at = $1 WHERE rowid % 13 = {place} AND recorded_at <= $1"
            ends = f"UPDATE archive.{table} SET superseded_at = $1 WHERE rowid % 13 = {4 + place} AND recorded_at < $1"
            made.ask(begins, moment)
            made.ask(ends, moment)
    for number, moment in enumerate((*moments, 40.0)):
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
