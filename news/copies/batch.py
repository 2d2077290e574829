"""Near-copies of a batch among stored articles, and the copy groups that follow: decided from what was read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from news.copies.groups import Place, agreeing, group_copies, with_known
from news.copies.near_copies import find_near_copies, takes_part
from news.copies.sketches import Sketch, sketch_all
from news.language.name_lists import NameList
from news.records import Article, Citation, Correction, NearCopy, record


@record
class CopyInputs:
    """What is stored of the articles that a batch may repeat."""

    sketches: Mapping[int, Sketch]  # of the batch
    pairs: Collection[tuple[int, int]]  # (article of the batch, earlier article) worth a comparison
    known: Sequence[Article]  # the stored articles among them and the members of their copy groups
    pairs_held: Sequence[NearCopy]  # known pairs of stored articles that repeat the batch, or are later than it
    groups: Mapping[int, int]  # copy group of every article that has one
    citations: Sequence[Citation]  # of the stored articles
    story_of_group: Mapping[int, str]  # where the copy groups stood before
    boilerplate: Mapping[str, frozenset[str]]  # of the stored articles, by outlet; blanked in `known`

    def stories_of(self, article_ids: Iterable[int]) -> set[str]:
        """Return the stories in which the copy groups of these articles stood before."""
        groups = {self.groups[article_id] for article_id in article_ids if article_id in self.groups}
        return {self.story_of_group[group] for group in groups if group in self.story_of_group}


@record
class BatchCopies:
    """What was found of copies in a batch, and the sketches to be kept for later batches."""

    near_copies: Sequence[NearCopy]
    places: Mapping[int, Place]  # of the batch, and of known articles whose place changes
    sketches: Mapping[int, Sketch]
    days: Mapping[int, date]
    groups: Mapping[int, int]  # copy group of every article that was looked at, after this batch

    def group_of(self) -> dict[int, int]:
        """Return the copy group of the batch's articles, and of those whose place changes."""
        return {article_id: group for article_id, (group, _) in self.places.items()}


def sketches_of(batch: Sequence[Article]) -> dict[int, Sketch]:
    """Return the sketches of those articles that are compared, in the order of `batch`."""
    texts = [article for article in batch if takes_part(article)]
    sketches = sketch_all([article.text for article in texts])
    return dict(zip([article.article_id for article in texts], sketches, strict=True))


def find_batch_copies(
    batch: Sequence[Article],
    inputs: CopyInputs,
    *,
    names: NameList,
    citations: Sequence[Citation],
    corrections: Sequence[Correction],
) -> BatchCopies:
    """Return the near-copies of `batch` (in order of time) among itself and stored articles, and the copy groups.

    Args:
        batch: without the boilerplate of its outlets.
    """
    near_copies = find_near_copies(
        batch, among=inputs.known, candidates=inputs.pairs, sketches=inputs.sketches, names=names
    )
    places = group_copies(
        batch,
        near_copies,
        known=[article for article in inputs.known if article.article_id in inputs.groups],
        groups=inputs.groups,
        citations=[*citations, *inputs.citations],
        corrections=corrections,
    )
    groups = {**inputs.groups, **{article_id: group for article_id, (group, _) in places.items()}}
    return BatchCopies(
        near_copies=agreeing(with_known(near_copies, inputs.pairs_held), groups),
        places=places,
        sketches=inputs.sketches,
        days={article.article_id: article.ordered_at.date() for article in batch},
        groups=groups,
    )
