"""Which articles follow one running story: each newcomer against the accumulated profile of every near story."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import median_low

from news.records import Article, Correction, Story, record
from news.story_corrections import PersonsWord, read_corrections
from news.story_memory import EVERYTHING, Frequencies, StoryMemory
from news.story_pass import Group, StoryLink, StoryPass
from news.story_profiles import Rarity, StoryIndex, live, rarest
from news.story_rules import STORY_RULES, StoryRules
from news.story_upkeep import merge_grown_together
from news.terms import Stems, article_terms


@record
class StoryRun:
    """What a run of the story rules decided; to be saved in one transaction."""

    links: tuple[StoryLink, ...]  # one for each newcomer, by article id
    stories: tuple[Story, ...]  # created, changed or merged, with their profiles, by id
    merges: tuple[tuple[str, str], ...]  # (from, into): every article of `from` now belongs to `into`
    term_days: Mapping[date, Mapping[str, int]]  # day -> term -> new copy groups that use it; "" counts them all


def follow_stories(
    newcomers: Sequence[Article],
    *,
    copy_group_of: Mapping[int, int],
    memory: StoryMemory,
    known_group_story: Mapping[int, str],
    corrections: Sequence[Correction] = (),
    now: datetime | None = None,
    rules: StoryRules = STORY_RULES,
) -> StoryRun:
    """Return the story of each newcomer, and the stories that changed.

    Args:
        newcomers: articles not linked yet, in any order: the result does not depend on it. To carry out a person's
            correction, the articles of its copy group.
        memory: the stories so far.
        copy_group_of: article id -> copy group; an article without an entry is a group of its own.
        known_group_story: the story of copy groups linked before; they stay unless a person said otherwise.
        corrections: all that persons said; the latest on an article holds.
        now: not needed by the rules; kept so that all steps of a run are called alike.
        rules: the thresholds.
    """
    del now
    groups = _groups(newcomers, copy_group_of, known_group_story)
    said = read_corrections(corrections)
    term_days = _read_terms(groups, rules)
    near, rarity = _recall(groups, term_days, memory, said, rules)
    story_pass = StoryPass(near, rarity, said, rules)
    links = story_pass.place(groups)
    merged = merge_grown_together(story_pass.index, said, rules)
    into = dict(merged)
    return StoryRun(
        links=tuple(sorted((_moved(link, into) for link in links), key=lambda link: link.article_id)),
        stories=story_pass.changed(merged),
        merges=tuple(merged),
        term_days=term_days,
    )


def title_of(story: Story, articles: Sequence[Article]) -> str:
    """Return the headline of the article nearest to the story's profile; empty where none has a headline."""
    named = [article for article in articles if article.title.strip()]
    if not named:
        return ""

    def nearness(article: Article) -> tuple[float, datetime, int]:
        terms = article_terms(article)
        length = sqrt(sum(weight * weight for weight in terms.values())) or 1.0
        dot = sum(weight * story.profile.get(term, 0.0) for term, weight in terms.items())
        return (-dot / length, article.ordered_at, article.article_id)

    return min(named, key=nearness).title


def _groups(newcomers: Sequence[Article], copy_group_of: Mapping[int, int], known: Mapping[int, str]) -> list[Group]:
    """Return the newcomers' copy groups in order of time."""
    members: dict[int, list[Article]] = defaultdict(list)
    for article in sorted(newcomers, key=lambda a: (a.ordered_at, a.article_id)):
        members[copy_group_of.get(article.article_id, article.article_id)].append(article)
    return [Group.of(articles, known.get(group_id)) for group_id, articles in members.items()]


def _read_terms(groups: Sequence[Group], rules: StoryRules) -> dict[date, Counter[str]]:
    """Give every group its terms; return how often terms occur in the groups that are new."""
    new: dict[date, Counter[str]] = defaultdict(Counter)
    stems: dict[str | None, Stems] = {}
    for group in groups:
        group.terms = article_terms(group.lead, rules.terms, known=stems)
        if group.known_story is None:
            new[group.day].update(group.terms.keys())
            new[group.day][EVERYTHING] += 1
    return dict(new)


def _recall(
    groups: Sequence[Group],
    term_days: Mapping[date, Mapping[str, int]],
    memory: StoryMemory,
    said: PersonsWord,
    rules: StoryRules,
) -> tuple[StoryIndex, Rarity]:
    """Give every group its vector; return the stories that the groups may join, and how rare terms are.

    The stories are the near ones, the groups' own, and those that a person named. Near ones are looked for by terms
    that few stories use, not few copy groups: a story that makes up much of a young archive makes its own names common.
    """
    if not groups:
        return StoryIndex(sought=set()), Rarity(Frequencies(counts={}, total=0), rules)
    terms = set().union(*(group.terms for group in groups))
    since, until, seen = _window(groups, terms, memory, rules)
    often = seen.plus(term_days.values())
    rarity = Rarity(often, rules)
    apart = Rarity(memory.spread(terms).plus(term_days.values()), rules)
    for group in groups:
        group.vector = rarity.vector(group.terms)
        group.query = rarest(apart.vector(group.terms), rules.query_terms)
    stories, aliases = _remembered(groups, apart, memory, said, rules)
    further = set().union(*(story.profile for story in stories)) - terms
    rarity = Rarity(often.beside(memory.frequencies(further, since=since, until=until)), rules)
    index = StoryIndex(sought=set().union(*(group.query for group in groups)), aliases=aliases)
    for story in stories:
        index.put(live(story, rarity))
    return index, rarity


def _remembered(
    groups: Sequence[Group], apart: Rarity, memory: StoryMemory, said: PersonsWord, rules: StoryRules
) -> tuple[list[Story], dict[str, str]]:
    """Return the stories that the groups may join, and to which of them an id leads that a group or a person named."""
    queries = [
        {term: weight * apart.of(term) for term, weight in group.query.items()}
        for group in groups
        if group.known_story is None
    ]
    asked = {group.known_story for group in groups if group.known_story}
    asked.update(filter(None, (said.link_of(group.articles) for group in groups)))
    known = memory.stories(asked)
    near = memory.candidates(queries, limit=rules.candidates, likeness=rules.candidate_likeness)
    stories = {s.story_id: s for s in [*known.values(), *near]}
    return list(stories.values()), {asked_id: story.story_id for asked_id, story in known.items()}


def _window(
    groups: Sequence[Group], terms: Collection[str], memory: StoryMemory, rules: StoryRules
) -> tuple[date, date, Frequencies]:
    """Return the days that count, with the frequencies of `terms`: the last weeks, or more where they hold little."""
    middle, until = median_low(group.day for group in groups), max(group.day for group in groups)
    for days in rules.windows_days:
        since = middle - timedelta(min(days, middle.toordinal() - 1))
        seen = memory.frequencies(terms, since=since, until=until)
        if seen.total >= rules.window_groups:
            break
    return since, until, seen


def _moved(link: StoryLink, into: Mapping[str, str]) -> StoryLink:
    story_id = link.story_id
    while story_id in into:
        story_id = into[story_id]
    return link.in_story(story_id)
