"""Is it prose? Sentences, as against labels, links, code and data that stand in text."""

import re

SENTENCE_END = (".", "!", "?", "。", "…", "”", '"', "»", "」", "！", "？", "।", "؟", "۔", "．", "』", "）", ")")
SENTENCE = 60  # characters of a line from which on it may be a sentence; labels are shorter
DENSE_SENTENCE = 25  # likewise in scripts that say more with a character
DATA_SHARE = 0.06  # of a line's characters that are brackets and quotation marks of JSON or code; prose has under .03

LONGEST_WORD = 400  # characters on the mean of a line's words

_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")
_DATA = re.compile(r"[{}\[\]<>\\;=]|\":|\",\"")
_DATA_START = re.compile(
    r"(?:[0-9a-f]{1,4}:)?[\[{][\"\[{]|(?:(?:window|self)(?:\.\w+)*|var|let|const|function)\b[^.!?]{0,80}[=({]|\"?@?\w+\"?:\s*[\[{]"
)


def latin_length(text: str) -> int:
    """Return the length of a text in Latin characters: dense scripts say more with fewer."""
    return len(text) if text.isascii() else round(len(text) + 1.5 * len(_DENSE.findall(text)))


def sentence_length(line: str) -> int:
    """Return a line's length in Latin characters where it is prose; 0 where it is a label, a list of names, or data."""
    size = len(line)
    if size < DENSE_SENTENCE or (size < SENTENCE and (line.isascii() or not _DENSE.search(line))) or is_data(line):
        return 0
    return latin_length(line)


def prose_length(text: str) -> int:
    """Return how much of a text, a paragraph a line, is prose, in Latin characters."""
    return sum(map(sentence_length, text.splitlines()))


def is_data(line: str) -> bool:
    """Return whether a line is JSON, code or markup that got into a text."""
    if _DATA_START.match(line):
        return True
    marks = sum(map(len, _DATA.findall(line[:2_000])))
    return marks > 4 and marks > DATA_SHARE * min(len(line), 2_000)


def is_junk(line: str) -> bool:
    """Return whether a line is no text in any language: a framework's data, or one endless word."""
    if len(line) < LONGEST_WORD:
        return len(line) > SENTENCE and _DATA_START.match(line) is not None and is_data(line[SENTENCE // 2 :])
    return is_data(line) or (
        len(line) > LONGEST_WORD * (line.count(" ") + 1) and not _DENSE.search(line[:LONGEST_WORD])
    )
