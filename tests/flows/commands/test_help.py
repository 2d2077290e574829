"""Help pages: every command stands in a group and has examples, and each example is read as it stands."""

import shlex
import tomllib
from functools import cache
from typing import Any

import pytest
import typer.main

from flows.cli import app, main
from flows.commands.help import examples
from tests.conftest import HOME

ROOT: Any = typer.main.get_command(app)


@cache
def pages() -> dict[str, Any]:
    """Return every command that does something, by the words that call it."""
    found = {}
    for name in ROOT.list_commands(None):
        command = ROOT.resolve_command(None, [name])[1]
        inner = getattr(command, "commands", None)
        found |= {name: command} if inner is None else {f"{name} {one}": inner[one] for one in inner}
    return {path: command for path, command in found.items() if not command.hidden}


def test_every_command_has_an_example_and_every_example_a_command() -> None:
    assert set(examples()["examples"]) == set(pages())


def test_every_command_stands_in_one_group() -> None:
    grouped = [name for group in examples()["groups"] for name in group["commands"]]
    assert len(grouped) == len(set(grouped))
    assert {path.split()[0] for path in pages()} <= set(grouped)


@pytest.mark.parametrize("path", sorted(pages()))
def test_examples_are_read_by_their_commands(path: str) -> None:
    for line in examples()["examples"][path]:
        words = shlex.split(line)
        rest = words[len(path.split()) :]
        assert words[: len(path.split())] == path.split()
        pages()[path].make_context(path, rest, resilient_parsing=False).close()


@pytest.mark.parametrize("path", sorted(pages()))
def test_pages_show_their_examples(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([*path.split(), "--help"])
    assert f"newsthread {examples()['examples'][path][0]}" in capsys.readouterr().out


def test_the_first_page_lists_groups_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    said = capsys.readouterr().out
    places = [said.index(f"\n{group['title']}:") for group in examples()["groups"]]
    assert places == sorted(places)
    assert "Other commands" not in said
    assert "..." not in said.split("\n", 1)[1]  # no line is cut short; the first says ARGS...


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert capsys.readouterr().out == f"newsthread {project['version']}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("_NEWSTHREAD_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", "newsthread fe")
    monkeypatch.setenv("COMP_CWORD", "1")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "newsthread fe")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    with pytest.raises(SystemExit):
        main([])
    assert "feeds" in capsys.readouterr().out


def test_no_colour_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    monkeypatch.setenv("NO_COLOR", "1")
    console = Console(force_terminal=True)
    with console.capture() as captured:
        console.print("[red]late[/red]")
    assert "31m" not in captured.get()


def test_every_command_stands_in_the_page() -> None:
    """To renew it: python -m tools.write_commands."""
    told = (HOME / "docs" / "commands.md").read_text(encoding="utf-8")
    assert not {path for path in pages() if f"### newsthread {path}\n" not in told}


@pytest.mark.parametrize("path", sorted(pages()))
def test_every_argument_and_option_is_said_in_words(path: str) -> None:
    silent = [one.name for one in pages()[path].params if not (one.help or getattr(one, "hidden", False))]
    assert silent == []


OURS = (
    "snapshot", "chronicle", "shard", "lake", "origin", "watch", "seed", "copies", "citations", "outlet", "archive",
    "store", "index", "text", "match", "digest",
)  # fmt: skip


def test_the_first_page_explains_the_words_of_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    said = capsys.readouterr().out
    explained = said[said.index("\nWords:") :]
    for word in OURS:
        stem = {"copies": "copy", "citations": "citation", "seed": "seeds"}.get(word, word)
        assert f"\n  {stem} " in explained, word
