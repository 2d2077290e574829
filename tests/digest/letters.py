"""Hand-made coverage for the tests of the digest: small, fictional, with one of everything."""

from datetime import UTC, date, datetime, timedelta

from digest.letter.compose import DigestInputs, compose_digest
from news.records import (
    ChangedArticle,
    CoverageGap,
    DateDue,
    Difference,
    PanelChange,
    PoorReading,
    QuotedSentence,
    Reader,
    StatedFigure,
    StoryUpdate,
    UnheardStory,
)

END = datetime(2031, 3, 26, 6, tzinfo=UTC)
START = END - timedelta(days=1)


def said(sentence, outlet="Harbour Post", article_id=1, hours=4, **more):
    url = f"https://{outlet.lower().replace(' ', '')}.example/{article_id}"
    at = END - timedelta(hours=hours)
    return QuotedSentence(sentence=sentence, article_id=article_id, outlet=outlet, url=url, ordered_at=at, **more)


def days(*counts):
    first = END.date() - timedelta(days=len(counts) - 1)
    return tuple((first + timedelta(days=index), count) for index, count in enumerate(counts))


def story(story_id="s000000001a", **given):
    counts = {
        "title": "Dock strike spreads",
        "state": "active",
        "new_articles": 2,
        "articles": 5,
        "copy_groups": 3,
        "outlets": 4,
        "independent_sources": 2,
        "source_names": ("Harbour Post", "Meridian News"),
        "first_hand_reports": 2,
        "unknown_reports": 1,
        "not_read": 0,
        "origins_explicit": 2,
        "unknown_explicit": 1,
        "origins_with_text": 2,
        "unknown_with_text": 0,
        "origin_names": ("Harbour Post", "Meridian News"),
        "sentences": (said("Crews at three ports stop work at midnight."),),
    }
    return StoryUpdate(story_id=story_id, **(counts | given))


def rich_story():
    loss = said("The loss is 41 million crowns a day.", "Daily Tide", 3, 8)
    less = said("Exporters speak of 30 million.", "Commerce Weekly", 4, 9)
    lead = said("Crews at three ports stop work at midnight.", copies=1, title="Crews walk out")
    later = said("Nine ships wait off Orla.", copies=1, title="Crews walk out", place=90)
    sides = (StatedFigure(value="41 million", quoted=loss), StatedFigure(value="30 million", quoted=less))
    return story(
        state="burst",
        new_copies=1,
        new_origins=1,
        new_origin_names=("Meridian News",),
        sentences=(lead, loss, later),
        headlines=(said("Streik: Häfen dicht", "Küstenkurier", 5, 7, language="de"),),
        differences=(Difference(about="crowns a day", sides=sides),),
        days=days(0, 0, 1, None, None, 2, 1, 0, 0, 3, 2, 1, 4, 6),
    )


def digest(*, reader=None, updates=None, **given):
    first = rich_story()
    parts = {
        "quiet": [("sq", "Fishing rights")],
        "changed": [
            ChangedArticle(
                article_id=9,
                outlet="Daily Tide",
                url="https://dailytide.example/9",
                title="Harvest figures",
                change="figure",
                before="Losses of 300 million are expected.",
                after="Losses of 130 million are expected.",
            )
        ],
        "gaps": [CoverageGap(outlet="Northern Inquirer", days=2, last_outcome="http_error")],
        "due": [
            DateDue(
                day=date(2031, 4, 2),
                story_id=first.story_id,
                story_title=first.title,
                quoted=said("Both sides meet on 2 April."),
            )
        ],
        "poor_readings": [PoorReading(outlet="Sund Gazette", pages=22, pages_ok=9)],
        "panel_changes": [PanelChange(outlet="Commerce Weekly", day=date(2031, 3, 22), change="added")],
        "outlets_followed": 12,
        "unheard": [
            UnheardStory(
                story_id="s000000009b",
                title="Ferry line is sold",
                outlets=("Harbour Post", "Daily Tide"),
                independent_sources=2,
                told_by=3,
            ),
        ],
        "period_start": START,
        "period_end": END,
    }
    reader = reader or Reader(name="anna", address="anna@reader.example", watches=("ports",), time_zone="Europe/Berlin")
    parts |= given
    when = {name: parts.pop(name) for name in ("period_start", "period_end", "site_url", "rules") if name in parts}
    return compose_digest(reader, DigestInputs(updates=[first] if updates is None else updates, **parts), **when)
