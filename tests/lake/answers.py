"""Answers many questions to one lake in one process: `python -m tests.lake.answers CATALOG`, questions on stdin."""

import json
import sys
from pathlib import Path

from storage.lake import open_reader


def main(catalog: str) -> None:
    """Read a JSON list of questions; print a JSON list of their rows, each with its columns' names."""
    told = []
    with open_reader(Path(catalog)) as connection:
        for sql in json.load(sys.stdin):
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            told.append([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])
    json.dump(told, sys.stdout, default=str)


if __name__ == "__main__":
    main(*sys.argv[1:])
