"""digest list and digest show: what went to whom, also while the archive is being written to."""

import fcntl
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from flows.cli import main
from tests.flows.newsdesk import MORNING, with_news
from tests.post_office import post_office


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, with no settings of the machine."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("NEWSTHREAD_"):
            monkeypatch.delenv(name)


def test_letters_are_listed_and_shown_while_the_archive_is_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with post_office() as office:
        made = with_news(tmp_path / "archive", office.port)
        assert main(["digest", "list"]) == 0
        assert "No digest has been written yet" in capsys.readouterr().out
        made.send()
        made.send(MORNING + timedelta(days=1))  # nothing new
    with (tmp_path / "archive" / "store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(["digest", "list"]) == 0
        said = capsys.readouterr().out
        assert main(["digest", "list", "--json"]) == 0
        listed = json.loads(capsys.readouterr().out)
        assert main(["digest", "show", listed["digests"][1]["digest_id"]]) == 0
        shown = capsys.readouterr().out
    assert "anna" in said
    assert "anna@reader.example" not in said, "an address stands in the private store alone"
    assert all(digest["digest_id"] in said for digest in listed["digests"])
    assert [digest["state"] for digest in listed["digests"]] == ["skipped", "frozen"]
    assert [delivery["state"] for delivery in listed["deliveries"]] == ["sent"]
    assert "Some 140 crane drivers" in shown


def test_a_letter_that_could_not_be_sent_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with post_office() as office:
        made = with_news(tmp_path / "archive", office.port, security="starttls")
        with pytest.raises(Exception, match="offers no TLS"):
            made.send()
    assert main(["digest", "list"]) == 0
    assert "pending" in capsys.readouterr().out


def test_a_letter_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_news(tmp_path / "archive", 1)
    assert main(["digest", "show", "d0"]) == 2
    assert "There is no digest 'd0'" in capsys.readouterr().err
