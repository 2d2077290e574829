"""What days tell of a story where nothing was followed: of imported archives, and before the first feed."""

from pathlib import Path

from tests.answers import check, told
from tests.storage.small_archive import SmallArchive

KEPT = Path("tests/fixtures/answers/storage/unfollowed_days.txt")
ASKED = (
    "FROM coverage_by_day('s1')",
    "FROM coverage_by_day('bridge', since := DATE '2026-03-02', until := DATE '2026-03-09')",
    "FROM counts_by_day('s1', DATE '2026-03-01', DATE '2026-03-12', 0)",
    "FROM counts_by_day('s1', DATE '2026-03-01', DATE '2026-03-12', 0, in_full := false)",
    "FROM story_burst('s1')",
    "FROM covered_days",
    "FROM coverage_health",
    "FROM collected_days",
    "FROM reading_days",
)


def an_archive(first_feed: float | None) -> SmallArchive:
    made = SmallArchive()
    for number, day in enumerate((1.0, 3.0, 3.5, 8.0)):
        made.told(10 + number, "s1", "Post" if number else None, day, arrived_by="import")
    made.story("s1")
    made.story("s2")
    made.told(20, "s2", "Wire", 5.0, arrived_by="import")
    made.watch("bridge", 10, 12)
    if first_feed is not None:
        made.feed("Post", added=first_feed, last_polled=10.0)
        made.feed("Wire", added=first_feed + 2, last_polled=8.0)
        made.polled("Post", range(int(first_feed), 11))
        made.polled("Wire", range(int(first_feed) + 2, 9), ok=1)
        made.told(30, "s1", "Wire", 10.0)
    return made


def test_days_on_which_nothing_was_followed_stay() -> None:
    found = []
    for first_feed in (None, 5.0, 2.0):
        made = an_archive(first_feed)
        for sql in ASKED:
            found += [f"first feed {first_feed}: {sql}", *sorted(f"  {told(row)}" for row in made.columns(sql))]
    check(KEPT, found)
