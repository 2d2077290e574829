"""Corrections by a person: stories linked, split, named, closed, reopened; copies joined, split."""

from collections.abc import Sequence
from datetime import datetime

from flows.configuration.settings import Settings
from flows.linking.link import link_batch
from flows.linking.load import load_base
from news.errors import InputError
from news.language.segments import without_controls
from news.records import Article, Correction
from storage.archive import Archive
from storage.tables.articles import RETIRED

USAGE = {
    "link": ("ARTICLE", "STORY"),
    "split": ("ARTICLE",),
    "name": ("STORY", "TITLE"),
    "close": ("STORY",),
    "reopen": ("STORY",),
}


def correct_story(archive: Archive, settings: Settings, verb: str, words: Sequence[str], *, now: datetime) -> str:
    """Keep a person's word on a story, apply it, and publish.

    Raises:
        InputError: too few words; no such article or story; the texts that it is about were retired; it is to leave
            a story that holds nothing else.
    """
    wanted = USAGE[verb]
    given = [*words[: len(wanted) - 1], without_controls(" ".join(" ".join(words[len(wanted) - 1 :]).split()))]
    if len(words) < len(wanted) or not all(given):
        raise InputError(f"story {verb} takes {' and '.join(wanted)}.", subject=verb)
    given_words = dict(zip(wanted, given, strict=True))
    article = find(archive, given_words["ARTICLE"]) if "ARTICLE" in given_words else None
    story_id = story_of(archive, given_words["STORY"]) if "STORY" in given_words else placed_in(archive, article)
    if verb == "split" and _stands_alone(archive, article, story_id):
        raise InputError(f"{given[0]} stands alone already: no other text is in its story.", subject=given[0])
    concerned = with_text([article] if article else members(archive, story_id), subject=given[0])
    correction = Correction(
        corrected_at=now,
        verb=verb,  # type: ignore[arg-type]
        article_id=article.article_id if article else None,
        story_id=story_id,
        words=given_words.get("TITLE", ""),
    )
    archive.links.correct(correction)
    return apply(archive, settings, concerned, now=now)


def correct_copies(archive: Archive, settings: Settings, verb: str, first: str, second: str, *, now: datetime) -> str:
    """Keep a person's word on two articles, apply it, and publish.

    Raises:
        InputError: the verb is neither join nor split; no such article; its text was retired.
    """
    if verb not in ("join", "split"):
        raise InputError(f"copies takes join or split, not {verb!r}.", subject=verb)
    pair = [*with_text([find(archive, first)], subject=first), *with_text([find(archive, second)], subject=second)]
    archive.links.correct(
        Correction(
            corrected_at=now,
            verb="join_copies" if verb == "join" else "split_copies",
            article_id=pair[0].article_id,
            other_id=pair[1].article_id,
        )
    )
    return apply(archive, settings, pair, now=now)


def apply(archive: Archive, settings: Settings, articles: Sequence[Article], *, now: datetime) -> str:
    """Link these articles anew, with every correction in force, and publish."""
    linked = link_batch(archive, settings, articles, now=now, base=load_base(archive))
    archive.publish(now=now)
    return f"Noted, and kept for ever. {linked.in_words()}"


def with_text(articles: Sequence[Article], *, subject: str) -> list[Article]:
    """Return those of `articles` whose text was not retired: linked without it, they would lose what was learnt of it.

    Raises:
        InputError: every text was retired.
    """
    kept = [article for article in articles if not (article.change or "").endswith(RETIRED)]
    if not kept:
        raise InputError(
            f"Every text of {subject} was retired: how it is linked can no longer change.", subject=subject
        )
    return kept


def find(archive: Archive, words: str) -> Article:
    """Return the article with this id or URL.

    Raises:
        InputError: there is none.
    """
    found = archive.articles.find(words)
    if not found:
        raise InputError(f"There is no article {words!r}; give its id or its URL.", subject=words)
    return found[0]


def story_of(archive: Archive, words: str) -> str:
    """Return the id of the story that `words` name, followed through merges.

    Raises:
        InputError: there is none.
    """
    found = archive.stories().stories([words])
    if words not in found:
        raise InputError(f"There is no story {words!r}; newsthread stories lists them.", subject=words)
    return found[words].story_id


def placed_in(archive: Archive, article: Article | None) -> str | None:
    """Return the story in which an article stands, if it is linked."""
    placements = archive.links.placements([article.article_id]) if article else []
    return placements[0].story_id if placements else None


def _stands_alone(archive: Archive, article: Article | None, story_id: str | None) -> bool:
    """Return whether a story holds nothing but the copies of one article: taken out, it would only get a new id."""
    placements = archive.links.story_members([story_id]) if story_id else []
    return article is not None and len({placement.copy_group_id for placement in placements}) == 1


def members(archive: Archive, story_id: str | None) -> list[Article]:
    """Return the articles of a story, by time."""
    return archive.articles.of_stories([story_id]) if story_id else []
