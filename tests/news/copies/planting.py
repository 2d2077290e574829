"""Copies made by rule from articles, as newsrooms make them: cut, reordered, wrapped, respelled, excerpted."""

import random
import re
from collections.abc import Callable, Sequence

Plant = Callable[[str, random.Random], str]

HOUSE = (
    "Follow our live page for the latest on this and other stories, with pictures and maps from our reporters.",
    "Our newsletter brings the morning's most read stories to your inbox before breakfast. Sign up below, it is free.",
    "This newspaper corrects its errors. Write to the readers' desk and name the page, the day and the line.",
    "Comments on this story are open until midnight and are read by an editor before they appear. Please be kind.",
)
SPELLING = {
    "color": "colour", "center": "centre", "defense": "defence", "labor": "labour", "program": "programme",
    "organization": "organisation", "organize": "organise", "realize": "realise", "traveling": "travelling",
    "favor": "favour", "neighbor": "neighbour", "percent": "per cent", "toward": "towards", "gray": "grey",
    "airplane": "aeroplane", "theater": "theatre", "license": "licence", "analyze": "analyse", "recognize": "recognise",
    "said": "told reporters", "video": "footage", "kids": "children", "cops": "police officers",
}  # fmt: skip
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def paragraphs(text: str) -> list[str]:
    """The paragraphs; of a text without any, its sentences three by three."""
    found = [part.strip() for part in text.split("\n") if part.strip()]
    if len(found) > 2:
        return found
    sentences = SENTENCE.split(text)
    return [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]


def truncated(text: str, chance: random.Random) -> str:
    """The first half."""
    words = text.split(" ")
    return " ".join(words[: max(1, len(words) // 2)])


def reordered(text: str, chance: random.Random) -> str:
    """The paragraphs in another order."""
    parts = paragraphs(text)
    chance.shuffle(parts)
    return "\n\n".join(parts)


def wrapped(text: str, chance: random.Random) -> str:
    """House paragraphs put in between and at the end."""
    parts = paragraphs(text)
    for line in chance.sample(HOUSE, 3):
        parts.insert(chance.randint(1, len(parts)), line)
    return "\n\n".join(parts)


def localised(text: str, chance: random.Random) -> str:
    """Another country's spelling and words."""
    return re.sub(r"[A-Za-z]+", lambda word: SPELLING.get(word.group(), word.group()), text)


def reworded(share: float) -> Plant:
    """Every so many words replaced by others of the same text."""

    def plant(text: str, chance: random.Random) -> str:
        words = text.split(" ")
        others = [word for word in words if word.isalpha()] or ["so"]
        return " ".join(chance.choice(others) if chance.random() < share else word for word in words)

    return plant


def excerpted(text: str, chance: random.Random) -> str:
    """Three tenths of the text, within a story of another's words."""
    words = text.split(" ")
    length = max(1, len(words) * 3 // 10)
    start = chance.randint(0, len(words) - length)
    return "\n\n".join((HOUSE[0], " ".join(words[start : start + length]), HOUSE[2]))


KINDS: dict[str, Plant] = {
    "truncated to half": truncated,
    "paragraphs reordered": reordered,
    "house paragraphs": wrapped,
    "spelling localised": localised,
    "8 % of words replaced": reworded(0.08),
    "22 % of words replaced": reworded(0.22),
    "excerpt of 30 %": excerpted,
}


def plant_all(bodies: Sequence[str], kind: str, seed: int = 7) -> list[str]:
    """A copy of each body, the same at every run."""
    chance = random.Random(f"{seed} {kind}")
    return [KINDS[kind](body, chance) for body in bodies]
