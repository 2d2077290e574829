"""Several machines write to one lake while others read it: nothing is lost, nothing is there twice."""

import pytest

from tests.lake.bustle import RestlessNewsroom, bustle, served
from tests.lake.conftest import Lakeside

ROUNDS = 3  # of each collector; benchmarks/lake does the same for minutes


@pytest.mark.machine
@pytest.mark.timeout(600)
def test_two_collectors_and_a_linker_lose_and_double_nothing_though_collectors_are_killed(
    planted_lakeside: Lakeside,
) -> None:
    with served(RestlessNewsroom()) as newsroom:
        found = bustle(planted_lakeside, newsroom, lambda runs: runs < ROUNDS)
    told = vars(found)
    assert found.failed == [], told
    assert found.bad_reads == [], told
    assert (found.missing, found.doubled, found.unlinked) == (0, 0, 0), told
    assert found.announced > 30, told
    assert found.articles == found.announced + 5, told  # the seed documents
    assert found.killed > 0, told
    assert found.reads > 10, told
