"""The gate before every parser: what is no page, too large or built to hang a parser is turned away here."""

import re
import zlib
from collections.abc import Iterator

import numpy as np
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from extractors.pages.characters import has_controls, has_references, mended_references, without_controls
from news.records import PageStatus, PageToRead, record


@record
class GateRules:
    """What a page may be."""

    maximum_bytes: int = 5_000_000  # decoded HTML; the largest real news page in 519 has 2.6 MB
    maximum_attributes: int = 1_000  # of one tag; lxml needs .4 s for 20,000 and over 90 s for 100,000
    maximum_depth: int = 2_000  # of open tags; resiliparse is quadratic in it: 1.6 s at 10,000


@record
class Refusal:
    """Why a page does not pass."""

    status: PageStatus
    reason: str


@record
class TagCounts:
    """How many tags a page has at most: what looks like one in a script is counted too."""

    begun: int  # every "<"
    ended: int  # those before a "/"
    options: int  # those before an "o", of which <option> is one


@record
class OpenedPage:
    """A page that passed."""

    text: str
    tags: TagCounts


# https://mimesniff.spec.whatwg.org/
MAGIC = (
    (b"%PDF", "a PDF"), (b"\xff\xd8\xff", "a JPEG image"), (b"\x89PNG\r\n", "a PNG image"), (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"), (b"PK\x03\x04", "a ZIP file"), (b"\x00\x00\x01\x00", "an icon"),
    (b"OggS", "a media file"), (b"ID3", "a media file"), (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office file"), (b"wOF", "a font"), (b"BZh", "a bzip2 file"),
    (b"7z\xbc\xaf", "a 7z file"), (b"\xfd7zXZ", "an xz file"), (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"), (b"\x28\xb5\x2f\xfd", "a zstd file"), (b"<svg", "an SVG image"),
)  # fmt: skip
HTML_KINDS = (
    "text/html", "application/xhtml", "application/xml", "text/xml", "text/plain", "application/octet-stream",
    "unknown/", "httpd/unix-directory", "multipart/",
)  # fmt: skip
BLOCKED_STATUS = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 423, 429, 430, 444, 451, 456, 498, 499, 999})
GONE_STATUS = frozenset({404, 410})

# Python's decoders for what browsers read under these labels (https://encoding.spec.whatwg.org/).
WIDER = {"gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"}

_TAG_START = re.compile(rb"<[A-Za-z!?/]")
LONG_TAG = 4_000  # bytes from which on attributes are counted
_TAG = re.compile(rb"[A-Za-z](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+")  # from behind "<" to its end: a quoted ">" is none
_SCRIPT = re.compile(rb"<script\b.*?(?:</script|\Z)", re.I | re.S)  # a < b in a script is no tag
_QUOTED = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_DEEP = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]*+)([^<>]*+)>")  # possessive: a hostile page has no say in the time
_VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
_EMPTY = (b"/>", b"<!--", b"<br>", b"<br ", b"<img ", b"<meta ", b"<link ", b"<input ")
_LEAF = frozenset(b"p li td th tr option dt dd".split())  # closed by their next sibling
_FEED = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.S
)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})|^<\?xml[^>]{0,80}?encoding=[\"']([\w-]+)", re.I
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_CHALLENGE = re.compile(
    rb"captcha|cf-chl|cf_chl|challenge-(?:platform|form|error)|ddos.guard|akamai.{0,20}denied", re.I
)
_CONTROL = bytes(c for c in range(32) if c not in (9, 10, 12, 13, 27))


def open_page(page: PageToRead, rules: GateRules) -> OpenedPage | Refusal:
    """Return the page's text, or why no parser may see it; never raises for what the page is."""
    body = _unpacked(page.body, rules.maximum_bytes)
    if isinstance(body, Refusal):
        return body
    refusal = _refused_answer(page, body) or _refused_kind(page, body)
    if refusal:
        return refusal
    text = _plain_utf8(body)
    if text is None:
        text = without_controls(decoded(body, page.content_type))
        body = text.encode("utf-8", "replace")
    tags = count_tags(body)
    return _refused_shape(body, tags, rules) or OpenedPage(text=text, tags=tags)


def count_tags(body: bytes) -> TagCounts:
    """Return the counts of a page's tags, by one search for "<" and a look behind each."""
    letters = np.frombuffer(body + b" ", np.uint8)
    places = np.flatnonzero(letters == ord("<"))
    behind = letters[places + 1]
    ended, options = behind == ord("/"), behind | 0x20 == ord("o")  # a large letter or a small one
    return TagCounts(begun=len(places), ended=int(ended.sum()), options=int(options.sum()))


def _plain_utf8(body: bytes) -> str | None:
    """Return the page as text where it is UTF-8 without what no parser may see, as most pages are."""
    if body.startswith(b"\xef\xbb\xbf") or has_controls(body):
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return mended_references(text) if has_references(body) else text


def _unpacked(body: bytes, maximum: int) -> bytes | Refusal:
    """Return `body` out of its gzip wrapper, if it has one; never more than `maximum` bytes are unpacked."""
    if body[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(wbits=31)
        try:
            body = unpacker.decompress(body, maximum + 1)
            if not unpacker.eof and len(body) <= maximum:
                return Refusal(status="non_html", reason="a gzip file that is cut")
        except zlib.error as error:
            return Refusal(status="non_html", reason=f"a broken gzip file ({error})")
    if len(body) > maximum:
        return Refusal(status="too_large", reason=f"more than {maximum / 1e6:g} MB")
    return body


def _refused_answer(page: PageToRead, body: bytes) -> Refusal | None:
    code = page.http_status
    if code in GONE_STATUS:
        return Refusal(status="gone", reason=f"HTTP {code}")
    if code in BLOCKED_STATUS:
        return Refusal(status="blocked", reason=f"HTTP {code}")
    if code is not None and code >= 400:
        if _CHALLENGE.search(body[:100_000]):
            return Refusal(status="blocked", reason=f"HTTP {code} with a challenge")
        return Refusal(status="error", reason=f"HTTP {code}")
    if not body or body.isspace():
        return Refusal(status="empty", reason="no bytes")
    return None


def _refused_kind(page: PageToRead, body: bytes) -> Refusal | None:
    """Return why these bytes are no HTML: the bytes count first, then what the server says of them."""
    for magic, name in MAGIC:
        if body.startswith(magic):
            return Refusal(status="non_html", reason=name)
    if body[4:8] == b"ftyp":
        return Refusal(status="non_html", reason="a media file")
    if feed := _FEED.match(body[:4000]):
        return Refusal(status="non_html", reason=f"XML of kind {feed[1].decode()}")
    kind = (page.content_type or "").split(";")[0].strip().lower()
    head = body[:100_000].replace(b"\0", b"")
    if not _TAG_START.search(head):
        what = "JSON" if head.lstrip()[:1] in (b"{", b"[") else "plain text or data"
        return Refusal(status="non_html", reason=f"{what}, without a tag")
    if head.lstrip()[:1] in (b"{", b"[") and b"<html" not in head.lower():
        return Refusal(status="non_html", reason="JSON")
    if _is_binary(body):
        return Refusal(status="non_html", reason="binary data")
    if kind and not kind.startswith(HTML_KINDS) and b"<html" not in head.lower():
        return Refusal(status="non_html", reason=f"of kind {kind}")
    return None


def _is_binary(body: bytes) -> bool:
    """Return whether control characters are too many for any text; UTF-16 has its NULs at every other byte only."""
    head = body[:20_000]
    if _utf16(head):
        return False
    return len(head) - len(head.translate(None, _CONTROL)) > len(head) / 20


def _refused_shape(body: bytes, tags: TagCounts, rules: GateRules) -> Refusal | None:
    if _most_attributes(body) > rules.maximum_attributes < _most_attributes(_SCRIPT.sub(b"", body)):
        return Refusal(status="error", reason=f"a tag with more than {rules.maximum_attributes} attributes")
    if _depth(body, tags, rules) > rules.maximum_depth:
        return Refusal(status="error", reason=f"more than {rules.maximum_depth} tags within each other")
    return None


def _most_attributes(body: bytes) -> int:
    """Return how many attributes a tag has at most; tags that are too short for many are not looked at."""
    tags = (tag.group() for tag in map(_TAG.match, _long_pieces(body)) if tag and tag.end() + 1 >= LONG_TAG // 2)
    return max((len(_QUOTED.sub(b" ", tag).split()) for tag in tags), default=0)


def _long_pieces(body: bytes) -> Iterator[bytes]:
    """Yield what stands between one "<" and the next where that is long: steps of that length pass over the others."""
    place = body.find(b"<")
    while place >= 0:
        if (last := body.rfind(b"<", place + 1, place + LONG_TAG + 2)) >= 0:
            place = last
            continue
        following = body.find(b"<", place + 1)
        piece = body[place + 1 : following if following >= 0 else len(body)]
        if len(piece) > LONG_TAG and piece[:1].isalpha():
            yield piece
        place = following


def _depth(body: bytes, tags: TagCounts, rules: GateRules) -> int:
    """Return how many tags stand open within each other at most; 0 where coarser counts say: not too many."""
    if tags.begun - tags.ended < rules.maximum_depth:
        return 0
    if _depth_bound(body, ()) <= rules.maximum_depth or _depth_bound(body, _EMPTY) <= rules.maximum_depth:
        return 0
    return _exact_depth(body)


def _depth_bound(body: bytes, empty: tuple[bytes, ...], window: int = 16_384) -> int:
    """Return a bound of the depth: what earlier pieces left open, and every tag of this piece on top."""
    open_tags = most = 0
    for start in range(0, len(body), window):
        piece = body[start : start + window]
        begun, ended = piece.count(b"<"), piece.count(b"</")
        most = max(most, open_tags + begun - ended)
        open_tags = max(0, open_tags + begun - 2 * ended - sum(map(piece.count, empty)))
    return most


def _exact_depth(body: bytes) -> int:
    depth = deepest = 0
    for closing, name, attributes in _DEEP.findall(body):
        if attributes.endswith(b"/") or (lower := name.lower()) in _VOID or lower in _LEAF:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def decoded(body: bytes, content_type: str | None) -> str:
    """Return the page as text, whatever it says of its encoding: valid UTF-8 outranks a lying label.

    NULs are dropped, and bytes that the encoding does not know become U+FFFD.
    """
    encoding = _bom(body) or _utf16(body)
    if encoding is None:
        try:
            return body.decode("utf-8").replace("\0", "")
        except UnicodeDecodeError:
            encoding = _stated(body, content_type) or detect_encoding(body[:50_000]) or "cp1252"
    try:
        return body.decode(encoding, "replace").lstrip("\ufeff").replace("\0", "")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", "replace").replace("\0", "")


def _bom(body: bytes) -> str | None:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
    return next((name for mark, name in marks if body.startswith(mark)), None)


def _utf16(body: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: markup has a NUL beside each of its ASCII letters."""
    even, odd = body[:400:2], body[1:400:2]
    if len(odd) < 20:
        return None
    if odd.count(0) > len(odd) * 0.6 and even.count(0) < len(even) * 0.1:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.6 and odd.count(0) < len(odd) * 0.1:
        return "utf-16-be"
    return None


def _stated(body: bytes, content_type: str | None) -> str | None:
    """Return the encoding that the server or the page states, unless the bytes plainly contradict it."""
    header = _HEADER_CHARSET.search(content_type or "")
    meta = _CHARSET.search(body[:4096])
    names = [header[1] if header else "", (meta[1] or meta[2]).decode("ascii", "ignore") if meta else ""]
    for name in filter(None, names):
        mapped = map_encoding_to_html5(name, False)
        encoding = WIDER.get(mapped or "", mapped)
        if encoding and not encoding.startswith("utf-16") and not _contradicts(body, encoding):
            return encoding
    return None


def _contradicts(body: bytes, encoding: str) -> bool:
    """Return whether more than one character in 200 of the non-ASCII ones cannot be read as `encoding`."""
    sample = body[:200_000]
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    try:
        broken = sample.decode(encoding, "replace").count("\ufffd")
    except LookupError:
        return True
    return broken > max(2, high / 200)
