"""Crashes of an archive that is being written: a kill, a loss of power, a disk that lies. See the README here."""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from tests.storage.disk.trials import KINDS, NotRecordableError, record, try_crashes

ENDS = ("right", "noticed", "older", "ESCAPED")


def main() -> None:
    """Record the work once, try crashes at random places of it, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=86_400.0, help="end after so long, with what was tried")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            operations = record(Path(scratch))
        except NotRecordableError as error:
            raise SystemExit(str(error)) from error
        results = try_crashes(
            operations, Path(scratch) / "crashed", count=options.count, seed=options.seed, seconds=options.seconds
        )
    table = Counter[tuple[str, str]]()
    for (kind, what), count in results.items():
        table[kind, next(end for end in reversed(ENDS) if end in what)] += count
        if what not in ENDS:  # an escape, or what an honest disk's archive was refused for: to be looked at
            print(what)
    print("| crash |", " | ".join(ENDS), "|")
    print("|---|" + "---:|" * len(ENDS))
    for kind in KINDS:
        print(f"| {kind} |", " | ".join(str(table[kind, end]) for end in ENDS), "|")
    print(f"{results.total()} tried at places of {len(operations)} writes and syncs, seed {options.seed}.")
    raise SystemExit(1 if any(table[kind, "ESCAPED"] for kind in KINDS) else 0)


if __name__ == "__main__":
    main()
