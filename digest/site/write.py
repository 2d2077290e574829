"""Writes the site: static pages for a browser, from a folder or a web server; only what changed is written."""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from pathlib import Path

from digest.safe_text import safe_url
from digest.site.feeds import FeedHead, atom, json_feed, lines_of
from digest.site.pages import PageSet, design_mark, page_set, search_script, slug, style_sheet
from digest.site.search_index import search_mark, search_pieces
from news.errors import InputError
from news.records import StoredDigest, StoryLine, record
from news.records.site import ArticleLine, OutletPage, SearchLine, SiteContent, StoryNews, StoryPage, WatchPage

LEDGER = ".newsthread-site.json"
NO_INDEX = '<meta name="robots" content="noindex, nofollow, noarchive">'


@record
class SiteReport:
    """What a build did."""

    written: int
    unchanged: int
    removed: int


@record
class RenderedStory:
    """A story's page, rendered already: by another process, for instance."""

    story_id: str
    html: str
    feeds: tuple[tuple[str, str], ...] = ()  # ending and content


def rendered(pages: Iterable[StoryPage], site: SiteContent) -> list[RenderedStory]:
    """Return pages of stories as `write_site` would render them; of the site only what all pages share is used."""
    made = page_set(site)
    return [_ready(page, made) for page in pages]


def _ready(page: StoryPage, pages: PageSet) -> RenderedStory:
    story = page.story
    feeds = _feeds(pages.site, f"stories/{slug(story.story_id)}.html", story.title, lines_of(page.chronicle))
    return RenderedStory(story_id=story.story_id, html=pages.story(page), feeds=feeds)


def _feeds(site: SiteContent, path: str, title: str, lines: Sequence[ArticleLine]) -> tuple[tuple[str, str], ...]:
    head = FeedHead(title=title, path=path, address=site.address, language=site.language)
    return (".atom", atom(head, lines, made_at=site.made_at)), (".json", json_feed(head, lines))


def stale_stories(out: Path, site: SiteContent, *, marks: Mapping[str, str] = {}) -> tuple[str, ...]:
    """Return the ids of stories whose page in `out` is missing or older than what `site` says of them.

    Args:
        marks: by story id, a mark of what the counts do not tell, such as when its links were last recorded.
    """
    known = _read_ledger(out)
    wanted = _fingerprints(site, marks)
    return tuple(story_id for story_id, mark in wanted.items() if known.get(story_id) != mark)


def write_site(
    out: Path,
    site: SiteContent,
    *,
    stories: Iterable[StoryPage | RenderedStory] = (),
    watches: Iterable[WatchPage] = (),
    outlets: Iterable[OutletPage] = (),
    digests: Iterable[StoredDigest] = (),
    searched: Iterable[SearchLine] = (),
    marks: Mapping[str, str] = {},
) -> SiteReport:
    """Write the pages given and every list; pages of what the site no longer lists are removed, all others stay.

    A build that is broken off leaves whole pages; the next one writes what is missing.

    Args:
        stories: at least those that `stale_stories` names with these `marks`, one at a time; may be a generator.

    Raises:
        InputError: `out` holds something that is no site, or cannot be written.
        SettingsError: there are no labels in the site's language.
    """
    pages, desk = page_set(site), _Desk(out)  # labels that are not there are told before a folder is made
    fingerprints = _fingerprints(site, marks)
    ledger = {story_id: mark for story_id, mark in _read_ledger(out).items() if story_id in fingerprints}
    for story in stories:
        ready = story if isinstance(story, RenderedStory) else _ready(story, pages)
        desk.write_all(f"stories/{slug(ready.story_id)}", (".html", ready.html), *ready.feeds)
        ledger[ready.story_id] = fingerprints.get(ready.story_id, "")
    for watch in watches:
        feeds = _feeds(site, f"watches/{slug(watch.watch)}.html", watch.title or watch.watch, watch.articles)
        desk.write_all(f"watches/{slug(watch.watch)}", (".html", pages.watch(watch)), *feeds)
    for outlet in outlets:
        desk.write(f"outlets/{slug(outlet.outlet)}.html", pages.outlet(outlet))
    for digest in digests:
        desk.write(f"digests/{slug(digest.digest_id)}.html", _unlisted(digest.html, site))
    _write_lists(desk, pages)
    _write_search(desk, list(searched))
    _remove_unlisted(desk, site)
    desk.write(LEDGER, json.dumps(ledger, sort_keys=True))
    return desk.report()


def _remove_unlisted(desk: "_Desk", site: SiteContent) -> None:
    """Remove the pages of stories, watches, outlets and digests that are no more."""
    listed = {
        "stories": [story.story_id for story in site.stories],
        "watches": [watch for watch, *_ in site.watches],
        "outlets": [outlet for outlet, *_ in site.outlets],
        "digests": [digest_id for digest_id, *_ in site.digests],
    }
    for folder, kept in listed.items():
        desk.remove_pages(folder, keep=set(map(slug, kept)))


def _write_search(desk: "_Desk", lines: Sequence[SearchLine]) -> None:
    """Write the search index, unless all that it holds is as it was."""
    mark = search_mark(lines, design_mark())
    if desk.has("search/mark.txt", mark):
        return
    for name, piece in search_pieces(lines):
        desk.write(name, piece)
    desk.remove_pieces()
    desk.write("search/mark.txt", mark)


def atom_feed(site: SiteContent, pages: PageSet) -> str:
    """Return the feed of updates (RFC 4287); links are relative where the site has no address."""
    template = pages.environment.get_template("atom_entry.html")

    def entry_html(one: StoryNews) -> str:
        return template.render(one=one)

    return pages.environment.get_template("updates.atom").render(
        address=(safe_url(site.address.rstrip("/")) if site.address else None),
        urn=_urn,
        instant=lambda at: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        entry_html=entry_html,
    )


def _urn(name: str) -> str:
    """Return an id that is the same for the same name on every machine."""
    said = f"newsthread:{name}".encode(errors="backslashreplace").decode()
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, said)}"


def _unlisted(html: str, site: SiteContent) -> str:
    """Return the page of a digest with the wish that no search engine lists it, unless the site is to be listed."""
    return html if site.is_indexed else html.replace("<head>", f"<head>\n{NO_INDEX}", 1)


def _write_lists(desk: "_Desk", pages: PageSet) -> None:
    desk.write("robots.txt", f"User-agent: *\n{'Allow' if pages.site.is_indexed else 'Disallow'}: /\n")
    desk.write("site.css", style_sheet())
    desk.write("search.js", search_script())
    desk.write("search.html", pages.search())
    desk.write("index.html", pages.front())
    for number, page in enumerate(pages.story_lists(), start=1):
        desk.write("stories.html" if number == 1 else f"stories-{number}.html", page)
    desk.write("outlets.html", pages.outlet_list())
    desk.write("digests.html", pages.digest_list())
    desk.write("updates.atom", atom_feed(pages.site, pages))


def _fingerprints(site: SiteContent, marks: Mapping[str, str]) -> dict[str, str]:
    design = f"{design_mark()} {site.language} {site.time_zone} {site.title} {site.is_indexed}"
    design += f" {sorted(site.quote_words.items())} {sorted(site.quote_share.items())} {site.has_digests}"
    return {story.story_id: _fingerprint(story, design, marks) for story in site.stories}


def _fingerprint(story: StoryLine, design: str, marks: Mapping[str, str]) -> str:
    said = f"{design}\n{story!r}\n{marks.get(story.story_id, '')}"
    return hashlib.sha256(said.encode(errors="backslashreplace")).hexdigest()[:16]


def _read_ledger(out: Path) -> dict[str, str]:
    """Return which stories stand in `out`, with their marks; a ledger that cannot be read means: write all anew."""
    try:
        known = json.loads((out / LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in known.items()} if isinstance(known, dict) else {}


class _Desk:
    """Writes files below one folder, whole or not at all, and counts."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._written = self._unchanged = self._removed = 0
        if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / LEDGER).exists())):
            raise InputError(f"{out} holds something else; give a new or empty folder", subject=str(out))
        self._made: set[Path] = set()
        self._seen: set[Path] = set()
        if not (out / LEDGER).exists():
            self.write(LEDGER, "{}")

    def has(self, name: str, text: str) -> bool:
        """Return whether `text` stands at `name`."""
        path = self._out / name
        return path.is_file() and path.read_bytes() == text.encode()

    def write(self, name: str, text: str) -> None:
        """Put `text` at `name`, unless it stands there."""
        path = self._out / name
        body = text.encode("utf-8", "replace")
        self._seen.add(path)
        try:
            if path.parent not in self._made:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(path.parent)
            if path.exists() and path.read_bytes() == body:
                self._unchanged += 1
                return
            draft = path.with_name(f".{path.name}.part")
            draft.write_bytes(body)
            os.replace(draft, path)
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}", subject=str(path)) from error
        self._written += 1

    def write_all(self, name: str, *endings: tuple[str, str]) -> None:
        """Put a page and its feeds at `name`, each a text behind the ending of its file."""
        for ending, text in endings:
            self.write(name + ending, text)

    def remove_pages(self, folder: str, *, keep: set[str]) -> None:
        """Remove the pages of a folder that are not of these names, with their feeds; what this build wrote stays."""
        for path in (self._out / folder).iterdir() if (self._out / folder).is_dir() else ():
            is_page = path.suffix in (".html", ".atom", ".json") and path not in self._seen
            if is_page and path.stem not in keep:
                path.unlink(missing_ok=True)
                self._removed += path.suffix == ".html"

    def remove_pieces(self) -> None:
        """Remove pieces of the search that this build did not write or find as they were."""
        for path in (self._out / "search").glob("[at]-*.js"):
            if path not in self._seen:
                path.unlink(missing_ok=True)

    def report(self) -> SiteReport:
        """Return what was done."""
        return SiteReport(written=self._written, unchanged=self._unchanged, removed=self._removed)
