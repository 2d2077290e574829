"""Pages in the shapes of real publishers, as data: what each says, and what came out of reading it."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.pages.extract import extract_article
from news.records import Extraction, PageToRead, is_readable

HOME = Path(__file__).parents[2] / "fixtures/pages/publishers"
FETCHED_AT = datetime(2026, 11, 6, 12, tzinfo=UTC)
ROWS = re.compile(r"\{rows (\d+)\|(.*?)\}(?=<|$)", re.DOTALL)


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((HOME / f"{name}.toml").read_text(encoding="utf-8"))


STORIES = table("stories")
ARTICLES = {page["name"]: page for name in ("papers", "countries", "systems", "forms") for page in table(name)["page"]}
LATER = {page["name"]: page for page in table("later")["page"]}
OTHERS = {page["name"]: page for page in table("others")["page"]}


def html_of(page: dict[str, Any]) -> str:
    """Return an article's page with its story's lines in it."""
    story = STORIES[page["story"]]
    html = page["html"].replace("{title}", page.get("title", story["title"]))
    html = html.replace("{p}", "".join(f"<p>{line}</p>" for line in story["lines"]))
    for number, line in enumerate(story["lines"], 1):
        html = html.replace(f"{{{number}}}", line)
    return html


def rows_of(html: str) -> str:
    """Return the page of many entries, each with a line of the stories of its language."""
    language = re.search(r'<html lang="(\w+)', html)
    lines = [line for story in STORIES.values() if story["language"] == (language[1] if language else "en")
             for line in story["lines"]]  # fmt: skip

    def filled(found: re.Match[str]) -> str:
        entries = []
        for n in range(1, int(found[1]) + 1):
            words, more = lines[n % len(lines)], lines[(n + 3) % len(lines)]
            given = {"n": n, "d": n % 9 + 1, "head": words[:48].rsplit(" ", 1)[0], "words": words, "words2": more}
            entries.append(re.sub(r"\{(\w+)\}", lambda name, given=given: str(given[name[1]]), found[2]))
        return "".join(entries)

    return ROWS.sub(filled, html).replace("{words1}", lines[0])


def read(page: dict[str, Any], html: str) -> Extraction:
    body = html.encode()
    return extract_article(PageToRead(source="x", url=page["url"], body=body, http_status=200, fetched_at=FETCHED_AT))


def faults(page: dict[str, Any]) -> dict[str, str]:
    """Return what is wrong with an article's page, by field; nothing where all is right."""
    found, story = read(page, html_of(page)), STORIES[page["story"]]
    flat, wrong = " ".join(found.text.split()), {}
    wanted = [*story["lines"][: page.get("paragraphs", 99)], *page.get("keeps", ())]
    lost = [line[:40] for line in wanted if line not in flat]
    extra = [line[:40] for line in wanted if flat.count(line) > 1] + [part for part in page["lacks"] if part in flat]
    if lost or extra:
        wrong["text"] = f"lost {lost}, has {extra}"
    if found.title != page.get("title", story["title"]):
        wrong["title"] = str(found.title)
    if set(found.authors) != set(page["authors"]):
        wrong["authors"] = str(found.authors)
    if (day := found.published_at and found.published_at.date().isoformat()) != page.get("day"):
        wrong["day"] = f"{day} by {found.published_by} {found.date_doubt or ''}"
    if found.status != page.get("status", "ok"):
        wrong["status"] = f"{found.status}: {found.reason}"
    return wrong


def told(page: dict[str, Any]) -> tuple[bool, str]:
    """Return whether a page that is no article is told to be none, and what was said of it."""
    found = read(page, rows_of(page["html"]))
    return not is_readable(found.status), f"{found.status}: {found.reason}"
