"""The article that a page carries as data for its own script: what a shell without text would have shown."""

import json
import re
from collections.abc import Iterator
from itertools import islice

from extractors.dom.prose import is_data
from extractors.metadata.json_ld import Json, paragraphs, read_json
from news.records import record

# Where content systems put the words of a block; a teaser's stand elsewhere ("title", "summary", "teaser").
TEXT_KEYS = frozenset({
    "content", "text", "value", "html", "body", "paragraph", "paragraphs", "children", "blocks", "elements", "data",
    "contenthtml", "content_html", "bodyhtml", "body_html", "articlebody", "rendered", "richtext", "content_elements",
    "document", "nodes", "model", "props", "items",
})  # fmt: skip

_SCRIPT = re.compile(r"<script\b[^>]*>[^<{\[]{0,300}", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_FLIGHT = "__next_f"
_PUSH = re.compile(r"self\.__next_f\.push\((?=\[1,)")
_ROW = re.compile(rb"[0-9a-f]{1,6}:(?:T([0-9a-f]{1,6}),|(?=[\[{\"]))")
_MARKUP = re.compile(r"</p\s*>|<br\s*/?>", re.IGNORECASE)


@record
class StateRules:
    """What a shell's data must hold to be an article."""

    minimum_characters: int = 400
    minimum_paragraph: int = 60  # of two paragraphs at least; shorter strings are labels
    maximum_scripts: int = 40
    maximum_depth: int = 40  # levels of nesting; content systems nest deeper than JSON-LD


def embedded_text(markup: str, rules: StateRules = StateRules()) -> str:
    """Return the longest article within the JSON of a page's scripts, a paragraph a line; "": there is none."""
    best = ""
    for number, data in enumerate(_data(markup, rules)):
        if number >= rules.maximum_scripts:
            break
        for text in _articles(read_json(data), 0, rules):
            best = max(best, text, key=len)
    return best


def _data(markup: str, rules: StateRules) -> Iterator[str]:
    """Yield what stands in scripts and begins as JSON does, at once or behind a name that it is given."""
    for piece in _SCRIPT_END.split(markup)[:-1]:
        start = _SCRIPT.search(piece)
        if start is None or "ld+json" in start[0] or len(piece) - start.end() < rules.minimum_characters:
            continue
        if piece[start.end()] in "{[" and _FLIGHT not in start[0]:
            yield piece[start.end() :]
    yield from _flight_rows(markup)


def _flight_rows(markup: str) -> Iterator[str]:
    """Yield the rows of React's flight format, which come in pieces: numbered lines of JSON, and texts of a length."""
    pushed = (_value_at(markup, found.end()) for found in islice(_PUSH.finditer(markup), 400))
    chunks = [call[1] for call in pushed if isinstance(call, list) and len(call) > 1 and isinstance(call[1], str)]
    stream, place = "".join(chunks).encode("utf-8", "replace"), 0
    while place < len(stream):
        row = _ROW.match(stream, place)
        if row and row[1]:  # text of so many bytes; the next row follows without a line break
            place = row.end() + int(row[1], 16)
            yield json.dumps(stream[row.end() : place].decode("utf-8", "replace"))
            continue
        end = stream.find(b"\n", place) + 1 or len(stream)
        if row:
            yield stream[row.end() : end].decode("utf-8", "replace")
        place = end


def _value_at(markup: str, place: int) -> Json:
    """Return the JSON value that begins at a place; None: there is none."""
    try:
        value: Json = json.JSONDecoder(strict=False).raw_decode(markup, place)[0]
    except (ValueError, RecursionError):
        return None
    return value


def _articles(value: Json, depth: int, rules: StateRules) -> Iterator[str]:
    """Yield every text that may be an article: a list of blocks, or one string of markup."""
    if depth > rules.maximum_depth:
        return
    if isinstance(value, str) and is_data(value):
        yield from _articles(read_json(value), depth + 1, rules) if value[:1] in "[{" else ()
    elif isinstance(value, str) and _MARKUP.search(value):
        yield from _whole(paragraphs(value).splitlines(), rules)
    elif isinstance(value, list):
        if all(isinstance(block, dict | str) for block in value):
            yield from _whole([line for block in value for line in _lines(block, depth, rules)], rules)
        for entry in value:
            yield from _articles(entry, depth + 1, rules)
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _articles(entry, depth + 1, rules)


def _whole(lines: list[str], rules: StateRules) -> Iterator[str]:
    long_lines = [line for line in lines if len(line) >= rules.minimum_paragraph]
    if len(long_lines) >= 2 and sum(map(len, long_lines)) >= rules.minimum_characters:
        yield "\n".join(lines)


def _lines(block: Json, depth: int, rules: StateRules) -> list[str]:
    """Return the paragraphs of one block; what stands in spans of its own is put together again."""
    words = "".join(_words(block, depth, rules))
    return [line for line in paragraphs(words).splitlines() if not line.startswith(("http://", "https://"))]


def _words(value: Json, depth: int, rules: StateRules) -> Iterator[str]:
    if depth > rules.maximum_depth:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _words(entry, depth + 1, rules)
    elif isinstance(value, dict):
        for key, entry in value.items():
            if key.lower() in TEXT_KEYS:
                yield from _words(entry, depth + 1, rules)
