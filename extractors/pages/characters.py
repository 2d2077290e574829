"""Characters that no page means: control characters and noncharacters, as they stand and as references."""

import re

# What XML and lxml refuse, and what no text holds: a paragraph with one would be lost whole.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,9})|([0-9]{1,9}));?")
_BREAKS = frozenset((9, 10, 12, 13))
_C1 = range(0x80, 0xA0)  # browsers read these numbers as Windows' (https://html.spec.whatwg.org, numeric references)


def without_controls(text: str) -> str:
    """Return `text` without control characters and noncharacters, and without references to them."""
    text = _UNWANTED.sub("", text)
    return _REFERENCE.sub(_mended, text) if "&#" in text else text


def _mended(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    if code in _C1:
        return bytes([code]).decode("cp1252", "ignore")
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or (code < 32 and code not in _BREAKS) or code == 127:
        return ""
    return "" if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE else reference[0]
