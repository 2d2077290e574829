"""Records with something of its own in every field, by which a test sees what becomes of each of them."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

A_DAY = date(2026, 3, 2)
A_MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def word_of(name: str) -> str:
    """Return the word that stands in the texts of this field and nowhere else."""
    return f"zq{name.replace('_', '')}zq"


def filled(kind: type[Any], **given: Any) -> Any:
    """Return a record of `kind`, `given` as it is and every other field filled."""
    hints = get_type_hints(kind)
    values = {item.name: _value(hints[item.name], item.name) for item in fields(kind) if item.name not in given}
    return kind(**values | given)


def _value(kind: Any, name: str) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _value(next(one for one in args if one is not NoneType), name)
    if origin is Literal:
        return args[0]
    if origin in (tuple, frozenset):
        return origin([_value(args[0], name)])
    if is_dataclass(kind):
        return _record(kind, name)
    return {str: word_of(name), bool: True, int: 7, float: 0.5, date: A_DAY, datetime: A_MOMENT}[kind]


def _record(kind: Any, name: str) -> Any:
    hints = get_type_hints(kind)
    return kind(**{item.name: _value(hints[item.name], name) for item in fields(kind)})
