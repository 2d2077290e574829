"""Every site is asked by one shard, and a machine more moves only what it takes over."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import InputError
from news.feeds.shards import Shard, shard_of

HOSTS = [f"www.paper-{number}.example" for number in range(6000)]
sites = st.text(st.characters(codec="utf-8"), max_size=40)
counts = st.integers(1, 64)


@given(sites, counts)
def test_each_site_is_in_exactly_one_shard(site: str, count: int) -> None:
    assert sum(Shard(number=number, count=count).has_site(site) for number in range(1, count + 1)) == 1


@given(sites, counts)
def test_a_shard_more_takes_sites_and_moves_none_between_the_others(site: str, count: int) -> None:
    before, after = shard_of(site, count), shard_of(site, count + 1)
    assert after in (before, count + 1)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 16])
def test_a_machine_more_moves_about_one_feed_in_as_many_as_there_are_then(count: int) -> None:
    moved = sum(shard_of(host, count) != shard_of(host, count + 1) for host in HOSTS)
    assert moved / len(HOSTS) == pytest.approx(1 / (count + 1), rel=0.15)


@pytest.mark.parametrize("count", [2, 5, 12])
def test_shards_have_about_as_many_sites_each(count: int) -> None:
    sizes = Counter(shard_of(host, count) for host in HOSTS)
    assert len(sizes) == count
    assert max(sizes.values()) < 1.25 * len(HOSTS) / count


@given(st.sampled_from(HOSTS), st.text("abc/?=", max_size=12), counts)
def test_all_of_one_host_is_in_one_shard(host: str, path: str, count: int) -> None:
    first = Shard(number=shard_of(host, count), count=count)
    assert first.has(f"https://{host}/feed")
    assert first.has(f"http://{host.upper()}:8080/{path}")


def test_a_platform_that_is_paced_as_one_is_in_one_shard() -> None:
    blogs = [f"https://{name}.blogspot.com/feeds" for name in ("ships", "trains", "bees", "tides", "mills", "dykes")]
    assert len({tuple(Shard(number=n, count=9).has(url) for n in range(1, 10)) for url in blogs}) == 1


def test_the_only_shard_has_everything() -> None:
    assert all(Shard().has(f"https://{host}/") for host in HOSTS[:50])


def test_a_shard_is_read_as_it_is_written() -> None:
    assert Shard.parse(" 2/5 ") == Shard(number=2, count=5)


@pytest.mark.parametrize("words", ["", "2", "0/3", "4/3", "1/0", "a/b", "-1/2", "1/2/3", "1,2", "²/3"])
def test_another_way_of_writing_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(InputError, match="such as 2/5"):
        Shard.parse(words)
