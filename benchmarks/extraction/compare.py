"""Articles read by newsthread and by what a user would pick instead: the same pages, in one run, page by page.

Usage: python benchmarks/extraction/compare.py [--data ../shared/data/extraction] [--rivals PYTHON] [--magic PYTHON]
           [--json FILE] [--sets aeb,fundeval,fundus,wcxb] [--every 1] [--together] [--warm-up 12] [--only NAME NAME]

PYTHON is the interpreter of an environment made from rivals.txt (see README.md); without it only those are compared
that the product's environment has. Each extractor is a process; for each page all of them take their turn, in an order
that rotates, and their CPU seconds are counted, so that a busy machine slows all alike. Scores: scoring.py.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

from rivals import EXTRACTORS
from scoring import is_title_right, names_f1, overlap, same_names

HERE = Path(__file__).resolve().parent
LOST = 0.1  # recall below which an article counts as lost
TIMED = ("aeb", "fundus")  # the sets whose pages are timed, where they are among those read
MAGIC = "magic-html"
OURS = ("newsthread", "trafilatura", "trafilatura, comments off", "resiliparse")


class Extractor:
    """A process that answers one page at a time."""

    def __init__(self, name: str, python: str) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [python, str(HERE / "rivals.py"), name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def ask(self, row: dict[str, Any]) -> None:
        """Hand it a page."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"path": row["path"], "url": row["url"]}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Return what it found on the page that it was handed."""
        assert self.process.stdout
        return json.loads(self.process.stdout.readline() or '{"error": "the process died", "seconds": 0}')


def rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    for line in (data / name / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield {**row, "set": name, "path": str(data / name / row["page"])}


def run(pages: list[dict[str, Any]], readers: list[Extractor], *, together: bool) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {reader.name: [] for reader in readers}
    for number, row in enumerate(pages):
        order = [readers[(number + turn) % len(readers)] for turn in range(len(readers))]
        for group in [order] if together else [[reader] for reader in order]:
            for reader in group:
                reader.ask(row)
            for reader in group:
                found[reader.name].append(reader.answer())
        if (number + 1) % 20 == 0:
            print(f"{number + 1} of {len(pages)} pages", file=sys.stderr, flush=True)
    return found


def halves(measured: list[tuple[float, float]]) -> float:
    """Return the F1 of one half of a set."""
    precision, recall = fmean(m[0] for m in measured), fmean(m[1] for m in measured)
    return 2 * precision * recall / (precision + recall)


def described(told: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, float]:
    """Return the scores of titles, authors and days on pages whose truth states them."""
    if not told:
        return {}
    named = [(names_of(p), f.get("authors") or []) for p, f in told]
    return {
        "title": fmean(is_title_right(p["title"], f.get("title")) for p, f in told),
        "authors": fmean(same_names(true, found) for true, found in named),
        "authors_f1": fmean(names_f1(true, found) for true, found in named),
        "day": fmean(f.get("date") == p["date"][:10] for p, f in told),
        "day_wrong": fmean(bool(f.get("date")) and f["date"] != p["date"][:10] for p, f in told),
    }


def names_of(row: dict[str, Any]) -> list[str]:
    stated = row.get("author") or []
    return [stated] if isinstance(stated, str) else stated


def scores(pages: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the scores of one extractor: texts for each set, the rest where the truth knows it."""
    told = list(zip(pages, found, strict=True))
    result: dict[str, Any] = {"errors": sum("error" in f for f in found)}
    for name in dict.fromkeys(p["set"] for p in pages):
        measured = [overlap(p["text"], f.get("text") or "") for p, f in told if p["set"] == name]
        precision, recall = fmean(m[0] for m in measured), fmean(m[1] for m in measured)
        result[name] = {
            "f1": 2 * precision * recall / (precision + recall), "precision": precision, "recall": recall,
            "lost": sum(m[1] < LOST for m in measured), "halves": [halves(measured[::2]), halves(measured[1::2])],
        }  # fmt: skip
        result[name] |= described([(p, f) for p, f in told if p["set"] == name and p.get("date")])
    timed = [f["seconds"] for p, f in told if p["set"] in TIMED] or [f["seconds"] for _, f in told]
    result["pages_a_second"] = len(timed) / sum(timed) if timed and sum(timed) else None
    result["all_pages_a_second"] = len(found) / (sum(f["seconds"] for f in found) or 1)
    return result


def table(results: dict[str, dict[str, Any]], sets: list[str]) -> str:
    """Return the results as two Markdown tables: texts and speed, then titles, authors and days."""
    head = ["extractor", *(f"{s} F1 (P / R)" for s in sets), "lost", "pages / CPU s", "raised"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, r in results.items():
        texts = [f"{r[s]['f1']:.4f} ({r[s]['precision']:.3f} / {r[s]['recall']:.3f})" for s in sets]
        lost = " / ".join(str(r[s]["lost"]) for s in sets)
        cells = [name, *texts, lost, f"{r['pages_a_second'] or 0:.1f}", str(r["errors"])]
        lines.append("| " + " | ".join(cells) + " |")
    keys = ("title", "authors", "day", "day_wrong")
    dated = [s for s in sets if "day" in next(iter(results.values()))[s]]
    head = ["extractor", *(f"{s}: {key.replace('_', ' ')}" for s in dated for key in keys)]
    lines += ["", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, r in results.items():
        lines.append("| " + " | ".join([name, *(f"{r[s][key]:.3f}" for s in dated for key in keys)]) + " |")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=HERE.parent.parent.parent / "shared" / "data" / "extraction")
    options.add_argument("--rivals", help="Python of the environment with the rivals")
    options.add_argument("--magic", help="Python of an environment with magic-html and html_text, which asks for 3.12")
    options.add_argument("--sets", default="aeb,fundeval,fundus,wcxb")
    options.add_argument("--every", type=int, default=1, help="only each n-th page")
    options.add_argument(
        "--together", action="store_true", help="all at once: quicker, on a machine with cores to spare"
    )
    options.add_argument("--warm-up", type=int, default=12, help="pages read before the counting begins")
    options.add_argument("--json", type=Path)
    options.add_argument("--only", nargs="+", default=[], help="of the extractors; newsthread, trafilatura come always")
    chosen = options.parse_args()
    sets = chosen.sets.split(",")
    pages = [row for name in sets for row in rows(chosen.data, name)]
    pythons = {name: sys.executable if name in OURS else chosen.rivals for name in EXTRACTORS} | {MAGIC: chosen.magic}
    wanted = {"newsthread", "trafilatura", *(chosen.only or pythons)}
    readers = [Extractor(name, python) for name, python in pythons.items() if python and name in wanted]
    run(pages[:: len(pages) // chosen.warm_up + 1], readers, together=True)
    found = run(pages[:: chosen.every], readers, together=chosen.together)
    results = {name: scores(pages[:: chosen.every], answers) for name, answers in found.items()}
    print(table(results, sets))
    for key, which in (("pages_a_second", " and ".join(TIMED)), ("all_pages_a_second", "all sets")):
        fast, plain = results["newsthread"][key], results["trafilatura"][key]
        print(
            f"\nOn {which} newsthread reads {fast / plain:.2f} times the pages of bare_extraction(with_metadata=True) "
            f"in a CPU second ({fast:.1f}, {plain:.1f})."
        )
    if chosen.json:
        chosen.json.write_text(json.dumps({"results": results, "pages": len(pages)}, indent=1))


if __name__ == "__main__":
    main()
