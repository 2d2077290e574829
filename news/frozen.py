"""What every record is: frozen, with slots, made by keyword."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen dataclass with slots and keyword-only fields."""
    return dataclass(frozen=True, kw_only=True, slots=True)(cls)
