"""Authors as feeds write them: names out of `mail@host (Name)`, `Name <mail>`, `Name (mailto:…)`, two in one line."""

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.feeds.plain_text import plain_text

_LONGEST = 200  # characters
_ADDRESS = r"(?:mailto:)?[^\s@()<>\[\]]+@[^\s@()<>\[\]]+"
_MAIL_THEN_NAME = re.compile(rf"{_ADDRESS}\s*\(([^()]*)\)")
_ADDRESSES = re.compile(rf"[(<\[]?\s*{_ADDRESS}\s*[)>\]]?|\(mailto:[^)]*\)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[;|]\s*|\s+(?:and|und|et|och|og|ja|и|та|&)\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_NO_PERSON = re.compile(
    r"^(?:admin|administrator|webmaster|root|user|noreply|no-reply|null|none|undefined)$", re.IGNORECASE
)


_BY = re.compile(r"^(?:by|par|por)\s+(?=[^\W\d_]\S*\s+\S)", re.IGNORECASE)  # before a whole name


@lru_cache(maxsize=1_000)  # an outlet's authors come back
def names_of(authors: tuple[str, ...]) -> tuple[str, ...]:
    """Return authors' names, each once; addresses are left out."""
    return tuple(
        dict.fromkeys(name for author in authors for name in _names(plain_text(_unbracketed(author), longest=_LONGEST)))
    )


def _unbracketed(author: str) -> str:
    """Return `author` with mail addresses out of angle brackets, which else would be taken for tags."""
    return re.sub(rf"<\s*({_ADDRESS})\s*>", r"(\1)", author)


def _names(author: str) -> Iterator[str]:
    if found := _MAIL_THEN_NAME.fullmatch(author):
        author = found[1]
    author = _BY.sub("", " ".join(_ADDRESSES.sub(" ", author).split()).strip(" ,;:()"))
    for part in _BETWEEN.split(author):
        for name in _at_commas(part):
            if name and "@" not in name and not _NO_PERSON.match(name):
                yield name


def _at_commas(part: str) -> list[str]:
    """Return the names between commas; "Corvo, Ines" is one, told by its single words."""
    names = _COMMA.split(part)
    is_list = len(names) > 1 and all(2 <= len(name.split()) <= 4 and name[:1].isupper() for name in names)
    return names if is_list else [part.strip()]
