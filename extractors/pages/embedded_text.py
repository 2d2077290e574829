"""The article that a page carries as data for its own script: what a shell without text would have shown."""

import json
import re
from collections.abc import Iterator
from itertools import islice

from extractors.dom.prose import is_data, latin_length
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
_FLAT = "__NUXT_DATA__"
_POINTERS = 60  # levels of them
_PARSE = re.compile(r"JSON\.parse\(\s*(?=[\"'])")
_CALLS = 20  # of it, in one script
_SINGLE_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*+)'", re.DOTALL)
_ESCAPED = re.compile(r"\\(['\\])")
_PUSH = re.compile(r"self\.__next_f\.push\((?=\[1,)")
_ROW = re.compile(rb"[0-9a-f]{1,6}:(?:T([0-9a-f]{1,6}),|(?=[\[{\"]))")
_MARKUP = re.compile(r"</p\s*>|<br\s*/?>", re.IGNORECASE)


@record
class StateRules:
    """What a shell's data must hold to be an article."""

    minimum_characters: int = 400  # Latin ones, as below
    minimum_paragraph: int = 60  # of two paragraphs at least; shorter strings are labels
    least_script: int = 150  # characters of a script that may hold an article
    maximum_scripts: int = 40
    maximum_depth: int = 40  # levels of nesting; content systems nest deeper than JSON-LD


def embedded_text(markup: str, rules: StateRules = StateRules()) -> str:
    """Return the longest article within the JSON of a page's scripts, a paragraph a line; "": there is none."""
    best = ""
    for value in islice(_values(markup, rules), rules.maximum_scripts):
        for text in _articles(value, 0, rules):
            best = max(best, text, key=len)
    return best


def _values(markup: str, rules: StateRules) -> Iterator[Json]:
    """Yield what stands in scripts as JSON: at once, behind a name that it is given, or as a text to be parsed."""
    for piece in _SCRIPT_END.split(markup)[:-1]:
        start = _SCRIPT.search(piece)
        if start is None or "ld+json" in start[0] or len(piece) - start.end() < rules.least_script:
            continue
        if _FLIGHT in start[0]:
            continue
        value = read_json(piece[start.end() :]) if piece[start.end()] in "{[" else None
        yield _unflattened(value) if _FLAT in start[0] and isinstance(value, list) else value
        yield from _parsed(piece, start.start())
    yield from map(read_json, _flight_rows(markup))


def _parsed(script: str, start: int) -> Iterator[Json]:
    """Yield what a script hands to JSON.parse, in either kind of quotation marks."""
    for call in islice(_PARSE.finditer(script, start), _CALLS):
        if script[call.end()] == '"':
            text = _value_at(script, call.end())
        else:
            found = _SINGLE_QUOTED.match(script, call.end())
            text = _ESCAPED.sub(r"\1", found[1]) if found else None
        yield read_json(text) if isinstance(text, str) else None


def _unflattened(flat: list[Json]) -> Json:
    """Return the value of a list in which numbers within lists and objects point to other entries (Nuxt's format)."""
    made: dict[int, Json] = {}

    def at(place: Json, depth: int = 0) -> Json:
        if not isinstance(place, int) or not 0 <= place < len(flat) or depth > _POINTERS:
            return None
        if place in made:
            return made[place]
        made[place] = None  # an entry that points to itself
        value = flat[place]
        if isinstance(value, dict):
            value = {key: at(inner, depth + 1) for key, inner in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], str):
            value = at(value[1], depth + 1) if len(value) > 1 else None  # ["Reactive", 1]
        elif isinstance(value, list):
            value = [at(inner, depth + 1) for inner in value]
        made[place] = value
        return value

    return at(0)


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
    if isinstance(value, str) and value[:1] in "[{" and is_data(value):
        yield from _articles(read_json(value), depth + 1, rules)
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
    lengths = [length for line in lines if (length := latin_length(line)) >= rules.minimum_paragraph]
    if len(lengths) >= 2 and sum(lengths) >= rules.minimum_characters:
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
