"""What short messages hold of digests and alerts drawn by lot, at and around each limit."""

import random
from pathlib import Path

from digest.notify.content import NoticeLimits, alerts_content, digest_content, notice_id, short_text
from digest.notify.signature import signed_headers
from news.alerts import Alert
from news.records import Digest, StoredDigest, StoryUpdate
from tests.answers import check, told
from tests.drawn import END, drawn, mark, several
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/digest")


def limits(dice: random.Random) -> NoticeLimits:
    return NoticeLimits(
        stories=dice.choice((1, 3, 24)), text_stories=dice.choice((1, 2, 5)), text_chars=dice.choice((60, 200, 1500)),
        alerts=dice.choice((1, 2, 50)), content_bytes=dice.choice((300, 900, 65_536)),
    )  # fmt: skip


def test_what_short_messages_hold_stays() -> None:
    found = []
    for seed in range(60):
        dice = random.Random(seed)
        stories = tuple(several(StoryUpdate, dice, 9))
        pages = dice.choice((None, tuple(one.story_id for one in stories[:1])))
        digest = drawn(
            Digest, dice, stories=stories, pages=pages, language="en", time_zone="UTC", site_url=None, period_end=END
        )
        given = limits(dice) if seed % 3 else NoticeLimits()
        address = dice.choice((None, "https://site.example/"))
        content = digest_content(digest, drawn(StoredDigest, dice), address=address, limits=given)
        alerts = alerts_content([*several(Alert, dice, 7), drawn(Alert, dice)], address=address, now=END, limits=given)
        found += [
            content[:400],
            f"  {mark(content)} {told(short_text(content, limits=given))}",
            f"  {mark(alerts)} {told(short_text(alerts, limits=given))}",
        ]
        found.append(f"  {notice_id(content, 'desk')}")
    found.append(told(signed_headers(b"x", message_id="m1", secret="k" * 16, at=END)))
    check(KEPT / "notices.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_digest_notify.txt", thresholds("digest/notify"))
