"""What the first glance shows: the subject, and each story's name and news."""

import re
from dataclasses import replace

import pytest

from digest.labels import words_of
from digest.letter.openings import development, subject_line, top_lines
from digest.letter.render import render_html, render_text
from news.facts.clauses import ClauseRules, short_headline
from tests.digest.letters import digest, said, story

EN = words_of("en")
THREE = [
    story(
        "s1",
        title="Potato harvest is late",
        new_articles=1,
        articles=1,
        new_origins=1,
        sentences=(
            said("Farmers have lifted half of their potatoes.", "Field News", 1, title="Potato harvest is late"),
        ),
    ),
    story(
        "s2",
        title="Choir wins prize",
        new_articles=1,
        articles=4,
        sentences=(said("The choir of Vale won a prize.", "Vale Post", 2, title="Choir wins prize"),),
    ),
    story(
        "s3",
        title="Wall cracks",
        new_articles=3,
        articles=9,
        state="revived",
        quiet_days=40,
        sentences=(said("The wall at Orsel cracked again.", "Orsel Gazette", 3, title="Wall cracks again"),),
    ),
]


def test_the_subject_tells_the_top_storys_own_count_and_how_many_more_there_are():
    letter = digest(updates=THREE)
    assert subject_line(letter, EN) == "Potato harvest is late: 1 new, and 2 more stories | 26 Mar"
    assert subject_line(replace(letter, stories=letter.stories[:1], left_out=1), EN).endswith(
        "and 1 more story | 26 Mar"
    )


def test_the_subject_is_the_headline_of_what_is_new():
    moved = story(title="Old headline", sentences=(said("News.", title="The newest headline"),))
    assert development(moved) == "The newest headline"
    assert subject_line(digest(updates=[moved]), EN).startswith("The newest headline:")


SUBJECTS = {
    "Dock strike spreads": "Dock strike spreads",
    "Dredging in the Skarn Channel will cost the port of Halden around 120 million": (
        "Dredging in the Skarn Channel will cost the port of Halden around 120 million"
    ),
    "Hafen von Velm bleibt nach dem Sturm geschlossen, und zwar bis 3. Oktober": (
        "Hafen von Velm bleibt nach dem Sturm geschlossen, und zwar bis 3. Oktober"
    ),
    "Captain of the ferry that sank off Orsel is alive and in a hospital, ministry claims": (
        "Captain of the ferry that sank off Orsel is alive and in a hospital, ministry claims"
    ),
}


@pytest.mark.parametrize("headline", SUBJECTS)
def test_a_subject_is_not_cut_at_a_figure_nor_before_whose_word_it_is(headline: str) -> None:
    language = "de" if "Hafen" in headline else "en"
    moved = story(title=headline, sentences=(replace(said("News.", title=headline), language=language),))
    assert subject_line(digest(updates=[moved]), EN).startswith(f"{SUBJECTS[headline]}:")


def test_a_question_is_no_news():
    asked = story(title="Dock strike spreads", sentences=(said("News.", title="Who will dig the channel?"),))
    assert development(asked) == "Dock strike spreads"


def test_at_the_top_stands_each_story_by_its_name_with_its_mark_its_news_and_whose_it_is():
    letter = digest(updates=THREE)
    lines = top_lines(letter, EN)
    assert [line.name for line in lines] == [story.title for story in letter.stories]
    assert [(line.outlet, line.label) for line in lines] == [
        ("Field News", "new story"),
        ("Orsel Gazette", "back after 40 days of silence"),
        ("Vale Post", "update"),
    ]
    assert lines[0].text == "Farmers have lifted half of their potatoes."


def test_the_lines_stand_before_the_parts_and_only_where_there_are_several_stories():
    text = render_text(digest(updates=THREE))
    at_the_top, above_its_news = (found.start() for found in re.finditer(re.escape("1. Potato harvest is late"), text))
    assert at_the_top < text.index("Farmers have lifted") < above_its_news
    assert render_text(digest(updates=THREE[:1])).count("Farmers have lifted") == 1
    assert render_html(digest(updates=THREE)).count("Farmers have lifted") == 2


def test_a_long_line_is_cut_at_a_clause_but_not_what_says_whose_word_it_is():
    long = (
        "The Port Halden Authority has awarded the contract to deepen the channel to Brandt Ostrow Marine, ending a "
        "tender that lasted nineteen months and drew four bids."
    )
    stated = long.replace("ending a tender that lasted", "the harbour office said after a tender that had lasted")
    (cut,) = top_lines(digest(updates=[story(sentences=(said(long),))]), EN)
    (whole,) = top_lines(digest(updates=[story(sentences=(said(stated),))]), EN)
    assert cut.text == long.partition(",")[0] + " …"
    assert whole.text == stated


def test_a_story_stands_under_its_own_name_and_above_the_headline_of_its_news():
    moved = story(title="Boom was a meteorite", sentences=(said("Experts doubt it.", title="Doubts about meteorite"),))
    text = render_text(digest(updates=[moved], due=[]))
    assert text.count("Doubts about meteorite") == 1
    assert text.count("Boom was a meteorite") == 1


def test_a_headline_that_another_of_the_day_disputes_is_not_the_subject():
    freed = said("Kelmis says that its hostage is free.", article_id=1, title="Hostage of Kelmis freed in raid")
    both = said(
        "Her sister mourns.", article_id=2, title="Hostage of Kelmis freed, ministry says; sister told of death"
    )
    assert development(story(sentences=(freed, both))) == both.title
    alone = said("Kelmis mourns.", article_id=3, title="Miner of Kelmis killed in shaft")
    assert development(story(sentences=(alone,))) == alone.title


def test_the_first_lines_of_many_stories_are_read_in_a_minute():
    sentence = (
        "Port Halden has awarded a contract to deepen the channel to Brandt Ostrow Marine of Orsel for one billion."
    )
    many = [
        story(f"s{n}", sentences=(said(sentence, article_id=n, title=f"Contract {n} awarded"),)) for n in range(10, 30)
    ]
    letter = replace(digest(updates=[]), stories=tuple(many))
    lines = top_lines(letter, EN)
    assert len(lines) == 20
    assert sum(len(f"{line.name} {line.text}".split()) for line in lines) <= 238
    assert lines[0].text == sentence
    assert lines[0].outlet
    assert (lines[-1].name, lines[-1].text, lines[-1].outlet) == ("Dock strike spreads", "", "")


def test_a_story_has_one_name_in_all_parts_of_a_digest():
    told = story(sentences=(said("Crews stop work.", title="Crews walk out"),))
    text = render_text(digest(updates=[told]))
    assert text.count(told.title) == 2  # above its news, and at its date ahead
    assert text.count("Crews walk out") == 1


def test_a_subject_is_not_cut_after_a_number_in_words():
    title = "Dredger that works for the ports is stopped after the quay wall of Orlo moved eight millimetres at night"
    assert short_headline(title, "en", ClauseRules(headline=84, headline_most=84)) == (
        "Dredger that works for the ports is stopped after the quay wall of Orlo moved…"
    )
    assert short_headline(title, "en", ClauseRules(headline=84)) == title


@pytest.mark.parametrize(
    ("headline", "kept"),
    [
        (
            "After a dispute before the court of Kelmis the ministry is to pay fishers back 150 million crowns",
            None,
        ),
        (
            "Mayor: the governor's request to the coast guard of Kelmis was in his eyes 'a plain breach "
            "of the oath of an office'",
            "Mayor: the governor's request to the coast guard of Kelmis was in his eyes…",
        ),
    ],
)
def test_a_subject_is_cut_neither_before_a_figure_nor_in_a_quotation(headline: str, kept: str | None) -> None:
    assert short_headline(headline, "en") == (kept or headline)


@pytest.mark.parametrize(
    "soft", ["OPINION: Both sides weigh risks", "Why did the ferry of Orlo sink?", "What did they know?."]
)
def test_a_comment_is_no_subject_where_there_is_news(soft: str) -> None:
    told = (
        said("Crews stop work.", article_id=1, title=soft),
        said("The ferry sank.", article_id=2, title="Ferry sinks"),
    )
    assert development(story(sentences=told)) == "Ferry sinks"


@pytest.mark.parametrize(
    ("headline", "kept"),
    [
        ("Dock strike spreads.", "Dock strike spreads"),
        ("Envoy leaves the U.S.", "Envoy leaves the U.S."),
        ("Dock strike goes on...", "Dock strike goes on..."),
    ],
)
def test_a_subject_has_no_full_stop_before_its_colon(headline: str, kept: str) -> None:
    moved = story(title=headline, sentences=(said("News.", title=headline),))
    assert subject_line(digest(updates=[moved]), EN).startswith(f"{kept}: ")


@pytest.mark.parametrize(
    ("headline", "kept"),
    [
        (
            "Keeper Rosa Kern wins the vote in Port Halden; Varga, Brandvold and Bly are the moderates who remain",
            "Keeper Rosa Kern wins the vote in Port Halden…",
        ),
        ("The toll of the flood at Belm rises by sixty a day after the search turned into recovery", None),
    ],
)
def test_a_subject_is_cut_at_a_semicolon_and_not_for_a_word(headline: str, kept: str | None) -> None:
    assert short_headline(headline, "en") == (kept or headline)


LINES = {
    "After a full day spent on her back below the dam, the keeper of the museum freed a box that had lain in the wall "
    "of the house since the spring of 1795.": None,
    "A rapper of London, a son of a man who waits for his trial in New York, is one of the men whom police look for "
    "in the murder of the reporter.": None,
    "Crews took a box out of the wall of the house Thursday, after a leak of water had led them to the stone where "
    "it had been since spring of 1795, and nobody knew.": "Crews took a box out of the wall of the house Thursday …",
    "Crews took a box out of the wall of the house Thursday — a leak of water had led them to the stone where "
    "it had been since spring of 1795, and nobody knew.": "Crews took a box out of the wall of the house Thursday …",
    "The box was broken by several of the crews.": "Dock strike spreads",
    "The box was broken by several of the dock crews.": None,
}


@pytest.mark.parametrize("sentence", LINES)
def test_a_line_is_a_sentence_or_ends_with_a_clause_and_tells_what_it_is_about(sentence: str) -> None:
    (line,) = top_lines(digest(updates=[story(sentences=(said(sentence),))]), EN)
    assert (line.text or line.name) == (LINES[sentence] or sentence)


def test_where_a_sentence_is_too_long_to_end_the_headline_of_the_news_stands_unless_it_is_the_name() -> None:
    long = "Crews have " + "taken boxes and stones and boards and ropes " * 6 + "out of the wall."
    (named,) = top_lines(digest(updates=[story(sentences=(said(long),))]), EN)
    (told,) = top_lines(digest(updates=[story(sentences=(said(long, title="Box found in wall"),))]), EN)
    assert (named.name, named.text) == ("Dock strike spreads", "")
    assert (told.name, told.text) == ("Dock strike spreads", "Box found in wall")
