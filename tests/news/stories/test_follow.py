from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from news.records import Article, Correction
from news.stories.follow import StoryRun, follow_stories
from news.stories.memory import RememberedStories

START = datetime(2026, 1, 5, tzinfo=UTC)
DAM = "The Kelmis Dam on the Orlo River broke. Governor Ilse Brandt sent crews to Kelmis. Water stood in the valley."
OPERA = "Soprano Dora Lenk sings Tosca at the Graz Summer Stage. Conductor Piet Haas rehearsed the orchestra all week."
BANK = "The Norvik Mutual bank raised its rate. Analysts at Halm Partners expect a further rise of mortgages in autumn."


def article(number: int, text: str, *, day: float = 0, title: str = "", **more: object) -> Article:
    at = START + timedelta(days=day)
    made = Article(
        article_id=number,
        url=f"https://example.org/{number}",
        outlet="Example",
        title=title or text.partition(".")[0],
        text=text,
        first_seen_at=at,
        ordered_at=at,
        ordered_by="published",
        arrived_by="feed",
    )
    return replace(made, **more)  # type: ignore[arg-type]


class Archive:
    """Runs after runs, as the archive would keep them."""

    def __init__(self) -> None:
        self.memory = RememberedStories()
        self.groups: dict[int, int] = {}
        self.story_of: dict[int, str] = {}
        self.corrections: list[Correction] = []

    def link(self, *articles: Article) -> StoryRun:
        known = {self.groups.get(a, a): story_id for a, story_id in self.story_of.items()}
        run = follow_stories(
            articles,
            copy_group_of=self.groups,
            memory=self.memory,
            known_group_story=known,
            corrections=self.corrections,
        )
        into = dict(run.merges)
        self.story_of = {a: into.get(s, s) for a, s in self.story_of.items()}
        self.story_of.update({link.article_id: link.story_id for link in run.links})
        self.memory.keep(run.stories, run.term_days)
        return run

    def say(self, verb: str, article_id: int | None, story_id: str | None, words: str = "") -> None:
        at = START + timedelta(seconds=len(self.corrections))
        said = Correction(corrected_at=at, verb=verb, article_id=article_id, story_id=story_id, words=words)  # type: ignore[arg-type]
        self.corrections.append(said)

    def stories(self) -> set[str]:
        return set(self.story_of.values())


def test_articles_on_one_matter_make_one_story_and_others_their_own() -> None:
    archive = Archive()
    archive.link(article(1, DAM), article(2, OPERA), article(3, f"Rescue goes on. {DAM}", day=1))
    assert archive.story_of[1] == archive.story_of[3] != archive.story_of[2]


def test_a_story_is_known_again_after_months_of_silence() -> None:
    archive = Archive()
    archive.link(article(1, DAM), article(2, f"Rescue goes on. {DAM}", day=1), article(3, OPERA), article(4, BANK))
    late = "Prosecutors charged three engineers over the Kelmis Dam. Governor Ilse Brandt spoke by the Orlo River."
    archive.link(article(5, late, day=140))
    assert archive.story_of[5] == archive.story_of[1]


def test_a_like_event_elsewhere_months_later_is_another_story() -> None:
    archive = Archive()
    archive.link(article(1, DAM), article(2, f"Rescue goes on. {DAM}", day=1), article(3, OPERA), article(4, BANK))
    other = (
        "A dam on the Tessel broke. Mayor Jon Pike sent crews to Ramsfield. Streets and cellars of the town flooded."
    )
    archive.link(article(5, other, day=140))
    assert archive.story_of[5] != archive.story_of[1]


def test_copies_share_the_story_and_count_once() -> None:
    archive = Archive()
    archive.groups = {1: 1, 2: 1, 3: 1}
    run = archive.link(article(1, DAM), article(2, "Short cut of the dam report.", day=1), article(3, DAM, day=2))
    assert len(archive.stories()) == 1
    assert [story.members for story in run.stories] == [1]
    assert sum(day.get("", 0) for day in run.term_days.values()) == 1


def test_a_late_copy_joins_its_group_without_counting_again() -> None:
    archive = Archive()
    archive.groups = {1: 1, 2: 1}
    archive.link(article(1, DAM))
    run = archive.link(article(2, "Hardly any words of the first.", day=30))
    assert archive.story_of[2] == archive.story_of[1]
    assert run.term_days == {}
    assert archive.memory.stories([archive.story_of[1]])[archive.story_of[1]].members == 1


def test_headlines_alone_find_their_story() -> None:
    archive = Archive()
    archive.link(article(1, DAM), article(2, OPERA), article(3, BANK))
    archive.link(article(4, "", title="Kelmis Dam broke, crews sent", text_kind="headline", day=1))
    assert archive.story_of[4] == archive.story_of[1]


def test_two_headlines_are_of_one_story_by_more_than_a_word() -> None:
    archive = Archive()
    titles = (
        "Opera singer closes her accounts",
        "Ferry firm shows its accounts",
        "Ferry firm shows its accounts to Velm",
    )
    archive.link(*(article(n, "", title=title, text_kind="headline") for n, title in enumerate(titles)))
    assert archive.story_of[0] != archive.story_of[1] == archive.story_of[2]


def test_an_account_takes_part_like_a_text() -> None:
    archive = Archive()
    archive.link(article(1, DAM, text_kind="account"), article(2, f"Again. {DAM}", day=1), article(3, OPERA))
    assert archive.story_of[1] == archive.story_of[2]


def test_an_id_is_s_and_ten_letters_and_digits_of_the_first_article() -> None:
    runs = [Archive().link(article(77, DAM)), Archive().link(article(77, OPERA))]
    assert runs[0].links[0].story_id == runs[1].links[0].story_id
    assert runs[0].links[0].story_id[0] == "s"
    assert len(runs[0].links[0].story_id) == 11


def test_a_story_is_titled_by_a_real_headline_near_its_profile() -> None:
    odd = article(1, DAM, title="Photos of the week")
    plain = article(2, f"Rescue goes on. {DAM}", title="Crews reach Kelmis after dam broke on Orlo River", day=1)
    archive = Archive()
    story = archive.link(odd, plain, article(3, OPERA)).stories
    named = next(one for one in story if one.members == 2)
    assert named.title == plain.title


def test_a_person_s_link_outranks_the_rule_and_survives_a_new_run() -> None:
    archive = Archive()
    archive.link(article(1, DAM), article(2, OPERA))
    archive.say("link", 2, archive.story_of[1])
    archive.link(article(2, OPERA))
    assert archive.story_of[2] == archive.story_of[1]
    run = archive.link(article(1, DAM), article(2, OPERA))
    assert {link.story_id for link in run.links} == {archive.story_of[1]}
    assert next(link for link in run.links if link.article_id == 2).linked_by == "person"


def test_what_a_person_split_off_never_returns_by_rule() -> None:
    archive = Archive()
    archive.link(article(1, DAM), article(2, f"Rescue goes on. {DAM}", day=1))
    first = archive.story_of[1]
    archive.say("split", 1, first)
    archive.link(article(1, DAM))
    own = archive.story_of[1]
    assert own != first == archive.story_of[2]
    archive.link(article(1, DAM), article(2, f"Rescue goes on. {DAM}", day=1))
    assert (archive.story_of[1], archive.story_of[2]) == (own, first)
    assert archive.memory.stories([first])[first].members == 1


def test_the_latest_word_of_a_person_holds() -> None:
    archive = Archive()
    archive.link(article(1, DAM), article(2, OPERA))
    dam, opera = archive.story_of[1], archive.story_of[2]
    archive.say("link", 2, dam)
    archive.say("split", 2, dam)
    archive.link(article(2, OPERA))
    assert archive.story_of[2] == opera


def test_a_person_s_title_and_closing_are_kept() -> None:
    archive = Archive()
    archive.link(article(1, DAM))
    story_id = archive.story_of[1]
    archive.say("name", None, story_id, "The dam")
    archive.say("close", None, story_id)
    run = archive.link(article(1, DAM))
    assert [(story.title, story.is_closed) for story in run.stories] == [("The dam", True)]
    run = archive.link(article(2, f"Rescue goes on. {DAM}", day=1))
    assert [(story.title, story.is_closed) for story in run.stories] == [("The dam", True)]


def test_linking_twice_changes_nothing() -> None:
    archive = Archive()
    texts = [article(1, DAM), article(2, OPERA), article(3, f"Rescue goes on. {DAM}", day=1)]
    archive.link(*texts)
    before = archive.story_of.copy()
    run = archive.link(*texts)
    assert archive.story_of == before
    assert run.term_days == {}
    assert run.stories == ()


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(8)), cut=st.integers(0, 8))
def test_each_article_is_in_exactly_one_story_whatever_the_order(order: Sequence[int], cut: int) -> None:
    texts = [DAM, OPERA, BANK, f"Again. {DAM}", f"Encore. {OPERA}", f"Later. {BANK}", "", "Kelmis"]
    rows = [article(number, text, day=number, title=f"Row {number}") for number, text in enumerate(texts)]
    archive = Archive()
    for batch in (order[:cut], order[cut:]):
        run = archive.link(*(rows[number] for number in batch))
        assert sorted(link.article_id for link in run.links) == sorted(batch)
    found = archive.memory.stories(archive.stories())
    assert sum(story.members for story in {s.story_id: s for s in found.values()}.values()) == len(rows)
    whole = [Archive().link(*(rows[number] for number in shuffled)) for shuffled in (order, range(8))]
    assert whole[0] == whole[1]


def test_an_undated_article_moves_no_story_s_span() -> None:
    archive = Archive()
    archive.link(article(1, DAM), article(2, f"Rescue goes on. {DAM}", day=1))
    before = archive.memory.everything()[archive.story_of[1]]
    run = archive.link(article(3, f"{DAM} Helpers came from Kelmis.", day=700, ordered_by="first_seen"))
    assert archive.story_of[3] == archive.story_of[1]
    [story] = run.stories
    assert (story.first_at, story.last_at, story.is_dated) == (before.first_at, before.last_at, True)


def test_a_dated_article_sets_the_span_of_undated_ones() -> None:
    archive = Archive()
    archive.link(article(1, DAM, day=700, ordered_by="first_seen"))
    run = archive.link(article(2, f"{DAM} Helpers came from Kelmis.", day=3))
    [story] = run.stories
    assert archive.story_of[2] == archive.story_of[1]
    assert story.first_at == story.last_at == START + timedelta(days=3)
