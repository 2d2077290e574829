"""A list of feeds as a person keeps it: TOML, OPML or one address a line, told apart by content."""

import re
import tomllib
from dataclasses import replace
from typing import Any

from extractors.feeds.charset import decode
from extractors.feeds.opml import feed_address, read_opml
from news.errors import SettingsError
from news.language.codes import language_code
from news.records import Feed

_TOML = re.compile(
    r"^\s*(\[\[?\s*feeds\s*\]\]?|feeds\s*=|\[[A-Za-z_. \"'-]+\]\s*$|[A-Za-z_]+\s*=\s*[\"'\[{])", re.MULTILINE
)
_LINE = re.compile(r"https?://[^\s<>\"'#]\S*", re.IGNORECASE)
_AT_LINE = re.compile(r"at line (\d+)")


def read_feed_list(data: bytes, name: str) -> list[Feed]:
    """Return the feeds of a list, each address once, in its order.

    Args:
        data: the file's bytes; TOML with [[feeds]] (url, outlet, language), OPML, or one address a line with
            comments after #.
        name: the file's name, for messages.

    Raises:
        SettingsError: it cannot be read; names file and line.
    """
    text = decode(data, None)
    if text.startswith("<"):
        feeds = read_opml(data, name=name)
    elif _TOML.search(text):
        feeds = _from_toml(text, name)
    else:
        feeds = _from_lines(text, name)
    if not feeds:
        raise SettingsError(f"{name}: no feed in it; write one address a line, or TOML with [[feeds]]", subject=name)
    first: dict[str, Feed] = {}
    for feed in feeds:
        url = feed_address(feed.url) or feed.url
        first.setdefault(url, replace(feed, url=url))
    return list(first.values())


def _from_toml(text: str, name: str) -> list[Feed]:
    try:
        tables = tomllib.loads(text).get("feeds")
    except tomllib.TOMLDecodeError as error:
        line = found[1] if (found := _AT_LINE.search(str(error))) else len(text.splitlines())
        raise SettingsError(f"{name}, line {line}: {error}", subject=name) from error
    if not isinstance(tables, list):
        raise SettingsError(f'{name}: expected tables headed [[feeds]], each with url = "…"', subject=name)
    return [_from_table(table, place, text, name) for place, table in enumerate(tables)]


def _from_table(table: Any, place: int, text: str, name: str) -> Feed:
    heads = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[")]
    where = f"{name}, line {heads[place]}" if place < len(heads) else f"{name}, feed {place + 1}"
    if (
        not isinstance(table, dict)
        or not isinstance(table.get("url"), str)
        or not _LINE.fullmatch(table["url"].strip())
    ):
        raise SettingsError(f'{where}: a feed needs url = "https://…"', subject=name)
    for key in ("outlet", "language"):
        if not isinstance(table.get(key, ""), str):
            raise SettingsError(f"{where}: {key} must be a text in quotes", subject=name)
    return Feed(
        url=table["url"].strip(), outlet=table.get("outlet") or None, language=language_code(table.get("language"))
    )


def _from_lines(text: str, name: str) -> list[Feed]:
    feeds = []
    for number, line in enumerate(text.splitlines(), 1):
        address = re.split(r"\s+#|^#", line.strip())[0].strip()
        if not address:
            continue
        if not _LINE.fullmatch(address):
            raise SettingsError(f"{name}, line {number}: “{address[:80]}” is no http(s) address", subject=name)
        feeds.append(Feed(url=address))
    return feeds
