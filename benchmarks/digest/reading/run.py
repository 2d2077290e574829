"""The first minute's reading of a digest: ours beside leads, LexRank and TextRank, on events an editor read before.

    python3.11 -m venv DIR && DIR/bin/pip install -r benchmarks/digest/reading/rivals.txt
    .venv/bin/python -m benchmarks.digest.reading.run [--rivals DIR/bin/python] [--fold FOLD] [--show] [--missed]

Ours goes the whole way: imported day by day, linked, published, told. "alone" has an archive for each event, "mixed"
one for eight of them (--at-once), in which each day brings every event's articles of that day.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.digest.reading.events import DAY, FIRST, HERE, LATER, Event, read_events
from benchmarks.digest.reading.measures import Score, Told, read_verdicts, score_event
from digest.letter.render import fit, subject_of
from flows.collecting.import_files import import_articles
from flows.configuration.settings import Settings
from flows.delivery.digest_content import tell
from flows.progress import Progress
from news.language.segments import sentences
from news.records import Digest, QuotedSentence, Reader
from news.urls import article_key, canonical_url
from storage.archive import Archive

FOLDS = ("tuned", "held", "late", "blind", "fresh", "unseen", "sealed", "newest", "ninth", "tenth",
         "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
         "eighteenth")  # fmt: skip
READER = Reader(name="reader", address="reader@desk.example")


def digests(events: Sequence[Event], folder: Path) -> list[Digest]:
    """Return the digest of each day, made by the product from one archive that all these events fill."""
    made = []
    for number in range(max(len(event.days) for event in events)):
        rows = [row for event in events for day in event.days[number : number + 1] for row in day.rows]
        now = FIRST + number * DAY
        path = folder / f"day-{number}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        with Archive.open(folder, now=now) as archive:
            import_articles(archive, Settings(archive=folder), [path], now=now, progress=Progress())
            snapshot = archive.snapshot
        made.append(fit(tell(snapshot, READER, since=now - DAY, until=now)))  # as its digest shows it
    return made


def together(events: Sequence[Event], most: int) -> Iterator[tuple[Event, list[Digest]]]:
    """Yield each event with the digests of an archive that it shares with others, at most so many in all."""
    for group in batched(events, most):
        with tempfile.TemporaryDirectory() as folder:
            made = digests(group, Path(folder))
        yield from ((event, made) for event in group)


def batched(events: Sequence[Event], most: int) -> Iterator[Sequence[Event]]:
    """Yield the events in groups, as many in each."""
    yield from (events[start : start + most] for start in range(0, len(events), most))


def told_of(event: Event, made: Sequence[Digest]) -> list[list[Told]]:
    """Return the sentences of each day that come from the event's articles, as they are read."""
    urls = {canonical_url(row["url"]) or row["url"]: row["url"] for day in event.days for row in day.rows}
    names = {article_key(url): name for url, name in urls.items()}
    return [
        [
            Told(article=names[quoted.article_id], start=quoted.place, sentence=quoted.sentence)
            for quoted in _shown(digest)
            if quoted.article_id in names
        ]
        for digest in made[: len(event.days)]
    ]


def _shown(digest: Digest) -> list[QuotedSentence]:
    """Return all sentences of the news: of the stories told in full, and of those that have one sentence."""
    briefly = [one.quoted for one in digest.also_moved if one.quoted]
    return [*(quoted for story in digest.stories for quoted in story.sentences), *briefly]


def leads(event: Event, words: Sequence[int]) -> list[list[Told]]:
    """Return the articles' leading sentences, the first of each before a second of any, in as many words as ours."""
    days = []
    for day, most in zip(event.days, words, strict=True):
        spans = [(row, span) for place in range(12) for row in day.rows for span in sentences(row["text"])[place:][:1]]
        taken: list[Told] = []
        for row, (start, end) in spans:
            if taken and sum(len(one.sentence.split()) for one in taken) + len(row["text"][start:end].split()) > most:
                break
            taken.append(Told(article=row["url"], start=start, sentence=row["text"][start:end]))
        days.append(taken)
    return days


def ranked(name: str, event: Event, words: Sequence[int], python: str) -> list[list[Told]]:
    """Return what a ranker of sums of sentences takes of each day's texts."""
    asked = [
        json.dumps({"name": name, "words": most, "sentences": [one.sentence for row in day.rows for one in _all(row)]})
        for day, most in zip(event.days, words, strict=True)
    ]
    answer = subprocess.run(
        [python, str(HERE / "rivals.py")], input="\n".join(asked), capture_output=True, text=True, check=True
    )
    days = [json.loads(line) for line in answer.stdout.splitlines()]
    return [[_placed(day_told, event.days[number].rows) for day_told in day] for number, day in enumerate(days)]


def _all(row: dict[str, str]) -> list[Told]:
    spans = sentences(row["text"])
    return [Told(article=row["url"], start=start, sentence=row["text"][start:end]) for start, end in spans]


def _placed(sentence: str, rows: Sequence[dict[str, str]]) -> Told:
    return next(one for row in rows for one in _all(row) if one.sentence == sentence)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rivals", help="a Python that has rivals.txt")
    parser.add_argument("--fold", choices=FOLDS)
    parser.add_argument(
        "--at-once", type=int, default=8, metavar="N", help="events of one archive where they are mixed"
    )
    parser.add_argument("--show", action="store_true", help="print each day's subject and sentences")
    parser.add_argument("--missed", action="store_true", help="print the facts that were not told")
    args = parser.parse_args()
    events = [event for event in [*read_events(), *read_events(LATER)] if args.fold in (None, event.fold)]
    verdicts = read_verdicts(HERE / "verdicts.toml")
    told: dict[str, dict[str, list[list[Told]]]] = {"ours, alone": {}, "ours, mixed": {}}
    for event, mixed in together(events, args.at_once):
        with tempfile.TemporaryDirectory() as folder:
            made = digests([event], Path(folder))
        told["ours, alone"][event.name] = told_of(event, made)
        told["ours, mixed"][event.name] = told_of(event, mixed)
        if args.show:
            show(event, made, told["ours, alone"][event.name], verdicts)
        for case in ("alone", "mixed"):
            words = [sum(len(one.sentence.split()) for one in day) for day in told[f"ours, {case}"][event.name]]
            told.setdefault(f"leads, as {case}", {})[event.name] = leads(event, words)
            for name in ("lexrank", "textrank") if args.rivals else ():
                told.setdefault(f"{name}, as {case}", {})[event.name] = ranked(name, event, words, args.rivals)
    table(events, told, verdicts, args.missed)


def show(
    event: Event, made: Sequence[Digest], told: Sequence[Sequence[Told]], verdicts: dict[tuple[str, int], bool]
) -> None:
    """Print each day as a reader meets it."""
    marks = {True: "POOR", False: "    ", None: "   ?"}
    for number, (digest, day) in enumerate(zip(made, told, strict=True)):
        print(f"\n=== {event.name} day {number + 1}: {subject_of(digest)}")
        for one in day:
            mark, number_of = marks[verdicts.get((one.article, one.start))], one.article.rsplit("/", 1)[1]
            print(f"{mark} [{number_of} {one.start}] {one.sentence}")
        for story in digest.stories:
            for difference in story.differences:
                sides = " | ".join(f"{side.value}: {side.quoted.sentence}" for side in difference.sides)
                print(f"  DIFFER on {difference.about}: {sides}")


def table(
    events: Sequence[Event], told: dict[str, dict[str, list[list[Told]]]], verdicts: dict[tuple[str, int], bool],
    is_missed_shown: bool,
) -> None:  # fmt: skip
    """Print a row for each contestant and fold."""
    print("| who | fold | main fact in the first two sentences | facts told | repeats | poor | unread | words a day |")
    print("|---|---|---|---|---|---|---|---|")
    for name, by_event in told.items():
        for fold in FOLDS:
            score = Score()
            for event in events:
                if event.fold == fold:
                    score.add(score_event(event, by_event[event.name], verdicts))
            if score.days:
                print("| " + " | ".join([name, fold, *score.row()]) + " |")
            if is_missed_shown and name.startswith("ours"):
                print("\n".join(f"    {name}: {missed}" for missed in score.missed), file=sys.stderr)


if __name__ == "__main__":
    main()
