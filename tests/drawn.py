"""Records drawn by lot: each field by its type, texts from drawn.toml by the field's name; the same for a seed."""

import random
import tomllib
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

END = datetime(2031, 3, 26, 6, tzinfo=UTC)
POOLS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LIKE = POOLS["like"]  # of fields that are filled as others are: as which
COUNTS = (0, 0, 1, 1, 2, 3, 7, 12, 999, 1000, 12345)
SHARES = (0.0, 0.004, 0.05, 0.1, 0.2, 0.45, 0.5, 0.5, 0.75, 1.0)
T = TypeVar("T")


def drawn(kind: type[T], dice: random.Random, **said: Any) -> T:
    """Return a record whose fields are drawn, but for those that are said."""
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: said[name] if name in said else _drawn(hints[name], name, dice) for name in names})


def several(kind: type[T], dice: random.Random, most: int, **said: Any) -> list[T]:
    """Return up to so many records."""
    return [drawn(kind, dice, **said) for _ in range(dice.randrange(most + 1))]


def chart_days(dice: random.Random, count: int) -> tuple[tuple[date, int | None], ...]:
    """Return days up to the last of the digest, some of which were not read."""
    first = END.date() - timedelta(days=count - 1)
    return tuple((first + timedelta(days=at), dice.choice((None, 0, 0, 1, 2, 5, 1200))) for at in range(count))


def mark(text: str | bytes) -> str:
    """Return the length and a mark of a long text, of which a kept answer need not hold every word."""
    body = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    return f"{len(body)} {sha256(body).hexdigest()[:12]}"


def _drawn(hint: Any, name: str, dice: random.Random) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return dice.choice(inside)
    if origin in (Union, types.UnionType):
        others = [one for one in inside if one is not types.NoneType]
        return None if dice.randrange(4) == 0 else _drawn(others[0], name, dice)
    if origin is tuple:
        return _drawn_tuple(inside, name, dice)
    if origin in (Mapping, dict):
        return {}
    if origin is frozenset:
        return frozenset(_drawn(inside[0], name, dice) for _ in range(dice.randrange(4)))
    if is_dataclass(hint):
        return drawn(hint, dice)  # type: ignore[arg-type]
    return _plain(hint, name, dice)


def _drawn_tuple(inside: tuple[Any, ...], name: str, dice: random.Random) -> tuple[Any, ...]:
    if name == "days" and get_origin(inside[0]) is tuple:
        return chart_days(dice, 14) if dice.randrange(3) else ()
    if inside[-1] is not ...:
        return tuple(_drawn(one, name, dice) for one in inside)
    found = [_drawn(inside[0], name, dice) for _ in range(dice.randrange(5))]
    return tuple(dict.fromkeys(found)) if inside[0] is str else tuple(found)


def _plain(hint: Any, name: str, dice: random.Random) -> Any:
    if hint is str:
        return dice.choice(POOLS.get(LIKE.get(name, name)) or [f"{name} {number}" for number in range(3)])
    if hint is bool:
        return dice.randrange(2) == 0
    if hint is int:
        return dice.choice(COUNTS)
    if hint is float:
        return dice.choice(SHARES)
    if hint is datetime:
        return END - timedelta(minutes=dice.choice((0, 30, 400, 1440, 9000, 600_000)))
    return END.date() + timedelta(days=dice.randrange(-40, 40))
