"""Names of people out of strings that may hold several: without "By", roles, addresses, degrees and links."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("by_words.toml").read_text(encoding="utf-8"))


def _any_of(kind: str) -> str:
    return "|".join(phrase for group in _WORDS[kind].values() for phrase in group)


# The words before a name, in the languages whose bylines use one.
BY = re.compile(
    r"^(?:(?:(?:news )?(?:articles?|posted|published|created|updated|submitted)|"
    r"written|reported|edited|story|words|text|texte|texto|testo|tekst|foto|fotos|photos?|photographs?|"
    r"photography|images?|pictures|reporting|interview|propos recueillis|a cura|(?:ein |eine )?(?:kommentar|analyse|"
    r"gastbeitrag|essay|kolumne|interview|bericht|reportage))\s*(?:by|von|de|par|por|di|av|af|:)\s*|by\s*:?\s+|"
    r"(?:the\s+)?author\s+(?=\S+\s+\S)|(?:quelle|source|fuente|fonte|bron|kilde)\s*:\s*|"
    r"(?:autor(?:en|in|es|a)?|auteur|author|autore|écrit par|penulis|oleh|yazan|haber|yazar|tekst|tác giả|"
    r"автор|текст|كتب(?:ت)?|بقلم|إعداد)\s*:\s*|(?:автор|текст|yazan|oleh|بقلم)\s+|"
    r"(?:(?:本报|本報)?记者|作者|文|責任編輯|责任编辑|編輯|编辑|記者|기자)\s*[:/：丨]?\s+|"
    r"(?:记者|作者|文|責任編輯|责任编辑|編輯|编辑|記者|기자|文・写真|取材・文)\s*[:/：丨]\s*|文・写真\s*)",
    re.IGNORECASE,
)
# Those of them that are names, or begin one, as well: "Di Yang", "Von Trapp", "Da Silva".
BY_OR_NAME = re.compile(r"^(?:von|par|por|door|af|av|di|da)\s+(?=\S+\s+\S)", re.IGNORECASE)
_SECTION = re.compile(r"^[a-z]\S* (?=(?:von|by|par|por|di) [A-ZÀ-Þ])")  # "capital von Ann Lee"
# A text that is no more than such a word: the names stand in what comes behind it.
LABEL = re.compile(rf"(?:{_any_of('by')})\s*[:：]?|(?:{_any_of('by_colon')})\s*[:：]", re.IGNORECASE)
BY_AND_COLON = re.compile(rf"(?:{_any_of('by')}|{_any_of('by_colon')})\s*[:：]\s*", re.IGNORECASE)
# Where the names of others begin, or what is said of the one who is named.
CREDITS_OTHERS = re.compile(rf"(?:{_any_of('others')})\s*[:：]", re.IGNORECASE)
_OTHERS = re.compile(
    rf"(?:\s+|,\s*)(?:{_any_of('others')})\s*[:：].*$|"
    r"\s+(?:on behalf of|from the)\b.*$",
    re.IGNORECASE,
)
_PLACE_BEHIND = re.compile(r"(?<=\w\s)(\S+)\s+\|\s+[^\W\d_]+$")  # "Ann Lee | Lisbon"
_DAY_WORD = re.compile(r"\s+(?:on|am|le|el|il|op|den|em|at|um)$")  # "Ann Lee on", behind which the day stood
_TEAM = re.compile(r"\s+[-–—]\s+(?=\S+\s+\S)")  # "Ann Lee - Harbour Editorial Team"
# Words that join two names; a single letter does so only between two whole ones ("José Ortega y Gasset").
AND = re.compile(
    r"\s+(?:and|und|et|og|och|ja|ve|en|и|und|with|mit|avec|con)\s+|\s+(?:y|e)\s+(?=\S+\s+\S)|"
    r"\s*[&;|/•·、，丨]\s*|\s*\n\s*",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|staff|redaktion|redakteur|journalist|journaliste|desk|bureau|"
    r"columnist|contributor|professor|prof\.|dieti[ct]ian|nutritionist|expert|ceo|cto|cfo|co-?founder|founder|director|"
    r"president|chef|coach|therapist|attorney|lawyer|analyst|specialist|consultant|engineer|manager|chief|head|senior|sr\.|"
    r"vice|partner|owner|executive|for|at|in|of|the|redacción|redaksjonen|redazione|newsroom|team)\b",
    re.IGNORECASE,
)
# "… in Lower Sands", "… for the Northern Wire": from where, and for whom, a person with two names writes.
PLACE = re.compile(r"(?<=\w)\s+(?:in|for|at|from|aus|à|für)\s+(?=[A-ZÀ-ÞА-Я\d]|the\s).*$")
# Titles behind a name, and what Korean and Japanese bylines put there.
TITLE = re.compile(
    r",?\s+(?:ph\.?\s?d|m\.?\s?d|mba|mph|j\.?d|esq|dphil|msc|r\.?n)\.?$|\s+[®™]$|\s*(?:기자|특파원|記者|记者|編集委員)$",
    re.IGNORECASE,
)
# Letters behind a name that tell of a degree or a licence, each after its comma.
DEGREE = re.compile(
    r"(?:ph\.?\s?d|m\.?\s?d|mba|mph|j\.?d|esq|dphil|b\.?sc?|m\.?sc?|b\.?a|m\.?a|m\.?ed|ed\.?d|psy\.?d|dds|dvm|d\.?o|r\.?n|rdn?|ldn?|cdn|"
    r"cssd|fand|faclm|foma|dabom|cfp|cfa|cpa|cepf|lcsw|llm|lld|pmp|cissp|cscs|pharm\.?d|od|np|pa-c|frcp|facp|facs|pe|phr|shrm-\w+)"
    r"\.?[®™]?",
    re.IGNORECASE,
)
# What stands on the buttons beside a name, and is none.
BUTTON = re.compile(
    r"e-?mail|(?:full )?bio(?:graphy)?|follow(?:ing)?|(?:view|read|see) (?:full )?(?:profile|bio|more)|"
    r"more|share|contact|"
    r"website|about(?: the author)?|the author|author|profile|posts?|articles?|all (?:posts|articles)|"
    r"twitter|facebook|linkedin|instagram|x|rss|"
    r"tüm (?:yazıları|haberleri)|diğer yazıları|todos (?:los|sus) artículos|todos os artigos|tous (?:ses|les) articles|"
    r"alle (?:artikel|beiträge)|wszystkie artykuły|все (?:статьи|материалы)(?: автора)?|"
    r"folgen|profil|mehr|teilen|autor(?:in)?|suivre|voir le profil|partager|seguir|ver perfil|compartir|"
    r"segui|profilo|volgen|følg|följ|"
    r"подписаться|профиль|フォロー|プロフィール|关注|팔로우|متابعة",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![^\W_])\d+(?![^\W_])")  # a day or a count; "BR24" is none
YOUNGER = re.compile(r",\s+(?=(?:jr|sr|i{2,3}|iv)\b)", re.IGNORECASE)  # "Robert Kane, Jr." is one name
ACCOUNT = re.compile(r"(?:^|\s+)(?:@[\w.]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")  # an e-mail address or a handle
NO_NAME = re.compile(
    r"https?:|www\.|@|\bon (?:facebook|twitter|instagram|linkedin|youtube|x)$|"
    r"\.(?:com|org|net|html?)\b|^\d+$|^[\W\d_]+$|image:|getty|"
    r"^(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)(?:day|nesday|urday)?$|"
    r"^(?-i:[a-z]+\d\d+)$|"
    r"^(?:la )?(?:(?:online[- ]?)?redaktion|redazione|redacción|rédaction|redactie|redakcja|redação|редакция|newsroom|"
    r"(?:news|web) ?desk|staff(?: (?:writer|reporter)s?)?|editorial (?:team|staff|board)|haber merkezi|編集部|编辑部)$|"
    r"^(?:null|none|undefined|admin|administrator|webmaster|root|user|guest|anonymous|test|super ?admin)$",
    re.I,
)
SLUG = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)+$")
PARENTHESES = re.compile(r"\s*[(\[（][^)\]）]{0,60}[)\]）]")
FRAME = re.compile(r"^[【［\[](.+)[】］\]]$")  # Japanese bylines stand in one
CHINESE_BY = re.compile(r"(?:本报|本報)?(?:记者|作者)")  # parts names by spaces, which Japanese puts within one
EAST_ASIAN = re.compile(r"[\u3400-\u9fff]{2,4}(?:\s+[\u3400-\u9fff]{2,4})+")  # names of two to four characters

MAXIMUM_NAME = 60  # characters; longer ones are sentences
MAXIMUM_STATED = 2_000  # characters of a statement that may hold several names
MAXIMUM_NAMES = 20


def clean_names(stated: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, in order, out of strings that may hold several, or none."""
    names = (name for text in stated for name in _split(text))
    return tuple({letters_of(n): n for n in reversed([*names]) if n}.values())[::-1][:MAXIMUM_NAMES]


def _split(text: str) -> Iterator[str]:
    text = " ".join(text[:MAXIMUM_STATED].split())
    text = _PLACE_BEHIND.sub(r"\1", text)
    text = FRAME.sub(r"\1", _OTHERS.sub("", ACCOUNT.sub("", text).strip() or text))
    if NO_NAME.search(text) and "," not in text and not BY.match(text):
        return
    bare = TITLE.sub("", YOUNGER.sub(" ", PARENTHESES.sub("", without_by(text))))
    if CHINESE_BY.match(text) and EAST_ASIAN.fullmatch(bare):
        bare = "、".join(bare.split())
    for part in filter(None, AND.split(bare)):
        yield from (n for n in map(_tidy, _at_commas(part)) if _is_name(n))


def without_by(text: str) -> str:
    """Return `text` without the words before its first name."""
    bare = BY.sub("", _SECTION.sub("", text))
    if bare == text and (found := BY_AND_COLON.match(text)):
        return text[found.end() :]
    if bare == text and (found := BY_OR_NAME.match(text)) and not text[found.end()].islower():
        return text[found.end() :]
    return bare


def _at_commas(part: str) -> list[str]:
    """Return the names in "A B, C D, dpa"; only the first of "A B, professor of law at …"."""
    pieces = [p.strip() for p in part.split(",")]
    if len(pieces) == 1:
        return pieces
    later = (p for p in pieces[1:] if len(p.split()) <= 4 and not ROLE.search(p) and not DEGREE.fullmatch(p))
    return [pieces[0], *later]


def _tidy(name: str) -> str:
    bare = without_by(name.strip(" \t.,:;-–—|*"))
    first, *rest = _TEAM.split(bare, maxsplit=1)
    bare = first if rest and ROLE.search(rest[0]) else bare
    placed = PLACE.sub("", bare)
    return _DAY_WORD.sub("", TITLE.sub("", placed if len(placed.split()) > 1 else bare)).strip(" \t.,:;-–—|*")


def _is_name(name: str) -> bool:
    if (
        not 1 < len(name) <= MAXIMUM_NAME
        or ":" in name
        or NO_NAME.search(name)
        or SLUG.match(name)
        or BUTTON.fullmatch(name)
    ):
        return False
    return len(name.split()) <= 7 and not _NUMBER.search(name)


def letters_of(name: str) -> str:
    """Return a name as it is compared: its letters and digits, small."""
    return "".join(re.findall(r"\w", name.lower()))
