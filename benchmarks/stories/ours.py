"""Our story rules over a labelled set, as a running archive would see it: in batches, one pass."""

from collections.abc import Sequence

from news.records import Article
from news.stories.follow import follow_stories
from news.stories.memory import RememberedStories
from news.stories.thresholds import STORY_RULES, StoryRules


def run_ours(
    articles: Sequence[Article],
    *,
    batch: int = 50,
    memory: RememberedStories | None = None,
    rules: StoryRules = STORY_RULES,
) -> list[str]:
    """Return the story id of each article, batch after batch; frequencies come from rows already seen."""
    memory = memory or RememberedStories()
    place: dict[int, str] = {}
    for start in range(0, len(articles), batch):
        newcomers = articles[start : start + batch]
        run = follow_stories(newcomers, copy_group_of={}, memory=memory, known_group_story={}, rules=rules)
        memory.keep(run.stories, run.term_days)
        place.update({link.article_id: link.story_id for link in run.links})
    final = memory.stories(set(place.values()))
    return [final[place[article.article_id]].story_id for article in articles]
