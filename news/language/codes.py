"""Language codes as publishers state them, in any form, brought to one."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_SEPARATOR = re.compile(r"[-_\s.,;(/]+")
_CODE = re.compile(r"[a-z]{2,3}")
# Codes by which a publisher says that it does not say: ISO 639-2 special codes and words for nothing.
_UNKNOWN = frozenset("und mul mis zxx xx xxx unknown none null nan n/a na undefined auto default".split())


def language_code(stated: str | None) -> str | None:
    """Return the code of a stated language, two letters where ISO 639-1 has them; None: it is not known.

    "eng", "en_US", "EN-gb" and "English" are "en". "und", "mul" and what is no language are None.
    """
    plain = (stated or "").strip().lower()
    if not plain or plain in _UNKNOWN:
        return None
    if plain in _codes():
        return _codes()[plain]
    first = _SEPARATOR.split(plain)[0]
    if first in _UNKNOWN:
        return None
    return _codes().get(first, first if _CODE.fullmatch(first) else None)


@cache
def read_languages() -> frozenset[str]:
    """Return the codes of the languages in which texts are read: those that have a lexicon."""
    return frozenset(path.stem for path in (_HERE / "lexicons").glob("*.toml"))


def is_read(language: str | None) -> bool:
    """Return whether texts in `language`, stated in any form, are read; in another nothing is claimed of them."""
    return language_code(language) in read_languages()


@cache
def _codes() -> Mapping[str, str]:
    named = tomllib.loads((_HERE / "languages.toml").read_text(encoding="utf-8"))
    return {name: code for code, names in named.items() for name in (code, *names.split())}
