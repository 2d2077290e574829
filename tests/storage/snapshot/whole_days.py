"""An archive drawn by lot in which everything coincides: whole days, silences of exactly a span, few words, many ties.

What compares two moments, two places or two counts answers otherwise there as soon as its bound is another.
"""

import random
from functools import cache

from tests.storage.small_archive import EVER, SmallArchive, at, day
from tests.storage.snapshot.drawn_archive import ONE_STORY, at_the_moments

MOMENTS = (46.0, 60.0)
QUALIFIERS = ("", "about")
OUTLETS = ("Post", "Herald", "Wire", "Stray", None)  # Stray is in no table of outlets
# Days on which each story is told: silences of thirteen, fourteen and more days, a start of three days ago, ends at
# both moments.
TOLD = {
    "s1": (32, 46, 60),
    "s2": (33, 39, 47, 60),
    "s3": (57, 58, 60),
    "s4": (58, 60, 60, 60, 59),
    "s5": (31, 40, 46),
    "s6": (30, 31, 45, 46, 53),
    "s7": (39, 53, 54),
    "s8": (43, 44, 45, 45, 45, 46),
}
MERGED = {"s7": "s2", "m1": "s7", "m2": "m3", "m3": "m2"}  # a chain, and a circle
TITLES = ("Harbour", "harbour", "Dam", "Dam", "Ferry", "Bridge", "The dam", "")
WORDS = ("dam", "Dam", "dams", "ferry", "naïve", "港口", "3-2")
FIGURES = ((100.0, "people", ""), (101.0, "people", ""), (102.1, "people", ""), (7.0, "", "dead"), (7.0, "", "hurt"))
KINDS = ("full", "full", "partial", "summary", "headline", "account")


@cache
def archive() -> SmallArchive:
    """Thirty days of a few outlets and eight stories."""
    made, chance = SmallArchive(), random.Random(7)
    made.begin()
    outlets_and_feeds(made)
    for number, (story, title) in enumerate(zip(TOLD, TITLES, strict=True)):
        known, first = float(min(TOLD[story])), ("Dam", "Quay", "", None)[number % 4]
        made.story(story, title, known=known, first_title=first, is_closed=story == "s6", merged_into=MERGED.get(story))
    for story in ("m1", "m2", "m3"):
        made.story(story, f"Merged {story}", known=30.0, merged_into=MERGED[story])
    number = 0
    for story, days in TOLD.items():
        for first in days:
            for _ in range(3):
                number += 1
                an_article(made, number, story, float(first), chance)
    made.story("s9", "Bare", known=59.0)  # of which nothing was found out
    for bare, outlet in ((201, "Wire"), (202, None)):
        made.told(bare, "s9", outlet, bare - 142.0)
    for extra in range(number + 1, number + 9):
        made.article(extra, chance.choice(OUTLETS), float(chance.randrange(30, 61)), language=None, text="", title="")
    for name, known in (("Harbour", 30.0), ("dam", 46.0), ("s3", 47.0)):  # as a title, as another case, as an id
        made.watch(name, *range(2, number, 5), known=known)
    found_out(made, chance, number)
    letters(made)
    at_the_moments(made, MOMENTS)
    made.commit()
    return made


def outlets_and_feeds(made: SmallArchive) -> None:
    """Outlets whose names are alike, and feeds read on nine days of ten, on half of them, once, never, by two feeds."""
    for outlet, family, aliases in (
        ("Post", "Post Group", ["The Post", "P"]),
        ("Herald", "Post Group", ["P"]),
        ("Wire", "Wire", ["wire"]),
        ("WIRE", "Other", []),
    ):
        made.row("outlets", outlet=outlet, aliases=aliases, domain=None, kind="newspaper", country=None, family=family,
                 ambiguous=[])  # fmt: skip
    for number, outlet in enumerate(("Post", "Herald", "Wire", "Stray")):
        made.feed(outlet, added=30.0 + number, status=("ok", "ok", "gone", "paused")[number], last_polled=60.0 - number)
    for outlet, read in (("Post", range(31, 61)), ("Herald", range(31, 58)), ("Wire", range(31, 46))):
        made.polled(outlet, read, polls=2, ok=1)
    made.polled("Herald", range(58, 61), polls=4, ok=1)
    made.polled("Wire", range(50, 64, 3), polls=3, ok=0)
    made.polled("Stray", range(40, 60, 2), polls=1, ok=1)
    for number in (45, 46, 60):
        made.row("feed_days", feed_url="https://post.example/second", outlet="Post", day=day(number), polls=1,
                 polls_ok=0, entries=0, new_entries=0)  # fmt: skip


def an_article(made: SmallArchive, number: int, story: str, told: float, chance: random.Random) -> None:
    group = number - 1 if number % 3 == 0 else number - 2 if number % 9 == 1 and number > 9 else None
    text = " ".join(chance.choices(WORDS, k=6))
    made.told(
        number,
        story,
        chance.choice(OUTLETS[story in ("s3", "s4", "s8") :]),  # of which the Post had nothing
        told,
        group=group,
        title=chance.choice(("Dam", "Ferry", "Dam ferry", "The dam, the ferry", "港口")),
        text=f"{text}. The dam is shut. {text.upper()}",
        ordered_by=chance.choice(("published", "published", "published", "first_seen", "estimated")),
        text_kind=chance.choice(KINDS),
        language=chance.choice(("en", "de", None)),
        arrived_by=chance.choice(("feed", "feed", "import", "backfill")),
        page_status=chance.choice(("ok", "partial_paywall", "gone", None)),
        extractor=chance.choice(("fast", "feed")),
        word_count=chance.choice((10, 50, 51)),
        summary_agreement=chance.choice((None, 0.05, 0.1, 0.5, 0.9)),
        is_date_plausible=number % 7 != 0,
        seen=min(60.0, told + number % 4),
        authors=chance.choice(([], ["Ann Vale"], ["Ann Vale", "Bo Ek"])),
    )
    if number % 12 == 3:  # of a group that has two originals
        made.connection.execute("UPDATE archive.placements SET is_original = true WHERE article_id = $1", [number])
    state = chance.choice(("relays", "primary", "primary", "unknown"))
    reason = chance.choice((None, "not read in this language")) if state == "unknown" else None
    origin = chance.choice(("Reuters", "Wire")) if state == "relays" else None
    bases = {"basis": "text"} if number % 10 == 4 else {"basis": "explicit"} if number % 10 == 5 else {}
    made.origin(number, story, number // 4, state, origin, reason=reason, recorded_at=at(told), **bases)


def found_out(made: SmallArchive, chance: random.Random, most: int) -> None:
    """Copies, credits, quotations, figures, dates and differences, many of them twice."""
    spans = {"version": 1, "sentence_start": 0, "sentence_end": 12}
    for number in range(2, most):
        known = {"article_id": number, "recorded_at": at(30 + number // 4), "superseded_at": EVER}
        if number % 3 == 0:
            made.row("copies", **known, original_id=number - 1 - number % 2, kind=chance.choice(("exact", "update")),
                     containment=0.9, sentence_coverage=0.8, evidence="dam",
                     added_sentences=chance.choice(([], ["A."], ["A.", "B."])))  # fmt: skip
            made.row("copies", **known, original_id=number - 2 - number % 2, kind="near_copy", containment=0.9,
                     sentence_coverage=0.8, evidence="ferry", added_sentences=["A."])  # fmt: skip
        for place in range(number % 3):
            cited = chance.choice(("Post", "Wire", "Reuters"))
            made.row("citations", **known, cited=cited, kind=chance.choice(("outlet", "unnamed_report")),
                     relation="relays", is_explicit=True, is_lead_claim=True, span_start=place, span_end=9,
                     sentence="It says.")  # fmt: skip
            made.row("quotes", **known, quote=("We wait.", "We go, Ann.")[place], span_start=9 - place, span_end=12,
                     speaker=chance.choice((None, "Ann Vale", "Anna Vale")), speaker_kind=None,
                     quote_group_id=number // 5)  # fmt: skip
            value, unit, noun = chance.choice(FIGURES)
            about = chance.choice(QUALIFIERS)
            made.row("figures", **known, **spans, span_start=place, span_end=9, raw=f"{value:g}", value=value,
                     low=value - 1, high=value + 1, unit=unit, noun=noun, qualifier=about)  # fmt: skip
            first = day(60 + number % 3)
            made.row("expectations", **known, **spans, span_start=place, span_end=9, first_day=first, last_day=first,
                     is_deadline=place == 1, raw="soon")  # fmt: skip
        made.row("differences", **known, **spans, story_id=chance.choice(("s1", "s2")), difference_id=number // 7,
                 about="dead", figure=str(number))  # fmt: skip
    made.connection.execute(ONE_STORY)
    for number in range(30, 62):
        for word, groups in (("dam", 2), ("ferry", number % 4), ("harbou", 5 * (number > 53)), ("the dam", 1)):
            made.row("term_days", day=day(number), term=word, copy_groups=groups)


def letters(made: SmallArchive) -> None:
    """Digests that end at one moment, and what failed, seen first, or last, or both at the moments asked."""
    for number in range(4):
        end = at(46 + 7 * (number // 2))
        made.row("digests", digest_id=f"d{number}", name="daily", period_start=at(45), period_end=end, html="",
                 state=("frozen", "skipped")[number % 2], subject=f"News {number}", body_text=f"Text {number}.",
                 content_sha256="0", created_at=end)  # fmt: skip
        made.row("deliveries", digest_id=f"d{number}", recipient="anna", message_id="m", attempts=number,
                 last_code=None, state="sent", claimed_at=end, sent_at=end)  # fmt: skip
        made.row("notices", notice_id=f"n{number}", channel="x", content="News", created_at=end, attempts=1,
                 state="sent", claimed_at=end, sent_at=end)  # fmt: skip
        made.row("failures", stage="pages", subject=f"x{number}", error="gone", at=at(60), times=number,
                 first_at=(None, at(46), at(60), at(47))[number])  # fmt: skip
