"""What a part answers to many small inputs, kept word for word, so that no change of an answer goes unseen.

A kept answer is no label: it may be wrong, and whoever mends it keeps the answers anew with `make answers` and reads
the diff, which shows what the change does to inputs of every kind. Floors on labelled sets say what is right.
"""

import difflib
import os
from collections.abc import Iterable, Mapping, Set
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

ENOUGH = 30  # lines of a difference that are shown


def told(value: Any) -> str:
    """Return a value in one line: of records what differs from the defaults, floats in four figures, sets in order."""
    if is_dataclass(value) and not isinstance(value, type):
        given = ((one.name, getattr(value, one.name), _default(one)) for one in fields(value))
        return "{" + " ".join(f"{name}={told(got)}" for name, got, usual in given if got != usual) + "}"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Mapping):
        return "{" + " ".join(f"{told(key)}:{told(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Set):
        return "{" + " ".join(sorted(map(told, value))) + "}"
    if isinstance(value, list | tuple):
        return "(" + ", ".join(map(told, value)) + ")"
    return value.replace("\n", "\\n") if isinstance(value, str) else str(value)


def check(kept: Path, answers: Iterable[str]) -> None:
    """Compare answers with those kept in a file; with KEEP_ANSWERS=1 keep them."""
    now = [line.replace("\n", "\\n") for line in answers]
    if os.environ.get("KEEP_ANSWERS"):
        kept.write_text("\n".join(now) + "\n", encoding="utf-8")
    before = kept.read_text(encoding="utf-8").splitlines()
    if before != now:
        moved = list(difflib.unified_diff(before, now, kept.name, "now", n=0, lineterm=""))
        more = f"\n… and {len(moved) - ENOUGH} lines more" if len(moved) > ENOUGH else ""
        raise AssertionError("\n".join([*moved[:ENOUGH]]) + more + "\nmeant so? make answers, and read the diff")


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
