"""Outlets, watches and the five seed documents → archive."""

from datetime import datetime
from pathlib import Path

from extractors.seeds import article_of, find_originals, read_documents, read_outlets, read_watches
from flows.configuration.settings import Settings
from flows.linking.link import Linked, link, match_watches
from news.language.segments import counted
from news.records import record
from news.watches.parser import parse_watch
from storage.archive import Archive


@record
class Planted:
    """What planting did."""

    outlets: int
    watches: int
    documents: int
    originals: int  # documents stored as full texts
    new: int
    linked: Linked

    def in_words(self) -> str:
        """Say it in a line or two."""
        how = "full texts" if self.originals == self.documents else f"{self.originals} full texts, the rest as accounts"
        documents = f"{counted(self.documents, 'seed document')} ({how})"
        planted = f"{counted(self.outlets, 'outlet')}, {counted(self.watches, 'watch', 'watches')}, {documents}"
        return f"Planted: {planted}; {self.new} new or richer than before.\n{self.linked.in_words()}"


def plant(archive: Archive, settings: Settings, *, documents: Path | None, now: datetime) -> Planted:
    """Store what seeds/ holds; planting twice is harmless.

    Args:
        documents: a folder with the originals, found by sha256; a document whose original is not there is stored as
            the account that ships.

    Raises:
        SeedError: a file in seeds/ cannot be read.
        WatchError: a watch's query cannot be read.
    """
    outlets = read_outlets(settings.seeds / "outlets.csv")
    watches = read_watches(settings.seeds / "watches.toml")
    for watch in watches:
        parse_watch(watch)
    seeds = read_documents(settings.seeds)
    originals = find_originals(documents) if documents else {}
    articles = [article_of(seed, originals.get(seed.sha256), now=now) for seed in seeds]
    archive.outlets.save(outlets)
    with archive.store.transaction():
        written = archive.articles.save(articles, now=now)
    changed = archive.watches.save(watches, now=now)
    linked = link(archive, settings, now=now)
    match_watches(archive, changed, now=now)
    return Planted(
        outlets=len(outlets),
        watches=len(watches),
        documents=len(seeds),
        originals=sum(seed.sha256 in originals for seed in seeds),
        new=len(written),
        linked=linked,
    )
