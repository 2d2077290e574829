"""Coverage since the reader's last letter becomes a Digest: ranked, cut by whole stories, with what was left out."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.letter import openings
from digest.letter.allot import (
    DIGEST_RULES,
    DigestRules,
    allot,
    also_moved,
    also_words,
    count_words,
    digest_words,
    story_words,
)
from news.errors import SettingsError
from news.records import (
    AlsoMoved,
    ChangedArticle,
    CoverageGap,
    DateDue,
    Difference,
    Digest,
    PanelChange,
    PoorReading,
    Reader,
    StoryUpdate,
    UnheardStory,
    record,
)


@record
class DigestInputs:
    """What a period brought, in any order, of which a digest tells some."""

    updates: Sequence[StoryUpdate]  # those without anything new are passed over
    quiet: Sequence[tuple[str, str]] = ()  # (story_id, title) of followed stories with nothing new
    changed: Sequence[ChangedArticle] = ()
    gaps: Sequence[CoverageGap] = ()
    due: Sequence[DateDue] = ()  # dates ahead; those before the period's end are passed over
    poor_readings: Sequence[PoorReading] = ()
    panel_changes: Sequence[PanelChange] = ()
    outlets_followed: int | None = None
    followed_since: date | None = None
    backlog: Sequence[tuple[str, int, date, date]] = ()  # (outlet, articles, first day, last day) from before it
    unheard: Sequence[UnheardStory] = ()  # of which the reader's outlets had nothing, where the reader asks for them


def compose_digest(
    reader: Reader,
    brought: DigestInputs,
    *,
    period_start: datetime,
    period_end: datetime,
    site_url: str | None = None,
    rules: DigestRules = DIGEST_RULES,
) -> Digest:
    """Return the letter's content: moved stories ranked and cut to the rules, all else counted.

    A story that the reader mutes is neither shown nor counted. Of an outlet that they mute no word is shown, while the
    counts of a story stay those of the views.

    Raises:
        SettingsError: the reader's time zone does not exist.
    """
    _check_zone(reader.time_zone)
    muted = frozenset(reader.mute)
    moved = rank_stories(
        [seen for update in brought.updates if (seen := _unmuted(update, muted)) and seen.new_articles > 0]
    )
    frame = replace(
        _frame(reader, moved, period_start, period_end),
        poor_readings=tuple(brought.poor_readings[: rules.notes_at_most]),
        panel_changes=tuple(brought.panel_changes[: rules.notes_at_most]),
        outlets_followed=brought.outlets_followed,
        followed_since=brought.followed_since,
        site_url=site_url,
        backlog=tuple((outlet, count) for outlet, count, _, _ in brought.backlog),
        backlog_days=_ends([day for _, _, *days in brought.backlog for day in days]),
    )
    frame = _with_changed_and_quiet(frame, brought, muted, rules)
    frame = _with_due_and_gaps(frame, brought, muted, rules)
    frame = _with_unheard(frame, [story for story in brought.unheard if story.story_id not in muted], rules)
    return _with_stories(frame, [_fitting(story, rules) for story in moved], rules)


def _ends(days: Sequence[date]) -> tuple[date, ...]:
    return (min(days), max(days)) if days else ()


def digest_key(name: str, period_start: datetime, period_end: datetime) -> str:
    """Return the digest's id, the same for the same reader and period: "d" and twelve hexadecimal digits."""
    said = "\n".join((name, *(at.astimezone(ZoneInfo("UTC")).isoformat() for at in (period_start, period_end))))
    return "d" + hashlib.sha256(said.encode(errors="backslashreplace")).hexdigest()[:12]


def rank_stories(updates: Sequence[StoryUpdate]) -> list[StoryUpdate]:
    """Return the stories with most to tell first: new origins, then burst or revival, then new texts of their own.

    Of two alike the one that more outlets tell comes first, then the one whose first sentence holds more news. One that
    nothing but comment, features or questions tell comes after all others.
    """

    def weight(story: StoryUpdate) -> tuple[float | str, ...]:
        is_special = story.state in ("burst", "revived")
        own_texts = story.new_articles - story.new_copies
        language = next((quoted.language for quoted in story.sentences), None)
        is_soft = openings.tells_no_news(openings.development(story), language)
        counts = (-story.new_origins, -is_special, -own_texts, -story.new_articles, -story.outlets)
        return (is_soft, *counts, -story.lead_worth, story.story_id)

    return sorted(updates, key=weight)


def leave_out_last(digest: Digest, *, rules: DigestRules = DIGEST_RULES) -> Digest:
    """Return the digest without its lowest-ranked story, of which one sentence is told instead."""
    last = digest.stories[-1]
    also = (also_moved(last), *digest.also_moved)[: rules.also_moved_at_most]
    return replace(digest, stories=digest.stories[:-1], left_out=digest.left_out + 1, also_moved=also)


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"there is no time zone {name!r}; write it like Europe/Berlin", subject=name) from error


def _frame(reader: Reader, moved: Sequence[StoryUpdate], start: datetime, end: datetime) -> Digest:
    """Return a digest that counts the moved stories and tells nothing yet."""
    return Digest(
        digest_id=digest_key(reader.name, start, end),
        name=reader.name,
        language=reader.language,
        time_zone=reader.time_zone,
        period_start=start,
        period_end=end,
        stories=(),
        left_out=0,
        quiet=(),
        changed=(),
        gaps=(),
        new_articles=sum(story.new_articles for story in moved),
        copies_collapsed=sum(story.new_copies for story in moved),
        new_origins=sum(story.new_origins for story in moved),
        watches=reader.watches,
        every=reader.every,
    )


def _with_changed_and_quiet(digest: Digest, brought: DigestInputs, muted: frozenset[str], rules: DigestRules) -> Digest:
    changed = [change for change in brought.changed if change.outlet not in muted]
    shown = [change for change in changed if _fits(change.before, rules) and _fits(change.after, rules)]
    shown = shown[: rules.changed_at_most]
    quiet = [story for story in brought.quiet if story[0] not in muted]
    return replace(
        digest,
        changed=tuple(shown),
        left_out_changed=len(changed) - len(shown),
        quiet=tuple(quiet[: rules.quiet_at_most]),
        left_out_quiet=max(0, len(quiet) - rules.quiet_at_most),
    )


def _with_due_and_gaps(digest: Digest, brought: DigestInputs, muted: frozenset[str], rules: DigestRules) -> Digest:
    """Return the digest with the next dates first and the longest outages first."""
    today = digest.period_end.astimezone(ZoneInfo(digest.time_zone)).date()
    ahead = [date for date in brought.due if date.day >= today and not muted & {date.story_id, date.quoted.outlet}]
    ahead.sort(key=lambda date: (date.day, date.story_id, date.quoted.article_id))
    shown = [date for date in ahead if _fits(date.quoted.sentence, rules)][: rules.due_at_most]
    longest = sorted(
        (gap for gap in brought.gaps if gap.outlet not in muted),
        key=lambda gap: (-gap.days, gap.last_outcome, gap.outlet),
    )
    kinds = list(dict.fromkeys((gap.days, gap.last_outcome) for gap in longest))[: rules.notes_at_most]
    told = [gap for gap in longest if (gap.days, gap.last_outcome) in kinds]
    return replace(
        digest,
        due=tuple(shown),
        left_out_due=len(ahead) - len(shown),
        gaps=tuple(told),
        left_out_gaps=len(longest) - len(told),
    )


def _with_unheard(digest: Digest, unheard: Sequence[UnheardStory], rules: DigestRules) -> Digest:
    shown = tuple(unheard[: rules.unheard_at_most])
    return replace(digest, unheard=shown, left_out_unheard=len(unheard) - len(shown))


def _unmuted(story: StoryUpdate, muted: frozenset[str]) -> StoryUpdate | None:
    """Return the story without the muted outlets' words; None: muted itself, or nothing of it is left to show."""
    if story.story_id in muted:
        return None
    sentences = tuple(quoted for quoted in story.sentences if quoted.outlet not in muted)
    headlines = tuple(quoted for quoted in story.headlines if quoted.outlet not in muted)
    had_words, has_words = story.sentences or story.headlines, sentences or headlines
    if had_words and not has_words:
        return None
    differences = tuple(
        replace(difference, sides=tuple(side for side in difference.sides if side.quoted.outlet not in muted))
        for difference in story.differences
    )
    return replace(story, sentences=sentences, headlines=headlines, differences=differences)


def _fitting(story: StoryUpdate, rules: DigestRules) -> StoryUpdate:
    """Return the story with the sentences that fit into a digest, each once, and as many differences as are shown."""
    once = {" ".join(quoted.sentence.split()): quoted for quoted in reversed(story.sentences)}
    distinct = [quoted for quoted in reversed(once.values()) if _fits(quoted.sentence, rules)]
    return replace(
        story,
        sentences=tuple(distinct),
        days=story.days if sum(1 for _, count in story.days if count) > 1 else (),  # one day's texts make no chart
        differences=tuple(_differences(story, rules))[: rules.differences_at_most],
    )


def _differences(story: StoryUpdate, rules: DigestRules) -> Iterator[Difference]:
    """Yield what has two sides that fit into a letter: one side alone is no difference."""
    for difference in story.differences:
        sides = [side for side in difference.sides if _fits(side.quoted.sentence, rules)]
        if len(sides) > 1:
            yield replace(difference, sides=tuple(sides[: rules.sides_at_most]))


def _fits(sentence: str, rules: DigestRules) -> bool:
    return count_words(sentence) <= rules.sentence_words_at_most and len(sentence) <= rules.sentence_chars_at_most


def _with_stories(rest: Digest, ranked: Sequence[StoryUpdate], rules: DigestRules) -> Digest:
    """Return the digest with the first story and as many of the next as fit; of the others a sentence each is told."""
    room = rules.words_at_most - digest_words(rest, rules=rules) + rules.digest_overhead_words
    told = allot(ranked, room, rules)
    stories = [replace(story, headlines=story.headlines[: rules.headlines_at_most]) for story in told]
    left = ranked[len(told) :]
    also = _also_moved(left[: rules.also_moved_at_most], room - sum(story_words(story, rules) for story in told))
    return replace(rest, stories=tuple(stories), left_out=len(left), also_moved=tuple(also))


def _also_moved(stories: Sequence[StoryUpdate], room: int) -> Iterator[AlsoMoved]:
    """Yield stories that are not told in full, each with a sentence while there is room, and with a link."""
    for story in stories:
        also = also_moved(story)
        if also.quoted and also_words(also) > room:
            also = replace(also, quoted=replace(also.quoted, sentence=""))
        room -= also_words(also)
        yield also
