"""Which backups hold what was to be forgotten."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from storage.maintenance.backup import MANIFEST
from storage.parquet import pattern_of


def backups_with(folder: Path, article_ids: Sequence[int]) -> list[Path]:
    """Return the backups in `folder` that hold one of these articles; one that cannot be read may."""
    return [path for path in sorted(folder.glob("*/")) if (path / MANIFEST).exists() and _holds(path, article_ids)]


def _holds(backup: Path, article_ids: Sequence[int]) -> bool:
    table = f"read_parquet({pattern_of(backup / 'archive.articles.parquet')})"
    try:
        sql = f"SELECT 1 FROM {table} WHERE list_contains($1, article_id) LIMIT 1"
        with duckdb.connect() as connection:  # of its own: a result that is not read to its end bars the common one
            return connection.execute(sql, [list(article_ids)]).fetchone() is not None
    except duckdb.Error:
        return True
