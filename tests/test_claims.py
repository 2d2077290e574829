"""README and handbooks name only commands, files and SQL that exist."""

import re
from pathlib import Path

import duckdb
import pytest
import typer.main

from flows.cli import app
from tests.conftest import HOME

PAGES = sorted([HOME / "README.md", *(HOME / "docs").glob("*.md")])
NAMES = [str(page.relative_to(HOME)) for page in PAGES]
FOLDERS = (
    "news/",
    "extractors/",
    "storage/",
    "digest/",
    "flows/",
    "tests/",
    "docs/",
    "benchmarks/",
    "seeds/",
    "tools/",
)
IN_WHEEL_ALONE = {"flows/data"}  # pyproject.toml puts the seeds there when a wheel is built
QUESTIONS = re.findall(r"```sql\n(.*?)```", (HOME / "docs" / "analyst.md").read_text(encoding="utf-8"), re.DOTALL)


def commands_named(text: str) -> set[str]:
    """Return the words after newsthread where a line of code or a span in backticks is a command."""
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    return {
        found[1] for code in spans + lines if (found := re.match(r"\s*(?:\.venv/bin/)?newsthread ([a-z][a-z-]*)", code))
    }


def files_named(text: str) -> set[str]:
    """Return the paths in backticks that begin with a folder of the project; a pattern or a placeholder is none."""
    return {
        path for path in re.findall(r"`([\w./-]+)`", text) if path.startswith(FOLDERS) and ".." not in path
    } - IN_WHEEL_ALONE


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_named_exists(page: Path) -> None:
    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert not commands_named(page.read_text(encoding="utf-8")) - known


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_file_named_exists(page: Path) -> None:
    named = files_named(page.read_text(encoding="utf-8"))
    assert not {path for path in named if not (HOME / path).exists() and not (HOME / f"{path}.py").exists()}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_of_the_analyst_has_an_answer(question: str, newsroom_archive: Path) -> None:
    with duckdb.connect(str(newsroom_archive / "news.duckdb"), read_only=True) as connection:
        assert connection.execute(question).fetchone() is not None
