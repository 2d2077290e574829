"""Writes tests/seconds.toml from JUnit reports, `python -m tools.time_tests REPORT.xml REPORT.xml`.

Processes that share the tests begin with the files that take longest. The three slowest tests of each part are
printed, for CONTRIBUTING.md.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

HOME = Path(__file__).resolve().parents[1]
TARGET = HOME / "tests" / "seconds.toml"
LEAST_SECONDS = 2.0  # what is quicker may come in any order
HEAD = """\
# Seconds that the tests of a file took, setting up included, where they were two or more: they decide which files
# begin. `python -m tools.time_tests REPORT.xml …` writes them from reports of `pytest --junitxml`.
"""


def main(reports: Sequence[Path]) -> None:
    """Write the seconds of each file, and print the slowest tests of each part."""
    files, tests = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for case in (case for report in reports for case in etree.parse(report).iter("testcase")):
        name, seconds = case.get("classname", ""), float(case.get("time", 0))
        file = Path(*name.split(".")).with_suffix(".py")
        files[file.as_posix()] += seconds
        tests[file.parts[1] if len(file.parts) > 2 else "tests"][f"{file.name}::{case.get('name')}"] += seconds
    lines = [f'"{file}" = {seconds:.0f}\n' for file, seconds in files.most_common() if seconds >= LEAST_SECONDS]
    TARGET.write_text(f"{HEAD}\n[seconds]\n{''.join(lines)}", encoding="utf-8")
    for part in sorted(tests):
        sys.stdout.write(f"{part}\n")
        sys.stdout.writelines(f"  {seconds:5.1f} s  {name}\n" for name, seconds in tests[part].most_common(3))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
