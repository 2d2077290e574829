"""Coverage since a reader's last digest → sentences that are new → Digest: the work of send_digest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from digest.letter.allot import DIGEST_RULES
from digest.letter.compose import DigestInputs, compose_digest, rank_stories
from news.facts.changes import changed_sentence
from news.facts.expectations import Awaited, awaited
from news.facts.figures import differences_of
from news.facts.novelty import what_copies_add, whats_new
from news.language.quotation_marks import is_balanced, whole_sentence
from news.records import (
    SILENT_DAYS,
    Article,
    ChangedArticle,
    ChangedVersion,
    DateDue,
    Difference,
    Digest,
    NovelSentence,
    QuotedSentence,
    Reader,
    StoryUpdate,
    record,
)
from news.stories.headlines import is_aside
from storage.snapshot.coverage import Coverage, Days, OwnText, coverage_of


@record
class TellingRules:
    """How much of the archive is read again to tell it; about 7 ms of CPU a text (measured on texts of 270 words)."""

    stories: int = DIGEST_RULES.stories_at_most + DIGEST_RULES.also_moved_at_most  # of which something is told
    sentences: int = DIGEST_RULES.sentences_at_most  # candidates a story, among which the digest chooses
    words: int = 40  # of a story's sentences …
    words_a_text: int = 110  # … and so many more for each new text of its own …
    words_at_most: int = 480  # … up to two minutes' reading
    new_texts: int = 24  # of a story; the counts tell all
    known_texts: int = 40  # the latest of a story before the period: what counts as told
    adding_copies: int = 6  # of a story: new copies that add a sentence to what they copied
    added_sentences: int = 2  # of a story, told of such copies
    quiet_stories: int = 10  # whose dates are looked at
    quiet_texts: int = 8  # of each of them
    soon_days: int = 7  # a date that was told before is told again when it comes near


TELLING_RULES = TellingRules()


def tell(
    snapshot: Path,
    reader: Reader,
    *,
    since: datetime,
    until: datetime,
    site_url: str | None = None,
    rules: TellingRules = TELLING_RULES,
) -> Digest:
    """Return the reader's digest for (since, until], from the snapshot as the archive knew it at `until`."""
    with coverage_of(snapshot, as_of=until) as coverage:
        moved = rank_stories(coverage.moved(since, until, reader.watches))
        quiet = coverage.quiet(since, until, reader.watches)
        first, rest = _split(moved, reader, rules.stories)
        filled, due = _told(first, quiet, coverage, since, until, rules)
        brought = DigestInputs(
            updates=[*filled, *rest],
            quiet=quiet,
            changed=[item for version in coverage.changed(since, until) if (item := changed_article(version))],
            gaps=coverage.notes.gaps(coverage.day_of(since), coverage.day_of(until)),
            due=due,
            poor_readings=coverage.notes.poor_readings(since, until),
            panel_changes=coverage.notes.panel_changes(since, until),
            outlets_followed=coverage.notes.outlets_followed(),
            followed_since=coverage.notes.followed_since(since),
            backlog=coverage.backlog(since, until, mute=reader.mute),
            unheard=coverage.unheard(reader.unheard, since, reader.unheard_sources),
        )
        digest = compose_digest(reader, brought, period_start=since, period_end=until, site_url=site_url)
        named = [story.story_id for story in digest.stories] + [story.story_id for story in digest.unheard]
        named += [one.story_id for one in digest.also_moved] + [one for one, _ in digest.quiet]
        return replace(digest, pages=coverage.with_pages(named)) if site_url else digest


def _split(moved: Sequence[StoryUpdate], reader: Reader, most: int) -> tuple[list[StoryUpdate], list[StoryUpdate]]:
    """Part the stories that will be told from those that are only counted; a muted one takes nobody's place."""
    shown = [update for update in moved if update.story_id not in reader.mute]
    chosen = {update.story_id for update in shown[:most]}
    return [u for u in moved if u.story_id in chosen], [u for u in moved if u.story_id not in chosen]


def _told(
    updates: Sequence[StoryUpdate],
    quiet: Sequence[tuple[str, str]],
    coverage: Coverage,
    since: datetime,
    until: datetime,
    rules: TellingRules,
) -> tuple[list[StoryUpdate], list[DateDue]]:
    """Return the stories with their sentences, and the dates ahead of these and of the quiet stories."""
    ids = [update.story_id for update in updates]
    texts = coverage.own_texts(ids, since, until, news=rules.new_texts, before=rules.known_texts)
    days = coverage.days(ids, last=coverage.day_of(until))
    added = coverage.added_by_copies(ids, since, until, most=rules.adding_copies)
    filled = [
        fill(one, texts.get(one.story_id, []), days[one.story_id], rules, added=added.get(one.story_id, ()))
        for one in updates
    ]
    silent = list(quiet[: rules.quiet_stories])
    texts |= coverage.own_texts(
        [story_id for story_id, _ in silent], since, until, news=rules.quiet_texts, before=rules.quiet_texts
    )
    titles = dict([*((update.story_id, update.title) for update in updates), *silent])
    due = [date for story_id in titles for date in dates_due(story_id, titles, texts, since, until, rules)]
    return filled, due


def fill(
    update: StoryUpdate,
    texts: Sequence[OwnText],
    days: Days,
    rules: TellingRules = TELLING_RULES,
    *,
    added: Sequence[tuple[Article, tuple[str, ...]]] = (),
) -> StoryUpdate:
    """Add what is new, word for word, the headlines, what differs and the last fourteen days to a story's counts."""
    by_id = {text.article.article_id: text for text in texts}
    new = [text.article for text in texts if text.is_news]
    before = [text.article for text in texts if not text.is_news]
    copies = {article_id: text.copies for article_id, text in by_id.items()}
    from_copies = tuple(added_sentences(added, [*before, *new], rules.added_sentences))
    words = min(rules.words_at_most, rules.words + rules.words_a_text * len(new))
    soft = {article.article_id for article in new if is_aside(article.title, article.language)}
    limit = rules.sentences - len(from_copies)
    novel = whats_new(new, before, limit=limit, words=words, copies=copies, soft=soft)
    differences = differences_of([*before, *new], news={article.article_id for article in new})
    headlines = (text for text in reversed(texts) if text.is_news and text.article.text_kind != "account")
    return replace(
        update,
        headlines=tuple(quoted(text.article.title, text) for text in headlines),
        sentences=(*(novel_sentence(item, by_id[item.article_id]) for item in novel), *from_copies),
        lead_worth=novel[0].score if novel else 0.0,
        days=days,
        differences=tuple(_with_copies(difference, by_id) for difference in differences),
        quiet_days=silence(texts) if update.state == "revived" else None,
    )


def added_sentences(
    copies: Sequence[tuple[Article, tuple[str, ...]]], known: Sequence[Article], limit: int
) -> Iterator[QuotedSentence]:
    """Yield what new copies add to what they copied, with their own links."""
    by_id = {article.article_id: OwnText(article=article, copies=0, is_news=True) for article, _ in copies}
    for item in what_copies_add(copies, known, limit=limit):
        yield replace(novel_sentence(item, by_id[item.article_id]), is_added=True)


def novel_sentence(novel: NovelSentence, text: OwnText) -> QuotedSentence:
    """Return a new sentence with the headline and the place in its article where it stands."""
    told = quoted(novel.sentence, text)
    return replace(told, title=text.article.title, place=novel.span_start, leans=novel.leans, chance=novel.chance)


def quoted(sentence: str, text: OwnText) -> QuotedSentence:
    """Return a sentence of an article with where it stands."""
    article = text.article
    return QuotedSentence(
        sentence=sentence,
        article_id=article.article_id,
        outlet=article.outlet or "",
        url=article.url,
        ordered_at=article.ordered_at,
        language=article.language,
        copies=text.copies,
    )


def _with_copies(difference: Difference, by_id: Mapping[int, OwnText]) -> Difference:
    """Return the difference with how often each side was copied."""
    return replace(
        difference,
        sides=tuple(
            replace(side, quoted=quoted(side.quoted.sentence, by_id[side.quoted.article_id]))
            for side in difference.sides
        ),
    )


def silence(texts: Sequence[OwnText]) -> int | None:
    """Return the days of silence that the news of a story ended, copies left out; None: none worth telling."""
    moments = [(text.article.ordered_at, text.is_news) for text in texts]
    gaps = [later - earlier for (earlier, _), (later, is_news) in pairwise(sorted(moments)) if is_news]
    longest = max(gaps, default=timedelta())
    return longest.days if longest >= timedelta(days=SILENT_DAYS) else None


def dates_due(
    story_id: str,
    titles: Mapping[str, str],
    texts: Mapping[str, Sequence[OwnText]],
    since: datetime,
    until: datetime,
    rules: TellingRules,
) -> Iterator[DateDue]:
    """Yield the days ahead that a story's articles name: those newly announced, and those that come near."""
    by_id = {text.article.article_id: text for text in texts.get(story_id, ())}
    near = (until + timedelta(days=rules.soon_days)).date()
    for one in awaited([text.article for text in by_id.values()], now=until):
        is_new = by_id[one.announced[0].article_id].is_news
        is_day = one.first_day == one.last_day  # "in March" has no line in a diary
        if one.state == "open" and is_day and (is_new or one.first_day <= near):
            sentence = _announcement(one, by_id)
            if sentence:
                yield DateDue(day=one.first_day, story_id=story_id, story_title=titles[story_id], quoted=sentence)


def _announcement(one: Awaited, by_id: Mapping[int, OwnText]) -> QuotedSentence | None:
    """Return the latest sentence that names a date and can be shown."""
    for expectation in reversed(one.announced):
        text = by_id[expectation.article_id]
        sentence = whole_sentence(text.article.text, expectation.span_start)
        if sentence:
            return quoted(sentence, text)
    return None


def changed_article(version: ChangedVersion) -> ChangedArticle | None:
    """Return what a reader should know of an edit: a figure, name, quotation or headline that is not as it was."""
    change = changed_sentence(version.old_title, version.old_text, version.title, version.text)
    if change is None:
        return None
    before, after = whole_in(version.old_text, change.before), whole_in(version.text, change.after)
    return ChangedArticle(
        article_id=version.article_id,
        outlet=version.outlet,
        url=version.url,
        title=version.title,
        change=change.kind,
        before=before,
        after=after,
    )


def whole_in(text: str, sentence: str) -> str:
    """Return a sentence of `text` with the whole of the quotations it cuts; a headline as it is."""
    place = text.find(sentence) if sentence else -1
    if place < 0 or is_balanced(sentence):
        return sentence
    return whole_sentence(text, place) or sentence
