"""Shares a digest's words among its stories: each is told in its first sentences, then all grow by what they tell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, zip_longest
from statistics import fmean

from news.records import AlsoMoved, Digest, QuotedSentence, StoryUpdate, record


@record
class DigestRules:
    """How long a digest may be and what it may hold."""

    words_at_most: int = 5200  # of news: twenty-two minutes on a full day; the first lines are read in one
    story_overhead_words: int = 45  # counts, origins and labels of one story, counted on rendered digests
    digest_overhead_words: int = 110  # summary and footer, counted likewise
    stories_at_most: int = 24  # that are told in full
    sentences_at_most: int = 12  # of a story: of a hundred after these five tell a fact, and thirty-six are poor
    sentences_least: int = 2  # of each story, before any is told in more
    sentences_ahead: int = 3  # looked at when a sentence more is given: a weak lead may come before the news
    weak_chance: float = 0.5  # that a lead tells a fact of the day, below which it is read after the others
    length_power: float = 0.75  # how fast a sentence's worth falls with its words, as in choosing (NoveltyRules)
    sentence_words_at_most: int = 60  # longer ones are lists and boilerplate; a quotation is never cut
    sentence_chars_at_most: int = 600  # likewise, for scripts without spaces and words without end
    headlines_at_most: int = 3  # beside the articles whose sentences are shown
    differences_at_most: int = 2
    sides_at_most: int = 4
    changed_at_most: int = 5
    due_at_most: int = 5
    quiet_at_most: int = 10
    also_moved_at_most: int = 20  # of these each is told in one sentence while there is room
    unheard_at_most: int = 8
    notes_at_most: int = 6  # outages alike in length and cause are one, and of each other kind of coverage note


DIGEST_RULES = DigestRules()
Block = tuple[QuotedSentence, ...]  # what is read together


def count_words(text: str) -> int:
    """Return the number of words; two characters of Chinese, Japanese or Thai script count as one word."""
    unspaced = sum(1 for char in text if "\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0e7f")
    return len(text.split()) + unspaced // 2


def allot(ranked: Sequence[StoryUpdate], room: int, rules: DigestRules) -> list[StoryUpdate]:
    """Return the first story and as many of the next as fit, each with as many of its sentences as there is room for.

    There is room left for one sentence of each of the others.

    Args:
        ranked: stories with all sentences that may be told of them, the most important first.
        room: words.
        rules: how much is told at least and at most.
    """
    taken: list[StoryUpdate] = []
    for number, story in enumerate(ranked[: rules.stories_at_most], start=1):
        short = _cut(story, rules.sentences_least)
        more = story_words(short, rules)
        if taken and more + _words_of_rest(ranked[number:], rules) > room:
            break
        taken.append(short)
        room -= more
    grown = _grown(taken, ranked, room - _words_of_rest(ranked[len(taken) :], rules), rules)
    return [replace(story, sentences=reading_order(story.sentences, rules)) for story in grown]


def _words_of_rest(stories: Sequence[StoryUpdate], rules: DigestRules) -> int:
    """Return how many words stories take of which one sentence each is told."""
    return sum(also_words(also_moved(story)) for story in stories[: rules.also_moved_at_most])


def also_moved(story: StoryUpdate) -> AlsoMoved:
    """Return a story by its name and the sentence that tells most of its news; without one, an article by its link."""
    headline = replace(story.headlines[0], sentence="") if story.headlines else None
    quoted = story.sentences[0] if story.sentences else headline
    return AlsoMoved(story_id=story.story_id, title=story.title, quoted=quoted)


def also_words(also: AlsoMoved) -> int:
    """Return how many words a story takes that is told in one sentence."""
    return count_words(also.title) + (count_words(also.quoted.sentence) if also.quoted else 0)


def _grown(taken: list[StoryUpdate], ranked: Sequence[StoryUpdate], room: int, rules: DigestRules) -> list[StoryUpdate]:
    """Give one sentence more to the story whose next ones tell most for their words, while there is room for it.

    Of two alike the one with fewer sentences has it, then the one that ranks higher.
    """
    waiting = list(range(len(taken)))
    while waiting:
        best = min(
            waiting, key=lambda rank: (-_next_worth(taken[rank], ranked[rank], rules), len(taken[rank].sentences))
        )
        longer = _cut(ranked[best], len(taken[best].sentences) + 1)
        more = story_words(longer, rules) - story_words(taken[best], rules)
        is_full = len(longer.sentences) > rules.sentences_at_most or longer.sentences == taken[best].sentences
        if is_full or more > room:
            waiting.remove(best)
        else:
            taken[best], room = longer, room - more
    return taken


def _next_worth(now: StoryUpdate, full: StoryUpdate, rules: DigestRules) -> float:
    """Return how likely the next sentences tell a fact of the day, for their words: the best mean of one or more."""
    rest = full.sentences[len(now.sentences) :][: rules.sentences_ahead]
    if not rest:
        return 0.0
    chance = max(fmean(one.chance for one in rest[:count]) for count in range(1, len(rest) + 1))
    return float(chance / max(1, count_words(rest[0].sentence)) ** rules.length_power)


def without_least(digest: Digest, chars: int, *, rules: DigestRules = DIGEST_RULES) -> Digest:
    """Return the digest without sentences of so many characters: those go first that tell least for their words.

    Each story keeps its first sentences. An article of which none is left is named by its headline.
    """
    stories = list(digest.stories)
    while chars > 0:
        loose = [spare for number, story in enumerate(stories) for spare in _spare(number, story, rules)]
        if not loose:
            break
        _, number, place = min(loose)
        chars -= len(stories[-number].sentences[-place].sentence)
        stories[-number] = _without(stories[-number], -place, rules)
    return replace(digest, stories=tuple(stories))


def _spare(number: int, story: StoryUpdate, rules: DigestRules) -> Iterator[tuple[float, int, int]]:
    """Yield what the sentences are worth that a story can spare, with its number and their place, negated."""
    for place, (quoted, then) in enumerate(zip_longest(story.sentences, story.sentences[1:])):
        is_leant_on = then is not None and then.leans and then.article_id == quoted.article_id
        if place >= rules.sentences_least and not is_leant_on:
            yield quoted.chance / max(1, count_words(quoted.sentence)) ** rules.length_power, -number, -place


def _without(story: StoryUpdate, place: int, rules: DigestRules) -> StoryUpdate:
    """Return the story without one sentence, with its article's headline where nothing else of it is told."""
    left = story.sentences[place]
    sentences = (*story.sentences[:place], *story.sentences[place + 1 :])
    is_named = any(quoted.article_id == left.article_id for quoted in sentences) or not left.title
    headline = () if is_named else (replace(left, sentence=left.title, title=""),)
    return replace(story, sentences=sentences, headlines=(*story.headlines, *headline)[: rules.headlines_at_most])


def _cut(story: StoryUpdate, count: int) -> StoryUpdate:
    """Return the story with its first sentences, and the headlines of articles of which none is told."""
    sentences = story.sentences[:count]
    shown = {quoted.article_id for quoted in sentences}
    headlines = [quoted for quoted in story.headlines if quoted.article_id not in shown]
    return replace(story, sentences=sentences, headlines=tuple(headlines))


def reading_order(sentences: Sequence[QuotedSentence], rules: DigestRules = DIGEST_RULES) -> tuple[QuotedSentence, ...]:
    """Return a story's sentences as they are read: the lead of each article, then the others by article.

    The best article comes first, and those that begin with little news last; what leans on a lead stays with it. Where
    another lead, or a later sentence of the first article, is the likeliest to tell a fact of the day, it is second.

    Args:
        sentences: the most telling first.
        rules: from when on a lead has little news.
    """
    rank = {quoted.article_id: number for number, quoted in reversed([*enumerate(sentences)])}
    by_article = sorted(sentences, key=lambda quoted: (rank[quoted.article_id], quoted.place))
    leads: list[Block] = []
    others: list[Block] = []
    for _, own in groupby(by_article, key=lambda quoted: quoted.article_id):
        lead, *rest = _blocks(own)
        leads.append(lead)
        others += rest
    if not leads:
        return ()
    first, *more = leads
    more.sort(key=lambda lead: lead[0].chance < rules.weak_chance)
    second = [*more, *(block for block in others if block[0].article_id == first[0].article_id)]
    likeliest = max([first, *second], key=lambda block: block[0].chance)
    rest = [block for block in (*more, *others) if block is not likeliest]
    return tuple(chain.from_iterable([first, *([] if likeliest is first else [likeliest]), *rest]))


def _blocks(sentences: Iterable[QuotedSentence]) -> Iterator[Block]:
    """Yield an article's sentences, each with those that lean on it."""
    block: Block = ()
    for quoted in sentences:
        if block and not quoted.leans:
            yield block
            block = ()
        block = (*block, quoted)
    yield block


def story_words(story: StoryUpdate, rules: DigestRules) -> int:
    """Return how many words of news a story takes, about."""
    quoted: list[QuotedSentence] = [*story.sentences, *story.headlines[: rules.headlines_at_most]]
    quoted += [side.quoted for difference in story.differences for side in difference.sides]
    titles = dict.fromkeys((story.title, *(told.title for told in story.sentences)))  # each is shown once
    return sum(count_words(said) for said in (*titles, *(one.sentence for one in quoted)))


def digest_words(digest: Digest, *, rules: DigestRules = DIGEST_RULES) -> int:
    """Return how many words the reader will have to read, about."""
    sentences = [part for change in digest.changed for part in (change.title, change.before, change.after)]
    sentences += [part for date in digest.due for part in (date.story_title, date.quoted.sentence)]
    sentences += [title for _, title in digest.quiet]
    sentences += [story.title for story in digest.unheard]
    outages = {(gap.days, gap.last_outcome) for gap in digest.gaps}
    notes = 8 * (2 * len(outages) + len(digest.poor_readings) + len(digest.panel_changes))
    notes += 14 * len(digest.unheard)  # whose word it rests on, and who had nothing
    told = sum(story_words(story, rules) + rules.story_overhead_words for story in digest.stories)
    told += sum(map(also_words, digest.also_moved))
    return told + sum(map(count_words, sentences)) + notes + rules.digest_overhead_words
