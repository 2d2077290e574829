"""near_copies and copy_groups agree, in whatever pieces articles arrived and whatever persons said."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.collecting.import_files import import_articles
from flows.configuration.settings import Settings
from flows.linking.corrections import correct_copies
from flows.progress import Progress
from storage.archive import Archive
from tests.news.pieces import prose

START = datetime(2031, 1, 5, tzinfo=UTC)
APART = """
SELECT count(*) FROM near_copies AS n
JOIN articles AS later ON later.article_id = n.article_id JOIN articles AS earlier ON earlier.article_id = n.original_id
WHERE n.kind IN ('exact', 'near_copy') AND later.copy_group_id <> earlier.copy_group_id
"""


def hear(folder: Path, *rows: dict[str, str]) -> None:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    with Archive.open(folder, now=START) as archive:
        import_articles(archive, Settings(archive=folder), [path], now=START + timedelta(days=9), progress=Progress())


def row(number: int, text: str, *, outlet: str = "", hours: int | None = None) -> dict[str, str]:
    at = START + timedelta(hours=number if hours is None else hours)
    return {
        "url": f"https://outlet-{number}.example/{number}",
        "title": f"Headline {number}",
        "text": text,
        "published_at": at.isoformat(),
        "outlet": outlet or f"Outlet {number}",
        "language": "en",
    }


def ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with Archive.open(folder, now=START) as archive:
        return archive.store.rows(sql)


def newsroom(seed: int) -> list[dict[str, str]]:
    dice = random.Random(seed)
    reports = [prose(number, 140) for number in range(3)]
    rows = []
    for number in range(24):
        paragraphs = dice.choice(reports).split("\n")
        kept = paragraphs[dice.randrange(len(paragraphs)) :] if dice.random() < 0.4 else paragraphs
        before = [prose(100 + number, dice.choice([30, 90]))] if dice.random() < 0.4 else []
        rows.append(row(number, "\n".join([*before, *kept]), hours=dice.randrange(40)))
    return rows


@pytest.mark.parametrize("size", [24, 5])
def test_no_near_copy_stands_in_two_copy_groups(tmp_path: Path, size: int) -> None:
    rows = newsroom(size)
    for start in range(0, len(rows), size):
        hear(tmp_path, *rows[start : start + size])
    assert ask(tmp_path, "SELECT count(*) > 5 FROM near_copies WHERE kind = 'near_copy'") == [(True,)]
    assert ask(tmp_path, APART) == [(0,)]


def test_a_pair_that_a_person_took_apart_is_no_near_copy(tmp_path: Path) -> None:
    text = prose(1, 140)
    hear(tmp_path, row(1, text), row(2, text + "\n" + prose(2, 30)), row(3, text + "\n" + prose(3, 30)))
    with Archive.open(tmp_path, now=START) as archive:
        urls = [f"https://outlet-{number}.example/{number}" for number in (2, 1)]
        settings = Settings(archive=tmp_path)
        correct_copies(archive, settings, "split", urls[0], urls[1], now=START + timedelta(days=10))
    assert ask(tmp_path, APART) == [(0,)]
    assert ask(tmp_path, "SELECT count(*), count(DISTINCT (article_id, original_id)) FROM near_copies") == [(3, 3)]


def test_an_update_has_a_copy_group_of_its_own(tmp_path: Path) -> None:
    text = prose(1, 140)
    hear(tmp_path, row(1, text, outlet="Marn Mail"))
    hear(tmp_path, row(2, prose(2, 70) + "\n" + text, outlet="Marn Mail"))
    hear(tmp_path, row(3, prose(2, 70) + "\n" + text))
    kinds = ask(tmp_path, "SELECT kind FROM near_copies ORDER BY kind")
    # Another outlet that prints the update repeats the update; to the older text it is no near-copy.
    assert kinds == [("derived",), ("exact",), ("update",)]
    assert ask(tmp_path, "SELECT articles FROM copy_groups ORDER BY articles") == [(1,), (2,)]
