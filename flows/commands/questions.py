"""search, who-said, corroborate, serve-mcp."""

from typing import Annotated

import typer

from flows.commands.options import ArchiveOption, AsOfOption, JsonOption, moment_of, print_json, snapshot_of
from flows.commands.tables import print_lines
from flows.delivery.corroborate import Corroboration, corroborate
from news.claims.corroboration import SIDES, Source
from news.language.segments import counted, without_controls

HEADINGS = {
    "for": "State it",
    "against": "State its contrary, or another figure",
    "unknown": "Share words with the claim; whether they speak of it is unknown",
}
SHOWN = 3  # sentences of one source

app = typer.Typer(rich_markup_mode=None)


@app.command("serve-mcp")
def serve_mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Answer on a port of 127.0.0.1 instead of standard input.")
    ] = False,
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port, with --http.")] = 8425,
    archive: ArchiveOption = None,
) -> None:
    """Answer assistants over the Model Context Protocol, read-only, until stopped; needs newsthread[assistant]."""
    from flows.assistants.server import serve

    serve(snapshot_of(archive), transport="http" if http else "stdio", port=port)


@app.command("search")
def search_articles(
    query: Annotated[str, typer.Argument(help="What an article must match: docs/queries.md.")],
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=1000, help="How many to show.")] = 10,
    as_of: AsOfOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find articles by a query, the best first."""
    from flows.delivery.search import search

    found = search(snapshot_of(archive), query, most=most, as_of=moment_of(as_of, archive))
    if as_json:
        print_json(found)
        return
    for hit in found.hits:
        outlet = without_controls(hit.outlet or "no outlet")
        title = f"{hit.ordered_at:%Y-%m-%d} {outlet}: {without_controls(hit.title)}"
        print_lines(title, f"    {hit.url}", f"    {without_controls(hit.snippet)}")
    more = f", the best {len(found.hits)} shown (--most)" if found.articles > len(found.hits) else ""
    print(f"{counted(found.articles, 'article')}{more}." if found.articles else "Nothing in the archive matches.")


@app.command("who-said")
def tell_who_said(
    words: Annotated[str, typer.Argument(metavar="NAME", help="A speaker's name, or words of the quotation.")],
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=1000, help="How many to show.")] = 20,
    as_of: AsOfOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find quotations by their speaker, or by their words, the earliest first."""
    from flows.delivery.who_said import who_said

    answer = who_said(snapshot_of(archive), words, most=most, as_of=moment_of(as_of, archive))
    if as_json:
        print_json(answer)
        return
    for one in answer.quotations:
        speaker = without_controls(one.speaker or f"unknown speaker ({one.speaker_note})")
        print_lines(
            f"{one.ordered_at:%Y-%m-%d} {without_controls(one.outlet or 'no outlet')}: {speaker}",
            f"    “{without_controls(one.quote)}”",
            f"    {one.url}",
        )
    more = f", the first {len(answer.quotations)} shown (--most)" if answer.found > len(answer.quotations) else ""
    near = f" Did you mean {' or '.join(map(without_controls, answer.near_speakers))}?" if answer.near_speakers else ""
    none = f"Nobody of that name is quoted, and no quotation holds these words.{near}"
    print(f"{counted(answer.found, 'quotation')}{more}." if answer.found else none)


@app.command("corroborate")
def corroborate_claim(
    claim: Annotated[str, typer.Argument(help="One sentence that is true or not.")],
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="CODE", help="The claim's language: en, de, es or fr (default: told by its words)."
        ),
    ] = None,
    as_of: AsOfOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who states a claim, who its contrary, how many independently, since when; nothing is concluded."""
    found = corroborate(snapshot_of(archive), claim, language=language, as_of=moment_of(as_of, archive))
    if as_json:
        print_json(found)
    else:
        print_lines(*_told(found))


def _told(found: Corroboration) -> list[str]:
    lines = [without_controls(found.claim), ""]
    if not found.sources:
        lines.append("No sentence states it, its contrary, or speaks of the matter.")
    else:
        lines += [_count(found, side) for side in SIDES]
        if found.since:
            lines.append(f"Stated since {found.since:%Y-%m-%d %H:%M} UTC.")
    for side in SIDES:
        sources = [source for source in found.sources if source.side == side]
        if sources:
            lines += ["", f"{HEADINGS[side]}:"]
            lines += [line for source in sources for line in _source(source)]
    if found.figures:
        figures = " → ".join(
            f"{figure} ({statement.at:%Y-%m-%d}, {statement.outlet or 'no outlet'})"
            for figure, statement in found.figures
        )
        lines += ["", f"Figures over time: {figures}"]
    return [*lines, "", *_searched(found)]


def _count(found: Corroboration, side: str) -> str:
    unknown = found.unknown_origins[side]
    apart = f", and {counted(unknown, 'text')} of unknown origin" if unknown else ""
    return f"{side:>8}: {counted(found.independent[side], 'independent source')}{apart}"


def _source(source: Source) -> list[str]:
    lines = [f"  {without_controls(source.origin or 'origin unknown')}"]
    for statement in source.statements[:SHOWN]:
        by = ", ".join(statement.matched_by)
        lines.append(
            f"    {statement.at:%Y-%m-%d %H:%M} {without_controls(statement.outlet or 'no outlet')}, {statement.url}"
        )
        lines.append(f"      “{without_controls(statement.sentence)}”")
        without = f" (without {', '.join(statement.missing)})" if statement.missing else ""
        why = f"; open: {statement.why_open}{without}" if statement.why_open else ""
        lines.append(f"      matched by {by}; {statement.share:.0%} of the claim's words{why}")
    if len(source.statements) > SHOWN:
        lines.append(f"    … and {counted(len(source.statements) - SHOWN, 'sentence')} more (--json shows all)")
    return lines


def _searched(found: Corroboration) -> list[str]:
    span = f" of {found.first_at:%Y-%m-%d} to {found.last_at:%Y-%m-%d}" if found.first_at and found.last_at else ""
    lines = [
        f"Searched: {counted(found.articles, 'article')}{span} for {', '.join(found.searched_words)}; "
        f"{counted(found.texts_read, 'text')} held enough of these words and were read in {found.language}."
    ]
    if found.texts_left_out:
        lines.append(
            f"Left unread: {counted(found.texts_left_out, 'text')} that may speak of it, too. Of so many the likeliest "
            "are read, those that hold the most and rarest words, then the earliest. Rarer words in the claim help."
        )
    if found.unread_languages:
        languages = ", ".join(f"{language} ({number})" for language, number in found.unread_languages)
        lines.append(f"Not compared, in other languages: {languages}.")
    if found.followed_since:
        lines.append(
            f"Outlets are followed since {found.followed_since}: what is older came later, and is not all there was."
        )
    if found.outages:
        outlets = ", ".join(f"{gap.outlet} ({counted(gap.days, 'day')})" for gap in found.outages)
        lines.append(f"Not read on some days: {outlets}.")
    return lines
