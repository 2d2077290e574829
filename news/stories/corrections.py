"""What persons said of stories: it is kept for ever and outranks the rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from news.records import Article, Correction, record


@record
class StoryOverrides:
    """The corrections of stories, the latest on each matter."""

    links: Mapping[int, str]  # article id -> the story it belongs to
    splits: Mapping[int, frozenset[str]]  # article id -> the stories it does not belong to
    titles: Mapping[str, str]
    closed: frozenset[str]

    def link_of(self, articles: Iterable[Article]) -> str | None:
        """Return the story to which a person linked one of a copy group's articles."""
        return next((self.links[a.article_id] for a in articles if a.article_id in self.links), None)

    def barred(self, articles: Iterable[Article]) -> frozenset[str]:
        """Return the stories that a person took one of a copy group's articles out of."""
        return frozenset().union(*(self.splits.get(a.article_id, frozenset()) for a in articles))


def read_corrections(corrections: Sequence[Correction]) -> StoryOverrides:
    """Return what holds after all corrections: a link undoes an earlier split of the same article, and the reverse."""
    links: dict[int, str] = {}
    splits: dict[int, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    closed: set[str] = set()
    for word in sorted(corrections, key=lambda correction: correction.corrected_at):
        if word.verb == "link" and word.article_id is not None and word.story_id is not None:
            links[word.article_id] = word.story_id
            splits[word.article_id].discard(word.story_id)
        elif word.verb == "split" and word.article_id is not None and word.story_id is not None:
            splits[word.article_id].add(word.story_id)
            if links.get(word.article_id) == word.story_id:
                del links[word.article_id]
        elif word.verb == "name" and word.story_id is not None:
            titles[word.story_id] = word.words
        elif word.verb == "close" and word.story_id is not None:
            closed.add(word.story_id)
        elif word.verb == "reopen" and word.story_id is not None:
            closed.discard(word.story_id)
    return StoryOverrides(
        links=links,
        splits={article_id: frozenset(stories) for article_id, stories in splits.items() if stories},
        titles=titles,
        closed=frozenset(closed),
    )
