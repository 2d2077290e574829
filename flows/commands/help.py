"""The help pages: commands in groups by what they are for, and examples under each."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import typer

from flows.commands.loading import LoadedWhenCalled

EXAMPLES = Path(__file__).with_name("examples.toml")


@cache
def examples() -> dict[str, Any]:
    """Return groups of commands, each with its title, of each command its examples, and what words mean."""
    return tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))


def print_version(asked: bool) -> None:
    """Print name and version, and end."""
    from flows.configuration.settings import VERSION

    if asked:
        print(f"newsthread {VERSION}")
        raise typer.Exit


WORDS = "What story, copy, origin and such words mean: newsthread --help"


class GroupedCommands(LoadedWhenCalled):
    """The whole command line: lists commands group by group, and adds to each page its examples."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command with its examples."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            _add_examples(command, cmd_name)
            for name, inner in getattr(command, "commands", {}).items():
                _add_examples(inner, f"{cmd_name} {name}")
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands, the groups in their order; what is in none comes last."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        shown = {name: command for name, command in commands.items() if command and not command.hidden}
        groups = {
            group["title"]: [name for name in group["commands"] if name in shown] for group in examples()["groups"]
        }
        listed = {name for names in groups.values() for name in names}
        groups["Other commands"] = [name for name in shown if name not in listed]
        for title, names in groups.items():
            if names:
                with formatter.section(title):
                    formatter.write_dl([(name, shown[name].get_short_help_str(limit=200)) for name in names])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Say what the words mean that other programs do not use so."""
        with formatter.section("Words"):
            formatter.write_dl(list(examples()["words"].items()))


def _add_examples(command: Any, path: str) -> None:
    lines = examples()["examples"].get(path)
    if lines and not command.epilog:
        title = "Example" if len(lines) == 1 else "Examples"
        shown = (f"{title}:", *(f"  newsthread {line}" for line in lines), "", WORDS)
        command.epilog = "\n".join(("\b", *shown))
