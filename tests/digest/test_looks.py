"""Letters and pages as a browser shows them: nothing sticks out, everything can be read, in light and in dark."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

import pytest

from digest.render import render_html
from digest.site import write_site
from tests.digest.editions import OUTLETS, edition, line, outlet_page, story_page, watch_page
from tests.digest.test_render import full_letter, hostile_letter

LOOK = (Path(__file__).parent / "look.js").read_text()
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--virtual-time-budget=20000",
    "--window-size=1300,900", "--dump-dom",
]  # fmt: skip
# A headless window is never narrower than 500 pixels, a frame may be: each paper is looked at in frames.
FRAMES = """<!DOCTYPE html><title>wait</title>{frames}<script>
addEventListener("load", () => {{
  const seen = {{}};
  for (const frame of document.querySelectorAll("iframe")) seen[frame.name] = JSON.parse(frame.contentDocument.title);
  document.body.textContent = JSON.stringify(seen);
  document.title = "done";
}});
</script>"""
LONG = "Unbrechbar" * 24


@pytest.fixture(scope="session")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: how letters and pages look is NOT checked (apt-get install chromium)")
    return found


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Letters and pages with a script at the end that tells how they look; the real ones hold none."""
    folder = tmp_path_factory.mktemp("looks")
    long = line("s00long", LONG)
    made = edition()
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
        page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", path.read_text(encoding="utf-8"))
        path.write_text(page.replace("</body>", f"<script>{LOOK}</script></body>"), encoding="utf-8")
    return folder


PAPERS = ["letter.html", "long.html", "rtl.html", "index.html", "stories/s000000001a.html", "stories/s00long.html",
          "watches/ports.html", "outlets/meridian-news-04372f.html"]  # fmt: skip
WIDTHS = (360, 1200)


def frame(papers, name, width):
    """Return a frame of `width` that shows the paper `name` with its own base address."""
    page = (papers / name).read_text(encoding="utf-8")
    page = page.replace("<head>", f'<head><base href="{(papers / name).as_uri()}">', 1)
    return (
        f'<iframe name="{name} {width}" width="{width}" height="900" style="border:0" srcdoc="{escape(page)}"></iframe>'
    )


@pytest.fixture(scope="module", params=["light", "dark"])
def seen(request, browser, papers, tmp_path_factory):
    """What look.js tells of every paper at every width, in one scheme."""
    scheme = request.param
    frames = "".join(frame(papers, name, width) for name in PAPERS for width in WIDTHS)
    (papers / f"{scheme}.htm").write_text(FRAMES.format(frames=frames), encoding="utf-8")
    blink = f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}"
    profile = f"--user-data-dir={tmp_path_factory.mktemp('profile')}"
    command = [browser, *FLAGS, blink, profile, (papers / f"{scheme}.htm").as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True).stdout
    assert "<title>done</title>" in dom, dom[:500]
    return scheme, json.loads(unescape(re.search(r"<body>(.*?)</body>", dom, re.DOTALL)[1]))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAPERS)
def test_nothing_sticks_out_and_everything_can_be_read(seen, name, width):
    scheme, looks = seen
    look = looks[f"{name} {width}"]
    assert (look["width"], look["dark"]) == (width, scheme == "dark")
    assert (look["overflow"], look["faint"], look["tiny"]) == (0, [], 0)
