import email
import os
import re
from dataclasses import replace
from datetime import date
from email import policy
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.labels import known_languages, words_of
from digest.letter import coverage_notes
from digest.letter.compose import DigestInputs, compose_digest
from digest.letter.openings import subject_line
from digest.letter.render import SizeRules, fit, freeze, render_email, render_html, render_text, subject_of
from digest.mail.envelope import Sender, envelope
from digest.safe_text import clean_text
from news.errors import SettingsError
from news.records import AlsoMoved, Reader
from tests.digest.letters import END, START, days, digest, rich_story, said, story
from tests.digest.pages import contrast, read_page

GOLDEN = Path(__file__).parents[1] / "golden"
TEMPLATES = Path(__file__).parents[3] / "digest" / "templates"
LINK = "mailto:leave@desk.example?subject=unsubscribe%20anna"


SENDER = Sender(
    address="newsthread <news@desk.example>", list_domain="desk.example", unsubscribe_mail="leave@desk.example"
)
SENT = {"recipient": "anna@reader.example", "now": END}


def message(letter=None, sender=SENDER, **given):
    return render_email(letter or digest(), sender, **(SENT | given))


def parts(sent):
    text, html = sent.get_payload()
    return text.get_content(), html.get_content()


# --- the letter as it stands --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "write"), [("letter.txt", render_text), ("letter.html", render_html)])
def test_the_letter_reads_as_its_golden_copy(name, write):
    """To renew after an intended change: NEWSTHREAD_GOLDEN=1 pytest, then read the difference."""
    written = write(digest(), unsubscribe=LINK)
    if os.environ.get("NEWSTHREAD_GOLDEN"):
        (GOLDEN / name).write_text(written, encoding="utf-8")
    assert written == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("leans", "order"),
    [
        (False, ("Court stops strike", "A court stops", "Dock strike spreads", "Ships wait", "Crews may")),
        (True, ("Court stops strike", "A court stops", "Crews may", "Dock strike spreads", "Ships wait")),
    ],
)
def test_leads_come_first_and_what_leans_on_one_stays_with_it(leans, order):
    lead = said("A court stops the strike.", article_id=1, title="Court stops strike", place=0)
    later = said("Crews may appeal until 2 May.", article_id=1, title="Court stops strike", place=90, leans=leans)
    other = said("Ships wait off Orla.", "Daily Tide", 2, title="Dock strike spreads")
    text = render_text(digest(updates=[story(title="Harbour", sentences=(later, other, lead))], due=[]))
    told = [text.index(part) for part in order]
    assert told == sorted(told)
    assert text.count("Court stops strike") == 1  # above both turns
    assert text.count("More from these articles:") == (not leans)


@pytest.mark.parametrize("language", known_languages())
def test_what_an_article_told_above_adds_stands_under_a_label(language):
    sent = message(digest(reader=Reader(name="anna", address="anna@reader.example", language=language)))
    label, added = words_of(language).plain["further"], "Nine ships wait off Orla."
    for part in parts(sent):
        assert part.index("The loss is 41 million crowns a day.") < part.index(label) < part.index(added)


def test_the_only_headline_is_not_told_twice():
    only = said("Ships wait off Orla.", title="Dock strike spreads")
    text = render_text(digest(updates=[story(title="Dock strike spreads", sentences=(only,))], due=[]))
    assert text.count("Dock strike spreads") == 1


def test_a_year_that_is_not_the_letters_own_is_told():
    old = said("Crews at three ports stop work at midnight.", hours=24 * 800)
    text = render_text(digest(updates=[story(sentences=(old,))]))
    assert "— Harbour Post, 15 January 2029 07:00" in text
    assert "Since 25 Mar 07:00" in text


def test_outages_alike_are_one_line():
    gap = digest().gaps[0]
    gaps = [replace(gap, outlet=f"Outlet {letter}", last_outcome="timeout") for letter in "ABCDEFGHI"]
    text = " ".join(render_text(digest(gaps=[*gaps, gap])).split())
    assert "Outlet A, Outlet B, Outlet C, Outlet D, Outlet E and 4 more: 2 days not read (too slow)" in text
    assert "Northern Inquirer: 2 days not read (the site answered with an error)" in text


def test_an_archive_that_follows_nobody_does_not_boast_of_its_coverage():
    assert "What we could not see" not in render_text(
        digest(gaps=[], poor_readings=[], panel_changes=[], outlets_followed=0)
    )


def test_many_sources_are_named_in_part():
    names = tuple(f"Vale Wire {number}" for number in range(8))
    text = " ".join(render_text(digest(updates=[story(independent_sources=8, source_names=names)])).split())
    assert "8 independent sources (among them Vale Wire 0, Vale Wire 1," in text
    assert "Vale Wire 6" not in text


@pytest.mark.parametrize(
    ("names", "told"), [(("FT", "FT"), "FT ×2"), (("FT",), "FT"), (("FT", "AP", "FT"), "FT ×2; AP")]
)
def test_a_name_of_several_origins_is_told_with_their_number(names, told):
    update = story(new_origins=len(names), new_origin_names=names)
    assert f"({told})" in " ".join(render_text(digest(updates=[update])).split())


HEADERS = {
    "From": "newsthread <news@desk.example>",
    "To": "anna@reader.example",
    "Subject": "Crews walk out: 2 new | 26 Mar",
    "Date": "Wed, 26 Mar 2031 06:00:00 +0000",
    "List-Id": "newsthread <digest.desk.example>",
    "Auto-Submitted": "auto-generated",
    "List-Unsubscribe": f"<{LINK}>",
    "MIME-Version": "1.0",
}


@pytest.mark.parametrize("name", HEADERS)
def test_every_header_says_what_mail_programs_expect(name):
    assert message().get_all(name) == [HEADERS[name]]


def test_the_message_id_is_the_same_for_the_same_letter_and_recipient_only():
    ids = [message(recipient=to, now=at)["Message-ID"] for to, at in (("a@x.example", END), ("a@x.example", START))]
    assert ids[0] == ids[1] != message(recipient="b@x.example")["Message-ID"]
    assert re.fullmatch(r"<digest\.d[0-9a-f]{12}\.[0-9a-f]{16}@desk\.example>", ids[0])


def test_one_click_leaving_is_offered_only_over_https():
    without, plain = message(), message(sender=replace(SENDER, unsubscribe_url="http://desk.example/leave"))
    with_url = message(sender=replace(SENDER, unsubscribe_url="https://desk.example/leave?who=1"))
    assert without["List-Unsubscribe-Post"] is plain["List-Unsubscribe-Post"] is None
    assert plain["List-Unsubscribe"] == f"<{LINK}>"
    assert with_url["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert with_url["List-Unsubscribe"] == f"<https://desk.example/leave?who=1>, <{LINK}>"
    assert "https://desk.example/leave?who=1" in parts(with_url)[0]


def test_the_letter_is_an_alternative_of_text_and_html_that_any_server_passes_on():
    sent = message()
    assert sent.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]
    raw = sent.as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    text = parts(email.message_from_bytes(raw, policy=policy.SMTP))[0]
    assert text.replace("\r\n", "\n") == render_text(digest(), unsubscribe=LINK)


def test_a_stored_letter_gives_the_same_bytes_again():
    stored = freeze(digest(), unsubscribe=LINK, now=END)
    assert envelope(stored, SENDER, **SENT).as_bytes() == message().as_bytes() == message().as_bytes()


def test_a_letter_with_nothing_new_takes_no_minute():
    nothing = digest(updates=[], changed=[], due=[])
    assert "min." not in render_text(nothing)
    assert "min." not in render_html(nothing)
    assert "About 1 min." in render_text(digest(updates=[story()], changed=[], due=[]))


def test_a_letter_with_nothing_new_is_frozen_as_skipped():
    assert freeze(digest(updates=[], changed=[]), now=END).state == "skipped"
    assert freeze(digest(), now=END).state == "frozen"


@pytest.mark.parametrize("name", ["address", "recipient", "unsubscribe_mail", "list_domain"])
@pytest.mark.parametrize("value", ["", "@", "a@x.example\r\nBcc: b@x.example", "a@x\nX: y", "a@x.example, b@x.example"])
def test_settings_cannot_bring_in_headers(name, value):
    with pytest.raises(SettingsError):
        message(recipient=value) if name == "recipient" else message(sender=replace(SENDER, **{name: value}))


# --- what it says ---------------------------------------------------------------------------------------------------


def test_every_sentence_shown_is_one_that_was_given():
    letter = digest()
    quoted = {q.sentence for s in letter.stories for q in (*s.sentences, *s.headlines)}
    text = " ".join(render_text(letter).split())
    html = read_page(render_html(letter)).text
    assert all(sentence in text and sentence in html for sentence in quoted)


def test_a_day_that_was_not_read_is_a_dash_with_a_word_and_never_a_zero():
    letter = digest(updates=[story(days=days(1, None, 0, 3))])
    assert "1 – 0 3 (– is a day on which most outlets were not read)" in " ".join(render_text(letter).split())
    html = render_html(letter)
    cells = re.findall(r'<td class="(fill|gap|zero)"', html)
    assert cells == ["fill", "gap", "zero", "fill"]
    assert "– is a day on which most outlets were not read" in html


def test_without_gaps_nothing_is_said_of_gaps():
    letter = digest(updates=[story(days=days(1, 0, 3))])
    assert "outlets were not read" not in render_text(letter) + render_html(letter)


def test_sources_come_first_then_first_hand_reports_then_what_is_unknown():
    one = story(independent_sources=1, source_names=("Harbour Post",), first_hand_reports=7, unknown_reports=2)
    text = " ".join(render_text(digest(updates=[one])).split())
    assert "1 independent source (Harbour Post), 7 first-hand reports, 2 unknown." in text
    none = story(independent_sources=0, source_names=(), first_hand_reports=0, unknown_reports=3, not_read=2)
    text = " ".join(render_text(digest(updates=[none])).split())
    assert "No known source, no first-hand report, 3 unknown (2 not read in their language)." in text


def test_only_the_words_that_changed_are_marked():
    html = render_html(digest())
    assert re.findall(r"<(del|ins)[^>]*>([^<]*)</\1>", html) == [("del", "300"), ("ins", "130")]


def test_a_story_of_copies_alone_says_so():
    letter = digest(updates=[story(sentences=(), new_copies=2)])
    assert "Only copies of what was known; no new text." in render_text(letter)


def test_a_difference_does_not_repeat_a_sentence_told_above():
    assert render_text(digest()).count("The loss is 41 million crowns a day.") == 1


def test_a_web_edition_is_linked_where_there_is_one():
    assert "https://desk.example/news/stories/s000000001a.html" in render_html(
        digest(site_url="https://desk.example/news/")
    )


# --- form -----------------------------------------------------------------------------------------------------------


def full_letter(language="en"):
    reader = Reader(name="anna", address="a@x.example", language=language, watches=("ports", "bridges"), every="week")
    others = [story(f"s{number}", state=state) for number, state in enumerate(("new", "burst", "dormant", "closed"))]
    revived = story("s9", state="revived", quiet_days=71)
    return digest(reader=reader, updates=[rich_story(), revived, *others])


@pytest.mark.parametrize("language", known_languages())
def test_the_html_part_is_a_well_formed_page_in_its_language(language):
    page = read_page(render_html(full_letter(language), unsubscribe=LINK))
    assert page.faults == []
    assert (page.count("h1"), page.count("script"), page.count("img"), page.count("link")) == (1, 0, 0, 0)
    assert [attributes["lang"] for tag, attributes in page.tags if tag in ("html", "div") and "lang" in attributes] == [
        language,
        language,
    ]
    assert all(attributes.get("role") == "presentation" for tag, attributes in page.tags if tag == "table")


COLOURS = re.compile(r"([^{}]+)\{([^{}]*)\}")


def colours(css, name):
    """Return the colours that `name` has in the style sheet, by selector."""
    found = {}
    for selectors, body in COLOURS.findall(css):
        for value in re.findall(rf"(?:^|[;\s]){name}: (#[0-9a-f]{{6}})", body):
            found |= {selector.strip(): value for selector in selectors.split(",")}
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_text_stands_out_from_its_ground(scheme):
    light, kept = ((TEMPLATES / name).read_text() for name in ("letter.css", "letter_kept.css"))
    sheet = colours(light if scheme == "light" else kept, "background")[".sheet"]
    inks = colours(light, "color")
    if scheme == "dark":
        inks |= colours(kept.split("(prefers-color-scheme: dark) {")[1], "color")
    inks.pop(".preheader")
    faint = {selector: ink for selector, ink in inks.items() if contrast(ink, sheet) < 4.5}
    assert faint == {}


def test_a_letter_too_large_loses_its_last_stories_whole_and_says_so():
    many = [story(f"s{n:02}", title=f"Story {n} " + "t" * 200, new_articles=40 - n) for n in range(12)]
    letter = digest(updates=many)
    small = fit(letter, rules=SizeRules(html_bytes_at_most=20_000))
    assert 0 < len(small.stories) < len(letter.stories)
    assert small.stories == letter.stories[: len(small.stories)]
    assert small.left_out == letter.left_out + len(letter.stories) - len(small.stories)
    assert small.also_moved[0].story_id == letter.stories[len(small.stories)].story_id


def test_sentences_that_tell_least_give_way_before_any_story_does():
    likely = [said(f"{name} {'t' * 300}", article_id=n, chance=n / 10) for n, name in enumerate("abcdef")]
    many = [story(f"s{number}", sentences=tuple(reversed(likely))) for number in range(4)]
    letter = replace(digest(updates=[]), stories=tuple(many))
    small = fit(letter, rules=SizeRules(html_bytes_at_most=len(render_html(letter).encode()) - 1500))
    told = ["".join(quoted.sentence[0] for quoted in short.sentences) for short in small.stories]
    assert set(told) == {"fedcba", "fedcb"}
    assert sorted(told, reverse=True) == told  # of sentences alike the last story's goes first


@pytest.mark.parametrize(("title", "told"), [("Ships wait", "<h2"), ("السفن تنتظر", '<h2 dir="auto"')])
def test_the_direction_is_marked_where_a_text_may_run_from_the_right(title, told):
    assert f"{told} " in render_html(digest(updates=[story(title=title)]))
    assert 'dir="auto"' not in render_html(digest(updates=[story()], changed=[], due=[], quiet=[]))


def test_charts_give_way_before_any_story_does():
    many = [story(f"s{number}", days=days(*range(1, 15)), sentences=(said("News."),)) for number in range(10, 16)]
    letter = replace(digest(updates=[]), stories=tuple(many))
    whole = len(render_html(letter).encode())
    small = fit(letter, rules=SizeRules(html_bytes_at_most=whole - 1))
    assert [bool(shown.days) for shown in small.stories] == [True] * 5 + [False]
    smaller = fit(letter, rules=SizeRules(html_bytes_at_most=whole // 3))
    assert len(smaller.stories) == 6


def test_no_letter_is_larger_than_mail_programs_show():
    quoted = tuple(said("長" * 110, f"Outlet {n}" + "n" * 200, n) for n in range(4))
    heads = tuple(said("見" * 4000, "H", 10 + n) for n in range(3))
    many = [
        story(f"s{n:02}", title="t" * 9000, sentences=quoted, headlines=heads, days=days(*range(14))) for n in range(12)
    ]
    reader = Reader(name="a", address="a@x.example")
    letter = compose_digest(reader, DigestInputs(updates=many), period_start=START, period_end=END)
    assert len(render_html(letter).encode()) <= SizeRules().html_bytes_at_most
    assert len(render_text(letter).encode()) <= SizeRules().html_bytes_at_most


# --- languages ------------------------------------------------------------------------------------------------------


def names_in(template):
    return sorted(re.findall(r"\{(\w+)", template))


@pytest.mark.parametrize("language", known_languages())
def test_every_language_has_every_label_with_the_same_blanks(language):
    english, other = words_of("en"), words_of(language)
    assert other.plain.keys() == english.plain.keys()
    assert other.counted.keys() == english.counted.keys()
    dates = {"day", "day_long", "day_full"}
    for label in english.plain.keys() - dates:
        assert names_in(other.plain[label]) == names_in(english.plain[label]), label
    assert all("{n}" in form for forms in other.counted.values() for form in forms)
    assert (len(other.months), len(other.months_short), len(other.weekdays)) == (12, 12, 7)


@pytest.mark.parametrize("language", known_languages())
def test_a_letter_leaves_no_blank_unfilled(language):
    letter = full_letter(language)
    assert "{" not in render_text(letter) + subject_of(letter)


SUBJECTS = {
    "en": "Crews walk out: 2 new | 26 Mar",
    "de": "Crews walk out: 2 neu | 26. März",
    "de-AT": "Crews walk out: 2 neu | 26. März",
}


@pytest.mark.parametrize("language", SUBJECTS)
def test_the_subject_speaks_the_readers_language(language):
    assert subject_line(digest(), words_of(language)) == SUBJECTS[language]


def test_a_language_without_labels_is_refused_by_name():
    with pytest.raises(SettingsError, match="'tlh'"):
        words_of("tlh")


def test_times_are_those_of_the_readers_clock():
    tokyo = Reader(name="a", address="a@x.example", time_zone="Asia/Tokyo")
    assert "Since 25 Mar 15:00 (Asia/Tokyo)." in render_text(digest(reader=tokyo))


# --- hostile words ----------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "</td></table><h1>Owned</h1>",
    '" onmouseover="alert(1)',
    "{{ digest.name }}{% for x in y %}",
    "Line\r\nBcc: victim@x.example\r\n\r\nbody",
    "abc\u202efdp.exe\u2066\u2069",
    "zero\u200bwidth\ufeff\u2060joins\u00ad",
    "\x00\x07\x1b[31mred\x9b",
    "lone \ud800 surrogate",
    "flag \U0001f3f4\U000e0067\U000e0062 and \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "z" + "\u0310" * 500,
    "t" * 10_000,
    "word " * 2_000,
    "&lt;b&gt; &amp;amp; &#60;",
    "=?utf-8?q?=0D=0ABcc=3A_x=40y?=",
    "\u2028\u2029 paragraph",
    "",
    "   ",
    "مرحبا بالعالم",
]


def hostile_letter(text):
    quoted = replace(said("x"), sentence=text, outlet=text, language=text, title=f"Headline: {text}")
    sides = tuple(replace(side, value=text, quoted=quoted) for side in rich_story().differences[0].sides)
    difference = replace(rich_story().differences[0], about=text, sides=sides)
    first = replace(
        rich_story(), story_id=text, title=text, sentences=(quoted,), headlines=(replace(quoted, article_id=7),),
        origin_names=(text,), new_origin_names=(text,), differences=(difference,), watches=(text,),
    )  # fmt: skip
    base = digest()
    return replace(
        digest(reader=Reader(name=text, address="a@x.example", watches=(text,)), updates=[first]),
        quiet=((text, text),),
        also_moved=(AlsoMoved(story_id=text, title=text, quoted=quoted),),
        left_out=1,
        changed=(replace(base.changed[0], title=text, outlet=text, change=text, before=text, after=text + "!"),),
        gaps=(replace(base.gaps[0], outlet=text, last_outcome=text),),
        due=(replace(base.due[0], story_title=text, quoted=quoted),),
        poor_readings=(replace(base.poor_readings[0], outlet=text),),
        panel_changes=(replace(base.panel_changes[0], outlet=text),),
        unheard=(replace(base.unheard[0], title=text, outlets=(text,)),),
        site_url="https://desk.example",
    )


NEVER = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u2028\u2029\ud800-\udfff]"
)


TAGS = {tag for tag, _ in read_page(render_html(hostile_letter("harmless"), unsubscribe=LINK)).tags}
TAGS |= {"del", "ins", "h3"}  # the template's own: a changed word, and a headline where it is not the story's


def check_harmless(text):
    stored = freeze(hostile_letter(text), unsubscribe=LINK, now=END)
    page = read_page(stored.html)
    assert page.faults == []
    assert {tag for tag, _ in page.tags} <= TAGS
    assert page.count("h1") == 1
    assert all(link.startswith(("https://", "http://", "mailto:")) for link in page.links)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert not NEVER.search(stored.html + stored.body_text)
    assert len(stored.html.encode()) <= SizeRules().html_bytes_at_most
    raw = envelope(stored, SENDER, **SENT).as_bytes()
    again = email.message_from_bytes(raw, policy=policy.SMTP)
    assert set(again.keys()) == {*HEADERS, "Message-ID", "Content-Type"}
    assert again["Subject"].split() == stored.subject.replace("=?", "= ?").split()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_harmless_everywhere(text):
    check_harmless(text)


@given(st.text(max_size=80))
@example("𝕋 𝕓𝕔𝕖𝕙𝕚𝕜𝕢 𝕗 𝕦")  # a space where two encoded words of the subject meet
@settings(max_examples=15, deadline=None)
def test_no_words_at_all_can_break_a_letter(text):
    check_harmless(text)


BAD_LINKS = ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://bank.example@evil.example/",
             "http://x.example/\" onclick=\"y", "https://x.example/a b", "http://[bad", "ftp://x.example/", "https:///x",
             "https://x.example/\u202egpj", "HTTPS://x.example:99999/", "https://x.example/\r\nX"]  # fmt: skip


@pytest.mark.parametrize("url", BAD_LINKS)
def test_only_plain_web_links_are_links(url):
    quoted = replace(said("A sentence."), url=url)
    letter = digest(updates=[story(sentences=(quoted,))], changed=[], due=[])
    assert read_page(render_html(letter)).links == []
    assert clean_text(url) not in render_text(letter)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ja"])
def test_a_period_older_than_the_first_followed_outlet_says_so(language: str) -> None:
    reader = Reader(name="anna", address="anna@reader.example", language=language)
    told = digest(followed_since=date(2031, 3, 25), reader=reader)
    said = words_of(language).say("followed_since", day=words_of(language).day(date(2031, 3, 25), "day_long"))
    assert said in " ".join(render_text(told).split())
    assert said not in " ".join(render_text(replace(told, followed_since=None)).split())


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ja"])
def test_nothing_is_called_read_of_days_before_any_outlet_was_followed(language: str) -> None:
    reader = Reader(name="anna", address="anna@reader.example", language=language)
    words = words_of(language)
    young = digest(followed_since=date(2031, 3, 25), reader=reader, outlets_followed=3, gaps=[])
    old = replace(young, followed_since=None)
    lines = [coverage_notes.coverage_lines(one, words) for one in (young, old)]
    assert (words.plain["coverage_full"] in lines[0], words.plain["coverage_full_since"] in lines[0]) == (False, True)
    assert (words.plain["coverage_full"] in lines[1], words.plain["coverage_full_since"] in lines[1]) == (True, False)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ja"])
def test_older_articles_that_came_in_are_said_first_where_there_is_no_news(language: str) -> None:
    reader = Reader(name="anna", address="anna@reader.example", language=language)
    words, days = words_of(language), (date(2030, 4, 30), date(2030, 5, 7))
    older = [("Harbour Post", 3, *days), ("Daily Tide", 4, *days)]
    told = digest(updates=[], changed=[], due=[], backlog=older, reader=reader)
    said = words.count("older_articles", 7)
    assert said in subject_of(told)
    text = " ".join(render_text(told).split())
    assert text.index(said) < text.index("newsthread search")
    assert all(words.day(day, "day_long") in text for day in days)
