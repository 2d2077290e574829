"""What a setting may be: each function takes what a file or the environment says, and returns it as it is meant.

Each raises TypeError or ValueError with what was expected.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.fetch.address_guard import PrivateHosts
from news.errors import SettingsError


def text(value: Any) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise TypeError("expected text in quotation marks")
    return value


def hosts(value: Any) -> str:
    """Return hosts, addresses and ranges as one text, from a text or a list."""
    found = " ".join(names(value)) if isinstance(value, list) else text(value)
    try:
        PrivateHosts.parse(found)
    except SettingsError as error:
        raise ValueError(str(error)) from error
    return found


def number(value: Any) -> int:
    """Return a whole number above 0."""
    found = str(value).strip()
    if not found.isdecimal() or int(found) < 1:
        raise ValueError("expected a whole number above 0")
    return int(found)


def names(value: Any) -> tuple[str, ...]:
    """Return names."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError('expected a list of names, such as ["ports"]')
    return tuple(value)


def truth(value: Any) -> bool:
    """Return true or false."""
    truths = {"true": True, "1": True, "false": False, "0": False}
    found = value if isinstance(value, bool) else truths.get(str(value).lower())
    if found is None:
        raise ValueError("expected true or false")
    return found


def days_by_outlet(value: Any) -> dict[str, int]:
    """Return days by outlet, "*" for all others, from a number for all or a table."""
    table = value if isinstance(value, dict) else {"*": value}
    return {str(outlet): number(days) for outlet, days in table.items()}


def words_by_outlet(value: Any) -> dict[str, int]:
    """Return words by outlet, "*" for all others, from a number for all or a table; 0 is one."""
    table = value if isinstance(value, dict) else {"*": value}
    found = {str(outlet): int(words) for outlet, words in table.items() if not isinstance(words, bool)}
    if len(found) < len(table) or any(words < 0 for words in found.values()):
        raise ValueError("expected whole numbers, 0 or more, for all outlets or by outlet")
    return found


def shares_by_outlet(value: Any) -> dict[str, float]:
    """Return shares by outlet, "*" for all others, from a number for all or a table."""
    table = value if isinstance(value, dict) else {"*": value}
    found = {str(outlet): float(share) for outlet, share in table.items() if not isinstance(share, bool)}
    if len(found) < len(table) or not all(0 <= share <= 1 for share in found.values()):
        raise ValueError("expected shares from 0 to 1, for all outlets or by outlet")
    return found


def hours(value: Any) -> tuple[int, ...]:
    """Return hours, from a list or a text such as "24, 168"."""
    listed = value if isinstance(value, list) else [part for part in re.split(r"[,\s]+", str(value)) if part]
    return tuple(number(item) for item in listed)


def zone(value: Any) -> str:
    """Return the name of a time zone."""
    try:
        ZoneInfo(text(value))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("expected a time zone such as Europe/Paris") from error
    return str(value)


def path_of(value: Any) -> Path:
    """Return a path, with ~ as the home folder."""
    if "?" in text(value) and "://" not in value:
        raise ValueError("expected a path without '?', behind which DuckDB reads options instead of a name")
    return Path(value).expanduser()


def security(value: Any) -> str:
    """Return how the mail server is spoken to."""
    if value not in ("starttls", "tls", "none"):
        raise ValueError('expected "starttls", "tls" or "none"')
    return str(value)


def address(value: Any) -> str:
    """Return a mail address."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text(value)):
        raise ValueError("expected a mail address such as me@example.org")
    return str(value)


def contact(value: Any) -> str:
    """Return a mail address or the address of a page; empty: none."""
    if text(value) and not re.search(r"[^@\s]@[^@\s]|https?://\S", value):
        raise ValueError(
            "expected a mail address or the address of a page, such as me@example.org or https://example.org/about"
        )
    return str(value)


def site_address(value: Any) -> str:
    """Return where the site is served; empty: nowhere."""
    if text(value) and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        raise ValueError("expected the address of the site, such as https://news.example.org")
    return str(value)


def callback_address(value: Any) -> str:
    """Return the address at which hubs call us, without a slash at its end; empty: none."""
    fault = "expected the public address of `newsthread listen`, such as https://news.example.org/websub"
    if not text(value):
        return ""
    try:
        parts = urlsplit(value)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise ValueError(fault) from error
    if not is_good or "@" in parts.netloc or parts.query or parts.fragment or re.search(r"[\s?#]", value):
        raise ValueError(fault)
    return str(value).rstrip("/")


def hour(value: Any) -> int:
    """Return an hour of the day."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 23:
        raise ValueError("expected an hour of the day, 0 to 23")
    return value


def rhythm(value: Any) -> str:
    """Return how often a digest is written."""
    if value not in ("day", "week"):
        raise ValueError('expected "day" or "week"')
    return str(value)


def respect(value: Any) -> str:
    """Return what is done with texts whose publishers reserve their rights."""
    if value not in ("record", "skip_text", "skip"):
        raise ValueError('expected "record", "skip_text" or "skip"')
    return str(value)
