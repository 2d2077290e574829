"""Characters that no page means: control characters and noncharacters, as they stand and as references."""

import re

# What XML and lxml refuse, and what no text holds: a paragraph with one would be lost whole.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Only references that may be none of a character: 0 to 31, 127 to 159, and from U+D800 on.
_NUMBERS = (
    r"(?:[xX](0*(?:[01]?[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF][dDfF][0-9a-fA-F]{2}|"
    r"[0-9a-fA-F]{5,9}))(?![0-9a-fA-F])|(0*(?:[12]?[0-9]|3[01]|12[7-9]|1[345][0-9]|[5-9][0-9]{4}|[0-9]{6,9}))(?![0-9]));?"
)
_NUMBER = re.compile(_NUMBERS)
_REFERENCE = re.compile("&#" + _NUMBERS)
_REFERENCE_BYTES = re.compile(b"&#" + _NUMBERS.encode("ascii"))
_BREAKS = frozenset((9, 10, 12, 13))
_C1 = range(0x80, 0xA0)  # browsers read these numbers as Windows' (https://html.spec.whatwg.org, numeric references)
# The same as bytes of UTF-8, which are searched five times as fast.
_CONTROL_BYTES = bytes((*range(9), 11, *range(14, 32), 127))
_WIDE_BYTES = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")),
    (b"\xef", re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")),
)


def has_controls(utf8: bytes) -> bool:
    """Return whether bytes of UTF-8 hold a control character or a noncharacter."""
    return len(utf8.translate(None, _CONTROL_BYTES)) != len(utf8) or any(
        first in utf8 and p.search(utf8) for first, p in _WIDE_BYTES
    )


def without_controls(text: str) -> str:
    """Return `text` without control characters and noncharacters, and without references to them."""
    return mended_references(_UNWANTED.sub("", text))


def has_references(utf8: bytes) -> bool:
    """Return whether bytes of UTF-8 hold a reference to a control character or a noncharacter."""
    return _REFERENCE_BYTES.search(utf8) is not None


def mended_references(text: str) -> str:
    """Return `text` without references to control characters and noncharacters."""
    if not any(map(_NUMBER.match, text.split("&#")[1:])):
        return text
    return _REFERENCE.sub(_mended, text)


def _mended(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    if code in _C1:
        return bytes([code]).decode("cp1252", "ignore")
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or (code < 32 and code not in _BREAKS) or code == 127:
        return ""
    return "" if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE else reference[0]
