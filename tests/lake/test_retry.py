"""A transaction that PostgreSQL was away for is done again, once; one that another process holds up waits its turn."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import HOME
from tests.lake.conftest import COMMAND, Lakeside, new_lake
from tests.lake.postgres import running_postgres


def start(lakeside: Lakeside) -> "subprocess.Popen[str]":
    """Start a collector; it is in the midst of its transaction when this returns."""
    process = subprocess.Popen(
        [COMMAND.with_name("python"), "-m", "tests.lake.restarted", lakeside.catalog, str(lakeside.data)],
        cwd=HOME, env=lakeside.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "in the midst\n", process.communicate()[1]
    return process


@pytest.mark.timeout(300)
def test_a_server_that_restarts_in_the_midst_of_a_transaction_costs_a_second_try(planted: Path, tmp_path: Path) -> None:
    with running_postgres(kept=planted / "databases") as other:  # its own: everybody else's must stay
        lakeside = new_lake(other, tmp_path, planted=planted)
        with start(lakeside) as collector:
            other.stop()
            other.start()
            out, err = collector.communicate("go on\n", timeout=120)
    assert collector.returncode == 0, err
    assert out == "2 tries, kept [('2',)]\n"
    assert "Once more in 0.2 s" in err


@pytest.mark.timeout(300)
def test_a_writer_waits_for_its_turn(planted_lakeside: Lakeside) -> None:
    with start(planted_lakeside) as first:
        waiting = planted_lakeside.start("feeds", "add", "http://127.0.0.1:1/feed", stderr=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(4)
        out, _ = first.communicate("go on\n", timeout=120)
        _, err = waiting.communicate(timeout=120)
    assert out == "1 tries, kept [('1',)]\n"
    assert "Traceback" not in err
