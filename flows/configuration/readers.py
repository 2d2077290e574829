"""Reads the [[readers]] of newsthread.toml; a wrong entry is refused with its line and what is expected there."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from digest.labels import known_languages, words_of
from flows.configuration.values import address, hour, names, number, rhythm, text, truth, zone
from news.errors import SettingsError
from news.records import Reader


def _language(value: Any) -> str:
    try:
        words_of(text(value))
    except SettingsError as error:
        raise ValueError(f"expected one of {', '.join(known_languages())}") from error
    return str(value)


READER: Mapping[str, Callable[[Any], Any]] = {
    "name": text, "address": address, "watches": names, "language": _language, "time_zone": zone, "hour": hour,
    "every": rhythm, "mute": names, "at_once": names, "always": truth, "channels": names,
    "unheard": names, "unheard_sources": number,
}  # fmt: skip


def read_readers(entries: Any, path: Path) -> tuple[Reader, ...]:
    """Return the readers that the file at `path` lists.

    Raises:
        SettingsError: naming the line of the wrong entry, and what is expected.
    """
    if not isinstance(entries, list):
        raise SettingsError(f"{path}: readers are written as [[readers]], one for each.", subject=str(path))
    people: list[Reader] = []
    for index, entry in enumerate(entries):
        reader = _reader(entry, index, path)
        if reader.name in [other.name for other in people]:
            raise _wrong(
                path, index, "name", f"there is a reader {reader.name!r} already; give each a name of their own"
            )
        people.append(reader)
    return tuple(people)


def _reader(entry: Any, index: int, path: Path) -> Reader:
    if not isinstance(entry, dict) or not ("address" in entry or (entry.get("channels") and "name" in entry)):
        what = "has no address (a reader with channels alone has a name)"
        raise SettingsError(f"{path}, line {_line(path, index, '')}: reader {index + 1} {what}.", subject=str(path))
    fields = {}
    for name, value in entry.items():
        if name not in READER:
            raise _wrong(path, index, name, f"there is no {name!r}; known are {', '.join(READER)}")
        try:
            fields[name] = READER[name](value)
        except (TypeError, ValueError) as error:
            raise _wrong(path, index, name, f"{name} = {value!r}: {error}") from error
    return Reader(**{"name": fields.get("address", "").split("@")[0], **fields})


def _wrong(path: Path, index: int, name: str, what: str) -> SettingsError:
    return SettingsError(f"{path}, line {_line(path, index, name)}: reader {index + 1}: {what}.", subject=str(path))


def _line(path: Path, index: int, name: str) -> int:
    """Return the line on which the reader says `name`, from 1; where that is not found, the line where it begins."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    heads = [at for at, line in enumerate(lines) if re.match(r"\s*\[\[\s*readers\s*\]\]", line)]
    if index >= len(heads):
        return 1
    end = next((at for at in range(heads[index] + 1, len(lines)) if re.match(r"\s*\[", lines[at])), len(lines))
    found = [at for at in range(heads[index], end) if re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", lines[at])]
    return (found[0] if found and name else heads[index]) + 1
