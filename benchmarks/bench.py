"""A short form of the benchmarks, a few minutes long, compared with the figures kept last: `make bench`.

    python -m benchmarks.bench [--keep] [--only NAME ...]

Every measure is CPU time of work that is always the same, divided by that of a fixed loop in the same process right
before and after it, so that neither another machine nor a busy one moves it much; where it says "of trafilatura", by
the rival's. What moved by more than 15 % is printed. `--keep` keeps the figures of this run (benchmarks/bench.json).
"""

import argparse
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = Path(__file__).with_name("bench.json")
MOVED = 0.15
TIMES = 2  # each is done, after a first time that does not count; the best counts
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PAGES = ROOT.parent / "shared" / "data" / "extraction" / "aeb"
Work = Callable[[], object]


def cpu() -> float:
    """Return the CPU seconds of this process and those that it waited for."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (0, resource.RUSAGE_CHILDREN)))


def reference() -> float:
    """Return the CPU seconds of the fixed loop: hashing, sorting, matching, compressing."""
    started = cpu()
    words = sorted(hashlib.md5(str(n).encode(), usedforsecurity=False).hexdigest() for n in range(80_000))
    text = " ".join(words)
    assert len(re.findall(r"\b\w*a1\w*\b", text)) > 1000
    zlib.compress(text.encode(), 6)
    return cpu() - started


def ratio(work: Work, rival: Work | None = None) -> float:
    """Return how often the loop, or the rival, fits into the work: the best of a few times."""
    work()
    found = []
    for _ in range(TIMES):
        before = reference()
        started = cpu()
        work()
        took = cpu() - started
        found.append(took / (_seconds(rival) if rival else (before + reference()) / 2))
    return min(found)


def _seconds(work: Work) -> float:
    started = cpu()
    work()
    return cpu() - started


# --- the measures -------------------------------------------------------------------------------------------------


def command(*words: str) -> Work:
    """Return a command of newsthread in a process of its own."""
    line = [sys.executable, "-m", "flows.cli", *words]
    return lambda: subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def starting(folder: Path) -> Iterator[tuple[str, float]]:
    """Commands that do nothing much."""
    yield "newsthread --help", ratio(command("--help"))
    yield "newsthread sql 'SELECT 1'", ratio(command("sql", "SELECT 1", "--archive", str(filled(folder, 2000))))


def reading(_: Path) -> Iterator[tuple[str, float]]:
    """Pages, beside trafilatura."""
    if not PAGES.exists():
        print(f"reading pages: left out, {PAGES} is not there", flush=True)
        return
    import gzip

    import trafilatura

    from extractors.pages.extract import extract_article
    from news.records import PageToRead

    rows = [json.loads(line) for line in (PAGES / "truth.jsonl").read_text(encoding="utf-8").splitlines()[::9]]
    pages = [(gzip.decompress((PAGES / row["page"]).read_bytes()), row["url"]) for row in rows]

    def ours() -> None:
        for page, url in pages:
            extract_article(PageToRead(source=url, url=url, body=page))

    def theirs() -> None:
        for page, url in pages:
            trafilatura.bare_extraction(page, url=url, with_metadata=True)

    yield f"{len(pages)} pages read, of trafilatura", ratio(ours, theirs)


def deciding(_: Path) -> Iterator[tuple[str, float]]:
    """What is read of texts: credits, speakers, figures, days to come, watches."""
    from benchmarks.archive.realistic import Texts, article
    from extractors.seeds import read_outlets
    from news.facts.expectations import read_expectations
    from news.facts.figures import read_figures
    from news.origins.citations import find_citations
    from news.origins.gazetteer import Gazetteer
    from news.records import Watch
    from news.speakers.quotations import find_quotes
    from news.watches.matching import find_matches
    from news.watches.parser import parse_watch

    texts = [article(number, text) for number, text in enumerate(Texts().some(1, 150))]
    gazetteer = Gazetteer.of(read_outlets(ROOT / "seeds" / "outlets.csv"))
    for name, read in (
        ("credits", lambda one: find_citations(one, gazetteer)),
        ("quotations and speakers", find_quotes),
        ("figures", read_figures),
        ("days to come", read_expectations),
    ):
        yield f"150 texts: {name}", ratio(lambda read=read: [read(one) for one in texts])
    words = [word for one in texts for word in one.text.split() if word.isalpha() and len(word) > 5][:400]
    queries = (f'"{one}" AND NOT "{other} {one}"' for one, other in pairwise(words))
    watches = [parse_watch(Watch(watch=str(number), query=query)) for number, query in enumerate(queries)]
    yield "399 watches on 150 texts", ratio(lambda: list(find_matches(watches, texts, {})))


def linking(folder: Path) -> Iterator[tuple[str, float]]:
    """A thousand made articles of 300 stories."""
    import random

    from benchmarks.archive.realistic import article
    from benchmarks.stories.speed import text
    from flows.configuration.settings import Settings
    from flows.linking.link import link
    from storage.archive import Archive

    dice = random.Random(1)
    items = [article(number, text(number % 300, dice)) for number in range(1000)]
    runs = iter(range(100))

    def once() -> None:
        place = folder / f"linking{next(runs)}"
        with Archive.open(place, now=NOW) as archive:
            with archive.store.transaction():
                archive.articles.save(items, now=NOW)
            link(archive, Settings(archive=place), now=NOW)

    yield "1,000 articles saved and linked", ratio(once)


def keeping(folder: Path) -> Iterator[tuple[str, float]]:
    """An archive of 20,000 articles: publishing, trends, search, corroborate."""
    from benchmarks.archive.publishing_costs import save
    from benchmarks.archive.realistic import Texts
    from flows.delivery.corroborate import corroborate
    from flows.delivery.search import search
    from storage.snapshot.sql import ask

    place, texts = filled(folder, 20_000), Texts()
    snapshot, rounds = place / "news.duckdb", iter(range(100))
    yield "SQL: search of two words, 20,000 articles", ratio(lambda: ask(snapshot, "FROM search('government police')"))
    yield (
        "SQL: all stories by hand, 20,000 articles",
        ratio(lambda: ask(snapshot, "SELECT outlet, day, count(*) FROM articles GROUP BY ALL ORDER BY ALL LIMIT 5")),
    )
    yield (
        "query: words, NOT and NEAR, 20,000 articles",
        ratio(lambda: search(snapshot, "(government OR police) AND NOT apple AND said NEAR/5 monday")),
    )
    claim = "The government said on Monday that the police killed the man."
    yield "corroborate, 20,000 articles", ratio(lambda: corroborate(snapshot, claim))
    spent = []
    for _ in range(TIMES + 2):  # two whole copies first
        save(place, texts, 1_000_000 + next(rounds) * 100, 100)
        before, took = reference(), _seconds(lambda: published(place))
        spent.append(took / ((before + reference()) / 2))
    yield "publishing by blocks after 100 articles, 20,000 articles", min(spent[2:])


def published(place: Path) -> None:
    """Publish an archive as a run does: under its lock, with its checksums set aside."""
    from benchmarks.archive import realistic
    from storage.archive import Archive

    with Archive.open(place, now=realistic.NOW) as archive:
        archive.publish(now=realistic.NOW)


def filled(folder: Path, count: int) -> Path:
    """Return an archive of made articles, published."""
    from benchmarks.archive.realistic import build
    from storage.archive import Archive

    place = folder / f"archive{count}"
    if not place.exists():
        build(place, count)
        with Archive.open(place, now=NOW + timedelta(days=1)) as archive:
            archive.publish(now=NOW + timedelta(days=1))
    return place


GROUPS = (starting, reading, deciding, linking, keeping)


# --- what moved ---------------------------------------------------------------------------------------------------


@contextmanager
def workplace() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="keep the figures of this run")
    parser.add_argument("--only", nargs="*", default=[group.__name__ for group in GROUPS])
    options = parser.parse_args()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    started, found = time.monotonic(), {}
    with workplace() as folder:
        for group in GROUPS:
            for name, value in group(folder) if group.__name__ in options.only else ():
                found[name] = round(value, 3)
                print(line(name, found[name], kept.get("ratios", {}).get(name)), flush=True)
    was = f"{kept.get('commit', 'nothing')}, {kept.get('on', '')}, load {kept.get('load', '?')}"
    print(f"{time.monotonic() - started:.0f} s at load {os.getloadavg()[1]:.1f}; kept: {was}")
    if options.keep:
        keep(kept, found)


def line(name: str, value: float, before: float | None) -> str:
    """Say a measure, and whether it moved."""
    if before is None:
        return f"{name:<60} {value:8.3f}  new"
    change = value / before - 1
    mark = f"  MOVED {change:+.0%}" if abs(change) > MOVED else ""
    return f"{name:<60} {value:8.3f}  {before:8.3f}{mark}"


def keep(kept: dict, found: dict[str, float]) -> None:
    """Keep what was found, over what was kept under the same names."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    content = {
        "on": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": commit.stdout.strip(),
        "load": round(os.getloadavg()[1], 1),
        "ratios": kept.get("ratios", {}) | found,
    }
    KEPT.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
