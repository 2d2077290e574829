"""The language of an article: read from its text, with the page's own word where the text is too short."""

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from resiliparse.parse.lang import detect_fast

from news.language.codes import language_code

MINIMUM_LETTERS = 40  # below it a guess from the text is worth less than the page's <html lang>
SURE = 0.9  # probability from which on the text outranks what the page says of itself
SAMPLE = 1_000  # characters of the text that are read

# Scripts that one language of the news writes alone: sure from a few letters, where models mix up neighbours.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u309f\u30a1-\u30fa]")), ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("th", re.compile(r"[\u0e01-\u0e4f]")), ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")), ("hy", re.compile(r"[\u0531-\u058f]")),
    ("ka", re.compile(r"[\u10d0-\u10ff]")), ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("te", re.compile(r"[\u0c00-\u0c7f]")), ("ml", re.compile(r"[\u0d00-\u0d7f]")),
    ("gu", re.compile(r"[\u0a80-\u0aff]")), ("km", re.compile(r"[\u1780-\u17ff]")),
    ("my", re.compile(r"[\u1000-\u109f]")), ("lo", re.compile(r"[\u0e81-\u0edf]")),
    ("si", re.compile(r"[\u0d80-\u0dff]")), ("am", re.compile(r"[\u1200-\u137f]")),
)  # fmt: skip
_OF_ANY = re.compile("[\u0370-\u1fff\u3041-\ud7a3]")  # the range of them all: most texts have none of it
MINIMUM_SHARE = 0.1  # of the letters; Japanese mixes its syllables with Chinese characters


def language_of(text: str, stated: str | None) -> str | None:
    """Return the ISO 639 code of the text's language; None: neither the text nor the page tells it.

    Args:
        text: the article.
        stated: what the page says of itself, for a text that is too short or hard to tell.
    """
    claim = language_code(stated)
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < MINIMUM_LETTERS:
        return claim
    if by_script := _by_script(sample, letters):
        return by_script
    if claim and detect_fast(sample)[0] == claim:
        return claim  # two that agree: 50 times faster than the model, and as right
    code, probability = _model().classify(sample)
    guess = language_code(code) or code
    return guess if guess == claim or probability >= SURE or claim is None else claim


def warm_up() -> None:
    """Load the model now."""
    _model()


@lru_cache(maxsize=1)  # a constant of the package, unpacked in .5 s: once a process, and only where it is needed
def _model() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _by_script(sample: str, letters: int) -> str | None:
    if not _OF_ANY.search(sample):
        return None
    return next((code for code, script in _SCRIPTS if len(script.findall(sample)) > letters * MINIMUM_SHARE), None)
