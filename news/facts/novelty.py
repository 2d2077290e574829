"""What is new in a story, word for word: each new article's lead, then later sentences that tell what no lead told.

An outlet puts its news first. So an article is told by its lead: the first of its sentences that can be shown alone, by
preference the one that its headline sums up. Leads rank by how much of the day's news they hold: words that many of the
new articles begin with and the story had not used. A later sentence is added where it stands alone, or with the one
that it leans on, by how likely it tells a fact of the day, how much of it nothing chosen tells, and its length. What an
earlier article began with is not told again, in other words neither.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from math import exp, log

from news.facts.candidates import (
    NOVELTY_RULES,
    Candidate,
    NoveltyRules,
    ToldStory,
    candidates_of,
    chances,
    story_of,
)
from news.facts.sentence_cues import POOR_RULES, PoorRules
from news.facts.sentence_terms import DENIAL, STANCES, nearest, sentence_terms
from news.records import Article, NovelSentence, record


def whats_new(
    new: Sequence[Article],
    before: Sequence[Article],
    *,
    limit: int,
    words: int | None = None,
    copies: Mapping[int, int] | None = None,
    soft: Collection[int] = (),
    rules: NoveltyRules = NOVELTY_RULES,
) -> list[NovelSentence]:
    """Return the sentences that tell what is new: the leads first, the one with most of the news before the others.

    Args:
        new: the new articles of one story.
        before: the story so far.
        limit: at most so many sentences.
        words: at most so many words; one lead is told in any case.
        copies: article id -> how many others copied it; without it, none.
        soft: ids of articles whose headlines are a comment's, a feature's or a question: others are told before.
        rules: how sentences are weighed.

    Returns:
        Sentences that stand word for word in the text of their article; none of an account.
    """
    ordered = sorted(new, key=lambda article: (article.ordered_at, article.article_id))
    story = story_of(ordered, before, copies or {}, rules)
    story.soft = frozenset(soft)
    by_article = candidates_of(ordered, before, story.before)
    story.chances = chances(story, by_article)
    story.poor = poor_chances(story, by_article)
    room = Room(sentences=limit, words=words)
    _choose_leads(story, by_article, room)
    _choose_more(story, by_article, room)
    return [_novel(candidate, story) for candidate in story.chosen[:limit]]


def poor_chances(
    story: ToldStory, by_article: Sequence[Sequence[Candidate]], rules: PoorRules = POOR_RULES
) -> dict[tuple[int, int], float]:
    """Return how likely each sentence is poor, by its key; none of a language without words to tell it by."""
    found = {}
    for one in chain.from_iterable(by_article):
        if one.readable.poor_words is None:
            continue
        odds = rules.base + one.readable.poor_words - rules.chance * log(1.0 / story.chances[one.key] - 1.0)
        odds += rules.first * (one.readable.place == 0) + rules.denial * (DENIAL in one.terms)
        odds += rules.figure * any(fact.key.startswith("figure") for fact in one.facts)
        found[one.key] = 1.0 / (1.0 + exp(-odds))
    return found


def what_copies_add(
    copies: Sequence[tuple[Article, Sequence[str]]],
    known: Sequence[Article],
    *,
    limit: int,
    rules: NoveltyRules = NOVELTY_RULES,
) -> list[NovelSentence]:
    """Return sentences that copies add to what they copied, and that nothing else of the story tells.

    Args:
        copies: each with the sentences that it adds.
        known: the other texts of the story, the new ones too.
        limit: at most so many sentences.
        rules: from when on a sentence was told.
    """
    story = story_of(known, known, {}, rules)
    told = [terms for article in known for terms in sentence_terms(article)]
    found: list[NovelSentence] = []
    for article, added in copies:
        for one in chain.from_iterable(candidates_of([article], known, told)):
            is_added = any(one.sentence in sentence or sentence in one.sentence for sentence in added)
            if not is_added or one.readable.leans:
                continue
            is_new = story.is_on_matter([one]) and nearest(one.terms, told) < rules.told
            if is_new or _is_corrected(one, told, rules):
                found.append(_added(one))
                told.append(one.terms)
    return found[:limit]


def _is_corrected(one: Candidate, told: Sequence[frozenset[str]], rules: NoveltyRules) -> bool:
    """Return whether a sentence says what was told, with a figure that no such sentence has, or denies it."""
    numbers = {term for term in one.terms if term[0].isdigit()}
    words = one.terms - numbers - STANCES
    alike = [terms for terms in told if len(words & terms) >= rules.retold * len(words)]
    changes = (bool(numbers - terms) or (DENIAL in terms) != (DENIAL in one.terms) for terms in alike)
    return bool(alike) and all(changes)


def _added(one: Candidate) -> NovelSentence:
    return NovelSentence(
        article_id=one.article.article_id,
        sentence=one.sentence,
        span_start=one.readable.start,
        span_end=one.readable.end,
        facts=tuple(dict.fromkeys(fact.words for fact in one.facts)),
        told_before=round(one.told, 4),
        score=0.0,
    )


@record
class Room:
    """How much may be told of a story."""

    sentences: int
    words: int | None  # None: as many as the sentences have

    def holds(self, chosen: Sequence[Candidate], more: Sequence[Candidate]) -> bool:
        """Return whether more sentences fit beside the chosen ones; the first always fits."""
        if len(chosen) + len(more) > self.sentences:
            return False
        return not chosen or self.words is None or sum(one.readable.words for one in (*chosen, *more)) <= self.words


def _choose_leads(story: ToldStory, by_article: Sequence[Sequence[Candidate]], room: Room) -> None:
    """Choose the leads, the one with most of the day's news first, one of each outlet before a second of any.

    A lead that tells what a chosen one told, or is likely poor, waits with the later sentences.
    """
    waiting = [lead for candidates in by_article if (lead := _lead(story, candidates))]
    while waiting:
        spoken = Counter(one.article.outlet for one in story.chosen)
        best = max(waiting, key=lambda lead: (-spoken[lead.article.outlet], *_lead_rank(story, lead)))
        waiting.remove(best)
        waits = bool(story.chosen) and (story.told(best) >= story.rules.lead_told or story.is_poor(best))
        if story.is_new(best) and not waits and room.holds(story.chosen, [best]):
            story.choose(best)


def _lead(story: ToldStory, candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the sentence that tells an article's news: an early one, near its headline, that was not told."""
    rules = story.rules
    first = len(rules.lead_places)
    early = [one for one in candidates[:first] if not one.readable.leans and story.is_new(one)]
    if not early:  # all of them were told
        rest = (
            one for one in candidates[first : rules.late_lead_places] if not one.readable.leans and story.is_new(one)
        )
        early = [one for one in rest if story.chances[one.key] >= rules.late_lead_chance]
    if not early:
        return None

    def worth(one: Candidate) -> float:
        share = len(one.title & one.terms) / len(one.title) if one.title else 1.0
        is_second = one.readable.links or one.readable.quoted > rules.mostly_quoted
        second = rules.second_lead if is_second else 1.0
        new = (1.0 + story.new_words(one)) * (1.1 - one.told)
        place = rules.lead_places[min(one.readable.place, first - 1)]
        return place * (rules.untitled + share) * new * second * story.chances[one.key] * story.sound(one)

    return max(early, key=worth)


def _lead_rank(story: ToldStory, lead: Candidate) -> tuple[float, float]:
    """Return what leads are ordered by: the day's news in them, then the earlier article."""
    return _lead_worth(story, lead), -lead.article.ordered_at.timestamp()


def _lead_worth(story: ToldStory, lead: Candidate) -> float:
    facts = sum({fact.key: fact.worth for fact in lead.facts}.values())
    news = story.news(lead) + story.rules.fact_of_lead * min(facts, story.rules.facts_at_most)
    rules, article_id = story.rules, lead.article.article_id
    copied = 1.0 + rules.copied * min(story.copies.get(article_id, 0), rules.copies_at_most)
    later = 1.0 - rules.later * story.places[article_id]
    later *= rules.soft if article_id in story.soft else 1.0
    return news * story.chances[lead.key] * story.sound(lead) * (1.1 - story.told(lead)) * copied * later


def _choose_more(story: ToldStory, by_article: Sequence[Sequence[Candidate]], room: Room) -> None:
    """Add the later sentences worth most for their length, one by one: each tells what those before did not."""
    leads = {one.article.article_id: one.readable.place for one in story.chosen}
    waiting = {
        one.key: one
        for one in chain.from_iterable(by_article)
        if one.readable.place >= leads.get(one.article.article_id, 0) or one.told >= story.rules.told
    }  # what stands before a lead only leads up to it, unless it was told and has another figure now
    while len(story.chosen) < room.sentences:
        chosen = {one.key for one in story.chosen}
        rest = [_readable_with(one, waiting, chosen) for one in waiting.values() if one.key not in chosen]
        fitting = [parts for parts in rest if parts and room.holds(story.chosen, parts) and story.is_on_matter(parts)]
        worth = [(_worth_for_length(story, parts), number) for number, parts in enumerate(fitting)]
        best, number = max(worth, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
        if best <= 0.0:
            return
        for one in fitting[number]:
            story.choose(one)


def _readable_with(
    one: Candidate, waiting: Mapping[tuple[int, int], Candidate], chosen: set[tuple[int, int]]
) -> tuple[Candidate, ...]:
    """Return what to tell so that a sentence can be read: itself, with the one that it leans on; empty: it cannot."""
    before = one.readable.follows
    if not one.readable.leans or (one.article.article_id, before) in chosen:
        return (one,)
    leant_on = waiting.get((one.article.article_id, before)) if before is not None else None
    return () if leant_on is None or leant_on.readable.leans else (leant_on, one)


def _worth_for_length(story: ToldStory, parts: Sequence[Candidate]) -> float:
    """Return what sentences told together are worth for their length; 0: too little."""
    worth = [_worth(story, one) for one in parts]
    if sum(worth) < sum(_least(story, one) for one in parts):
        return 0.0
    sound = float(min(map(story.sound, parts)) ** story.rules.poor_power)
    return sound * sum(worth) / float(sum(one.readable.words for one in parts) ** story.rules.length_power)


def _worth(story: ToldStory, candidate: Candidate) -> float:
    """Return what a later sentence is worth: how likely it tells a fact of the day, less what of it was told."""
    if not story.is_new(candidate) or _is_filler(story, candidate):
        return 0.0
    new = float((1.0 - story.told(candidate)) ** story.rules.new_power)
    new *= float(max(story.rules.least_unsaid, story.unsaid(candidate)) ** story.rules.unsaid_power)
    return story.chances[candidate.key] * max(new, story.rules.refigured if _has_new_figure(story, candidate) else 0.0)


def _is_filler(story: ToldStory, candidate: Candidate) -> bool:
    """Return whether a later sentence is unlikely news: words told before, bare background, or feelings quoted."""
    readable, rules, chance = candidate.readable, story.rules, story.chances[candidate.key]
    is_late = readable.place >= len(rules.lead_places) and not _has_new_figure(story, candidate)
    is_stance = bool(STANCES & candidate.terms) and chance >= rules.least_chance_stance
    if is_late and story.unsaid(candidate) < rules.least_unsaid_words and not is_stance:
        return True
    if story.is_poor(candidate):
        return True
    if readable.is_on_certainty:
        return False
    if readable.quoted > rules.mostly_quoted:
        return chance < rules.least_chance_quoted
    return is_late and not readable.is_attributed and chance < rules.least_chance_bare


def _least(story: ToldStory, candidate: Candidate) -> float:
    """Return the worth from which a later sentence is told."""
    return story.rules.least_with_figure if _has_new_figure(story, candidate) else story.rules.least


def _has_new_figure(story: ToldStory, candidate: Candidate) -> bool:
    return any(fact.key.startswith("figure") for fact in story.fresh(candidate))


def _novel(candidate: Candidate, story: ToldStory) -> NovelSentence:
    return NovelSentence(
        article_id=candidate.article.article_id,
        sentence=candidate.sentence,
        span_start=candidate.readable.start,
        span_end=candidate.readable.end,
        facts=tuple(dict.fromkeys(fact.words for fact in candidate.facts)),
        told_before=round(candidate.told, 4),
        score=round(_lead_worth(story, candidate), 4),
        leans=candidate.readable.leans,
        chance=round(story.chances[candidate.key], 4),
    )
