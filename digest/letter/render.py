"""Digest -> EmailMessage: the HTML part from a template, the text part beside it, cut to size, then an envelope."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from importlib import resources
from types import CodeType
from typing import Any

import css_inline
import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from digest.labels import Words, words_of
from digest.letter import coverage_notes, openings, phrases
from digest.letter.allot import without_least
from digest.letter.compose import leave_out_last
from digest.letter.day_bars import bars, has_gap
from digest.letter.plain_text import story_url, write_text
from digest.letter.word_diff import word_changes
from digest.mail.envelope import Sender, envelope, unsubscribe_link
from digest.safe_text import clean_text, clean_title, safe_url, shorten
from news.records import Digest, StoredDigest, record

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_HARMLESS = (Markup, int, float)  # our own markup, and numbers


@record
class SizeRules:
    """How large a letter may be."""

    html_bytes_at_most: int = 98_000  # Gmail cuts a message near 102 kB (spamresource.com, January 2022)
    stories_at_least: int = 1  # the top story is always told


def render_email(digest: Digest, sender: Sender, *, recipient: str, now: datetime) -> EmailMessage:
    """Return the letter to one recipient, multipart/alternative with text and HTML."""
    link = unsubscribe_link(sender.unsubscribe_mail, sender.unsubscribe_url, digest.name)
    return envelope(freeze(digest, unsubscribe=link, now=now), sender, recipient=recipient, now=now)


def freeze(digest: Digest, *, unsubscribe: str | None = None, now: datetime) -> StoredDigest:
    """Return the letter as it is kept before the first sending, from which every copy of it is made."""
    fitted, html = _fitted(digest, unsubscribe, SizeRules())
    subject, text = subject_of(fitted), write_text(fitted, words_of(digest.language), unsubscribe=unsubscribe)
    return StoredDigest(
        digest_id=digest.digest_id,
        name=digest.name,
        period_start=digest.period_start,
        period_end=digest.period_end,
        state="skipped" if phrases.is_empty(digest) else "frozen",
        subject=subject,
        html=html,
        body_text=text,
        content_sha256=hashlib.sha256("\0".join((subject, html, text)).encode()).hexdigest(),
        created_at=now,
    )


def render_html(digest: Digest, *, unsubscribe: str | None = None) -> str:
    """Return the HTML part with inlined styles, at most `SizeRules.html_bytes_at_most` long."""
    return _fitted(digest, unsubscribe, SizeRules())[1]


def render_text(digest: Digest, *, unsubscribe: str | None = None) -> str:
    """Return the text part."""
    return write_text(fit(digest, unsubscribe=unsubscribe), words_of(digest.language), unsubscribe=unsubscribe)


def subject_of(digest: Digest) -> str:
    """Return the letter's subject in the reader's language."""
    return openings.subject_line(digest, words_of(digest.language))


def fit(digest: Digest, *, unsubscribe: str | None = None, rules: SizeRules = SizeRules()) -> Digest:
    """Return the digest cut to what its HTML has room for: charts go first, then the last stories, which count."""
    return _fitted(digest, unsubscribe, rules)[0]


def _fitted(digest: Digest, unsubscribe: str | None, rules: SizeRules) -> tuple[Digest, str]:
    """Return the digest cut to size, and its HTML."""
    template = templates().get_template("letter.html")
    html = _html(digest, unsubscribe, template)
    while (over := len(html.encode()) - rules.html_bytes_at_most) > 0 and (
        smaller := _smaller(digest, over, rules)
    ) != digest:
        digest, html = smaller, _html(smaller, unsubscribe, template)
    return digest, html


def _smaller(digest: Digest, over: int, rules: SizeRules) -> Digest:
    """Return the digest without a chart, the last story's first: it takes as much room as three stories' sentences.

    Then without the sentences that tell least; then without its last story; then without changes and dates; then with
    nothing but counts.
    """
    if any(story.days for story in digest.stories):
        return _without_last_chart(digest)
    if (shorter := without_least(digest, over // 2)) != digest:
        return shorter
    if len(digest.stories) > rules.stories_at_least:
        return leave_out_last(digest)
    if digest.due or digest.changed:
        return _without_changed_and_due(digest)
    return replace(digest, stories=(), left_out=digest.left_out + len(digest.stories), quiet=(), also_moved=())


def _without_last_chart(digest: Digest) -> Digest:
    last = max(number for number, story in enumerate(digest.stories) if story.days)
    stories = [replace(story, days=()) if number == last else story for number, story in enumerate(digest.stories)]
    return replace(digest, stories=tuple(stories))


def _without_changed_and_due(digest: Digest) -> Digest:
    return replace(
        digest,
        changed=(),
        left_out_changed=digest.left_out_changed + len(digest.changed),
        due=(),
        left_out_due=digest.left_out_due + len(digest.due),
    )


def _html(digest: Digest, unsubscribe: str | None, template: jinja2.Template) -> str:
    page = template.render(_view(digest, words_of(digest.language), unsubscribe))
    return css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True).inline(page)


def _view(digest: Digest, words: Words, unsubscribe: str | None) -> dict[str, Any]:
    """Return the names that the template uses."""
    return {
        "digest": digest,
        "w": words,
        "css": Markup(_package_text("letter.css")),  # noqa: S704 - our own file
        "kept_css": Markup(_package_text("letter_kept.css")),  # noqa: S704 - our own file
        "subject": openings.subject_line(digest, words),
        "top_lines": openings.top_lines(digest, words),
        "preheader": f"{phrases.summary_line(digest, words)} {phrases.since_line(digest, words)}",
        "day": words.day(phrases.local(digest.period_end, digest).date(), "day_full"),
        "summary": phrases.summary_line(digest, words),
        "since": phrases.since_line(digest, words),
        "minutes": phrases.minutes_line(digest, words),
        "period": phrases.period_line(digest, words),
        "why": phrases.why_line(digest, words),
        "coverage": coverage_notes.coverage_lines(digest, words),
        "unsubscribe": unsubscribe,
        "bars": bars,
        "has_gap": has_gap,
        "is_shown": phrases.is_shown,
        "told_articles": lambda story: phrases.told_articles(story, story.title),
        "word_changes": word_changes,
        "state": lambda story: phrases.state_label(story, words),
        "outlet": lambda outlet: phrases.outlet_label(outlet, words),
        "new_line": lambda story: phrases.new_line(story, words),
        "sources": lambda story: phrases.sources_lines(story, story.source_names, words),
        "days_line": lambda story: phrases.days_line(story, words),
        "unheard_line": lambda story: phrases.unheard_line(story, words),
        "change_label": lambda change: phrases.change_label(change, words),
        "by": lambda quoted: phrases.quoted_line(quoted, digest, words),
        "more": lambda count: words.say("and_more", more=words.count("more", count)),
        "story_url": lambda story_id: story_url(digest, story_id),
    }


def _is_name(source: str) -> bool:
    """Return whether a source credited has a name: "statement" is none; a script without capitals has none to miss."""
    return not source.islower()


class _Compiled(jinja2.BytecodeCache):
    """Templates as code: compiling takes ten times as long as rendering, and is done once a process."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str, bool], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code, where it was compiled before with the same handling of blanks."""
        bucket.code = self._codes.get(self._name(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        if bucket.code is not None:
            self._codes[self._name(bucket)] = bucket.code

    def _name(self, bucket: Bucket) -> tuple[str, str, bool]:
        return bucket.key, bucket.checksum, bucket.environment.trim_blocks


COMPILED = _Compiled()


def templates() -> jinja2.Environment:
    """Return the environment of all templates: autoescape on, every value cleaned, unknown names are errors."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("digest"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: value if isinstance(value, _HARMLESS) else clean_text(str(value)),
        trim_blocks=False,
        bytecode_cache=COMPILED,
    )
    environment.filters["web"] = lambda url: safe_url(url) if url else None
    environment.filters["title_text"] = clean_title
    environment.tests["named"] = _is_name
    environment.tests["right_to_left"] = lambda text: _RIGHT_TO_LEFT.search(str(text)) is not None
    environment.filters["language_tag"] = _language_tag
    environment.filters["shorten"] = lambda text, chars: shorten(clean_text(text), chars)
    return environment


def _language_tag(language: str) -> str:
    return language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else "und"


def _package_text(name: str) -> str:
    return (resources.files("digest") / "templates" / name).read_text(encoding="utf-8")
