"""After a kill, a loss of power, or on a disk that lies about syncing, an archive is right or says that it is not."""

from pathlib import Path

import pytest

from tests.storage.disk.trials import NotRecordableError, record, try_crashes

COUNT, SEED = 24, 16  # the benchmark (benchmarks.robustness.crashes) tries hundreds


def test_what_a_crash_leaves_is_right_or_noticed(tmp_path: Path) -> None:
    try:
        operations = record(tmp_path)
    except NotRecordableError as error:
        pytest.skip(str(error))
    assert len(operations) > 300
    results = try_crashes(operations, tmp_path / "crashed", count=COUNT, seed=SEED)
    assert [what for _, what in results if "ESCAPED" in what] == []
    honest = {what for kind, what in results if kind != "disk lies"}
    assert honest == {"right"}  # without a person's help
