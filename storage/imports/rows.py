"""One row of an imported file is checked, and becomes an ImportRow or a reason why not."""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any

from news.language.codes import language_code
from news.records import ImportRow, record
from news.urls import canonical_url

COLUMNS = (
    "url", "title", "text", "published_at", "outlet", "language", "authors", "first_seen_at", "is_zone_known",
)  # fmt: skip
LONGEST_TEXT = 10_000_000  # characters; as much as a page may hold once it is decoded
SHOWN = 60  # characters of a faulty value that a person is shown
URN = re.compile(r"urn:sha256:[0-9a-f]{64}")  # what the archive calls an article without an address
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")  # NUL, and halves of UTF-16 pairs that JSON lets through
# From which size on an epoch counts milliseconds, microseconds, nanoseconds: in seconds they lie past the year 5000.
EPOCH_UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0))


@record
class Remark:
    """What is to be said of a file's rows."""

    said: str  # with file and line
    is_left_out: bool = True  # the row is not imported; False: it is, and something of it is worth knowing


@record
class Note:
    """What is worth knowing of a row that can be read all the same."""

    said: str


class RowError(ValueError):
    """Why a row cannot be imported, in words."""


def row_from(raw: Mapping[str, Any]) -> ImportRow:
    """Check one row as it stands in a file, under the names of COLUMNS.

    Raises:
        RowError: neither title nor text, one that is no text, no web address, a moment that cannot be read.
    """
    title = " ".join(_words(raw, "title").split())
    text = _words(raw, "text").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise RowError(f"text has {len(text):,} characters, more than {LONGEST_TEXT:,}")
    url = _url(_text(raw, "url").strip(), text)
    if not title and not text:
        raise RowError("it has neither title nor text")
    _check_letters(title, text)
    published_at, is_zone_known = _moment(raw, "published_at")
    return ImportRow(
        url=url,
        title=title,
        text=text,
        published_at=published_at,
        is_zone_known=is_zone_known and _flag(raw.get("is_zone_known")),
        outlet=_text(raw, "outlet").strip() or None,
        language=language_code(_text(raw, "language")),
        authors=_authors(raw.get("authors")),
        first_seen_at=_moment(raw, "first_seen_at")[0],
    )


def _words(raw: Mapping[str, Any], name: str) -> str:
    """Return a title or a text as it stands; a number is neither, and no number (NaN) an empty cell."""
    value = raw.get(name)
    if isinstance(value, (int, float)) and not (isinstance(value, float) and math.isnan(value)):
        raise RowError(f"{name} is no text: {_shown(value)}")
    return _text(raw, name)


def _check_letters(title: str, text: str) -> None:
    """Refuse a text without a letter of any script; a title may be "1984" where a text stands below it."""
    name, words = ("text", text) if text else ("title", title)
    if not any(map(str.isalpha, words)):
        raise RowError(f"{name} is no text: {_shown(words)}")


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return NOT_TEXT.sub("�", str(value).replace("\x00", ""))
    raise RowError(f"{name} is no text: {_shown(value)}")


def _url(stated: str, text: str) -> str:
    if stated:
        url = stated if URN.fullmatch(stated) else canonical_url(stated)
        if url is None:
            raise RowError(f"url is no web address: {_shown(stated)}")
        return url
    if not text:
        raise RowError(f"it has neither url nor text; columns that are read: {', '.join(COLUMNS[:8])}")
    return f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _flag(value: Any) -> bool:
    return value is None or str(value).strip().lower() not in ("false", "0", "no", "f")


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            value = value.strip().strip("[]")
    if isinstance(value, str):
        value = value.split(";")
    if value is None or isinstance(value, float):
        return ()
    if not isinstance(value, (list, tuple)):
        raise RowError(f"authors is no list: {_shown(value)}")
    named = [item.get("name") if isinstance(item, dict) else item for item in value]
    clean = [NOT_TEXT.sub("", " ".join(str(name).split())) for name in named if name]
    return tuple(dict.fromkeys(name for name in clean if name))


def _moment(raw: Mapping[str, Any], name: str) -> tuple[datetime | None, bool]:
    """Return the moment in UTC, and whether its zone was stated; (None, True) where the row gives none."""
    value = raw.get(name)
    if value is None or value == "" or (isinstance(value, str) and not value.strip()):
        return None, True
    if isinstance(value, float) and math.isnan(value):
        return None, True
    try:
        moment = _read_moment(value)
        is_zone_known = moment.tzinfo is not None
        return (moment if is_zone_known else moment.replace(tzinfo=UTC)).astimezone(UTC), is_zone_known
    except (ValueError, OverflowError, TypeError, IndexError, OSError) as error:
        message = f"{name} cannot be read as a date: {_shown(value)}; write 2024-04-10T09:30:00Z"
        raise RowError(message) from error


def _read_moment(value: Any) -> datetime:
    """Read ISO 8601, RFC 822 or an epoch; naive where no zone is stated.

    Raises:
        ValueError: it is none of them.
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(value)
    words = str(value).strip()
    if re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", words, re.IGNORECASE) and abs(float(words)) >= EPOCH_UNITS[-1][0]:
        unit = next(unit for least, unit in EPOCH_UNITS if abs(float(words)) >= least)
        return datetime.fromtimestamp(float(words) / unit, UTC)
    try:
        return datetime.fromisoformat(re.sub(r"\s*(UTC|GMT)$", "+00:00", words) if words[:4].isdigit() else words)
    except ValueError:
        return parsedate_to_datetime(words)


def _shown(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= SHOWN else words[:SHOWN] + "…"
