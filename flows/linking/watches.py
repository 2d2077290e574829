"""Watches, as a person adds, tries and removes them."""

from datetime import datetime

from flows.linking.link import match_watches
from news.errors import InputError
from news.language.segments import counted, without_controls
from news.records import Watch
from news.watches.parser import parse_watch
from storage.archive import Archive


def read_watch(name: str, query: str, title: str) -> Watch:
    """Return the watch that a person describes.

    Raises:
        InputError: it has no name.
        WatchError: its query cannot be read.
    """
    plain = " ".join(without_controls(name).split())
    if not plain:
        raise InputError("A watch needs a name, by which digests and SQL call it.", subject=name)
    watch = Watch(watch=plain, query=query, title=title)
    parse_watch(watch)
    return watch


def add_watch(archive: Archive, watch: Watch, *, now: datetime) -> str:
    """Save a watch, match it against the whole archive, and publish; say what it matches and what it replaced."""
    before_ = {known.watch: known for known in archive.watches.all()}.get(watch.watch)
    before = len(archive.watches.matches_of([watch.watch]))
    title = watch.title or (before_.title if before_ else watch.watch)
    changed = archive.watches.save([Watch(watch=watch.watch, query=watch.query, title=title)], now=now)
    count = match_watches(archive, changed, now=now) if changed else before
    archive.publish(now=now)
    summary = f"The watch {watch.watch!r} matches {counted(count, 'article')}."
    if before_ and before_.query != watch.query:
        summary += f" Until now it looked for {' '.join(before_.query.split())} and matched {before}."
    return summary


def remove_watch(archive: Archive, name: str, *, now: datetime) -> str:
    """Remove a watch and what it matches, and publish; under an earlier `as_of` both stay.

    Raises:
        InputError: there is none of this name.
    """
    names = [watch.watch for watch in archive.watches.all()]
    if name not in names:
        raise InputError(f"There is no watch {name!r} (there: {', '.join(names) or 'none'}).", subject=name)
    archive.watches.drop(name, now=now)
    archive.publish(now=now)
    return f"{name} is removed."
