"""What a group of polls leaves in the archive."""

from pathlib import Path

from flows.collecting.poll_feeds import Answered, save_group
from news.records import FeedMemory, FetchedPage
from storage.archive import Archive
from tests.conftest import NOW


def test_a_feed_that_was_held_back_was_not_polled(tmp_path: Path) -> None:
    asked, held = (FeedMemory(url=f"https://{name}.example/feed") for name in ("asked", "held"))
    with Archive.open(tmp_path, now=NOW) as archive:
        answers = [
            Answered(
                memory=memory, page=FetchedPage(url=memory.url, final_url=memory.url, outcome=outcome), parsed=None
            )
            for memory, outcome in ((asked, "timeout"), (held, "held"))
        ]
        polls = save_group(archive, answers, now=NOW)
        counted = archive.store.rows("SELECT feed_url, polls FROM archive.feed_days ORDER BY ALL")
    assert [result.poll.outcome for result in polls] == ["timeout", "held"]
    assert counted == [(asked.url, 1)]
