"""Articles in the number wanted, with copies planted by rule, the same at every run; and who copies whom.

    .venv/bin/python -m benchmarks.near_copies.corpus 10000 /tmp/corpus-10000.jsonl

Filler is written word after word as in real articles (../shared/data/near_copies), or as in the sample newsroom where
those are absent; every third word or so is drawn afresh, so that chance makes no runs of eight. Each article has three
quotations, 14 % of the articles are copies of seven kinds, 30 % carry one of forty formulas of sixty words.
"""

import csv
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.news.copies.planting import KINDS

SHARED = Path("../shared/data/near_copies/bodies.csv")
NEWSROOM = Path("seeds/newsroom/pages")
COPIES = 0.14
WITH_FORMULA = 0.30
FORMULAS = 40
FORMULA_WORDS = 60
AFRESH = 0.35
LENGTHS = (150, 800)  # words, mean about 457


def real_words() -> list[list[str]]:
    """The words of real articles, one list an article."""
    if SHARED.is_file():
        csv.field_size_limit(sys.maxsize)
        with SHARED.open(encoding="utf-8", newline="") as file:
            return [row["articleBody"].split() for row in csv.DictReader(file)]
    pages = [path.read_text(encoding="utf-8") for path in sorted(NEWSROOM.rglob("*.html"))]
    return [re.sub(r"<[^>]+>", " ", page).split() for page in pages]


class Writer:
    """Writes texts in which a word mostly follows the one before as somewhere in the real articles."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        articles = [[re.sub(r"[\"“”«»]", "", word) or "so" for word in words] for words in real_words()]
        numbers: dict[str, int] = {}
        flat = [numbers.setdefault(word, len(numbers)) for words in articles for word in words]
        self._words = list(numbers)
        before, after = np.array(flat[:-1]), np.array(flat[1:])
        order = np.argsort(before, kind="stable")
        self._after = after[order]
        self._start = np.searchsorted(before[order], np.arange(len(self._words)))
        self._count = np.maximum(np.bincount(before, minlength=len(self._words)), 1)
        self._any = np.array(flat)

    def texts(self, lengths: list[int]) -> list[str]:
        """A text of each length in words, in paragraphs of sixty, the third and later ones with a quotation."""
        width = max(lengths)
        table = np.empty((width, len(lengths)), np.int32)
        word = self._drawn(len(lengths))
        for at in range(width):
            table[at] = word
            place = self._start[word] + (self._chance.random(len(word)) * self._count[word]).astype(np.int64)
            following = self._after[np.minimum(place, len(self._after) - 1)]
            word = np.where(self._chance.random(len(word)) < AFRESH, self._drawn(len(word)), following)
        return [self._text(column[:length].tolist()) for column, length in zip(table.T, lengths, strict=True)]

    def _drawn(self, count: int) -> np.ndarray:
        return self._any[self._chance.integers(0, len(self._any), count)]

    def _text(self, numbers: list[int]) -> str:
        paragraphs = [
            " ".join(self._words[number] for number in numbers[at : at + 60]) for at in range(0, len(numbers), 60)
        ]
        for at in range(2, min(5, len(paragraphs))):
            words = paragraphs[at].split(" ")
            paragraphs[at] = f"“{' '.join(words[:22])},” said one. {' '.join(words[22:])}"
        return "\n\n".join(paragraphs)


def articles(count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """Yield articles in order of time: number, text and, of a copy, its original and kind."""
    writer, chance = Writer(seed), random.Random(seed)
    formulas = [text.replace("\n", " ") for text in writer.texts([FORMULA_WORDS] * FORMULAS)]
    known: list[tuple[int, str]] = []
    fresh: list[str] = []
    for number in range(count):
        original, kind = None, None
        if known and chance.random() < COPIES:
            original, source = chance.choice(known)
            kind = chance.choice(list(KINDS))
            text = KINDS[kind](source, chance)
        else:
            fresh = fresh or writer.texts([chance.randint(*LENGTHS) for _ in range(min(count, 10_000))])
            text = fresh.pop()
            known.append((number, text))
        if chance.random() < WITH_FORMULA:
            text += "\n\n" + chance.choice(formulas)
        yield {"number": number, "text": text, "original": original, "kind": kind}


if __name__ == "__main__":
    with Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        for one in articles(int(sys.argv[1])):
            out.write(json.dumps(one) + "\n")
