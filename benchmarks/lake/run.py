"""Two collectors and a linker on one lake for three minutes, readers beside them, a collector killed again and again.

    make setup-lake
    .venv/bin/python -m benchmarks.lake.run --seconds 180

PostgreSQL is started on loopback by an ordinary user, as it comes: what it says is committed is on the disk. What must
hold is in tests/lake/bustle.py, and a short run of it is tests/lake/test_bustle.py.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.lake.bustle import RestlessNewsroom, bustle, served
from tests.lake.conftest import new_lake
from tests.lake.postgres import running_postgres


def main() -> None:
    """Run it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=180.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_postgres(options="") as postgres:
        lakeside = new_lake(postgres, Path(folder))
        lakeside.run("plant-seeds")
        end = time.monotonic() + options.seconds
        with served(RestlessNewsroom()) as newsroom:
            found = bustle(lakeside, newsroom, lambda runs: time.monotonic() < end)
    print(json.dumps(vars(found), indent=1))


if __name__ == "__main__":
    main()
