"""The cases of ../shared on linking and of newcomers, each imported, and asked for in SQL or told.

Quotations are tried in tests/news/speakers/test_given_cases.py, watches also in tests/news/watches.
"""

import io
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractors.seeds import read_outlets
from flows.cli import main
from flows.collecting.import_files import import_articles
from flows.configuration.settings import Settings
from flows.progress import Progress
from storage.archive import Archive

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
Ask = Callable[[str], list[tuple[Any, ...]]]
# Last part of the address of each article, with its outlet relayed as origin; None: no outlet is, and none is claimed.
ORIGINS = {
    "lang_dateline_primary": {
        "artikel-es-0": "Reuters",
        "artikel-es-1": "Reuters",
        "artikel-es-2": "El País",
        "artikel-es-3": None,
        "artikel-de-0": "dpa",
        "artikel-de-1": "dpa",
        "artikel-de-2": "Der Spiegel",
        "artikel-de-3": None,
        "artikel-ja-0": "Kyodo News",
        "artikel-ja-1": "Kyodo News",
        "artikel-ja-2": "Yomiuri Shimbun",
        "artikel-ja-3": None,
    },
    "self_credit": {"1": None, "2": None, "x4": None},
    "unlisted_outlets": {
        "11": "The Plain Dealer",
        "12": "The Oregonian",
        "13": "NationNews Barbados",
        "14": "KTLA",
        "15": "WABC",
        "16": "Tech Mic",
    },
    "ap_contributed": {"17": None},
    "dateline_demoted": {"10": "Reuters"},
}
WATCHES = {
    "Malmo": {"a1"},
    '"Sao Paulo"': {"a10"},
    "Jose": {"a10"},
    "US": {"a1"},
    "title:US": {"a1"},
    '"AT&T"': {"a3"},
}
NEAR = ("boeing NEAR/5 jobs", "novartek W/5 pharmis", "boeing ONEAR/3 jobs", '"novartek (pharmis OR boeing)"~6')


@pytest.fixture
def given(shared: Path) -> Path:
    folder = shared / "cases"
    if not folder.is_dir():
        pytest.skip("../shared/cases is absent: the given cases are NOT checked")
    return folder


@pytest.fixture
def hear(given: Path, tmp_path: Path) -> Callable[..., Ask]:
    """Import files of `linking` one after the other, an hour apart, into an archive that knows the outlets."""

    def heard(*names: str) -> Ask:
        folder = tmp_path / "archive"
        settings = Settings(archive=folder)
        for hour, name in enumerate(names):
            at = NOW + timedelta(hours=hour)
            with Archive.open(folder, now=at) as archive:
                archive.outlets.save(read_outlets(settings.seeds / "outlets.csv"))
                import_articles(archive, settings, [given / f"linking/{name}.jsonl"], now=at, progress=Progress())

        def ask(sql: str) -> list[tuple[Any, ...]]:
            with Archive.open(folder, now=NOW) as archive:
                return archive.store.rows(sql)

        return ask

    return heard


COPIES = "SELECT kind, added_sentences FROM near_copies"
COUNTS = "SELECT count(*), count(DISTINCT copy_group_id), count(DISTINCT story_id), max(version) FROM articles"


def test_a_follow_up_that_reuses_background_is_an_update_and_its_news_is_told(hear: Callable[..., Ask]) -> None:
    ask = hear("x1_update_collapsed", "x1_update_collapsed_2")
    ((kind, added),) = ask(COPIES)
    assert kind == "update"
    assert any("is empty" in sentence for sentence in added)
    assert ask(COUNTS) == [(2, 2, 1, 1)]


def test_an_undated_import_revives_no_story(hear: Callable[..., Ask]) -> None:
    ask = hear("undated_revive")
    ((story, state),) = ask("SELECT story_id, state FROM stories")
    assert state == "dormant"
    assert ask(f"SELECT count(*) FROM chronicle('{story}') WHERE phase = 'revives'") == [(0,)]
    assert all(hours is None for (hours,) in ask(f"SELECT hours_later FROM who_copied_whom('{story}')"))


def test_an_error_page_under_five_headlines_makes_no_copy_and_no_story(hear: Callable[..., Ask]) -> None:
    ask = hear("p14_error_page")
    assert ask(COPIES) == []
    assert ask(COUNTS) == [(5, 5, 5, 1)]


def test_one_article_under_seven_addresses_is_one(hear: Callable[..., Ask]) -> None:
    assert hear("p10_url_variants")("SELECT count(*) FROM articles") == [(1,)]


@pytest.mark.parametrize("name", ORIGINS)
def test_whom_each_text_relays(name: str, hear: Callable[..., Ask]) -> None:
    ask = hear(name)
    found = dict(
        ask(
            "SELECT regexp_extract(url, '[^/]*$'), CASE WHEN state = 'relays' THEN origin END "
            "FROM origins JOIN articles USING (article_id) WHERE basis = 'explicit'"
        )
    )
    assert found == ORIGINS[name]


def test_an_outlet_stated_as_a_host_or_alias_relays_nothing_of_itself(hear: Callable[..., Ask]) -> None:
    ask = hear("self_credit")
    assert sorted(ask("SELECT outlet FROM articles")) == [("BBC News",), ("BBC News",), ("CNN",)]
    assert ask("SELECT cited FROM citations WHERE relation = 'relays'") == []


def test_codes_of_languages_are_read_in_every_spelling_and_a_template_makes_no_copy(hear: Callable[..., Ask]) -> None:
    ask = hear("language_code_eng_und")
    credited = ask("SELECT language, list(cited) FROM articles JOIN citations USING (article_id) GROUP BY ALL")
    assert {cited[0] for _, cited in credited} == {"Reuters"}
    assert {language for language, _ in credited} <= {"en", "de"}
    assert ask("SELECT count(*) FROM citations") == ask("SELECT count(*) FROM articles")
    assert ask("SELECT count(*) FROM near_copies WHERE kind IN ('exact', 'near_copy', 'update')") == [(0,)]


@pytest.mark.parametrize(
    ("names", "copies", "counts"),
    [
        (("p2_chain",), ["derived", "near_copy"], (3, 2, 1, 1)),
        (("p3_same_title",), [], (2, 2, 2, 1)),
        (("p4_retitled",), ["near_copy"], (2, 1, 1, 1)),
        (("p5_live_update", "p5_live_update_2"), [], (1, 1, 1, 2)),
        (("p6_repromoted", "p6_repromoted_2"), [], (1, 1, 1, 1)),
        (("p7_undated_again", "p7_undated_again_2"), ["shared_passage"] * 3, (3, 3, 1, 1)),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) and isinstance(given[0], str) else "",
)
def test_what_was_right_stays_so(
    names: tuple[str, ...], copies: list[str], counts: tuple[int, ...], hear: Callable[..., Ask]
) -> None:
    ask = hear(*(f"passing/{name}" for name in names))
    assert sorted(kind for kind, _ in ask(COPIES)) == copies
    assert ask(COUNTS) == [counts]


@pytest.fixture
def at_home(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with the given files, and an archive in it."""
    for path in (*given.glob("newcomer/*"), given / "linking/watch_articles.jsonl"):
        shutil.copy(path, tmp_path)
    monkeypatch.setenv("NEWSTHREAD_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main(list(words)) == code, words
    told = capsys.readouterr()
    return told.out + told.err


def test_watches_find_what_was_meant_or_are_refused(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", "watch_articles.jsonl")
    titles = dict(
        line.split("\t")
        for line in said(
            capsys, "sql", "SELECT regexp_extract(url, 'a[0-9]+$') || chr(9) || title FROM articles", "--csv"
        )
        .replace('"', "")
        .splitlines()[1:]
    )
    for query, expected in WATCHES.items():
        told = said(capsys, "watches", "test", query)
        assert {key for key, title in titles.items() if title in told} == expected, query
    for query in (*NEAR, "boeing near jobs"):
        capsys.readouterr()
        code = main(["watches", "test", query])
        told = "".join(capsys.readouterr())
        assert code or any(title in told for key, title in titles.items() if key in ("a4", "a6")), query
    told = said(capsys, "watches", "test", "boeing and jobs")
    assert titles["a4"] in told or "AND" in told


def test_the_subject_names_one_story_and_counts_the_others(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", "subject.jsonl")
    told = said(capsys, "digest", "preview", "--since", "2026-11-27")
    (subject,) = (line for line in told.splitlines() if "and 2 more stories" in line)
    assert "3 new" not in subject


def test_rows_left_out_are_told_first_and_forgetting_asks(
    at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(capsys, "import", "dates.csv", code=1).startswith("2 rows left out")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "--yes" in said(capsys, "forget", "Orsel Gazette", code=2)


def test_a_backlog_is_counted_and_not_told_as_news(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", "backlog.jsonl")
    assert "Harbour wall" not in said(capsys, "digest", "preview")


def test_an_outlet_whose_polls_failed_was_not_read(
    at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSTHREAD_CONTACT", "tests@localhost.invalid")
    said(capsys, "plant-seeds")
    said(capsys, "feeds", "import", str(Settings().seeds / "feeds.toml"))
    main(["collect", "--now"])
    told = said(capsys, "digest", "preview")
    assert "0 of 40 followed outlets were read every day" in told
