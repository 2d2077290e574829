"""Outlets that no list holds, told by the form of their names: "Brackwater Herald", "the news site Tidewatch"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from news.language.segments import letters_of
from news.origins.cue_rules import CueTable, cue_table
from news.origins.cue_triggers import Spots
from news.origins.cued_names import INNER_CAPITAL, by_listed_end, distinctive, may_be_within, shared_name
from news.origins.described_names import (
    DOMAIN_END,
    QUOTED,
    by_apposition,
    by_domain,
    by_kind_after,
    by_link,
    by_medium,
    is_common,
    one_spelling,
)
from news.origins.gazetteer import Gazetteer, Naming
from news.origins.name_forms import (
    LONGEST,
    NAME_BEFORE,
    RUN,
    RUN_BEFORE,
    SPACELESS_RUN,
    bare_name,
    country_of,
    is_kind,
)
from news.origins.no_names import is_marked, no_names
from news.records import Link, Outlet
from news.speakers.given_names import given_gender

REPORTS = re.compile(r"\.com|\s(?:\w+\s){0,2}?report(?:s|ed|ing)?\b")
NOT_LAST = re.compile(r" [A-Z][a-z]")
STATION = re.compile(
    r"[ACFKNWd](?:(?<=d)[wxyz][A-Z]{2}|(?<=[KW])[A-Z]{2,3}(?:-(?:TV|FM|AM|\d{1,2})|\d{1,3})|(?<=[KW])[A-Z]{3}"
    r"|(?:(?<=[AN])BC|(?<=C)(?:BS|W)|(?<=F)(?:OX|ox)) ?\d{1,2}|(?<=C)hannel \d{1,2}(?: News)?)"
    r"\b(?!\s?(?:percent|p\.m|a\.m))"
)
HYPHENED = re.compile(r"-[A-Z][a-z]+\b")
NUMBERED = re.compile(r"(?<!\S)\d{1,2}$")
ARTICLES_ALONE = ("The", "A", "An", "La", "Le", "Il", "El", "Die", "Der", "Das", "De", "Het", "O")
THE_WITHIN = re.compile(r"(?<=[a-z,] )The $")  # within a sentence: part of the name
OF_A_PLACE = re.compile(
    r"(?<!Send)(?<!D)er$|(?:sche|liche)[nrs]?$|(?<=\w{4})se$"
)  # "Halmer", "Westfälischen", "Goudse"
ARTICLE_BEFORE = re.compile(r"\b(?:(?:El|La|Le|Il|De|Het|Les|Los|Las) |L['’])$")
SECTIONS = frozenset("News Sports Politics Business Money Health Science Tech Travel Entertainment Lifestyle".split())
NO_PRESS = ("Medical Examiner", "Hearing Examiner", "Court Reporter", "Court Register")
LEARNED = frozenset("Journal Register Review Record Bulletin Reporter".split())
OF_SOMETHING = re.compile(r"\s(?:of|for)\s(?:the\s)?[A-Z]")  # "the American Journal of Ferries"
LEAST_TO_COMPARE = 2
MOST_WORDS = 4  # of a name between quotation marks


@dataclass(frozen=True, slots=True)
class Forms:
    """What tells an outlet's name in one language."""

    no_outlets: frozenset[str]
    no_outlets_written: frozenset[str]
    titles: frozenset[str]
    is_spaceless: bool


@cache
def forms_of(table: str) -> Forms:
    """Return the forms of names of a language, made from its cue table."""
    found: CueTable | None = cue_table(table)
    lists = found.lists if found else {}
    return Forms(
        no_outlets=frozenset(bare_name(name) for name in lists.get("no_outlets", ())),
        no_outlets_written=frozenset((*lists.get("no_outlets", ()), *lists.get("media", ()))),
        titles=frozenset(lists.get("titles", ())),
        is_spaceless=table in ("ja", "ko"),
    )


def open_names(
    text: str, language: str, gazetteer: Gazetteer, listed: Sequence[Naming], spots: Spots, links: Iterable[Link] = ()
) -> list[Naming]:
    """Return the names of outlets that are not listed; like ambiguous ones they need a cue.

    Args:
        text: with plain signs.
        listed: the names found by the list; what they cover is left to them, unless a longer name holds them.
        spots: where the words stand that may tell a name.
        links: of the article; a host's name is an outlet's.
    """
    taken = [(name.start, name.end) for name in listed if not may_be_within(text, name, language)]
    found: dict[int, Naming] = {}
    stations = set(_stations(text)) if language == "en" else set()
    numbered = {(start, end) for start, end in stations if text[end - 1].isdigit()}
    sure = {*distinctive(text), *numbered} if language == "en" else set()
    for start, last in (
        *sorted(sure),
        *sorted(stations),
        *_spans(text, language, gazetteer, spots, links),
        *by_listed_end(text, listed, language),
    ):
        said = no_names(language).without_day(text[start:last])
        end = start + len(said)
        known = gazetteer.named(said) or _as_spelled(said, gazetteer)
        if known is not None and (
            is_common(known, said) or any(name.start <= start and end <= name.end for name in listed)
        ):
            continue
        is_longer = language != "en" or known is not None or (start, last) in sure
        if any(
            one < end and start < other and not (is_longer and start <= one and other < end) for one, other in taken
        ):
            continue
        if _is_none(text, start, said, language) or (known is None and _is_firm(text, end, language)):
            continue
        if start not in found or found[start].end < end:
            outlet = known or Outlet(outlet=said)
            found[start] = Naming(outlet=outlet, start=start, end=end, is_ambiguous=True, is_listed=False)
    return _spelled_once(_without_inner(sorted(found.values(), key=lambda name: name.start)), gazetteer)


def _as_spelled(said: str, gazetteer: Gazetteer) -> Outlet | None:
    """Return the listed outlet that a compound of the same letters means, or a section: "VeldenNews", "CNN Travel"."""
    words = said.split()
    of = gazetteer.named(words[0]) if words[-1] in SECTIONS else None
    if of and not is_common(of, words[0]):
        return of
    if " " in said or not INNER_CAPITAL.search(said):
        return None
    known = gazetteer.by_letters.get(letters_of(said))
    return known if known and not is_common(known, known.outlet) else None


def _spelled_once(names: Sequence[Naming], gazetteer: Gazetteer) -> list[Naming]:
    """Give what one outlet is called in an article one name, where no list holds it."""
    unlisted = {name.outlet.outlet for name in names if gazetteer.named(name.outlet.outlet) is None}
    if len(unlisted) < LEAST_TO_COMPARE:
        return list(names)
    spelled = one_spelling(dict.fromkeys(name.outlet.outlet for name in names if name.outlet.outlet in unlisted))
    return [
        replace(name, outlet=Outlet(outlet=spelled[name.outlet.outlet])) if name.outlet.outlet in unlisted else name
        for name in names
    ]


def _is_none(text: str, start: int, said: str, language: str) -> bool:
    if said in ARTICLES_ALONE:
        return True
    is_no_outlet = bare_name(DOMAIN_END.sub("", said)) in forms_of(language).no_outlets
    is_word = not is_marked(text, start) and no_names(language).hold(said)
    is_place = country_of(said) is not None
    return is_no_outlet or is_word or is_place or _is_titled(text, start, said, forms_of(language))


def _is_firm(text: str, end: int, language: str) -> bool:
    """Return whether an apposition explains a name as something else: "Velden.com, a boat dealer"."""
    table = cue_table(language)
    return any(pattern.match(text, end) for pattern in table.patterns.get("no_medium", ())) if table else False


def _without_inner(names: Sequence[Naming]) -> list[Naming]:
    kept: list[Naming] = []
    for name in names:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _spans(
    text: str, language: str, gazetteer: Gazetteer, spots: Spots, links: Iterable[Link]
) -> Iterator[tuple[int, int]]:
    if forms_of(language).is_spaceless:
        yield from _of_one_script(text, spots)
    else:
        yield from _by_press_word(text, spots, gazetteer)
        yield from _by_first_word(text, spots)
        yield from _by_quotation(text, language)
        yield from _by_inner_word(text, spots) if language == "en" else _by_suffix(text, spots, forms_of(language))
        yield from by_kind_after(text, spots, language)
        yield from by_apposition(text, spots)
    yield from by_medium(text, spots, gazetteer, language)
    yield from by_domain(text)
    yield from by_link(text, links, language)


def _stations(text: str) -> Iterator[tuple[int, int]]:
    """Yield what American stations are called: "KHOU-TV", "Fox 10"."""
    yield from (found.span() for found in STATION.finditer(text) if not text[found.start() - 1 :][:1].isalnum())


def _by_press_word(text: str, spots: Spots, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    for first, last in spots.get("press", ()):
        if first == 0 or text[first - 1] != " " or NOT_LAST.match(text, last):
            continue
        if text.endswith(NO_PRESS, 0, last) or (text[first:last] in LEARNED and OF_SOMETHING.match(text, last)):
            continue
        before = NAME_BEFORE.search(text, max(0, first - LONGEST), first)
        if before is None and " " in text[first:last] and text.endswith(("the ", "The ", "'s "), 0, first):
            yield first, last  # "the Daily News"
        if before and not _knows(gazetteer, text[before.start() : last]):
            start = before.start()
            rest = HYPHENED.match(text, last)  # "Wheeling News-Register"
            if not is_kind(text[start:last]) and not _is_persons(text, start, last):
                yield start - 4 * bool(THE_WITHIN.search(text, max(0, start - 6), start)), rest.end() if rest else last


def _by_first_word(text: str, spots: Spots) -> Iterator[tuple[int, int]]:
    """Yield the names that a press word begins: "Diario de Marbrisa", "Radio Costa"."""
    for first, last in spots.get("press_first", ()):
        run = RUN.match(text, first)
        before = ARTICLE_BEFORE.search(text, max(0, first - 4), first)
        start = before.start() if before else first
        word = text[max(0, start - 30) : start].split()
        is_whole = text[start - 1 : start] != " " or not word or not word[-1][0].isupper() or start < len(word[-1]) + 2
        if run and run.end() > last + 1 and (is_whole or word[-1][-1] in ".,:;"):
            yield start, run.end()


def _by_suffix(text: str, spots: Spots, forms: Forms) -> Iterator[tuple[int, int]]:
    """Yield the compounds that end in a press word, "Deichpost", with a capitalised word before: "Halmer Tagblatt"."""
    for first, last in spots.get("suffixes", ()):
        run = RUN_BEFORE.search(text, max(0, last - LONGEST), last)
        if run and not (run.start() > 0 and text[run.start() - 1].isalnum()):
            words = run.group().split()
            start = last - len(words[-1])
            if len(words) > 1 and words[-2][0].isupper() and OF_A_PLACE.search(words[-2]):
                start -= len(words[-2]) + 1
            elif text[start:last] in forms.no_outlets_written or start + 3 > first:
                continue
            yield start, last


def _by_inner_word(text: str, spots: Spots) -> Iterator[tuple[int, int]]:
    """Yield the compounds that a capital within joins, "NationNews Barbados"."""
    for first, last in spots.get("suffixes", ()):
        if NUMBERED.search(text, max(0, first - 3), first):
            yield first - len(text[max(0, first - 2) : first].lstrip()), last  # "10News"
        elif first > 0 and text[first - 1].islower() and text[first].isupper():
            word = RUN_BEFORE.search(text, max(0, last - LONGEST), last)
            start = last - len(word.group().split()[-1]) if word else first
            run = RUN.match(text, start)
            if run:
                yield run.start(), run.end() - 2 * run.group().endswith("'s")


def _by_quotation(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between quotation marks right after words that only credit: "laut „Halmer Rundblick“"."""
    table = cue_table(language)
    for pattern in table.patterns.get("quoted_after", ()) if table else ():
        for found in pattern.finditer(text):
            quoted = QUOTED.match(text, found.end())
            if quoted and quoted.group(1)[0].isupper() and len(quoted.group(1).split()) <= MOST_WORDS:
                yield quoted.span(1)


def _is_persons(text: str, start: int, end: int) -> bool:
    """Return whether a person bears the name: "Alex Press", "Ann Mirror said", but "the Marion Star said"."""
    first, *rest = text[start:end].split()
    is_outlet = text.endswith(("the ", "The ", "'s "), 0, start) or REPORTS.match(text, end)
    return len(rest) == 1 and given_gender(first) is not None and (rest == ["Press"] or not is_outlet)


def _knows(gazetteer: Gazetteer, said: str) -> bool:
    """Return whether a name, or what is left when its first words are dropped, is listed and no ordinary word."""
    parts = said.split()
    for at in range(len(parts)):
        tail = " ".join(parts[at:])
        outlet = gazetteer.named(tail)
        is_shared = at > 0 and shared_name(said, len(said) - len(tail), tail, "en") is not None
        if outlet is not None and (at == 0 or not (is_shared or is_common(outlet, tail))):
            return True
    return False


def _of_one_script(text: str, spots: Spots) -> Iterator[tuple[int, int]]:
    """Yield names in scripts without spaces: the run of signs of one kind that a press word ends."""
    for first, last in spots.get("suffixes", ()):
        run = SPACELESS_RUN.search(text[max(0, last - 16) : last])
        if run and run.group() != text[first:last]:
            yield last - len(run.group()), last


def _is_titled(text: str, start: int, said: str, forms: Forms) -> bool:
    """Return whether a person bears the name: "Mayor Ann Guardian"."""
    before = text[max(0, start - 20) : start].split()
    is_titled = bool(before) and before[-1].strip(".") in forms.titles
    return bool(forms.titles) and (is_titled or said.split(maxsplit=1)[0].strip(".") in forms.titles)
