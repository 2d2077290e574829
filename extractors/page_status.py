"""Is this page an article, a part of one, or a stub: consent wall, challenge, not found, shell, front, gallery?"""

import re
from functools import cached_property
from urllib.parse import urlsplit

from lxml.html import HtmlElement, document_fromstring

from extractors.json_ld import LIST_KINDS, MEDIA_KINDS
from extractors.page_metadata import PageMetadata
from extractors.stub_phrases import CHALLENGE, CONSENT, NEEDS_SCRIPT, NOT_FOUND, SUBSCRIBE
from news.records import PageStatus, record


@record
class StatusRules:
    """What makes an article. Lengths are in Latin characters; one of Chinese, Japanese or Korean counts as 2.5."""

    minimum_length: int = 250  # about 40 words: shorter texts in 394 real news pages are teasers and captions
    minimum_stated_length: int = 120  # where JSON-LD or og:type says that it is an article: a brief notice
    stub_length: int = 1_500  # a stub's text is shorter; above it phrases prove nothing
    consent_length: int = 6_000  # consent walls talk longer
    consent_share: float = 0.4  # of the text's characters in lines about consent
    stated_consent_share: float = 0.8  # likewise, on a page that says it is an article with a date
    consent_words: int = 3  # different ones
    partial_length: int = 1_800  # a paywalled article's free part; whole ones are longer, on 9 of 10 real pages
    cut_length: int = 1_000  # below it a text that is paid for is taken for a part
    media_length: int = 500  # captions under a gallery or a video
    gallery_pictures: int = 5
    front_link_density: float = 0.5  # of the text's characters within links
    front_teasers: int = 8  # headings that are links
    pitch_length: int = 400  # characters; a longer line tells something


@record
class Verdict:
    """What a page is, why, and what of its text is the article's."""

    status: PageStatus
    reason: str | None = None
    text: str = ""


class PageSigns:
    """What a page shows, looked up only where a rule asks for it."""

    def __init__(self, markup: str, metadata: PageMetadata, text: str, link_density: float, url: str | None):
        """Keep the page as text (`markup`), what its head says, its article's text and how much of it is links."""
        self.markup = markup
        self.metadata = metadata
        self.text = text
        self.lines = text.splitlines()
        self.length = length(text)
        self.link_density = link_density
        self.url = url or ""

    @cached_property
    def tree(self) -> HtmlElement:
        """The page as it came: parsed again, for the few pages that are in doubt."""
        return document_fromstring(self.markup.encode("utf-8", "replace"))

    @cached_property
    def visible(self) -> str:
        """The words that a reader without scripts would see, a line a text node; at most 20,000 characters."""
        hidden = "script or ancestor::style or ancestor::template or ancestor::svg"
        found, size = [], 0
        for node in self.tree.xpath(f"//body//text()[not(ancestor::{hidden})]"):
            if words := " ".join(node.split()):
                found.append(words)
                size += len(words)
            if size > 20_000:
                break
        return "\n".join(found)

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title of the page, and its first headings."""
        stated = (self.metadata.page_title, self.metadata.meta_title, *self.metadata.headings[:2])
        return tuple(title for title in stated if title)

    @property
    def is_called_article(self) -> bool:
        """Whether JSON-LD or og:type calls it an article."""
        return self.metadata.has_article_node or self.metadata.og_type in ("article", "news", "newsarticle")

    @property
    def claims_article(self) -> bool:
        """Whether the page says of itself that it is an article, with a date."""
        return self.is_called_article and bool(self.metadata.published)

    @cached_property
    def teasers(self) -> int:
        """How many headings of the page are links."""
        return len(self.tree.xpath("//*[self::h2 or self::h3 or self::h4][.//a[@href] or ancestor::a[@href]]"))


def length(text: str) -> int:
    """Return the length of a text in Latin characters: dense scripts say more with fewer."""
    return round(len(text) + 1.5 * len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", text)))


def judge(signs: PageSigns, rules: StatusRules) -> Verdict:
    """Return what the page is; the checks stand in the order in which one stub may look like another."""
    for check in (_challenge, _gone, _consent_wall, _paywall, _script_shell, _media, _front, _too_short):
        if verdict := check(signs, rules):
            return verdict
    return Verdict(status="ok", text=signs.text)


_CHALLENGE_MARKS = re.compile(
    r"/cdn-cgi/challenge|cf[-_]chl|_Incapsula_Resource|captcha-delivery|px-captcha|g-recaptcha|h-captcha|hcaptcha\.com|"
    r"challenge-form|awswaf|geo\.captcha",
    re.IGNORECASE,
)


def _challenge(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that wants a human first, or refuses us: little text, a challenge's words or marks."""
    if signs.length > rules.stub_length or signs.claims_article or length(signs.visible) > rules.stub_length:
        return None
    if any(NOT_FOUND.search(title) for title in signs.titles):
        return None
    said = next(filter(None, map(CHALLENGE.search, (*signs.titles, signs.visible))), None)
    if said:
        return Verdict(status="blocked", reason=f"says {said[0]!r}")
    if not signs.metadata.published and length(signs.visible) < rules.minimum_length:
        mark = _CHALLENGE_MARKS.search(signs.markup)
        return Verdict(status="blocked", reason=f"carries {mark[0]!r}") if mark else None
    return None


def _gone(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that says it is not there, though the server said 200; headlines below it change nothing."""
    if signs.claims_article:
        return None
    stated = [title for title in signs.titles if len(title) < 120 and NOT_FOUND.search(title)]
    if not stated and (signs.length < rules.minimum_length or signs.link_density >= rules.front_link_density):
        stated = [line for line in signs.visible.splitlines()[:200] if len(line) < 120 and NOT_FOUND.search(line)]
    if not stated or (signs.length >= rules.stub_length and stated[0] not in signs.titles[:1]):
        return None
    return Verdict(status="gone", reason=f"says {stated[0][:60]!r}")


def _consent_wall(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that talks of consent and little else. An article about cookies has a date, or is longer."""
    is_dated = bool(signs.metadata.published)
    text = signs.text or signs.visible
    if length(text) > (rules.stub_length if is_dated else rules.consent_length):
        return None
    words = {found.lower() for found in CONSENT.findall(text)}
    if len(words) < rules.consent_words:
        return None
    lines = text.splitlines()
    share = sum(len(line) for line in lines if CONSENT.search(line)) / sum(map(len, lines))
    if share < (rules.stated_consent_share if is_dated else rules.consent_share):
        return None
    return Verdict(status="consent_wall", reason=f"{share:.0%} of what it says is about consent")


def _paywall(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A part of an article: the page asks to subscribe where its text ends, or says that it is paid for."""
    if signs.length > rules.partial_length or signs.metadata.is_free or _is_whole(signs):
        return None
    kept = without_pitch(signs.lines, rules)
    asks = len(kept) < len(signs.lines) or _carries_paywall(signs, rules)
    if asks and _looks_like_article(signs, rules):
        return Verdict(status="partial_paywall", reason="asks to subscribe", text="\n".join(kept))
    if signs.metadata.is_paywalled and _looks_cut(signs, rules):
        return Verdict(
            status="partial_paywall", reason="says that it is paid for, and stops short", text="\n".join(kept)
        )
    return None


_PAYWALL_MARKS = (
    "paywall", "Paywall", "PAYWALL", "regwall", "pay-wall", "piano-", "tp-container", "premium-content",
    "subscriber-only",
)  # fmt: skip


def _is_whole(signs: PageSigns) -> bool:
    """Say whether the text has as many words as JSON-LD says the article has."""
    stated = signs.metadata.word_count
    return bool(stated) and len(signs.text.split()) >= 0.8 * (stated or 0) and signs.length >= 250


def without_pitch(lines: list[str], rules: StatusRules) -> list[str]:
    """Return `lines` without one near the end that asks to subscribe, and what follows it.

    Only lines of the last third, or of the last five, can be a pitch: an article may quote one.
    """
    first = max(0, min(len(lines) - 5, len(lines) * 2 // 3))
    for number in range(first, len(lines)):
        if len(lines[number]) < rules.pitch_length and SUBSCRIBE.search(lines[number]):
            return lines[:number]
    return lines


def _carries_paywall(signs: PageSigns, rules: StatusRules) -> bool:
    """Say whether the page has a paywall: its element, or little text, beside words that ask to subscribe."""
    if signs.length > rules.media_length and not any(mark in signs.markup for mark in _PAYWALL_MARKS):
        return False
    frame = "header or ancestor::nav or ancestor::footer or ancestor::aside or ancestor::script or ancestor::style"
    shown = (" ".join(node.split()) for node in signs.tree.xpath(f"//body//text()[not(ancestor::{frame})]"))
    return any(SUBSCRIBE.search(line) for line in shown if line and len(line) < rules.pitch_length)


def _looks_like_article(signs: PageSigns, rules: StatusRules) -> bool:
    if signs.is_called_article or signs.metadata.is_paywalled or signs.metadata.published:
        return True
    return bool(signs.metadata.headings) and signs.link_density < 0.3 and signs.teasers < rules.front_teasers


def _looks_cut(signs: PageSigns, rules: StatusRules) -> bool:
    last = signs.lines[-1] if signs.lines else ""
    return signs.length < rules.cut_length or last.endswith(("…", "...", "[…]", "[...]"))


def _script_shell(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A page that a script would fill: hardly a word, and scripts, or a word about scripts."""
    if signs.length >= rules.minimum_length or length(signs.visible) >= rules.stub_length:
        return None
    if said := NEEDS_SCRIPT.search(signs.visible):
        return Verdict(status="js_shell", reason=f"says {said[0]!r}")
    mounts = signs.tree.xpath("//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='___gatsby']")
    has_script = signs.tree.find(".//script") is not None
    if length(signs.visible) < rules.minimum_length and has_script and (mounts or not signs.visible):
        return Verdict(status="js_shell", reason="its text comes by script")
    return None


def _media(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A gallery, a video or an episode: captions, and nothing of an article's length."""
    og_type = signs.metadata.og_type or ""
    kinds = signs.metadata.kinds & MEDIA_KINDS
    is_media = og_type.startswith(("video", "music", "gallery", "photo")) or (kinds and not signs.claims_article)
    if is_media and signs.length <= rules.media_length:
        what = ", ".join(sorted(kinds)) or og_type
        return Verdict(status="not_article", reason=f"pictures or sound with captions ({what})")
    pictures = signs.markup.count("<figcaption")
    if pictures >= max(rules.gallery_pictures, len(signs.lines) / 2) and _are_captions(signs):
        return Verdict(status="not_article", reason="pictures with captions")
    return None


def _are_captions(signs: PageSigns) -> bool:
    """Say whether most of the text, or all but a teaser's worth, stands under pictures."""
    captions = {" ".join("".join(c.itertext()).split()) for c in signs.tree.iter("figcaption")}
    other = sum(length(line) for line in signs.lines if line not in captions)
    return other < min(250, signs.length / 2) or signs.length < 250


def _front(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A section front, a list of results, a profile: links to articles instead of one."""
    if signs.claims_article:
        return None
    if _is_root(signs.metadata.stated_url or signs.url):
        return Verdict(status="not_article", reason="the front page of its site")
    if signs.metadata.published:
        return None
    if signs.metadata.kinds & LIST_KINDS and not signs.metadata.has_article_node:
        return Verdict(status="not_article", reason="calls itself a list")
    if signs.link_density >= rules.front_link_density:
        return Verdict(status="not_article", reason=f"{signs.link_density:.0%} of its text are links")
    if not _is_article_address(signs.url) and _has_short_lines(signs) and signs.teasers >= rules.front_teasers:
        return Verdict(status="not_article", reason=f"{signs.teasers} teasers, and no article")
    return None


def _is_root(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and not parts.path.strip("/") and not parts.query


def _is_article_address(url: str) -> bool:
    """Say whether an address names one article: a number, or a headline in its last part."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    return bool(re.search(r"\d{4,}", parts.path + parts.query)) or len(re.findall(r"[-_+]|%20", last)) >= 3


def _has_short_lines(signs: PageSigns) -> bool:
    long_lines = sum(length(line) for line in signs.lines if length(line) > 200)
    return long_lines < signs.length / 2


def _too_short(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    is_notice = signs.claims_article and not signs.metadata.kinds & MEDIA_KINDS
    needed = rules.minimum_stated_length if is_notice else rules.minimum_length
    if signs.length >= needed:
        return None
    return Verdict(status="too_short", reason=f"a text of {len(signs.text)} characters", text=signs.text)
