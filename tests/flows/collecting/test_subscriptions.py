"""Following a feed: the address of a web page finds the feeds that it names, and a person may choose among them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from flows.collecting.subscriptions import Checked, follow, follow_listed, followed
from flows.configuration.settings import Settings
from flows.demo.newsroom import Answer, Newsroom, serve
from news.errors import InputError
from news.records import Feed
from storage.archive import Archive
from tests.conftest import HOME, NOW


class NewsroomWithHome(Newsroom):
    """A newsroom whose front page names its first three feeds."""

    def answer(self, path: str) -> Answer:
        if path != "/":
            return super().answer(path)
        links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{f["path"]}">' for f in self.feeds[:3])
        return Answer(content_type="text/html", body=f"<html><head>{links}</head><body>News</body></html>".encode())


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with serve(NewsroomWithHome.read(HOME / "seeds" / "newsroom")) as served:
        yield served


def first(found: Sequence[Checked]) -> Sequence[Checked]:
    return found[:1]


def settings(folder: Path) -> Settings:
    return replace(Settings(), archive=folder, private_hosts="127.0.0.1", contact="tests@localhost.invalid")


@pytest.mark.parametrize(("choose", "many"), [(tuple, 3), (first, 1)])
def test_the_feeds_of_a_page_are_followed_as_chosen(
    newsroom: Newsroom, tmp_path: Path, choose: object, many: int
) -> None:
    with Archive.open(tmp_path, now=NOW) as archive:
        said = follow(archive, settings(tmp_path), newsroom.base + "/", outlet=None, now=NOW, choose=choose)  # type: ignore[arg-type]
        assert [memory.url for memory in archive.feeds.all()] == sorted(
            newsroom.base + feed["path"] for feed in newsroom.feeds[:many]
        )
    assert len(said) == many
    assert all(line.startswith("Following: ") for line in said)


def test_a_feed_is_asked_for_once_and_nobody_is_asked_about_it(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.seen.clear()
    path = newsroom.feeds[0]["path"]
    with Archive.open(tmp_path, now=NOW) as archive:
        follow(archive, settings(tmp_path), newsroom.base + path, outlet=None, now=NOW, choose=lambda _: [])
        assert len(archive.feeds.all()) == 1
    assert newsroom.seen == [path]


def test_an_address_without_feeds_is_refused_with_what_stands_there(newsroom: Newsroom, tmp_path: Path) -> None:
    with Archive.open(tmp_path, now=NOW) as archive, pytest.raises(InputError, match="404"):
        follow(archive, settings(tmp_path), newsroom.base + "/nothing", outlet=None, now=NOW)


def test_feeds_are_listed_while_another_process_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = Feed(url="https://a.example/feed"), Feed(url="https://b.example/feed")
    with Archive.open(tmp_path, now=NOW) as archive:
        archive.feeds.add([first], now=NOW)
        archive.publish(now=NOW)
        assert [feed.url for feed in followed(tmp_path)] == [first.url]
        archive.feeds.add([second], now=NOW)
        capsys.readouterr()
        assert [feed.url for feed in followed(tmp_path)] == [first.url]
        assert "as they were last published" in capsys.readouterr().err
    assert [feed.url for feed in followed(tmp_path)] == [first.url, second.url]


def test_feeds_of_a_list_are_added_and_those_that_are_named_at_the_command_are_polled_alone(tmp_path: Path) -> None:
    for name, url in (("named.txt", "https://named.example/feed"), ("set.txt", "https://set.example/feed")):
        (tmp_path / name).write_text(f"{url}\n")
    listed = Settings(archive=tmp_path / "a", feeds=str(tmp_path / "set.txt"))
    with Archive.open(tmp_path / "a", now=NOW) as archive:
        assert follow_listed(archive, replace(listed, feeds=""), None, now=NOW) is None
        assert archive.feeds.all() == []
        assert follow_listed(archive, listed, None, now=NOW) is None  # all that are followed
        assert [feed.url for feed in archive.feeds.all()] == ["https://set.example/feed"]
        assert follow_listed(archive, listed, tmp_path / "named.txt", now=NOW) == ["https://named.example/feed"]
        assert [feed.url for feed in archive.feeds.all()] == ["https://named.example/feed", "https://set.example/feed"]
