"""Whom articles credit and where they come from: F1, false independence and articles a second, on labelled articles.

    .venv/bin/python -m benchmarks.attribution.citations LABELLED.jsonl [--outlets seeds/outlets.csv]

The file holds one article a line as in ../shared/data/citations/polnear_train.jsonl. Outlets whose names are given by
`--held-out` are told apart: the rules were made while reading articles of the others. Then each outlet stands alone.
The texts of ../shared/data/citations/other_languages.jsonl are read beside it; there each language stands alone.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.seeds import read_outlets
from news.language.text_layers import TextLayers
from news.origins.citations import find_citations
from news.origins.gazetteer import Gazetteer
from news.origins.name_forms import bare_name, plain_name
from news.origins.origin_groups import find_origins
from news.records import Article
from news.speakers.quotations import find_quotes

HELD_OUT = ("USA Today", "The New York Times")
AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Score:
    """What was right, found and meant, and the states of origins."""

    right: int = 0
    found: int = 0
    meant: int = 0
    states: Counter[tuple[str, str]] = field(default_factory=Counter)

    def told(self, name: str) -> str:
        """Say it in one line."""
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.meant)
        primary = sum(n for (_, said), n in self.states.items() if said == "primary")
        false = self.states["relays", "primary"]
        true = sum(n for (meant, _), n in self.states.items() if meant == "primary")
        harmonic = 2 * self.right / max(1, self.found + self.meant)
        kept = self.states["primary", "primary"] / max(1, true)
        return (
            f"{name:28} precision {precision:.3f}, recall {recall:.3f}, F1 {harmonic:.3f}; primary {primary}, "
            f"of these relay {false} ({false / max(1, primary):.1%}); true primaries kept {kept:.1%}"
        )


def labelled(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file; where they have no text, with that of the extraction's truth of the same id."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if all("text" in row for row in rows):
        return rows
    beside = path.parent.parent / "extraction" / "fundus" / "truth.jsonl"
    texts = {one["id"]: one for one in map(json.loads, beside.read_text(encoding="utf-8").splitlines())}
    return [
        {
            **row,
            "publisher": row["outlet"],
            "title": texts[row["id"]].get("title") or "",
            "text": texts[row["id"]]["text"],
        }
        for row in rows
        if row["id"] in texts
    ]


def article_of(row: dict[str, Any], number: int) -> Article:
    """Return a labelled row as an article, without its title in the first line."""
    first, _, rest = row["text"].partition("\n")
    text = rest.lstrip() if first.strip(" .") == row["title"].strip(" .") else row["text"]
    return Article(
        article_id=number,
        url=row.get("url") or f"https://example.org/{number}",
        outlet=row["publisher"],
        title=row["title"],
        text=text,
        language=row.get("language", "en"),
        first_seen_at=AT,
        ordered_at=AT,
        ordered_by="published",
        arrived_by="import",
    )


def score(rows: Iterable[tuple[dict[str, Any], Article]], gazetteer: Gazetteer) -> Score:
    """Compare what is found with what is labelled; ambiguous labels and the article's own outlet count neither way."""

    def key(name: str) -> str:
        listed = gazetteer.named(name)
        return bare_name(plain_name(listed.outlet if listed else name))

    total = Score()
    for row, article in rows:
        citations = find_citations(article, gazetteer)
        named = [one for one in row["citations"] if one["canonical"]]
        own = {key(row["publisher"])} | {key(one["canonical"]) for one in named if one["ambiguous"]}
        relayed = [one for one in named if one["relation"] == "relays" and one["kind"] != "unnamed"]
        wanted = {key(one["canonical"]) for one in relayed if not one["ambiguous"]} - {key(row["publisher"])}
        got = {key(c.cited) for c in citations if c.relation == "relays" and c.kind in ("outlet", "agency")}
        got -= own - wanted
        total.right, total.found = total.right + len(got & wanted), total.found + len(got)
        total.meant += len(wanted)
        if "origin_state" in row and not row["origin_ambiguous"]:
            (origin, _) = find_origins("s", [article], citations, [], find_quotes(article), outlets=gazetteer.outlets)
            total.states[row["origin_state"].split()[0], origin.state] += 1
    return total


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--outlets", type=Path, default=Path("seeds/outlets.csv"))
    parser.add_argument("--held-out", nargs="*", default=HELD_OUT)
    options = parser.parse_args(arguments)
    rows = [(row, article_of(row, number)) for number, row in enumerate(labelled(options.labelled))]
    gazetteer = Gazetteer.of(sorted(read_outlets(options.outlets), key=lambda outlet: outlet.outlet))
    looked_at = [pair for pair in rows if pair[0]["publisher"] not in options.held_out]
    held_out = [pair for pair in rows if pair[0]["publisher"] in options.held_out]
    for name, part in (("looked at", looked_at), ("held out", held_out), ("all", rows)):
        if part:
            print(score(part, gazetteer).told(name))
    for language in sorted({row["language"] for row, _ in rows if "language" in row}):
        print(score([pair for pair in rows if pair[0].get("language") == language], gazetteer).told(language))
    for outlet in sorted({row["publisher"] for row, _ in rows if "language" not in row}):
        name = outlet + (", unread" if outlet in options.held_out else ", read")
        print(score([pair for pair in rows if pair[0]["publisher"] == outlet], gazetteer).told(name))
    for name, is_both in (("citations", False), ("citations and speakers", True)):
        start = time.process_time()
        for _, article in rows:
            layers = TextLayers(article.text, article.language)
            find_citations(article, gazetteer, layers=layers)
            if is_both:
                find_quotes(article, layers=layers)
        print(f"{name}: {len(rows) / (time.process_time() - start):.0f} articles a core second")


if __name__ == "__main__":
    main()
