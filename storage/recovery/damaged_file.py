"""What is wrong with a file that DuckDB cannot read whole, and what brings it back."""

import re
from pathlib import Path

SNAPSHOT, INDEX = "news.duckdb", "index.duckdb"
NO_DUCKDB_FILE = "{} is not a DuckDB file; move it away, or name another folder with --archive."
NOT_ONE = "not a valid DuckDB database"
DAMAGED = re.compile(rf"{NOT_ONE}|Could not read enough bytes|does not match stored checksum", re.IGNORECASE)


def damage_in_words(path: Path, error: str) -> str | None:
    """Return one line on the damaged file and its cure; None where `error`, DuckDB's words, tells of no damage."""
    if not DAMAGED.search(error):
        return None
    if path.name == SNAPSHOT:
        return f"{path} is damaged: newsthread link publishes it anew."
    if path.name == INDEX:
        return (
            f"{path} is damaged: bring back a backup (newsthread restore DIR), or move it away: the next run makes it "
            "again from the texts that are there."
        )
    if NOT_ONE in error:
        return NO_DUCKDB_FILE.format(path)
    return f"{path} is damaged: bring back a backup (newsthread restore DIR)."
