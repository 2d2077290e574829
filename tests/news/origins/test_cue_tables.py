"""Every cue of every language takes its own examples, and leaves the others."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from news.language.segments import sentences, with_plain_signs
from news.origins import cue_rules
from news.origins.cue_rules import CueRule, cue_at, cue_table

LANGUAGES = sorted(path.stem for path in cue_rules.TABLES.glob("*.toml"))
# By name alone: to collect the tests, no pattern needs to be compiled.
WRITTEN = {
    language: tomllib.loads(Path(cue_rules.TABLES, f"{language}.toml").read_text(encoding="utf-8"))
    for language in LANGUAGES
}
RULES = [
    (language, number, row["name"])
    for language, written in WRITTEN.items()
    for number, row in enumerate(written.get("cue", ()))
]


def decided(language: str, rule: CueRule, example: str) -> str | None:
    """Return the name of the cue that decides about the name between bars."""
    table = cue_table(language)
    assert table is not None
    start, end = example.index("|"), example.rindex("|") - 1
    text = with_plain_signs(example.replace("|", ""))
    place = next((span for span in sentences(text) if span[0] <= start < span[1]), (0, len(text)))
    fitting: dict[str, Any] = {
        "kind": rule.kinds[0] if rule.kinds else "unknown",
        "is_ambiguous": rule.is_for_ambiguous,
    }
    for other in table.rules:
        alone = replace(table, rules=(_counting(other) if other.how == cue_rules.NO_CREDIT else other,))
        if cue_at(alone, text, start, end, place, **fitting) is not None:
            return other.name
    return None


def _counting(rule: CueRule) -> CueRule:
    """Return `rule` as one that credits, so that it can be seen to fit."""
    return replace(rule, how="verb")


@pytest.mark.parametrize(("language", "number", "name"), RULES, ids=[f"{code} {name}" for code, _, name in RULES])
def test_each_cue_takes_and_leaves_its_examples(language: str, number: int, name: str) -> None:
    table = cue_table(language)
    assert table is not None
    rule = table.rules[number]
    assert rule.name == name
    assert rule.takes, "no example"
    assert rule.leaves, "no counterexample"
    for example in rule.takes:
        assert decided(language, rule, example) == rule.name, example
    for example in rule.leaves:
        assert decided(language, rule, example) != rule.name, example


def beginnings(parsed: Any) -> tuple[set[str], set[str]]:
    """Return with which letters what is parsed begins: all that may stand for it, and what cannot be told farther."""
    whole, cut = {""}, set[str]()
    for kind, value in parsed:
        parts: list[tuple[set[str], set[str]]] = []
        match str(kind), value:
            case "LITERAL", _:
                parts = [({chr(value)}, set())]
            case "IN", members if all(str(one) == "LITERAL" for one, _ in members):
                parts = [({chr(sign) for _, sign in members}, set())]
            case "SUBPATTERN", (_, _, _, inner):
                parts = [beginnings(inner)]
            case "BRANCH", (_, branches):
                parts = [beginnings(inner) for inner in branches]
            case "MAX_REPEAT", (0, 1, inner):
                parts = [beginnings(inner), ({""}, set())]
            case (("AT" | "ASSERT" | "ASSERT_NOT"), _):
                continue
            case _:
                return set(), cut | whole
        cut |= {before + after for before in whole for _, afters in parts for after in afters}
        whole = {before + after for before in whole for afters, _ in parts for after in afters}
    return whole, cut


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_match_begins_with_one_of_the_starts(language: str) -> None:
    written = WRITTEN[language]
    words = cue_rules._filled({**cue_rules._of_lexicon(written), **written.get("words", {})})
    for row in (row for rows in written.get("pattern", {}).values() for row in rows if "starts" in row):
        for begins in set.union(*beginnings(re._parser.parse(cue_rules._fill(row["pattern"], words)))):  # type: ignore[attr-defined]
            low = begins.lower()
            assert any(low.startswith(start) for start in row["starts"]), (row["name"], begins)


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_patterns_take_and_leave_their_examples(language: str) -> None:
    written = WRITTEN[language]
    table = cue_table(language)
    assert table is not None
    for group, rows in written.get("pattern", {}).items():
        for row, pattern in zip(rows, table.patterns[group], strict=True):
            assert row["takes"], row["name"]
            assert all(re.search(pattern, with_plain_signs(example)) for example in row["takes"]), row["name"]
            assert not any(re.search(pattern, with_plain_signs(example)) for example in row["leaves"]), row["name"]
