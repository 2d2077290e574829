"""Precision and recall of `corroborate` on claims labelled before its rules were written.

python -m benchmarks.corroborate.quality DEMO/news.duckdb [../shared/data/stories/ecbplus.jsonl] [--show]
python -m benchmarks.corroborate.rumours ../shared/data/near_copies/bodies.csv [--show]
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flows.collecting.import_files import import_articles
from flows.configuration.settings import Settings
from flows.delivery.corroborate import Corroboration, corroborate
from flows.progress import Progress
from news.claims.corroboration import Statement
from news.language.segments import with_plain_signs
from storage.archive import Archive

SIDES = ("for", "against", "either", "not for")
HERE = Path(__file__).parent
TRUTH = {
    row["path"]: row
    for row in map(json.loads, (HERE.parents[1] / "seeds/newsroom/truth.jsonl").read_text("utf-8").splitlines())
}
NOW = datetime(2026, 11, 28, tzinfo=UTC)


def main(arguments: list[str]) -> None:
    """Print the figures of the claims looked at and of those held out."""
    show = "--show" in arguments
    snapshot, *more = [Path(one) for one in arguments if not one.startswith("--")]
    claims = [line.split("|") for line in (HERE / "claims.txt").read_text().splitlines() if line and line[0] != "#"]
    with tempfile.TemporaryDirectory() as folder:
        real = documents(more[0], Path(folder)) if more else None
        counts = {"looked at": Counter(), "held out": Counter()}
        for number, (claim, *labels) in enumerate(claims):
            sides = [[part.strip() for part in label.split(";;") if part.strip()] for label in labels]
            is_real = any(part.startswith("@") for side in sides for part in side) or number >= len(claims) - 14
            if is_real and real is None:
                continue
            fold = "held out" if number % 2 else "looked at"
            asked = real if is_real else snapshot
            found = corroborate(asked, claim.strip())
            score(found, sides, counts[fold], show=show and fold == "looked at")
            if not is_real:
                score_origins(found, counts[fold])
    for fold, found in counts.items():
        report(fold, found)
    report("all", counts["looked at"] + counts["held out"])


def documents(path: Path, folder: Path) -> Path:
    """Import the real documents into an archive of their own; return its snapshot."""
    read = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return archived([(row["id"], row["text"]) for row in read], folder)


def archived(
    texts: Sequence[tuple[str, str]],
    folder: Path,
    titles: Mapping[str, str] | None = None,
    days: Mapping[str, str] | None = None,
) -> Path:
    """Import texts by their ids, each of an outlet of its own; return the snapshot. Without a title the id is it."""
    rows = [
        {
            "url": f"https://doc.example/{number}",
            "title": (titles or {}).get(number, number),
            "text": text,
            "outlet": f"Outlet {number}",
            "published_at": f"{(days or {}).get(number) or '2026-01-01'}T00:00:00Z",
            "language": "en",
        }
        for number, text in texts
    ]
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    settings = Settings(archive=folder / "archive")
    with Archive.open(settings.archive, now=NOW) as archive:
        import_articles(archive, settings, [file], now=NOW, progress=Progress())
    return settings.archive / "news.duckdb"


def score(found: Corroboration, sides: list[list[str]], counts: Counter, *, show: bool) -> None:
    """Count what was told rightly, wrongly and not at all, by sentence."""
    labelled = dict(zip(SIDES, sides, strict=False))
    stated = [one for source in found.sources for one in source.statements]
    met: set[tuple[str, str]] = set()
    for statement in stated:
        label, part = label_of(statement, labelled)
        if statement.side == "unknown" or label == "either" or (label == "not for" and statement.side == "against"):
            continue
        counts[f"{statement.side} told"] += 1
        if label == statement.side:
            counts[f"{statement.side} right"] += 1
            met.add((label, part))
        else:
            counts[f"{statement.side} wrong"] += 1
            if show:
                print(f"WRONG {statement.side} ({label}): {found.claim}")
                print(f"   {statement.sentence[:200]} {statement.matched_by}")
    for side in ("for", "against"):
        for part in labelled[side]:
            counts[f"{side} labelled"] += 1
            counts[f"{side} met"] += (side, part) in met
            counts["shown"] += any(label_of(one, {side: [part]})[0] for one in stated)
            if show and (side, part) not in met:
                near = [one for one in stated if label_of(one, {side: [part]})[0]]
                print(f"MISSED {side}: {found.claim}")
                print(
                    f"   {part} {[(one.side, round(one.share, 2), one.why_open, one.matched_by) for one in near][:2]}"
                )
    counts["claims"] += 1
    counts["claims with a false for"] += any(
        one.side == "for" and label_of(one, labelled)[0] in ("", "against", "not for") for one in stated
    )


def score_origins(found: Corroboration, counts: Counter) -> None:
    """Count the claims whose independent sources are as many as the newsroom's labels say of the same articles."""
    told = [one for source in found.sources if source.side == "for" for one in source.statements]
    paths = {urlsplit(one.url).path: one.outlet for one in told if urlsplit(one.url).path in TRUTH}
    if len(paths) < len({one.article_id for one in told}) or not paths:
        return
    labels = {path: TRUTH[path]["origin_with_text"] for path in paths}
    known = {paths[path] if label == "primary" else label for path, label in labels.items() if label != "unknown"}
    counts["origins"] += 1
    counts["origins right"] += len(known) == found.independent["for"]


def label_of(statement: Statement, labelled: dict[str, list[str]]) -> tuple[str, str]:
    """Return the side on which a sentence was labelled, and the part of it by which; "": on none."""
    plain = " ".join(with_plain_signs(statement.sentence).split()).lower()
    for side, parts in labelled.items():
        for part in parts:
            if part == "another fight" and "thompson" in plain:
                return side, part
            if part.startswith("@") and statement.url.endswith(f"/{part[1:]}"):
                return side, part
            if not part.startswith("@") and " ".join(with_plain_signs(part).split()).lower() in plain:
                return side, part
    return "", ""


def report(fold: str, counts: Counter) -> None:
    """Print a fold's figures."""
    told = counts["for told"] + counts["against told"]
    right = counts["for right"] + counts["against right"]
    labelled, met = counts["for labelled"] + counts["against labelled"], counts["for met"] + counts["against met"]
    print(
        f"{fold}: {counts['claims']} claims, sentences told {told}, precision {right / max(told, 1):.3f}, "
        f"recall {met / max(labelled, 1):.3f} ({met} of {labelled}), open ones with it "
        f"{counts['shown'] / max(labelled, 1):.3f}; for {counts['for right']}/{counts['for told']}, "
        f"against {counts['against right']}/{counts['against told']}; "
        f"false for {counts['for wrong'] / max(counts['for told'], 1):.3f} of sentences, "
        f"{counts['claims with a false for']} claims; "
        f"origin counts right {counts['origins right']}/{counts['origins']}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
