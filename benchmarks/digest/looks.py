"""Look at digests and pages in Chromium at 360 and 1,200 pixels, light and dark; count what a reader trips over.

    .venv/bin/python -m benchmarks.digest.looks FILE_OR_FOLDER…

Digests are HTML files, sites are folders (up to forty pages of each). Overflow, text of a contrast below 4.5,
text smaller than 11 pixels, more than one h1, images without alt, and serious faults by axe-core, one line each.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.digest.looks import WIDTHS, find_browser, looked_at, seeing

PAGES_AT_MOST = 40


def faults_of(look: dict[str, object]) -> dict[str, object]:
    """Return what is wrong, empty where nothing is."""
    counts = {"h1": look["h1"] != 1, "overflow": look["overflow"], "tiny": look["tiny"], "no_alt": look["noAlt"]}
    return {name: wrong for name, wrong in (counts | {"faint": look["faint"], "axe": look["faults"]}).items() if wrong}


def look_at(place: Path, browser: str) -> int:
    """Print the faults of a digest or a site; return how many views had none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(place, f"{name}/pages")) if place.is_dir() else Path(name)
        if place.is_file():
            shutil.copy(place, folder)
        papers = sorted(folder.rglob("*.html"))[:PAGES_AT_MOST]
        for paper in papers:
            paper.write_text(seeing(paper.read_text(encoding="utf-8")), encoding="utf-8")
        names = [paper.relative_to(folder).as_posix() for paper in papers]
        passed = 0
        for scheme in ("light", "dark"):
            for view, look in looked_at(browser, folder, names, scheme, Path(name) / f"profile-{scheme}").items():
                wrong = faults_of(look)
                passed += not wrong
                if wrong:
                    sys.stdout.write(f"{place} {view} {scheme}: {wrong}\n")
    sys.stdout.write(f"{place}: {passed} of {2 * len(WIDTHS) * len(names)} views without a fault\n")
    return passed


def main(places: list[Path]) -> None:
    """Look at each."""
    browser = find_browser()
    if browser is None:
        sys.exit("There is no Chromium on this machine.")
    for place in places:
        look_at(place, browser)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
