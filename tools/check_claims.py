"""Checks what a machine can check of README, handbooks and benchmarks: python -m tools.check_claims.

Commands and their options exist; links, benchmarks and targets of make exist; the figures of the method page and of
the table of benchmarks stand where they are said to come from.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import typer.main

HOME = Path(__file__).resolve().parents[1]
PAGES = [HOME / "README.md", HOME / "CONTRIBUTING.md", *sorted((HOME / "docs").glob("*.md"))]
READMES = sorted((HOME / "benchmarks").rglob("README.md"))
# Decisions and changes say what was, not what is.
OF_TODAY = [page for page in PAGES if page.name != "decisions.md"]
FIGURE = re.compile(r"(?<![\w./-])\d*\.\d+(?!\w|\.\d)")
SPAN = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"```(?:sh)?\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def main() -> None:
    """Print each claim that does not hold; end with 1 where there is one."""
    faults = [*_of_code(), *_of_links(), *_of_method(), *of_table(HOME / "benchmarks")]
    nothing_found = (
        f"{len(PAGES) + len(READMES)} pages: every command, option, link and figure that was looked at holds."
    )
    sys.stdout.write(("\n".join(faults) or nothing_found) + "\n")
    sys.exit(bool(faults))


def code_in(text: str) -> Iterator[str]:
    """Yield what a page shows as code: spans in backticks, and lines of blocks."""
    yield from SPAN.findall(BLOCK.sub("", text))
    for block in BLOCK.findall(text):
        yield from re.sub(r"\\\n\s*", " ", block).splitlines()


def _of_code() -> Iterator[str]:
    for page in [*OF_TODAY, *READMES]:
        for code in code_in(page.read_text(encoding="utf-8")):
            for fault in (*unknown_command(code), *unknown_module(code), *unknown_target(code)):
                yield f"{page.relative_to(HOME)}: {fault}"


def unknown_command(code: str) -> Iterator[str]:
    """Yield what is wrong with a call of newsthread: no such command, no such option."""
    called = re.match(r"\s*(?:\$ )?(?:\S*/)?newsthread ((?:[a-z][a-z-]* ?)*)(.*)", code)
    if not called or not called[1]:
        return
    words, command = called[1].split(), _commands()
    while words and hasattr(command, "commands"):
        name = words.pop(0)
        try:
            command = command.resolve_command(click.Context(command), [name])[1]  # which loads it
        except click.ClickException:
            yield f"there is no command {name} ({code.strip()})"
            return
    unquoted = re.sub(r"\"[^\"]*\"|'[^']*'|#.*", "", called[2])
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {"--help"}
    for name in re.findall(r"(?<![\w-])--[a-z][a-z-]*", unquoted):
        if name not in known:
            yield f"{command.name} has no option {name} ({code.strip()})"


@cache
def _commands() -> Any:
    from flows.cli import app

    return typer.main.get_command(app)


def unknown_module(code: str) -> Iterator[str]:
    """Yield a module of ours that is called and is not there."""
    for name in re.findall(r"python -m ((?:benchmarks|tools|flows|tests)(?:\.\w+)+)", code):
        if not _exists(name):
            yield f"there is no module {name}"


@cache
def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def unknown_target(code: str) -> Iterator[str]:
    """Yield a target that the Makefile has not."""
    targets = set(re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    if (called := re.match(r"\s*make ([a-z-]+)", code)) and called[1] not in targets:
        yield f"make has no target {called[1]}"


def _of_links() -> Iterator[str]:
    for page in [*PAGES, *READMES]:
        for link in LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
            if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists():
                yield f"{page.relative_to(HOME)}: the link {link} leads nowhere"


def figures(text: str) -> set[str]:
    """Return the numbers of a text that have a point, without the nought before it or after the last digit."""
    return {_bare(found) for found in FIGURE.findall(text)}


def _rounded(known: set[str]) -> set[str]:
    """Return the figures, and what they are when they are rounded."""
    return known | {_bare(f"{float(figure):.{places}f}") for figure in known if figure for places in (1, 2, 3)}


def _bare(figure: str) -> str:
    return figure.lstrip("0").rstrip("0").rstrip(".")


def _of_method() -> Iterator[str]:
    """Every figure of the method page stands in a benchmark's page or a table of floors, or is a threshold."""
    known = set[str]()
    floors = [*HOME.glob("tests/**/floors.json"), *HOME.glob("news/**/*.py")]
    for source in [*READMES, *floors]:
        if source != HOME / "benchmarks" / "README.md":
            known |= _rounded(figures(source.read_text(encoding="utf-8")))
    for number, line in enumerate((HOME / "docs" / "method.md").read_text(encoding="utf-8").splitlines(), start=1):
        for figure in sorted(figures(line) - known):
            yield f"docs/method.md:{number}: {figure} stands in no benchmark, floor or threshold"


def of_table(benchmarks: Path) -> Iterator[str]:
    """Yield the figures of the table of benchmarks that stand in no page of the folder that their row names.

    A row without a stage belongs to the folder of the row above.
    """
    folder = None
    for line in (benchmarks / "README.md").read_text(encoding="utf-8").splitlines():
        cells = line.split("|")[1:7]
        if len(cells) < 6 or cells[0].strip() in ("stage", "---"):
            continue
        if stage := cells[0].strip():
            link = LINK.search(stage)
            folder = (benchmarks / link[1]).parent if link else None
        known = (
            figures("\n".join(page.read_text(encoding="utf-8") for page in folder.rglob("*.md"))) if folder else set()
        )
        _stage, measure, ours, rivals, _ratio, more = cells
        for figure in sorted(figures(f"{measure} {ours} {rivals} {more}") - _rounded(known)):
            where = folder.name if folder else "no folder, which its row has to name"
            yield f"benchmarks/README.md: {figure} does not stand in {where} ({line[:60]}…)"


if __name__ == "__main__":
    main()
