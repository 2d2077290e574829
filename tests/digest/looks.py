"""Looks at letters and pages in Chromium: what sticks out, what cannot be read, what axe-core finds."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from html import escape, unescape
from importlib import resources
from pathlib import Path
from typing import Any

LOOK = (Path(__file__).parent / "look.js").read_text()
AXE = os.environ.get("NEWSTHREAD_AXE") or resources.files("axe_core_python") / "axe.min.js"  # a newer one may be named
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--virtual-time-budget=20000",
    "--window-size=1300,900", "--dump-dom",
]  # fmt: skip
# A headless window is never narrower than 500 pixels, a frame may be: each paper is looked at in frames.
FRAMES = """<!DOCTYPE html><title>wait</title>{frames}<script>
const frames = [...document.querySelectorAll("iframe")];
const look = setInterval(() => {{
  if (!frames.every((frame) => frame.contentDocument?.title.startsWith("{{"))) return;
  clearInterval(look);
  document.body.textContent = JSON.stringify(
    Object.fromEntries(frames.map((frame) => [frame.name, JSON.parse(frame.contentDocument.title)])));
  document.title = "done";
}}, 100);
</script>"""
WIDTHS = (360, 1200)


def find_browser() -> str | None:
    """Return the path of a Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def seeing(html: str) -> str:
    """Return the page with a script at its end that tells how it looks; the real ones hold none."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    axe = Path(str(AXE)).read_text(encoding="utf-8")
    return page.replace("</body>", f"<script>{axe}</script><script>{LOOK}</script></body>")


def frame(path: Path, name: str, width: int) -> str:
    """Return a frame of `width` that shows the page with its own base address."""
    page = path.read_text(encoding="utf-8").replace("<head>", f'<head><base href="{path.as_uri()}">', 1)
    return (
        f'<iframe name="{name} {width}" width="{width}" height="900" style="border:0" srcdoc="{escape(page)}"></iframe>'
    )


def looked_at(browser: str, folder: Path, names: Sequence[str], scheme: str, profile: Path) -> dict[str, Any]:
    """Return what look.js tells of these pages, made by `seeing`, by "name width"; `scheme` is light or dark."""
    frames = "".join(frame(folder / name, name, width) for name in names for width in WIDTHS)
    sheet = folder / f"{scheme}.htm"
    sheet.write_text(FRAMES.format(frames=frames), encoding="utf-8")
    blink = f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}"
    command = [browser, *FLAGS, blink, f"--user-data-dir={profile}", sheet.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True).stdout
    assert "<title>done</title>" in dom, dom[:500]
    told = re.search(r"<body>(.*?)</body>", dom, re.DOTALL)
    assert told is not None
    found: dict[str, Any] = json.loads(unescape(told[1]))
    return found
