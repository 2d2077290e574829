"""Long SQL stands in .sql files, each query under a name that its module uses."""

import ast
import re
from pathlib import Path

import pytest

from storage.named_sql import named_sql

ROOT = Path(__file__).resolve().parents[2] / "storage"
FILES = sorted(ROOT.rglob("queries/*.sql"))
MOST_LINES = 8  # of SQL within Python
QUERY = re.compile(r"^[\s(f\"]*(?:SELECT|INSERT|CREATE|WITH|UPDATE|DELETE)\b", re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_named_query_is_used_by_its_module_and_none_is_missing(path: Path) -> None:
    module = path.parent.parent / f"{path.stem}.py"
    assert set(named_sql(str(module))) == set(re.findall(r'SQL\["(\w+)"\]', module.read_text(encoding="utf-8")))


def test_a_long_query_does_not_stand_in_python() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant | ast.JoinedStr)
        and (node.end_lineno or node.lineno) - node.lineno >= MOST_LINES
        and QUERY.search(ast.get_source_segment(path.read_text(encoding="utf-8"), node) or "")
    ]
    assert FILES
    assert not long
