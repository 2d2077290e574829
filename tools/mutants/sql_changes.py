"""Finds the changes of meaning that SQL allows, in .sql files and in strings."""

import re
from pathlib import Path

from tools.mutants.changes import Change

APART = re.compile(r"--[^\n]*|COMMENT ON (?:[^';]|'(?:[^']|'')*')*(?:;|$)|'(?:[^']|'')*'", re.DOTALL)
BETWEEN = re.compile(r"\bBETWEEN\b(?:(?!\bAND\b).)*$", re.DOTALL)
RULES = [
    (re.compile(r"<="), "<"),
    (re.compile(r">="), ">"),
    (re.compile(r"(?<![-=])<(?![=>])"), "<="),
    (re.compile(r"(?<![-=<])>(?!=)"), ">="),
    (re.compile(r"(?<![<>:=!])=(?![=>])"), "<>"),
    (re.compile(r"<>"), "="),
    (re.compile(r"\bAND\b"), "OR"),
    (re.compile(r"\bOR\b(?! REPLACE)"), "AND"),
    (re.compile(r"\bmin\("), "max("),
    (re.compile(r"\bmax\("), "min("),
    (re.compile(r"\barg_min\("), "arg_max("),
    (re.compile(r"\barg_max\("), "arg_min("),
    (re.compile(r"\bbool_or\("), "bool_and("),
    (re.compile(r"\bbool_and\("), "bool_or("),
    (re.compile(r"\bleast\("), "greatest("),
    (re.compile(r"\bgreatest\("), "least("),
    (re.compile(r" DESC\b"), ""),
    (re.compile(r"\bLEFT JOIN\b"), "JOIN"),
    (re.compile(r"\bIS NOT NULL\b"), "IS NULL"),
    (re.compile(r"\bIS NULL\b"), "IS NOT NULL"),
    (re.compile(r"\bNOT (?=[a-z(]|EXISTS|IN\b)(?!NULL)"), ""),
    (re.compile(r"\bDISTINCT (?!ON\b|FROM\b)"), ""),
    (re.compile(r"\bUNION ALL\b"), "UNION"),
    (re.compile(r"\bEXCEPT\b"), "INTERSECT"),
]
NUMBER = re.compile(r"(?<![\w.$])\d+(?:\.\d+)?(?![\w.])")
COALESCE = re.compile(r"\bcoalesce\(")


def sql_changes(path: Path, start: int = 0, end: int | None = None) -> list[Change]:
    """Return every change of the SQL that stands in these bytes of the file."""
    source = path.read_bytes()
    sql = source[start:end].decode()
    apart = [found.span() for found in APART.finditer(sql)]
    found = []

    def add(first: int, last: int, instead: str, kind: str) -> None:
        if not any(begin <= first < finish for begin, finish in apart):
            at = start + len(sql[:first].encode())
            until = start + len(sql[:last].encode())
            line = source[:at].count(b"\n") + 1
            change = {"path": path, "start": at, "end": until, "before": sql[first:last]}
            found.append(Change(**change, instead=instead, kind=kind, line=line))

    for rule, instead in RULES:
        for match in rule.finditer(sql):
            if instead != "OR" or not BETWEEN.search(sql[max(0, match.start() - 120) : match.start()]):
                add(*match.span(), instead, "sql")
    for match in NUMBER.finditer(sql):
        number = float(match[0]) if "." in match[0] else int(match[0])
        add(*match.span(), str(number + 1 if abs(number) < 10 else number * 2), "sql number")
    for match in COALESCE.finditer(sql):
        first = _first_argument(sql, match.end())
        if first:
            add(match.start(), first[1], first[0], "sql coalesce dropped")
    return found


def _first_argument(sql: str, start: int) -> tuple[str, int] | None:
    """Return the first argument of the call whose bracket opens before `start`, and where the call ends."""
    depth, comma = 1, 0
    for place in range(start, len(sql)):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sql[place], 0)
        if sql[place] == "," and depth == 1 and not comma:
            comma = place
        if depth == 0:
            return (sql[start:comma], place + 1) if comma else None
    return None
