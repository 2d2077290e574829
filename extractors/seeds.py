"""Files in seeds/ become outlets, watches and seed documents."""

import csv
import hashlib
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from news.articles.assemble import article_from_document
from news.errors import SeedError
from news.records import Article, GivenCitation, Outlet, Watch, record

HEADLINE_CHARACTERS = 160  # a first line longer than this, or ending in a full stop, is a paragraph
TEXT_BYTES = 10_000_000  # of one original


@record
class SeedDocument:
    """One of the texts that the archive starts with: its head, and an account in our own words."""

    number: str
    title: str
    account: str
    sha256: str
    language: str
    authors: tuple[str, ...]
    outlet: str | None  # only where the text states it
    published_at: datetime | None
    is_zone_known: bool
    estimated_day: date | None
    citations: tuple[GivenCitation, ...]


def read_outlets(path: Path) -> list[Outlet]:
    """Read the gazetteer of outlets.

    Raises:
        SeedError: naming the line.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SeedError(f"{path} cannot be read: {error}.", subject=str(path)) from error
    return [_outlet(row, path, line) for line, row in enumerate(rows, start=2)]


def _outlet(row: dict[str, str], path: Path, line: int) -> Outlet:
    try:
        return Outlet(
            outlet=row["outlet"],
            aliases=_listed(row["aliases"]),
            domain=row["domain"] or None,
            kind=row["kind"],  # type: ignore[arg-type]
            country=row["country"] or None,
            family=row["family"] or None,
            ambiguous=_listed(row.get("ambiguous") or ""),
            ordinary=_listed(row.get("ordinary") or ""),
        )
    except (KeyError, TypeError) as error:
        raise SeedError(f"{path}, line {line}: {error} is missing.", subject=str(path)) from error


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def read_watches(path: Path) -> list[Watch]:
    """Read saved queries; whether a query can be parsed is `news.watches.parser`' to say.

    Raises:
        SeedError: the file is no TOML, or a watch has no name or query.
    """
    listed = _toml(path).get("watches", [])
    try:
        return [Watch(watch=item["name"], query=item["query"], title=item.get("title", "")) for item in listed]
    except (KeyError, TypeError) as error:
        raise SeedError(f"{path}: a watch has no {error}.", subject=str(path)) from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SeedError(f"{path} cannot be read: {error}.", subject=str(path)) from error


def read_documents(folder: Path) -> list[SeedDocument]:
    """Read the seed documents of `folder`, by number.

    Raises:
        SeedError: a head cannot be read.
    """
    return [_document(path) for path in sorted(folder.glob("[0-9][0-9][0-9]-*.md"))]


def _document(path: Path) -> SeedDocument:
    text = path.read_text(encoding="utf-8")
    try:
        _, head, account = text.split("+++", 2)
        header = tomllib.loads(head)
        moment = header.get("published_at") or header.get("published_local")
        return SeedDocument(
            number=header["number"],
            title=header["title"],
            account=_paragraphs(account),
            sha256=header["sha256"],
            language=header["language"],
            authors=tuple([header["byline"]] if header.get("byline") else []),
            outlet=header.get("outlet"),
            published_at=_instant(moment) if moment else None,
            is_zone_known=header.get("zone_known", True),
            estimated_day=date.fromisoformat(header["estimated_day"]) if header.get("estimated_day") else None,
            citations=tuple(_citation(item) for item in header.get("cites", [])),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SeedError(f"{path}: the head cannot be read: {error}.", subject=str(path)) from error


def _instant(stated: str) -> datetime:
    moment = datetime.fromisoformat(stated)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _citation(item: dict[str, Any]) -> GivenCitation:
    return GivenCitation(
        cited=item["name"], kind=item["kind"], relation=item["relation"], is_lead_claim=item["is_lead_claim"]
    )


def _paragraphs(wrapped: str) -> str:
    """Undo the wrapping of a Markdown text: one paragraph a line."""
    return "\n".join(" ".join(block.split()) for block in wrapped.strip().split("\n\n") if block.strip())


def find_originals(folder: Path) -> dict[str, str]:
    """Return the texts of `folder` by the sha256 of their bytes.

    Raises:
        SeedError: the folder cannot be read.
    """
    if not folder.is_dir():
        raise SeedError(
            f"{folder} is not a folder; name the one that holds the original documents.", subject=str(folder)
        )
    found = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.stat().st_size <= TEXT_BYTES:
            data = path.read_bytes()
            found[hashlib.sha256(data).hexdigest()] = data.decode("utf-8", "replace")
    return found


def article_of(document: SeedDocument, original: str | None, *, now: datetime) -> Article:
    """Make the article of a seed document: the original's full text where it is at hand, else the account."""
    title = document.title
    if original is not None:
        first = original.strip().split("\n", 1)[0].strip()
        if len(first) <= HEADLINE_CHARACTERS and not first.endswith((".", "。")):
            title = first
    return article_from_document(
        url=f"urn:sha256:{document.sha256}",
        outlet=document.outlet,
        title=title,
        text=document.account if original is None else original,
        text_kind="account" if original is None else "full",
        language=document.language,
        authors=document.authors,
        published_at=document.published_at,
        published_by="document" if document.published_at else None,
        is_zone_known=document.is_zone_known,
        estimated_day=document.estimated_day,
        given_citations=document.citations if original is None else (),
        now=now,
    )
