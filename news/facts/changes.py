"""What changed between two versions of a text that a reader should know: figures, names, quotations, headlines."""

import re
from collections import Counter

from rapidfuzz import fuzz, process

from news.language.segments import sentences
from news.records import record

SAME = 97.0  # ratio above which two sentences differ in typography at most
KIN = 55.0  # ratio above which one sentence is the other, changed
FIGURE = re.compile(r"\d[\d.,]*")
NAME = re.compile(r"(?<![.!?“\"'] )(?<!^)\b[A-ZÀ-Þ][\w’'-]+")
QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{8,})[”\"»“]")


@record
class Change:
    """One change worth telling: its kind, and the sentence before and after (empty: it was not there)."""

    kind: str  # "headline", "figure", "quotation" or "name"
    before: str
    after: str


def changed_sentence(old_title: str, old_text: str, new_title: str, new_text: str) -> Change | None:
    """Return the change that matters most between two versions, or None: wording, order and typing errors are none."""
    found = [change for before, after in _pairs(old_text, new_text) if (change := _judge(before, after))]
    for kind in ("figure", "quotation", "name"):
        for change in found:
            if change.kind == kind:
                return change
    if fuzz.ratio(old_title, new_title) < SAME:
        return Change(kind="headline", before=old_title, after=new_title)
    return None


def _pairs(old: str, new: str) -> list[tuple[str, str]]:
    """Pair the sentences that stand in one version alone with their nearest kin in the other."""
    before, after = _sentences(old), _sentences(new)
    gone = list((Counter(before) - Counter(after)).elements())
    come = list((Counter(after) - Counter(before)).elements())
    pairs = []
    for sentence in come:
        kin = process.extractOne(sentence, gone, scorer=fuzz.ratio, score_cutoff=KIN)
        if kin:
            gone.remove(kin[0])
        pairs.append((kin[0] if kin else "", sentence))
    return pairs + [(sentence, "") for sentence in gone]


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def _judge(before: str, after: str) -> Change | None:
    if not before or not after:
        # Sentences come and go with every edit; only a correction says so itself.
        is_correction = re.match(r"\W*(correction|clarification|editor’?'?s note)\b", after, re.IGNORECASE)
        return Change(kind="figure", before=before, after=after) if is_correction and FIGURE.search(after) else None
    for kind, pattern in (("figure", FIGURE), ("quotation", QUOTED), ("name", NAME)):
        if Counter(pattern.findall(before)) != Counter(pattern.findall(after)):
            return Change(kind=kind, before=before, after=after)
    return None
