"""The charset of a feed, decided: what header, document and bytes say, when they disagree."""

import codecs
import re

from resiliparse.parse.encoding import detect_encoding

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What is meant by a label in life; source: WHATWG Encoding, table of labels.
_MEANT = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "unicode": "utf-16",
}  # fmt: skip
# Charsets that servers add by default, knowing nothing of the document.
_DEFAULTS = frozenset({"cp1252"})
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32)))  # of these; as bytes they are looked for five times as fast
_MANY_BYTES = ("gb", "cp949", "cp932", "big5", "euc", "iso2022", "hz", "johab", "shift", "utf")  # beginnings of names
# Codecs of Python that are no charsets of documents.
_NO_CHARSETS = frozenset(
    {"unicode_escape", "raw_unicode_escape", "raw-unicode-escape", "unicode-escape", "idna", "punycode", "utf-7"}
)
_FEW_BAD_BYTES = 0.02  # of all bytes above ASCII; a document with fewer is in the charset that it claims
_SAMPLE_BYTES = 50_000
_TAG = re.compile(rb"</?[A-Za-z][^<>]*>")
_NOT_ASCII_RUN = re.compile("[^\x01-\x7f]+")
_FEW_BAD_LETTERS = 0.1  # of those above ASCII
_FEW_WHOLE_LETTERS = 0.25  # of the bad words: enough in JSON, which is UTF-8 by its own standard (RFC 8259)


def decode(body: bytes, content_type: str | None) -> str:
    """Return a document's text, without mark and without the control characters that XML forbids.

    A byte-order mark decides; then bytes that are valid UTF-8, unless both header and document call them something
    that is not a mere default; then the document's own declaration where the header names only a server's default;
    then the header; each also with a few bad bytes; then what the bytes themselves look like.

    Source: RFC 7303 puts the header first; servers send `charset=iso-8859-1` with UTF-8 documents all the same
    (feedparser then returns mojibake with bozo False).
    """
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return _cleaned(body[len(mark) :] if charset == "utf-8" else body, charset)
    declared = _unmarked_utf16(body)
    if declared is None and (found := _DECLARATION.match(body)):
        declared = _believed(_meant(found[1].decode("ascii")))
    stated = _believed(_meant(header[1])) if (header := _HEADER_CHARSET.search(content_type or "")) else None
    candidates = _in_order(stated, declared)
    if candidates[0] != "utf-8" and "utf-16" not in candidates[0] and not _is_told(body, candidates[0]):
        candidates = ["utf-8", *candidates]
    for charset in dict.fromkeys(candidates):
        if charset == "cp1252" and _is_flawed_utf8(body):
            return _cleaned(body, "utf-8")
        try:
            return _cleaned(body, charset, errors="strict")
        except (UnicodeDecodeError, LookupError):
            continue
    return _cleaned(body, _likeliest(body, candidates))


def _is_told(body: bytes, charset: str) -> bool:
    """Return whether bytes read as `charset` are no less readable than as UTF-8: a claim may be plainly wrong."""
    try:
        text = body.decode(charset)
        other = body.decode("utf-8")
    except (UnicodeDecodeError, LookupError):
        return True
    return text.isascii() or other.isascii() or codecs.lookup(charset).name.startswith(_MANY_BYTES)


def _likeliest(body: bytes, candidates: list[str]) -> str:
    """Return the charset of a document that is in none of those it may be in, byte for byte.

    UTF-8 with a few bad bytes; a charset that was claimed, with a few; else what the page reader's detector finds.
    """
    if _is_flawed_utf8(body):
        return "utf-8"
    high = sum(byte > 0x7F for byte in body)
    for charset in candidates:
        if (
            charset not in {"utf-8", "cp1252"}
            and body.decode(charset, "replace").count("\ufffd") <= _FEW_BAD_BYTES * high
        ):
            return charset
    return _detected(body) or "cp1252"


def _detected(body: bytes) -> str | None:
    """Return what the bytes look like; None: the detector knows no charset of that name."""
    sample = b" ".join(re.findall(rb"[^<>]*[\x80-\xff][^<>]*", body)[:200])
    found = str(detect_encoding(sample[:_SAMPLE_BYTES]) or "")
    try:
        name = _meant(codecs.lookup(found).name) if found else ""
    except LookupError:
        return None
    if name in {"", "utf-8", "ascii"}:
        return "cp949" if _is_korean(sample) else None
    return name


def _is_korean(sample: bytes) -> bool:
    """Return whether bytes read as Korean syllables; the detector does not know EUC-KR from few of them."""
    letters = [sign for sign in sample.decode("cp949", "ignore") if not sign.isascii()]
    return bool(letters) and sum("\uac00" <= sign <= "\ud7a3" for sign in letters) >= 0.9 * len(letters)


def _believed(charset: str) -> str | None:
    """Return a charset that a document may be in; None: it is none, or spells its own declaration otherwise.

    A declaration that was read as ASCII is in no charset of two bytes a letter.
    """
    try:
        is_plain = b"<?xml a='1'>".decode(charset) == "<?xml a='1'>"
    except (LookupError, UnicodeError):
        return None
    return charset if is_plain and codecs.lookup(charset).name not in _NO_CHARSETS else None


def _in_order(stated: str | None, declared: str | None) -> list[str]:
    """Return the charsets to try, likeliest first."""
    if declared in {"utf-16-le", "utf-16-be"}:
        return [declared, "utf-8"]
    named = [charset for charset in (stated, declared) if charset]
    if stated in _DEFAULTS and declared:
        named.reverse()
    is_certain = declared is not None and declared not in _DEFAULTS | {"utf-8"} and stated in {None, declared}
    # ISO-2022-JP and its like are valid UTF-8 (and valid ASCII) byte by byte, so a consistent claim goes first.
    return [*named, "utf-8"] if is_certain else ["utf-8", *named]


def _meant(label: str) -> str:
    label = label.lower()
    return _MEANT.get(label, label)


def _unmarked_utf16(body: bytes) -> str | None:
    if body[:4] == b"<\x00?\x00":
        return "utf-16-le"
    return "utf-16-be" if body[:4] == b"\x00<\x00?" else None


def _is_flawed_utf8(body: bytes) -> bool:
    """Return whether what is not ASCII is UTF-8 but for a few bad bytes: they do not spoil the rest.

    Words are counted, since bad bytes stand together: bytes of another charset leave hardly a word whole that is not
    ASCII, and so hardly a letter of one. What stands in tags is left out: it says nothing of the text.
    """
    text = _TAG.sub(b" ", body).decode("utf-8", errors="replace").replace("\ufffd", "\x00")
    runs = _NOT_ASCII_RUN.findall(text)
    bad = sum("\x00" in run for run in runs)
    whole_letters = sum(len(run) for run in runs if "\x00" not in run)
    letters = sum(map(len, runs)) - text.count("\x00")
    enough = _FEW_WHOLE_LETTERS * bad if body.lstrip().startswith((b"{", b"[")) else bad
    if not bad:  # all that is bad stands in tags
        return letters > 0 and not _is_utf8(body)
    return enough <= whole_letters or text.count("\x00") <= _FEW_BAD_LETTERS * letters


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _cleaned(body: bytes, charset: str, errors: str = "replace") -> str:
    text = body.decode(charset, errors=errors)
    is_clean = charset == "utf-8" and b"\xef\xbf" not in body and len(body.translate(None, _CONTROLS)) == len(body)
    return (text if is_clean else _NOT_XML.sub("", text)).lstrip("\ufeff \t\r\n")
