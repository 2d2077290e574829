"""How many lines the packages have, by sub-package and kind, at one commit or at two side by side.

python -m tools.count_lines [COMMIT [COMMIT]]
"""

import ast
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import PurePosixPath

PACKAGES = ("news", "extractors", "storage", "digest", "flows")
KINDS = ("code", "words", "blank", "data")
DATA = {".toml", ".txt", ".json", ".csv", ".jsonl"}


def git(*arguments: str) -> bytes:
    """Return what git answers."""
    return subprocess.run(["git", *arguments], capture_output=True, check=True).stdout


def kinds_of(name: str, text: str) -> Counter[str]:
    """Return the lines of a file by kind; "words" are docstrings and comments of Python, SQL and templates are code."""
    lines = text.splitlines()
    suffix = PurePosixPath(name).suffix
    if suffix != ".py":
        return Counter({"data" if suffix in DATA else "code": len(lines)})
    documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)
    docstrings = [
        node.body[0] for node in ast.walk(ast.parse(text)) if isinstance(node, documented) and ast.get_docstring(node)
    ]
    words = {
        place for one in docstrings for place in range(one.lineno - 1, one.end_lineno or 0) if lines[place].strip()
    }
    words |= {place for place, line in enumerate(lines) if line.lstrip().startswith("#")}
    blank = sum(not line.strip() for line in lines)
    return Counter(code=len(lines) - len(words) - blank, words=len(words), blank=blank)


def count(commit: str) -> dict[str, Counter[str]]:
    """Return the lines of each sub-package, of each package's own modules and of all."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name in git("ls-tree", "-r", "--name-only", commit, *PACKAGES).decode().splitlines():
        kinds = kinds_of(name, git("show", f"{commit}:{name}").decode())
        parts = name.split("/")
        for key in ("/".join(parts[:2]) if len(parts) > 2 else parts[0], "all"):
            found[key] += kinds
    return found


def main(*commits: str) -> None:
    """Print a line a sub-package: its lines by kind and in all, at each commit."""
    counts = [count(commit) for commit in commits or ("HEAD",)]
    for key in sorted({key for one in counts for key in one}, key=lambda key: (key == "all", key)):
        cells = (" ".join(f"{one[key][kind]:>6,}" for kind in KINDS) + f" {one[key].total():>7,}" for one in counts)
        sys.stdout.write(f"{key:24} {' | '.join(cells)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
