"""Kill a sender at fifty moments and let another finish: nobody gets two digests, nobody is forgotten.

.venv/bin/python -m benchmarks.digest.kills [HOW_MANY]
"""

import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.flows.delivery.test_send_digests import check_killed, run_until
from tests.flows.newsdesk import ANNA, BEN, with_news
from tests.post_office import post_office

HOW_MANY = 50


def main(how_many: int) -> None:
    """Try so many moments; stop with an error at the first that breaks the promise."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with_news(folder / "prepared", 1, ANNA, BEN)
        with post_office() as office:
            whole = Path(shutil.copytree(folder / "prepared", folder / "whole"))
            steps = int(run_until(whole, office.port, 0)[1])
        outcomes: Counter[str] = Counter()
        for step in sorted(random.Random("kills").sample(range(1, steps + 1), how_many)):
            outcomes.update([check_killed(Path(shutil.copytree(folder / "prepared", folder / f"at{step}")), step)])
            shutil.rmtree(folder / f"at{step}")
    sys.stdout.write(
        f"{how_many} of {steps} steps: none doubled, none forgotten; unknown afterwards: {dict(outcomes)}\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY)
