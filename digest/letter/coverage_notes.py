"""What a period's coverage lacked, in words: outages, sites that read badly, older articles, changes of the panel."""

from collections.abc import Sequence
from datetime import date

from digest.labels import Words
from digest.letter import phrases
from digest.letter.phrases import NAMES_AT_MOST, outlet_label
from digest.safe_text import clean_title
from news.records import CoverageGap, Digest, PanelChange, PoorReading


def coverage_lines(digest: Digest, words: Words) -> tuple[str, ...]:
    """Return the coverage note: the denominator, outages, sites that read badly, changes of the panel."""
    followed, gaps = digest.outlets_followed, len(digest.gaps) + digest.left_out_gaps
    lines = [words.say("followed_since", day=words.day(at, "day_long"))] if (at := digest.followed_since) else []
    if followed is not None and gaps:
        read, of = words.number(max(0, followed - gaps)), words.number(followed)
        some = words.say("coverage_some", read=read, followed=of)
        lines.append(words.say("coverage_some_since", line=some) if at else some)
    elif followed:
        lines.append(full_line(digest.followed_since, words))
    lines += gap_lines(digest.gaps, words)
    lines += [words.say("and_more", more=words.count("more", digest.left_out_gaps))] if digest.left_out_gaps else []
    lines += [backlog] if (backlog := _backlog_line(digest, words)) else []
    lines += [_poor_line(poor, words) for poor in digest.poor_readings]
    return tuple(lines + [_panel_line(change, words) for change in digest.panel_changes])


def full_line(followed_since: date | None, words: Words) -> str:
    """Return that all was read: every day, or since the first outlet was followed where the period is older."""
    return words.plain["coverage_full_since" if followed_since else "coverage_full"]


def gap_lines(gaps: Sequence[CoverageGap], words: Words) -> list[str]:
    """Return "Harbour Post and Daily Tide: 2 days not read (too slow)": a line for outages of one length and cause."""
    kinds: dict[tuple[int, str], list[str]] = {}
    for gap in gaps:
        kinds.setdefault((gap.days, gap.last_outcome), []).append(clean_title(gap.outlet))
    return [_gap_line(outlets, days, outcome, words) for (days, outcome), outlets in kinds.items()]


def _gap_line(outlets: Sequence[str], days: int, outcome: str, words: Words) -> str:
    named = tuple(outlets)
    if len(named) > NAMES_AT_MOST:
        named = (*named[: NAMES_AT_MOST - 1], words.count("more", len(named) - NAMES_AT_MOST + 1))
    cause = clean_title(words.outcome(outcome))
    return words.say("gap_line", outlet=words.list_of(named), days=words.count("days", days), outcome=cause)


def _poor_line(poor: PoorReading, words: Words) -> str:
    ok, pages = words.number(poor.pages_ok), words.count("pages", poor.pages)
    return words.say("poor_line", outlet=clean_title(poor.outlet), ok=ok, pages=pages)


def _panel_line(change: PanelChange, words: Words) -> str:
    label = f"panel_{change.change}"
    return words.say(label, outlet=clean_title(change.outlet), day=words.day(change.day))


def _backlog_line(digest: Digest, words: Words) -> str:
    """Return how many older articles feeds brought, and whose; empty where there are none."""
    if not digest.backlog:
        return ""
    told = digest.backlog[:NAMES_AT_MOST]
    names = [f"{outlet_label(outlet, words)} {words.number(count)}" for outlet, count in told]
    names += [words.count("more", len(digest.backlog) - len(told))] if len(told) < len(digest.backlog) else []
    return words.say(
        "backlog",
        articles=phrases.older_articles(digest, words),
        span=_days_of(digest, words),
        outlets=words.plain["list_comma"].join(names),
    )


def _days_of(digest: Digest, words: Words) -> str:
    """Return "7 May 2030", or "30 April 2030 to 7 May 2030": when the older articles were published."""
    days = [words.day(day, "day_long") for day in dict.fromkeys(digest.backlog_days)]
    return words.say("span", start=days[0], end=days[1]) if len(days) > 1 else "".join(days)
