"""What a command imports: libraries that it does not use would be waited for at each call."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import HOME
from tests.storage.newsstand import filled

SCRIPT = """
import sys
from flows.cli import main
code = main(sys.argv[2:])
print(code, [name for name in sys.argv[1].split() if name in sys.modules])
"""


@pytest.mark.parametrize(
    ("arguments", "unused"),
    [
        (["--help"], "prefect duckdb pyarrow numpy aiohttp trafilatura rapidfuzz lxml jinja2"),
        (["sql", "SELECT 1"], "prefect pyarrow numpy aiohttp trafilatura rapidfuzz lxml jinja2"),
        (["collect"], "prefect dask distributed"),
        (["stories"], "prefect aiohttp trafilatura"),
    ],
)
def test_no_command_imports_the_libraries_of_others(tmp_path: Path, arguments: list[str], unused: str) -> None:
    environment = {"NEWSTHREAD_ARCHIVE": str(filled(tmp_path / "archive", 3)), "PYTHONPATH": str(HOME), "PATH": "/bin"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, unused, *arguments],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = done.stdout.strip().splitlines()[-1]
    assert said == "0 []", (said, done.stderr)
