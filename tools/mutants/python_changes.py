"""Finds the changes of meaning that Python source allows."""

import ast
import copy
import re
from collections.abc import Iterator
from pathlib import Path

from tools.mutants.changes import Change
from tools.mutants.sql_changes import sql_changes

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SUMS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|FROM)\b")
SAME_EITHER_WAY = {"isinstance", "min", "max", "execute", "zip", "suppress"}  # or an error at once
SILENT = {"print", "info", "warning", "debug", "echo"}  # a line less for people changes no meaning


def python_changes(path: Path) -> list[Change]:
    """Return every change that can be made in the file, in its order."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    found = []
    for node in _nodes_that_decide(ast.parse(source)):
        for where, instead, kind in _changes(node):
            start, end = span(where)
            if kind == "sql":
                found += sql_changes(path, start, end)
            else:
                text = instead if isinstance(instead, str) else f"({ast.unparse(instead)})"
                change = {"path": path, "start": start, "end": end, "before": source[start:end].decode()}
                found.append(Change(**change, instead=text, kind=kind, line=where.lineno))
    return found


def _nodes_that_decide(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Walk the tree without docstrings, annotations, imports, asserts, decorators and parts of f-strings."""
    if isinstance(node, ast.Assert | ast.Import | ast.ImportFrom):
        return
    if isinstance(node, ast.keyword) and node.arg == "strict":  # an assertion, too
        return
    if isinstance(node, ast.expr | ast.stmt):
        yield node
    if isinstance(node, ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_comment", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not docstring:
                yield from _nodes_that_decide(child)


def _changes(node: ast.expr | ast.stmt) -> Iterator[tuple[ast.expr | ast.stmt, ast.AST | str, str]]:
    """Yield (what is replaced, by what, kind of change)."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _may_be_none(node.returns):
        for end in ast.walk(node):
            if isinstance(end, ast.Return) and end.value and not isinstance(end.value, ast.Constant):
                yield end, "return None", "return None"
    if isinstance(node, ast.If | ast.While | ast.IfExp) and isinstance(node.test, ast.Name | ast.Attribute | ast.Call):
        yield node.test, ast.UnaryOp(op=ast.Not(), operand=node.test), "condition negated"
    for instead, kind in _changes_of_itself(node):
        yield node, instead, kind


def _changes_of_itself(node: ast.expr | ast.stmt) -> Iterator[tuple[ast.AST | str, str]]:
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And()), "and/or"
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand, "not dropped"
        case ast.BinOp() if type(node.op) in SUMS and not _joins(node):
            yield _with(node, op=SUMS[type(node.op)]()), "arithmetic"
        case ast.JoinedStr():
            if any(isinstance(part, ast.Constant) and SQL.search(part.value) for part in node.values):
                yield "", "sql"
        case ast.Constant():
            yield from _constants(node)
        case ast.Call():
            yield from _calls(node)
        case ast.Expr(value=ast.Call() as call) if _name(call.func) not in SILENT:
            yield "pass", "statement dropped"
        case ast.AugAssign():
            yield "pass", "statement dropped"
        case ast.Continue():
            yield "break", "continue/break"
        case ast.Break():
            yield "continue", "continue/break"


def _compared(node: ast.Compare) -> Iterator[tuple[ast.AST, str]]:
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            ops: list[ast.cmpop] = [*node.ops]
            ops[place] = other()
            yield _with(node, ops=ops), "comparison"


def _constants(node: ast.Constant) -> Iterator[tuple[str, str]]:
    value = node.value
    if isinstance(value, bool):
        yield repr(not value), "true/false"
    elif isinstance(value, int):
        yield repr(value + 1 if abs(value) < 10 else value * 2), "number"
    elif isinstance(value, float) and value:
        yield repr(value * 2 if value < 0.5 else value / 2), "number"
    elif isinstance(value, str) and SQL.search(value):
        yield "", "sql"


def _calls(node: ast.Call) -> Iterator[tuple[ast.AST, str]]:
    if _name(node.func) in TWINS and isinstance(node.func, ast.Name):
        yield _with(node, func=ast.Name(id=TWINS[node.func.id])), "min/max/any/all"
    first_two = node.args[:2]
    if (
        len(first_two) == 2
        and _name(node.func) not in SAME_EITHER_WAY
        and all(isinstance(given, ast.Name | ast.Attribute) for given in first_two)
    ):
        yield _with(node, args=[first_two[1], first_two[0], *node.args[2:]]), "arguments swapped"
    for place, keyword in enumerate(node.keywords):
        if keyword.arg in ("reverse", "default", "key"):
            kept = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield _with(node, keywords=kept), "argument dropped"


def _with(node: ast.AST, **changed: object) -> ast.AST:
    twin = copy.copy(node)
    for name, value in changed.items():
        setattr(twin, name, value)
    return twin


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _may_be_none(returns: ast.expr | None) -> bool:
    """Return whether None is an answer that the callers expect; elsewhere it is an error, and proves no test."""
    return returns is not None and ("None" in (said := ast.unparse(returns)) or said == "bool") and said != "None"


def _joins(node: ast.BinOp) -> bool:
    """Return whether texts, lists or paths are joined."""
    joined = ast.JoinedStr | ast.List | ast.ListComp | ast.Tuple | ast.Dict
    texts = ("strip", "join", "lower", "upper", "removesuffix", "removeprefix", "read_text")
    return any(
        isinstance(side, joined)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str | bytes))
        or (isinstance(side, ast.Call) and _name(side.func) in texts)
        for side in (node.left, node.right)
    )
