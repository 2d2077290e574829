"""What a user installs and what a developer installs are of the same versions, and a user installs no tools."""

import re
import tomllib
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)


def pins(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for package, version in PIN.findall((HOME / name).read_text(encoding="utf-8")):
        found.setdefault(canonical(package), set()).add(version)
    return found


def canonical(need: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~\[; ]", need)[0]).lower()


def project() -> dict[str, object]:
    return tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_both_locks_pin_the_same_versions() -> None:
    whole = pins("requirements.lock")
    assert {name: versions for name, versions in pins("core.lock").items() if whole.get(name) != versions} == {}


def test_the_core_has_every_need_and_no_tool() -> None:
    said = project()
    core = pins("core.lock")
    needs = [*said["project"]["dependencies"], *said["project"]["optional-dependencies"]["assistant"]]  # type: ignore[index]
    assert [need for need in needs if canonical(need) not in core] == []
    elsewhere = [*said["dependency-groups"]["dev"], *said["project"]["optional-dependencies"]["many"]]  # type: ignore[index]
    assert [tool for tool in elsewhere if canonical(tool) in core] == []


def test_every_pin_has_hashes_and_no_lock_names_an_index() -> None:
    for name in ("core.lock", "requirements.lock"):
        text = (HOME / name).read_text(encoding="utf-8")
        bare = [line for line in text.splitlines() if PIN.match(line) and not line.endswith("\\")]
        assert bare == []
        assert "://" not in text
