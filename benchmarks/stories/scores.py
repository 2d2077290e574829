"""BCubed precision, recall and F1 of a grouping (Amigó et al., 2009, doi 10.1007/s10791-008-9066-8)."""

from collections import Counter
from collections.abc import Sequence

from news.records import record


@record
class Scores:
    """BCubed scores, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def bcubed(found: Sequence[str], true: Sequence[str]) -> Scores:
    """Return the scores of found groups against true ones, item by item in the same order."""
    together = Counter(zip(found, true, strict=True))
    in_found, in_true = Counter(found), Counter(true)
    items = len(found) or 1
    precision = sum(n * n / in_found[group] for (group, _), n in together.items()) / items
    recall = sum(n * n / in_true[story] for (_, story), n in together.items()) / items
    return Scores(precision=precision, recall=recall)


def mean(scores: Sequence[Scores]) -> Scores:
    """Return the mean precision and recall of several runs."""
    return Scores(
        precision=sum(score.precision for score in scores) / len(scores),
        recall=sum(score.recall for score in scores) / len(scores),
    )
