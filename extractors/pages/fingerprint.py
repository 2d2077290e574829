"""Is a page that is read again the one that was read? Its main words and all that its head states, as one number."""

from dataclasses import fields

import xxhash

from extractors.metadata.page_head import PageMetadata
from news.records import record


@record
class FingerprintRules:
    """When the number stands for the article."""

    least_covered: float = 0.95  # of the text's different words that the second opinion has: a change would be seen


def fingerprint(url: str | None, metadata: PageMetadata, second: str) -> int:
    """Return a number of 63 bits for where a page stands, what its head states, and the second opinion's words.

    What stands around the article (teasers, tokens, scripts) has no part in it.
    """
    stated = [_in_order(getattr(metadata, field.name)) for field in fields(metadata)]
    words = "\n".join(map(repr, (url, stated, second)))
    return int(xxhash.xxh3_64_intdigest(words.encode("utf-8", "surrogatepass"))) >> 1


def _in_order(value: object) -> object:
    """Return a set as a list: its order is another in each process."""
    return sorted(value) if isinstance(value, frozenset) else value
