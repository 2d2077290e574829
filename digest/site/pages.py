"""Renders each page of the site: no scripts, links that work from a folder, every chart with its table."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from importlib import resources
from typing import Any, get_args
from zoneinfo import ZoneInfo

import jinja2

from digest.labels import Words, words_of
from digest.letter import coverage_notes, phrases
from digest.letter.day_bars import bars, has_gap, number_row
from digest.letter.render import templates
from digest.letter.word_diff import word_changes
from digest.safe_text import clean_text
from digest.site import charts
from digest.site.axes import day_ticks
from digest.site.copy_graph import copy_graph
from digest.site.weeks import by_week, is_sparse
from news.records import QuotedSentence, StoryLine, StoryState, record
from news.records.site import CoverageDay, OutletPage, SiteContent, StoryPage, WatchPage

_LEADS = 2  # articles told of a story on the front page
WINDOWS_DEVICE = re.compile(r"con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9]")  # no file there can be named so
PAGE_LINES = 500  # stories on one page of the list: about 150 kB, read at once on a phone


@record
class PageSet:
    """The site's templates, ready to render; made once for all pages."""

    environment: jinja2.Environment
    words: Words
    site: SiteContent

    def story(self, page: StoryPage) -> str:
        """Return the page of one story."""
        return self._page(
            "site_story.html",
            "../",
            page=page,
            volume=charts.volume_chart(page.days),
            share=charts.share_chart(page.days),
            graph=copy_graph(page.copies, zone=ZoneInfo(self.site.time_zone)),
        )

    def watch(self, page: WatchPage) -> str:
        """Return the page of one watch."""
        is_weekly = is_sparse(page.days)
        shared = by_week(page.days) if is_weekly else page.days
        drawn = {"volume": charts.volume_chart(page.days), "share": self._share(page, shared)}
        moved_ids = {one.story.story_id for one in self.site.front}
        moving = [story for story in page.stories if story.story_id in moved_ids]
        return self._page(
            "site_watch.html", "../", page=page, shared=shared, is_weekly=is_weekly, moving=moving, **drawn
        )

    @staticmethod
    def _share(page: WatchPage, shared: Sequence[CoverageDay]) -> charts.ShareChart:
        """Return the chart of shares; months stand below it as below the days."""
        return replace(charts.share_chart(shared), day_ticks=day_ticks([day.day for day in page.days]))

    def search(self) -> str:
        """Return the page of the search, the only one with a script."""
        return self._page("site_search.html", "", states=get_args(StoryState))

    def outlet(self, page: OutletPage) -> str:
        """Return the page of one outlet."""
        return self._page("site_outlet.html", "../", page=page, health=charts.health_chart(page.health))

    def front(self) -> str:
        """Return the front page."""
        return self._page("site_front.html", "")

    def story_lists(self) -> list[str]:
        """Return the pages of the list of all stories, latest first."""
        stories = self.site.stories
        count = max(1, -(-len(stories) // PAGE_LINES))
        chunks = [stories[start * PAGE_LINES : (start + 1) * PAGE_LINES] for start in range(count)]
        return [
            self._page("site_stories.html", "", stories=chunk, number=index + 1, count=count)
            for index, chunk in enumerate(chunks)
        ]

    def outlet_list(self) -> str:
        """Return the list of outlets."""
        return self._page("site_outlets.html", "")

    def digest_list(self) -> str:
        """Return the list of past digests."""
        return self._page("site_digests.html", "")

    def _page(self, template: str, root: str, **names: Any) -> str:
        return self.environment.get_template(template).render(root=root, **names)


def page_set(site: SiteContent) -> PageSet:
    """Return the site's templates with the site's words.

    Raises:
        SettingsError: there are no labels in the site's language.
    """
    words = words_of(site.language, part="site")
    environment = templates()
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals |= {"w": words, "site": site, "bars": bars, "has_gap": has_gap, "number_row": number_row}
    environment.globals |= {"word_changes": word_changes} | _phrases(site, words)
    environment.filters |= {"slug": slug, "percent": _percent, "number": lambda n: "" if n is None else words.number(n)}
    return PageSet(environment=environment, words=words, site=site)


def _phrases(site: SiteContent, words: Words) -> dict[str, Any]:
    """Return the functions by which templates say things."""
    zone = ZoneInfo(site.time_zone)
    newest = {one.story_id: one for one in site.news}

    def by(quoted: QuotedSentence) -> str:
        return words.moment(quoted.ordered_at.astimezone(zone), "day_long")

    def long_day(day: date) -> str:
        return words.day(day, "day_long")

    def long_moment(at: datetime | None) -> str:
        return "" if at is None else f"{long_day(at.astimezone(zone).date())} {at.astimezone(zone):%H:%M}"

    def state(story: StoryLine) -> str:
        return words.plain[f"state_{story.state}"]

    def sources(story: StoryLine, names: tuple[str, ...] | None = None) -> tuple[str, ...]:
        return phrases.sources_lines(story, story.source_names if names is None else names, words)

    return {
        "by": by,
        "long_day": long_day,
        "long_moment": long_moment,
        "local_day": lambda at: at.astimezone(zone).date(),
        "state": state,
        "sources": sources,
        "moved": lambda one: phrases.state_label(one.update, words) if one.update else state(one.story),
        "new_line": lambda one: phrases.new_line(one.update, words) if one.update else "",
        "leads": lambda story_id: phrases.told_articles(newest[story_id])[0][:_LEADS] if story_id in newest else (),
        "same_words": lambda one, other: _plain(one) == _plain(other),
        "outlet_name": lambda outlet: phrases.outlet_label(outlet, words),
        "change_label": lambda change: phrases.change_label(change, words),
        "gap_lines": lambda gaps: coverage_notes.gap_lines(gaps, words),
        "full_line": lambda followed_since: coverage_notes.full_line(followed_since, words),
    }


def _plain(sentence: str) -> str:
    """Return the words alone: a comma inside the quotation marks is no other wording."""
    return " ".join(re.findall(r"\w+", sentence.casefold()))


def slug(name: str) -> str:
    """Return a file name for `name`: the name itself where it is one, else its letters and six digits of its hash."""
    if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", name) and not WINDOWS_DEVICE.fullmatch(name):
        return name
    folded = unicodedata.normalize("NFKD", clean_text(name)).encode("ascii", "ignore").decode().lower()
    letters = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:40].strip("-") or "x"
    return f"{letters}-{hashlib.sha256(name.encode(errors='backslashreplace')).hexdigest()[:6]}"


def _percent(share: float | None) -> str:
    if share is None:
        return "–"
    return f"{100 * share:.2g} %" if share < 0.1 else f"{100 * share:.0f} %"


def design_mark() -> str:
    """Return a mark of code, templates and labels: pages made by another design are made anew."""
    folder = resources.files("digest")
    files = [
        entry for name in (".", "site", "templates", "labels", "labels/site") for entry in (folder / name).iterdir()
    ]
    texts = sorted((entry.name, entry.read_text(encoding="utf-8")) for entry in files if entry.is_file())
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:16]


def search_script() -> str:
    """Return the script of the search page."""
    return (resources.files("digest") / "templates" / "site_search.js").read_text(encoding="utf-8")


def style_sheet() -> str:
    """Return the site's style sheet."""
    return (resources.files("digest") / "templates" / "site.css").read_text(encoding="utf-8")
