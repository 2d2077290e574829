"""init, demo, doctor: from the first settings to whether all is well."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.options import ArchiveOption, JsonOption, print_result, progress
from flows.configuration.settings import present, read_settings
from news.errors import NewsError

if TYPE_CHECKING:
    from flows.configuration.first_settings import Answers

app = typer.Typer(rich_markup_mode=None)


@app.command("doctor")
def doctor(
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help="Also read store, index, snapshot, kept pages and backups whole, and compare them."
        ),
    ] = False,
    mend: Annotated[
        bool, typer.Option("--mend", help="First set times in the future, stored while the clock was wrong, to now.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check settings, archive, Prefect, mail and feeds, and say what to do."""
    from flows.operations.doctor import examine
    from flows.operations.doctor import mend as mend_archive

    if mend:
        print(mend_archive(archive, now=present()), file=sys.stderr)
    found = examine(archive, now=present(), deep=deep)
    print_result(found, (check.in_words() for check in found), as_json=as_json)
    return 1 if any(check.state == "wrong" for check in found) else 0


@app.command("demo")
def demo(
    folder: Annotated[
        Path, typer.Option("--archive", metavar="DIR", help="A new folder, or one that an earlier demo made.")
    ] = Path("demo-archive"),
) -> int:
    """Run the whole pipeline over the sample newsroom on 127.0.0.1; needs no network and no account."""
    from flows.demo.demo import demonstrate

    print(demonstrate(folder, read_settings(environment={}), progress=progress()))
    return 0


@app.command("init")
def init(
    contact: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A mail address or page at which publishers reach you.")
    ] = "",
    zone: Annotated[
        str, typer.Option(metavar="ZONE", help="The time zone of your days, such as Europe/Paris (default: UTC).")
    ] = "",
    pack: Annotated[
        str, typer.Option(metavar="NAME", help="One list of feeds: world, asia-pacific, europe, technology or defence.")
    ] = "",
    watch: Annotated[
        str, typer.Option(metavar="QUERY", help='A first query to follow, such as "port AND strike" (docs/queries.md).')
    ] = "",
    mail: Annotated[str, typer.Option(metavar="ADDRESS", help="The mail address that gets the daily digest.")] = "",
    smtp_host: Annotated[
        str, typer.Option("--smtp-host", metavar="HOST", help="The mail server that sends it; --mail needs it.")
    ] = "",
) -> None:
    """Write newsthread.toml into this folder, from options or from questions; never over one that is there."""
    from flows.configuration.first_settings import Answers, begin, next_step
    from flows.linking.watches import add_watch, read_watch
    from flows.session import opened

    answers = Answers(contact=contact, time_zone=zone, pack=pack, mail=mail, smtp_host=smtp_host)
    if sys.stdin.isatty() and answers == Answers() and not watch:
        answers, watch = _asked()
    wanted = read_watch("first", watch, "") if watch else None
    for line in begin(Path(), answers):
        print(line)
    if wanted:
        with opened(None) as (open_archive, _, now):
            print(add_watch(open_archive, wanted, now=now))
    print(next_step(answers))


def _asked() -> tuple["Answers", str]:
    """Ask a person; an empty answer leaves the setting as it ships."""
    from flows.configuration.first_settings import ANSWERS, Answers, packs
    from flows.linking.watches import read_watch

    def ask(question: str, read: Callable[[str], Any] = str) -> str:
        def checked(answer: str) -> str:
            try:
                answer.strip() and read(answer.strip())
            except (ValueError, NewsError) as error:
                raise typer.BadParameter(str(error)) from error
            return answer.strip()

        return str(typer.prompt(question, default="", show_default=False, value_proc=checked))

    contact = ask("A mail address or page at which publishers reach you", ANSWERS["--contact"])
    zone = ask("Time zone (empty: UTC)", ANSWERS["--zone"])
    pack = ask(f"Feeds to begin with: {', '.join(packs())} (empty: none)", ANSWERS["--pack"])
    watch = ask(
        'A first query to follow, such as "port AND strike" (empty: none)',
        lambda answer: read_watch("first", answer, ""),
    )
    mail = ask("Where the daily digest goes by mail (empty: nowhere)", ANSWERS["--mail"])
    host = ask("The mail server for it (its port stands in the file)") if mail else ""
    return Answers(contact=contact, time_zone=zone, pack=pack, mail=mail, smtp_host=host), watch
