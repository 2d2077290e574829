"""Names that only the words of credit beside them tell: "told GrindTV", "…, Il Corriere del Porto reports"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from news.origins.cue_rules import CueTable, cue_table
from news.origins.gazetteer import Naming, has_capital_nouns
from news.origins.name_forms import GENERAL, LONGEST, NAME_BEFORE, UPPER, country_of
from news.records import Outlet
from news.speakers.given_names import given_gender

WORD = r"[A-Z][\w'&.-]*\w"
NAME = rf"(?P<name>{WORD}(?:\s(?:(?:of|de|del|della|di|da|do|du|the)\s)?{WORD}){{0,3}})"
TOLD = re.compile(rf"told(?<=\btold)\s(?:the\s)?{NAME}")
REPORTED_BY = re.compile(rf"reported\sby\s(?:the\s)?{NAME}")
AS_BEFORE = ("as ", "as first ", "as originally ", "As ", "As first ")
REPORTS = re.compile(
    r"report(?:s|ed)(?=[.,:\n]|$|\s(?:(?:on|late|early)\s)*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|this\s))"
)
WHO_REPORTS = re.compile(rf"[,\"]\s(?:the\s|The\s)?{NAME}\s(?:(?:has|had|have|first|also|now|later)\s)*$")
# Inverted, or a hat tip: what else could stand there? Patterns that begin with letters let `re` leap to them.
CREDITED = tuple(re.compile(rf"{verb}\s[Tt]he\s{NAME}(?=[.,\n]|$)") for verb in ("reports", "writes"))
AFTER_CLAUSE = re.compile(r"[,\"]\s$")
TIPPED = tuple(re.compile(rf"{tip}:?\s(?:[Tt]o\s)?(?:the\s)?{NAME}") for tip in ("h/t", "H/T", "H/t"))
FOREIGN = re.compile(r"(?:Il|Lo|La|Le|Les|El|Los|Las|Der|Die|Das|Het)\s|L'")
INNER_CAPITAL = re.compile(
    r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Di)(?<!^La)(?<!^Le)(?<!^O')(?<!-)(?<=[a-z])[A-Z]|[A-Z]\d{2,3}$"
)
SHARE = re.compile(r"\d\s?(?:%|percent)[^.;]*$")  # "63% of users told VeldenSoft": a firm's poll
DAY_AFTER = re.compile(r"\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
REPORTED = re.compile(r"\s+(?:first\s+)?reported\b")
REGION_REPORTS = re.compile(
    r"(?P<region>(?:\s[A-Z][a-z]+){1,2})\s(?:(?:has|first|also)\s)*(?:reports|reported|is\sreporting)(?=[,.:]|$|\sthat\b)"
)
CAPITAL_BEFORE = re.compile(rf"(?<=[\w,;)] )(?P<word>[{UPPER}][\w'-]*) $")  # within a sentence
WORD_AFTER = re.compile(r"[ -](?P<word>[A-ZÀ-Þ]\w+)")
HOUSE_BEFORE = re.compile(r"'s?\s\"?")  # NBC's "Hannity", Channels Television's Sunrise Daily
LINE_LONGEST = 240  # code points of a line that leads elsewhere
SHORTEST = 5  # letters of an abbreviation; "the UN", "the CDC" and their like report, too


def distinctive(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names beside a sure cue whose form no person's and hardly a body's name has."""
    for found in TOLD.finditer(text):
        start, end = _without_day(found)
        is_poll = SHARE.search(text, max(0, found.start() - LONGEST), found.start()) is not None
        if INNER_CAPITAL.search(text[start:end].split(maxsplit=1)[0]) or text[start:end].startswith("Il "):
            yield from () if is_poll else [(start, end)]
    for found in REPORTED_BY.finditer(text):
        is_credit = text.endswith(AS_BEFORE, 0, found.start())
        if is_credit and INNER_CAPITAL.search(found["name"].split(maxsplit=1)[0]):
            yield found.span("name")
    yield from _named_after(text)
    for found in _reporting(text, 0, len(text)):
        start, end = _without_day(found)
        if FOREIGN.match(text, start) or INNER_CAPITAL.search(text[start:end].split(maxsplit=1)[0]):
            yield start, end


def _named_after(text: str) -> Iterator[tuple[int, int]]:
    """Yield who stands after "…, reports The" and after a hat tip."""
    for cue in CREDITED:
        for found in cue.finditer(text):
            if AFTER_CLAUSE.search(text, max(0, found.start() - 2), found.start()):
                yield found.span("name")
    for cue in TIPPED:
        for found in cue.finditer(text):
            if not text[found.start() - 1 : found.start()].isalnum() and not is_person(text, found.group("name")):
                yield found.span("name")


def _reporting(text: str, start: int, end: int) -> Iterator["re.Match[str]"]:
    """Yield who reports at the end of a clause, "…, Il Corriere del Porto reports."."""
    for cue in REPORTS.finditer(text, start, end):
        who = WHO_REPORTS.search(text, max(0, cue.start() - LONGEST), cue.start())
        if who:
            yield who


def with_region(text: str, name: Naming) -> Naming:
    """Return a listed name with the region or section behind it, where that reports: "Breitbart Texas reports"."""
    after = None if name.is_ambiguous else REGION_REPORTS.match(text, name.end)
    return replace(name, end=after.end("region")) if after else name


def is_within_longer(text: str, name: Naming, table: CueTable) -> bool:
    """Return whether a listed name is part of one that is not English: "Lo Cicero", "Telegraaf Media Groep"."""
    said = text[name.start : name.end]
    if not name.is_listed:
        return False
    after = WORD_AFTER.match(text, name.end)
    if after and after.group("word") in table.lists.get("houses", ()):
        return True
    before = CAPITAL_BEFORE.search(text, max(0, name.start - LONGEST), name.start)
    if before is None or not name.is_ambiguous or " " in said or has_capital_nouns(table.language):
        return False
    word = before.group("word").lower()
    is_article = f"{word} {said}".lower() in (alias.lower() for alias in (name.outlet.outlet, *name.outlet.aliases))
    return not is_article and word not in table.lists.get("media", ())


def with_short_forms(text: str, names: Iterable[Naming], table: CueTable) -> list[Naming]:
    """Return names with the last words by which a text calls them later: "the Velden Bugle … the Bugle"."""
    found, kinds = list(names), frozenset(table.lists.get("no_short_form", ()))
    last: dict[str, Naming] = {}
    for name in found if kinds else ():
        words = text[name.start : name.end].removesuffix("'s").split()
        if len(words) > 1 and words[-1].isalpha() and words[-1].istitle() and words[-1] not in kinds:
            last.setdefault(words[-1], name)
    later = [(word, name) for word, name in last.items() if text.find(f"he {word}", name.end) >= 0]
    taken = {place for name in found for place in range(name.start, name.end)} if later else set[int]()
    for word, name in later:
        for place in re.compile(rf"(?<=\b[Tt]he ){word}\b(?! [A-Z]|-)").finditer(text, name.end):
            if place.start() not in taken:
                found.append(replace(name, start=place.start(), end=place.end(), is_ambiguous=True, is_listed=False))
    return sorted(found, key=lambda name: name.start)


def shared_name(text: str, start: int, said: str, language: str) -> str | None:
    """Return the words of a longer name before one that papers of many places bear: "Tarn" of "Tarn Daily Mail"."""
    table = cue_table(language)
    if table is None or said.split(maxsplit=1)[0] not in table.lists.get("shared_first", ()):
        return None
    found = NAME_BEFORE.search(text, max(0, start - LONGEST), start)
    before = found.group().strip() if found else ""
    is_general = country_of(before) or before in GENERAL or before == "London" or before.endswith("-based")
    return None if not before or is_general else before


def may_be_within(text: str, name: Naming, language: str) -> bool:
    """Return whether a longer name may hold a listed one."""
    said = text[name.start : name.end]
    return name.is_ambiguous or shared_name(text, name.start, said, language) is not None


def without_promotion(text: str, names: Iterable[Naming], table: CueTable) -> list[Naming]:
    """Return the names that stand in no line that leads elsewhere or sells something: "MORE FROM FOX NEWS: …"."""
    patterns = table.patterns.get("promotion", ())
    return [name for name in names if not any(one.match(_short_line(text, name.start)) for one in patterns)]


def _short_line(text: str, place: int) -> str:
    """Return the line at a place; empty: it is long, and a paragraph."""
    start = text.rfind("\n", max(0, place - LINE_LONGEST), place) + 1
    end = text.find("\n", place, place + LINE_LONGEST)
    if end < 0:
        end = len(text)
    return text[start:end] if end - start <= LINE_LONGEST else ""


def in_programmes(text: str, names: Sequence[Naming]) -> Iterator[Naming]:
    """Yield names; a programme right behind a house is that house's, whoever else bears its name: NBC's "Hannity"."""
    before: Naming | None = None
    for name in names:
        is_its = before is not None and before.outlet.kind == "broadcaster" and not name.is_listed
        between = HOUSE_BEFORE.fullmatch(text, before.end, name.start) if before else None
        is_own = between is not None and (is_its or between.group().endswith('"'))
        before = replace(name, outlet=before.outlet) if before and is_own else name
        yield before


def as_meant(names: Iterable[Naming], text: str, own: str) -> Iterator[Naming]:
    """Give a short name, such as "the Post", to the outlet that the text last named in full, or to its own outlet."""
    house = own.rsplit(maxsplit=1)[-1] if " " in own.removeprefix("The ") else ""
    last: dict[str, Outlet] = {house: Outlet(outlet=own)} if house else {}
    for name in names:
        said = text[name.start : name.end]
        if name.is_ambiguous and " " not in said and said in last:
            yield replace(name, outlet=last[said])
        else:
            yield name
            if " " in said.removeprefix("The ") and not (house and said.endswith(house)):
                last[said.rsplit(maxsplit=1)[-1]] = name.outlet


def by_listed_end(text: str, listed: Sequence[Naming], language: str) -> Iterator[tuple[int, int]]:
    """Yield longer names that an ordinary listed one ends, where they report: "Tech Mic reported that …"."""
    for name in listed if language == "en" else ():
        if name.is_ambiguous and " " not in text[name.start : name.end] and REPORTED.match(text, name.end):
            before = NAME_BEFORE.search(text, max(0, name.start - LONGEST), name.start)
            is_place = before is not None and text.endswith((" on ", " in ", " at ", " near "), 0, before.start())
            if (
                before
                and not is_place
                and country_of(before.group().strip()) is None
                and before.group().strip() not in GENERAL
            ):
                yield before.start(), name.end


def unlisted(
    table: CueTable, text: str, start: int, end: int, *, of_several_words: bool = False
) -> tuple[int, int] | None:
    """Return the first place that credits a name of which nothing tells whether it is an outlet's.

    Args:
        of_several_words: take these, too, though most of them are persons' names.
    """
    if table.language != "en":
        return None
    found = (*TOLD.finditer(text, start, end), *_reporting(text, start, end))
    places = sorted(one.span() for one in found if _fits(table, one, of_several_words))
    return places[0] if places else None


def _fits(table: CueTable, found: "re.Match[str]", of_several_words: bool) -> bool:
    start, end = _without_day(found)
    said = found.string[start:end].removesuffix("'s")
    words = said.split()
    if (said.isupper() and len(said) < SHORTEST) or country_of(said):
        return False
    if found.group().startswith(("told the ", "told The ")) and len(words) > 1:
        return words[-1] not in _bodies(table) and " of " not in said  # persons bear no article
    if set(words) & _bodies(table):
        return False
    return not any(given_gender(word) for word in words) and not _is_person(
        found.string, words[-1], of_several_words and len(words) > 1
    )


def _bodies(table: CueTable) -> frozenset[str]:
    return _listed(table.lists.get("bodies", ()), table.lists.get("titles", ()))


@cache
def _listed(bodies: tuple[str, ...], titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*bodies, *titles, *(f"{title}." for title in titles)))


def is_person(text: str, name: str) -> bool:
    """Return whether a name is a person's: its first word is a given name, or the text gives it one elsewhere."""
    first, *rest = name.removesuffix("'s").split()
    if rest:
        return given_gender(first) is not None
    before = re.finditer(rf"\b([A-Z][a-z]+)\s(?:[A-Z]\.\s)?{re.escape(first)}\b", text)
    return any(given_gender(found.group(1)) for found in before)


def _is_person(text: str, word: str, is_of_longer: bool) -> bool:
    """Return whether the text gives a word a capitalised one before it (asked of no longer name), or lets it speak."""
    word = re.escape(word)
    speaks = rf"\b{word},?\s(?:said|says|added|who|is|was|(?:has|had)(?!\s(?:first\s|also\s)?reported))\b"
    return re.search(speaks if is_of_longer else rf"\b[A-Z][\w.-]+\s{word}\b|{speaks}", text) is not None


def _without_day(found: "re.Match[str]") -> tuple[int, int]:
    start, end = found.span("name")
    day = DAY_AFTER.search(found.string, start, end)
    return start, day.start() if day else end
