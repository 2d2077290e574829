"""Names that are spelt nearly so, of speakers, watches, stories and outlets: how near, how many, which first."""

from pathlib import Path
from typing import Any

from storage.snapshot.assistant import AssistantQuestions
from tests.answers import check
from tests.storage.small_archive import EVER, SmallArchive, at

KEPT = Path("tests/fixtures/answers/storage")
SPEAKERS = (
    "Anna Holm",
    "Ana Holme",
    "Bo Holm-Olsen",
    "Ferrymen's Union",
    "Ferry Union",
    "Müller",
    "Miller",
    "Li",
    None,
)
ASKED = (
    "Holm", "holmm", "Anna Holm", "Ana Holm", "Anna Holmberg", "Anne Home", "union", "Unions", "Ferry", "Mueller",
    "Muller", "Li", "Lee", "Olsen", "Bo", "Nobody", "",
)  # fmt: skip
NAMES = ("Dam", "Dams", "The dam of Orlo", "The dam at Orlo", "Harbour", "Harbor", "Post", "The Post", "Postbote", "x")


def test_names_that_are_nearly_so_stay() -> None:
    made, found = SmallArchive(), list[str]()
    of_all: dict[str, Any]
    for number, speaker in enumerate(SPEAKERS, 1):
        made.told(number, f"s{number % 4 + 1}", "Post", float(number))
        of_all = {"quote_group_id": number, "span_start": 0, "span_end": 5, "speaker_kind": "person"}
        of_all |= {"quote": f"Words {number}.", "recorded_at": at(number), "superseded_at": EVER}
        made.row("quotes", article_id=number, speaker=speaker, **of_all)
    for number, name in enumerate(NAMES[:4]):
        made.story(f"s{number + 1}", name, first_title=f"{name} is shut" if number else None)
    made.watch("Dams", 1)
    for name in ("Harbour", "Post", "The Post", "Postbote"):
        made.outlet(name, name)
    questions = AssistantQuestions(made.connection, Path("snapshot"))
    found += [f"speakers {words!r}: {[row['speaker'] for row in questions.near_speakers(words)]}" for words in ASKED]
    found += [
        f"names {name!r}: {[row['name'] for row in questions.near(name)]}" for name in (*NAMES, "the dam", "POST")
    ]
    for words in ("holm", "Words 2.", "words", "li"):
        found.append(f"said {words!r}: {[(row['speaker'], row['matched_by']) for row in questions.who_said(words, 9)]}")
    check(KEPT / "names_nearly_so.txt", found)
