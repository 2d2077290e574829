"""Says a digest's counts in words: the lines that text part, HTML part, subject and pages share."""

from collections import Counter
from datetime import datetime
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from digest.labels import Words
from digest.letter.allot import digest_words
from digest.safe_text import clean_title
from news.records import (
    ChangedArticle,
    Digest,
    QuotedSentence,
    StoryUpdate,
    UnheardStory,
)

NAMES_AT_MOST = 6  # of origins or outlets in one line; more are counted
_WORDS_A_MINUTE = 238  # silent reading of English (Brysbaert 2019, doi 10.1016/j.jml.2019.104047)


class Counts(Protocol):
    """What the views tell of a story."""

    @property
    def articles(self) -> int: ...  # noqa: D102 - the view's columns
    @property
    def copy_groups(self) -> int: ...  # noqa: D102
    @property
    def outlets(self) -> int: ...  # noqa: D102
    @property
    def independent_sources(self) -> int: ...  # noqa: D102
    @property
    def first_hand_reports(self) -> int: ...  # noqa: D102
    @property
    def unknown_reports(self) -> int: ...  # noqa: D102
    @property
    def not_read(self) -> int: ...  # noqa: D102


def local(at: datetime, digest: Digest) -> datetime:
    """Return `at` in the reader's time zone."""
    return at.astimezone(ZoneInfo(digest.time_zone))


def moment_line(at: datetime, digest: Digest, words: Words) -> str:
    """Return "26 Mar 04:10" in the reader's zone; a year that is not the letter's own is told."""
    there, written = local(at, digest), local(digest.period_end, digest)
    return words.moment(there, "day" if there.year == written.year else "day_long")


def summary_line(digest: Digest, words: Words) -> str:
    """Return "3 stories moved: 14 new articles, 9 of them copies; 5 new origins."; of what there is none, nothing.

    Where only older articles came in: "Nothing new; 7 older articles came in.".
    """
    if digest.backlog and not digest.new_articles:
        return nothing_new(digest, words)
    stories = words.count("stories_moved", len(digest.stories) + digest.left_out)
    articles = words.count("new_articles", digest.new_articles)
    copies = words.count("of_them_copies", digest.copies_collapsed)
    origins = words.count("new_origins", digest.new_origins)
    if digest.copies_collapsed and digest.new_origins:
        return words.say("summary", stories=stories, articles=articles, copies=copies, origins=origins)
    counts = [articles, *([copies] if digest.copies_collapsed else []), *([origins] if digest.new_origins else [])]
    return words.say("summary_short", stories=stories, counts=words.plain["list_comma"].join(counts))


def nothing_new(digest: Digest, words: Words) -> str:
    """Return that there is no news, with how many older articles came in where some did."""
    if not digest.backlog:
        return words.plain["nothing_new"]
    return words.say("nothing_new_older", articles=older_articles(digest, words))


def older_articles(digest: Digest, words: Words) -> str:
    """Return "7 older articles"."""
    return words.count("older_articles", sum(count for _, count in digest.backlog))


def since_line(digest: Digest, words: Words) -> str:
    """Return "Since 25 Mar 06:00 (UTC)."."""
    return words.say("since", moment=moment_line(digest.period_start, digest, words), zone=digest.time_zone)


def is_empty(digest: Digest) -> bool:
    """Return whether the letter has nothing new to tell: outages and quiet stories alone are no reason to write."""
    return not (digest.stories or digest.left_out or digest.changed)


def minutes_line(digest: Digest, words: Words) -> str:
    """Return "About 3 min."; empty where there is nothing new to read."""
    if is_empty(digest):
        return ""
    return words.say("minutes", n=words.number(max(1, round(digest_words(digest) / _WORDS_A_MINUTE))))


def state_label(story: StoryUpdate, words: Words) -> str:
    """Return whether the story is new, an update, or revived, and that it grows fast where it does."""
    if story.state == "revived" and story.quiet_days:
        return words.count("after_silence", story.quiet_days)
    if story.state == "revived":
        return words.plain["state_revived"]
    kind = words.plain["story_new" if story.new_articles >= story.articles else "story_update"]
    if story.state != "burst":
        return kind
    return words.plain["list_comma"].join((kind, words.plain["state_burst"]))


def new_line(story: StoryUpdate, words: Words) -> str:
    """Return what came since the last letter: "5 new articles: 2 texts of their own, 3 copies; 1 new origin (X)"."""
    came = words.count("new_articles", story.new_articles)
    if story.new_copies:
        own = story.new_articles - story.new_copies
        came = words.say(
            "new_line", articles=came, texts=words.count("texts", own), copies=words.count("copies", story.new_copies)
        )
    if not story.new_origins:
        return came
    return f"{came}; {_named(words.count('new_origins', story.new_origins), story.new_origin_names, words)}"


def sources_lines(story: Counts, names: tuple[str, ...], words: Words) -> tuple[str, ...]:
    """Return the story's counts: articles and copies; independent sources by name, first-hand reports, unknown ones."""
    line = words.say(
        "sources_counted",
        sources=_sources(story.independent_sources, names, words),
        first_hand=_first_hand(story.first_hand_reports, words),
        unknown=_unknown(story, words),
    )
    lines = [_articles_line(story, words), line]
    if story.articles == 1:
        lines = lines[1:]  # one article of one outlet was said above
    return tuple(line[:1].upper() + line[1:] for line in lines)


def _articles_line(story: Counts, words: Words) -> str:
    """Return "11 articles: 4 texts of their own + 7 copies; 5 outlets."; without copies "4 articles; 3 outlets."."""
    copies = story.articles - story.copy_groups
    return words.say(
        "sources_line" if copies else "sources_line_own",
        articles=words.count("articles", story.articles),
        texts=words.count("texts", story.copy_groups),
        copies=words.count("copies", copies),
        outlets=words.count("outlets", story.outlets) if story.outlets else words.plain["outlet_unknown"],
    )


def _sources(count: int, names: tuple[str, ...], words: Words) -> str:
    """Return "3 independent sources (Harbour Post, Meridian News, Vale Wire)"; of many the first are named."""
    if not count:
        return words.plain["no_source"]
    counted = words.count("independent_sources", count)
    told = [clean_title(name) for name in names[:NAMES_AT_MOST]]
    said = words.plain["list_comma"].join(told)
    aside = words.say("origins_among", names=said) if len(told) < count else said
    return words.say("bracket", text=counted, aside=aside) if told else counted


def _first_hand(count: int, words: Words) -> str:
    return words.count("first_hand_reports", count) if count else words.plain["no_first_hand"]


def _unknown(story: Counts, words: Words) -> str:
    if not story.unknown_reports:
        return words.plain["unknown_none"]
    counted = words.count("unknown", story.unknown_reports)
    return (
        words.say("bracket", text=counted, aside=words.count("not_read", story.not_read)) if story.not_read else counted
    )


def _named(counted: str, names: tuple[str, ...], words: Words, count: int = 0) -> str:
    """Return "4 origins (Yomiuri ×3; FT)"; fewer names than origins are said to be some among them."""
    if not names:
        return counted
    often = Counter(sorted(clean_title(name) for name in names)).most_common()
    told = often[:NAMES_AT_MOST]
    said = "; ".join(f"{name} ×{words.number(times)}" if times > 1 else name for name, times in told)
    aside = words.say("origins_among", names=said) if len(names) < count or len(told) < len(often) else said
    return words.say("bracket", text=counted, aside=aside)


def outlet_label(outlet: str | None, words: Words) -> str:
    """Return the outlet's name, or that it is not known, as of a document that names none."""
    return clean_title(outlet or "") or words.plain["outlet_unknown"]


def quoted_line(quoted: QuotedSentence, digest: Digest, words: Words) -> str:
    """Return when a sentence was written, and how often it was copied or that a copy added it."""
    at = moment_line(quoted.ordered_at, digest, words)
    if quoted.is_added:
        return f"{at}, {words.plain['added_to_copy']}"
    return f"{at}, + {words.count('copies', quoted.copies)}" if quoted.copies else at


def days_line(story: StoryUpdate, words: Words) -> str:
    """Return "Texts a day, 13 Mar to 26 Mar"."""
    first, last = words.day(story.days[0][0]), words.day(story.days[-1][0])
    return words.say("volume", span=words.say("span", start=first, end=last))


def change_label(change: ChangedArticle, words: Words) -> str:
    """Return what changed: figure, name, quotation, headline; a kind without a label is said as it is."""
    parts = tuple(
        words.plain.get(f"change_{part.strip()}", clean_title(part))
        for part in change.change.split(",")
        if part.strip()
    )
    return words.plain["list_comma"].join(dict.fromkeys(parts))


def period_line(digest: Digest, words: Words) -> str:
    """Return the whole period with years and zone."""
    start, end = local(digest.period_start, digest), local(digest.period_end, digest)
    days = [f"{words.day(at.date(), 'day_long')} {at:%H:%M}" for at in (start, end)]
    return words.say("period", start=days[0], end=days[1], zone=digest.time_zone)


def why_line(digest: Digest, words: Words) -> str:
    """Return why the reader gets this letter."""
    if digest.at_once:
        return words.say("why_at_once", watches=words.list_of(tuple(clean_title(name) for name in digest.at_once)))
    rhythm = words.plain[f"rhythm_{digest.every}"]
    if not digest.watches:
        return words.say("why_all", rhythm=rhythm)
    return words.say("why", rhythm=rhythm, watches=words.list_of(tuple(clean_title(name) for name in digest.watches)))


def unheard_line(story: UnheardStory, words: Words) -> str:
    """Return "2 independent sources, 3 outlets; nothing read in Harbour Post"."""
    counts = (words.count("independent_sources", story.independent_sources), words.count("outlets", story.told_by))
    silent = words.list_of(tuple(clean_title(outlet) for outlet in story.outlets))
    return words.say("unheard_line", sources=counts[0], outlets=counts[1], silent=silent)


class News(Protocol):
    """What is new in a story."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def sentences(self) -> tuple[QuotedSentence, ...]: ...  # noqa: D102


Turn = tuple[QuotedSentence, str, tuple[QuotedSentence, ...]]


def told_articles(story: News, heading: str | None = None) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """Return the articles as they are told, in turns, and the turns in which some of them are told further.

    A turn is an article's first sentence in it, the headline, and all its sentences. A headline is empty where it
    stands above: as `heading`, by default the story's title, or at an earlier turn.
    """
    turns = [tuple(told) for _, told in groupby(story.sentences, key=lambda quoted: quoted.article_id)]
    is_one_of_several = heading is None and len({told[0].article_id for told in turns}) > 1
    above = set() if is_one_of_several else {clean_title(story.title if heading is None else heading)}
    begun: dict[int, Turn] = {}
    further: list[Turn] = []
    for told in turns:
        title = clean_title(told[0].title)
        turn = (told[0], "" if title in above else title, told)
        if begun.setdefault(told[0].article_id, turn) is not turn:
            further.append(turn)
        above.add(title)
    return tuple(begun.values()), tuple(further)


def is_shown(quoted: QuotedSentence, story: StoryUpdate) -> bool:
    """Return whether the sentence stands among the story's news already, so that a difference need not repeat it."""
    return any((q.article_id, q.sentence) == (quoted.article_id, quoted.sentence) for q in story.sentences)
