"""The names by which articles credit outlets and agencies, and where they stand in a text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from urllib.parse import urlsplit

import ahocorasick_rs

from news.language.lexicon import lexicon
from news.language.segments import letters_of, with_plain_signs
from news.origins.cue_rules import cue_table
from news.origins.name_forms import (
    ARTICLES,
    bare_name,
    camel_split,
    is_spaceless,
    languages_of,
    plain_name,
    short_form,
    small_form,
    written_forms,
)
from news.records import Outlet, record
from news.speakers.given_names import given_gender

SOFT_HYPHEN = "\u00ad"
SMALL_NAME = 4  # letters of an abbreviation that English too writes as a word, "Csis"
NUMBER_GOES_ON = re.compile(r"[.,]\d")  # "444,000" names no station
HOST_GOES_ON = re.compile(
    r"\.(?:[a-z\d-]+(?:\.[a-z]{2,})+|website|site|online|info|xyz|top|club|live|press)\b"
)  # "MSNBC.website"
OPENING = frozenset("\"'\u201e\u00ab\u00bb\u201c\u300c")


@record
class Naming:
    """One place in a text where an outlet is named."""

    outlet: Outlet
    start: int
    end: int
    is_ambiguous: bool  # the words used are also ordinary ones: only a cue makes them a name
    is_listed: bool = True  # False: told by its form, as "Brackwater Herald"
    is_ordinary: bool = False  # it is a name only beside its kind, as "the newspaper Mint"


@record
class Entry:
    """What one written form of a name may mean."""

    outlet: Outlet
    is_ambiguous: bool
    needs_article: bool = False  # "Monde" is a name only after "au", "du", "le"
    is_given: bool = False  # the outlet is known without its article, too: "scrive Repubblica"
    is_ordinary: bool = False
    is_short: bool = False  # of a longer name, or without the article that it bears: "Post", "Guardian"
    is_small: bool = False  # "Afp", as some languages write abbreviations
    is_shared: bool = False  # listed with its country, "The Herald (Scotland)": elsewhere the words mean another
    is_own: bool = False  # the outlet's first name: it comes before another's alias


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names of all outlets, ready for search."""

    outlets: tuple[Outlet, ...]
    by_name: dict[str, Outlet]  # name in lower case, without article -> outlet
    by_domain: dict[str, Outlet]
    by_letters: dict[str, Outlet]  # name or host without its ending, letters alone: "apnews", "lesechos" -> outlet
    names: dict[str, frozenset[str]]  # outlet -> its names and aliases in lower case, without article
    entries: dict[str, tuple[Entry, ...]]  # as written -> what it may mean, the first listed first
    forms: tuple[str, ...]
    automaton: ahocorasick_rs.AhoCorasick

    @staticmethod
    def of(outlets: Sequence[Outlet]) -> "Gazetteer":
        """Build the search for `outlets`; where two share a name, the language of a text decides, else the first.

        The last ones stay: a run that links many batches, or a process that links often, builds it once.
        """
        return Gazetteer._built(tuple(outlets))

    @staticmethod
    @lru_cache(maxsize=2)
    def _built(outlets: tuple[Outlet, ...]) -> "Gazetteer":
        by_name: dict[str, Outlet] = {}
        by_domain: dict[str, Outlet] = {}
        by_letters: dict[str, Outlet] = {}
        entries: dict[str, list[Entry]] = defaultdict(list)
        names: dict[str, frozenset[str]] = {}
        for outlet in outlets:
            by_name.setdefault(bare_name(outlet.outlet), outlet)  # before the aliases of others: "The Times"
        for outlet in outlets:
            names[outlet.outlet] = _bare_names(outlet)
            for name in names[outlet.outlet]:
                by_name.setdefault(name, outlet)
            for name in (outlet.outlet, short_form(outlet.outlet), *outlet.aliases, _label(outlet.domain)):
                if letters := letters_of(name):
                    by_letters.setdefault(letters, outlet)
            if outlet.domain:
                by_domain.setdefault(outlet.domain.lower(), outlet)
            for form, entry in _entries(outlet):
                if all(other.outlet is not outlet for other in entries[form]):
                    entries[form].append(entry)
        forms = tuple(entries)
        kept = {form: tuple(sorted(found, key=lambda one: not one.is_own)) for form, found in entries.items()}
        automaton = ahocorasick_rs.AhoCorasick(forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        return Gazetteer(outlets, by_name, by_domain, by_letters, names, kept, forms, automaton)

    def find(self, text: str, language: str | None = "en", country: str | None = None) -> list[Naming]:
        """Return every place where a listed outlet is named, in order; the longest name wins.

        Args:
            text: as it stands or with plain signs.
            language: of the text; it decides between outlets of one name, and whether their articles are bent.
            country: of the text's own outlet; it decides after the language.
        """
        plain = with_plain_signs(text)
        found: list[Naming] = []
        end_before = -1
        for number, start, end in self.automaton.find_matches_as_indexes(plain):
            if not _stands_alone(plain, start, end, end_before):
                continue
            entry = self._meant(self.entries[self.forms[number]], plain, start, end, language, country)
            if entry is not None:
                found.append(
                    Naming(
                        outlet=entry.outlet,
                        start=start,
                        end=end,
                        is_ambiguous=entry.is_ambiguous or entry.is_ordinary,
                        is_ordinary=entry.is_ordinary,
                    )
                )
                end_before = end
        return found

    def _meant(
        self, entries: Sequence[Entry], text: str, start: int, end: int, language: str | None, country: str | None
    ) -> Entry | None:
        fitting = [
            entry
            for entry in entries
            if (not entry.is_shared or entry.outlet.country == country or _is_spoken_abroad(entry, language))
            and _is_of(entry, text, start, end, language)
            and (
                not entry.needs_article
                or (
                    language in languages_of(entry.outlet.country)
                    and (entry.is_given or _has_article(text, start, language))
                )
            )
        ]
        near = [entry for entry in fitting if country is not None and entry.outlet.country == country]
        spoken = [entry for entry in fitting if language in languages_of(entry.outlet.country)]
        sure = [entry for entry in spoken if not entry.is_ordinary]
        return next(iter((*[entry for entry in near if entry in spoken], *sure, *spoken, *fitting)), None)

    def named(self, name: str) -> Outlet | None:
        """Return the outlet of exactly this name."""
        return self.by_name.get(bare_name(name))

    def of_host(self, url: str) -> Outlet | None:
        """Return the outlet at whose domain `url` stands, by the longest suffix of its host."""
        host = (urlsplit(url).hostname or "").lower()
        while host:
            if (outlet := self.by_domain.get(host)) is not None:
                return outlet
            host = host.partition(".")[2]
        return None

    def names_of(self, outlet: str | None, url: str) -> frozenset[str]:
        """Return the bare names under which an article's own outlet is known: as stated, listed, and by its host."""
        host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
        listed = (self.named(outlet), self.by_letters.get(letters_of(outlet))) if outlet else ()
        known = [one for one in (*listed, self.of_host(outlet_url(outlet)), self.of_host(url)) if one]
        stated = {outlet, short_form(outlet)} if outlet else set()
        said = frozenset(bare_name(name) for name in (*stated, host) if name)
        return said.union(*(self.names[one.outlet] for one in known))


def _label(domain: str | None) -> str:
    return (domain or "").removeprefix("www.").partition(".")[0]


def outlet_url(outlet: str | None) -> str:
    """Return `outlet` as an address: where it is stated as a host, "www.bbc.com", its domain names it."""
    return f"https://{outlet}" if outlet and "." in outlet and " " not in outlet else ""


def _stands_alone(text: str, start: int, end: int, end_before: int) -> bool:
    """Return whether a form is no part of a longer word; after another name, "NBC/WSJ" and "Post-ABC" are two names."""
    if is_spaceless(text[start]) or is_spaceless(text[end - 1]):
        return True
    if end < len(text) and (_is_latin(text[end]) or text[end] in "_@" or HOST_GOES_ON.match(text, end)):
        return False
    if text[end - 1].isdigit() and NUMBER_GOES_ON.match(text, end):
        return False
    if start == 0:
        return True
    before = text[start - 1]
    if before in "/-":
        token = text[max(0, start - 30) : start].rsplit(maxsplit=1)[-1]
        is_address = "." in token or ":" in token or "//" in token
        return end_before == start - 1 or (before == "/" and not is_address) or token == before
    return not (_is_latin(before) and not before.isdigit()) and before not in "_.@"


def _is_latin(sign: str) -> bool:
    return (sign.isalnum() or sign == SOFT_HYPHEN) and not is_spaceless(sign)


def _is_of(entry: Entry, text: str, start: int, end: int, language: str | None) -> bool:
    """Return whether a form may be a name here: ordinary words only in its own language or between quotation marks."""
    if language == "en":
        is_other = entry.is_small and (entry.is_ambiguous or end - start < SMALL_NAME or given_gender(text[start:end]))
        return not entry.needs_article and not is_other
    if language in languages_of(entry.outlet.country):
        return True
    if entry.is_ambiguous and text[start:end].lower() in _media(language):
        return False  # "le Journal officiel" is not The Journal of Dublin
    is_marked = text[start - 1 : start] in OPENING or text[max(0, start - 4) : start] == "The "
    is_agency = entry.is_own and entry.outlet.kind == "agency"  # "Bloomberg" is no German noun
    is_word = entry.is_ambiguous and has_capital_nouns(language) and not (is_agency or text[start:end].isupper())
    return not entry.is_ordinary and (is_marked or not (entry.is_short or is_word))


@cache
def _media(language: str | None) -> frozenset[str]:
    """Return the words for media in `language`, in lower case."""
    table = cue_table(language) if language else None
    lists = table.lists if table else {}
    return frozenset(word.lower() for name in ("media", "press_first") for word in lists.get(name, ()))


@cache
def has_capital_nouns(language: str | None) -> bool:
    """Return whether a capital tells no name in `language`, as in German."""
    words = lexicon(language)
    return words is not None and words.has_capital_nouns


def _is_spoken_abroad(entry: Entry, language: str | None) -> bool:
    return language != "en" and language in languages_of(entry.outlet.country)


def _has_article(text: str, start: int, language: str | None) -> bool:
    before = ARTICLES.get(language or "")
    return before is not None and before.search(text, max(0, start - 8), start) is not None


def _is_short(name: str, outlet: Outlet) -> bool:
    names = (outlet.outlet, *outlet.aliases)
    return " " not in name and any(other != name and other.endswith(f" {name}") for other in names)


def _bare_names(outlet: Outlet) -> frozenset[str]:
    return frozenset(bare_name(name) for name in (outlet.outlet, *outlet.aliases, outlet.domain) if name)


def _entries(outlet: Outlet) -> Iterator[tuple[str, Entry]]:
    """Yield each form of an outlet's names as it may be written, with what it means."""
    ambiguous = {bare_name(name) for name in outlet.ambiguous}
    ordinary = {bare_name(name) for name in outlet.ordinary}
    for name in (outlet.outlet, *outlet.aliases):
        known = plain_name(name)
        is_ambiguous = bare_name(known) in ambiguous
        is_ordinary = bare_name(known) in ordinary
        is_shared = known != name
        entry = Entry(
            outlet=outlet,
            is_ambiguous=is_ambiguous,
            is_ordinary=is_ordinary,
            is_shared=is_shared,
            is_short=is_ambiguous and _is_short(known, outlet),
            is_own=name == outlet.outlet,
        )
        yield from ((form, entry) for form in written_forms(known, outlet.country))
        if (small := small_form(known)) is not None:
            yield small, replace(entry, is_small=True)
        if (short := short_form(known)) != known and not known.lower().startswith("the "):
            entry = Entry(
                outlet=outlet,
                is_ambiguous=" " not in short,
                needs_article=True,
                is_given=short in outlet.aliases and bare_name(short) not in ambiguous,
                is_shared=is_shared,
            )
            yield from ((form, entry) for form in written_forms(short, outlet.country))
        if not is_ambiguous and (parted := camel_split(known)) is not None:
            yield parted, Entry(outlet=outlet, is_ambiguous=False)
    if outlet.domain and re.fullmatch(r"[\w-]{3,}(?:\.[\w-]+)+", outlet.domain):
        for form in (outlet.domain, outlet.domain.capitalize(), outlet.domain.upper()):
            yield form, Entry(outlet=outlet, is_ambiguous=False)
