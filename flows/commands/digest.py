"""digest preview, send, list, show."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import ArchiveOption, JsonOption, print_json, print_result, snapshot_of
from flows.commands.tables import print_table
from flows.configuration.moments import read_moment
from flows.configuration.settings import present, read_settings
from flows.session import opened
from news.errors import InputError
from news.records import Delivery, StoredDigest

TestChannelOption = Annotated[
    str | None,
    typer.Option(
        "--test-channel",
        metavar="NAME",
        help="Send it in short form to one of [[channels]] of newsthread.toml; not recorded.",
    ),
]
TestReaderOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="With a test: the reader, by name (default: one that follows everything)."),
]

app = typer.Typer(rich_markup_mode=None)
digest_app = typer.Typer(help="The digest: preview, send, list, show.", no_args_is_help=True)
app.add_typer(digest_app, name="digest")


@digest_app.command("preview")
def preview(
    reader: Annotated[
        str | None, typer.Option(metavar="NAME", help="The reader, by name (default: one that follows everything).")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="WHEN",
            help="Start of the period: a day, a time, yesterday, '7 days' (default: one day before its end).",
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="WHEN",
            help="End of the period, written likewise; the archive is read as of then (default: now).",
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it there as a web page.")] = None,
    text: Annotated[Path | None, typer.Option("--text", metavar="FILE", help="Write it there as plain text.")] = None,
    eml: Annotated[Path | None, typer.Option("--eml", metavar="FILE", help="Write it there as a mail.")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Print the digest, or write it to files. Nothing is sent or recorded."""
    from flows.delivery.preview import preview as write_preview

    settings = read_settings(archive=archive)
    now = present()
    end = read_moment(until, now=now, zone=settings.zone, option="--until") if until else now
    start = read_moment(since, now=now, zone=settings.zone, option="--since") if since else end - timedelta(days=1)
    if start >= end:
        raise InputError(f"A digest tells of a span of time: {start} is not before {end}.", subject="--since")
    summary = write_preview(
        snapshot_of(archive), settings, reader=reader, since=start, until=end, html=html, text=text, eml=eml
    )
    print(summary)


@digest_app.command("send")
def send(
    resend_unknown: Annotated[
        bool, typer.Option("--resend-unknown", help="Also resend digests whose delivery status is unknown.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also send to readers whose last digests were refused permanently.")
    ] = False,
    test: Annotated[
        str | None,
        typer.Option(
            "--test", metavar="ADDRESS", help="Send only the digest of the last day to this address; not recorded."
        ),
    ] = None,
    test_channel: TestChannelOption = None,
    reader: TestReaderOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> int:
    """Send the digests that are due, exactly once to each recipient."""
    from flows.delivery.send_digests import send_digests
    from flows.delivery.send_test import send_test, send_test_to_channel

    if test is not None:
        settings = read_settings(archive=archive)
        print(send_test(snapshot_of(archive), settings, address=test, reader=reader, now=present()))
        return 0

    if test_channel is not None:
        settings = read_settings(archive=archive)
        print(send_test_to_channel(snapshot_of(archive), settings, channel=test_channel, reader=reader, now=present()))
        return 0

    with opened(archive, is_there=True) as (open_archive, settings, now):
        done = send_digests(open_archive, settings, now=now, resend_unknown=resend_unknown, again=again)
    print_result(done, [done.in_words()], as_json=as_json)
    return 1 if done.failed else 0


@digest_app.command("list")
def list_(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """List the digests and their deliveries."""
    from storage.snapshot.digest_list import digests_of

    with digests_of(snapshot_of(archive)) as digest_list:
        digests, deliveries = digest_list.all(), digest_list.deliveries()
    if as_json:
        print_json({"digests": digests, "deliveries": deliveries})
        return
    if not digests:
        print("No digest has been written yet; newsthread digest preview shows what one would say.")
        return
    of_digest: dict[str, list[Delivery | None]] = {}
    for delivery in deliveries:
        of_digest.setdefault(delivery.digest_id, []).append(delivery)
    print_table(
        ("subject", "reader", "recipient", "until", "became", "attempts", "sent", "answer", "digest"),
        (_line(digest, one) for digest in digests for one in of_digest.get(digest.digest_id) or [None]),
        headline="subject",
    )


def _line(digest: StoredDigest, delivery: Delivery | None) -> tuple[object, ...]:
    """Return a digest as a row: one that was skipped had nothing new and went to nobody."""
    sent = delivery or Delivery(digest_id=digest.digest_id, recipient="", message_id="", state="pending")
    return (
        digest.subject,
        digest.name,
        sent.recipient or None,
        digest.period_end,
        delivery.state if delivery else digest.state,
        sent.attempts,
        sent.sent_at,
        sent.last_code,
        digest.digest_id,
    )


@digest_app.command("show")
def show(
    digest_id: Annotated[str, typer.Argument(help="Its id, as digest list shows it.")],
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it there as a web page.")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Show a past digest as it was sent."""
    from storage.snapshot.digest_list import digests_of

    with digests_of(snapshot_of(archive)) as digest_list:
        found = digest_list.get(digest_id)
    if found is None:
        raise InputError(f"There is no digest {digest_id!r}; newsthread digest list names them.", subject=digest_id)
    if html:
        html.write_text(found.html, encoding="utf-8")
        print(f"Written to {html}.")
    else:
        print(f"{found.subject}\n\n{found.body_text}")
