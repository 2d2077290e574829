"""Kill a collection at fifty moments and let another finish: no entry lost or doubled, no validator ahead of them.

.venv/bin/python -m benchmarks.collecting.kills [HOW_MANY]
"""

import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.flows.collecting.test_killed import check_killed, follow, serving, whole

HOW_MANY = 50


def main(how_many: int) -> None:
    """Try so many moments; stop with an error at the first that breaks the promise."""
    kept = []
    with tempfile.TemporaryDirectory() as name, serving() as newsroom:
        folder = Path(name)
        follow(folder / "prepared", newsroom)
        steps, entries, articles = whole(folder / "prepared", folder / "whole")
        for step in sorted(random.Random("kills").sample(range(1, steps + 1), how_many)):
            at = Path(shutil.copytree(folder / "prepared", folder / f"at{step}"))
            kept.append(check_killed(at, step, entries, articles))
            shutil.rmtree(at)
    sys.stdout.write(
        f"{how_many} of {steps} steps: {len(articles)} articles of {len(entries)} entries, none lost, none doubled; "
        f"entries kept at the kill: {min(kept)} to {max(kept)}\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY)
