"""Outlets told by what stands beside their names: the word for a medium, an apposition, a domain or a link."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from news.language.lexicon import stop_words
from news.origins.cue_rules import QUOTE, CueTable, cue_table, first_match
from news.origins.cue_triggers import Spots
from news.origins.cued_names import is_person
from news.origins.gazetteer import Gazetteer, Naming
from news.origins.name_forms import (
    GENERAL,
    LONGEST,
    RUN,
    RUN_BEFORE,
    SPACELESS_NAME,
    UPPER,
    bare_name,
    country_of,
    is_spaceless,
)
from news.records import Link, Outlet
from news.speakers.words import HEAD_FIRST

OF_ITS_KIND = re.compile(  # behind a short name
    r"(?: (?:press|news|agency|newswire|wire|service|newspapers?|online|radio|tv|television|broadcasting|media|network"
    r"|nachrichtenagentur|presseagentur|persbureau|notizie|notícias|noticias))+"
)
INITIALS_WITHIN = 90  # code points before an abbreviation in brackets
QUOTED = re.compile(rf"{QUOTE}\s?([^\"„“”«»‘’「」『』\n]{{2,40}}?)\s?{QUOTE}")
ADJECTIVE = (
    r"(?:\s(?!(?:of|on|in|at|by|for|from|with|and|or|that|to|as|the|a|de|del|des|du|di|da|do|dos|das|della|van|von|der|für|"
    r"zu|aus|mit|en|e|y|et|und|que|che|dat|says?|said|reports?|reported|claims?|claimed|writes|wrote|shows?|showed)\b)[a-zà-ÿ-]+)?,?\s"
)
ARABIC = "(?:[Aa]l|[Ee]l)[ -]"
BESIDE_MEDIUM = re.compile(rf"(?:{ARABIC})?{RUN.pattern}|[a-z][{UPPER}]\w+")  # "al Sabaah", "iNews"
AFTER_MEDIUM = re.compile(rf"{ADJECTIVE}(?={QUOTE}?\s?(?:[{UPPER}\d]|{ARABIC}[{UPPER}]|[a-z][{UPPER}]))")
SMALL_NAME = re.compile(r"\s([a-z][a-z\d]{4,})\b")
APPOSITION = re.compile(
    r",\s(?:an?|the|une?|un|ein|eine|una|uma|um|een)\s(?:(?!(?:for|at|of|with|from|by|in|behind)\s)[\w'-]+\s){0,4}$"
)
BESIDE = re.compile(rf"{QUOTE}?\s$")
ANY_BEFORE = re.compile(r"\b(?:an?|one|two|three|some|several|many|another|other|local) $")
CLOSING = frozenset(",.;:)\"'")
NOTHING = "(?!)"  # matches nowhere
ANY = ("A ", "An ")  # "An Argentinian newspaper" has no name
DOMAIN_END = re.compile(
    r"\.(?:com|org|net|info|de|fr|es|it|nl|pt|at|ch|be|eu|me|tv|ie|co\.uk|com\.br|com\.au|co\.nz|co\.za|news|media|"
    r"online|live|today)\b(?![/@\w-]|\.\w)"
)
DOMAIN_BEFORE = re.compile(r"(?<![\w@/.-])(?:www\.)?((?:[A-Za-z\d][\w-]{1,20}\.)?[A-Za-z\d][\w-]{1,30}(?<![.][\w-]))$")
BETWEEN_LETTERS = re.compile(r"[ .&'’-]")
LEAST_LABEL = 5  # letters of a host's name; shorter ones stand in any text
LEAST_LETTERS = 4  # of it without its article: "hill" of thehill.com


@dataclass(frozen=True, slots=True)
class WordsBeside:
    """What stands beside a medium's name in one language."""

    called: frozenset[str]  # "a site called Seeblatt"
    owned: "re.Pattern[str]"  # "her blog" has no name behind it
    no_part: "re.Pattern[str]"  # words with a capital that begin a sentence, and numbers before an article


@cache
def words_beside(language: str) -> WordsBeside:
    """Return the words beside a medium's name, from the cue table's lists."""
    table = cue_table(language)
    lists = table.lists if table else {}
    owners, media, begins = (
        "|".join(map(re.escape, lists.get(key, ()))) for key in ("owners", "owned_media", "no_part")
    )
    return WordsBeside(
        called=frozenset(lists.get("called", ())),
        owned=re.compile(rf"\b(?:{owners}|[A-Z]\w+'s) (?:\w+ )?(?:{media})$" if media else NOTHING),
        no_part=re.compile(rf"(?:(?:{begins}|\d{{1,3}})\s(?:the\s)?)+(?=\S)" if begins else NOTHING),
    )


def by_medium(text: str, spots: Spots, gazetteer: Gazetteer, language: str) -> Iterator[tuple[int, int]]:
    """Yield what follows the word for a medium: "the Dutch newspaper Fjordnytt", "dem Sender «Küstenfunk»"."""
    beside_it = words_beside(language)
    for _, last in spots.get("media", ()):
        if (beside := _after_medium(text, last, language)) is None and not is_spaceless(text[last - 1]):
            small = SMALL_NAME.match(text, last)
            if small and (known := gazetteer.named(small.group(1))) and not is_common(known, small.group(1)):
                yield small.span(1)  # "the website fivethirtyeight"
            continue
        at = beside.end() if beside else last
        if text[last] == " " and text[at].isalpha() and beside_it.owned.search(text, max(0, last - LONGEST), last):
            continue  # "on her blog Marsh wrote"
        if beside is None and (run := SPACELESS_NAME.match(text, at)):
            yield run.span("name")
            continue
        if quoted := QUOTED.match(text, at):
            if not beside_it.owned.search(text, max(0, last - LONGEST), last):
                yield quoted.span(1)
        elif not text[at : at + 1].isdigit() and (run := BESIDE_MEDIUM.match(text, at)):
            if text.endswith((" as", " including", " like"), 0, last) and " and " in run.group():
                yield from _each(run)  # "websites such as Seeblatt and Kanal Nord"
            elif not is_person(text, run.group()) and _is_closed(text, last, run.end()):
                yield run.start(), run.end() - (2 if run.group().endswith(("'s", "’s")) else 0)


def _after_medium(text: str, last: int, language: str) -> "re.Match[str] | None":
    """Match up to where a name may begin; in some languages after an adjective: "diario español El Faro"."""
    beside = AFTER_MEDIUM.match(text, last)
    between = beside.group().strip(" ,") if beside else ""
    if not between or between in words_beside(language).called:
        return beside
    return beside if language in HEAD_FIRST and between not in stop_words(language) else None


def _is_closed(text: str, last: int, end: int) -> bool:
    """Return whether a name after a comma is closed like an apposition: in "on her blog, Marsh said" it is not."""
    return text[last] != "," or text[end : end + 1] in CLOSING or end == len(text)


def _each(run: "re.Match[str]") -> Iterator[tuple[int, int]]:
    cut = run.start() + run.group().index(" and ")
    yield from ((run.start(), cut), (cut + len(" and "), run.end()))


HYPHENED = re.compile(r"[a-z]-[A-Z][a-z]")
MAGAZINE = "magazine"  # a single word before a newspaper is most often a place's
WITHIN = re.compile(r"(?:,|\b(?:to|by|in|from|and|while|but|told)) $")


def by_kind_after(text: str, spots: Spots, language: str) -> Iterator[tuple[int, int]]:
    """Yield the names before their kind: "The Post and Courier newspaper"."""
    for first, _ in spots.get("said_of_media", ()):
        beside = BESIDE.search(text, max(0, first - 2), first)
        run = RUN_BEFORE.search(text, max(0, first - LONGEST), beside.start()) if beside else None
        start = _begins(run.group(), language) + run.start() if run else 0
        if run and start < run.end() and not ANY_BEFORE.search(text, max(0, start - 12), start):
            words = text[start : run.end()].removeprefix("The ").split()
            if len(words) > 1 and country_of(words[0]) is None and words[0] not in GENERAL:
                yield start, run.end()
            elif len(words) > 1 and country_of(" ".join(words)) is None and words[0] not in GENERAL:
                yield text.index(" ", start) + 1, run.end()  # "the Lebanese MTV channel"
            elif len(words) == 1 and country_of(words[0]) is None and words[0] not in GENERAL:
                is_alone = text.startswith(MAGAZINE, first) and WITHIN.search(text, max(0, start - 12), start)
                if is_alone or HYPHENED.search(words[0]):  # "the Vale-Tarn newspaper"
                    yield start, run.end()


def _begins(said: str, language: str) -> int:
    """Return where a name begins: "In the Channel 12" after "In the"; at the end where it is somebody's, or any."""
    if said.startswith(ANY) or said.endswith(("'s", "’s")):
        return len(said)
    before = words_beside(language).no_part.match(said)
    return max(said.rfind("'s ") + 3 if "'s " in said else 0, before.end() if before else 0)


def by_apposition(text: str, spots: Spots) -> Iterator[tuple[int, int]]:
    """Yield the names that an apposition explains: "Brugwacht, a Dutch news website"."""
    for first, _ in spots.get("said_of_media", ()):
        comma = APPOSITION.search(text, max(0, first - LONGEST), first)
        run = RUN_BEFORE.search(text, max(0, comma.start() - LONGEST), comma.start()) if comma else None
        if run:
            yield run.span()


def is_common(outlet: Outlet, said: str) -> bool:
    """Return whether these words, though an outlet's name, also mean something else."""
    return bare_name(said) in {bare_name(name) for name in (*outlet.ambiguous, *outlet.ordinary)}


def by_domain(text: str) -> Iterator[tuple[int, int]]:
    """Yield the domains that a text names, "Cleveland.com"."""
    for found in DOMAIN_END.finditer(text):
        before = DOMAIN_BEFORE.search(text, max(0, found.start() - 40), found.start())
        if before:
            yield before.start(1), found.end()


def by_link(text: str, links: Iterable[Link], language: str = "en") -> Iterator[tuple[int, int]]:
    """Yield the names whose letters are those of a linked host, "Brugwacht" for brugwacht.nl, where they report."""
    labels = {label for link in links if len(label := host_label(link.url)) >= LEAST_LABEL}
    squeezed = BETWEEN_LETTERS.sub("", text).lower() if labels else ""
    table = cue_table(language)
    for label in labels:
        if label not in squeezed:
            continue  # a look that costs little, before a pattern of its own
        loose = rf"{BETWEEN_LETTERS.pattern}{{0,2}}".join(map(re.escape, label))
        for found in re.finditer(rf"\b{loose}\b", text, re.IGNORECASE):
            if found.group()[0].isupper() and (table is None or _is_reporting(table, text, *found.span())):
                yield found.span()


def _is_reporting(table: CueTable, text: str, start: int, end: int) -> bool:
    """Return whether a name is whole and does what media do: "Brugwacht reported", not "the Brugwacht Foundation said".

    In a language without such patterns every linked name is one.
    """
    if "linked_reports" not in table.patterns:
        return True
    before, after = text[max(0, start - LONGEST) : start], text[end : end + LONGEST]

    def fits(group: str, words: str) -> bool:
        return first_match(table, group, words) is not None

    is_told_there = fits("linked_reported_in", before)
    if (goes_on := fits("linked_goes_on", after)) or fits("linked_is_end", before):
        return is_told_there and not goes_on
    return fits("linked_reports", after) or (is_told_there and not fits("linked_counts", before))


def host_label(url: str) -> str:
    """Return the letters and digits of a host's name without its ending: "abc7ny" of abc7ny.com; "" for no host."""
    parts = (urlsplit(url).hostname or "").lower().removeprefix("www.").split(".")
    if len(parts) < 2:
        return ""
    is_shared = len(parts) > 2 and len(parts[-2]) <= 3  # "co.uk"
    return re.sub(r"\W", "", parts[-3] if is_shared else parts[-2])


def written_like(label: str, text: str) -> set[str]:
    """Return the names in a text whose letters are those of a host, but for an article: "Vale Wire" for "thevalewire".

    The first three letters stand in one word: "the A.B. Post" is not looked for.
    """
    letters = label.removeprefix("the") if len(label) >= LEAST_LABEL else ""
    if len(letters) < LEAST_LETTERS or letters[:3] not in (low := text.lower()) or len(low) != len(text):
        return set()
    found = re.finditer(letters[:3] + "".join(rf"\W?{re.escape(one)}" for one in letters[3:]) + r"\b", low)
    names = {text[one.start() : one.end()] for one in found if not text[: one.start()][-1:].isalnum()}
    return {name for name in names if name != name.lower()}


def one_spelling(names: Iterable[str]) -> dict[str, str]:
    """Return for each name the first that differs in letter case or a domain's ending alone: "iGen" for "iGen.fr".

    A name without an ending that fits two addresses, "vale.de" and "vale.fr", stays apart from both. "Tern" is the Tern
    Press Agency, and "NBC10" NBC10 Boston, where no other of the names begins so.
    """
    keys = {name: bare_name(name).removeprefix("www.") for name in names}
    addresses: dict[str, set[str]] = defaultdict(set)
    for key in keys.values():
        if (label := DOMAIN_END.sub("", key)) != key:
            addresses[label].add(key)
    first: dict[str, str] = {}
    spelled = {}
    for name, key in keys.items():
        label = DOMAIN_END.sub("", key)
        whole = _longer(key, keys.values()) or key
        spelled[name] = first.setdefault(label if len(addresses[label]) == 1 else whole, name)
    return spelled


def _longer(key: str, others: Iterable[str]) -> str | None:
    """Return the one name that begins with `key` and goes on with its kind, or the town of a station."""
    longer = {other for other in others if other.startswith(f"{key} ")}
    if len(longer) != 1:
        return None
    (other,) = longer
    return other if key[-1].isdigit() or OF_ITS_KIND.fullmatch(other, len(key)) else None


def is_other_body(text: str, name: Naming) -> bool:
    """Return whether the text gives an abbreviation to another body: "American Academy of Pediatrics (AAP)"."""
    said = text[name.start : name.end]
    if not (said.isupper() and said.isalpha()) or (place := text.find(f"({said})")) < 0:
        return False
    words = text[max(0, place - INITIALS_WITHIN) : place].split()
    capitals = [word.strip("\"'“”‘’,") for word in words if word[:1].isupper()][-len(said) :]
    if "".join(word[0] for word in capitals) != said:
        return False
    whole = bare_name(" ".join(words[words.index(capitals[0]) :])) if capitals[0] in words else ""
    return whole not in {bare_name(alias) for alias in (name.outlet.outlet, *name.outlet.aliases)}
