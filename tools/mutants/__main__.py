"""Draws changes by lot, tries each, and prints what no test noticed: python -m tools.mutants --help."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.mutants.changes import Change
from tools.mutants.nearest_tests import LEFT_OUT as UNMAPPED
from tools.mutants.nearest_tests import PACKAGES, Reach
from tools.mutants.python_changes import python_changes
from tools.mutants.sql_changes import sql_changes
from tools.mutants.trial import passes, preload

HOME = Path(__file__).resolve().parents[2]
EQUAL = HOME / "benchmarks" / "mutants" / "equivalent.toml"
MAP = HOME / ".mutants"
IN_MEMORY = "/dev/shm"  # where tests of the store wait for no disk
RULES = HOME / "benchmarks" / "mutants" / "rules.toml"
COPIED = (*PACKAGES, "newsthread", "tests", "tools", "docs", "seeds", "bin", "benchmarks")
# Migrations are never changed once they have run; the vocabulary is generated; rivals.py is no part of the product.
FAILING: set[str] = set()
LEFT_OUT = ("storage/migrations/", "99_vocabulary.sql")


def main() -> None:
    """Read the arguments, draw, try, tell."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the lot; another seed draws other changes")
    parser.add_argument("--each", type=int, default=40, help="changes a package")
    parser.add_argument("--rules", action="store_true", help="no lot: the changes of benchmarks/mutants/rules.toml")
    parser.add_argument("--packages", nargs="+", default=PACKAGES, choices=PACKAGES)
    parser.add_argument("--files", nargs="*", default=[], help="only files whose path has one of these in it")
    parser.add_argument("--lines", help="only these lines of the files, as 10-20")
    parser.add_argument("--minutes", type=float, default=60, help="stop then, and tell what was tried")
    parser.add_argument("--seconds", type=float, default=15, help="time of one change's tests, as they take unchanged")
    parser.add_argument("--map", nargs="*", help="first note anew which test runs which line, of these files or of all")
    parser.add_argument("--json", type=Path, help="add each outcome to this file; what stands in it is not tried again")
    parser.add_argument("--again", type=Path, help="only what survived by such a file, wherever it stands now")
    parser.add_argument("--also", nargs="*", default=[], help="tests that are run before the nearest ones")
    parser.add_argument("--list", action="store_true", help="print the changes drawn and try none")
    parser.add_argument("--nice", type=int, default=10, help="how far this gives way to other work on the machine")
    options = parser.parse_args()
    drawn = (
        {"rules": _rules(options)}
        if options.rules
        else {package: _drawn(package, options) for package in options.packages}
    )
    if options.list:
        for change in (change for changes in drawn.values() for change in changes):
            print(change.told(HOME))
        return
    os.nice(options.nice)
    if options.map:
        _map_anew(options.map)
    elif options.map is not None or not (MAP.is_dir() or options.rules):
        _map_tests(options.packages)
    preload()
    until = time.monotonic() + 60 * options.minutes
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=IN_MEMORY if os.path.isdir(IN_MEMORY) else None) as scratch:
        tree = _copy(Path(scratch))
        print("\n".join(_tell(package, _tried(changes, tree, options, until)) for package, changes in drawn.items()))


def changes_of(package: str) -> list[Change]:
    """Return every change that can be made in a package."""
    found: list[Change] = []
    for path in sorted((HOME / package).rglob("*")):
        if path.suffix in (".py", ".sql") and not any(part in str(path) for part in LEFT_OUT):
            found += python_changes(path) if path.suffix == ".py" else sql_changes(path)
    return found


def _rules(options: argparse.Namespace) -> list[Change]:
    """Return the changes that the list of rules names; a rule that has moved is told."""
    found = []
    for said in tomllib.loads(RULES.read_text(encoding="utf-8"))["rule"]:
        path = HOME / said["file"]
        source, before = path.read_bytes(), said["before"].encode()
        if source.count(before) != 1:
            print(f"moved      {said['file']}: {said['rule']}")
        elif not options.files or any(part in said["file"] for part in options.files):
            start, line = source.index(before), source[: source.index(before)].count(b"\n") + 1
            change = {"path": path, "start": start, "end": start + len(before), "before": said["before"]}
            found.append(Change(**change, line=line, instead=said["after"], kind=said["rule"], tests=(*said["tests"],)))
    return found


def _drawn(package: str, options: argparse.Namespace) -> list[Change]:
    changes = changes_of(package)
    if options.files:
        changes = [change for change in changes if any(part in str(change.path) for part in options.files)]
    if options.lines:
        first, last = map(int, options.lines.split("-"))
        changes = [change for change in changes if first <= change.line <= last]
    if options.again:
        told = map(json.loads, options.again.read_text(encoding="utf-8").splitlines())
        survivors = {_without_line(one["change"]) for one in told if one["end"] == "survived"}
        changes = [change for change in changes if _key(change) in survivors]
    drawn = random.Random(f"{options.seed} {package}").sample(changes, len(changes))
    return drawn[: options.each]


def _copy(scratch: Path) -> Path:
    tree = scratch / "home"
    tree.mkdir()
    for name in COPIED:
        shutil.copytree(HOME / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in HOME.iterdir():
        if file.is_file():
            shutil.copy(file, tree / file.name)
    (tree / ".venv").symlink_to(HOME / ".venv")
    if (HOME.parent / "shared").is_dir():
        (scratch / "shared").symlink_to((HOME.parent / "shared").resolve())
    return tree


def _tried(
    changes: list[Change], tree: Path, options: argparse.Namespace, until: float
) -> Iterator[tuple[Change, str, str]]:
    """Yield each change with its end (noticed, survived, equivalent) and the test that noticed or the reason."""
    equal = tomllib.loads(EQUAL.read_text(encoding="utf-8")) if EQUAL.exists() else {}
    reach = Reach(home=HOME, folder=MAP)
    tried = map(json.loads, options.json.read_text(encoding="utf-8").splitlines()) if _is_begun(options) else ()
    before = {one["change"]: (one["end"], one["by"]) for one in tried}
    for change in changes:
        if (known := before.get(change.told(HOME))) is not None:
            yield change, *known
            continue
        if time.monotonic() > until:
            return
        reason = equal.get(_key(change)) or equal.get(f"{_key(change)} in {change.marked()}")
        end, by = ("equivalent", reason) if reason else _outcome(change, tree, reach, options)
        print(f"{end:10} {change.told(HOME)}  [{by}]", file=sys.stderr, flush=True)
        if options.json:
            with options.json.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"end": end, "change": change.told(HOME), "by": by}, ensure_ascii=False) + "\n")
        yield change, end, by


def _is_begun(options: argparse.Namespace) -> bool:
    return options.json is not None and options.json.exists()


def _key(change: Change) -> str:
    """Return how a change is named in equivalent.toml: without its line, which moves."""
    return _without_line(change.told(HOME))


def _without_line(told: str) -> str:
    where, what = told.split(" ", 1)
    return f"{where.rsplit(':', 1)[0]} {what}"


def _outcome(change: Change, tree: Path, reach: Reach, options: argparse.Namespace) -> tuple[str, str]:
    target = tree / change.path.relative_to(HOME)
    kept = target.read_bytes()
    seconds = options.seconds
    tests = [*options.also, *(change.tests or reach.nearest(change.path, change.line, seconds=seconds))]
    if not tests:
        return "survived", "no test reaches it"
    for _ in range(20):
        _write(target, change.applied(kept))
        good, told = passes(tree, [test for test in tests if _is_sound(test)], 30 + 8 * seconds)
        _write(target, kept)
        if good:
            break
        if "not found: " in told:  # the map is older than the tests
            FAILING.add(told.rpartition("not found: ")[2].removeprefix(f"{tree}/"))
            continue
        if told.startswith("tests/"):
            if passes(tree, [told], 30 + 8 * seconds)[0]:
                return "noticed", told
            FAILING.add(told)
            print(f"left out   {told}: it fails without any change, too", file=sys.stderr, flush=True)
            continue
        if told != "time-out" and not passes(tree, [tests[0]], 30 + 8 * seconds)[0]:
            raise SystemExit(f"No test runs, with a change or without: {told or 'pytest says nothing'}")
        return "noticed", told
    return "survived", f"{len(tests)} tests"


def _is_sound(test: str) -> bool:
    """Return whether neither a test nor its file is known to fail without any change."""
    return test not in FAILING and test.partition("::")[0] not in FAILING


def _map_tests(packages: Sequence[str]) -> None:
    """Run these packages' tests once, noting what each reaches; one that fails or is skipped is left out."""
    for package in packages:
        _run_noting([f"tests/{package}", *(f"--ignore={name}" for name in UNMAPPED)], MAP / f"{package}.json")


def _map_anew(files: Sequence[str]) -> None:
    """Run the tests of these files once, and put what they reach in the place of what is known of them."""
    for file in files:
        target, draft = MAP / f"{Path(file).parts[1]}.json", MAP / "draft"
        _run_noting([file], draft)
        known = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
        kept = {test: told for test, told in known.items() if test.partition("::")[0] != file}
        target.write_text(json.dumps(kept | json.loads(draft.read_text(encoding="utf-8"))), encoding="utf-8")


def _run_noting(tests: Sequence[str], target: Path) -> None:
    MAP.mkdir(exist_ok=True)
    plugins = ["-p", "tools.mutants.reach", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *plugins, "--timeout=600", "-q", *tests]
    subprocess.run(command, cwd=HOME, env={**os.environ, "REACH_FILE": str(target)}, check=False)


def _write(target: Path, source: bytes) -> None:
    """Write the file and forget what Python compiled of it: its time stamp counts in whole seconds."""
    target.write_bytes(source)
    shutil.rmtree(target.parent / "__pycache__", ignore_errors=True)


def _tell(package: str, outcomes: Iterator[tuple[Change, str, str]]) -> str:
    ends = [end for _, end, _ in outcomes]
    noticed, alike = ends.count("noticed"), ends.count("equivalent")
    tried = len(ends) - alike
    return f"| {package} | {tried} | {noticed} | {noticed / max(1, tried):.2f} | {alike} |"


if __name__ == "__main__":
    main()
