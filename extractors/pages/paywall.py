"""Is this a part of an article, cut where it asks to subscribe?"""

from lxml.etree import XPath

from extractors.dom.stub_phrases import asks_to_subscribe
from extractors.pages.status_signals import PageSigns, StatusRules, Verdict, length

_SENTENCE_END = (".", "!", "?", "。", "…", "”", '"', "»", "」", "！", "？", "।", "؟")


def paywall(signs: PageSigns, rules: StatusRules) -> Verdict | None:
    """A part of an article: the page asks to subscribe where its text ends, or says that it is paid for."""
    if signs.length > rules.partial_length or signs.metadata.access.is_free or _is_whole(signs, rules):
        return None
    kept = without_pitch(signs.lines, rules)
    carries = _carries_paywall(signs, rules)
    asks = len(kept) < len(signs.lines) or carries
    if asks and not carries and _is_advertised(signs, kept, rules):
        return Verdict(status="ok", text="\n".join(kept))
    if asks and _looks_like_article(signs, rules):
        return Verdict(status="partial_paywall", reason="asks to subscribe", text="\n".join(kept))
    if signs.metadata.access.is_paywalled and _looks_cut(signs, rules):
        return Verdict(
            status="partial_paywall", reason="says that it is paid for, and stops short", text="\n".join(kept)
        )
    return None


_FRAME = "header or ancestor::nav or ancestor::footer or ancestor::aside or ancestor::script or ancestor::style"
_SHOWN = XPath(f"descendant::body/descendant::text()[not(ancestor::{_FRAME})]", smart_strings=False)
_PAYWALL_MARKS = (
    "paywall", "Paywall", "PAYWALL", "regwall", "pay-wall", "piano-", "tp-container", "premium-content",
    "subscriber-only",
)  # fmt: skip


def _is_advertised(signs: PageSigns, kept: list[str], rules: StatusRules) -> bool:
    """Return whether an article ends by itself, and what asks to subscribe behind it is an advertisement."""
    if signs.metadata.access.is_paywalled or not signs.claims_article or len(kept) < rules.whole_lines:
        return False
    return length("\n".join(kept)) >= rules.whole_length and kept[-1].endswith(_SENTENCE_END)


def _is_whole(signs: PageSigns, rules: StatusRules) -> bool:
    """Return whether the text has as many words as JSON-LD says the article has, or the part that is to be paid for."""
    stated = signs.metadata.word_count
    if signs.length < rules.minimum_length:
        return False
    if stated and len(signs.text.split()) >= rules.whole_share * stated:
        return True
    return bool(signs.metadata.access.paid_parts) and _shows_paid_part(signs)


def _shows_paid_part(signs: PageSigns) -> bool:
    """Return whether a part that JSON-LD names as paid for stands in the text, after one that is free.

    Where the part holds the first line too, it is a frame around whatever is shown.
    """
    for name in signs.metadata.access.paid_parts:
        place = "//*[@id=$name or contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]"
        for part in signs.tree.xpath(place, name=name):
            shown = [line for line in signs.lines if line in " ".join("".join(part.itertext()).split())]
            if shown and signs.lines[0] not in shown and signs.lines[-1] in shown:
                return True
    return False


def without_pitch(lines: list[str], rules: StatusRules) -> list[str]:
    """Return `lines` without one near the end that asks to subscribe, and what follows it.

    Only lines of the last third, or of the last five, can be a pitch: an article may quote one.
    """
    first = max(0, min(len(lines) - 5, len(lines) * 2 // 3))
    for number in range(first, len(lines)):
        if len(lines[number]) < rules.pitch_length and asks_to_subscribe(lines[number]):
            kept = lines[:number]
            while len(kept) > 1 and len(kept[-1]) < rules.heading_length and not kept[-1].endswith(_SENTENCE_END):
                kept.pop()  # the pitch's own heading
            return kept
    return lines


def _carries_paywall(signs: PageSigns, rules: StatusRules) -> bool:
    """Return whether the page has a paywall: its element, or little text, beside words that ask to subscribe."""
    if signs.length > rules.media_length and not any(mark in signs.markup for mark in _PAYWALL_MARKS):
        return False
    shown = (" ".join(node.split()) for node in _SHOWN(signs.tree))
    return any(asks_to_subscribe(line) for line in shown if line and len(line) < rules.pitch_length)


def _looks_like_article(signs: PageSigns, rules: StatusRules) -> bool:
    if signs.is_called_article or signs.metadata.access.is_paywalled or signs.metadata.published:
        return True
    if not signs.is_marked_article and (
        signs.structure.form or signs.tree.find(".//input[@type='password']") is not None
    ):
        return False  # a form to sign in with, and the words beside it
    return (
        bool(signs.metadata.headings)
        and signs.link_density < rules.article_link_density
        and signs.teasers < rules.front_teasers
    )


def _looks_cut(signs: PageSigns, rules: StatusRules) -> bool:
    last = signs.lines[-1] if signs.lines else ""
    return signs.length < rules.cut_length or last.endswith(("…", "...", "[…]", "[...]"))
