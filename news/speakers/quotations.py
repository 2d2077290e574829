"""Direct quotations of an article, each with its speaker where the text says who speaks."""

import re
from collections.abc import Iterable, Set

import xxhash

from news.language.segments import normalise, words
from news.language.text_layers import TextLayers
from news.records import Article, Quote
from news.speakers.attribution import SPEAKER_RULES, Attribution, SpeakerRules
from news.speakers.choose_speaker import Reader
from news.speakers.contexts import with_dashes
from news.speakers.east_asian import EastAsianReader
from news.speakers.words import patterns_of, speech_words

LEAST_WORDS = 4  # fewer are a phrase, a title or irony
SMALL_SHARE = 0.5  # of a title's words begin small, at most; chosen by judgement
SMALL_SHARE_OF_NOUNS = 0.4  # the same where every noun has a capital
LEAST_SYLLABLES = 7  # of Korean, whose words hold what English says in two or three
HANGUL = re.compile("[\uac00-\ud7a3]")
KANA_OR_HAN = re.compile("[\u30a1-\u30fa\u4e00-\u9fff]")
HIRAGANA = re.compile("[\u3041-\u309f]")  # Japanese has no sentence without; names and titles have few
SMALL_WORD = re.compile(r"(?<!\S)[a-z]")
KEY_BITS = 63  # a BIGINT is signed
NOT_READ = "not read in this language"


def find_quotes(
    article: Article, *, layers: TextLayers | None = None, rules: SpeakerRules = SPEAKER_RULES
) -> list[Quote]:
    """Return the direct quotations of `article` in order, each with its speaker, or with why that is not known.

    An account of ours is nobody's words, and has none. In a language without a lexicon no speaker is claimed.

    Args:
        layers: of its text, where another reader shares them.
    """
    if article.text_kind in ("account", "headline") or not article.text:
        return []
    layers = layers or TextLayers(article.text, article.language)
    known = speech_words(layers.language)
    share = SMALL_SHARE_OF_NOUNS if known and known.capitalises_nouns else SMALL_SHARE
    told = frozenset(span for span in layers.quotations if _is_statement(article.text[slice(*span)], share))
    return [_quote(article, one) for one in _attributions(layers, told, rules)] if told else []


def _attributions(layers: TextLayers, told: Set[tuple[int, int]], rules: SpeakerRules) -> Iterable[Attribution]:
    language = layers.language or ""
    if patterns := patterns_of(language):
        made = EastAsianReader(layers.text, layers.quotations, patterns).attributions()
        return (one for one in made if (one.start, one.end) in told)
    known = speech_words(language)
    if known is None:
        return (Attribution(start=start, end=end, note=NOT_READ) for start, end in sorted(told))
    return Reader(with_dashes(layers.text), layers.quotations, known, rules).attributions(told)


def _quote(article: Article, one: Attribution) -> Quote:
    said = article.text[one.start : one.end]
    key = xxhash.xxh3_64_intdigest(f"{article.article_id} {one.start} {normalise(said)}".encode()) >> (64 - KEY_BITS)
    return Quote(
        article_id=article.article_id,
        quote=said,
        speaker=one.speaker,
        speaker_kind=one.kind,
        source=one.source,
        source_start=one.source_start,
        source_end=one.source_end,
        speaker_note=one.note,
        span_start=one.start,
        span_end=one.end,
        quote_group_id=key,
    )


def _is_statement(said: str, share: float) -> bool:
    """Return whether somebody says something here: names, titles of works and single words are marked likewise.

    Args:
        share: of its words that begin small, in more than a title.
    """
    is_ascii = said.isascii()
    if not is_ascii and HANGUL.search(said):
        return len(said.replace(" ", "")) >= LEAST_SYLLABLES
    if not is_ascii and KANA_OR_HAN.match(said) and not HIRAGANA.search(said):
        return False
    count = len(said.split())
    if count < LEAST_WORDS and len(words(said)) < LEAST_WORDS:
        return False
    return not is_ascii or len(SMALL_WORD.findall(said)) > share * count
