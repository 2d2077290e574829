"""Letters and pages as a browser shows them: nothing sticks out, everything can be read, in light and in dark."""

from dataclasses import replace

import pytest

from digest.letter.render import render_html
from digest.site.write import write_site
from tests.digest.letter.test_render import full_letter, hostile_letter
from tests.digest.looks import WIDTHS, find_browser, looked_at, seeing
from tests.digest.sites import OUTLETS, line, outlet_page, site_content, story_page, watch_page

LONG = "Unbrechbar" * 24


@pytest.fixture(scope="session")
def browser():
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium on this machine: how letters and pages look is NOT checked (apt-get install chromium)")
    return found


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Letters and pages with a script at the end that tells how they look; the real ones hold none."""
    folder = tmp_path_factory.mktemp("looks")
    long = line("s00long", LONG)
    made = site_content()
    made = replace(made, stories=(*made.stories, long), front=(*made.front, replace(made.front[0], story=long)))
    row = replace(story_page().chronicle[0], title=LONG, outlet=LONG, origin=LONG, new_sources=(LONG,))
    write_site(
        folder,
        made,
        stories=[story_page(), story_page(long, chronicle=(row,), watches=(LONG,))],
        watches=[watch_page()],
        outlets=[outlet_page(OUTLETS[0])],
    )
    (folder / "letter.html").write_text(render_html(full_letter()), encoding="utf-8")
    (folder / "long.html").write_text(render_html(hostile_letter(LONG)), encoding="utf-8")
    (folder / "rtl.html").write_text(render_html(hostile_letter("مرحبا بالعالم " * 12)), encoding="utf-8")
    for path in folder.rglob("*.html"):
        path.write_text(seeing(path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


PAPERS = ["letter.html", "long.html", "rtl.html", "index.html", "stories/s000000001a.html", "stories/s00long.html",
          "watches/ports.html", "search.html", "outlets/meridian-news-04372f.html"]  # fmt: skip


@pytest.fixture(scope="module", params=["light", "dark"])
def seen(request, browser, papers, tmp_path_factory):
    """What look.js tells of every paper at every width, in one scheme."""
    scheme = request.param
    return scheme, looked_at(browser, papers, PAPERS, scheme, tmp_path_factory.mktemp("profile"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAPERS)
def test_nothing_sticks_out_and_everything_can_be_read(seen, name, width):
    scheme, looks = seen
    look = looks[f"{name} {width}"]
    assert (look["width"], look["dark"]) == (width, scheme == "dark")
    assert (look["overflow"], look["faint"], look["tiny"]) == (0, [], 0)
    assert (look["h1"], look["noAlt"]) == (1, 0)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAPERS)
def test_axe_finds_no_serious_fault(seen, name, width):
    look = seen[1][f"{name} {width}"]
    assert look["faults"] == []
    assert look["rules"] > 5  # it did look
