"""The charset of a feed, decided: what header, document and bytes say, when they disagree."""

import codecs
import re

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
_SOME_BAD_BYTES = 0.2  # of all bytes above ASCII; a document with fewer is UTF-8 with a flaw


def decode(body: bytes, content_type: str | None) -> str:
    """Return a document's text, without mark and without the control characters that XML forbids.

    A byte-order mark decides; then bytes that are valid UTF-8, unless both header and document call them something
    that is not a mere default; then the document's own declaration where the header names only a server's default;
    then the header; then UTF-8 with a few bad bytes; then windows-1252, in which every byte means something.

    Source: RFC 7303 puts the header first; servers send `charset=iso-8859-1` with UTF-8 documents all the same
    (feedparser then returns mojibake with bozo False).
    """
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return _cleaned(body[len(mark) :] if charset == "utf-8" else body, charset)
    declared = _meant(found[1].decode("ascii")) if (found := _DECLARATION.match(body)) else _unmarked_utf16(body)
    stated = _meant(said[1]) if (said := _HEADER_CHARSET.search(content_type or "")) else None
    for charset in _in_order(stated, declared):
        try:
            return _cleaned(body, charset, errors="strict")
        except (UnicodeDecodeError, LookupError):
            continue
    return _cleaned(body, "utf-8" if _is_flawed_utf8(body) else "cp1252")


def _in_order(stated: str | None, declared: str | None) -> list[str]:
    """Return the charsets to try, likeliest first."""
    if declared in {"utf-16", "utf-16-le", "utf-16-be", "utf-32"}:
        return [declared, "utf-8"]
    said = [charset for charset in (stated, declared) if charset]
    if stated in _DEFAULTS and declared:
        said.reverse()
    is_certain = declared is not None and declared not in _DEFAULTS | {"utf-8"} and stated in {None, declared}
    # ISO-2022-JP and its like are valid UTF-8 (and valid ASCII) byte by byte, so a consistent claim goes first.
    return [*said, "utf-8"] if is_certain else ["utf-8", *said]


def _meant(label: str) -> str:
    label = label.lower()
    return _MEANT.get(label, label)


def _unmarked_utf16(body: bytes) -> str | None:
    if body[:4] == b"<\x00?\x00":
        return "utf-16-le"
    return "utf-16-be" if body[:4] == b"\x00<\x00?" else None


def _is_flawed_utf8(body: bytes) -> bool:
    """Return whether most of what is not ASCII is UTF-8, so that a few bad bytes do not spoil the rest."""
    high = sum(byte > 0x7F for byte in body)
    bad = body.decode("utf-8", errors="replace").count("\ufffd")
    return bad <= _SOME_BAD_BYTES * high


def _cleaned(body: bytes, charset: str, errors: str = "replace") -> str:
    return _NOT_XML.sub("", body.decode(charset, errors=errors)).lstrip("\ufeff \t\r\n")
