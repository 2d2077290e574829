"""The content of a short message: a digest's headlines and counts, or alerts, as JSON and as a few lines of text."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from digest.letter.allot import DIGEST_RULES
from digest.safe_text import clean_text, clean_title, safe_url, shorten
from digest.site.pages import slug
from news.alerts import Alert
from news.records import Digest, QuotedSentence, StoredDigest, StoryUpdate, record


@record
class NoticeLimits:
    """How long a message may be."""

    stories: int = DIGEST_RULES.stories_at_most  # of a digest, in JSON
    text_stories: int = 5  # named in the text; a phone shows some ten lines
    text_chars: int = 1500  # Telegram takes 4,096, Discord 2,000, a push message of ntfy 4,096 bytes
    alerts: int = 50  # in one message; the rest is counted
    content_bytes: int = 65_536  # of the JSON; Standard Webhooks advises to stay below 20 kB


@record
class ShortText:
    """A title and a few lines."""

    title: str
    body: str


def digest_content(
    digest: Digest, stored: StoredDigest, *, address: str | None, limits: NoticeLimits = NoticeLimits()
) -> str:
    """Return a digest in short as JSON: subject, counts, and each story with its newest headline and links.

    Args:
        digest: what the digest tells.
        stored: the digest as it is sent by mail.
        address: where the site is served; None: stories have no link to it.
        limits: how long it may be.
    """
    return _within(
        {
            "type": "digest",
            "digest_id": stored.digest_id,
            "reader": stored.name,
            "subject": clean_title(stored.subject),
            "period_start": _instant(digest.period_start),
            "period_end": _instant(digest.period_end),
            "new_articles": digest.new_articles,
            "copies": digest.copies_collapsed,
            "new_origins": digest.new_origins,
            "link": safe_url(address.rstrip("/") + "/") if address else None,
            "stories": [_story(story, digest, address) for story in digest.stories[: limits.stories]],
            "stories_left_out": digest.left_out + max(0, len(digest.stories) - limits.stories),
        },
        "stories",
        limits,
    )


def _story(story: StoryUpdate, digest: Digest, address: str | None) -> dict[str, Any]:
    has_page = address and (digest.pages is None or story.story_id in digest.pages)
    newest = max((*story.headlines, *story.sentences), key=lambda quoted: quoted.ordered_at, default=None)
    return {
        "story_id": story.story_id,
        "title": clean_title(story.title),
        "new_articles": story.new_articles,
        "copies": story.new_copies,
        "link": story_link(address, story.story_id) if has_page else None,
        "newest": newest and _headline(newest),
    }


def _headline(newest: QuotedSentence) -> dict[str, Any]:
    return {
        "headline": clean_title(newest.title or newest.sentence),
        "outlet": clean_title(newest.outlet),
        "link": safe_url(newest.url),
    }


def story_link(address: str | None, story_id: str) -> str | None:
    """Return where the site shows a story; None: nowhere."""
    return safe_url(f"{address.rstrip('/')}/stories/{slug(story_id)}.html") if address else None


def alerts_content(
    alerts: Sequence[Alert], *, address: str | None, now: datetime, limits: NoticeLimits = NoticeLimits()
) -> str:
    """Return alerts as JSON, each with the page of its story where it has one on the site."""
    told = [
        {
            "kind": alert.kind,
            "subject": clean_text(alert.subject),
            "occasion": alert.occasion,
            "said": clean_text(alert.said),
            "raised_at": _instant(alert.raised_at),
            "link": story_link(address, alert.subject) if alert.kind in ("burst", "revival") else None,
        }
        for alert in alerts[: limits.alerts]
    ]
    left_out = max(0, len(alerts) - limits.alerts)
    said = {"type": "alerts", "at": _instant(now), "alerts": told, "alerts_left_out": left_out}
    return _within(said, "alerts", limits)


def notice_id(content: str, channel: str) -> str:
    """Return the id of a message: the same for the same content to the same channel."""
    return "m" + hashlib.sha256(f"{channel}\n{content}".encode()).hexdigest()[:20]


def short_text(content: str, *, limits: NoticeLimits = NoticeLimits()) -> ShortText:
    """Return the content as a title and a few lines with links, for chat services and phones."""
    said = json.loads(content)
    if said["type"] == "digest":
        return _cut(said["subject"], _digest_lines(said, limits), limits)
    lines = [one["said"] + (f"\n{one['link']}" if one["link"] else "") for one in said["alerts"]]
    more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
    return _cut("newsthread: " + shorten(said["alerts"][0]["said"], 120) + more, lines, limits)


def _digest_lines(said: dict[str, Any], limits: NoticeLimits) -> list[str]:
    lines = []
    for story in said["stories"][: limits.text_stories]:
        link = story["link"] or (story["newest"] or {}).get("link")
        copies = f", {story['copies']} of them copies" if story["copies"] else ""
        lines.append(f"{story['title']} ({story['new_articles']} new{copies})" + (f"\n{link}" if link else ""))
    more = len(said["stories"]) - limits.text_stories + said["stories_left_out"]
    lines += [f"… and {more} more"] if more > 0 else []
    return lines + ([said["link"]] if said["link"] else [])


def _cut(title: str, lines: Sequence[str], limits: NoticeLimits) -> ShortText:
    """Return as many whole lines as fit, so that no link is cut; what is left out is said."""
    kept: list[str] = []
    for line in lines:
        if sum(len(one) + 2 for one in kept) + len(line) > limits.text_chars - 20:
            return ShortText(
                title=shorten(title, 200), body="\n\n".join([*kept, f"… and {len(lines) - len(kept)} more"])
            )
        kept.append(line)
    return ShortText(title=shorten(title, 200), body="\n\n".join(kept) or title)


def _within(said: dict[str, Any], listed: str, limits: NoticeLimits) -> str:
    """Return `said` as JSON within the limit of bytes; what is left out at the end of the list is counted."""
    while True:
        content = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        if len(content.encode("utf-8", "replace")) <= limits.content_bytes or not said[listed]:
            return content.encode("utf-8", "replace").decode()
        dropped = max(1, len(said[listed]) // 4)
        said[listed] = said[listed][:-dropped]
        said[f"{listed}_left_out"] += dropped


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
