"""Reads the [[channels]] of newsthread.toml, and takes their secrets from the environment or from Prefect's blocks."""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flows.configuration.values import number, text, truth
from news.errors import SettingsError
from news.records import Channel, Reader

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


def channel_name(value: Any) -> str:
    """Return a channel's name, which is part of a variable's."""
    if not NAME.fullmatch(text(value)):
        raise ValueError('expected small letters, digits and "-", such as "desk-slack"')
    return str(value)


def kind(value: Any) -> str:
    """Return which way messages go."""
    if value not in ("apprise", "webhook"):
        raise ValueError('expected "apprise" or "webhook"')
    return str(value)


CHANNEL: Mapping[str, Callable[[Any], Any]] = {
    "name": channel_name, "kind": kind, "alerts": truth, "timeout_seconds": number, "address_block": text,
    "secret_block": text,
}  # fmt: skip


def read_channels(entries: Any, readers: tuple[Reader, ...], path: Path) -> tuple[Channel, ...]:
    """Return the channels that the file at `path` lists.

    Raises:
        SettingsError: an entry is wrong, or a reader names a channel that is not there.
    """
    if not isinstance(entries, list):
        raise SettingsError(f"{path}: channels are written as [[channels]], one for each.", subject=str(path))
    channels = tuple(_channel(entry, index, path) for index, entry in enumerate(entries))
    known = [channel.name for channel in channels]
    if double := {name for name in known if known.count(name) > 1}:
        raise SettingsError(f"{path}: there are two channels {min(double)!r}.", subject=str(path))
    for reader in readers:
        if missing := [name for name in reader.channels if name not in known]:
            listed = ", ".join(known) or "none"
            raise SettingsError(
                f"{path}: reader {reader.name!r} names the channel {missing[0]!r}, but [[channels]] has {listed}.",
                subject=str(path),
            )
    return channels


def _channel(entry: Any, index: int, path: Path) -> Channel:
    if not isinstance(entry, dict) or "name" not in entry:
        raise SettingsError(f"{path}: channel {index + 1} has no name.", subject=str(path))
    fields = {}
    for name, value in entry.items():
        if name not in CHANNEL:
            secret = name in ("address", "url", "secret", "token", "password")
            why = "secrets never stand in the file; take the line out" if secret else f"known are {', '.join(CHANNEL)}"
            raise SettingsError(f"{path}: channel {index + 1}: there is no {name!r}: {why}.", subject=str(path))
        try:
            fields[name] = CHANNEL[name](value)
        except (TypeError, ValueError) as error:
            raise SettingsError(f"{path}: channel {index + 1}: {name}: {error}.", subject=str(path)) from error
    return Channel(**fields)


def address_variable(channel: Channel) -> str:
    """Return the name of the environment's variable that holds the channel's address."""
    return f"NEWSTHREAD_CHANNEL_{channel.name.upper().replace('-', '_')}"


def channel_address(channel: Channel, environment: Mapping[str, str] = os.environ) -> str:
    """Return where the channel is.

    Raises:
        SettingsError: nothing says it.
    """
    return _secret(address_variable(channel), channel.address_block, "address_block", channel, environment)


def channel_secret(channel: Channel, environment: Mapping[str, str] = os.environ) -> str:
    """Return with what a webhook's messages are signed.

    Raises:
        SettingsError: nothing says it.
    """
    variable = f"{address_variable(channel)}_SECRET"
    return _secret(variable, channel.secret_block, "secret_block", channel, environment)


def _secret(variable: str, block: str, setting: str, channel: Channel, environment: Mapping[str, str]) -> str:
    if environment.get(variable):
        return environment[variable]
    if not block:
        message = f"Channel {channel.name!r}: {variable} is not set, and [[channels]] names no {setting}."
        raise SettingsError(message, subject=channel.name)
    from prefect.blocks.system import Secret

    try:
        return str(Secret.load(block).get())  # type: ignore[union-attr]
    except (ValueError, RuntimeError, OSError) as error:
        message = f"Channel {channel.name!r}: {setting} = {block!r}: Prefect has no Secret block of this name."
        raise SettingsError(message, subject=block) from error
