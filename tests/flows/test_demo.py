"""The demo, as a person runs it: the real flow under Prefect, a summary, an archive to ask, a letter to read."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.cli import main
from tests.conftest import HOME

pytestmark = pytest.mark.prefect


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("demo") / "archive"
    command = [sys.executable, "-m", "flows.cli", "demo", "--archive", str(folder)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    assert "leaked" not in done.stderr
    return done.stdout, folder


def test_the_summary_names_what_there_is_and_what_is_new(demo: tuple[str, Path]) -> None:
    said, _ = demo
    assert "66 articles: 61 of 12 outlets and 5 example documents; 14 of them copies" in said
    assert "New since 20 September 2026: 11 articles, 4 of them copies" in said
    assert "1 changed after publication" in said


def test_the_readme_shows_what_it_says(demo: tuple[str, Path]) -> None:
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    parts = [part.strip(" ;\n") for part in re.split(r"…|\n", shown)]
    said = without_ids(demo[0])
    assert [part for part in parts if without_ids(part) not in said] == []


def without_ids(text: str) -> str:
    """Return a summary without the ids of its stories, which come from addresses that differ from run to run."""
    return re.sub(r"\bs[a-z2-7]{10},", "", text)


def test_the_queries_it_proposes_work(demo: tuple[str, Path]) -> None:
    said, folder = demo
    queries = re.findall(r'newsthread sql "([^"]+)" --archive', said)
    assert len(queries) == 3
    with duckdb.connect(str(folder / "news.duckdb"), read_only=True) as connection:
        for query in queries:
            assert connection.execute(query).fetchall()


def test_a_chronicle_says_first_hand_as_its_head_does(
    demo: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (story,) = re.findall(r"who_copied_whom\('(\w+)'\)", demo[0])
    assert main(["story", story, "--archive", str(demo[1])]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "10 first-hand reports" in told
    assert "origin first-hand" in told
    assert "origin relays Meridian Press Agency" in told
    assert "primary" not in told


def test_the_letter_quotes_only_sentences_that_stand_in_an_article(demo: tuple[str, Path]) -> None:
    _, folder = demo
    letter = (folder / "digest.html").read_text(encoding="utf-8")
    assert "back after 7" in letter
    quoted = re.findall(r"<blockquote[^>]*>\s*(?:<p[^>]*>)?(.*?)<", letter, re.DOTALL)
    with duckdb.connect(str(folder / "news.duckdb"), read_only=True) as connection:
        texts = " ".join(text for (text,) in connection.execute("SELECT text FROM articles").fetchall())
    for sentence in quoted:
        words = re.findall(r"\w+", sentence.replace("&quot;", '"').replace("&#39;", "'"))
        assert " ".join(words) in " ".join(re.findall(r"\w+", texts))


def test_the_notebook_draws_three_charts_of_it(demo: tuple[str, Path]) -> None:
    for package in ("marimo", "altair"):
        pytest.importorskip(package, reason=f"{package} is not installed: examples/coverage.py was not run")
    script = """
import runpy
app = runpy.run_path("examples/coverage.py")["app"]
_, made = app.run()
for name in ("stories_chart", "outlets_chart", "sources_chart"):
    rows = made[name].to_dict()["data"]["values"]
    print(name, len(rows), sorted(rows[0]))
"""
    environment = os.environ | {"NEWSTHREAD_ARCHIVE": str(demo[1])}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=HOME, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    stories, outlets, sources = done.stdout.splitlines()[-3:]
    assert stories.endswith("['copy_groups', 'day', 'title']")
    assert outlets.endswith("['articles', 'kind', 'outlet']")
    assert int(sources.split()[1]) >= 6
