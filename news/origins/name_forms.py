"""In which forms an outlet's name is written: with its article or without, bent, in capitals, in two words."""

import re
from collections.abc import Iterator
from functools import cache

from news.language.lexicon import english

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

# The languages read here in which a country's outlets bear their names.
SPOKEN = {
    "de": "de", "at": "de", "ch": "de fr it", "lu": "de fr", "li": "de", "fr": "fr", "be": "fr nl", "ca": "en fr",
    "es": "es", "mx": "es", "ar": "es", "co": "es", "cl": "es", "pe": "es", "ve": "es", "ec": "es", "bo": "es",
    "uy": "es", "py": "es", "cu": "es", "gt": "es", "hn": "es", "sv": "es", "ni": "es", "cr": "es", "pa": "es",
    "do": "es", "pr": "es", "pt": "pt", "br": "pt", "ao": "pt", "mz": "pt", "it": "it", "nl": "nl", "jp": "ja",
    "kr": "ko", "kp": "ko",
    "us": "en", "gb": "en", "ie": "en", "au": "en", "nz": "en", "za": "en",
}  # fmt: skip
# What stands before a name that has lost its article: "au Monde", "dal Giornale", "ao Público", or a quotation mark.
ARTICLES = {
    "fr": re.compile(r"""(?:\b(?:le|la|les|au|aux|du|des|[ldL]')\s?|[«"]\s?)$""", re.IGNORECASE),
    "it": re.compile(
        r"""(?:\b(?:il|lo|la|i|gli|le|l'|d?al|allo|d?alla|d?ai|agli|d?alle|d?all'|del|della|dei|delle|dell'|"""
        r"""sul|sulla|sull'|nel|nella|nell'|a|su|da|di)\s?|[«"]\s?)$""",
        re.IGNORECASE,
    ),
    "es": re.compile(r"""(?:\b(?:el|la|los|las|al|del)\s|[«"])$""", re.IGNORECASE),
    "pt": re.compile(
        r"""(?:\b(?:o|a|os|as|ao|aos|à|às|do|da|dos|das|no|na|nos|nas|pelo|pela)\s|[«"])$""", re.IGNORECASE
    ),
    "de": re.compile(r"""(?:\b(?:der|die|das|dem|den|des|vom|im|zum|zur|beim)\s["„»«]?|["„»«])$""", re.IGNORECASE),
    "nl": re.compile(r"""(?:\b(?:de|het)\s|["„‘'])$""", re.IGNORECASE),
}
LEADING = re.compile(
    r"^(?:(?:the|der|die|das|le|la|les|il|lo|gli|i|el|los|las|o|a|os|as|de|het)\s+|l'(?=\w))", re.IGNORECASE
)
MARKED_ARTICLE = re.compile(
    r"(?<=[\"'„“”«»‘‹›])\s?((?:der|die|das|le|la|les|il|lo|gli|i|el|los|las|o|a|os|as|de|het)\s|l['’])$", re.IGNORECASE
)
THE = re.compile(r"^the\s+", re.IGNORECASE)
STATION_KIND = re.compile(  # "kusa-tv", "kctv5 news": what follows a call sign of three or four letters
    r"(?:(?<=^[kw][a-z]{2})|(?<=^[kw][a-z]{3}))-?\s?(?:(?:tv|[af]m|\d{1,2})(?:\s(?:(?:action|eyewitness)\s)?news)?|news)$"
)
IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")
BENT = re.compile(r"\b((?:\w{3,})(?:sch|lich|ig|ner|in|isch|ein)|Neu)(?:e|er|es)\b(?=[ -]|$)")
STRONG = re.compile(r"\b(\w{3,}(?:isch|lich))er ([A-ZÄÖÜ])")
# Runs of capitalised words, as names are written, forwards and backwards from a place.
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĶĹĽŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"
SMALL = "of|the|de|du|des|del|della|dello|di|da|do|dos|van|der|den|la|le|les|el|los|las|für|and|y|e|et|&|het"
WORD = rf"(?:[{UPPER}][\w'’&.-]*[\w&]|[{UPPER}]|\d{{1,3}})"
ELIDED = "(?:(?:d|l|dell)['’])?"  # "Courrier de l'Ouest"
RUN = re.compile(rf"{WORD}(?:\s(?:(?:{SMALL})\s){{0,2}}{ELIDED}{WORD}){{0,4}}")
RUN_BEFORE = re.compile(rf"{WORD}(?:\s(?:(?:{SMALL})\s){{0,2}}{ELIDED}{WORD}){{0,4}}$")
NAME_BEFORE = re.compile(
    r"(?:(?!(?:The|A|An|In|On|At|By|But|And|As|For|From|With|Via|See|To|Or|This|That|When|While|After|Good|Bad|More|Breaking|"
    r"Latest|Fake|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Read|Watch|Follow|Former|Local|If|It|He|She|"
    r"One|Two|Three|Another|Some|Several|Many|Every|Each|Per|Citing|Quoting|Source|Only|Even|Like|Since|Yet|So|Then|Both|Not|Our|"
    r"January|February|March|April|May|June|July|August|September|October|November|December) )"
    rf"[{UPPER}][\w&'’-]*(?<!'s)(?<!’s) (?:& )?){{1,3}}$"
)
LONGEST = 60  # code points before a press word that may belong to its name
GENERAL = frozenset("State Local National Public Foreign International Israeli Student Associated Associates".split())
KINDS = frozenset("TV Radio Press News Newspapers Newspaper Magazine Daily Weekly Television".split())
SHOW = " show"
SHORTEST = 2  # letters
OF_A_TOWN = 4  # letters; a shorter name in capitals is an abbreviation
# Names in scripts without spaces: a run of signs that a press word ends, or that follows the word for a medium.
SPACELESS_RUN = re.compile(r"(?:[ァ-ヶー・]{2,}|[一-龥々]{1,6}|[A-Z]{2,6}|[가-힣]{1,10})?[ァ-ヶー一-龥가-힣]{2,8}$")
SPACELESS_NAME = re.compile(
    r"[・の、はが]?\s?[「'‘]?(?P<name>(?<=「)[一-龥々ぁ-んァ-ヶー]{2,14}(?=」)|[ァ-ヶー・]{2,20}|[A-Za-z][\w.]{2,15}|[가-힣A-Z]{2,10}?(?=[은는이가]\s))"
)
COMPANY = "社"  # of a Japanese paper
SPACELESS_FROM = 0x2E80  # CJK, kana and Hangul stand above; alphabets with spaces below


def bare_name(name: str) -> str:
    """Return `name` as it is compared: in lower case, without "the"; a station is its call sign, "kusa".

    A Japanese paper is its title, without the word for its company.
    """
    written = THE.sub("", " ".join(name.replace("’", "'").split()))
    bare = written.lower()
    bare = bare.removesuffix(COMPANY) if bare.endswith(f"新聞{COMPANY}") else bare
    return STATION_KIND.sub("", bare) if written[:3].isupper() else bare


def with_article(text: str, start: int) -> int:
    """Return where a name begins, with the article that stands before it within its marks: "«la Repubblica»"."""
    marked = MARKED_ARTICLE.search(text, max(0, start - 6), start)
    return marked.start(1) if marked else start


def plain_name(name: str) -> str:
    """Return a listed name as texts write it: without the country that keeps it apart, "ABC (Spain)"."""
    return IN_BRACKETS.sub("", " ".join(name.replace("’", "'").split()))


def short_form(name: str) -> str:
    """Return `name` without its article in any of the languages read."""
    return LEADING.sub("", plain_name(name))


def small_form(name: str) -> str | None:
    """Return "Afp" for "AFP", as Italian, Spanish and German texts write abbreviations; None: it is none."""
    return name.capitalize() if name.isascii() and name.isupper() and name.isalpha() and len(name) in (3, 4) else None


def camel_split(name: str) -> str | None:
    """Return "Real Clear Politics" for "RealClearPolitics", None for names that are no such compound."""
    if not re.fullmatch(r"(?:[A-Z][a-z]{2,}){2,}", name):
        return None
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def is_spaceless(sign: str) -> bool:
    """Return whether a sign belongs to a script in which names stand without spaces, or bear their particles."""
    return ord(sign) >= SPACELESS_FROM


def written_forms(name: str, country: str | None) -> Iterator[str]:
    """Yield `name` as texts write it: in capitals, and in German bent."""
    core = THE.sub("", name)
    if len(core) < SHORTEST:
        return
    yield core
    if core.startswith(("Al ", "Al-", "El-")):
        yield core[0].lower() + core[1:]  # "al Arabiya"
    if " and " in core:
        yield core.replace(" and ", " And ")
    if len(core) > OF_A_TOWN and core.isascii() and not core.isupper():
        yield core.upper()
    if core.endswith(SHOW):
        yield f'{core.removesuffix(SHOW)}"{SHOW}'  # the "Today" show
    if "de" in languages_of(country) and not core.isupper():
        bent = BENT.sub(r"\1en", core)
        yield from (bent, BENT.sub(r"\1er", core))
        if (of_a_place := STRONG.sub(r"\1en \2", core)) != core:
            yield of_a_place  # "dem Westfälischen Anzeiger"
        if core[-1] not in "sxzen" and len(core) > OF_A_TOWN:
            yield bent + "s"
            yield bent + "es"


@cache
def languages_of(country: str | None) -> tuple[str, ...]:
    """Return the languages read here in which outlets of `country` bear their names."""
    return tuple(SPOKEN.get(country or "", "").split())


def country_of(adjective: str) -> str | None:
    """Return the country, as outlets.csv writes it, that an adjective names."""
    return COUNTRY_OF.get(adjective.lower())


def is_kind(said: str) -> bool:
    """Return whether it tells the kind of a medium, or a minister, and names none: "State TV", "the Turkish FM"."""
    first, *rest = said.split()
    if rest == ["FM"]:
        return first.lower() in str(english().speakers["peoples"]).split()
    return len(rest) == 1 and rest[-1] in KINDS and (first in GENERAL or country_of(first) is not None)
