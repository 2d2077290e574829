"""The search index: a reading of it by the rules of the page's script finds what a plain scan finds."""

import json
import re
import subprocess
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.site.search_index import SearchRules, fold, search_mark, search_pieces, terms_of
from digest.site.write import write_site
from news.records.site import SearchLine
from tests.digest.looks import FLAGS, find_browser
from tests.digest.sites import site_content

HOSTILE = "</script><img src=x onerror=alert(1)>\u2028"


def line(title, outlet="Harbour Post", opening="", **more):
    given = {"day": date(2031, 3, 26), "url": "https://x.example/1", "language": "en"}
    return SearchLine(title=title, outlet=outlet, opening=opening, **(given | more))


def read(pieces):
    """Return prefixes, terms by prefix and rows, as the page's script holds them."""
    held = {"terms": {}, "rows": {}, "pieces": None}
    for _, script in pieces:
        what, said = re.fullmatch(r"newsthreadSearch\.(\w+)\((.*)\);\n", script, re.DOTALL).groups()
        values = json.loads(f"[{said}]")
        if what == "pieces":
            held["pieces"] = values[0]
        else:
            held[what][values[0]] = values[1]
    return held


def found(held, term):
    prefix = next((term[:n] for n in range(len(term), 0, -1) if term[:n] in held["terms"]), None)
    written = held["terms"].get(prefix, {}).get(term)
    at, numbers = 0, []
    for gap in written.split(",") if written else ():
        at += int(gap, 36)
        numbers.append(at)
    return numbers


WORDS = st.lists(
    st.sampled_from("strike strikes strip st Straße über uber 港湾 港 port ports Ñandú 9".split()), max_size=6
)


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=30), st.integers(1, 20), st.integers(1, 5))
def test_every_term_leads_to_the_articles_that_have_it(titles, postings, articles):
    lines = [line(" ".join(words) or "–") for words in titles]
    rules = SearchRules(piece_postings=postings, articles=articles)
    held = read(search_pieces(lines, rules=rules))
    for term in set().union(*(terms_of(one.title) for one in lines), {"nowhere", "s"}):
        assert found(held, term) == [at for at, one in enumerate(lines) if term in terms_of(one.title)]
    assert sorted(held["pieces"]["prefixes"]) == sorted(held["terms"])
    rows = [row for number in sorted(held["rows"]) for row in held["rows"][number]]
    assert [row[0] for row in rows] == [one.title for one in lines]
    assert held["pieces"]["articles"] == len(lines)


def test_distances_of_any_length_lead_to_their_articles():
    holders = [35, 71, 108, 1404, 3404, 3405]
    lines = [line("storm" if at in holders else "–") for at in range(holders[-1] + 1)]
    assert found(read(search_pieces(lines)), "storm") == holders


def test_accents_cases_and_scripts_without_spaces_are_found():
    assert fold("Über Ñandú") == "uber nandu"
    assert terms_of("Straße, 9-day") == {"straße", "9", "day"}
    assert terms_of("東京湾で") == {"東京", "京湾", "湾て"}  # voicing marks are folded, too
    assert terms_of("한국") == {"한국"}


def test_outlet_language_and_state_are_terms_and_a_story_has_its_link():
    told = line("Strike", story_id="s0001", story_title="The strike", state="active")
    held = read(search_pieces([line("Other", outlet="Daily Tide", language="de"), told]))
    assert found(held, "~o:Harbour Post") == found(held, "~s:active") == [1]
    assert found(held, "~l:de") == [0]
    assert held["rows"][0][1][5:] == ["s0001", "The strike"]


def test_nothing_that_an_outlet_says_becomes_script():
    pieces = list(
        search_pieces([line(HOSTILE, outlet=HOSTILE, url="javascript:alert(1)", story_id="s1", story_title=HOSTILE)])
    )
    assert all("</script" not in script and "\u2028" not in script for _, script in pieces)
    assert read(pieces)["rows"][0][0][3] == ""


def test_a_new_article_changes_few_pieces_and_the_same_articles_none(tmp_path):
    lines = [line(f"word{at % 50} other{at % 7}") for at in range(450)]
    write_site(tmp_path, site_content(), searched=lines)
    before = {path: path.read_bytes() for path in (tmp_path / "search").iterdir()}
    assert write_site(tmp_path, site_content(), searched=lines).written == 0
    write_site(tmp_path, site_content(), searched=[*lines, line("zebra")])
    changed = {path.name for path in (tmp_path / "search").iterdir() if before.get(path) != path.read_bytes()}
    assert {"a-4.js", "t-7a.js", "pieces.js"} <= changed
    assert not {"a-0.js", "a-3.js", "t-77.js"} & changed
    write_site(tmp_path, site_content(), searched=lines[:150])
    assert not (tmp_path / "search" / "a-4.js").exists()
    assert search_mark(lines, "x") != search_mark(lines, "y")


@pytest.fixture(scope="module")
def browser():
    if (there := find_browser()) is None:
        pytest.skip("no Chromium on this machine: the search page is NOT tried")
    return there


def asked(browser, folder, question, profile):
    flags = [flag for flag in FLAGS if not flag.startswith("--virtual")]
    command = [browser, *flags, "--timeout=3000", f"--user-data-dir={profile}"]
    done = subprocess.run(
        [*command, f"file://{folder}/search.html#{question}"], capture_output=True, text=True, timeout=60
    )
    return re.search(r'id="said"[^>]*>([^<]*)', done.stdout)[1], re.findall(r"<li>.*?</li>", done.stdout)


@pytest.mark.slow
def test_the_page_searches_from_a_folder(browser, tmp_path):
    lines = [
        line("Crews walk out at Velm", story_id="s0001", story_title="Dock strike", state="active"),
        line("Straßen über Velm gesperrt", outlet="Küstenkurier", language="de"),
        line(HOSTILE, opening="velm"),
    ]
    write_site(tmp_path / "site", site_content(), searched=lines)
    cases = {
        "q=velm": (3, None), "q=VELM+crew": (1, "stories/s0001.html"), "q=uber": (1, "über"),
        "q=velm&l=de": (1, "Küstenkurier"),
        "q=velm&s=active": (1, "Dock strike"), "q=nowhere": (0, None), "q=": (3, None),
    }  # fmt: skip
    for at, (question, (count, within)) in enumerate(cases.items()):
        said, items = asked(browser, tmp_path / "site", question, tmp_path / f"profile{at}")
        assert len(items) == count, (question, said)
        assert said == (f"Articles found: {count}." if count else "No article has all of these words.")
        assert within is None or within in items[0]
        assert not any("<img" in item for item in items)
