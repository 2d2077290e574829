"""Every number by which the modules of a folder decide: of rules, of modules, and of functions' defaults.

They are kept as answers are (tests/answers.py): who changes one sees it in the diff, beside what it does to the rest.
"""

import importlib.util
import inspect
import sys
from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import MISSING, fields, is_dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.answers import told
from tests.conftest import HOME

MOST = 40  # numbers by name; what has more is a table of data


def thresholds(folder: str) -> Iterator[str]:
    """Yield a line for each number of the modules in a folder, as MODULE NAME VALUE."""
    for path in sorted((HOME / folder).glob("*.py")):
        module = _run_anew(path)
        for name, value in vars(module).items():
            yield from (f"{module.__name__} {said}" for said in _numbers(name, value, module.__name__))


def _run_anew(path: Path) -> ModuleType:
    """Run a module once more, beside the one that all others use."""
    name = ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")
    if name not in sys.modules:
        importlib.import_module(name)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _numbers(name: str, value: Any, module: str) -> Iterator[str]:
    if _is_number(value.values() if isinstance(value, Mapping) and len(value) < MOST else value):
        yield f"{name} {told(value)}"
    elif is_dataclass(value) and type(value).__module__ == module:
        for field in fields(value):
            yield from _numbers(f"{name}.{field.name}", getattr(value, field.name), module)
    elif isinstance(value, type) and is_dataclass(value) and value.__module__ == module:
        found = {one.name: one.default for one in fields(value) if one.default is not MISSING}
        yield from (f"{name}.{field} {told(said)}" for field, said in found.items() if _is_number(said))
    elif inspect.isfunction(value) and value.__module__ == module and not name.startswith("<"):
        found = {one.name: one.default for one in inspect.signature(value).parameters.values()}
        yield from (f"{name}({given}) {told(said)}" for given, said in found.items() if _is_number(said))


def _is_number(value: Any) -> bool:
    if isinstance(value, tuple | list | range | ValuesView):
        return len(value) > 0 and all(map(_is_number, value))
    return isinstance(value, int | float | timedelta)
