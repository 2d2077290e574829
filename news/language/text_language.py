"""The language in which a text is to be read: what is stated, and what its own words say."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from news.language.codes import language_code
from news.language.lexicon import lexicons
from news.records import record

_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u3040-\ud7a3]")
# Scripts that one language of the news writes alone, or one that stands for all of them: sentences end alike there.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u309f\u30a1-\u30fa]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)


@record
class LanguageRules:
    """When a text's words say its language; the project's own choice, checked on the texts of the tests."""

    sample: int = 500  # characters of the text that are read
    script_share: float = 0.2  # of the letters; Japanese mixes its syllables with Chinese characters
    fewest: int = 2  # stop words of a language, before it is guessed where another has some, too
    share: float = 0.16  # of the words that are stop words, before it is guessed: Danish has 0.1 of the Dutch ones
    sure: float = 0.3  # of the words, from which no other language is tried: English has 0.3 to 0.55 of its own
    # Below this share another language with more words is taken: the least of 1,800 real texts in seven languages.
    least_beside: float = 0.17
    of_another: float = 0.08  # of the words that are that other language's; Turkish has few small words
    long: int = 40  # words; in a shorter text the stated language may have none of its stop words
    outweigh_fewest: int = 3  # stop words, before a text outranks what is stated of it …
    outweigh_times: float = 2.5  # … and how many times those of the stated language


LANGUAGE_RULES = LanguageRules()


def reading_language(stated: str | None, text: str, rules: LanguageRules = LANGUAGE_RULES) -> str | None:
    """Return the code of the language in which `text` is to be read; None: nobody knows.

    Args:
        stated: what the publisher or an earlier reading says, in any form.
        text: the article; words in another language than the stated one outrank it where they are many.
        rules: how many.
    """
    code = language_code(stated)
    sample = text[: rules.sample]
    by_script = None if sample.isascii() or not _OTHER_SCRIPT.search(sample) else _by_script(sample, rules)
    if by_script is not None:
        return code if code and not _is_latin(code) and by_script not in ("ja", "ko") else by_script
    if code is not None and code not in _stop_words():
        return code
    words = sample.lower().split()
    usual = code or "en"
    if sum(map(_stop_words()[usual].__contains__, words)) >= rules.sure * len(words) > rules.fewest:
        return usual
    counts = {language: sum(map(stops.__contains__, words)) for language, stops in _all_words().items()}
    best = max(counts, key=counts.__getitem__)
    others = max(counts[language] for language in _stop_words() if language != best)
    if code is None:
        fewest = rules.fewest if others else 1
        return best if counts[best] >= max(fewest, rules.share * len(words)) else None
    is_few = counts[code] < min(counts[best], rules.least_beside * len(words))
    if is_few and len(words) >= rules.long and counts[best] >= rules.of_another * len(words):
        return best
    fewest = rules.outweigh_fewest if counts[code] else rules.fewest
    return best if counts[best] >= max(fewest, rules.outweigh_times * counts[code]) else code


def _by_script(sample: str, rules: LanguageRules) -> str | None:
    letters = sum(map(str.isalpha, sample)) or 1
    return next((code for code, script in _SCRIPTS if len(script.findall(sample)) > letters * rules.script_share), None)


def _is_latin(code: str) -> bool:
    return code in _stop_words()


@cache
def _all_words() -> Mapping[str, frozenset[str]]:
    """Return the words of the languages read, then of those from which a text must be kept apart."""
    unread = tomllib.loads((Path(__file__).parent / "unread_words.toml").read_text(encoding="utf-8"))
    return {**_stop_words(), **{language: frozenset(words.split()) for language, words in unread.items()}}


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    """Return the stop words of each language that parts its words by spaces in Latin letters, its names apart."""
    latin = (words for words in lexicons() if words.language not in ("ja", "ko"))
    return {words.language: words.stop_words for words in latin}
