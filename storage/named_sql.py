"""The long queries of a module, by name, from the .sql file in the folder `queries` beside it."""

import re
from collections.abc import Mapping
from pathlib import Path

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


def named_sql(module_file: str) -> Mapping[str, str]:
    """Return the queries of `queries/MODULE.sql`, each under the name of its line `-- name: NAME`.

    Words in braces are filled in by `str.format`, with names of columns or conditions of our own, never with values.
    """
    module = Path(module_file)
    _, *parts = _NAME.split((module.parent / "queries" / f"{module.stem}.sql").read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))
