"""The commands by name: each is imported when it is called, so that none waits for the libraries of the others."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

# Module of this package: its commands, each with the line that `--help` shows (held to the commands by a test).
COMMANDS = {
    "collect": {
        "collect": "Poll due feeds, read new articles, link them, publish.",
        "link": "Find near-copies, citations, stories and matches for what is not linked yet; publish.",
        "import": "Import articles from files, then link and publish.",
        "extract": "Extract articles from pages on disk; stores nothing.",
        "reextract": "Extract the kept pages again with the present rules; what differs is stored as a new version.",
        "backfill": "Read the pages of WARC files into the archive, in batches; an interrupted run resumes "
        "(experimental).",
        "plant-seeds": "Store what newsthread brings to begin with: the list of outlets, a watch and five documents.",
        "feeds": "Feeds: add, list, check, import, export.",
    },
    "sql": {
        "sql": "Query the snapshot in SQL, read-only and sandboxed; without a query, open a prompt.",
        "why": "Explain why two articles are, or are not, copies, of one origin, of one story.",
    },
    "questions": {
        "search": "Find articles by a query, the best first.",
        "who-said": "Find quotations by their speaker, or by their words, the earliest first.",
        "serve-mcp": "Answer assistants over the Model Context Protocol, read-only, until stopped; "
        "needs newsthread[assistant].",
        "corroborate": "Show who states a claim, who its contrary, how many independently, since when; "
        "nothing is concluded.",
    },
    "stories": {
        "stories": "List the running stories (those with more than one text), the most recently updated first.",
        "story": "Show a story's chronicle, or correct it: link, split, name, close, reopen.",
        "copies": "Declare two articles copies of one text (join) or not (split); later runs keep to it.",
        "forget": "Remove an article, or all of an outlet's, for good; the deletion is recorded.",
    },
    "watches": {
        "watches": "Saved queries: add, list, test, remove.",
    },
    "digest": {
        "digest": "The digest: preview, send, list, show.",
    },
    "site": {
        "site": "Build the site: static pages that need no server; only what changed is written again.",
    },
    "archive": {
        "backup": "Write the archive as portable Parquet, with a manifest of counts and hashes.",
        "restore": "Rebuild the archive from a backup, which is verified first.",
        "compact": "Rewrite the archive's files without the space of deleted rows; of a lake, merge its small files.",
        "publish-parquet": "Write the snapshot's views as Parquet files, with a manifest and a data package.",
        "retire": "Drop the texts of old articles; their titles, dates, links and trends stay.",
    },
    "first_steps": {
        "init": "Write newsthread.toml into this folder, from options or from questions; never over one that is there.",
        "doctor": "Check settings, archive, Prefect, mail and feeds, and say what to do.",
        "demo": "Run the whole pipeline over the sample newsroom on 127.0.0.1; needs no network and no account.",
    },
    "up": {
        "up": "Run the Prefect server, a worker and the deployments in one foreground process; Ctrl-C stops all.",
        "watch-over": "End runs whose process died, drop missed runs, and raise an alert for runs that failed or "
        "did not start.",
        "listen": "Take calls of feeds' hubs (WebSub), behind your web server; `up` does so where "
        "websub_address is set.",
    },
}
MODULES = {name: module for module, helps in COMMANDS.items() for name in helps}


class LoadedWhenCalled(TyperGroup):
    """The commands as `--help` lists them; the one that is called takes the place of its entry."""

    def __init__(self, **attributes: Any) -> None:
        """Enter each name with its line of help."""
        super().__init__(**attributes)
        for helps in COMMANDS.values():
            for name, help_line in helps.items():
                self.add_command(TyperCommand(name=name, help=help_line))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import the command that is called."""
        if args and args[0] in MODULES:
            self.commands[args[0]] = loaded(args[0])
        return super().resolve_command(ctx, args)


def loaded(name: str) -> Any:
    """Return a command with its options, from its module."""
    return typer.main.get_group(import_module(f"flows.commands.{MODULES[name]}").app).commands[name]
