"""Writes the letter's text part: it reads well by itself, 72 columns wide, links on lines of their own."""

import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from digest.labels import Words
from digest.letter import coverage_notes, openings, phrases
from digest.letter.day_bars import has_gap, number_row
from digest.safe_text import clean_text, clean_title, safe_url
from news.records import Digest, QuotedSentence, StoryUpdate

_WIDTH = 72  # RFC 5322 2.1.1 asks for at most 78; replies add quotation marks


def write_text(digest: Digest, words: Words, *, unsubscribe: str | None = None) -> str:
    """Return the text part, ending in a line feed; every value from outside is cleaned to one line."""
    parts = [_opening(digest, words), _top_lines(digest, words)]
    parts += [_story(number, story, digest, words) for number, story in enumerate(digest.stories, start=1)]
    parts += [_changed(digest, words), _due(digest, words), _also_moved(digest, words), _unheard(digest, words)]
    parts += [_quiet(digest, words)]
    parts += [_coverage(digest, words), _footer(digest, words, unsubscribe)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(digest: Digest, words: Words) -> str:
    day = words.day(phrases.local(digest.period_end, digest).date(), "day_full")
    reading = phrases.minutes_line(digest, words)
    lines = [f"newsthread · {day}", "=" * _WIDTH, *_wrapped(phrases.summary_line(digest, words))]
    return "\n".join([*lines, *_wrapped(f"{phrases.since_line(digest, words)} {reading}")])


def _top_lines(digest: Digest, words: Words) -> str:
    """Return each story's name and news; nothing where there is one story, which stands right below."""
    if len(digest.stories) < 2:
        return ""
    lines = []
    for number, line in enumerate(openings.top_lines(digest, words), start=1):
        indent = " " * len(f"{number}. ")
        lines += _wrapped(f"{line.name} ({line.label})", first=f"{number}. ", later=indent)
        source = f" ({line.outlet})" if line.outlet else ""
        lines += _wrapped(f"{line.text}{source}", first=indent, later=indent)
    return "\n".join(lines)


def _story(number: int, story: StoryUpdate, digest: Digest, words: Words) -> str:
    title = _wrapped(f"{number}. {clean_title(story.title)}", later=" " * len(f"{number}. "))
    state = phrases.state_label(story, words)
    news = " · ".join(part for part in (state, phrases.new_line(story, words)) if part)
    blocks = ["\n".join([*title, "-" * min(_WIDTH, max(map(_columns, title))), *_wrapped(news)])]
    begun, further = phrases.told_articles(story, story.title)
    blocks += [_article(*turn, digest, words) for turn in begun]
    blocks += [f"{words.plain['further']}:"] if further else []
    blocks += [_article(*turn, digest, words) for turn in further]
    if not story.sentences and story.new_articles == story.new_copies:
        blocks.append(words.plain["only_copies"])
    if story.headlines:
        headlines = [replace(quoted, sentence=clean_title(quoted.sentence)) for quoted in story.headlines]
        more = "\n".join(_quoted(quoted, digest, words) for quoted in headlines)
        blocks.append(f"{words.plain['also_headlines']}:\n{more}")
    blocks += _differences(story, digest, words)
    return "\n\n".join([*blocks, _counts(story, words)])


def _article(
    first: QuotedSentence, title: str, sentences: Iterable[QuotedSentence], digest: Digest, words: Words
) -> str:
    """Return an article's headline and source, then its sentences."""
    head = [*_wrapped(title), _source(first, digest, words, "")]
    told = [_wrapped(clean_text(quoted.sentence), first="* ", later="  ") for quoted in sentences]
    return "\n".join([*head, *(line for lines in told for line in lines)])


def _counts(story: StoryUpdate, words: Words) -> str:
    lines = [line for said in phrases.sources_lines(story, story.source_names, words) for line in _wrapped(said)]
    if story.days:
        key = f" ({words.plain['gap_key']})" if has_gap(story.days) else ""
        lines += _wrapped(f"{phrases.days_line(story, words)}: {number_row(story.days)}{key}")
    return "\n".join([*lines, *_wrapped(words.say("story_id", id=story.story_id))])


def _differences(story: StoryUpdate, digest: Digest, words: Words) -> list[str]:
    blocks = []
    for difference in story.differences:
        lines = _wrapped(words.say("differ", about=clean_title(difference.about)) + ":")
        for side in difference.sides:
            lines += _wrapped(clean_title(side.value), first="  ", later="    ")
            is_shown = phrases.is_shown(side.quoted, story)
            lines += [
                _source(side.quoted, digest, words, "    ") if is_shown else _quoted(side.quoted, digest, words, "    ")
            ]
        blocks.append("\n".join(lines))
    return blocks


def _quoted(quoted: QuotedSentence, digest: Digest, words: Words, indent: str = "") -> str:
    said = clean_text(quoted.sentence)
    lines = _wrapped(said, first=f"{indent}* ", later=f"{indent}  ") if said else []
    return "\n".join([*lines, _source(quoted, digest, words, f"{indent}  ")])


def _source(quoted: QuotedSentence, digest: Digest, words: Words, indent: str) -> str:
    by = f"— {phrases.outlet_label(quoted.outlet, words)}, {phrases.quoted_line(quoted, digest, words)}"
    lines = _wrapped(by, first=indent, later=indent)
    url = safe_url(quoted.url)
    return "\n".join([*lines, f"{indent}{url}"] if url else lines)


def _changed(digest: Digest, words: Words) -> str:
    blocks = []
    for change in digest.changed:
        lines = _wrapped(clean_title(change.title), first="* ", later="  ")
        lines += _wrapped(
            f"{phrases.outlet_label(change.outlet, words)} · {phrases.change_label(change, words)}",
            first="  ",
            later="  ",
        )
        before, after = clean_text(change.before), clean_text(change.after)
        lines += _wrapped(
            f"{words.plain['was']}: {before}" if before else words.plain["added"], first="  ", later="    "
        )
        lines += _wrapped(
            f"{words.plain['now']}: {after}" if after else words.plain["removed"], first="  ", later="    "
        )
        url = safe_url(change.url)
        blocks.append("\n".join([*lines, f"  {url}"] if url else lines))
    return _section(words.plain["changed"], blocks, digest.left_out_changed, words)


def _due(digest: Digest, words: Words) -> str:
    blocks = []
    for date in digest.due:
        name = clean_title(date.story_title)
        lines = _wrapped(f"{words.day(date.day, 'day_long')} · {name}")
        blocks.append("\n".join([*lines, _quoted(date.quoted, digest, words)]))
    return _section(words.plain["due"], blocks, digest.left_out_due, words)


def _also_moved(digest: Digest, words: Words) -> str:
    blocks = [
        "\n".join(
            [
                *_titled(one.story_id, one.title, digest),
                *([_quoted(one.quoted, digest, words, "  ")] if one.quoted else []),
            ]
        )
        for one in digest.also_moved
    ]
    return _section(words.plain["also_moved"], blocks, digest.left_out - len(blocks), words)


def _titled(story_id: str, title: str, digest: Digest) -> list[str]:
    lines = _wrapped(f"{clean_title(title)} ({clean_title(story_id)})", first="* ", later="  ")
    url = story_url(digest, story_id)
    return [*lines, f"  {url}"] if url else lines


def _unheard(digest: Digest, words: Words) -> str:
    lines = [
        "\n".join(
            [
                *_titled(story.story_id, story.title, digest),
                *_wrapped(phrases.unheard_line(story, words), first="  ", later="  "),
            ]
        )
        for story in digest.unheard
    ]
    section = _section(words.plain["unheard"], lines, digest.left_out_unheard, words, gap="\n")
    note = "\n".join(_wrapped(words.plain["unheard_note"]))
    return f"{section}\n\n{note}" if section else ""


def _quiet(digest: Digest, words: Words) -> str:
    lines = ["\n".join(_wrapped(clean_title(title), first="* ", later="  ")) for _, title in digest.quiet]
    return _section(words.plain["quiet"], lines, digest.left_out_quiet, words, gap="\n")


def _coverage(digest: Digest, words: Words) -> str:
    lines = ["\n".join(_wrapped(line, later="  ")) for line in coverage_notes.coverage_lines(digest, words)]
    return _section(words.plain["coverage"], lines, 0, words, gap="\n")


def _footer(digest: Digest, words: Words, unsubscribe: str | None) -> str:
    lines = [words.plain["verbatim"], phrases.why_line(digest, words), phrases.period_line(digest, words)]
    lines += [words.say("again", command=f"newsthread digest show {digest.digest_id}")] if digest.digest_id else []
    lines += [f"{words.plain['unsubscribe']}: {unsubscribe}"] if unsubscribe else []
    return "\n".join(["-- ", *(wrapped for line in lines for wrapped in _wrapped(line))])


def _section(title: str, blocks: Iterable[str], left_out: int, words: Words, *, gap: str = "\n\n") -> str:
    """Return a titled part of the letter; nothing where there is nothing to tell."""
    told = [*blocks]
    if left_out > 0:
        told.append(words.say("and_more", more=words.count("more", left_out)))
    return "\n".join([title, "-" * _columns(title), gap.join(told)]) if told else ""


def _wrapped(text: str, *, first: str = "", later: str = "") -> list[str]:
    """Return the lines of `text`, which is cleaned here once more: nothing gets past this door."""
    return textwrap.wrap(
        clean_text(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _columns(text: str) -> int:
    """Return how many columns a terminal needs: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def story_url(digest: Digest, story_id: str) -> str | None:
    """Return the story's page in the site; None: there is no site to link to."""
    if digest.site_url is None or not story_id.isalnum() or (digest.pages is not None and story_id not in digest.pages):
        return None
    return safe_url(f"{digest.site_url.rstrip('/')}/stories/{story_id}.html")
