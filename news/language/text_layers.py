"""What an article's text is made of, read once: all who decide on a text share its layers."""

from bisect import bisect_right
from functools import cached_property
from operator import itemgetter

from news.language.quotation_marks import quotation_spans
from news.language.segments import sentences, with_plain_signs
from news.language.text_language import reading_language


class TextLayers:
    """The layers of one text; each is read when it is first asked for, and kept. Spans are code points of the text."""

    def __init__(self, text: str, stated: str | None = None) -> None:
        """Take a text and the language that is stated of it, in any form."""
        self.text, self._stated = text, stated

    @cached_property
    def language(self) -> str | None:
        """Return the code of the language in which the text is to be read; None: nobody knows."""
        return reading_language(self._stated, self.text)

    @cached_property
    def plain(self) -> str:
        """Return the text with plain signs, character for character."""
        return with_plain_signs(self.text)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return the spans of its sentences."""
        return sentences(self.text, self.language)

    def sentence_at(self, place: int) -> tuple[int, int] | None:
        """Return the span of the sentence in which `place` stands; None: it stands in none."""
        at = bisect_right(self.sentences, place, key=itemgetter(0)) - 1
        return self.sentences[at] if at >= 0 and place < self.sentences[at][1] else None

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """Return the spans of what stands between quotation marks, without the marks."""
        return quotation_spans(self.text)
