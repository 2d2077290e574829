"""Which articles follow one running story: each newcomer against the accumulated profile of every near story."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from statistics import median_low

from news.language.terms import TermReader
from news.records import Article, Correction, Story, record
from news.stories.assignment import Group, StoryLink, StoryPass
from news.stories.corrections import StoryOverrides, read_corrections
from news.stories.memory import EVERYTHING, LANGUAGE, Frequencies, StoryMemory
from news.stories.merge import merge_grown_together
from news.stories.profiles import Idf, StoryIndex, live
from news.stories.term_matrix import Wording
from news.stories.thresholds import STORY_RULES, StoryRules


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
    reader: TermReader | None = None,
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
        reader: of terms, where others share what it has read.
        rules: the thresholds.
    """
    groups = groups_of(newcomers, copy_group_of, known_group_story, reader or TermReader(rules.terms))
    return follow_groups(groups, memory, corrections, rules)


def groups_of(
    newcomers: Sequence[Article], copy_group_of: Mapping[int, int], known: Mapping[int, str], reader: TermReader
) -> list[Group]:
    """Return the newcomers' copy groups in order of time, each with its terms."""
    members: dict[int, list[Article]] = defaultdict(list)
    for article in sorted(newcomers, key=lambda a: (a.ordered_at, a.article_id)):
        members[copy_group_of.get(article.article_id, article.article_id)].append(article)
    groups = [Group.of(articles, known.get(group_id)) for group_id, articles in members.items()]
    for group in groups:
        group.terms = reader.terms(group.lead)
    return groups


def follow_groups(
    groups: Sequence[Group], memory: StoryMemory, corrections: Sequence[Correction], rules: StoryRules
) -> StoryRun:
    """Return the story of each group's articles, and the stories that changed, as `follow_stories` does."""
    said = read_corrections(corrections)
    wording, term_days = _tally(groups)
    near, idf = _recall(groups, wording, term_days, memory, said, rules)
    story_pass = StoryPass(near, idf, said, rules)
    links = story_pass.place(groups)
    merged = merge_grown_together(story_pass.index, said, rules)
    into = dict(merged)
    return StoryRun(
        links=tuple(sorted((_moved(link, into) for link in links), key=lambda link: link.article_id)),
        stories=story_pass.changed(merged),
        merges=tuple(merged),
        term_days=term_days,
    )


def _tally(groups: Sequence[Group]) -> tuple[Wording, dict[date, dict[str, int]]]:
    """Return the terms of the groups, and how often they occur in those that are new."""
    new: dict[date, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        if group.known_story is None:
            new[group.day].append(place)
    wording = Wording([group.terms for group in groups])
    return wording, {
        day: {EVERYTHING: len(places), **_languages(groups, places), **wording.tally(places)}
        for day, places in new.items()
    }


def _languages(groups: Sequence[Group], places: Sequence[int]) -> Counter[str]:
    """Return how many of these groups, by their place, are in each language."""
    return Counter(LANGUAGE + groups[place].language for place in places)


def _recall(
    groups: Sequence[Group],
    wording: Wording,
    term_days: Mapping[date, Mapping[str, int]],
    memory: StoryMemory,
    said: StoryOverrides,
    rules: StoryRules,
) -> tuple[StoryIndex, Idf]:
    """Give every group its vector; return the stories that the groups may join, and how rare terms are.

    The stories are the near ones, the groups' own, and those that a person named.
    """
    if not groups:
        return StoryIndex(sought=set()), Idf(Frequencies(counts={}, total=0), rules)
    asked = [*wording.terms, *languages_of(groups)]
    since, until, seen = _window(groups, asked, memory, rules)
    often = seen.plus(term_days.values())
    apart = Idf(_apart(often, term_days, memory, rules), rules)
    is_young = often.total < rules.young_groups
    vectors = wording.vectors(Idf(often, rules), rules.terms_kept(often.total))
    queries = wording.vectors(apart, rules.query_terms)
    for group, vector, query in zip(groups, vectors, queries, strict=True):
        group.vector, group.query = vector, query
    similarity = 0.0 if is_young else rules.candidate_likeness
    stories, aliases = _remembered(groups, apart, memory, said, similarity, rules)
    further = {term for story in stories for term in story.profile}.difference(wording.terms)
    beside = often.beside(memory.frequencies(further, since=since, until=until)) if further else often
    idf = Idf(beside, rules)
    index = StoryIndex({term for query in queries for term in query}, similarity=similarity, aliases=aliases)
    for story in stories:
        index.put(live(story, idf))
    return index, idf


def _apart(
    often: Frequencies, term_days: Mapping[date, Mapping[str, int]], memory: StoryMemory, rules: StoryRules
) -> Frequencies:
    """Return the frequencies by which near stories are looked for: of common terms, that in stories if it is lower.

    A story that makes up much of a young archive makes its own names common, and they are what it is found by.
    """
    common = [term for term, count in often.counts.items() if count * rules.rare_groups > often.total]
    spread = Counter(memory.spread(common))
    for counts in term_days.values():
        spread.update({term: counts[term] for term in common if term in counts})
    lower = {term: min(spread[term], often.counts[term]) for term in common}
    return Frequencies(counts={**often.counts, **lower}, total=often.total)


def _remembered(
    groups: Sequence[Group],
    apart: Idf,
    memory: StoryMemory,
    said: StoryOverrides,
    similarity: float,
    rules: StoryRules,
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
    near = memory.candidates(queries, limit=rules.candidates, similarity=similarity)
    stories = {s.story_id: s for s in [*known.values(), *near]}
    return list(stories.values()), {asked_id: story.story_id for asked_id, story in known.items()}


def _window(
    groups: Sequence[Group], terms: Collection[str], memory: StoryMemory, rules: StoryRules
) -> tuple[date, date, Frequencies]:
    """Return the days that count, with the frequencies of `terms`: the last weeks, or more where they hold little."""
    for since, until in spans_of(groups, rules):
        seen = memory.frequencies(terms, since=since, until=until)
        if seen.total >= rules.window_groups:
            break
    return since, until, seen


def spans_of(groups: Sequence[Group], rules: StoryRules) -> list[tuple[date, date]]:
    """Return the first and the last day of each span whose frequencies may count, the shortest first."""
    middle, until = median_low(group.day for group in groups), max(group.day for group in groups)
    return [(middle - timedelta(min(days, middle.toordinal() - 1)), until) for days in rules.windows_days]


def languages_of(groups: Sequence[Group]) -> set[str]:
    """Return the terms under which the groups' languages are counted."""
    return {LANGUAGE + group.language for group in groups}


def _moved(link: StoryLink, into: Mapping[str, str]) -> StoryLink:
    story_id = link.story_id
    while story_id in into:
        story_id = into[story_id]
    return link.in_story(story_id)
