"""What people are told of a new archive."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.session import opened

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_new_archive_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for said in (True, False):
        with opened(tmp_path / "archive", now=NOW) as (archive, _, moment):
            assert moment == NOW
            assert not archive.outlets.is_empty()
        assert ("a new archive was made in" in capsys.readouterr().err) == said
