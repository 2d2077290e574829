"""The site of the sample newsroom: its counts are those of the public SQL, and only what moved is written."""

import html
import json
import re
import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import duckdb
import pytest

from flows.cli import main
from flows.delivery.site import SiteBuilt, SiteOptions, finish, print_site
from flows.progress import Progress
from news.errors import InputError
from news.records.site import StoryPage
from news.rights.quote_limits import QuoteLimits
from storage.archive import Archive
from storage.snapshot.site_queries import site_queries_of
from tests.digest.pages import read_page
from tests.flows.newsdesk import MORNING, desk, with_news
from tests.post_office import post_office

ATOM = "{http://www.w3.org/2005/Atom}"


def printed(archive: Path, out: Path, **options: object) -> SiteBuilt:
    return print_site(archive / "news.duckdb", out, options=SiteOptions(**options), progress=Progress())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def site(newsroom_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "built"
    assert printed(newsroom_archive, out).stale == 4
    return out


@pytest.fixture(scope="module")
def drafts(newsroom_archive: Path) -> list[StoryPage]:
    with site_queries_of(newsroom_archive / "news.duckdb") as queries:
        _, last, _ = queries.clock()
        return [
            finish(draft, quotes=QuoteLimits(words={}, share={}))
            for draft in queries.story_pages.drafts(queries.stories(), last=last)
        ]


def rows(archive: Path, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with duckdb.connect(str(archive / "news.duckdb"), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(sql, parameters).fetchall()


def test_every_link_within_the_edition_leads_to_a_file(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) == 5 + 4 + 1 + 13
    for path in pages:
        page = read_page(path.read_text(encoding="utf-8"))
        assert (page.faults, page.count("h1")) == ([], 1)
        for link in page.links:
            if not re.match(r"https?:|#", link):
                assert path.parent.joinpath(unquote(link.split("#")[0])).is_file(), (path.name, link)


def test_the_same_archive_again_writes_nothing(newsroom_archive: Path, site: Path) -> None:
    again = printed(newsroom_archive, site)
    assert (again.stale, again.report.written, again.report.removed) == (0, 0, 0)


def test_many_stories_at_once_read_as_the_macro_reads_one(newsroom_archive: Path, drafts: list[StoryPage]) -> None:
    for page in drafts:
        story = page.story.story_id
        told = rows(
            newsroom_archive,
            "SELECT day, outlet, title, copies, phase, origin_state, origin, is_new_origin, origin_with_text, "
            "new_sources, new_quotes, article_id FROM chronicle($1)", story,
        )  # fmt: skip
        assert told == [
            (r.day, r.outlet, r.title, r.copies, r.phase, r.origin_state, r.origin, r.is_new_origin,
             r.origin_with_text, list(r.new_sources), r.new_quotes, r.article_id)
            for r in page.chronicle
        ]  # fmt: skip
        copied = rows(
            newsroom_archive,
            "SELECT article_id, original_id, kind, is_retitled, is_credited, evidence[:161] FROM who_copied_whom($1)",
            story,
        )  # fmt: skip
        assert sorted(copied) == sorted(
            (p.article_id, p.original_id, p.kind, p.is_retitled, p.is_credited, p.evidence) for p in page.copies
        )


def test_days_are_those_of_coverage_by_day_until_the_page_rests(
    newsroom_archive: Path, drafts: list[StoryPage]
) -> None:
    for page in drafts:
        counted = rows(
            newsroom_archive,
            "SELECT day, articles, copy_groups, origins, total, is_covered, outlets_missing FROM coverage_by_day($1)",
            page.story.story_id,
        )
        shown = [
            (d.day, d.articles, d.copy_groups, d.origins, d.total or 0, d.is_covered, d.outlets_missing)
            for d in page.days
        ]
        assert shown == [(*row[:4], row[4] or 0, *row[5:]) for row in counted[: len(shown)]]
        end = max(d.day for d in page.days if d.articles)
        assert len(shown) == len(counted) or page.days[-1].day == end + timedelta(days=14)


def test_origins_add_up_to_the_storys_counts(drafts: list[StoryPage]) -> None:
    for page in drafts:
        known = sum(line.state != "unknown" for line in page.origins)
        assert (known, len(page.origins) - known) == (page.story.origins_with_text, page.story.unknown_with_text)
        assert len(page.origins) - known == page.story.unknown_reports


def test_what_is_quoted_stands_in_an_article_and_an_account_is_named_one(
    newsroom_archive: Path, drafts: list[StoryPage]
) -> None:
    stored = dict(rows(newsroom_archive, "SELECT article_id, text FROM articles"))
    quoted = [wording for page in drafts for line in page.quotes for wording in line.wordings]
    quoted += [side.quoted for page in drafts for difference in page.differences for side in difference.sides]
    assert quoted
    assert all(one.sentence.removesuffix(" …") in str(stored[one.article_id]) for one in quoted)
    accounts = {row.article_id for page in drafts for row in page.chronicle if row.is_account}
    assert accounts == {n for (n,) in rows(newsroom_archive, "SELECT article_id FROM articles WHERE is_seed")}


def test_the_feed_tells_the_stories_that_moved(newsroom_archive: Path, tmp_path: Path) -> None:
    printed(newsroom_archive, tmp_path / "site", address="https://news.desk.example/", title="Our desk")
    feed = ElementTree.parse(tmp_path / "site" / "updates.atom").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    addresses = [entry.find(f"{ATOM}link").get("href") for entry in entries]  # type: ignore[union-attr]
    assert all(
        (tmp_path / "site" / str(address).removeprefix("https://news.desk.example/")).is_file() for address in addresses
    )


def test_only_the_story_that_changed_is_made_anew(newsroom_archive: Path, site: Path, tmp_path: Path) -> None:
    archive, out = shutil.copytree(newsroom_archive, tmp_path / "archive"), shutil.copytree(site, tmp_path / "site")
    ((story,), *_) = rows(archive, "SELECT story_id FROM stories WHERE copy_groups > 1 ORDER BY ALL")
    assert main(["story", "name", str(story), "A name of our own", "--archive", str(archive)]) == 0
    assert printed(archive, out).stale == 1
    assert "A name of our own" in (out / "stories" / f"{story}.html").read_text(encoding="utf-8")


def test_letters_are_shown_only_where_somebody_says_so(tmp_path: Path) -> None:
    with post_office() as office:
        made = with_news(tmp_path / "archive", office.port)
        made.send()
    printed(made.folder, tmp_path / "open")
    assert not (tmp_path / "open" / "digests").exists()
    printed(made.folder, tmp_path / "digests", has_digests=True)
    with Archive.open(made.folder, now=MORNING) as archive:
        (digest,) = archive.digests.all()
    shown = (tmp_path / "digests" / "digests" / f"{digest.digest_id}.html").read_text(encoding="utf-8")
    assert "noindex" in shown
    assert "9 per cent more pay" in digest.html
    assert "9 per cent more pay" not in shown, "the text is short: no more of it may be quoted"
    no_limits = QuoteLimits(words={"*": 10_000}, share={"*": 2.0})
    printed(made.folder, tmp_path / "whole", has_digests=True, quotes=no_limits)
    shown = (tmp_path / "whole" / "digests" / f"{digest.digest_id}.html").read_text(encoding="utf-8")
    assert shown.replace('<meta name="robots" content="noindex, nofollow, noarchive">\n', "") == digest.html


def test_the_command_says_what_it_did(
    newsroom_archive: Path, site: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["site", str(site), "--archive", str(newsroom_archive), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["stale"] == 0
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["site", str(tmp_path), "--archive", str(newsroom_archive)]) == 2
    assert "holds something else" in capsys.readouterr().err


def test_an_empty_archive_makes_no_edition(tmp_path: Path) -> None:
    made = desk(tmp_path / "archive", 1)
    with Archive.open(made.folder, now=MORNING) as archive:
        archive.publish(now=MORNING)
    with pytest.raises(InputError, match="nothing in"):
        printed(made.folder, tmp_path / "site")


def runs_of(text: str, words: int) -> set[str]:
    """The runs of so many words of a text, as they can be found again whatever the markup."""
    found = re.findall(r"\w+", text.casefold())
    return {" ".join(found[start : start + words]) for start in range(len(found) - words + 1)}


def test_of_an_outlet_that_may_not_be_quoted_headlines_are_left_in_every_file(
    newsroom_archive: Path, tmp_path: Path
) -> None:
    asked = "SELECT outlet, title, text FROM articles WHERE outlet IS NOT NULL AND text_kind <> 'account'"
    texts = rows(newsroom_archive, asked)

    def quoted(out: Path, words: int) -> set[object]:
        printed(newsroom_archive, out, quotes=QuoteLimits(words={"*": words}))
        site = " ".join(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")) for path in out.rglob("*.*"))
        shown = runs_of(html.unescape(html.unescape(site)), 8)
        titles = {run for _, title, _ in texts for run in runs_of(str(title), 8)}
        return {outlet for outlet, _, text in texts if (runs_of(str(text), 8) - titles) & shown}

    assert len(quoted(tmp_path / "usual", 150)) > 5
    assert quoted(tmp_path / "silent", 0) == set()


def test_pages_are_made_anew_when_the_limit_of_quotation_changes(newsroom_archive: Path, tmp_path: Path) -> None:
    printed(newsroom_archive, tmp_path / "site")
    assert printed(newsroom_archive, tmp_path / "site", quotes=QuoteLimits(words={"*": 60})).stale == 4
    assert printed(newsroom_archive, tmp_path / "site", quotes=QuoteLimits(words={"*": 60})).stale == 0
