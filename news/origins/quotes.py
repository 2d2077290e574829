"""Direct quotations: who says what, and which quotations are the same although their wording drifts."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import xxhash
from rapidfuzz import fuzz

from news.language.name_lists import ORDINARY, TITLES
from news.language.quotation_marks import quotation_spans
from news.language.segments import normalise, with_plain_signs, words
from news.records import Article, Quote, record

LEAST_WORDS = 4  # fewer are a phrase, a title or irony
KEY_BITS = 63  # a BIGINT is signed


@record
class QuoteRules:
    """When two quotations are the same one."""

    least_words: int = 6  # of the shorter; less is idiom
    same_words: float = 80.0  # rapidfuzz token ratio of the shorter with its best place in the longer, 0 to 100
    run_words: int = 3  # a shared run of so many words makes two quotations worth a comparison
    most_groups: int = 40  # that hold one run; above, it is a formula


QUOTE_RULES = QuoteRules()

TITLE = "(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Prof|St)"
PART = rf"(?:[A-Z][\w-]*(?:'[A-Z][\w-]*)?(?![\w'])|[A-Z][\w-]*(?=')|[A-Z]\.|{TITLE}\.)"
NAME = rf"(?:{PART}(?:\s(?:de|van|von|der|den|al|bin|el|la|le|di|da|dos|{PART})){{0,5}})"
SAY = (
    r"(?:said|says|say|told|tells|added|adds|wrote|writes|noted|explained|explains|warned|warns|insisted|replied|"
    r"recalled|recalls|argued|argues|stated|states|continued|concluded|asked|asks|declared|announced|complained|joked|"
    r"admitted|acknowledged|claimed|claims|commented|observed|remarked|responded|tweeted|posted|testified|promised|"
    r"reported|assured|assures|urged|vowed|pledged|confirmed|stressed|emphasi[sz]ed|asserted|predicted|suggested|called|described|read|reads)"
)
PRONOUN = r"(?:he|she|they|He|She|They)"
AFTER = re.compile(
    rf"""[,.]?\s*["']?\s*[,-]?\s*(?:{SAY}\s+(?P<inverted>(?:the\s+)?[^,."\n]{{2,80}})"""
    rf"""|(?P<pronoun>{PRONOUN})\s+(?:\w+ly\s+)?{SAY}\b"""
    rf"""|(?P<plain>(?:the\s+|one\s+|a\s+)?{NAME}|(?:the|one|an?)\s+[a-z][\w -]{{2,40}}?)"""
    rf"""(?:,\s[^".\n]{{2,120}}?,)?\s+(?:\w+ly\s+|has\s+|had\s+)?{SAY}\b)"""
)
BEFORE = re.compile(
    rf"""(?:(?P<plain>{NAME})(?:,\s[^".\n]{{2,120}}?,|\s\([^)]*\))?\s+"""
    rf"""(?:\w+ly\s+|also\s+|has\s+|had\s+|later\s+)?{SAY}\b[^".\n]{{0,90}}"""
    rf"""|(?P<pronoun>{PRONOUN})\s+(?:\w+ly\s+|also\s+|had\s+)?{SAY}\b[^".\n]{{0,90}}|(?P<colon>{NAME})\s*:)[,:]?\s*["']?$"""
)
ACCORDING = re.compile(rf"[Aa]ccording to (?P<plain>{NAME})[^\".\n]{{0,60}},\s*[\"']?$")
CONTINUED = re.compile(r"""["']?[^"\n]{0,120}[.,]\s*["']?|["']?\s*\n\s*["']""")  # from one quotation to its next part
INVERTED_NAME = re.compile(
    rf"(?:(?:[a-z][\w'-]*\s+){{0,4}})(?P<name>{NAME})|(?P<role>(?:the|a|an|one)\s+[a-z][\w' -]{{2,60}})"
)


def find_quotes(article: Article) -> list[Quote]:
    """Return the direct quotations of `article` in order, each with its speaker where the text says so.

    Speakers are read in English only. An account of ours is nobody's words, and has none.
    """
    if article.text_kind in ("account", "headline") or not article.text:
        return []
    text = with_plain_signs(article.text)
    told: list[Quote] = []
    known: list[str] = []
    last_end, last_speaker = -1, None
    for start, end in quotation_spans(article.text):
        goes_on = last_end >= 0 and CONTINUED.fullmatch(text, last_end, start) is not None
        speaker = _speaker(text, start, end, known) or (last_speaker if goes_on else None)
        if speaker and speaker not in known:
            known.append(speaker)
        if _is_statement(article.text[start:end]):
            told.append(_quote(article.article_id, article.text[start:end], speaker, start, end))
        last_end, last_speaker = end, speaker
    return told


def _quote(article_id: int, said: str, speaker: str | None, start: int, end: int) -> Quote:
    key = xxhash.xxh3_64_intdigest(f"{article_id} {start} {normalise(said)}".encode()) >> (64 - KEY_BITS)
    return Quote(article_id=article_id, quote=said, speaker=speaker, span_start=start, span_end=end, quote_group_id=key)


def _is_statement(said: str) -> bool:
    """Say whether somebody says something here: names, titles of works and single words are marked likewise."""
    parts = said.split()
    if len(words(said)) < LEAST_WORDS:
        return False
    small = sum(1 for part in parts if part[:1].islower())
    return small * 2 > len(parts) or not said.isascii()


def _speaker(text: str, start: int, end: int, known: Sequence[str]) -> str | None:
    """Read who speaks from the words around a quotation, first those after it."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    before, after = text[max(line_start, start - 220) : start], text[end : min(line_end, end + 200)]
    if (found := AFTER.match(after.removeprefix('"'))) and not after.startswith('" "'):
        return _named(found, known)
    if found := BEFORE.search(before):
        return _named(found, known)
    if found := ACCORDING.search(before):
        return _full(found.group("plain"), known)
    return None


def _named(found: "re.Match[str]", known: Sequence[str]) -> str | None:
    groups = found.groupdict()
    if groups.get("pronoun"):
        return known[-1] if known else None
    if groups.get("inverted"):
        inner = INVERTED_NAME.match(groups["inverted"])
        if inner is None:
            return known[-1] if known and groups["inverted"].split()[0] in ("he", "she", "they") else None
        return _full(inner.group("name") or inner.group("role"), known)
    return _full(groups.get("plain") or groups.get("colon") or "", known)


def _full(name: str, known: Sequence[str]) -> str | None:
    """Strip titles, and give a surname the full name that the text used before."""
    parts = name.split()
    while len(parts) > 1 and (
        parts[0].lower().strip(".") in TITLES or parts[0] in ("The", "In", "On", "But", "And", "As")
    ):
        parts = parts[1:]
    bare = " ".join(parts).strip(" .,'")
    if not bare or (len(parts) == 1 and bare.lower() in ORDINARY):
        return None
    fuller = [full for full in known if full.split()[-1] == bare.split()[-1] and len(full) > len(bare)]
    return fuller[-1] if fuller else bare


# --- the same quotation in several articles -------------------------------------------------------------------


def group_quotes(
    newcomers: Sequence[Quote],
    known: Sequence[Quote] = (),
    *,
    moments: Mapping[int, datetime] | None = None,
    rules: QuoteRules = QUOTE_RULES,
) -> list[Quote]:
    """Return `newcomers` with the groups they belong to: that of a known quotation, or of the earliest of them.

    Args:
        known: quotations with their groups; their groups never change.
        moments: when each article appeared; without it the article's id decides which quotation is the earliest.

    Returns:
        One quotation for each newcomer, in the order given.
    """
    index = QuoteIndex(rules)
    for quote in known:
        index.add(quote, quote.quote_group_id)
    groups: dict[tuple[int, int], int] = {}
    for quote in sorted(newcomers, key=lambda quote: _order(quote, moments)):
        group = index.group_of(quote)
        groups[quote.article_id, quote.span_start] = quote.quote_group_id if group is None else group
        index.add(quote, groups[quote.article_id, quote.span_start])
    return [replace(quote, quote_group_id=groups[quote.article_id, quote.span_start]) for quote in newcomers]


def _order(quote: Quote, moments: Mapping[int, datetime] | None) -> tuple[float, int, int]:
    at = moments[quote.article_id].timestamp() if moments and quote.article_id in moments else 0.0
    return (at, quote.article_id, quote.span_start)


class QuoteIndex:
    """Quotations by their runs of words; a group is known by its first few wordings."""

    def __init__(self, rules: QuoteRules) -> None:
        """Start empty."""
        self._rules = rules
        self._runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._group: dict[str, int] = {}

    def add(self, quote: Quote, group: int) -> None:
        """Remember one quotation; a wording that is known already costs nothing."""
        said = words(quote.quote)
        wording = " ".join(said)
        if len(said) < self._rules.least_words or wording in self._group:
            return
        self._group[wording] = group
        for run in self._runs_of(said):
            if len(self._runs[run]) < self._rules.most_groups:
                self._runs[run].add(wording)

    def group_of(self, quote: Quote) -> int | None:
        """Return the group of the most similar wording, if one is similar enough."""
        said = words(quote.quote)
        wording = " ".join(said)
        if len(said) < self._rules.least_words or wording in self._group:
            return self._group.get(wording)
        shared = Counter(other for run in self._runs_of(said) for other in self._runs.get(run, ()))
        scored = [(self._likeness(wording, other), other) for other, _ in shared.most_common(10)]
        best = max(scored, key=lambda pair: (pair[0], pair[1]), default=(0.0, ""))
        return self._group[best[1]] if best[0] >= self._rules.same_words else None

    def _runs_of(self, said: Sequence[str]) -> set[tuple[str, ...]]:
        size = self._rules.run_words
        return {tuple(said[start : start + size]) for start in range(len(said) - size + 1)}

    def _likeness(self, one: str, other: str) -> float:
        """Compare the shorter wording with its best place in the longer; both are sentences, not articles."""
        return fuzz.partial_ratio(one, other) if one and other else 0.0
