"""The search as a reader has it, its script run: on a phone and a desk, light and dark, by keyboard, under axe."""

import json
import re
import subprocess
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from digest.site.write import write_site
from news.records.site import SearchLine
from tests.digest.looks import AXE, FLAGS, LOOK, WIDTHS, find_browser
from tests.digest.sites import site_content

LONG = "Unbrechbar" * 24
TITLES = [
    "Dredging of the Skarn Channel begins",
    "Skarn Channel: " + LONG,
    "مرحبا Skarn",
    "Ferry timetable",
    *["Skarn again"] * 30,
]
# Keys are pressed as a reader would: "/" leads into the field; each control can be reached and shows that it is.
KEYS = """
const keys = () => {
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true }));
  const q = document.getElementById("q"), led = document.activeElement === q;
  const all = document.querySelectorAll("a[href], button, input, select, summary");
  const controls = [...all].filter((e) => e.checkVisibility());
  const unmarked = controls.filter((e) => {
    e.focus({ focusVisible: true });
    const style = getComputedStyle(e);
    return document.activeElement !== e || (style.outlineStyle === "none" && style.boxShadow === "none");
  });
  const small = controls.filter((e) => e.matches("input, select, button") && e.getBoundingClientRect().height < 24);
  const nameless = controls.filter((e) => e.matches("input, select") && !e.labels.length);
  const tell = (found) => found.map((e) => e.outerHTML.slice(0, 80));
  return { led, unmarked: tell(unmarked), small: tell(small), nameless: tell(nameless), controls: controls.length };
};
"""
WAIT = """<script>%s</script><script>%s
const seen = setInterval(() => {
  if (!document.documentElement.dataset.ready) return;
  clearInterval(seen);
  document.documentElement.dataset.keys = JSON.stringify(keys());
  document.documentElement.dataset.hits = document.querySelectorAll("#found li").length;
  document.documentElement.dataset.said = document.getElementById("said").textContent;
  %s
}, 50);</script></body>"""
SHEET = """<!DOCTYPE html><title>wait</title>{frames}<script>
const frames = [...document.querySelectorAll("iframe")];
const look = setInterval(() => {{
  if (!frames.every((frame) => frame.contentDocument?.title.startsWith("{{"))) return;
  clearInterval(look);
  const told = frames.map((frame) => {{
    const { title, documentElement } = frame.contentDocument;
    return [frame.name, {{ ...JSON.parse(title), ...documentElement.dataset }}];
  }});
  document.body.textContent = JSON.stringify(Object.fromEntries(told));
  document.title = "done";
}}, 100);
</script>""".replace("{ title, documentElement }", "{{ title, documentElement }}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    lines = [
        SearchLine(
            title=title,
            outlet="Harbour Post",
            opening="",
            day=date(2031, 3, 26),
            url="https://x.example/1",
            language="en",
        )
        for title in TITLES
    ]
    write_site(folder, site_content(), stories=[], watches=[], outlets=[], searched=lines)
    page = (folder / "search.html").read_text(encoding="utf-8")
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    script = WAIT % (Path(str(AXE)).read_text(encoding="utf-8"), KEYS, LOOK)
    (folder / "seen.html").write_text(page.replace("</body>", script), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["light", "dark"])
def seen(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    browser = find_browser()
    if browser is None:
        pytest.skip("no Chromium on this machine: the search's form and hits are NOT looked at")
    frames = "".join(
        f'<iframe name="{width}" width="{width}" height="900" style="border:0" src="seen.html#q=skarn"></iframe>'
        for width in WIDTHS
    )
    sheet = site / "sheet.html"
    sheet.write_text(SHEET.format(frames=frames), encoding="utf-8")
    command = [
        browser,
        *FLAGS,
        "--allow-file-access-from-files",
        f"--blink-settings=preferredColorScheme={0 if request.param == 'dark' else 1}",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
        sheet.as_uri(),
    ]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True).stdout
    assert "<title>done</title>" in dom, dom[:300]
    told = re.search(r"<body>(.*?)</body>", dom, re.DOTALL)
    assert told is not None
    found: dict[str, Any] = json.loads(unescape(told[1]))
    assert all(look["dark"] == (request.param == "dark") for look in found.values())
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_the_question_in_the_address_is_answered(seen: dict[str, Any], width: int) -> None:
    look = seen[str(width)]
    assert (look["hits"], look["width"]) == ("20", width)
    assert "33" in look["said"]


@pytest.mark.parametrize("width", WIDTHS)
def test_form_and_hits_fit_and_can_be_read(seen: dict[str, Any], width: int) -> None:
    look = seen[str(width)]
    assert (look["overflow"], look["faint"], look["tiny"], look["h1"]) == (0, [], 0, 1)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_serious_fault(seen: dict[str, Any], width: int) -> None:
    assert seen[str(width)]["faults"] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_it_works_by_keyboard(seen: dict[str, Any], width: int) -> None:
    keys = json.loads(seen[str(width)]["keys"])
    assert keys["led"]
    assert keys["controls"] > 25
    assert (keys["unmarked"], keys["nameless"], keys["small"]) == ([], [], [])
