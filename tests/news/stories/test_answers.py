"""Into which stories three hundred invented articles go in five runs, and what is remembered of them, word for word."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from news.language.terms import text_terms
from news.records import Article
from news.stories.follow import StoryRun, follow_stories
from news.stories.guides import is_guide
from news.stories.headlines import first_headline, headlines_of, is_aside
from news.stories.memory import Frequencies, RememberedStories, keys_of
from news.stories.shared_terms import shared_terms
from tests.answers import check, told
from tests.news.own_texts import credited_texts, pairs, quotations, same_matter
from tests.news.pieces import article
from tests.thresholds import thresholds

KEPT = Path("tests/fixtures/answers/stories")


def archive() -> list[Article]:
    """Matters told again on later days in part, headlines alone, and small texts in four languages; some undated."""
    found: list[Article] = []
    for turn, days in enumerate((0, 1, 6, 40, 170)):
        for matter in same_matter():
            for title, outlet, text in matter[turn % 2 :: 2] if turn else matter:
                lines = text.split(". ")
                part = ". ".join(lines[turn % len(lines) :]) if turn < 4 else ""
                at = len(found) + 1
                found.append(article(at, part, title=title, outlet=outlet, hours=24 * days + at % 11))
    for language in ("en", "de", "fr", "ja"):
        for text in (*pairs(language)[:40], *quotations(language)[:15]):
            at = len(found) + 1
            found.append(article(at, text, title=text[:50], language=language, hours=at % 90))
    return [replace(one, ordered_by="first_seen") if one.article_id % 17 == 0 else one for one in found]


def lines_of(run: StoryRun) -> list[str]:
    found = [f"  {link.article_id} {link.story_id} {told(link.similarity)}" for link in run.links]
    found += [f"  {one} into {other}" for one, other in run.merges]
    for story in run.stories:
        heaviest = dict(list(story.profile.items())[:6])
        keys = dict(sorted(keys_of(story))[:4])
        span = f"{story.first_at:%j %H}-{story.last_at:%j %H}" if story.first_at and story.last_at else "no span"
        found.append(
            f"  {story.story_id} {story.title[:40]}: {story.members} {span} {story.is_dated} {told(story.length)}"
            f" {told(heaviest)} {len(story.profile)} {told(keys)}"
        )
    return found


def test_where_articles_go_stays() -> None:
    memory, place = RememberedStories(), dict[int, str]()
    articles = archive()
    groups = {one.article_id: one.article_id - 1 for one in articles if one.article_id % 13 == 0}
    ordered = sorted(articles, key=lambda one: (one.ordered_at + timedelta(hours=one.article_id % 5), one.article_id))
    found = []
    for start in range(0, len(ordered), 60):
        batch = ordered[start : start + 60]
        known = {groups.get(key, key): story for key, story in place.items()}
        run = follow_stories(batch, copy_group_of=groups, memory=memory, known_group_story=known)
        memory.keep(run.stories, run.term_days)
        place.update({link.article_id: link.story_id for link in run.links})
        found += [f"run of {len(batch)}", *lines_of(run)]
    check(KEPT / "runs.txt", found)


def test_what_headlines_and_pairs_of_articles_are_stays() -> None:
    found = []
    for language in ("en", "de", "fr"):
        for text in (*pairs(language), *credited_texts(language)[:150]):
            one = article(1, text, title=text[:50], language=language)
            signs = ["guide"] if is_guide(one) else []
            signs += ["aside"] if is_aside(text[:60], language) else []
            if signs:
                found.append(f"{text[:50]}: {' '.join(signs)}")
    for matter in same_matter():
        told_of = [article(at, text, title=title) for at, (title, _, text) in enumerate(matter, 1)]
        found.append(first_headline(headlines_of(told_of)))
        counts = Frequencies(counts=dict.fromkeys(text_terms("", told_of[0].text), 3), total=50)
        for other in told_of[1:]:
            shared = shared_terms(told_of[0], other, counts)
            found.append(f"  {shared.similarity:.3g} {told([(one.words, one.share) for one in shared.terms[:8]])}")
    check(KEPT / "headlines.txt", found)


def test_the_numbers_by_which_it_decides_stay() -> None:
    check(KEPT / "numbers_news_stories.txt", thresholds("news/stories"))
