"""Words that say nothing of a matter, in the languages that have a lexicon.

They matter while an archive is young and document frequencies know little; later the frequencies do the same work.
"""

from news.language.lexicon import english, lexicon


def stop_words(language: str | None) -> frozenset[str]:
    """Return the stop words of a language in any form ("en", "pt-BR"), the English ones where none are known."""
    return (lexicon(language) or english()).stop_words
