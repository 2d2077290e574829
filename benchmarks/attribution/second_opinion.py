"""A small linear model beside the rules of credits: what would it add, on outlets that it has not seen?

    python -m benchmarks.attribution.second_opinion LABELLED.jsonl

Wants scikit-learn, which the product does not: the model did not pay and is not part of it. Each name of an outlet in
an article is a row: do words beside it credit it? Each outlet's articles are read by a model of the other outlets'.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.attribution.citations import HELD_OUT, article_of
from extractors.seeds import read_outlets
from news.language.text_layers import TextLayers
from news.origins.cue_rules import cue_table
from news.origins.gazetteer import Gazetteer, Naming
from news.origins.mentions import Reading
from news.records import record

STRENGTH = 0.5  # of regularisation, scikit-learn's C: one of .1, .3, .5 and 1 was tried
AROUND = 120  # characters
TOKEN = re.compile(r"[A-Za-z][\w.&-]*(?:'s|'[a-z]+)?|\d[\d.,:]*|[^\w\s]")
DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:'s)?")
SPEECH = re.compile(r"\b(?:said|says|told|wrote|reported|tweeted|asked|called|argued|explained|noted|added|claimed)\b")


@record
class Row:
    """One name in one article."""

    publisher: str
    features: dict[str, int]
    is_credit: bool
    is_ruled: bool  # the rules credit it


def shape(word: str) -> str:
    if DAY.fullmatch(word.lower()):
        return "<day>"
    return "<number>" if word[0].isdigit() else "<name>" if word[0].isupper() else word.lower()


def features_of(reading: Reading, name: Naming) -> dict[str, int]:
    start, end = reading.sentences[reading.sentence_at(name.start)]
    sentence = reading.text[start:end]
    before = [shape(word) for word in TOKEN.findall(reading.text[max(start, name.start - AROUND) : name.start])[-6:]]
    after = [shape(word) for word in TOKEN.findall(reading.text[name.end : min(end, name.end + AROUND)])[:6]]
    has_the = before[-1:] == ["the"]
    left, right = ["^"] * 4 + before[: len(before) - has_the], after + ["$"] * 4
    said = SPEECH.search(sentence)
    named = {
        f"the {has_the}", f"kind {name.outlet.kind}", f"listed {name.is_listed}", f"ambiguous {name.is_ambiguous}",
        f"-1 {left[-1]}", f"-2 {left[-2]} {left[-1]}", f"+1 {right[0]}", f"+2 {right[0]} {right[1]}",
        f"-1+1 {left[-1]} {right[0]}", f"speech {said.group() if said else None}", f"quoted {chr(34) in sentence}",
        f"participle {left[-2].endswith('ed')} {left[-1]}", f"verb {right[0].endswith('ed')}",
        f"rank {min(reading.rank[reading.sentence_at(name.start)], 3)}",
        *(f"before {word}" for word in left[-4:]), *(f"after {word}" for word in right[:4]),
    }  # fmt: skip
    return dict.fromkeys(named, 1)


def rows_of(row: dict[str, Any], number: int, gazetteer: Gazetteer) -> Iterator[Row]:
    article = article_of(row, number)
    table = cue_table("en")
    assert table is not None
    reading = Reading(article, TextLayers(article.text, "en"), gazetteer, table)
    marks = [mark for mark in reading.marks() if mark.outlet and mark.how not in ("about itself", "view")]
    shift = row["text"].find(article.text)
    for name in reading.names:
        start, end = name.start + shift, name.end + shift
        labels = [one for one in row["citations"] if one["canonical"] and one["start"] < end and start < one["end"]]
        if not any(one["ambiguous"] for one in labels):
            yield Row(
                publisher=row["publisher"],
                features=features_of(reading, name),
                is_credit=any(one["relation"] == "relays" for one in labels),
                is_ruled=any(mark.start <= name.start < mark.end for mark in marks),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--outlets", type=Path, default=Path("seeds/outlets.csv"))
    options = parser.parse_args()
    gazetteer = Gazetteer.of(sorted(read_outlets(options.outlets), key=lambda outlet: outlet.outlet))
    labelled = map(json.loads, options.labelled.read_text(encoding="utf-8").splitlines())
    rows = [one for number, row in enumerate(labelled) for one in rows_of(row, number, gazetteer)]
    told: Counter[tuple[bool, float, bool, bool]] = Counter()
    for publisher in sorted({row.publisher for row in rows}):
        others = [row for row in rows if row.publisher != publisher]
        vectors = DictVectorizer()
        learned = vectors.fit_transform([row.features for row in others])
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(learned, [row.is_credit for row in others])
        for row in (row for row in rows if row.publisher == publisher):
            likely = model.predict_proba(vectors.transform([row.features]))[0, 1]
            for least in (0.5, 0.7, 0.8, 0.9):
                if likely > least:
                    told[publisher in HELD_OUT, least, row.is_ruled, row.is_credit] += 1
    for is_unread in (False, True):
        for least in (0.5, 0.7, 0.8, 0.9):
            right, wrong = (told[is_unread, least, False, is_credit] for is_credit in (True, False))
            name = "unread" if is_unread else "read"
            print(f"{name} outlets, probability over {least}: it would add {right} right and {wrong} wrong names")


if __name__ == "__main__":
    main()
