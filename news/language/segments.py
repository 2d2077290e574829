"""What a text is made of: words, sentences and runs of words, in any script."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from sentencex import segment

from news.language.lexicon import Lexicon, lexicon, unknown
from news.language.text_language import reading_language

# Scripts that put no spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han. Hangul has spaces.
SPACELESS = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a51"
    "\u0a81-\u0acd\u0b01-\u0b56\u0b82\u0bbe-\u0bd7\u0c00-\u0c56\u0c81-\u0cd6\u0d00-\u0d57\u0d81-\u0df3"
    "\u00ad\u0640\u200b-\u200d\u2060\ufeff"
)
# Signs that one outlet writes and the next leaves out: soft hyphens, joiners, vowel points of Arabic and Hebrew.
OPTIONAL = re.compile(
    "[\u00ad\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670\u200b-\u200d\u2060\ufeff]"
)
WORD = re.compile(rf"[^\W_{SPACELESS}]+|[{SPACELESS}]")
WORD_WITH_MARKS = re.compile(rf"[^\W_{SPACELESS}](?:[^\W_{SPACELESS}]|[{MARKS}])*|[{SPACELESS}]")
LEAST_SENTENCE_WORDS = 6  # a shorter line is a caption, a label, a byline or a place
# A caption, a credit or a label ends without a stop.
IS_WHOLE = re.compile(r"[.!?…。！？।۔][\"'”’»›）)\]」』]*\d{0,2}$")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
HAS_MARKS = re.compile(f"[{MARKS}]")
HAS_SPACELESS = re.compile(f"[{SPACELESS}]")
ASCII_WORDS = {code: (chr(code).lower() if chr(code).isalnum() else " ") for code in range(128)}
CURLY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"'})
COMMON_SIGNS = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2013", "-"), ("\u2014", "-"),
    ("\u00a0", " "), ("\u2026", " "), ("\u2022", " "), ("\u2122", " "), ("\u00ae", " "), ("\u00a9", " "),
    ("\u2120", " "),
)  # fmt: skip


@cache
def letters_of(name: str) -> str:
    """Return the letters and digits of a name in lower case: "theintercept" and "The Intercept" are one outlet's."""
    return "".join(sign for sign in name.lower() if sign.isalnum())


def without_controls(text: str) -> str:
    """Return `text` without control characters, of which a terminal would take some for orders; lines and tabs stay."""
    return CONTROLS.sub("", text)


def counted(number: int, noun: str, nouns: str = "") -> str:
    """Return "1 article", "12 articles"; `nouns` where an s is not enough."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def normalise(text: str) -> str:
    """Return `text` in NFKC and lower case, with straight quotation marks and single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(CURLY)
    return " ".join(text.lower().split())


def words(text: str) -> list[str]:
    """Return the words of `text`, NFKC and lower case; in scripts without spaces each character is one.

    An English page is plain ASCII once its typographic signs are replaced, and then `translate` and `split` do the
    work in a third of the time that the regular expression takes.
    """
    text = with_plain_signs(text)
    if text.isascii():
        return text.translate(ASCII_WORDS).split()
    text = unicodedata.normalize("NFKC", text).lower()
    if not HAS_MARKS.search(text):
        return WORD.findall(text)
    return WORD_WITH_MARKS.findall(OPTIONAL.sub("", text))


def with_plain_signs(text: str) -> str:
    """Replace the typographic signs that are common in English by ASCII ones of the same length."""
    if not text.isascii():
        for sign, plain in COMMON_SIGNS:
            text = text.replace(sign, plain)
    return text


def each_word(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of `text` as in `words`, with its span in code points of `text` itself."""
    plain = with_plain_signs(text)
    for found in (WORD_WITH_MARKS if HAS_MARKS.search(plain) else WORD).finditer(plain):
        token = found.group()
        if token.isascii():
            yield token.lower(), found.start(), found.end()
        else:
            for word in words(token):
                yield word, found.start(), found.end()


def word_count(text: str) -> int:
    """Count the words of `text`; in scripts without spaces two characters make one."""
    if text.isascii() or not HAS_SPACELESS.search(text):
        return len(words(text))
    found = words(text)
    characters = sum(1 for word in found if HAS_SPACELESS.match(word))
    return len(found) - characters + (characters + 1) // 2


def has_no_spaces(tokens: Sequence[str]) -> bool:
    """Return whether most of `tokens` are single characters of a script without spaces."""
    if sum(1 for token in tokens[:40] if len(token) == 1) <= len(tokens[:40]) // 3:
        return False
    return sum(1 for token in tokens if HAS_SPACELESS.match(token)) * 2 > len(tokens)


ROUGH_STOP = re.compile(r"""[\n.!?\u3002]["')\]]*(?:\s+|(?<=[\n\u3002]))""")
ROUGH_LEAST = 12  # characters; what is shorter is an initial or an abbreviation


def rough_sentences(text: str) -> list[str]:
    """Cut `text` at full stops and lines, in lower case: quick, and good enough to count what two texts share."""
    return [piece for piece in ROUGH_STOP.split(with_plain_signs(text).lower()) if len(piece) > ROUGH_LEAST]


# --- sentences: as sentencex says, but for what a language's own words tell better -----------------------------

_LINE = re.compile(r"[^\n]+")
# A stop inside a piece, what closes it, and the word that follows.
_STOP = re.compile(
    r"""(?P<stop>[.!?…]+)(?P<close>\s?[»›]|["'”“’»«)\]›]*)\d{0,2}\s+(?=["'‘“„«»(\[¿¡‹›–—]*\s?(?P<after>\w[\w’'-]*))"""
)
_LAST = re.compile(r"""(?P<word>[^\s"“”„«»(\[’']*?)(?P<stop>[.!?…。！？]+)(?P<close>["'”“’»«)\]›」』）\s]*)\d{0,2}$""")
_FIRST = re.compile(r"""["'‘“„«»(\[¿¡‹›•–—\s-]*(?P<word>\w[\w’'.-]*)?""")
_BEFORE = re.compile(r"(\w+)\W+\S*$")
_ROMAN = re.compile(r"[IVX]{1,5}")
_IDEOGRAPHIC = re.compile(r"[。！？!?]+[」』）”\"]*(?=[^。！？!?」』）”\"])")
_PARTICLE = re.compile(r"[ぁ-ん、，,]")  # after a closing mark: the sentence goes on
_WIDE_SPACE = re.compile(r"[^\S ](?=[^\S ]*[.!?…。])")
_SHORT = 3  # letters: a shorter word before a full stop may be an abbreviation that only sentencex knows
_LONGEST_WORD = 40  # characters before an end that are looked at
# A quick look for what may end a sentence inside a line, before the right one.
_INNER_STOP = re.compile(r"""[.?!…»«。？！](?:(?<=[.?!…])[ ]|(?<=[.?!])(?:["”“’')][ ]|\u00a0)|(?<=[»«。？！]))""")
_QUOTES = (("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"), ("„", "“"), ("‹", "›"))


def sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `text`, without surrounding space; a new line always ends one.

    A quotation of several sentences is not cut.

    Args:
        text: any text.
        language: its code; None: what its words say.
    """
    code = language or reading_language(None, text)
    words = lexicon(code) if code else unknown()
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        if words is not None and not _INNER_STOP.search(text, start, end):
            _keep(text, start, end, spans)
        else:
            _read_line(text, line.span(), code or "en", words, spans)
    return spans


def _read_line(
    text: str,
    line: tuple[int, int],
    code: str,
    words: Lexicon | None,
    spans: list[tuple[int, int]],
) -> None:
    """Append the spans of the sentences of one line."""
    start, end = line
    begin = at = start
    for piece in _pieces(code, text[start:end]):
        at += len(piece)
        if at < end and words is not None and not _is_plain(piece, text[at], words) and _goes_on(text, at, end, words):
            continue
        if words is not None and _INNER_STOP.search(text, begin, at - 2):
            for first, last in _parts(text, begin, at, words):
                _keep(text, first, last, spans)
        else:
            _keep(text, begin, at, spans)
        begin = at


def _pieces(code: str, line: str) -> Sequence[str]:
    """Return what sentencex makes of a line, piece by piece; the whole line where its Rust code fails.

    It cuts "B\u00a0." inside the no-break space, and what it raises then is no Exception.
    """
    try:
        pieces: Sequence[str] = segment(code, _WIDE_SPACE.sub(" ", line))
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return [line]
    return pieces


def _is_plain(piece: str, following: str, words: Lexicon) -> bool:
    """Return whether a piece ends with a word that is no abbreviation, and the next begins with a capital: most do."""
    if not following.isupper() or piece[-2:] != ". ":
        return False
    word = piece[:-2].rpartition(" ")[2]
    return len(word) > 1 and word.isalpha() and word.islower() and word not in words.sentences.abbreviations


def _keep(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        start += len(piece) - len(piece.lstrip())
        spans.append((start, start + len(kept)))


def _goes_on(text: str, end: int, line_end: int, words: Lexicon) -> bool:
    """Return whether the sentence that sentencex ends at `end` goes on behind it."""
    last = _LAST.search(text, max(0, end - _LONGEST_WORD), end)
    if last is None:
        return False
    if not text[end - 1].isspace():  # nothing between: only a script without spaces ends so
        return words.language != "ja" or last["stop"] == "." or bool(last["close"] and _PARTICLE.match(text, end))
    first = _FIRST.match(text, end, line_end)
    after = first["word"] if first else None
    if after is None:
        return False
    if after[0].islower():
        return True
    is_plain = last["stop"] == "." and not last["close"].strip(" \u00a0'’")
    return is_plain and _is_abbreviation(text, last.start(), last["word"], after, words)


def _is_abbreviation(text: str, place: int, word: str, after: str, words: Lexicon) -> bool:
    """Return whether the full stop behind `word`, which begins at `place`, belongs to the word."""
    known = words.sentences
    is_number = after[0].isdigit() or _ROMAN.fullmatch(after) is not None
    if word.lower() in known.abbreviations:
        return is_number or word not in known.abbreviations_or_words
    if len(word) == 1 and word.isupper():
        return True
    if word.isdigit():
        before = _BEFORE.search(text, max(0, place - 30), place) if len(word) < 3 and known.before_ordinal else None
        return before is not None and before[1].lower() in known.before_ordinal
    is_initials = "." in word and all(len(part) <= 2 for part in word.split("."))
    if is_initials or (known.before_ordinal and _ROMAN.fullmatch(word)):
        return not (after.lower() in known.openers and after[0].isupper())
    return False


def _parts(text: str, start: int, end: int, words: Lexicon | None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of what sentencex takes for one."""
    begin = start
    if words is not None:
        has_spaces = words.language != "ja"
        for found in (_STOP if has_spaces else _IDEOGRAPHIC).finditer(text, start, end):
            is_end = _ends_inside(text, found, words) if has_spaces else not _PARTICLE.match(text, found.end())
            if is_end and not _is_quoted(text[begin : found.end()]):
                yield begin, found.end()
                begin = found.end()
    yield begin, end


def _is_quoted(before: str) -> bool:
    """Return whether a quotation that began in `before` is still open at its end."""
    return before.count('"') % 2 == 1 or any(before.count(opens) > before.count(closes) for opens, closes in _QUOTES)


def _ends_inside(text: str, found: re.Match[str], words: Lexicon) -> bool:
    """Return whether a sentence ends at a stop that sentencex passed over."""
    after, is_closed = found["after"], bool(found["close"].strip(" \u00a0'’"))
    if not (after[0].isupper() or (after[0].isdigit() and found["stop"] != ".")):
        return False
    if is_closed or found["stop"] != ".":
        return True
    last = _LAST.search(text, max(0, found.start() - _LONGEST_WORD), found.end("stop"))
    word = last["word"] if last else ""
    is_word = len(word) > _SHORT or word in words.sentences.abbreviations_or_words or word in words.stop_words
    return is_word and last is not None and not _is_abbreviation(text, last.start(), word, after, words)
