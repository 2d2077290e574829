"""Finds the tests that reach a change, the nearest and quickest first."""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOMS = ("news", "storage", "digest", "extractors", "flows")
# Servers, browsers, killed writers: minutes each, and no test of one rule.
LEFT_OUT = (
    "tests/flows/operations/test_up.py", "tests/storage/test_kills.py", "tests/flows/collecting/test_killed.py",
    "tests/digest/test_looks.py", "tests/extractors/pages/test_quality.py",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Which functions each test calls, and how long it takes: written by the plugin tools/mutants/reach.py."""

    home: Path
    folder: Path

    @cached_property
    def _tests(self) -> dict[str, tuple[float, set[tuple[str, str]]]]:
        found: dict[str, tuple[float, set[tuple[str, str]]]] = {}
        for file in sorted(self.folder.glob("*.json")):
            for name, told in json.loads(file.read_text(encoding="utf-8")).items():
                found[name] = told["seconds"], {(path, function) for path, function in told["reached"]}
        return found

    def nearest(self, path: Path, line: int, *, seconds: float) -> list[str]:
        """Return the tests that reach this line, as many as fit into the time."""
        inside = path.relative_to(self.home)
        function = self._function(inside, line) if inside.suffix == ".py" else None
        reaching = [test for test, (_, reached) in self._tests.items() if _reaches(inside, function, test, reached)]
        if not reaching:  # what runs once and is kept, or a record: all that reaches its file, else its room
            here = [test for test, (_, reached) in self._tests.items() if _reaches(inside, None, test, reached)]
            reaching = here or [test for test in self._tests if test.startswith(f"tests/{inside.parts[0]}/")]
        mirror = f"tests/{inside.parent}/".replace("/queries/", "/").replace("/public/", "/snapshot/")
        own = f"{mirror}test_{inside.stem}"
        reaching.sort(key=lambda test: (not test.startswith(own), not test.startswith(mirror), self._tests[test][0]))
        kept, taken = [], 0.0
        for test in reaching:
            if taken + self._tests[test][0] <= seconds:
                taken += self._tests[test][0]
                kept.append(test)
        return kept

    def _function(self, inside: Path, line: int) -> str | None:
        """Return the innermost function that holds the line; None of a line that runs with the import."""
        tree = ast.parse((self.home / inside).read_bytes())
        holding = [(node.lineno, name) for node, name in _functions(tree, "") if node.lineno <= line <= node.end_lineno]
        return max(holding)[1] if holding else None


def _reaches(inside: Path, function: str | None, test: str, reached: set[tuple[str, str]]) -> bool:
    if inside.parts[:2] == ("storage", "public"):
        return test.startswith("tests/storage/snapshot/") or any("storage/snapshot/" in path for path, _ in reached)
    if inside.suffix == ".sql":
        module = str(inside.parent.parent / inside.stem) + ".py"
        return any(path == module for path, _ in reached)
    return any(path == str(inside) and function in (None, name) for path, name in reached)


def _functions(node: ast.AST, before: str) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    for child in ast.iter_child_nodes(node):
        name = before + (getattr(child, "name", "") or "")
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child, name
            yield from _functions(child, f"{name}.<locals>.")
        else:
            yield from _functions(child, f"{name}." if isinstance(child, ast.ClassDef) else before)
