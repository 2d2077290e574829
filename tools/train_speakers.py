"""Learns news/speakers/weights.toml from labelled quotations: python -m tools.train_speakers DATA [--fold 0|1].

DATA holds polnear_train.jsonl and speakers_train.jsonl; tests/fixtures/speakers/pronouns.csv adds quotations whose
source is a pronoun. Wants scikit-learn, which the product does not. With --fold the articles of that half are left out.
"""

import argparse
import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from news.language.quotation_marks import quotation_spans
from news.records import record
from news.speakers.attribution import BY_FORM, SPEAKER_RULES, Attribution, Option
from news.speakers.contexts import with_dashes
from news.speakers.options import Options
from news.speakers.scoring import antecedent_features
from news.speakers.words import speech_words

HOME = Path(__file__).parent.parent
PRONOUNS = HOME / "tests" / "fixtures" / "speakers" / "pronouns.csv"
WEIGHTS = HOME / "news" / "speakers" / "weights.toml"
STRENGTH = 0.5  # of regularisation, scikit-learn's C: one of 0.5 and 1 was tried
HEAD = """# Weights of two logistic regressions (C = 0.5), learned by tools/train_speakers.py on quotations of 206 US
# political articles of 2015-16: 1,234 with a named source (PolNeAR's attributions), 190 with a pronoun (by reading).
"""


@record
class Label:
    """Who said the quotation at a place."""

    start: int
    end: int
    names: tuple[str, ...]
    is_pronoun: bool = False


def labels(data: Path) -> dict[str, list[Label]]:
    """Read the labels of both kinds by article."""
    found: dict[str, list[Label]] = defaultdict(list)
    for line in (data / "speakers_train.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        names = (one["speaker"], *one["alternatives"])
        found[one["id"]].append(Label(start=one["start"], end=one["end"], names=names))
    with PRONOUNS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            names = (row["speaker"],) if row["speaker"] else ()
            label = Label(start=int(row["start"]), end=int(row["end"]), names=names, is_pronoun=True)
            found[row["id"]].append(label)
    return found


def half(article: str) -> int:
    """Give each article to one of two halves, by its name."""
    return int(hashlib.md5(article.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def is_named(speaker: str, names: Sequence[str]) -> bool:
    """Return whether a speaker is one of `names`: the same surname, and no other first name."""
    plain = _plain(speaker)
    for name in map(_plain, names):
        if plain == name or (
            plain.split()[-1:] == name.split()[-1:]
            and (plain in name or name in plain or plain.split()[0] == name.split()[0])
        ):
            return True
    return False


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name.lower()).strip()


def label_at(marked: Sequence[Label], start: int, end: int) -> Label | None:
    """Return the label whose quotation overlaps a span."""
    return next((label for label in marked if label.start < end and start < label.end), None)


class Rows:
    """Features and truth of sources and of pronouns, article after article."""

    def __init__(self) -> None:
        """Start empty."""
        self.sources: list[tuple[Sequence[str], bool]] = []
        self.pronouns: list[tuple[Sequence[str], bool]] = []

    def add(self, text: str, marked: Sequence[Label]) -> None:
        """Read one article; the speaker that the next quotation may go on with is the labelled one."""
        known = speech_words("en")
        assert known is not None
        options = Options(with_dashes(text), quotation_spans(text), known, SPEAKER_RULES)
        for context in options.contexts:
            label = label_at(marked, context.start, context.end)
            found = options.of(context)
            if label is not None and not any(BY_FORM in option.features for option in found):
                self.sources += [(option.features, self._is_right(option, label)) for option in found]
                self._add_pronoun(options, found, label, context.outer_start)
            attribution = Attribution(
                start=context.start, end=context.end, speaker=self._speaker(options, found, label)
            )
            options.remember(context, attribution)

    def _is_right(self, option: Option, label: Label) -> bool:
        is_pronoun = option.candidate is not None and option.candidate.kind == "pronoun"
        return (is_pronoun and label.is_pronoun) or bool(option.speaker and is_named(option.speaker, label.names))

    def _add_pronoun(self, options: Options, found: Sequence[Option], label: Label, place: int) -> None:
        pronoun = next((one.candidate for one in found if one.candidate and one.candidate.kind == "pronoun"), None)
        gender = {"he": "male", "she": "female"}.get(pronoun.words.lower()) if pronoun else None
        if pronoun is None or gender is None or not label.is_pronoun or not label.names:
            return
        among = options.mentions.antecedents(min(pronoun.start, place), gender)  # type: ignore[arg-type]
        self.pronouns += [(antecedent_features(one, among), is_named(one.name, label.names)) for one in among]

    def _speaker(self, options: Options, found: Sequence[Option], label: Label | None) -> str | None:
        if label is not None and label.names:
            full = options.persons.full(label.names[0])
            return full if is_named(full, label.names) else label.names[0]
        return next((one.speaker for one in found if one.candidate is None or one.candidate.kind == "name"), None)


def table(rows: Sequence[tuple[Sequence[str], bool]]) -> Iterator[str]:
    """Fit one regression and yield its weights as lines of TOML."""
    vectors = DictVectorizer()
    features: Any = vectors.fit_transform([dict.fromkeys(named, 1) for named, _ in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(features, [is_right for _, is_right in rows])
    yield f"base = {model.intercept_[0]:.2f}"
    for name, weight in sorted(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)):
        if abs(weight) >= 0.05:
            yield f'"{name}" = {weight:.2f}'


def learn(data: Path, *, fold: int | None = None, to: Path = WEIGHTS) -> None:
    """Write the weights learned from `data`; with `fold` the articles of that half are left out."""
    marked, rows = labels(data), Rows()
    for line in (data / "polnear_train.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["id"] in marked and (fold is None or half(one["id"]) != fold):
            rows.add(one["text"], marked[one["id"]])
    parts = (HEAD, "[sources]", *table(rows.sources), "", "[pronouns]", *table(rows.pronouns), "")
    to.write_text("\n".join(parts), encoding="utf-8")


def main() -> None:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--fold", type=int, choices=(0, 1))
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    learn(arguments.data, fold=arguments.fold, to=arguments.to)


if __name__ == "__main__":
    main()
