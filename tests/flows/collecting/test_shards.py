"""Several machines collect one archive: each asks its own sites, and together they collect what one would."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.cli import main
from flows.collecting.pipeline import CollectionRequest, collect_sites, with_open_archive
from flows.collecting.subscriptions import follow_listed
from flows.configuration.settings import Settings
from flows.demo.newsroom import Newsroom, serve
from news.feeds.shards import Shard, shard_of
from news.records import Feed
from news.urls import host_of
from storage.archive import Archive

SEEDS = Settings().seeds
SHARDS = 2
HOSTS = ("127.0.0.1", "localhost")  # the two names that a machine without a network has


@pytest.fixture
def two_hosts() -> Iterator[tuple[list[Feed], list[Newsroom]]]:
    """The sample newsroom on two hosts, half of its feeds on each."""
    first, second = (Newsroom.read(SEEDS / "newsroom") for _ in HOSTS)
    with serve(first), serve(second):
        second.base = second.base.replace(*HOSTS)
        first.now = second.now = first.moments[1]
        yield [*first.feed_list()[::2], *second.feed_list()[1::2]], [first, second]


def test_two_shards_collect_together_what_one_machine_would_and_share_no_host(
    tmp_path: Path, two_hosts: tuple[list[Feed], list[Newsroom]]
) -> None:
    feeds, newsrooms = two_hosts
    now = newsrooms[0].now
    assert [shard_of(host, SHARDS) for host in HOSTS] == [1, 2], "the two hosts must fall to two shards"
    listed = tmp_path / "feeds.txt"
    listed.write_text("".join(f"{feed.url}\n" for feed in feeds))
    told = []
    for folder, shards in (("one", [Shard()]), ("two", [Shard(number=n, count=SHARDS) for n in (1, 2)])):
        for shard in shards:
            asked = [len(newsroom.seen) for newsroom in newsrooms]
            settings = Settings(archive=tmp_path / folder, private_hosts="127.0.0.1 localhost", contact="t@example.org")
            with Archive.open(settings.archive, now=now) as archive:
                request = CollectionRequest(now=now, feeds=listed, shard=shard)
                done = collect_sites(with_open_archive(archive, settings, request))
            if shard.count > 1:
                idle = newsrooms[2 - shard.number]
                assert len(idle.seen) == asked[2 - shard.number], "a host was asked from the other's machine"
                assert 0 < done.polled.due < len(feeds)
        with Archive.open(tmp_path / folder, now=now) as archive:
            told.append(Counter(article.url for article in archive.articles.everything()))
    assert told[0] == told[1]
    assert set(told[0].values()) == {1}
    assert {host_of(url) for url in told[0]} == set(HOSTS)


def test_the_settings_list_is_followed_and_all_is_polled(tmp_path: Path) -> None:
    (tmp_path / "feeds.txt").write_text("https://a.example/feed\n")
    settings = Settings(archive=tmp_path / "archive", feeds=str(tmp_path / "feeds.txt"))
    now = Newsroom.read(SEEDS / "newsroom").now + timedelta(days=1)
    with Archive.open(settings.archive, now=now) as archive:
        assert follow_listed(archive, settings, None, now=now) is None
        assert [memory.url for memory in archive.feeds.all()] == ["https://a.example/feed"]


@pytest.mark.parametrize("words", ["0/2", "three", "2"])
def test_a_shard_that_is_none_is_the_callers_mistake(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collect", "--shard", words]) == 2
    assert capsys.readouterr().err == (
        f"newsthread: --shard {words}: a shard is written K/N, K from 1 to N, such as 2/5 for the second of five.\n"
    )
