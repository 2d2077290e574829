"""What is false is told; what stands in the pages today holds."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import HOME
from tools.check_claims import figures, of_table, unknown_command, unknown_module, unknown_target


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("newsthread colect --all", "no command colect"),
        (".venv/bin/newsthread collect --al", "collect has no option --al"),
        ("newsthread digest send --tests a@b.example", "send has no option --tests"),
        ('newsthread feeds list --jsn  # with "--json"', "list has no option --jsn"),
    ],
)
def test_a_command_or_an_option_that_is_not_there_is_told(code: str, words: str) -> None:
    (told,) = unknown_command(code)
    assert words in told


@pytest.mark.parametrize(
    "code", ["newsthread collect --all", 'newsthread sql "SELECT 1 --no" --archive x', "newsthread", "newsthread.toml"]
)
def test_what_is_there_is_not_told(code: str) -> None:
    assert [*unknown_command(code)] == []


def test_modules_and_targets() -> None:
    assert [*unknown_module("python -m benchmarks.nothing.run")] == ["there is no module benchmarks.nothing.run"]
    assert [*unknown_module("python -m tools.check_claims")] == []
    assert [*unknown_target("make coffee")] == ["make has no target coffee"]
    assert [*unknown_target("make demo")] == []


def test_figures_are_numbers_with_a_point() -> None:
    assert figures("F1 0.970, of 1,246 at .5; 3.9.1 is a version, and so it ends at .92.") == {".97", ".5", ".92"}


TABLE = """| stage | measure | ours | best rival | ratio | ten times the work | when |
|---|---|---|---|---|---|---|
| [reading](reading/README.md) | text F1 | .91 | .812 | 1.1 | | today |
| | pages a second | 46.6 | 30.1 | 1.5 | | today |
{row}
"""


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("| | the same | 46.6 | .81 | | | today |", []),  # rounded
        ("| | the same | 46.7 | | | 12.5 | today |", ["12.5", "46.7"]),
        ("| starting | seconds | 46.6 | | | | today |", ["46.6"]),  # its folder is not the one above
    ],
)
def test_a_figure_of_the_table_stands_in_the_folder_that_its_row_names(
    tmp_path: Path, row: str, told: list[str]
) -> None:
    (tmp_path / "reading").mkdir()
    (tmp_path / "reading" / "README.md").write_text("F1 .910 against .8124; 46.6 and 30.1 pages.", encoding="utf-8")
    (tmp_path / "README.md").write_text(TABLE.format(row=row), encoding="utf-8")
    assert [fault.split()[1] for fault in of_table(tmp_path)] == told


def test_the_pages_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.check_claims"], cwd=HOME, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
