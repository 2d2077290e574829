"""digest preview, send, list, show."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.shared import ArchiveOption, JsonOption, print_json, snapshot_of
from flows.commands.tables import print_table
from flows.opening import opened
from flows.settings import present, read_settings

digest_app = typer.Typer(help="The letter: preview, send, list, show.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(digest_app, name="digest")


@digest_app.command("preview")
def preview(
    reader: Annotated[str | None, typer.Option(help="Whose letter, by name; else one that follows everything.")] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", help="Tell what is new since then; else since yesterday.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", help="As the archive knew the world then; else now.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE")] = None,
    text: Annotated[Path | None, typer.Option("--text", metavar="FILE")] = None,
    eml: Annotated[Path | None, typer.Option("--eml", metavar="FILE")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Write the letter to files, or its text part to the terminal; nothing is sent or recorded."""
    from flows.previewing import preview as write_preview

    settings = read_settings(archive=archive)
    end = until.replace(tzinfo=until.tzinfo or settings.zone) if until else present()
    start = since.replace(tzinfo=since.tzinfo or settings.zone) if since else end - timedelta(days=1)
    said = write_preview(
        snapshot_of(archive), settings, reader=reader, since=start, until=end, html=html, text=text, eml=eml
    )
    print(said)


@digest_app.command("send")
def send(
    resend_unknown: Annotated[
        bool, typer.Option("--resend-unknown", help="Also letters of which nobody knows whether they went.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also to readers whose last letters were refused for good.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write to every reader whose hour it is; a letter goes once to each recipient."""
    from flows.sending import send_letters

    with opened(archive) as (held, settings, now):
        done = send_letters(held, settings, now=now, resend_unknown=resend_unknown, again=again)
    if as_json:
        print_json(done)
    else:
        print(done.in_words())
    return 1 if done.failed else 0


@digest_app.command("list")
def list_(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Which letters were written, and what became of them."""
    with opened(archive) as (held, _, _):
        digests, deliveries = held.letters.all(), held.letters.deliveries()
    if as_json:
        print_json({"digests": digests, "deliveries": deliveries})
        return
    told = {digest.digest_id: digest for digest in digests}
    print_table(
        ("digest", "reader", "until", "subject", "state"),
        ((d.digest_id, d.name, d.period_end, d.subject, d.state) for d in digests),
    )
    print_table(
        ("digest", "recipient", "state", "attempts", "sent", "answer"),
        (
            (d.digest_id, d.recipient, d.state, d.attempts, d.sent_at, d.last_code)
            for d in deliveries
            if d.digest_id in told
        ),
    )


@digest_app.command("show")
def show(
    digest_id: str,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE")] = None,
    archive: ArchiveOption = None,
) -> None:
    """A past letter, as it was frozen."""
    from news.errors import InputError

    with opened(archive) as (held, _, _):
        found = held.letters.get(digest_id)
    if found is None:
        raise InputError(f"There is no digest {digest_id!r}; newsthread digest list names them.", subject=digest_id)
    if html:
        html.write_text(found.html, encoding="utf-8")
        print(f"Written to {html}.")
    else:
        print(f"{found.subject}\n\n{found.body_text}")
