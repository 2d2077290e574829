"""How large the site's search grows, and how soon it answers: made-up articles, asked in Chromium from a folder.

    python -m benchmarks.site.search [ARTICLES]

Words are drawn by Zipf's law from 60,000; titles have 9 words, openings 45.
"""

import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from digest.site.write import write_site
from news.records.site import SearchLine
from tests.digest.looks import FLAGS, find_browser
from tests.digest.sites import site_content

TITLE_WORDS, OPENING_WORDS = 9, 45
WORDS = TITLE_WORDS + OPENING_WORDS  # of an article
SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo xu zan ber dor gal ist ment pro con str".split()


def lines(count: int):
    draw = random.Random(7)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(60_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    drawn = draw.choices(words, weights, k=count * WORDS)
    for at in range(count):
        chosen = drawn[at * WORDS : (at + 1) * WORDS]
        yield SearchLine(
            title=" ".join(chosen[:TITLE_WORDS]), outlet=f"Outlet {at % 200}",
            day=date(2026, 1, 1) + timedelta(days=at // 400), url=f"https://outlet{at % 200}.example/{at}",
            language="en", opening=" ".join(chosen[TITLE_WORDS:]),
            story_id=f"s{at // 8:010}", story_title=" ".join(chosen[:7]), state="active",
        )  # fmt: skip


def asked(folder: Path, browser: str, question: str) -> str:
    flags = [flag for flag in FLAGS if not flag.startswith("--virtual-time")]
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            *flags,
            "--timeout=4000",
            f"--user-data-dir={profile}",
            f"file://{folder}/search.html#{question}",
        ]
        dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
    loaded = [folder / name for name in re.findall(r'src="(search/[^"]+)"', dom)]
    ready = re.search(r'data-ready="(\d+)"', dom)
    answer = re.search(r'id="said"[^>]*>([^<]*)', dom)
    size = sum(path.stat().st_size for path in loaded)
    figures = f"{question:40} {answer and answer[1]:20} ready after {ready and ready[1]} ms"
    return f"{figures}, {len(loaded)} pieces, {size / 1e6:.2f} MB"


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder, articles = Path(temporary) / "site", list(lines(count))
        began = time.perf_counter()
        write_site(folder, replace(site_content(), stories=(), front=()), searched=articles)
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        again = write_site(folder, replace(site_content(), stories=(), front=()), searched=articles)
        pieces = list((folder / "search").iterdir())
        sizes = sorted(path.stat().st_size for path in pieces)
        twice = time.perf_counter() - began
        print(f"{count} articles: {seconds:.1f} s to write, {twice:.1f} s again ({again.written} written)")
        largest, median = sizes[-1] / 1e3, sizes[len(sizes) // 2] / 1e3
        print(f"{len(pieces)} pieces, {sum(sizes) / 1e6:.1f} MB; largest {largest:.0f} kB, median {median:.1f} kB")
        browser = find_browser()
        title = articles[count // 3].title.split()
        frequent = max(
            (line.title.split()[0] for line in articles[:200]),
            key=lambda word: sum(word in line.title for line in articles[:200]),
        )
        for question in (
            f"q={title[0]}+{title[5]}",
            f"q={frequent}",
            f"q={title[3]}",
            "q=",
            "q=&l=en",
            f"q={frequent}&o=Outlet+7",
        ):
            print(asked(folder, browser, question) if browser else "no Chromium")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
