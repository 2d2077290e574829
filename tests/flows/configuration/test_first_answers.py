"""What `init` writes and says for answers of all kinds: the lines that differ from the template, and the next step."""

import difflib
import tomllib
from pathlib import Path

from flows.configuration import settings
from flows.configuration.first_settings import Answers, begin, next_step
from flows.configuration.template import SETTINGS
from news.errors import InputError
from tests.answers import check
from tests.conftest import HOME

KEPT = HOME / "tests/fixtures/answers/flows/first_settings.txt"
GIVEN = (
    Answers(), Answers(contact="me@h.example"), Answers(contact="no contact"), Answers(time_zone="Asia/Tokyo"),
    Answers(pack="world"), Answers(pack="world", contact="https://h.example/me"),
    Answers(mail="me@h.example"), Answers(mail="me@h.example", smtp_host="mx.example"), Answers(smtp_host="mx.example"),
    Answers(contact='a "b" c@h.example', time_zone="Europe/Paris", mail="me@h.example", smtp_host="mx.example"),
    Answers(contact="me@h.example", time_zone="x"), Answers(pack="moon"), Answers(mail="x", smtp_host="mx.example"),
)  # fmt: skip


def test_what_init_writes_stays(tmp_path: Path) -> None:
    found = []
    for number, answers in enumerate(GIVEN):
        folder = tmp_path / str(number)
        folder.mkdir()
        found.append(f"{number}: {answers}")
        for _ in (1, 2):  # it never writes over a file
            try:
                found += [f"  {line}" for line in begin(folder, answers)]
            except InputError as error:
                found.append(f"  refused: {error} ({error.subject})")
        found.append(f"  {next_step(answers)}")
        found.append(f"  wrote {sorted(path.name for path in folder.iterdir())}")
        if (written := folder / "newsthread.toml").exists():
            now = written.read_text(encoding="utf-8").splitlines()
            moved = difflib.unified_diff(SETTINGS.splitlines(), now, n=0, lineterm="")
            found += [f"  {line}" for line in [*moved][2:] if not line.startswith("@@")]
    check(KEPT, [line.replace(str(tmp_path), "DIR") for line in found])


def test_a_wheel_carries_its_data_where_the_settings_look_for_them() -> None:
    told = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    included = told["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    place = settings._PACKED.relative_to(HOME).as_posix()
    assert {target for source, target in included.items() if source in ("seeds", "prefect.yaml")} == {
        f"{place}/seeds",
        f"{place}/prefect.yaml",
    }
