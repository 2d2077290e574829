"""Who said it: precision and coverage on labelled quotations, beside a baseline that takes the nearest name.

    python -m benchmarks.attribution.speakers DATA

DATA holds polnear_train.jsonl, speakers_train.jsonl and other_languages.jsonl (texts in ../extraction/fundus). English
is measured on halves: each is read with weights learned on the other half, which wants scikit-learn.
"""

import argparse
import csv
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from news.language.quotation_marks import quotation_spans
from news.language.segments import with_plain_signs
from news.speakers import scoring
from news.speakers.quotations import find_quotes
from tests.news.pieces import article as a_text
from tools import train_speakers

SAY = r"(?:said|says|told|added|wrote|noted|explained|asked|replied|continued|argued|warned)"
NAME = r"[A-Z][\w'-]+(?:\s(?:[A-Z]\.\s)?[A-Z][\w'-]+){0,3}"
AFTER = re.compile(
    rf"[\"'”’,.\s]{{1,4}}(?:{SAY}\s+(?P<a>{NAME})|(?P<b>{NAME})[^.\n]{{0,80}}?\s{SAY}|(?P<c>he|she)\s{SAY})"
)
BEFORE = re.compile(rf"(?P<a>{NAME})[^.\n]{{0,80}}?\s{SAY}\b[^.\n]{{0,80}}[\"'“‘\s]+$")

Speaker = tuple[int, int, str | None]


def ours(text: str, language: str = "en") -> list[Speaker]:
    return [(one.span_start, one.span_end, one.speaker) for one in find_quotes(a_text(1, text, language=language))]


def nearest_name(text: str, language: str = "en") -> list[Speaker]:
    """The same quotations with the nearest name beside a verb of speech; he and she: the last one named."""
    plain, last, found_speakers = with_plain_signs(text), None, list[Speaker]()
    for start, end in quotation_spans(text):
        found = AFTER.match(plain, end, end + 200) or BEFORE.search(plain, max(0, start - 200), start)
        name = next((name for key, name in found.groupdict().items() if name and key != "c"), last) if found else None
        found_speakers.append((start, end, name))
        last = name or last
    return found_speakers


def is_one_of(speaker: str, names: Sequence[str]) -> bool:
    words_said = re.findall(r"\w+", speaker.lower())
    for words in (re.findall(r"\w+", name.lower()) for name in names):
        if words_said == words or (
            words_said[-1:] == words[-1:] and (set(words_said) <= set(words) or set(words) <= set(words_said))
        ):
            return True
    return False


def measure(
    read: Callable[..., list[Speaker]], texts: dict[str, tuple[str, str]], labels: dict[str, list[dict]]
) -> str:
    counts: Counter[str] = Counter()
    started = time.process_time()
    for key, marked in labels.items():
        found = read(*texts[key])
        for label in marked:
            counts["labels"] += 1
            overlapping = [who for start, end, who in found if start < label["end"] and label["start"] < end]
            if overlapping and overlapping[0]:
                counts["stated"] += 1
                counts["right"] += is_one_of(overlapping[0], [label["speaker"] or "", *label.get("alternatives", ())])
    each = (time.process_time() - started) / max(1, len(labels)) * 1000
    precision, coverage = counts["right"] / max(1, counts["stated"]), counts["right"] / max(1, counts["labels"])
    f1 = 2 * precision * coverage / max(1e-9, precision + coverage)
    figures = f"precision {precision:.3f}  found {coverage:.3f}  F1 {f1:.3f}  {each:.2f} ms an article"
    return f"{counts['labels']:>6} labels  {figures}"


def by_article(rows: Iterator[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append({**row, "start": int(row["start"]), "end": int(row["end"])})
    return found


def lines(path: Path) -> Iterator[dict]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


@contextmanager
def weights_without(data: Path, half: int) -> Iterator[None]:
    """Read with weights that were learned without one half of the articles."""
    with tempfile.TemporaryDirectory() as folder:
        learned = Path(folder) / "weights.toml"
        train_speakers.learn(data, fold=half, to=learned)
        shipped, scoring.WEIGHTS = scoring.WEIGHTS, learned
        scoring.weights.cache_clear()
        try:
            yield
        finally:
            scoring.WEIGHTS = shipped
            scoring.weights.cache_clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    english = {row["id"]: (row["text"], "en") for row in lines(data / "polnear_train.jsonl")}
    sets = {
        "named": by_article(lines(data / "speakers_train.jsonl")),
        "pronoun": by_article(csv.DictReader(train_speakers.PRONOUNS.open(encoding="utf-8"))),
    }
    for half in (0, 1):
        with weights_without(data, half):
            for source, labels in sets.items():
                unseen = {key: marked for key, marked in labels.items() if train_speakers.half(key) == half}
                print(f"English, {source} sources, half {half} unseen")
                print("  ours         ", measure(ours, english, unseen))
                print("  nearest name ", measure(nearest_name, english, unseen))
    pages = {row["url"]: row["text"] for row in lines(data.parent / "extraction" / "fundus" / "truth.jsonl")}
    others = list(lines(data / "other_languages.jsonl"))
    for language in sorted({row["language"] for row in others}):
        chosen = [row for row in others if row["language"] == language]
        texts = {row["id"]: (pages[row["url"]], language) for row in chosen}
        print(f"{language}, all sources", measure(ours, texts, {row["id"]: row["quotes"] for row in chosen}))


if __name__ == "__main__":
    main()
