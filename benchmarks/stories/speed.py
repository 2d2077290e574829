"""How many articles a second one core follows, as the number of remembered stories grows.

    python -m benchmarks.stories.speed [STORIES ...]

Made texts of 300 words: a Zipf vocabulary of 60,000 words, and for every story 30 words and 4 names of its own. All
stories are in DuckDB; batches of 500 newcomers, of which four in five continue one of 10,000 live stories; the rest of
the stories have been silent for a year. Time is processor time of one thread: terms, candidates, joining, saving.
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import duckdb

from news.records import Article, Story
from news.stories import StoryRun, follow_stories
from news.story_memory import Frequencies
from news.story_profiles import LiveStory, Rarity
from news.story_rules import STORY_RULES
from news.story_wording import Wording
from news.terms import article_terms
from storage.migrate import migrations
from storage.story_memory import StoredMemory

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
    rarity = Rarity(Frequencies(counts={}, total=stories), STORY_RULES)
    dice = random.Random(7)
    for number in range(stories):
        at = NOW - timedelta(days=1 if number < LIVE else 365)
        story = LiveStory(story_id=f"s{number:010d}", rarity=rarity)
        [vector] = Wording([article_terms(article(number, number, dice))]).vectors(rarity, STORY_RULES.article_terms)
        story.add(vector, at)
        yield story.story(STORY_RULES)


def fill(connection: duckdb.DuckDBPyConnection, stories: int) -> StoredMemory:
    memory = StoredMemory(connection)
    chunk: list[Story] = []
    for story in remembered(stories):
        chunk.append(story)
        if len(chunk) == 2000 or int(story.story_id[1:]) == stories - 1:
            save(connection, memory, chunk)
            chunk = []
    return memory


def save(connection: duckdb.DuckDBPyConnection, memory: StoredMemory, stories: list[Story]) -> None:
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


def batch(number: int) -> list[Article]:
    dice = random.Random(1000 + number)
    stories = [dice.randrange(LIVE) if dice.random() < 0.8 else 10**6 + dice.randrange(10**6) for _ in range(BATCH)]
    return [article(10**7 + number * BATCH + n, story, dice) for n, story in enumerate(stories)]


def measure(stories: int) -> None:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE SCHEMA IF NOT EXISTS archive")
        for _, path in migrations():
            connection.execute(path.read_text(encoding="utf-8"))
        memory = fill(connection, stories)
        seconds, right = [], 0
        for number in range(BATCHES):
            newcomers = batch(number)
            started = time.process_time()
            run = follow_stories(newcomers, copy_group_of={}, memory=memory, known_group_story={})
            connection.execute("BEGIN")
            memory.keep(run.stories, run.term_days)
            connection.execute("COMMIT")
            seconds.append(time.process_time() - started)
            right += joined(run)
        rates = sorted(BATCH / taken for taken in seconds)
        kept = right / BATCH / BATCHES
        print(
            f"{stories:>9,} stories {rates[-1]:6,.0f} articles/s, at worst {rates[0]:,.0f}; {kept:.2f} joined",
            flush=True,
        )


def joined(run: StoryRun) -> int:
    return sum(link.story_id.startswith("s0000") for link in run.links)


if __name__ == "__main__":
    for wanted in [int(number) for number in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        measure(wanted)
