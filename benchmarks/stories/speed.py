"""How many articles a second one core follows, as the number of remembered stories grows.

    python3.11 -m venv DIR && DIR/bin/pip install -r benchmarks/stories/rivals.txt
    .venv/bin/python -m benchmarks.stories.speed [--rivals DIR/bin/python] [--batch 500] [STORIES ...]

Made texts of 300 words: a Zipf vocabulary of 60,000 words, and for every story 30 words and 4 names of its own. All
stories are in DuckDB; batches of 500 newcomers or as many as asked, of which four in five continue one of 10,000 live
stories; the rest of the stories have been silent for a year. Time is processor time of one thread: terms, candidates,
joining, saving. Rivals hold a batch against every live story (scikit-learn's TF-IDF, and MiniLM), with nothing to load
and nothing to save. "Placed rightly": in the story that the article continues, or in none of the old ones where it
begins one. MiniLM knows no made words: of what it finds, see quality.py.
"""

import argparse
import json
import os
import random
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from statistics import median

import duckdb

from benchmarks.stories.quality import RIVALS
from news.language.terms import article_terms
from news.records import Article, Story
from news.stories.follow import follow_stories
from news.stories.memory import Frequencies
from news.stories.profiles import Idf, LiveStory
from news.stories.term_matrix import Wording
from news.stories.thresholds import STORY_RULES
from storage.migrate import migrations
from storage.tables.story_profiles import StoredProfiles

NOW = datetime(2026, 5, 1, tzinfo=UTC)
FAR = datetime(9999, 12, 31, tzinfo=UTC)
LIVE = 10_000
BATCH = 500
BATCHES = 4
VOCABULARY = 60_000
RANKS = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))


def word(number: int) -> str:
    """Return a made word: the same number gives the same letters."""
    letters = ""
    while True:
        letters += "bdfgklmnprstvz"[number % 14] + "aeiou"[number // 14 % 5]
        number //= 70
        if not number:
            return letters


def text(story: int, dice: random.Random) -> str:
    """Return an article of a story: common words, the story's words, and its names."""
    own = random.Random(story)
    theirs = [word(own.randrange(10**7)) for _ in range(30)]
    names = [f"{word(own.randrange(10**7)).title()} {word(own.randrange(10**7)).title()}" for _ in range(4)]
    common = [word(number) for number in dice.choices(range(VOCABULARY), cum_weights=RANKS, k=230)]
    words = [*common, *dice.choices(theirs, k=60)]
    dice.shuffle(words)
    for name in names:
        words.insert(dice.randrange(1, len(words)), name)
    return " ".join(words)


def article(number: int, story: int, dice: random.Random) -> Article:
    return Article(
        article_id=number,
        url=f"https://example.org/{number}",
        outlet="Example",
        title="",
        text=text(story, dice),
        language="en",
        first_seen_at=NOW,
        ordered_at=NOW,
        ordered_by="published",
        arrived_by="feed",
    )


def remembered(stories: int) -> Iterator[Story]:
    """Yield stories as they are remembered, the live ones first."""
    idf = Idf(Frequencies(counts={}, total=stories), STORY_RULES)
    dice = random.Random(7)
    for number in range(stories):
        at = NOW - timedelta(days=1 if number < LIVE else 365)
        story = LiveStory(story_id=f"s{number:010d}", idf=idf)
        [vector] = Wording([article_terms(article(number, number, dice))]).vectors(idf, STORY_RULES.article_terms)
        story.add(vector, at)
        yield story.story(STORY_RULES)


def fill(connection: duckdb.DuckDBPyConnection, stories: int) -> StoredProfiles:
    memory = StoredProfiles(connection)
    chunk: list[Story] = []
    for story in remembered(stories):
        chunk.append(story)
        if len(chunk) == 2000 or int(story.story_id[1:]) == stories - 1:
            save(connection, memory, chunk)
            chunk = []
    return memory


def save(connection: duckdb.DuckDBPyConnection, memory: StoredProfiles, stories: list[Story]) -> None:
    counts: dict[str, int] = {"": len(stories)}
    for story in stories:
        for term in story.profile:
            counts[term] = counts.get(term, 0) + 1
    day = stories[0].last_at
    assert day is not None
    memory.keep(stories, {day.date(): counts})
    rows = [(s.story_id, int(s.story_id[1:]), s.last_at) for s in stories]
    connection.execute("CREATE OR REPLACE TEMP TABLE made (story_id VARCHAR, article_id BIGINT, instant TIMESTAMPTZ)")
    connection.executemany("INSERT INTO made VALUES (?, ?, ?)", rows[:1])
    ids, numbers, instants = zip(*rows[1:], strict=True)
    connection.execute(
        "INSERT INTO made SELECT unnest(?), unnest(?), unnest(?)", [list(ids), list(numbers), list(instants)]
    )
    held = f"TIMESTAMPTZ '{NOW}' AS recorded_at, TIMESTAMPTZ '{FAR}' AS superseded_at"
    connection.execute(
        f"INSERT INTO archive.stories BY NAME SELECT story_id, '' AS title, false AS is_closed, {held} FROM made"
    )
    connection.execute(
        "INSERT INTO archive.placements BY NAME SELECT article_id, 1 AS version, article_id AS copy_group_id, "
        f"true AS is_original, story_id, 1 AS similarity, 'rule' AS linked_by, {held} FROM made"
    )
    connection.execute(
        "INSERT INTO archive.articles BY NAME SELECT article_id, 1 AS version, '' AS url, '' AS outlet, '' AS title, "
        "'' AS text, 'full' AS text_kind, [] AS authors, true AS is_zone_known, true AS is_date_plausible, "
        "instant AS first_seen_at, instant AS ordered_at, 'published' AS ordered_by, 'feed' AS arrived_by, "
        "false AS is_seed, [] AS keywords, [] AS links, false AS is_paywalled, '' AS extractor, "
        f"0 AS word_count, [] AS given_citations, {held} FROM made"
    )


def batch(number: int, size: int) -> dict[Article, str]:
    """Return newcomers with the story that each continues, or "" for those that begin one."""
    dice = random.Random(1000 + number)
    stories = [dice.randrange(LIVE) if dice.random() < 0.8 else 10**6 + dice.randrange(10**6) for _ in range(size)]
    made = (article(10**7 + number * size + n, story, dice) for n, story in enumerate(stories))
    return {one: f"s{story:010d}" if story < LIVE else "" for one, story in zip(made, stories, strict=True)}


def measure(stories: int, size: int) -> None:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE SCHEMA IF NOT EXISTS archive")
        for _, path in migrations():
            connection.execute(path.read_text(encoding="utf-8"))
        memory = fill(connection, stories)
        seconds, right = [], 0.0
        for number in range(BATCHES):
            newcomers = batch(number, size)
            started = time.process_time()
            run = follow_stories(list(newcomers), copy_group_of={}, memory=memory, known_group_story={})
            connection.execute("BEGIN")
            memory.keep(run.stories, run.term_days)
            connection.execute("COMMIT")
            seconds.append(time.process_time() - started)
            true = {one.article_id: story for one, story in newcomers.items()}
            found = [(known(link.story_id, stories), known(true[link.article_id], stories)) for link in run.links]
            right += sum(story == expected for story, expected in found)
    rates = sorted(size / taken for taken in seconds)
    print(
        f"| newsthread | {stories:,} | {median(rates):,.0f} | {rates[0]:,.0f} | {right / size / BATCHES:.3f} |",
        flush=True,
    )


def known(story_id: str, stories: int) -> str:
    """Return the id of a story that was remembered before, or "" for one that a run founded."""
    return story_id if story_id[1:].isdigit() and int(story_id[1:]) < stories else ""


def measure_rival(who: str, python: str) -> None:
    """Hold a batch against the profiles of the live stories, each here an article of its own."""
    dice = random.Random(7)
    articles = batch(0, BATCH)
    asked = {"stories": [text(number, dice) for number in range(LIVE)], "articles": [one.text for one in articles]}
    run = subprocess.run(
        [python, "benchmarks/stories/rivals.py", "near", who],
        input=json.dumps(asked),
        env=os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told = json.loads(run.stdout)
    rate = BATCH / told["seconds"]
    print(
        f"| {who} | {LIVE:,} | {rate:,.0f} | | {best_share(told['nearest'], list(articles.values())):.3f} |", flush=True
    )


def best_share(nearest: list[tuple[int, float]], true: list[str]) -> float:
    """Return the share that is placed rightly at the cosine that suits best."""
    found = [(f"s{story:010d}", cosine) for story, cosine in nearest]
    return max(
        sum(
            (story if cosine >= bar / 100 else "") == expected
            for (story, cosine), expected in zip(found, true, strict=True)
        )
        for bar in range(1, 100)
    ) / len(true)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--batch", type=int, default=BATCH, help="newcomers linked at once, 2000 at most")
    parser.add_argument("--rivals", help="the Python of an environment with rivals.txt")
    options = parser.parse_args()
    print(
        "| who | stories | articles a CPU second (median of the batches) | at worst | placed rightly |\n"
        "|---|---|---|---|---|"
    )
    for stories in options.stories:
        measure(stories, options.batch)
    for who in RIVALS if options.rivals else ():
        measure_rival(who, options.rivals)


if __name__ == "__main__":
    main()
