"""The public views as Parquet files with a manifest, for readers that open no DuckDB file of ours."""

import hashlib
import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from news.errors import InputError
from news.records import record
from storage.file_swap import sync
from storage.lake import is_lake
from storage.named_sql import named_sql
from storage.snapshot.connection import connected
from storage.store import plain_errors

SQL = named_sql(__file__)

MANIFEST = "manifest.json"
PACKAGE = "datapackage.json"
FORMAT = 1  # of the manifest
# Version 1 of the format and pieces of 20,000 rows (80 MB of texts), which every reader takes.
COPY = 'COPY (FROM "{view}") TO $1 (FORMAT parquet, PARQUET_VERSION v1, COMPRESSION zstd, ROW_GROUP_SIZE 20000)'
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTION = (
    "An archive of news as newsthread's public views; times are UTC. Texts and headlines belong to their publishers."
)
# Types of Frictionless tables by those of DuckDB; the others are text.
TYPES = {
    "BIGINT": "integer", "INTEGER": "integer", "HUGEINT": "number", "DOUBLE": "number", "BOOLEAN": "boolean",
    "DATE": "date", "TIMESTAMP WITH TIME ZONE": "datetime",
}  # fmt: skip


@record
class ParquetFiles:
    """What was written."""

    folder: Path
    rows: int
    views: int
    is_new: bool  # false: the files are of this very snapshot already

    def in_words(self) -> str:
        """Say it in a line."""
        if not self.is_new:
            return f"Parquet: {self.folder} is up to date."
        return f"Parquet: {self.rows:,} rows of {self.views} views written to {self.folder}."


def publish_parquet(snapshot: Path, folder: Path, *, now: datetime, is_shared: bool = False) -> ParquetFiles:
    """Write every public view of the snapshot to a file of its own; each is replaced in one step, the manifest last.

    A reader that compares a file with the manifest knows whether both are of one snapshot. A run that is killed
    leaves the older files or newer ones, each of them whole.

    Args:
        snapshot: the published file, or a lake.
        folder: made where it is missing; it may hold what this function wrote before, and nothing else.
        now: the moment that the manifest names.
        is_shared: let other users of the machine read the files.

    Raises:
        InputError: the folder holds something else.
        ArchiveError: there is no snapshot, or the disk refuses.
    """
    made, stamp = _read(folder), _stamp(snapshot)
    if stamp and made.get("snapshot") == stamp:
        return ParquetFiles(folder=folder, rows=0, views=len(made["views"]), is_new=False)
    _refuse(folder, made)
    with plain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with connected(snapshot, as_of=None) as connection:
            views = [_written(connection, view, folder) for (view,) in connection.execute(SQL["views"]).fetchall()]
            package = _package(connection, views, now)
        for view in views:
            os.replace(_draft(folder, view["file"]), folder / view["file"])
        for old in {view["file"] for view in made.get("views", ())} - {view["file"] for view in views}:
            (folder / old).unlink(missing_ok=True)
        manifest = {"format": FORMAT, "made_at": now.isoformat(), "snapshot": stamp, "views": views}
        for name, content in ((PACKAGE, package), (MANIFEST, manifest)):
            _write(folder, name, content)
        if is_shared:
            _share(folder)
    return ParquetFiles(folder=folder, rows=sum(view["rows"] for view in views), views=len(views), is_new=True)


def _refuse(folder: Path, made: dict[str, Any]) -> None:
    """Write only where nothing is, or what was written before: a slip must not cost anybody's files."""
    ours = {MANIFEST, PACKAGE, *(view["file"] for view in made.get("views", ()))}
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is no folder; name one for the Parquet files.", subject=str(folder))
    present = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if strange := sorted(name for name in present - ours if not (name.startswith(".") and name.endswith(".tmp"))):
        message = f"{folder} holds {strange[0]}, which is not ours; name a folder for the Parquet files alone."
        raise InputError(message, subject=str(folder))


def _written(connection: duckdb.DuckDBPyConnection, view: str, folder: Path) -> dict[str, Any]:
    """Write a view to its draft; tell what it holds."""
    file = f"{view}.parquet"
    draft = _draft(folder, file)
    draft.unlink(missing_ok=True)
    (rows,) = connection.execute(COPY.format(view=view), [str(draft)]).fetchone() or (0,)
    sync(draft)
    with draft.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    return {"view": view, "file": file, "rows": rows, "bytes": draft.stat().st_size, "sha256": sha256}


def _package(connection: duckdb.DuckDBPyConnection, views: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """Return the description that tools of Frictionless Data read."""
    comments = dict(connection.execute(SQL["comments"]).fetchall())
    resources = []
    for view in views:
        described = connection.execute(f'DESCRIBE "{view["view"]}"').fetchall()
        fields = [_field(name, kind, comments.get(f"{view['view']}.{name}", "")) for name, kind, *_ in described]
        resources.append(
            {
                "name": view["view"],
                "description": comments.get(view["view"], ""),
                "path": view["file"],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "bytes": view["bytes"],
                "hash": f"sha256:{view['sha256']}",
                "schema": {"fields": fields},
            }
        )
    return {
        "$schema": PROFILE, "name": "newsthread", "description": DESCRIPTION, "created": now.isoformat(),
        "resources": resources,
    }  # fmt: skip


def _field(name: str, kind: str, comment: str) -> dict[str, str]:
    plain = "array" if kind.endswith("[]") else "object" if kind.startswith("STRUCT") else TYPES.get(kind, "string")
    return {"name": name, "type": plain, "description": comment}


def _write(folder: Path, name: str, content: dict[str, Any]) -> None:
    draft = _draft(folder, name)
    draft.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    sync(draft)
    os.replace(draft, folder / name)


def _draft(folder: Path, file: str) -> Path:
    return folder / f".{file}.tmp"


def _share(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)


def _stamp(snapshot: Path) -> dict[str, int] | None:
    """Return what tells this snapshot from another; None: of a lake, which changes at any moment."""
    if is_lake(snapshot):
        return None
    with suppress(OSError):
        stat = snapshot.stat()
        return {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "inode": stat.st_ino}
    return None


def _read(folder: Path) -> dict[str, Any]:
    try:
        made = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) and made.get("format") == FORMAT else {}
