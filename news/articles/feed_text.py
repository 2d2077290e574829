"""Is the text that a feed brings along the article, a part of it, or a teaser?"""

import re

from news.records import TextKind, record

FROM_FEED = "feed"  # an article's extractor, where its text is the feed's
_SENTENCE_END = re.compile(r"[.!?。！？।؟…]+[\"'”’»)\]]*\Z")
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*\Z|\b(?:read more|continue reading|read the (?:full|rest)|full story|weiterlesen|"
    r"lire la suite|leer más|seguir leyendo|leggi tutto|continua a leggere|leia mais|lees verder|läs mer|les mer|"
    r"читать далее|читати далі|czytaj dalej|devamını oku)\b[^\n]{0,80}\Z",
    re.IGNORECASE,
)
_APPEARED_FIRST = re.compile(r"\n?The post .{1,300} appeared first on .{1,100}\Z", re.IGNORECASE)
_NO_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


@record
class FeedTextRules:
    """How much text makes an article; set by judgement after looking at real feeds, not measured."""

    partial_words: int = 60  # fewer are a teaser
    full_words: int = 150  # fewer may be a long teaser
    full_sentences: int = 5  # lists of links and captions have words, but few sentences
    signs_a_word: float = 2.0  # of Chinese, Japanese and Thai, which part no words


def article_text(content: str, rules: FeedTextRules = FeedTextRules()) -> tuple[str, TextKind] | None:
    """Return the text that a feed brings along and what it is; None: a teaser.

    Args:
        content: one paragraph a line.
    """
    text = _APPEARED_FIRST.sub("", content).strip()
    words = len(text.split()) + len(_NO_SPACES.findall(text)) / rules.signs_a_word
    if words < rules.partial_words:
        return None
    sentences = len(re.findall(r"[.!?。！？।؟](?=\s|[\"'”’»)]|\Z)|[。！？]", text))
    is_whole = words >= rules.full_words and sentences >= rules.full_sentences and not _CUT.search(text)
    return text, "full" if is_whole and _SENTENCE_END.search(text) else "partial"
