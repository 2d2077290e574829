"""What letters say of digests drawn by lot, in each language; how room is shared; what small functions answer."""

import random
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest.labels import known_languages, words_of
from digest.letter import phrases
from digest.letter.allot import DIGEST_RULES, DigestRules, count_words, digest_words, reading_order, without_least
from digest.letter.compose import DigestInputs, compose_digest, leave_out_last, rank_stories
from digest.letter.day_bars import bars, number_row
from digest.letter.openings import development, subject_line, top_lines
from digest.letter.render import SizeRules, fit, freeze, render_html, render_text
from digest.letter.word_diff import word_changes
from news.records import (
    ChangedArticle,
    CoverageGap,
    DateDue,
    Difference,
    Digest,
    PanelChange,
    PoorReading,
    QuotedSentence,
    Reader,
    StatedFigure,
    StoryUpdate,
    UnheardStory,
)
from tests.answers import check, told
from tests.drawn import END, POOLS, chart_days, drawn, mark, several
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/digest")
LANGUAGES = known_languages()
WHOLE = 7  # letters that are kept word for word; of the others what they hold in short, and a mark


def sentences(dice: random.Random, most: int) -> tuple[QuotedSentence, ...]:
    """Sentences of a few articles, some of them several times; what leans follows in its article."""
    found = [
        replace(one, article_id=1 + at % 4, place=30 * (at // 4) + dice.randrange(20))
        for at, one in enumerate(several(QuotedSentence, dice, most))
    ]
    return tuple(found)


def update(dice: random.Random, number: int, most: int = 6) -> StoryUpdate:
    new = dice.choice((0, 1, 1, 2, 5))
    told_of = sentences(dice, most)
    sides = tuple(
        StatedFigure(value=dice.choice(POOLS["value"]), quoted=one)
        for one in (*told_of[:2], *several(QuotedSentence, dice, 4))
    )
    return drawn(
        StoryUpdate,
        dice,
        story_id=f"s{number:08x}00",
        new_articles=new,
        new_copies=dice.randrange(new + 1),
        articles=new + dice.choice((0, 0, 1, 9)),
        copy_groups=max(1, new - 1),
        sentences=told_of,
        differences=tuple(Difference(about=about, sides=sides[at:]) for at, about in enumerate(POOLS["about"])),
        days=chart_days(dice, 14) if dice.randrange(2) else (),
    )


def composed(dice: random.Random, stories: int, most: int = 6, rules: DigestRules = DIGEST_RULES) -> Digest:
    zone, every = dice.choice(("UTC", "Europe/Berlin", "Asia/Tokyo")), dice.choice(("day", "week"))
    reader = drawn(
        Reader, dice, name="anna", language=dice.choice(LANGUAGES), time_zone=zone, every=every,
        watches=tuple(POOLS["watches"][: dice.randrange(3)]), mute=dice.choice(((), ("Daily Tide", "s0000000100"))),
    )  # fmt: skip
    backlog = [
        (outlet, 3 + at, END.date() - timedelta(days=400 - at), END.date() - timedelta(days=30 * at))
        for at, outlet in enumerate(POOLS["outlet"])
    ]
    brought = DigestInputs(
        updates=[update(dice, number, most) for number in range(stories)],
        quiet=[(f"q{at}", dice.choice(POOLS["title"])) for at in range(dice.choice((0, 2, 10, 11)))],
        changed=several(ChangedArticle, dice, 7),
        gaps=several(CoverageGap, dice, 12),
        due=several(DateDue, dice, 12),
        poor_readings=several(PoorReading, dice, 8),
        panel_changes=several(PanelChange, dice, 8),
        unheard=several(UnheardStory, dice, 10),
        outlets_followed=dice.choice((None, 0, 3, 40)),
        followed_since=dice.choice((None, END.date())),
    )
    site_url = dice.choice((None, "https://site.example/"))
    brought = replace(brought, backlog=backlog[: dice.choice((0, 1, 6, 7, 8))])
    made = compose_digest(
        reader,
        brought,
        period_start=END - timedelta(days=dice.choice((1, 7, 400))),
        period_end=END,
        site_url=site_url,
        rules=rules,
    )
    pages = tuple(one.story_id for one in made.stories[::2])
    return replace(made, at_once=dice.choice(((), (), ("ports",))), pages=dice.choice((None, pages)))


def in_short(digest: Digest) -> str:
    """Return what a digest holds: of each story the sentences by article and place, then the counts, and a mark."""
    stories = " ".join(
        f"{one.story_id[:9]}({' '.join(f'{quoted.article_id}.{quoted.place}' for quoted in one.sentences)}"
        f"|{len(one.headlines)} {len(one.differences)} {len(one.days)})"
        for one in digest.stories
    )
    also = " ".join(
        f"{one.story_id[:9]}{'' if one.quoted and one.quoted.sentence else '-'}" for one in digest.also_moved
    )
    held = " ".join(
        f"{one.name}={len(value)}" for one in fields(digest) if isinstance(value := getattr(digest, one.name), tuple)
    )
    left = (digest.left_out, digest.left_out_changed, digest.left_out_due, digest.left_out_quiet, digest.left_out_gaps)
    return f"{stories} / {also} / {held} / {left} / {digest_words(digest)} {mark(told(digest))}"


def test_what_letters_say_stays() -> None:
    found = []
    for seed in range(24):
        dice = random.Random(seed)
        digest = composed(dice, (seed + 1) % 6)
        link = dice.choice((None, "https://leave.example/"))
        text, html = render_text(digest, unsubscribe=link), render_html(digest, unsubscribe=link)
        frozen = freeze(digest, unsubscribe=link, now=END)
        found += [
            f"--- {seed} {digest.language} {frozen.state} {frozen.subject}",
            f"html {mark(html)} text {mark(text)}",
        ]
        found += [f"{in_short(digest)} {frozen.content_sha256[:12]}"]
        found += text.split("\n") if seed < WHOLE else []
    check(KEPT / "letters.txt", found)


def small_rules(dice: random.Random) -> DigestRules:
    """Rules of a few stories, sentences and words, so that each of them is met."""
    return DigestRules(
        words_at_most=dice.choice((60, 150, 300, 600)),
        story_overhead_words=dice.choice((0, 5)),
        digest_overhead_words=dice.choice((0, 10)),
        stories_at_most=dice.choice((1, 3, 9)),
        sentences_at_most=dice.choice((1, 3, 5)),
        sentences_least=dice.choice((1, 2)),
        sentences_ahead=dice.choice((1, 2, 3)),
        weak_chance=dice.choice((0.1, 0.5, 0.9)),
        length_power=dice.choice((0.0, 0.75, 1.5)),
        sentence_words_at_most=dice.choice((7, 8, 60)),
        sentence_chars_at_most=dice.choice((41, 42, 600)),
        headlines_at_most=dice.choice((0, 1, 3)),
        differences_at_most=dice.choice((0, 1, 2)),
        sides_at_most=dice.choice((2, 3)),
        changed_at_most=dice.choice((0, 1, 5)),
        due_at_most=dice.choice((0, 1, 5)),
        quiet_at_most=dice.choice((0, 2, 10)),
        also_moved_at_most=dice.choice((0, 1, 20)),
        unheard_at_most=dice.choice((0, 1, 8)),
        notes_at_most=dice.choice((0, 1, 6)),
    )


def test_how_room_is_shared_stays() -> None:
    found = []
    for seed in range(100):
        dice = random.Random(1000 + seed)
        rules = small_rules(dice)
        digest = composed(dice, dice.randrange(12), 10, rules)
        found.append(f"{seed} {in_short(digest)}")
        shorter = [without_least(digest, chars, rules=rules) for chars in (1, 100, 400)]
        found.append("  " + " ".join(f"{digest_words(one, rules=rules)} {mark(told(one))}" for one in shorter))
        found += [f"  last {mark(told(leave_out_last(digest, rules=rules)))}"] if digest.stories else []
    for seed in range(200):
        order = reading_order(sentences(random.Random(2000 + seed), 9))
        found.append(f"{seed} " + " ".join(f"{one.article_id}.{one.place}{'+' * one.leans}" for one in order))
    check(KEPT / "room.txt", found)


def test_what_a_full_digest_holds_stays() -> None:
    """As many stories, sentences, outages and dates as the rules allow, and more: the rules themselves decide."""
    found = []
    for seed, stories, most in ((1, 60, 6), (2, 30, 40)):
        digest = composed(random.Random(3000 + seed), stories, most)
        found += [in_short(digest), f"  cut {in_short(fit(digest))}"]
    digest = composed(random.Random(3003), 5, 12)
    for bytes_at_most in (30_000, 20_000, 12_000, 5_000):
        rules = SizeRules(html_bytes_at_most=bytes_at_most, stories_at_least=2)
        found.append(f"  {bytes_at_most} {in_short(fit(digest, rules=rules))}")
    check(KEPT / "full.txt", found)


def ranked() -> Iterator[str]:
    for seed in range(60):
        dice = random.Random(4000 + seed)
        stories = [update(dice, number, 2) for number in range(6)]
        same = dice.choice(("new_origins", "new_articles", "outlets", "lead_worth", "state"))
        stories = [replace(one, **{same: getattr(stories[0], same)}) for one in stories]
        yield f"{same} {' '.join(one.story_id[1:9].lstrip('0') or '0' for one in rank_stories(stories))}"


def test_what_small_functions_answer_stays() -> None:
    found = list(ranked())
    for seed in range(50):
        dice = random.Random(5000 + seed)
        story, digest = update(dice, seed, 3), composed(dice, dice.choice((0, 1, 1, 2, 4)), 3)
        words = words_of(digest.language)
        found.append(f"{development(story)[:60]!r} | {subject_line(digest, words)}")
        found += [f"  {told(line)}"[:200] for line in top_lines(digest, words)]
        found.append(f"  {phrases.minutes_line(digest, words)} {phrases.is_empty(digest)}")
    for text in POOLS["sentence"]:
        found.append(f"{count_words(text)} {text[:40]}")
    for before, after in zip(POOLS["sentence"], POOLS["sentence"][1:], strict=False):
        found.append(told(word_changes(before, f"{before} {after}"))[:300])
    for longest in (199, 200, 201):
        found.append(told([len(side) for side in word_changes("a " * longest, "b " + "a " * (longest - 1))]))
    for counts in ((0, 1, 999, 1000, 9_949, 9_950, 9_999, 10_000, 123_456, None), (None,), (), (0, 0), (1, 30, 31)):
        days = [(END.date(), count) for count in counts]
        found.append(f"{number_row(days)} {[bar.height for bar in bars(days)]}")
    check(KEPT / "small.txt", found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_days_in_words_stay(language: str) -> None:
    words = words_of(language)
    found = [words.count(label, count) for label in words.counted for count in (0, 1, 2, 1000)]
    found += [
        words.day(END.date() + timedelta(days=ahead), form)
        for ahead in range(0, 360, 29)
        for form in ("day", "day_long", "day_full")
    ]
    found += [words.list_of(tuple("abc"[:many])) for many in range(4)]
    found += [words.outcome(outcome) for outcome in POOLS["last_outcome"]]
    check(KEPT / f"words_{language}.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_digest_letter.txt", thresholds("digest/letter"))
    check(KEPT / "numbers_digest.txt", thresholds("digest"))
