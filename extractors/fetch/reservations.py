"""What publishers reserve: TDMRep (file, header, meta), RSL's License in robots.txt, and noai."""

import json
import re
from html import unescape
from urllib.parse import urlsplit

from news.records import FetchedPage, Reservation

_LICENSE = re.compile(r"^\s*License\s*:\s*(\S[^\r\n#]{0,500})", re.IGNORECASE | re.MULTILINE)
_META = re.compile(r"<meta\s[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_NOAI = re.compile(r"\bno(?:image)?ai\b", re.IGNORECASE)
_HEAD_CHARACTERS = 100_000
_LONGEST = 500  # characters of a statement
_MOST_RULES = 1000


def reservations_of(page: FetchedPage) -> tuple[Reservation, ...]:
    """Return what the answer reserves: in its headers, in its head, and in the files of its host."""
    return tuple(dict.fromkeys((*_in_headers(page), *_in_head(page), *page.reservations)))


def licenses_in(robots: bytes) -> tuple[Reservation, ...]:
    """Return the licences that a robots.txt names; source: RSL 1.0, "License" directive."""
    text = robots[:500_000].decode("utf-8-sig", errors="replace")
    found = dict.fromkeys(stated.strip() for stated in _LICENSE.findall(text))
    return tuple(
        Reservation(kind="license", stated_in="robots.txt", statement=f"License: {address}", policy=address)
        for address in found
    )


def reserved_by_file(body: bytes, url: str) -> tuple[Reservation, ...]:
    """Return what a host's tdmrep.json reserves for `url`; source: TDMRep, section "tdmrep.json"."""
    try:
        rules = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    for rule in rules[:_MOST_RULES] if isinstance(rules, list) else ():
        if isinstance(rule, dict) and _covers(str(rule.get("location", "")), path or "/"):
            if str(rule.get("tdm-reservation")) != "1":
                return ()
            policy = rule.get("tdm-policy")
            return (_tdm("tdmrep.json", policy if isinstance(policy, str) else None),)
    return ()


def _covers(location: str, path: str) -> bool:
    """Return whether a rule's location is the path, by the wildcards of robots.txt; in time linear in both."""
    if not location:
        return False
    location = location if location.startswith(("/", "*")) else "/" + location
    first, *others = location[:_LONGEST].removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for part in others:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    if not location.endswith("$"):
        return True
    return path.endswith(others[-1]) if others else place == len(path)


def _in_headers(page: FetchedPage) -> list[Reservation]:
    headers = dict(reversed(page.headers))
    found = []
    if headers.get("tdm-reservation", "").strip() == "1":
        found.append(_tdm("header", headers.get("tdm-policy")))
    robots = ", ".join(value for name, value in page.headers if name == "x-robots-tag")
    if _NOAI.search(robots):
        found.append(_noai("header", f"X-Robots-Tag: {robots}"))
    return found


def _in_head(page: FetchedPage) -> list[Reservation]:
    head = page.body[:_HEAD_CHARACTERS].decode("utf-8", errors="replace")
    metas: dict[str, str] = {}
    for tag in _META.findall(head) if "tdm-" in head or "noai" in head.lower() or "noimageai" in head.lower() else ():
        stated = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}
        metas.setdefault(stated.get("name", stated.get("http-equiv", "")).lower(), stated.get("content", ""))
    found = []
    if metas.get("tdm-reservation", "").strip() == "1":
        found.append(_tdm("page", metas.get("tdm-policy")))
    if _NOAI.search(robots := metas.get("robots", "")):
        found.append(_noai("page", f"robots: {robots}"))
    return found


def _tdm(stated_in: str, policy: str | None) -> Reservation:
    return Reservation(
        kind="tdm", stated_in=stated_in, statement="tdm-reservation: 1", policy=(policy or "")[:_LONGEST] or None
    )


def _noai(stated_in: str, statement: str) -> Reservation:
    return Reservation(kind="noai", stated_in=stated_in, statement=statement[:_LONGEST])
