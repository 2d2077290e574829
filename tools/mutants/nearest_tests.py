"""Finds the tests that reach a change, the nearest and quickest first."""

import ast
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGES = ("news", "storage", "digest", "extractors", "flows")
# Servers, browsers, killed writers: much work each, and no test of one rule.
LEFT_OUT = (
    "tests/storage/test_kills.py", "tests/flows/collecting/test_killed.py",
    "tests/digest/test_looks.py", "tests/extractors/pages/test_quality.py",
    "tests/extractors/pages/test_hostile_pages.py", "tests/flows/operations/test_container.py",
    "tests/flows/operations/test_operating.py", "tests/storage/disk/test_lost_writes.py",
    "tests/storage/maintenance/test_damage.py",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Which lines each test runs, and how long it takes: written by the plugin tools/mutants/reach.py."""

    home: Path
    folder: Path

    @cached_property
    def _tests(self) -> dict[str, tuple[float, dict[str, int]]]:
        """Return each test's seconds and lines."""
        found: dict[str, tuple[float, dict[str, int]]] = {}
        for file in sorted(self.folder.glob("*.json")):
            for name, told in json.loads(file.read_text(encoding="utf-8")).items():
                found[name] = told["seconds"], {path: int(bits, 16) for path, bits in told["lines"].items()}
                self._fixtures[name] = told.get("fixtures", {})
        return found

    @cached_property
    def _fixtures(self) -> dict[str, dict[str, float]]:
        """The seconds of what each test has made for it, filled beside `_tests`."""
        return {}

    def nearest(self, path: Path, line: int, *, seconds: float) -> list[str]:
        """Return the tests that reach this line, as many as fit into the time: its own and kept answers go first."""
        inside = path.relative_to(self.home)
        found = self._reaching(inside, line)
        reaching = [test for test in found if test.startswith(f"tests/{inside.parts[0]}/")] or found
        mirror = f"tests/{inside.parent}/".replace("/queries/", "/").replace("/public/", "/snapshot/")
        own = f"{mirror}test_{inside.stem.lstrip('0123456789_')}"  # 60_trends.sql: test_trends.py

        def distance(test: str) -> tuple[object, ...]:
            near = test.startswith(mirror)
            is_own = test.startswith(own) or (near and "_answers.py" in test)
            return not is_own, not near, self._tests[test][0]

        kept: list[str] = []
        made: dict[str, float] = {}  # what is made once for all that want it
        taken = 0.0
        for test in sorted(reaching, key=distance):
            wanted = {**self._fixtures.get(test, {}), **made}
            if taken + self._tests[test][0] + sum(wanted.values()) <= seconds:
                taken, made = taken + self._tests[test][0], wanted
                kept.append(test)
        return kept

    def _reaching(self, inside: Path, line: int) -> list[str]:
        if inside.parts[:2] == ("storage", "public"):
            near = [test for test in self._tests if test.startswith("tests/storage/snapshot/")]
            return near + [test for test in self._run_by("storage/snapshot/", -1) if test not in near]
        if inside.suffix == ".sql":
            return self._run_by(str(inside.parent.parent / inside.stem) + ".py", -1)
        lines = _lines_of_statement((self.home / inside).read_bytes(), line)
        # What runs with the import, or once and is kept: all that reaches its file, else its package.
        return (
            self._run_by(str(inside), lines)
            or self._run_by(str(inside), -1)
            or [test for test in self._tests if test.startswith(f"tests/{inside.parts[0]}/")]
        )

    def _run_by(self, path: str, lines: int) -> list[str]:
        """Return the tests that run one of these lines (a bit each) of a file, or of the files of a folder."""
        return [
            test
            for test, (_, run) in self._tests.items()
            if any(
                bits & lines for ran, bits in run.items() if ran == path or (path[-1] == "/" and ran.startswith(path))
            )
        ]


def _lines_of_statement(source: bytes, line: int) -> int:
    """Return the lines of the smallest statement around a line, a bit each; of one with a body, those of its head.

    None of a line outside of every function: whoever imports the module first runs it, and tells nothing by that.
    """
    best, tree = (line, line), ast.parse(source)
    inside = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    if not any(node.body[0].lineno <= line <= (node.end_lineno or 0) for node in inside):
        return 0
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            first = getattr(node, "lineno", None) or node.pattern.lineno  # type: ignore[union-attr]
            body = getattr(node, "body", None)
            last = max(first, body[0].lineno - 1) if body else getattr(node, "end_lineno", first)
            if first <= line <= last and (best == (line, line) or last - first < best[1] - best[0]):
                best = first, last
    return sum(1 << number for number in range(best[0], best[1] + 1))
