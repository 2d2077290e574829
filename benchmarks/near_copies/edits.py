"""What becomes of real texts that are edited as editors do: corrected, denied, added to, given a new lead, shortened.

    .venv/bin/python -m benchmarks.near_copies.edits [SEED]

Each edit is made on 24 texts of ../shared/data/near_copies, drawn by the seed; the sentences that it adds are our own.
"""

import csv
import random
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from news.copies.near_copies import find_near_copies
from news.language.segments import sentences
from news.records import Article, NearCopy

BODIES = Path(__file__).parents[2].parent / "shared" / "data" / "near_copies" / "bodies.csv"
AT = datetime(2031, 3, 3, tzinfo=UTC)
NEWS = (
    "Police said late on Tuesday that a second man had been arrested at a bus station in the north of the country.",
    "The minister has since resigned, her office announced on Wednesday morning.",
    "Doctors at the regional hospital say that the woman will survive her wounds.",
    "Four people were still missing when divers broke off their search at dusk.",
)
LEADS = (
    "The search ended on Thursday with good news: the missing hikers walked into a village, hungry but unhurt. "
    "Rescuers said that they had followed a dry riverbed for two nights and had lived on berries and rain. The "
    "regional governor thanked the volunteers and promised an inquiry into why the alarm had come so late.",
    "Judges in the capital threw the case out on Monday, ruling that the evidence had been gathered unlawfully. The "
    "decision, which cannot be appealed, frees the accused after eleven months in custody. Their lawyer called it a "
    "victory for common sense and said that they would seek damages from the state.",
)
_FIGURE = re.compile(r"(?<![\d,.\w])(\d{1,3})(?![\d,.]\d|\w)")
SPELLED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPELLED = re.compile(rf"\b({'|'.join(SPELLED)})\b")
_VERB = re.compile(r"\b(?:was|is|were|has|had|will)\b(?! not)")


def texts(seed: int) -> list[str]:
    """Return 24 texts of 180 to 700 words."""
    csv.field_size_limit(10**9)
    with BODIES.open(encoding="utf-8", newline="") as file:
        lines = [row["articleBody"].splitlines() for row in csv.DictReader(file)]
    bodies = ["\n".join(line.strip() for line in body if line.strip()) for body in lines]
    return random.Random(seed).sample([body for body in bodies if 180 <= len(body.split()) <= 700], 24)


def edits(number: int, body: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind of an edit, the edited text, and words that must be told; none: nothing may be."""
    parts = [body[start:end] for start, end in sentences(body, "en")]
    news, lead = NEWS[number % len(NEWS)], LEADS[number % len(LEADS)]
    figures, verbs, spelled = (list(pattern.finditer(body)) for pattern in (_FIGURE, _VERB, _SPELLED))
    if figures:
        found = figures[len(figures) // 2]
        other = str(int(found[1]) + 7)
        yield "a figure corrected", f"{body[: found.start()]}{other}{body[found.end() :]}", other
    if spelled:
        found = spelled[len(spelled) // 2]
        other = SPELLED[(SPELLED.index(found[1]) + 3) % len(SPELLED)]
        yield "a number in words corrected", f"{body[: found.start()]}{other}{body[found.end() :]}", other
    if verbs:
        end = verbs[len(verbs) // 2].end()
        yield "a sentence denied", f"{body[:end]} not{body[end:]}", " not"
    third = max(2, len(parts) // 8)
    yield "a sentence at the beginning", f"{news} {body}", news
    yield "a sentence in the lead", " ".join([*parts[:third], news, *parts[third:]]), news
    yield "a sentence at the end", f"{body}\n{news}", news
    yield "a new lead on two thirds", f"{lead}\n{' '.join(parts[len(parts) // 3 :])}", lead[:40]
    yield "shortened", " ".join(parts[: max(3, len(parts) * 2 // 5)]), ""


def judge(body: str, edited: str) -> NearCopy | None:
    """Return what the edited text is of the first."""
    first, second = (
        Article(
            article_id=number, url=f"https://text.example/{number}", outlet=f"Outlet {number}", title="", text=text,
            language="en", first_seen_at=AT, ordered_at=AT + timedelta(hours=number), ordered_by="published",
            arrived_by="import",
        )
        for number, text in enumerate((body, edited), start=1)
    )  # fmt: skip
    return next(iter(find_near_copies([second], among=[first])), None)


def main() -> None:
    """Measure, and print."""
    told: dict[str, list[str]] = {}
    for number, body in enumerate(texts(int(sys.argv[1]) if len(sys.argv) > 1 else 7711)):
        for kind, edited, words in edits(number, body):
            found = judge(body, edited)
            added = found.added_sentences if found else ()
            right = any(words in sentence for sentence in added) if words else not added
            told.setdefault(kind, []).append(f"{found.kind if found else 'none'}, {'told' if right else 'WRONG'}")
    for kind, results in told.items():
        counts = {result: results.count(result) for result in sorted(set(results))}
        print(f"{kind}: " + "; ".join(f"{result} {count}" for result, count in counts.items()))


if __name__ == "__main__":
    main()
