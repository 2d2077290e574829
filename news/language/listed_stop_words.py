"""Stop words of the languages that have no lexicon, from stopwords-iso."""

from functools import cache

import stopwordsiso


@cache
def listed_stop_words(code: str) -> frozenset[str]:
    """Return the stop words of a language by its code; none where the list knows none.

    Norwegian is written under three codes.
    """
    return frozenset(stopwordsiso.stopwords("no" if code in ("nb", "nn") else code))
