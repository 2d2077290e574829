"""Counts how often DuckDB looks for pandas while values are saved to a lake: `python -m tests.lake.sought_modules`.

It runs in the environment whose DuckDB has DuckLake's extensions.
"""

import sys

from storage.lake import Lake, attached
from storage.python_columns import execute, objects

SOUGHT: list[str] = []


class Finder:
    """Notes the name of each module that is looked for, and finds none."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Note the name."""
        SOUGHT.append(name)


def main(catalog: str, data: str) -> None:
    """Print how often pandas was looked for."""
    connection = attached(Lake.named(catalog, data=data), read_only=False)
    sys.meta_path.insert(0, Finder)
    words = {"word": objects(["harbour"] * 50)}
    assert execute(connection, "SELECT count(word) FROM words", words=words).fetchall() == [(50,)]
    sys.stdout.write(f"{SOUGHT.count('pandas')}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
