"""Writes docs/commands.md, every command with its options and examples: python -m tools.write_commands."""

from pathlib import Path
from typing import Any

import click
import typer.main

from flows.cli import app
from flows.commands.help import examples

TARGET = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """# Commands

Written by `python -m tools.write_commands` from the help pages; a test compares them. `newsthread COMMAND --help` says
the same.
"""


def commands_page() -> str:
    """Return the page as it should stand."""
    root: Any = typer.main.get_command(app)
    context = click.Context(root, info_name="newsthread")
    parts, known = [HEAD], root.list_commands(context)
    listed = [name for group in examples()["groups"] for name in group["commands"]]
    groups = [(group["title"], group["commands"]) for group in examples()["groups"]]
    groups.append(("Other commands", [name for name in known if name not in listed]))
    for title, names in groups:
        found = [(name, root.resolve_command(context, [name])[1]) for name in names if name in known]
        shown = [(name, command) for name, command in found if command is not None and not command.hidden]
        if shown:
            parts.append(f"## {title}\n")
            parts += [_command(name, command, context) for name, command in shown]
    parts += ["## Words\n", *(f"* **{word}**: {meaning}" for word, meaning in examples()["words"].items())]
    return "\n".join(parts).rstrip() + "\n"


def _command(name: str, command: Any, parent: click.Context) -> str:
    context = click.Context(command, info_name=name.rsplit(maxsplit=1)[-1], parent=parent)
    inner = {f"{name} {sub}": one for sub, one in getattr(command, "commands", {}).items() if not one.hidden}
    lines = [f"### newsthread {name}\n", _plain(command.help or command.get_short_help_str(limit=400)), ""]
    options = [one.get_help_record(context) for one in command.params if one.name != "help"]
    lines += [f"* `{record[0]}`: {_plain(record[1])}" for record in options if record and record[1]]
    if given := examples()["examples"].get(name):
        lines += [*([""] if lines[-1] else []), "```sh", *(f"newsthread {line}" for line in given), "```"]
    text = "\n".join(lines).rstrip() + "\n"
    return "\n".join([text, *(_command(path, sub, context) for path, sub in inner.items())])


def _plain(text: str) -> str:
    return " ".join(text.replace("\b", "").split())


if __name__ == "__main__":
    TARGET.write_text(commands_page(), encoding="utf-8")
