"""How well an article was read, told without its truth: does the text hold what the feed said of it?"""

from collections.abc import Sequence

from news.language.segments import words

SHINGLE_WORDS = 3  # short enough that a summary cut in mid-sentence still agrees
MINIMUM_SHINGLES = 4  # of a summary; below it agreement is chance


def summary_agreement(summary: str, text: str) -> float | None:
    """Return the share of the summary's runs of three words that stand in the text, 0 to 1.

    Low for one article means little: many summaries are written anew. An outlet whose weekly mean falls has changed
    its layout, or shows us something else than its readers.

    Returns:
        None where the summary is too short to tell, or there is no text.
    """
    announced, found = _shingles(words(summary)), _shingles(words(text))
    if len(announced) < MINIMUM_SHINGLES or not found:
        return None
    return round(len(announced & found) / len(announced), 3)


def _shingles(tokens: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + SHINGLE_WORDS]) for i in range(len(tokens) - SHINGLE_WORDS + 1)}
