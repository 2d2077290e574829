"""What is measured of pairs of texts and of all of them together, word for word."""

import tomllib
from functools import cache
from pathlib import Path
from zlib import crc32

from news.copies.groups import group_copies
from news.copies.near_copies import explain_pair, find_near_copies
from news.copies.page_templates import is_one_form
from news.copies.sketches import sketch_all
from news.copies.word_hashes import hash_words
from tests.answers import check, told
from tests.news.own_texts import same_matter, texts
from tests.news.pieces import article, prose
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/copies")


@cache
def written() -> list[dict[str, str]]:
    files = (Path(f"tests/fixtures/near_copies/{name}.toml") for name in ("templates", "copies", "updates"))
    return [pair for file in files for pair in tomllib.loads(file.read_text(encoding="utf-8"))["pair"]]


def test_what_pairs_share_stays() -> None:
    found = []
    for pair in written():
        for one, other in ((pair["a"], pair["b"]), (pair["b"], f"{prose(1, 40)}\n{pair['a']}")):
            a, b = article(1, one), article(2, other)
            told_of = explain_pair(a, b)
            shares = (told_of.containment, told_of.sentence_coverage, told_of.prose_containment, told_of.in_order)
            form = " one form" if is_one_form(a, b) else ""
            found.append(f"{pair['name']}: {told_of.kind} {told(shares)} {told_of.a_words} {told_of.b_words}{form}")
            found.append(f"  {told_of.reason}")
            found += [f"  {told(one)[:150]}" for one in told_of.passages[:3]]
            found += [f"  added {sentence[:60]}" for sentence in told_of.added_sentences]
    check(KEPT / "pairs.txt", found)


def test_what_many_share_stays() -> None:
    """One archive of all: reports, their retouched copies, mixtures of two, short ones, and a line that all print."""
    reports = [text for matter in same_matter() for _, _, text in matter]
    reports += [pair["a"] for pair in written()[::4]] + [pair["b"] for pair in written()[::6]]
    reports += [f"{prose(at, 20 + 9 * at)}\n{prose(at + 1, 60)}" for at in range(20)]
    reports += [" ".join(prose(at, 90).split()[at:]) for at in range(20)]
    line = "Our letter brings you the news of the valley each morning before six."
    articles = [
        article(at, f"{text}\n{line}" if at % 3 == 0 else text, hours=at % 7, outlet=f"Outlet {at % 9}")
        for at, text in enumerate(reports, start=1)
    ]
    copies = find_near_copies(articles, among=[])
    found = [told(one)[:200] for one in copies]
    groups = group_copies(articles, copies)
    found += [f"{key}: {told(place)}" for key, place in sorted(groups.items()) if place != (key, True)]
    check(KEPT / "many.txt", found)


def test_how_words_and_runs_are_hashed_stays() -> None:
    """Sketches are kept in archives: a hash that changes makes the old ones worthless."""
    given = [text for _, text in texts() if crc32(text.encode()) % 25 == 0] + [prose(5, 400)]
    found = []
    for text, sketch, hashed in zip(given, sketch_all(given), hash_words(given), strict=True):
        kept = (sketch.samples, sketch.others, sketch.runs, sketch.quoted, sketch.passages)
        sums = [int(runs.sum()) for runs in kept]
        found.append(f"{text[:40]}: {sketch.exact} {sketch.total} of {sketch.size} {told(sums)}")
        starts = [] if hashed.starts is None else hashed.starts[:6].tolist()
        found.append(f"  {hashed.has_no_spaces} {len(hashed.hashes)} {int(hashed.hashes.sum())} {told(starts)}")
    check(KEPT / "hashes.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_copies.txt", thresholds("news/copies"))
