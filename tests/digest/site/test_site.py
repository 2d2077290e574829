import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.labels import known_languages, words_of
from digest.letter.render import freeze
from digest.site.charts import share_chart, volume_chart
from digest.site.copy_graph import GraphRules, copy_graph
from digest.site.pages import page_set, slug
from digest.site.write import SiteReport, stale_stories, write_site
from news.errors import InputError, SettingsError
from news.records.site import CoverageDay, OriginLine, QuoteLine
from tests.digest.letter.test_render import HOSTILE, NEVER
from tests.digest.letters import digest, said
from tests.digest.pages import contrast, read_page
from tests.digest.sites import NOW, OUTLETS, copies, coverage, line, outlet_page, site_content, story_page, watch_page

SHEET = Path(__file__).parents[3] / "digest" / "templates" / "site.css"


def built(out, **given):
    made = site_content(**given)
    report = write_site(
        out,
        made,
        stories=[story_page(story) for story in made.stories],
        watches=[watch_page()],
        outlets=[outlet_page(name) for name in OUTLETS],
        digests=[replace(freeze(digest(), now=NOW), digest_id="d0123456789ab")],
    )
    return made, report


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    built(out)
    return out


def pages_of(site):
    return {
        path.relative_to(site).as_posix(): read_page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")
    }


def test_every_page_is_well_formed_with_one_heading_and_no_script(site):
    pages = pages_of(site)
    assert len(pages) == 15
    for name, page in pages.items():
        assert page.faults == [], name
        assert page.count("h1") == 1, name
        assert page.count("script") == (name == "search.html"), name
        assert page.count("img") == 0, name
        assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_every_link_within_the_site_leads_to_a_file(site):
    for name, page in pages_of(site).items():
        if name.startswith("digests/"):
            continue
        for link in page.links:
            if not re.match(r"https?:|#", link):
                assert (site / name).parent.joinpath(unquote(link.split("#")[0])).is_file(), (name, link)


def test_headings_go_down_one_step_at_a_time(site):
    for name, page in pages_of(site).items():
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), name


def test_every_chart_says_in_words_what_it_shows(site):
    for name, page in pages_of(site).items():
        assert faults_of_charts(page) == [], name


def test_a_chart_of_weeks_has_a_table_of_weeks():
    days = tuple(
        CoverageDay(day=date(2031, 1, 6) + timedelta(days=n), articles=n % 2, copy_groups=n % 2, total=90, share=0.01)
        for n in range(90)
    )
    page = read_page(page_set(site_content()).watch(replace(watch_page(), days=days)))
    assert [attributes["aria-details"] for tag, attributes in page.tags if tag == "svg"] == ["weeks", "days"]
    assert faults_of_charts(page) == []


def faults_of_charts(page):
    """Return what charts lack: a name, and their numbers in it or in a table that `aria-details` names."""
    faults = []
    for place, (tag, attributes) in enumerate(page.tags):
        if tag == "svg" and not attributes.get("aria-hidden"):
            label = attributes.get("aria-label")
            drawn = itertools.takewhile(
                lambda one: one[0] in {"defs", "pattern", "path", "rect"}, page.tags[place + 1 :]
            )
            bars = sum(name == "rect" for name, _ in drawn)
            has_numbers = says_numbers(label or "", bars) or has_table(page, attributes.get("aria-details"))
            if attributes.get("role") != "img" or not label or not has_numbers:
                faults.append(f"the chart {attributes} has no name, or its numbers stand nowhere")
    return faults


def says_numbers(label, bars):
    """Return whether a chart's name is its numbers: one for each bar, and no words."""
    words = label.split()
    return 0 < bars <= len(words) and not any(word.isalpha() for word in words)


def has_table(page, name):
    """Return whether the element of this id holds a table."""
    held = itertools.dropwhile(lambda one: name is None or one[1].get("id") != name, page.tags)
    return "table" in [tag for tag, _ in itertools.takewhile(lambda one: one[0] != "h2", held)]


def test_a_chart_without_name_or_numbers_is_noticed():
    chart = '<svg role="img" aria-label="Ferries" aria-details="numbers"><circle r="1"/></svg><details id="{}"><table>'
    assert faults_of_charts(read_page(chart.format("numbers"))) == []
    for broken in (chart.format("x"), chart.format("numbers").replace("label", "x"), chart.replace("table", "p")):
        assert faults_of_charts(read_page(broken)), broken


@pytest.mark.parametrize(
    "page", [story_page(), watch_page(), outlet_page(), site_content()], ids=lambda page: type(page).__name__
)
def test_the_pages_that_are_looked_at_have_something_in_every_list(page):
    assert [item.name for item in fields(page) if getattr(page, item.name) == ()] == []


def test_the_same_build_again_writes_nothing(site):
    _, report = built(site)
    assert report == SiteReport(written=0, unchanged=report.unchanged, removed=0)
    assert stale_stories(site, site_content()) == ()


def test_only_what_moved_is_stale(tmp_path):
    made, _ = built(tmp_path)
    moved = replace(made, stories=(replace(made.stories[0], articles=39), made.stories[1]))
    assert stale_stories(tmp_path, moved) == (made.stories[0].story_id,)
    assert stale_stories(tmp_path, made, marks={made.stories[1].story_id: "new"}) == (made.stories[1].story_id,)
    assert stale_stories(tmp_path, replace(made, language="de")) == tuple(s.story_id for s in made.stories)


def test_a_story_that_is_no_more_loses_its_page(tmp_path):
    made, _ = built(tmp_path)
    report = write_site(tmp_path, replace(made, stories=made.stories[:1], front=made.front[:1]))
    assert report.removed == 1
    assert [path.stem for path in (tmp_path / "stories").glob("*.html")] == [made.stories[0].story_id]


@pytest.mark.parametrize("folder", ["stories", "watches", "outlets", "digests"])
def test_what_is_listed_no_more_loses_its_page_and_its_feeds(tmp_path, folder):
    made, _ = built(tmp_path)
    before = {path.name for path in (tmp_path / folder).iterdir()}
    kept = getattr(made, folder)[1:]
    report = write_site(tmp_path, replace(made, **{folder: kept}))
    gone = before - {path.name for path in (tmp_path / folder).iterdir()}
    assert {name.rsplit(".", 1)[0] for name in gone} == {Path(next(n for n in gone if n.endswith(".html"))).stem}
    assert report.removed == 1
    assert not [path for path in (tmp_path / folder).iterdir() if path.name in gone]


def test_a_build_that_was_broken_off_is_finished_by_the_next(tmp_path):
    made = site_content()

    def one_and_then_the_power_fails():
        yield story_page(made.stories[0])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(tmp_path, made, stories=one_and_then_the_power_fails())
    assert set(stale_stories(tmp_path, made)) == {story.story_id for story in made.stories}
    built(tmp_path)
    assert stale_stories(tmp_path, made) == ()
    assert not list(tmp_path.rglob("*.part"))


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="something else"):
        built(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_language_without_labels_leaves_no_folder(tmp_path):
    with pytest.raises(SettingsError, match="no labels in the language 'zz'"):
        built(tmp_path / "new", language="zz")
    assert not (tmp_path / "new").exists()


def test_long_lists_stand_on_several_pages(tmp_path):
    stories = tuple(line(f"s{number:010}") for number in range(1100))
    write_site(tmp_path, site_content(stories=stories, front=()))
    pages = [read_page((tmp_path / name).read_text()) for name in ("stories.html", "stories-2.html", "stories-3.html")]
    assert [page.count("tr") - 1 for page in pages] == [500, 500, 100]
    assert "stories-3.html" in pages[1].links
    assert "stories.html" in pages[1].links


def test_stories_left_out_of_a_list_are_told_of(tmp_path):
    write_site(tmp_path, site_content(moved=31))
    front, listed = (read_page((tmp_path / name).read_text()).text for name in ("index.html", "stories.html"))
    assert "31 stories moved. The first 2 stand here. Stories of a single text are left out here" in front
    assert "2 stories Stories of a single text are left out here" in listed
    write_site(tmp_path, site_content(moved=2))
    assert "2 stories moved. Stories of a single text" in read_page((tmp_path / "index.html").read_text()).text


def test_a_gap_is_hatched_and_said_and_never_a_zero():
    chart = volume_chart(coverage())
    assert chart.gap_days == 4
    assert [one.gap_days for one in chart.bins[19:24]] == [0, 1, 1, 1, 0]
    assert share_chart(coverage()).share.path.count("M") == 3
    page = story_page()
    assert "gap" in {attributes.get("class") for _, attributes in read_page(page_text(page)).tags}
    assert "On 4 days most outlets were not read: a gap, not a zero." in read_page(page_text(page)).text


def page_text(page):
    from digest.site.pages import page_set

    return page_set(site_content()).story(page)


def test_years_are_drawn_in_as_many_bars_as_a_phone_shows():
    chart = volume_chart(coverage(1000))
    assert (chart.days_a_bin, len(chart.bins)) == (9, 112)
    assert sum(one.copy_groups for one in chart.bins) == sum(day.copy_groups or 0 for day in coverage(1000))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (30, "Most: {n} on {start}."),
        (1000, "Most: {n}, {start} to {end}."),
    ],
)
def test_the_highest_bar_is_said_with_all_its_days(days, said):
    chart = volume_chart(coverage(days))
    n = f"{chart.top} articles"
    start, end = (f"{at.day} {at:%B %Y}" for at in (chart.peak.first, chart.peak.last))
    assert (
        said.format(n=n, start=start, end=end) in read_page(page_text(replace(story_page(), days=coverage(days)))).text
    )


def test_a_story_without_days_or_copies_has_a_page():
    bare = replace(story_page(), days=(), copies=(), chronicle=(), origins=(), quotes=(), changed=(), differences=())
    assert "No text repeats another." in page_text(bare)


def test_the_graph_has_a_row_an_outlet_and_an_arrow_a_copy():
    graph = copy_graph(copies())
    assert [outlet for outlet, _ in graph.rows] == list(OUTLETS)
    assert (len(graph.dots), len(graph.arrows), graph.rows_left_out) == (6, 5, 0)
    assert all(one.x < other.x for one, other in itertools.pairwise(graph.dots))
    assert all(GraphRules().label_width <= dot.x <= GraphRules().width for dot in graph.dots)
    assert copy_graph([]) is None


def test_an_arrow_comes_from_the_text_that_is_named_else_from_the_likest():
    pair = copies()[0]
    third = replace(pair, article_id=9, ordered_at=NOW, is_credited=False)
    likest = replace(third, original_id=1, original_at=pair.ordered_at, containment=0.99)
    named = replace(third, original_id=0, containment=0.90, is_credited=True)
    assert [arrow.pair for arrow in copy_graph([pair, third, likest]).arrows] == [pair, likest]
    assert [arrow.pair for arrow in copy_graph([pair, likest, named]).arrows] == [pair, named]


def test_days_are_marked_in_the_graph_and_labelled_where_there_is_room():
    marks = copy_graph(copies()).days
    assert [mark.day.day for mark in marks] == [24, 25]
    many = [replace(copies()[0], article_id=n, ordered_at=NOW + timedelta(days=n)) for n in range(1, 90)]
    graph = copy_graph(many)
    labelled = [mark.x for mark in graph.days if mark.has_label]
    assert len(graph.days) == 90 > len(labelled)
    assert all(other - one >= 42 for one, other in itertools.pairwise(labelled))
    assert graph.width > 90 * 16


def test_a_comma_within_the_marks_is_no_other_wording():
    first = said("We have not had an hour of talks,", "Meridian News", 2)
    same = QuoteLine(speaker=None, wordings=(first, replace(first, sentence="We have not had an hour of talks.")))
    other = QuoteLine(speaker=None, wordings=(first, replace(first, sentence="We have not had a day of talks.")))
    assert "In the same words" in page_text(story_page(quotes=(same,)))
    assert "In the same words" not in page_text(story_page(quotes=(other,)))


def test_an_arrow_to_what_is_no_copy_is_thin_and_said_to_be():
    page = page_text(story_page())
    assert page.count('uncredited part"') + page.count('class="arrow part"') == 2  # derived, and a shared passage
    assert "thin: a part alone, no copy" in page
    assert "thin:" not in page_text(story_page(copies=copies()[:1]))


def test_every_origin_says_which_text_came_first():
    origin = OriginLine(
        origin=None, state="primary", articles=2, outlets=OUTLETS[:2], first_at=NOW, first_title="Crews walk out",
        first_url="https://x.example/1", first_outlet="Harbour Post",
    )  # fmt: skip
    said_there = read_page(page_text(story_page(origins=(origin,)))).text
    assert "Harbour Post first-hand Crews walk out Harbour Post, 26 March 2031" in said_there


def test_charts_have_axes_and_every_day_can_be_pointed_at():
    page = page_text(story_page())
    assert re.findall(r'class="grid" style="bottom:([\d.]+)%', page)[-1] == "100.0"
    assert page.count('class="point"') == sum(day.share is not None for day in coverage())
    assert "of their own" in page
    assert re.search(r"<title>\d+ \w+ 2031: [\d.]+ % \(\d+ articles? of 400 collected\)", page)


def test_the_front_page_tells_what_happened_in_its_leads(tmp_path):
    made = site_content()
    lead = replace(made.news[0].sentences[0], title="Crews walk out", sentence="Crews at three ports stop work.")
    more = [
        replace(lead, sentence="They ask for more."),
        replace(lead, article_id=2, title="Talks fail", sentence="No."),
    ]
    built(tmp_path, news=(replace(made.news[0], sentences=(lead, *more)),))
    text = read_page((tmp_path / "index.html").read_text()).text
    assert "Crews walk out Crews at three ports stop work." in text
    assert "Talks fail No." in text
    assert "They ask for more." not in text


def test_copies_of_one_moment_can_be_drawn():
    same = [replace(pair, ordered_at=NOW, original_at=NOW) for pair in copies()]
    assert len(copy_graph(same).arrows) == 5


def test_many_outlets_are_counted_where_they_cannot_be_drawn():
    many = [
        replace(copies()[0], article_id=n, outlet=f"O{n}", ordered_at=NOW + timedelta(hours=n)) for n in range(1, 60)
    ]
    graph = copy_graph(many)
    assert (len(graph.rows), graph.rows_left_out) == (40, 20)
    assert "20 outlets more are in the table only." in page_text(story_page(copies=tuple(many)))


def test_the_feed_is_atom_with_every_update(site):
    root = ET.fromstring((site / "updates.atom").read_bytes())
    atom = "{http://www.w3.org/2005/Atom}"
    entry = root.find(f"{atom}entry")
    assert root.find(f"{atom}id").text.startswith("urn:uuid:")
    assert entry.find(f"{atom}updated").text == "2031-03-26T06:00:00Z"
    assert "&lt;b&gt;stop&lt;/b&gt;" in entry.find(f"{atom}content").text
    assert entry.find(f"{atom}link").get("href") == "stories/s000000001a.html"


def test_a_site_with_an_address_has_whole_links_in_its_feed(tmp_path):
    built(tmp_path, address="https://desk.example/news/")
    root = ET.fromstring((tmp_path / "updates.atom").read_bytes())
    links = [link.get("href") for link in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert links[0] == "https://desk.example/news/updates.atom"
    assert links[-1] == "https://desk.example/news/stories/s000000001a.html"


@pytest.mark.parametrize("language", known_languages("site"))
def test_every_page_speaks_the_sites_language(tmp_path, language):
    built(tmp_path, language=language)
    for page in pages_of(tmp_path).values():
        assert page.tags[0][0] == "html"
    assert (tmp_path / "index.html").read_text().count(f'<html lang="{language}"') == 1


def test_a_list_of_stories_that_is_cut_says_so(tmp_path):
    outlet, watch = replace(outlet_page(), left_out_stories=1_200), replace(watch_page(), left_out_stories=3)
    write_site(tmp_path, site_content(), stories=[], watches=[watch], outlets=[outlet])
    for folder, words in (("outlets", "and 1,200 more"), ("watches", "and 3 more")):
        (page,) = (tmp_path / folder).glob("*.html")
        assert f'<p class="meta">{words}</p>' in page.read_text(encoding="utf-8")


def hostile_parts(text):
    """Return a story, its page, a watch, an outlet and an update whose every word is `text`."""
    story = line(text, text)
    pair = replace(copies()[0], outlet=text, title=text, evidence=text, original_outlet=text)
    row = replace(story_page().chronicle[1], outlet=text, title=text, url=text, origin=text, new_sources=(text,))
    page = story_page(story, copies=(pair,), chronicle=(row,), watches=(text,))
    watch = replace(watch_page(), watch=text, title=text, query=text, stories=(story,))
    outlet = replace(outlet_page(text), domain=text, country=text, family=text, copied_by=((text, 1),))
    return page, watch, outlet, replace(site_content().news[0], story_id=text, title=text)


def test_hostile_words_are_harmless_on_every_page(tmp_path, site):
    pages, watches, outlets, news = zip(*map(hostile_parts, HOSTILE), strict=True)
    stories = tuple(page.story for page in pages)
    front = tuple(replace(site_content().front[0], story=story) for story in stories)
    lists = {"watches": tuple((text, text, 1) for text in HOSTILE), "outlets": tuple((text, 2, 1) for text in HOSTILE)}
    hostile = site_content(title=HOSTILE[0], stories=stories, front=front, news=news, **lists)
    write_site(tmp_path, hostile, stories=pages, watches=watches, outlets=outlets)
    tags = {tag for page in pages_of(site).values() for tag, _ in page.tags}
    read = pages_of(tmp_path)
    assert len(read) == 3 * len(HOSTILE) + 5
    for name, page in read.items():
        assert page.faults == [], name
        assert {tag for tag, _ in page.tags} <= tags, name
        assert not any(attribute.startswith("on") for _, attributes in page.tags for attribute in attributes)
        assert all(not re.match(r"\s*(javascript|data):", link) for link in page.links)
        assert not NEVER.search((tmp_path / name).read_text(encoding="utf-8")), name
    ET.fromstring((tmp_path / "updates.atom").read_bytes())


@given(st.text(max_size=50), st.text(max_size=50))
def test_names_become_file_names_of_their_own(one, other):
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", slug(one))
    assert one == other or slug(one) != slug(other)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_stands_out_from_its_ground(scheme):
    blocks = re.findall(r":root \{(.*?)\}", SHEET.read_text(), re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[scheme]))
    for ink in ("ink", "strong", "faint", "link", "tag", "good"):
        for ground in ("sheet", "ground"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for mark in ("own", "copy", "gap", "line", "panel"):  # graphics: WCAG 1.4.11
        assert contrast(colours[mark], colours["sheet"]) >= 3, mark


@pytest.mark.parametrize("name", ["con", "aux", "nul", "com1", "lpt9", "prn"])
def test_no_page_is_named_as_a_device_of_windows(name: str) -> None:
    assert re.fullmatch(rf"{name}-[0-9a-f]{{6}}", slug(name))


def test_search_engines_are_asked_not_to_list_it_unless_somebody_says_so(tmp_path: Path, site: Path) -> None:
    built(tmp_path / "listed", is_indexed=True)
    for folder, is_indexed in ((site, False), (tmp_path / "listed", True)):
        pages = [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
        assert {'<meta name="robots" content="noindex' in page for page in pages} == {not is_indexed}
        assert ("Disallow: /" in (folder / "robots.txt").read_text()) is not is_indexed


@pytest.mark.parametrize("language", known_languages())
def test_every_language_of_digests_has_labels_for_the_site_with_the_same_fields(language):
    english, own = words_of("en", part="site"), words_of(language, part="site")
    assert set(own.plain) == set(english.plain)
    assert set(own.counted) == set(english.counted)
    for label, text in own.plain.items():
        assert set(re.findall(r"{(\w+)}", text)) <= set(re.findall(r"{(\w+)}", english.plain[label])) | {
            "day", "number", "month", "month_short", "year", "weekday",
        }, label  # fmt: skip


@pytest.mark.parametrize(("first", "is_told"), [("Crews may walk out", True), ("", False), (None, False)])
def test_a_story_that_moved_on_tells_how_it_began(tmp_path, first, is_told):
    made = line()
    made = replace(made, first_title=made.title if first is None else first)
    write_site(tmp_path, site_content(stories=(made,)), stories=[story_page(made)], watches=[], outlets=[], digests=[])
    page = (tmp_path / "stories" / f"{made.story_id}.html").read_text(encoding="utf-8")
    assert ("Began as:" in page) is is_told


@pytest.mark.parametrize(
    ("count", "lines"), [(0, [0]), (1, [1]), (500, [500]), (501, [500, 1]), (1200, [500, 500, 200])]
)
def test_the_list_of_stories_is_in_pages_of_five_hundred(count, lines):
    stories = [line(f"s{at:011}") for at in range(count)]
    told = page_set(replace(site_content(), stories=stories)).story_lists()
    assert [len(set(re.findall(r'href="[^"]*(s0[0-9]{10})', one))) for one in told] == lines
