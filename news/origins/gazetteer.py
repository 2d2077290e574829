"""The names by which articles credit outlets and agencies, and where they stand in a text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from news.records import Outlet, record

# Countries as outlets.csv writes them, with the adjective that articles use ("the Japanese paper").
ADJECTIVES = {
    "ae": "emirati", "ar": "argentine", "at": "austrian", "au": "australian", "be": "belgian", "br": "brazilian",
    "ca": "canadian", "cn": "chinese", "de": "german", "es": "spanish", "fr": "french", "gb": "british",
    "hk": "hong kong", "id": "indonesian", "ie": "irish", "il": "israeli", "in": "indian", "ir": "iranian",
    "it": "italian", "jp": "japanese", "kp": "north korean", "kr": "south korean", "lv": "latvian", "mx": "mexican",
    "my": "malaysian", "nl": "dutch", "no": "norwegian", "nz": "new zealand", "ph": "philippine", "pk": "pakistani",
    "pl": "polish", "pt": "portuguese", "qa": "qatari", "ru": "russian", "sa": "saudi", "se": "swedish",
    "sg": "singaporean", "th": "thai", "tr": "turkish", "tw": "taiwanese", "ua": "ukrainian", "us": "american",
    "uy": "uruguayan", "vn": "vietnamese", "za": "south african",
}  # fmt: skip
OTHER_ADJECTIVES = {"us": "us", "u.s.": "us", "korean": "kr", "english": "gb", "uk": "gb", "filipino": "ph"}
COUNTRY_OF = {adjective: country for country, adjective in ADJECTIVES.items()} | OTHER_ADJECTIVES
# The last word of most newspapers' names, and the capitalised words before it.
PRESS_WORD = re.compile(
    r"\b(?:Times|Post|Herald|Tribune|Gazette|Journal|Chronicle|Observer|Telegraph|Inquirer|Examiner|Courier|Globe|"
    r"Ledger|Star|Sentinel|Free Press|Dispatch|Advertiser|Argus|Monitor|Shimbun|Ilbo|Zeitung|"
    r"News|News Agency|Press Agency)\b(?! [A-Z][a-z])"
)
NAME_BEFORE = re.compile(
    r"(?:(?!(?:The|A|An|In|On|At|By|But|And|As|For|From|With|Via|See|To|Or|This|That|When|While|After|Good|Bad|More|Breaking|"
    r"Latest|Fake|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday) )[A-Z][\w&'’-]*(?<!'s)(?<!’s) ){1,3}$"
)
ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


@record
class Naming:
    """One place in a text where an outlet is named."""

    outlet: Outlet
    start: int
    end: int
    is_ambiguous: bool  # the words used are also ordinary ones: only a cue makes them a name


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names of all outlets, ready for search."""

    outlets: tuple[Outlet, ...]
    by_name: dict[str, tuple[Outlet, bool]]  # name in lower case, without "the" -> outlet, is_ambiguous
    exact: frozenset[str]  # ambiguous names as they must be written
    pattern: re.Pattern[str]

    @staticmethod
    def of(outlets: Sequence[Outlet]) -> "Gazetteer":
        """Build the search for `outlets`; where two share a name, the first has it."""
        by_name: dict[str, tuple[Outlet, bool]] = {}
        exact: set[str] = set()
        for outlet in outlets:
            ambiguous = {bare_name(name) for name in outlet.ambiguous}
            exact.update(
                ARTICLE.sub("", name) for name in (outlet.outlet, *outlet.aliases) if bare_name(name) in ambiguous
            )
            for name in (outlet.outlet, *outlet.aliases, *_domain_names(outlet)):
                if len(bare_name(name)) > 1:
                    by_name.setdefault(bare_name(name), (outlet, bare_name(name) in ambiguous))
        return Gazetteer(tuple(outlets), by_name, frozenset(exact), _pattern(by_name))

    def find(self, text: str) -> list[Naming]:
        """Return every place where an outlet is named, in order; the longest name wins.

        A name must hold a capital, unless it is a domain; an ambiguous one must be written exactly as it is listed.
        Outlets that are not listed are told by the form of their names, as "Brackwater Herald"; like ambiguous ones
        they need a cue.
        """
        unlisted = list(self._unlisted(text))
        covered = {place for name in unlisted for place in range(name.start, name.end)}
        listed = (self._listed(match) for match in self.pattern.finditer(text))
        found = [name for name in listed if name is not None and name.start not in covered]
        return sorted((*found, *unlisted), key=lambda name: name.start)

    def _listed(self, match: "re.Match[str]") -> Naming | None:
        said = match.group("name")
        outlet, is_ambiguous = self.by_name[bare_name(said)]
        is_written_so = "." in said or said in (outlet.outlet, *outlet.aliases)  # such as "dpa", which has no capital
        if (is_ambiguous and said not in self.exact) or (said.islower() and not is_written_so):
            return None
        return Naming(outlet=outlet, start=match.start("name"), end=match.end("name"), is_ambiguous=is_ambiguous)

    def _unlisted(self, text: str) -> Iterator[Naming]:
        for last in PRESS_WORD.finditer(text):
            before = NAME_BEFORE.search(text, max(0, last.start() - 60), last.start())
            start = before.start() if before else last.start()
            said = text[start : last.end()]
            if before and not self._knows(said):
                yield Naming(outlet=Outlet(outlet=said), start=start, end=last.end(), is_ambiguous=True)

    def _knows(self, said: str) -> bool:
        """Say whether a name, or what is left when its first words are dropped, is listed and no ordinary word."""
        parts = said.split()
        tails = (" ".join(parts[at:]).lower() for at in range(len(parts)))
        return any(tail in self.by_name and (at == 0 or not self.by_name[tail][1]) for at, tail in enumerate(tails))

    def named(self, name: str) -> Outlet | None:
        """Return the outlet of exactly this name."""
        known = self.by_name.get(bare_name(name))
        return known[0] if known else None

    def of_host(self, url: str) -> Outlet | None:
        """Return the outlet at whose domain `url` stands, by the longest suffix of its host."""
        host = (urlsplit(url).hostname or "").lower()
        best: Outlet | None = None
        for outlet in self.outlets:
            domain = (outlet.domain or "").lower()
            is_within = domain and (host == domain or host.endswith("." + domain))
            if is_within and (best is None or len(domain) > len(best.domain or "")):
                best = outlet
        return best


def bare_name(name: str) -> str:
    """Return `name` as it is compared: in lower case, without "the"."""
    return ARTICLE.sub("", " ".join(name.replace("’", "'").split())).lower()


def _domain_names(outlet: Outlet) -> Iterable[str]:
    return (outlet.domain,) if outlet.domain else ()


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Compile all names into one expression that shares their beginnings, so that a text is read once."""
    tree: dict[str, Any] = {}
    for name in names:
        node = tree
        for character in name:
            node = node.setdefault(character, {})
        node[""] = {}
    if not tree:
        return re.compile(r"(?P<name>(?!))")  # no names: nothing is ever found
    return re.compile(rf"(?<![^\W\d]|[.@/])(?<!\w-)(?P<name>{_branch(tree)})(?![\w@])", re.IGNORECASE)


def _branch(tree: dict[str, Any]) -> str:
    ways = []
    for character, rest in sorted(tree.items()):
        if character:
            ways.append(_sign(character) + _branch(rest))
    if not ways:
        return ""
    together = ways[0] if len(ways) == 1 and "" not in tree else f"(?:{'|'.join(ways)})"
    return together + "?" if "" in tree else together


def _sign(character: str) -> str:
    if character == " ":
        return r"[ \u00a0]"
    return "['’]" if character == "'" else re.escape(character)


def country_of(adjective: str) -> str | None:
    """Return the country, as outlets.csv writes it, that an adjective names."""
    return COUNTRY_OF.get(adjective.lower())
