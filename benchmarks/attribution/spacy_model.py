"""Who said it, by spaCy's parser and names with our verbs and quotation marks: the rival of speakers.py.

    python -m benchmarks.attribution.spacy_model DATA MODEL

Wants spaCy and a model that it can load, by name or folder; the product uses neither. DATA as for speakers.py.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.attribution.speakers import Speaker, by_article, lines, measure
from news.language.quotation_marks import quotation_spans
from news.speakers.words import speech_words
from tools import train_speakers

FARTHEST = 200  # characters from a quotation to the verb of its speaker


class Rival:
    """Reads who speaks: the subject of the verb of speech nearest to a quotation, in its paragraph."""

    def __init__(self, model: str) -> None:
        import spacy

        known = speech_words("en")
        assert known is not None
        self._nlp = spacy.load(model)
        self._verbs = {word for word, code in known.codes.items() if code == "V"}

    def read(self, text: str, _language: str = "en") -> list[Speaker]:
        """Return the quotations of a text, each with its speaker."""
        doc, spans = self._nlp(text), quotation_spans(text)
        entity = {token.i: one for one in doc.ents if one.label_ in ("PERSON", "ORG") for token in one}
        told = list(self._told(doc, spans, entity))
        persons = [one for one in doc.ents if one.label_ == "PERSON" and not inside(one.start_char, spans)]
        return [(*span, self._speaker(text, span, told, persons)) for span in spans]

    def _told(self, doc: Any, spans: list[tuple[int, int]], entity: dict[int, Any]) -> Iterator[tuple[Any, Any, Any]]:
        """Yield each verb of speech with its subject and the name in it."""
        for verb in doc:
            if verb.lower_ not in self._verbs or inside(verb.idx, spans):
                continue
            for subject in verb.children:
                if subject.dep_ in ("nsubj", "nsubjpass") and not inside(subject.idx, spans):
                    within = (entity[one.i] for one in (subject, *subject.subtree) if one.i in entity)
                    named = next((one for one in within if one.label_ == "PERSON"), entity.get(subject.i))
                    yield verb, subject, named

    def _speaker(self, text: str, span: tuple[int, int], told: list[Any], persons: list[Any]) -> str | None:
        near = []
        for verb, subject, named in told:
            low, high = sorted((verb.idx, subject.idx))
            gap = low - span[1] if low >= span[1] else span[0] - high
            if 0 <= gap <= FARTHEST and "\n" not in text[min(span[1], high) : max(span[0], low)]:
                near.append((gap, verb.i, subject, named))
        if not near:
            return None
        _, _, subject, named = min(near, key=lambda one: one[:2])
        if named is None and subject.lower_ in ("he", "she"):
            named = next((one for one in reversed(persons) if one.start_char < subject.idx), None)
        if named is None:
            return None
        name = plain(named)
        forms = (plain(one) for one in persons)
        return next((form for form in forms if " " in form and form.split()[-1] == name.split()[-1]), name)


def plain(entity: Any) -> str:
    return " ".join(entity.text.removesuffix("'s").removesuffix("’s").split())


def inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model")
    options = parser.parse_args()
    rival = Rival(options.model)
    texts = {row["id"]: (row["text"], "en") for row in lines(options.data / "polnear_train.jsonl")}
    with train_speakers.PRONOUNS.open(encoding="utf-8") as pronouns:
        sets = {
            "named": by_article(lines(options.data / "speakers_train.jsonl")),
            "pronoun": by_article(csv.DictReader(pronouns)),
        }
    for half in (0, 1):
        for source, labels in sets.items():
            part = {key: marked for key, marked in labels.items() if train_speakers.half(key) == half}
            print(f"English, {source} sources, half {half}:", measure(rival.read, texts, part))


if __name__ == "__main__":
    main()
