"""Whom some 120 sentences in each of nine languages relay: precision and F1 may only get better."""

from pathlib import Path

import pytest

from extractors.seeds import read_outlets
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.name_forms import bare_name, plain_name, short_form
from tests.news.pieces import article

FOLDER = Path("tests/fixtures/citations/languages")
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.txt"))
# Of the final rules; when the sentences were first tried, F1 was .86 to .98 with the first rules, and 0 before them.
FLOORS = {"precision": 0.93, "f1": 0.92}
# Sentences of the other folders: precision and F1 at first sight, and floors.
# `varied`: precision .91 to 1.0, F1 de .89, fr .82, es .93, pt .93, it .85, nl .77, ja .93, ko .93.
# `second`, ten sentences a language, five of them credits, written after the rules: F1 de .89, fr .75, es .75, pt .57,
# it .57, nl .75, ja .89, ko .89.
# `third`, 21 a language, eleven or twelve of them credits, written down before they were measured: precision .90 to
# 1.0, F1 de .91, fr .90, es .78, pt .70, it .91, nl .80, ja .95, ko .86.
# `ways`, the usual ways to credit, some fifty a language, by who mended the rules: precision .94 to 1.0, F1 de .85,
# fr 1.0, es .93, pt .90, it .93, nl .93, ja .90, ko .87.
# `fourth`, 26 a language, some 19 of them credits, by somebody who does not know the rules: precision .92 to 1.0,
# F1 de .82, fr .91, es .77, pt .91, it .84, nl .86, ja .75, ko .84.
# `fifth`, 12 a language, eight of them credits, by another who does not know the rules: precision 1.0 (nl .88),
# F1 de 1.0, fr .88, es .80, pt .94, it 1.0, nl .82, ja 1.0, ko 1.0.
# `sixth`, 12 a language, eight of them credits, by somebody who does not know the rules: precision 1.0 (nl .88),
# F1 de .94, fr .94, es .94, pt 1.0, it 1.0, nl .82, ja .94, ko .94.
# `seventh`, six a language, four of them credits, by somebody who does not know the rules: precision 1.0,
# F1 de, nl, ja 1.0, the others .86 (three of four found).
FOLDERS = {
    "varied": (0.99, 0.96),
    "second": (0.99, 0.88),
    "third": (0.9, 0.9),
    "fourth": (0.99, 0.97),
    "fifth": (0.87, 0.79),
    "sixth": (0.87, 0.82),
    "seventh": (0.99, 0.85),
    "ways": (0.99, 0.96),
}
OWN = "Vale Daily Wire"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(sorted(read_outlets(Path("seeds/outlets.csv")), key=lambda outlet: outlet.outlet))


def cases(language: str, folder: Path = FOLDER) -> list[tuple[str, frozenset[str], str]]:
    """Return the outlet that writes, whom it relays, and its sentence."""
    found = []
    for line in (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            label, _, sentence = line.partition(" | ")
            relayed, _, own = label.partition("@")
            named = frozenset(name for name in relayed.split(";") if name.strip(" -?"))
            found.append((own or OWN, named, sentence.replace("\\n", "\n")))
    return found


def key(gazetteer: Gazetteer, name: str, language: str) -> str:
    """Return one word for one outlet, under whichever of its names."""
    spoken = gazetteer.find(name, language)
    whole = [one for one in spoken if one.end - one.start >= len(name) - 4]
    listed = gazetteer.named(name)
    return bare_name(
        short_form(plain_name((listed.outlet if listed else whole[0].outlet.outlet) if listed or whole else name))
    )


def measured(language: str, folder: Path, gazetteer: Gazetteer) -> tuple[float, float, list[object]]:
    """Precision and F1 of whom the sentences of a language relay, and the sentences that are wrong."""
    right = found = meant = 0
    wrong: list[object] = []
    for own, names, sentence in cases(language, folder):
        citations = find_citations(article(1, sentence, outlet=own, language=language), gazetteer)
        got = {
            key(gazetteer, item.cited, language)
            for item in citations
            if item.relation == "relays" and item.kind in ("outlet", "agency")
        }
        wanted = {key(gazetteer, name, language) for name in names}
        right, found, meant = right + len(got & wanted), found + len(got), meant + len(wanted)
        if got != wanted:
            wrong.append((sentence, sorted(wanted), sorted(got)))
    return right / found, 2 * right / (found + meant), wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_a_language_relay_whom_they_relay(language: str, gazetteer: Gazetteer) -> None:
    precision, f1, wrong = measured(language, FOLDER, gazetteer)
    assert precision >= FLOORS["precision"], wrong
    assert f1 >= FLOORS["f1"], wrong


@pytest.mark.parametrize(
    ("folder", "language"),
    [(name, path.stem) for name in FOLDERS for path in sorted(FOLDER.with_name(name).glob("*.txt"))],
)
def test_other_sentences_relay_whom_they_relay(folder: str, language: str, gazetteer: Gazetteer) -> None:
    least_precision, least_f1 = FOLDERS[folder]
    precision, f1, wrong = measured(language, FOLDER.with_name(folder), gazetteer)
    assert precision >= least_precision, wrong
    assert f1 >= least_f1, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_a_hundred_and_twenty_sentences_are_labelled(language: str) -> None:
    assert len(cases(language)) >= 120
