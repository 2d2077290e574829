"""What we follow: outlets, feeds and watches."""

from typing import Literal

from news.frozen import record

OutletKind = Literal[
    "newspaper", "agency", "broadcaster", "magazine", "online", "aggregator", "think_tank", "trade", "unknown"
]


@record
class Outlet:
    """A publication or agency; `aliases` are the names by which articles credit it."""

    outlet: str
    aliases: tuple[str, ...] = ()
    domain: str | None = None
    kind: OutletKind = "unknown"
    country: str | None = None
    family: str | None = None  # the owner; None: its own
    ambiguous: tuple[str, ...] = ()  # aliases that are also ordinary words: they count only with a cue
    ordinary: tuple[str, ...] = ()  # names that need their kind beside them too, "Mint" as "the newspaper Mint"


@record
class Feed:
    """A feed that we follow."""

    url: str
    outlet: str | None = None  # None: found out from the article's host
    language: str | None = None


@record
class Watch:
    """A reader's saved query, by name."""

    watch: str
    query: str
    title: str = ""
