import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.letter.render import freeze
from digest.notify.content import NoticeLimits, alerts_content, digest_content, notice_id, short_text
from news.alerts import Alert
from tests.digest.letters import digest, said, story
from tests.digest.sites import NOW

SITE = "https://news.example.org/"
ALERT = Alert(kind="revival", subject="sabc", said="“Water” is back.", raised_at=datetime(2031, 3, 26, tzinfo=UTC))


def content(made=None, **given):
    made = made or digest()
    return digest_content(made, freeze(made, now=NOW), address=SITE, **given)


def test_a_digest_in_short_names_its_stories_with_links_to_the_site():
    said = json.loads(content())
    text = short_text(content())
    assert (said["type"], said["reader"], said["subject"]) == ("digest", digest().name, text.title)
    assert said["stories"][0]["link"] == f"{SITE}stories/{digest().stories[0].story_id}.html"
    assert digest().stories[0].title in text.body
    assert said["stories"][0]["link"] in text.body


def test_without_a_site_the_link_is_the_newest_article():
    made = digest()
    said = json.loads(digest_content(made, freeze(made, now=NOW), address=None))
    assert said["link"] is None
    assert all(story["link"] is None for story in said["stories"])
    newest = [story["newest"]["link"] for story in said["stories"] if story["newest"]]
    body = short_text(digest_content(made, freeze(made, now=NOW), address=None)).body
    assert newest
    assert all(link in body for link in newest)


def test_the_newest_article_is_the_one_written_last():
    told = story(
        sentences=(said("It moved.", hours=5, title="Wall moves"),),
        headlines=(said("Wall moved early", "Tide", 2, hours=9),),
    )
    made = digest(updates=[told])
    (one,) = json.loads(digest_content(made, freeze(made, now=NOW), address=None))["stories"]
    assert one["newest"]["headline"] == "Wall moves"


def test_a_story_without_a_page_has_no_link_to_one():
    said = json.loads(content(replace(digest(), pages=())))
    assert all(story["link"] is None for story in said["stories"])


def test_an_alert_leads_to_its_story():
    said = short_text(
        alerts_content([ALERT, replace(ALERT, kind="run_failed", said="It failed.")], address=SITE, now=NOW)
    )
    assert said.title == "newsthread: “Water” is back. (and 1 more)"
    assert said.body == f"“Water” is back.\n{SITE}stories/sabc.html\n\nIt failed."


@given(st.lists(st.text(max_size=3000), min_size=1, max_size=80))
def test_no_message_is_longer_than_its_limits_and_what_is_left_out_is_counted(words):
    limits = NoticeLimits(content_bytes=4000)
    alerts = [replace(ALERT, said=said, occasion=str(at)) for at, said in enumerate(words)]
    made = alerts_content(alerts, address=SITE, now=NOW, limits=limits)
    said = json.loads(made)
    assert len(made.encode()) <= limits.content_bytes
    assert len(said["alerts"]) + said["alerts_left_out"] == len(alerts)
    text = short_text(made, limits=limits)
    assert len(text.body) <= limits.text_chars
    assert len(text.title) <= 200


@pytest.mark.parametrize(("spare", "lines"), [(20, 2), (19, 1)])
def test_lines_are_kept_that_leave_room_for_the_count_of_what_is_left_out(spare, lines):
    alerts = [replace(ALERT, subject="", said="x" * 100, occasion=str(at)) for at in range(12)]
    made = alerts_content(alerts, address=None, now=NOW)
    text = short_text(made, limits=NoticeLimits(text_chars=100 + 2 + 100 + spare))
    assert text.body == "\n\n".join([*["x" * 100] * lines, f"… and {12 - lines} more"])


def test_the_id_is_the_same_for_the_same_message_to_the_same_channel():
    assert notice_id("x", "a") == notice_id("x", "a") != notice_id("x", "b")
