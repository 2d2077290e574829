"""Rivals' sentences of a day: runs in an environment of its own (rivals.txt); JSON lines in, JSON lines out.

The texts come cut into sentences already, so that every contestant chooses among the same ones.
"""

import json
import re
import sys
from itertools import accumulate

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers._summarizer import SentenceInfo
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

SUMMARIZERS = {"lexrank": LexRankSummarizer, "textrank": TextRankSummarizer}


class Words:
    """Cuts a sentence into words; sumy's own tokenizer would load NLTK's models from the web."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """Return the words in lower case."""
        return tuple(re.findall(r"[^\W_]+", sentence.lower()))


def ranked(name: str, sentences: list[str], words: int) -> list[str]:
    """Return the best sentences, in order of the text, up to about so many words."""
    document = ObjectDocumentModel([Paragraph([Sentence(sentence, Words()) for sentence in sentences])])
    ranker = SUMMARIZERS[name](Stemmer("english"))
    ranker.stop_words = get_stop_words("english")

    def fitting(best: list[SentenceInfo]) -> list[SentenceInfo]:
        totals = accumulate(len(str(one.sentence).split()) for one in best)
        return best[: max(1, sum(1 for total in totals if total <= words))]

    return [str(sentence) for sentence in ranker(document, fitting)]


for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(ranked(asked["name"], asked["sentences"], asked["words"])), flush=True)
