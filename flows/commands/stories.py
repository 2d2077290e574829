"""stories, story ID, story link/split/name/close/reopen, copies join/split, forget."""

from typing import Annotated

import typer

from flows.commands.options import (
    ArchiveOption,
    JsonOption,
    YesOption,
    confirm,
    print_json,
    snapshot_of,
)
from flows.commands.tables import print_lines, print_table
from flows.configuration.moments import read_moment
from flows.configuration.settings import present, read_settings
from flows.session import opened
from news.errors import InputError
from news.records import StoryLine

COLUMNS = (
    "story",
    "title",
    "state",
    "first",
    "last",
    "articles",
    "own texts",
    "outlets",
    "sources",
    "first-hand",
    "unknown",
)
CHRONICLE = (
    "day",
    "outlet",
    "title",
    "phase",
    "copies",
    "origin",
    "new_sources",
    "new_quotes",
    "article_id",
)
VERBS = ("link", "split", "name", "close", "reopen")

app = typer.Typer(rich_markup_mode=None)


@app.command("stories")
def stories(
    watch: Annotated[
        str | None,
        typer.Option("--watch", metavar="NAME", help="Only those that this watch matches, also those of one text."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DAY", help="Only those with an article since: 2026-09-01, yesterday, '7 days'."
        ),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the running stories (those with more than one text), the most recently updated first."""
    from storage.snapshot.coverage import coverage_of

    zone = read_settings(archive=archive).zone
    start = read_moment(since, now=present(), zone=zone, option="--since").astimezone(zone) if since else None
    with coverage_of(snapshot_of(archive), as_of=None) as coverage:
        if watch is not None and watch not in (names := coverage.watches()):
            known = ", ".join(sorted(names)) or "none"
            raise InputError(f"There is no watch {watch!r} (there: {known}).", subject=watch)
        found = coverage.stories(watch=watch, since=start.date() if start else None)
    if as_json:
        print_json(found)
    elif found:
        print_table(COLUMNS, (line_of(item) for item in found), headline="title")
        single = 'Stories of a single text are not listed: newsthread sql "FROM stories" has them.'
        print_lines(
            *([] if watch else [single]),
            "sources: independent organisations, by credits and shared passages; unknown reports are never among them.",
        )
    elif watch or since:
        print("No running story matches; without --watch and --since all are listed.")
    else:
        print(
            'No running story: nothing with more than one text. `newsthread sql "FROM stories"` shows single articles.'
        )


def line_of(story_line: StoryLine) -> tuple[object, ...]:
    """Return a story as a row of the table."""
    item = story_line
    return (
        item.story_id, item.title, item.state, item.first_at and item.first_at.date(),
        item.last_at and item.last_at.date(), item.articles, item.copy_groups, item.outlets,
        item.independent_sources, item.first_hand_reports, item.unknown_reports,
    )  # fmt: skip


@app.command("story")
def story(
    words: Annotated[
        list[str],
        typer.Argument(
            help="A story's ID; or: link ARTICLE ID (put the article into the story), split ARTICLE (take it out), "
            "name ID TITLE, close ID (the matter is over), reopen ID."
        ),
    ],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a story's chronicle, or correct it: link, split, name, close, reopen."""
    if words[0] in VERBS:
        from flows.linking.corrections import correct_story

        with opened(archive, is_there=True) as (open_archive, settings, now):
            print(correct_story(open_archive, settings, words[0], words[1:], now=now))
        return
    if len(words) != 1:
        raise InputError(f"story takes one ID, or one of {', '.join(VERBS)} first.", subject=" ".join(words))
    from digest.labels import words_of
    from digest.letter.phrases import sources_lines
    from news.records.links import origin_words
    from storage.snapshot.coverage import coverage_of

    with coverage_of(snapshot_of(archive), as_of=None) as coverage:
        found = coverage.story(words[0])
        if found is None:
            raise InputError(f"There is no story {words[0]!r}; newsthread stories lists them.", subject=words[0])
        columns, rows = coverage.chronicle(words[0])
    if as_json:
        print_json({"story": found, "chronicle": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        print_table(COLUMNS, [line_of(found)], headline="title")
        print_lines(*sources_lines(found, found.source_names, words_of("en")))
        entries = [dict(zip(columns, row, strict=True)) for row in rows]
        for line in entries:
            line["origin"] = origin_words(line["origin_state"], line["origin"])
        shown = ([line[name] for name in CHRONICLE] for line in entries)
        print_table([name.replace("_", " ") for name in CHRONICLE], shown, headline="title")


@app.command("copies")
def copies(
    verb: Annotated[str, typer.Argument(help="join or split.")],
    first: Annotated[str, typer.Argument(help="An article's id or URL.")],
    second: Annotated[str, typer.Argument(help="Another's.")],
    archive: ArchiveOption = None,
) -> None:
    """Declare two articles copies of one text (join) or not (split); later runs keep to it."""
    from flows.linking.corrections import correct_copies

    with opened(archive, is_there=True) as (open_archive, settings, now):
        print(correct_copies(open_archive, settings, verb, first, second, now=now))


@app.command("forget")
def forget(
    subject: Annotated[str, typer.Argument(help="An article's URL or id, or an outlet's name.")],
    archive: ArchiveOption = None,
    yes: YesOption = False,
) -> None:
    """Remove an article, or all of an outlet's, for good; the deletion is recorded. Asks for confirmation."""
    from flows.operations.forget import forget as forget_subject

    def sure(what: str) -> bool:
        return confirm(f"Remove {what} for good?", yes=yes)

    with opened(archive, is_there=True) as (open_archive, settings, now):
        print(forget_subject(open_archive, settings, subject, sure=sure, now=now))
