"""What a copy adds to what it copied is told as new, with the copy's own link; what it repeats is not."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.letter.render import render_html, render_text
from flows.collecting.import_files import import_articles
from flows.configuration.settings import Settings
from flows.delivery.digest_content import tell
from flows.progress import Progress
from news.records import Digest, Reader
from storage.archive import Archive

NOW = datetime(2026, 3, 27, 6, tzinfo=UTC)
STORY = (
    "The Kelmis dam broke on Sunday after nine days of rain, and water ran through the lower town of Orlo. "
    "Governor Ilse Brandt called out 4 companies of engineers and asked all who live below the church to leave. "
    "Two bridges are closed, the railway has stopped its trains to the coast, and the hospital runs on its own power. "
    "Owners of the dam raised the gate by a hand's breadth on Friday, their foreman Callum Thessing told reporters. "
    "A firm of divers will look at the foot of the wall as soon as the stream is slow enough for a boat to anchor. "
    "Farmers moved some 300 cows to the meadows of Tessel, where the school has opened its kitchen."
)
ADDED = "Rescuers found the missing ferryman of Orlo alive on the roof of a mill below the church on Tuesday."
OTHER = "Fishermen at the bridges say that the water has brought timber from the dam."
ASIDE = "A painter from Ramsfield opens his summer school of drawing this weekend."


def told(folder: Path, *copies: str) -> Digest:
    """Return the digest of a day that brought a report, and these copies of it."""
    texts = [STORY, *copies]
    rows = [
        {
            "url": f"https://outlet{number}.example/dam", "outlet": f"Outlet {number}", "language": "en",
            "title": "Dam breaks at Kelmis", "text": text,
            "published_at": (NOW - timedelta(hours=20 - 3 * number)).isoformat(),
        }
        for number, text in enumerate(texts)
    ]  # fmt: skip
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with Archive.open(folder, now=NOW) as archive:
        import_articles(archive, Settings(archive=folder), [path], now=NOW, progress=Progress())
        snapshot = archive.snapshot
    reader = Reader(name="anna", address="anna@desk.example")
    return tell(snapshot, reader, since=NOW - timedelta(days=1), until=NOW)


def test_a_sentence_that_a_copy_adds_is_told_with_the_copys_link(tmp_path: Path) -> None:
    digest = told(tmp_path, f"{STORY} {ADDED}")
    (story,) = digest.stories
    (added,) = [quoted for quoted in story.sentences if quoted.is_added]
    assert (added.sentence, added.url, story.new_copies) == (ADDED, "https://outlet1.example/dam", 1)
    for text in (render_text(digest), render_html(digest)):
        assert "a copy that adds this" in text
        assert "https://outlet1.example/dam" in text


@pytest.mark.parametrize(
    "copies", [(STORY,), (f"{STORY} {ASIDE}",), (f"{STORY} Owners of the dam had raised the gate on Friday.",)]
)
def test_a_copy_that_adds_nothing_new_adds_no_sentence(tmp_path: Path, copies: tuple[str, ...]) -> None:
    (story,) = told(tmp_path, *copies).stories
    assert [quoted for quoted in story.sentences if quoted.is_added] == []


def test_two_copies_that_add_one_sentence_add_it_once(tmp_path: Path) -> None:
    (story,) = told(tmp_path, f"{STORY} {ADDED}", f"{STORY} {ADDED} {OTHER}").stories
    assert [quoted.sentence for quoted in story.sentences if quoted.is_added] == [ADDED, OTHER]


@pytest.mark.parametrize(
    ("said", "corrected"),
    [("300 cows", "310 cows"), ("4 companies", "14 companies"), ("bridges are closed", "bridges are not closed")],
)
def test_a_sentence_that_a_copy_corrects_is_told(tmp_path: Path, said: str, corrected: str) -> None:
    (story,) = told(tmp_path, STORY.replace(said, corrected)).stories
    (added,) = [quoted for quoted in story.sentences if quoted.is_added]
    assert corrected in added.sentence
