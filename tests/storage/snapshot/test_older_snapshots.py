"""A snapshot that another version published, without a column or a view that is asked for: one line says what to do."""

from pathlib import Path

import pytest

from news.errors import ArchiveError
from storage.snapshot.site_queries import SiteQueries
from tests.storage.snapshot.test_unheard import archive


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("CREATE OR REPLACE TEMP VIEW stories AS SELECT 's1' AS story_id, '' AS title", r"it has no \w+\)"),
        ("DROP VIEW stories", r"it has no stories\)"),
    ],
)
def test_a_snapshot_of_another_version_is_told_in_one_line(changed: str, said: str) -> None:
    made = archive(range(22))
    made.connection.execute(changed)
    with pytest.raises(ArchiveError, match=said) as refused:
        SiteQueries(made.connection, Path("news.duckdb")).stories()
    assert "\n" not in str(refused.value)
    assert "newsthread link" in str(refused.value)
